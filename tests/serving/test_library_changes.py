"""Telling the changes of another process from those that are made here."""

from __future__ import annotations

from assistant.serving.library_changes import LATELY, Watch


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_log_that_stands_still_is_changed_by_nobody() -> None:
    watch = Watch()
    assert not watch.sees_others(7, turns=0)
    assert not watch.sees_others(7, turns=0)


def test_a_log_that_grows_by_itself_is_changed_by_others_and_told_for_a_while() -> None:
    clock = Clock()
    watch = Watch(clock)
    watch.sees_others(7, turns=0)
    assert watch.sees_others(8, turns=0)
    clock.now = LATELY - 1
    assert watch.sees_others(8, turns=0)
    clock.now = LATELY
    assert not watch.sees_others(8, turns=0)


def test_what_is_added_here_is_not_taken_for_the_work_of_others() -> None:
    watch = Watch()
    watch.sees_others(7, turns=0)
    assert not watch.sees_others(8, turns=1)  # while it is added
    assert not watch.sees_others(9, turns=1)
    assert not watch.sees_others(10, turns=2)  # what came between the last look and the end
    assert not watch.sees_others(12, turns=4)  # begun and ended between two looks
    assert watch.sees_others(13, turns=4)


def test_what_is_removed_here_is_expected() -> None:
    watch = Watch()
    watch.expect(7)
    watch.sees_others(7, turns=0)
    watch.expect(9)
    assert not watch.sees_others(9, turns=0)
    assert watch.sees_others(10, turns=0)
