"""What the words of a question limit it to, and the same question asked regardless of that."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

import pytest

from assistant.answers import READ_LIMITS, Answer, ReadLimit
from assistant.assistant import Assistant
from assistant.question.plan import make_plan
from index.embedding import SentenceEmbeddings
from index.filters import Filters
from index.library import Library
from tests.scripted_model import ScriptedModel

MARCH = """The bridge at Selm is to be closed for repairs, the town said on Thursday.

“The bridge at Selm is safe for cyclists,” Mayor Ida Falk said.

Repairs to the bridge at Selm cost two million crowns."""
JUNE = """The bridge at Selm was closed to everyone on Wednesday.

“The bridge at Selm has to be torn down,” Mayor Ida Falk said.

A new bridge at Selm costs ninety million crowns."""
COLUMN = """Nobody asked the cyclists about the bridge at Selm.

The bridge at Selm should have been painted long ago, and the town has no excuse."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("regardless")
    rows = [
        ("march", "Selm bridge to be closed", "The Selm Courier", "Lea Fisk", "2026-03-05", MARCH),
        ("june", "Selm bridge is not safe", "The Selm Herald", None, "2026-06-10", JUNE),
        ("column", "Paint it", "The Selm Courier", "Ann Roe", "2026-03-20", COLUMN),
    ]
    fields = ("id", "title", "source", "author", "date", "text")
    lines = [json.dumps(dict(zip(fields, row, strict=True))) for row in rows]
    (folder / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with Library(folder / "library", embeddings=embeddings) as library:
        library.add(folder / "articles.jsonl")
        yield library


LIMITED: list[tuple[ReadLimit, str]] = [
    ("outlet", "What did the Selm Courier say about the bridge at Selm?"),
    ("author", "What did Ann Roe say about the bridge at Selm?"),
    ("period", "What did Ida Falk say about the bridge at Selm before April 2026?"),
    ("period", "What did Ida Falk say about the bridge at Selm in March 2026?"),
    ("articles", "What did Ida Falk say about the bridge in the article “Selm bridge to be closed”?"),
]


@pytest.mark.parametrize(("limit", "text"), LIMITED)
def test_a_plan_is_the_same_but_for_the_limit_that_is_dropped(library: Library, limit: ReadLimit, text: str) -> None:
    limited = make_plan(text, library, Filters())
    free = make_plan(text, library, Filters(), regardless_of=(limit,))
    before, after = asdict(limited.read_as), asdict(free.read_as)
    assert before[limit] and not after[limit]
    assert after == before | {limit: after[limit], "regardless_of": (limit,)}
    assert free.within(Filters()) == Filters() and free.question.period is None
    others = [one for one in READ_LIMITS if one != limit]
    assert make_plan(text, library, Filters(), regardless_of=others).within(Filters()) == limited.within(Filters())


def quoted(answer: Answer) -> set[str]:
    return {one.article_id for one in answer.citations}


@pytest.mark.parametrize(("limit", "text"), [one for one in LIMITED if one[0] != "author"])
def test_what_is_outside_a_limit_answers_once_it_is_dropped(library: Library, limit: ReadLimit, text: str) -> None:
    assistant = Assistant(library)
    assert "june" not in quoted(assistant.ask(text))
    free = assistant.ask(text, regardless_of=limit)
    assert free.outcome == "answered" and "june" in quoted(free)
    assert Answer.from_json(free.to_json()) == free


def test_whether_something_is_found_is_tried_regardless_of_a_limit_and_within_filters(library: Library) -> None:
    assistant = Assistant(library)
    text = "What did Ida Falk say about the bridge at Selm before March 2026?"
    assert not assistant.finds(text)
    assert assistant.finds(text, regardless_of="period")
    assert not assistant.finds(text, regardless_of="period", until="2026-03-01")


def test_a_filter_holds_whatever_is_dropped(library: Library) -> None:
    answer = Assistant(library).ask(LIMITED[2][1], regardless_of=READ_LIMITS, until="2026-03-31")
    assert quoted(answer) == {"march"}


def test_a_limit_that_is_dropped_does_not_come_back_from_the_last_answer(library: Library) -> None:
    assistant = Assistant(library)
    text = "What did Ida Falk say about that bridge before April 2026?"
    first = assistant.ask(text)
    history = [{"role": "user", "content": text}, {"role": "assistant", "content": first.text}]
    assert "june" in quoted(assistant.ask(text, history=history, regardless_of="period"))


def test_a_chat_model_is_told_what_does_not_matter(library: Library) -> None:
    model = ScriptedModel(says=["Nothing."] * 2, prompts=[])
    assistant = Assistant(library, model=model)
    for regardless_of in ((), ("period",)):
        assistant.ask("What did Ida Falk say about the bridge at Selm in March 2026?", regardless_of=regardless_of)
    assert ["Any period will do" in str(prompt) for prompt in model.prompts] == [False, True]
