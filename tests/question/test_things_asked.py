"""Whether several things are asked for."""

from __future__ import annotations

import pytest

from assistant.question.things_asked import asks_how, asks_several, texts_asked


@pytest.mark.parametrize(
    "question",
    [
        "which western counties have had floods",
        "What are the three main steps?",
        "name the directors of the last films",
        "four stages of the plan",
        "counties likely to be flooded again",
        "what should you pack, all items please",
        "safety kit of the new car, everything it comes with",
        "what was the grant spent on, full list",
        "where does the club get its money from, all of it",
        "everything that held up the line this year",
    ],
)
def test_a_noun_in_the_plural_asks_for_several_things(question: str) -> None:
    assert asks_several(question)


@pytest.mark.parametrize(
    "question",
    [
        "which county had floods",
        "counties fear more floods",
        "what did all the counties say",
        "what did the counties say",
        "77 people took part, why",
        "what kind of roads are they",
    ],
)
def test_one_thing_or_a_fact_about_several_is_no_list(question: str) -> None:
    assert not asks_several(question)


@pytest.mark.parametrize(
    "question", ["How do they cross the river", "how exactly is it paid for?", "Which method did they use?"]
)
def test_the_way_in_which_something_happens_is_asked_for(question: str) -> None:
    assert asks_how(question)


@pytest.mark.parametrize(
    "question", ["How many cross it?", "how long did it take", "How much is it?", "Who knows how?"]
)
def test_a_measure_is_no_way(question: str) -> None:
    assert not asks_how(question)


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("which stories does the ferryman Odo Brill turn up in", "ferryman Odo Brill"),
        ("what articles have anything from Ekby in them?", "Ekby"),
        ("besides the interview, which of the articles bring up the strike?", "strike"),
        ("which story is the longest", None),
        ("what papers did he sign in court", None),
        ("which articles?", None),
        ("", None),
    ],
)
def test_articles_are_asked_for_by_what_they_are_about(question: str, about: str | None) -> None:
    assert texts_asked(question) == about
