"""What was just answered is kept for its time, for its owner, and not without end."""

from __future__ import annotations

import pytest

from assistant.serving import recent
from assistant.serving.recent import Recent


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_is_kept_is_there_for_its_owner_until_its_time_is_over() -> None:
    clock = Clock()
    kept = Recent(2, clock=clock)
    kept.keep("one", "a", b"answer")
    clock.now = 119
    assert (kept.find("one", "a"), kept.find("other", "a"), kept.find("one", "b")) == (b"answer", None, None)
    clock.now = 121
    assert kept.find("one", "a") is None


def test_nothing_is_kept_for_no_time() -> None:
    kept = Recent(0)
    kept.keep("one", "a", b"answer")
    assert kept.find("one", "a") is None


def test_only_the_latest_of_an_owner_are_kept_and_nobody_else_loses_any() -> None:
    kept = Recent(60)
    kept.keep("other", "0", b"answer")
    for number in range(recent.MOST + 1):
        kept.keep("one", str(number), b"answer")
    assert kept.find("one", "0") is None
    assert kept.find("one", str(recent.MOST)) == kept.find("other", "0") == b"answer"


def test_an_owner_who_keeps_too_many_bytes_loses_their_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "MOST_BYTES", 10)
    kept = Recent(60)
    for id in "abc":
        kept.keep("one", id, b"12345")
    assert [kept.find("one", id) for id in "abc"] == [None, b"12345", b"12345"]
    kept.forget("one", "b")
    kept.keep("one", "d", b"12345")
    assert kept.find("one", "c") == b"12345"


def test_where_all_keep_too_much_together_whoever_keeps_most_loses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "MOST_BYTES_OF_ALL", 10)
    kept = Recent(60)
    kept.keep("small", "a", b"1")
    for id in "ab":
        kept.keep("large", id, b"12345")
    assert (kept.find("small", "a"), kept.find("large", "a"), kept.find("large", "b")) == (b"1", None, b"12345")


def test_what_is_too_large_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "MOST_BYTES_OF_ONE", 4)
    kept = Recent(60)
    kept.keep("one", "a", b"12345")
    assert kept.find("one", "a") is None
