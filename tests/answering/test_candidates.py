"""Deciding: which sentences may answer, and whether a rule or the odds say so."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.answering.candidates import may_answer
from assistant.answering.choosing import Candidate, candidates
from assistant.answering.speakers import Speakers
from assistant.question.question import read_question
from assistant.settings import Settings
from index import encoders
from index.library import Library
from tests.fakes import LikelyToAnswer

TEXT = """Trade minister Ada Lind opened the fair in Oslo on Monday.

Lind said that the fair would grow to 400 stalls. "We need more room," said Per Holm, who runs it.

It rained until night."""


@pytest.fixture
def fair(library: Library, tmp_path: Path) -> Library:
    (tmp_path / "fair.txt").write_text(TEXT, encoding="utf-8")
    library.add(tmp_path / "fair.txt")
    return library


def decide(library: Library, text: str, *, several: bool = False) -> tuple[list[Candidate], float | None]:
    question, hits = read_question(text), library.search(text)
    weights = library.weights(question.topic)
    found = candidates(question, hits, weights)
    return may_answer(question, hits, found, weights, Speakers(library), library, several=several)


def test_what_the_articles_tell_is_likelier_than_not(fair: Library) -> None:
    able, odds = decide(fair, "Where did Ada Lind open the fair?")
    assert odds is not None and odds > Settings().refusal_threshold
    assert able[0].text == "Trade minister Ada Lind opened the fair in Oslo on Monday."


def test_what_they_do_not_tell_is_not(fair: Library) -> None:
    _, odds = decide(fair, "Who won the football World Cup in 1998?")
    assert odds is not None and odds < Settings().refusal_threshold


def test_only_sentences_that_hold_the_kind_of_thing_asked_for_may_answer(fair: Library) -> None:
    able, odds = decide(fair, "How many stalls will the fair have?")
    assert able and all("400" in one.text for one in able)
    assert odds is not None


def test_a_question_of_a_kind_that_nothing_holds_is_refused_by_that_alone(library: Library, tmp_path: Path) -> None:
    (tmp_path / "rain.txt").write_text("It rained over the fair.\n\nThe fair was wet.", encoding="utf-8")
    library.add(tmp_path / "rain.txt")
    assert decide(library, "How many stalls did the fair have?") == ([], None)


def test_whose_words_they_are_decides_and_no_odds(fair: Library) -> None:
    able, odds = decide(fair, "What did Holm say about room?")
    assert [one.text for one in able] == ['"We need more room," said Per Holm, who runs it.']
    assert odds is None
    assert decide(fair, "What did Holm say about tariffs on steel?") == ([], None)


@pytest.mark.parametrize(("several", "first"), [(False, "Trade minister"), (True, '"We need more room')])
def test_the_larger_judge_puts_first_what_answers_unless_several_things_are_asked_for(
    several: bool, first: str, fair: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Library, "larger_judge", property(lambda self: LikelyToAnswer(0.99)))
    able, _ = decide(fair, "What did the fair need?", several=several)
    assert able[0].text.startswith(first)


@pytest.mark.parametrize(("text", "reads"), [("What was the weather until night?", True), ("And the weather?", False)])
def test_it_does_not_read_for_a_question_that_does_not_say_enough(
    text: str, reads: bool, fair: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = list[str]()

    class Reading(LikelyToAnswer):
        def of_question(self, question: str, passages: Sequence[encoders.Passage]) -> list[encoders.Judged]:
            read.append(question)
            return super().of_question(question, passages)

    monkeypatch.setattr(Library, "larger_judge", property(lambda self: Reading(0.99)))
    decide(fair, text)
    assert bool(read) == reads
