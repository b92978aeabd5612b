"""Questions with a slip of the keys, in capitals, or with months in lower case, are read as if typed with care."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from assistant.assistant import Assistant
from assistant.question.bare import without_instructions
from assistant.question.cased import with_months
from assistant.question.plan import Plan, make_plan
from assistant.question.question import read_question
from index.embedding import SentenceEmbeddings
from index.filters import Filters
from index.library import Library

ARTICLE = """---
title: Bridge to open in spring
author: Priya Holloway
source: The Harbour Courier
date: 2026-03-02
---

The new bridge will open in the spring of 2027, the transport chief, Runa Velte, said on Monday.

The county wants to spend the savings on a bus line. Keller Works, a builder, rejected the offer.
"""


@pytest.fixture(scope="module")
def bridge(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("spelling")
    (folder / "bridge.md").write_text(ARTICLE, encoding="utf-8")
    with Library(folder / "library", embeddings=embeddings) as library:
        library.add(folder / "bridge.md")
        yield library


def plan(text: str, library: Library) -> Plan:
    return make_plan(text, library, Filters(), today=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Summaarise the aritcle on the bridge", "Summarise the article on the bridge"),
        ("how many articles mentino the brdige", "how many articles mention the bridge"),
        ("what is the laetst on teh bridge", "what is the latest on the bridge"),
        ("what does the counnty want", "what does the county want"),
        ("What's the tarnsport chief's line on the bridge?", "What's the transport chief's line on the bridge?"),
        ("what is in the Harboour Courier", "what is in the Harbour Courier"),
    ],
)
def test_a_word_that_is_none_is_the_one_a_letter_away_of_the_library_or_usual(
    typed: str, read: str, bridge: Library
) -> None:
    wanted = plan(read, bridge)
    got = plan(typed, bridge)
    assert (got.kind, got.topic, got.speakers, got.outlets) == (
        wanted.kind,
        wanted.topic,
        wanted.speakers,
        wanted.outlets,
    )
    assert got.spelling


@pytest.mark.parametrize("name", ["Okafor", "Brandt", "Kejriwal", "Wolff"])
def test_a_name_that_stands_nowhere_stays_as_it_is(name: str, bridge: Library) -> None:
    for typed in (f"what did {name} say about the bridge", f"tell me about {name.lower()}", f"who is {name.lower()}"):
        assert not plan(typed, bridge).spelling


def test_an_author_and_an_outlet_are_known_with_one_letter_wrong_but_not_by_another_given_name(bridge: Library) -> None:
    assert plan("What has Priya Hollooway written?", bridge).authors == ("Priya Holloway",)
    assert plan("What does The Harbour Couriier say about the bridge?", bridge).outlets == ("The Harbour Courier",)
    assert plan("What has Prina Holloway written?", bridge).authors == ()


def test_words_of_another_language_are_not_made_english(bridge: Library) -> None:
    assert not plan("sanoiko kukaan mitään sillasta ja milloin", bridge).spelling


def test_capitals_tell_nothing_where_everything_is_in_capitals(bridge: Library) -> None:
    assert without_instructions("WHEN DOES THE BRIDGE OPEN?")[0] == "when does the bridge open?"
    assert without_instructions("NATO")[0] == "NATO"
    answer = Assistant(bridge).ask("WHAT DID RUNA VELTE SAY?")
    assert answer.outcome == "answered"
    assert answer.read_as is not None and answer.read_as.speaker == "Runa Velte"


@pytest.mark.parametrize("typed", ["what happened in september", "what was said in may", "what did she say on 3 june"])
def test_months_in_lower_case_are_months(typed: str) -> None:
    assert with_months(typed) != typed
    assert typed.startswith("what did she") or read_question(typed, today=date(2026, 12, 1)).period


@pytest.mark.parametrize(
    "typed", ["this may be wrong", "were they allowed to march on friday", "an august body", "what did theresa may say"]
)
def test_words_that_are_months_elsewhere_stay(typed: str) -> None:
    assert with_months(typed) == typed


def test_small_talk_with_a_slip_is_small_talk(bridge: Library) -> None:
    assert Assistant(bridge).ask("thansk").outcome == "reply"


def test_a_follow_up_and_what_it_follows_are_read_as_they_were_meant(bridge: Library) -> None:
    assistant = Assistant(bridge)
    before = [{"role": "user", "content": "waht did Runa Velte say?"}, {"role": "assistant", "content": "It opens."}]
    answer = assistant.ask("adn about the bridge?", history=before)
    assert answer.standalone_question == "what did Runa Velte say about the bridge?"
    assert assistant.ask("is that true?", history=before).outcome == "reply"
