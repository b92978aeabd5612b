"""Days as people write them, in each language that questions are read in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.wording import LANGUAGES
from index.language.times.written_days import day_in_words


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2026-02-05", ["5 February 2026", "2026年2月5日", "2026年2月5日", "2026년 2월 5일"]),
        ("2026-02", ["February 2026", "2026年2月", "2026年2月", "2026년 2월"]),
        ("--02-29", ["29 February", "2月29日", "2月29日", "2월 29일"]),
        ("2026", ["2026", "2026年", "2026年", "2026년"]),
        ("2026-W06", ["the week of 2 February 2026", "2026年2月2日那一周", "2026年2月2日の週", "2026년 2월 2일 주"]),
    ],
)
def test_days_months_years_and_weeks_are_written_in_every_language(written: str, told: list[str]) -> None:
    assert [day_in_words(written, language) for language in LANGUAGES] == told


@given(st.text(), st.sampled_from(sorted(LANGUAGES)))
def test_anything_else_is_given_as_it_stands(text: str, language: str) -> None:
    if not text[:4].isdigit() and not text.startswith("--"):
        assert day_in_words(text, language) == text


@given(st.dates(), st.sampled_from(sorted(LANGUAGES)))
def test_every_day_is_told_with_its_numbers(day, language: str) -> None:  # type: ignore[no-untyped-def]
    told = day_in_words(day.isoformat(), language)
    assert str(day.year) in told and str(day.day) in told
    assert day_in_words(f"{day.isoformat()}T10:00:00Z", language) == told
