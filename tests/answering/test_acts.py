"""What a sentence says of an act whose word of direction makes its verb another."""

from __future__ import annotations

import pytest

from assistant.answering.composing.acts import bearings
from assistant.answering.composing.composer_input import sentences_of
from assistant.question.declaring import declared
from index.articles import Heading, Paragraph


def told(question: str, text: str) -> str | None:
    """What the first sentence of a paragraph says about what is asked."""
    said = declared(question)
    assert said is not None
    return bearings(said, sentences_of(Heading("news", "News"), Paragraph("news", 1, text, "body")))[0]


@pytest.mark.parametrize(
    ("text", "bearing"),
    [
        ("Output went down in May.", "yes"),
        ("Output did not go down in May.", "no"),
        ("Output went up in May.", None),
        ("Output comes with a problem in May.", None),
    ],
)
def test_a_verb_of_any_meaning_tells_of_an_act_only_with_the_same_word_of_direction(
    text: str, bearing: str | None
) -> None:
    assert told("Did output go down in May?", text) == bearing


@pytest.mark.parametrize(
    ("text", "bearing"),
    [
        ("The ferry has come to Orlen.", "yes"),
        ("We are not sure when the ferry will come to Orlen.", "open"),
        ("The board did not say that the ferry had come to Orlen.", "open"),
        ("The board does not think that the ferry has come to Orlen.", "no"),
        ("The ferry did not come to Orlen.", "no"),
    ],
)
def test_what_is_not_said_or_known_is_not_denied(text: str, bearing: str) -> None:
    assert told("Did the ferry come to Orlen?", text) == bearing


def test_another_year_of_the_act_denies_it() -> None:
    assert told("Was smallpox eradicated in 1980?", "Smallpox was eradicated in 1977.") == "no"


def test_an_act_that_is_expected_of_somebody_is_theirs() -> None:
    assert told("Why is the town expected to lose its ferry?", "The town will gain a ferry.") == "no"


@pytest.mark.parametrize(
    ("question", "bearing"),
    [("Is the harbour closed for six weeks?", None), ("Is the harbour in Tarn for six weeks?", None)],
)
def test_that_something_is_so_is_said_by_no_sentence_that_says_that_something_else_is(
    question: str, bearing: str | None
) -> None:
    assert told(question, "The gates of the harbour were cracked for six weeks.") == bearing


def test_what_is_closed_closes() -> None:
    assert told("Is the harbour closed for six weeks?", "The harbour will close for six weeks.") == "yes"


@pytest.mark.parametrize(
    ("text", "bearing"),
    [
        ("Tom Lee won in a landslide.", None),
        ("The party's candidate, Tom Lee, won in a landslide.", None),
        ("The mayor won in a landslide.", "yes"),
        ("Roe won in a landslide.", "yes"),
    ],
)
def test_what_somebody_else_who_is_named_did_says_nothing_of_it(text: str, bearing: str | None) -> None:
    assert told("Did Roe win?", f"{text} Roe stood for the mayor's office.") == bearing


@pytest.mark.parametrize(
    ("question", "text", "bearing"),
    [
        ("Why did Ada Noll step down?", "Ada Noll resigned in May.", "yes"),
        ("Why did Ada Noll step down?", "Ada Noll would not resign, she said.", "no"),
        ("When did the town call off the march?", "The town did not cancel the march.", "no"),
        ("Why did the board turn down the offer?", "The board accepted the offer.", "no"),
        ("When did the town call off the march?", "The town called a strike after the march.", None),
    ],
)
def test_a_verb_with_a_particle_means_what_its_verb_of_one_word_does(
    question: str, text: str, bearing: str | None
) -> None:
    assert told(question, text) == bearing


@pytest.mark.parametrize(
    ("text", "bearing"),
    [
        ("The ferry could not leave Orlen.", "no"),
        ("The ferry would not leave Orlen.", "no"),
        ("The ferry might not leave Orlen.", "open"),
        ("The ferry would not have left Orlen without a crew.", "open"),
        ("The ferry could leave Orlen.", "open"),
    ],
)
def test_what_somebody_could_or_would_not_do_was_not_done(text: str, bearing: str) -> None:
    assert told("Did the ferry leave Orlen?", text) == bearing
