"""Which nouns name people by what they do or are."""

from __future__ import annotations

import pytest

from index.language.roles import is_role


@pytest.mark.parametrize(
    "noun", ["sheriff", "nurses", "women", "midwives", "builder", "co-founder", "children", "gritter"]
)
def test_a_noun_of_the_dictionary_for_people_or_of_an_unknown_agent_is_a_role(noun: str) -> None:
    assert is_role(noun)


@pytest.mark.parametrize("noun", ["water", "winter", "letters", "computer", "bridge", "number", "banks", "ministry"])
def test_the_ending_of_an_agent_makes_no_person_of_a_thing(noun: str) -> None:
    assert not is_role(noun)
