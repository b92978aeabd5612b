"""Whether several things are asked for."""

from __future__ import annotations

import pytest

from assistant.question.things_asked import things_asked


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("which western counties have had floods", None),
        ("What are the three main steps?", 3),
        ("name the directors of the last films", None),
        ("four stages of the plan", 4),
    ],
)
def test_a_noun_in_the_plural_asks_for_several_things(question: str, number: int | None) -> None:
    things = things_asked(question)
    assert things is not None
    assert things.number == number


@pytest.mark.parametrize(
    "question",
    ["which county had floods", "what did the counties say", "77 people took part, why", "what kind of roads are they"],
)
def test_one_thing_or_a_fact_about_several_is_no_list(question: str) -> None:
    assert things_asked(question) is None
