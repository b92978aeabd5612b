"""Whether several things are asked for."""

from __future__ import annotations

import pytest

from assistant.question.things_asked import asks_several


@pytest.mark.parametrize(
    "question",
    [
        "which western counties have had floods",
        "What are the three main steps?",
        "name the directors of the last films",
        "four stages of the plan",
    ],
)
def test_a_noun_in_the_plural_asks_for_several_things(question: str) -> None:
    assert asks_several(question)


@pytest.mark.parametrize(
    "question",
    ["which county had floods", "what did the counties say", "77 people took part, why", "what kind of roads are they"],
)
def test_one_thing_or_a_fact_about_several_is_no_list(question: str) -> None:
    assert not asks_several(question)
