"""Answers as events: in order, adding up to the answer that `ask` gives, over the real sample library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.events import Cited, Claimed, Done, Event, Failed, Searching, Text
from assistant.settings import Settings
from index.errors import WrongUsage
from index.library import Library

ANSWERED = "What did Donald Trump say about the Paris Agreement?"
REFUSED = "What did Napoleon say about submarines?"


@pytest.fixture
def assistant(samples: Library) -> Assistant:
    return Assistant(samples, Settings())


def alike(answer: Answer) -> Answer:
    """The answer without what differs from one asking to the next."""
    return replace(answer, id="", created="", timings_ms={})


def done(events: list[Event]) -> Answer:
    (last,) = [event for event in events if isinstance(event, Done)]
    assert events[-1] is last
    return last.answer


@pytest.mark.parametrize(("question", "outcome"), [(ANSWERED, "answered"), (REFUSED, "not_found")])
def test_a_stream_ends_with_the_answer_that_asking_gives(assistant: Assistant, question: str, outcome: str) -> None:
    answer = done(list(assistant.stream(question)))
    assert answer.outcome == outcome
    assert alike(answer) == alike(assistant.ask(question))


@pytest.mark.parametrize("question", [ANSWERED, REFUSED])
def test_the_pieces_of_a_stream_are_the_answer(assistant: Assistant, question: str) -> None:
    events = list(assistant.stream(question))
    answer = done(events)
    assert "".join(event.text for event in events if isinstance(event, Text)) == answer.text
    assert tuple(event.claim for event in events if isinstance(event, Claimed)) == answer.claims
    assert tuple(event.citation for event in events if isinstance(event, Cited)) == answer.citations


def test_a_claim_comes_when_its_text_and_its_citations_are_there(assistant: Assistant) -> None:
    text, cited, claims = "", set[int | None](), 0
    for event in assistant.stream(ANSWERED):
        match event:
            case Text(piece):
                text += piece
            case Cited(citation):
                assert f"[{citation.marker}]" in text
                cited.add(citation.marker)
            case Claimed(claim):
                assert text[claim.start : claim.end] == claim.text
                assert set(claim.citations) <= cited
                claims += 1
    assert claims


def test_a_stream_begins_with_the_question_as_it_stands_alone(assistant: Assistant) -> None:
    history = [{"role": "user", "content": ANSWERED}, {"role": "assistant", "content": "..."}]
    first = next(assistant.stream("And about China?", history=history))
    assert first == Searching("And about China?", "What did Donald Trump say about China?")


@pytest.mark.parametrize("wrong", [{"question": " "}, {"question": "When?", "since": "yesterday"}])
def test_a_stream_ends_with_one_sentence_where_asking_raises(assistant: Assistant, wrong: dict[str, str]) -> None:
    with pytest.raises(WrongUsage) as raised:
        assistant.ask(**wrong)
    assert list(assistant.stream(**wrong)) == [Failed(str(raised.value))]


def test_nothing_is_searched_before_the_first_event_is_taken(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant.library, "search", lambda *_, **__: pytest.fail("searched"))
    events: Iterator[Event] = assistant.stream(ANSWERED)
    assert isinstance(next(events), Searching)
    events.close()
    assert list(events) == []
