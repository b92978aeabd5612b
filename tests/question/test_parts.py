"""Which questions are two."""

from __future__ import annotations

import pytest

from assistant.question.parts import leans_on_somebody, parts_of


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        ("Who opposed it, and what did the mayor say?", ["Who opposed it?", "what did the mayor say?"]),
        ("who won the cup and what was the score", ["who won the cup?", "what was the score?"]),
        ("When did it open? Was it late?", ["When did it open?", "Was it late?"]),
        ("The strike: who called it and when does it end", ["The strike: who called it?", "when does it end?"]),
    ],
)
def test_a_question_word_behind_and_or_a_question_mark_begins_another_question(asked: str, parts: list[str]) -> None:
    assert parts_of(asked) == parts


@pytest.mark.parametrize(
    "asked",
    [
        "Who resigned, and why?",
        "Who is the mayor of the town and the port?",
        "The mayor knew who did it and what happened",
        "谁反对？市长说了什么？",
        "and who else?",
        "a? " * 200,
    ],
)
def test_anything_else_is_one_question(asked: str) -> None:
    assert parts_of(asked) == [asked]


def test_a_part_that_speaks_of_somebody_in_another_leans_on_it() -> None:
    assert leans_on_somebody("what did he say?")
    assert not leans_on_somebody("what did the mayor say of it?")
