"""Slips of the keys in a question."""

from __future__ import annotations

import pytest

from assistant.question.spelling import asked_plainly


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("wat did the mayor say", "what did the mayor say"),
        ("Whta is it about?", "what is it about?"),
        ("so wen does it open", "so when does it open"),
        ("wher was it", "where was it"),
        ("who did it", "who did it"),
        ("May is here", "May is here"),
        ("How is it", "How is it"),
        ("hwo did it", "hwo did it"),
    ],
)
def test_a_question_word_with_a_letter_missing_or_exchanged_is_read(typed: str, read: str) -> None:
    assert asked_plainly(typed) == read
