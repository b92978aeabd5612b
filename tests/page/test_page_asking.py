"""A question on its way: what events make of its turn, how it is stopped, and whether other articles answer it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

import pytest

from assistant.answers import Claim, ReadAs
from assistant.assistant import Assistant
from assistant.events import Cited, Claimed, Done, Event, Failed, Searching, Text
from assistant.page.answering_turn import Asking, with_elsewhere
from assistant.page.choices import choices
from assistant.page.turns import Turn, conversation
from assistant.page.words import CHINESE, ENGLISH
from index.articles import KINDS_OF_TEXT
from index.errors import LibraryError
from index.filters import OF_NAMES
from index.library import Library
from tests.page.test_cards import CITATION
from tests.page.test_page import ANSWER, REFUSED, text_of

CLAIM = Claim("It opens in 2029.", 0, 17, (1,), verdict="supported")
WHOLE = (Searching("It?", "The bridge?"), Text(""), Text("It opens in 2029. [1]"), Cited(CITATION), Claimed(CLAIM))


class Given:
    """An assistant that gives these events, and waits for `go` before each that comes after a None."""

    def __init__(self, *events: Event | Exception | None, found: Any = False) -> None:
        self.events = events
        self.found = found
        self.go = threading.Event()
        self.ended = threading.Event()
        self.library: Any = None

    def suggestions(self, *_: Any, **__: Any) -> tuple[str, ...]:
        return ()

    def follow_ups(self, *_: Any, **__: Any) -> tuple[str, ...]:
        return ()

    def stream(self, question: str, **_: Any) -> Iterator[Event]:
        try:
            for event in self.events:
                if event is None:
                    assert self.go.wait(20)
                elif isinstance(event, Exception):
                    raise event
                else:
                    yield event
        finally:
            self.ended.set()

    def finds(self, question: str, **limits: Any) -> bool:
        if isinstance(self.found, Exception):
            raise self.found
        return self.found if isinstance(self.found, bool) else limits in self.found


def turns(*events: Event | Exception | None) -> list[Turn]:
    return list(Asking(Given(*events), Turn("It?"), [], ENGLISH))


def test_a_turn_ends_with_the_answer_that_its_last_event_holds() -> None:
    last = turns(*WHOLE, Done(ANSWER))[-1]
    assert last.stage is None and last.answer == ANSWER.to_dict()


def test_the_search_is_said_also_after_a_model_has_made_the_question_stand_alone() -> None:
    given = Given(Text(""), *WHOLE[:1], None, Done(ANSWER))
    asking = iter(Asking(given, Turn("It?"), [], ENGLISH))
    turn = next(asking)
    while turn.answer is None or turn.answer["standalone_question"] != "The bridge?":
        turn = next(asking)
    assert turn.stage == "searching"
    given.go.set()
    list(asking)


@pytest.mark.parametrize(
    ("events", "stage", "holds"),
    [
        (1, "searching", "The bridge?"),
        (2, "reading", ENGLISH.reading),
        (3, "checking", "It opens in 2029. [1]"),
        (5, "checking", "It opens in 2029. 1"),
    ],
)
def test_each_event_leaves_the_turn_further_on(events: int, stage: str, holds: str) -> None:
    given = Given(*WHOLE[:events], None, Done(ANSWER))
    asking = Asking(given, Turn("It?"), [], ENGLISH)
    seen = iter(asking)
    while asking.turn.stage != stage or holds not in text_of(conversation([asking.turn])):
        next(seen)
    given.go.set()
    assert list(seen)[-1].answer == ANSWER.to_dict()


def test_what_is_not_checked_yet_is_no_claim() -> None:
    given = Given(*WHOLE[:3], None, *WHOLE[3:], Done(replace(ANSWER, text=WHOLE[2].text, claims=(CLAIM,))))
    asking = Asking(given, Turn("It?"), [], ENGLISH)
    seen = iter(asking)
    while asking.turn.stage != "checking":
        next(seen)
    assert 'class="claim"' not in conversation([asking.turn])
    given.go.set()
    assert 'class="claim"' in conversation(list(seen)[-1:])


def test_what_fails_is_the_sentence_of_the_failure_or_one_that_tells_nothing() -> None:
    assert turns(Searching("q", "q"), Failed("The library is locked."))[-1].error == "The library is locked."
    assert turns(LibraryError("The library is gone."))[-1].error == "The library is gone."
    unexpected = turns(Text("Half"), RuntimeError("/secret"))[-1]
    assert unexpected.error == ENGLISH.unexpected and unexpected.answer is None


def test_stopping_ends_at_once_though_the_assistant_is_still_at_work() -> None:
    given = Given(Searching("q", "q"), Text("Half a sen"), None, Text("tence."), Done(ANSWER))
    asking = Asking(given, Turn("q"), [], ENGLISH)
    seen = iter(asking)
    while asking.turn.stage != "checking":
        next(seen)
    asking.stop()
    last = list(seen)[-1]
    assert last.stage == "stopped" and last.answer and last.answer["text"] == "Half a sen"
    given.go.set()
    assert given.ended.wait(20), "the assistant goes on though nobody listens"


def refused(**filters: Any) -> Turn:
    answer = replace(REFUSED, searched={"articles": 1, "filters": filters})
    return Turn("q", answer=answer.to_dict(), filters=filters)


@pytest.mark.parametrize("found", [True, False])
def test_a_refusal_within_filters_tells_whether_other_articles_answer(found: bool) -> None:
    turn = with_elsewhere(refused(outlets=["CGTN"]), Given(found=found))
    assert turn.answer and turn.answer["searched"]["found_without_filters"] is found


READ = ReadAs("said", "the quay", "Ida Berg", outlet="Gazette", period="2026-02", regardless_of=("author",))
EARLIER = {"until": "2026-02-03"}


@pytest.mark.parametrize(
    ("finding", "helps"),
    [
        ([("author", "period")], [["author", "period"]]),
        ([("author", "outlet"), ("author", "period")], [["author", "outlet"], ["author", "period"]]),
        ([("author", "outlet", "period")], [["author", "outlet", "period"]]),
        ([("author",), ("outlet", "period")], []),
    ],
)
def test_a_refusal_tells_which_limits_of_the_words_must_be_dropped_for_an_answer(
    finding: list[tuple[str, ...]], helps: list[list[str]]
) -> None:
    turn = refused(**EARLIER)
    assert turn.answer
    turn.answer["read_as"] = asdict(READ)
    given = Given(found=[{"regardless_of": limits, **EARLIER} for limits in finding])
    told = with_elsewhere(turn, given)
    assert told.answer and told.answer["searched"]["found_regardless_of"] == helps
    assert told.answer["searched"]["found_without_filters"] is False


def test_nothing_is_looked_for_where_nothing_was_left_out_or_found() -> None:
    answered = Turn("q", answer=replace(ANSWER, searched={"articles": 1, "filters": {"outlets": ["x"]}}).to_dict())
    for turn in (refused(), answered, Turn("q", error="No."), Turn("q", stage="stopped")):
        assert with_elsewhere(turn, Given(found=True)) is turn
    turn = refused(outlets=["CGTN"])
    assert with_elsewhere(turn, Given(found=LibraryError("Locked."))) is turn  # type: ignore[arg-type]


def test_an_assistant_tells_whether_some_article_answers(samples: Library) -> None:
    assistant = Assistant(samples)
    assert assistant.finds("What did Armstrong say about the surface of the Moon?")
    assert not assistant.finds("What did Gorbachev say about the Berlin Wall?")


def test_a_question_can_be_limited_to_what_holds_all_words_that_are_typed(samples: Library) -> None:
    found = choices(samples, "  MOON first ", ENGLISH)
    assert [one["name"] for one in found["articles"]] == [
        "First steps on the Moon, in the words of those who were there"
    ]
    assert found["outlets"] == found["authors"] == []
    everything = choices(samples, "", ENGLISH)
    assert everything["outlets"] == [
        {"value": "Article Assistant Samples", "name": "Article Assistant Samples", "beside": "6"}
    ]
    assert {one["value"] for one in everything["kinds"]} <= set(KINDS_OF_TEXT) and everything["kinds"]
    assert {one["name"] for one in choices(samples, "", CHINESE)["kinds"]}.isdisjoint(KINDS_OF_TEXT)
    assert choices(samples, "100%_", ENGLISH) == dict.fromkeys(OF_NAMES, [])


def test_an_answer_that_is_broken_off_says_why() -> None:
    given = Given(Searching("q", "q"), Text("Half a sen"), None, Text("tence."), Done(ANSWER))
    asking = Asking(given, Turn("q"), [], ENGLISH)
    seen = iter(asking)
    while asking.turn.stage != "checking":
        next(seen)
    asking.fail(ENGLISH.stopping)
    assert list(seen)[-1].error == ENGLISH.stopping
    given.go.set()  # otherwise its thread fails later, beside another test
    assert given.ended.wait(20)
