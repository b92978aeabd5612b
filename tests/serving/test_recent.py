"""What was just answered is kept for its time, for its owner, and not without end."""

from __future__ import annotations

from assistant.serving import recent
from assistant.serving.recent import Recent


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_is_kept_is_there_for_its_owner_until_its_time_is_over() -> None:
    clock = Clock()
    kept = Recent(2, clock=clock)
    kept.keep("one", "a", "answer")
    clock.now = 119
    assert (kept.find("one", "a"), kept.find("other", "a"), kept.find("one", "b")) == ("answer", None, None)
    clock.now = 121
    assert kept.find("one", "a") is None


def test_nothing_is_kept_for_no_time() -> None:
    kept = Recent(0)
    kept.keep("one", "a", "answer")
    assert kept.find("one", "a") is None


def test_only_the_latest_are_kept() -> None:
    kept = Recent(60)
    for number in range(recent.MOST + 1):
        kept.keep("one", str(number), number)
    assert (kept.find("one", "0"), kept.find("one", str(recent.MOST))) == (None, recent.MOST)
