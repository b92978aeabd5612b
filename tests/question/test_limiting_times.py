"""Times that limit which articles are meant."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.question.limiting_times import time_limits

TODAY = date(2026, 6, 15)  # a Monday


@pytest.mark.parametrize(
    ("words", "since", "until"),
    [
        ("in May", "2026-05-01", "2026-05-31"),
        ("from may", "2026-05-01", "2026-05-31"),
        ("in august", "2025-08-01", "2025-08-31"),
        ("since 20 April 2026", "2026-04-20", None),
        ("after March", "2026-04-01", None),
        ("from before 1 feb 2026", None, "2026-01-31"),
        ("until the end of March", None, "2026-03-31"),
        ("between March and May 2025", "2025-03-01", "2025-05-31"),
        ("from 3 to 10 April", "2026-04-03", "2026-04-10"),
        ("from 1 March or later", "2026-03-01", None),
        ("in 2025", "2025-01-01", "2025-12-31"),
        ("this week", "2026-06-15", "2026-06-21"),
        ("last month", "2026-05-01", "2026-05-31"),
        ("over the last three days", "2026-06-12", "2026-06-15"),
        ("on Friday", "2026-06-12", "2026-06-12"),
        ("yesterday", "2026-06-14", "2026-06-14"),
    ],
)
def test_a_time_limits_from_one_day_to_another(words: str, since: str | None, until: str | None) -> None:
    (limit,) = time_limits(f"stories {words}", TODAY, lambda first, last: True, None)
    assert (limit.since and str(limit.since), limit.until and str(limit.until)) == (since, until)
    assert f"stories {words}"[limit.start : limit.end] == words


@pytest.mark.parametrize("words", ["stories that may run", "the 1966 final", "they march on", "no time"])
def test_words_that_are_no_time_limit_nothing(words: str) -> None:
    assert time_limits(words, TODAY, lambda first, last: True, None) == []


def test_a_month_without_its_year_is_one_in_which_there_are_articles() -> None:
    newest = date(2019, 11, 20)
    (limit,) = time_limits("in March", TODAY, lambda first, last: last <= newest, newest)
    assert limit.since == date(2019, 3, 1)
