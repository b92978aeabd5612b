"""What questions want of articles themselves, by the weights that were learned for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.question.learned.wanted import Wanted, wanted
from index.embedding import SentenceEmbeddings
from index.library import Library

STORM = """The storm tore the roof off the school in Vell on Monday night. Nobody was hurt.

Lessons will be held in the church until the roof is mended, headmaster Olaf Rinne said.

The town will pay for the repair, which costs 300,000 crowns. It had put it off for three years.

Parents had warned of loose tiles since 2021, and the council apologised to them on Wednesday."""
TIDE = """The mussel farm at Sund had its best year since 1998, with 40 tonnes.

The owner, Ida Brask, sells most of them to restaurants in the city.

She wants to rear oysters from next spring, if the county agrees."""


@pytest.mark.parametrize(
    "question",
    [
        "mussel farm, the essentials",
        "olaf rinne in brief",
        "the roof quarrel: what matters",
        "gist of the storm story",
        "main points of the interview with ida brask",
        "outline of the school roof affair",
    ],
)
def test_who_asks_for_the_main_points_wants_a_summary(question: str) -> None:
    found = wanted(question)
    assert found is not None and found.kind == "overview"


@pytest.mark.parametrize(
    "question",
    [
        "when will the roof be mended",
        "how much does the repair cost?",
        "who owns the mussel farm",
        "what did Ida Brask say about oysters",
        "which restaurants buy the mussels",
        "",
        "?!",
    ],
)
def test_who_asks_for_one_thing_wants_none(question: str) -> None:
    assert wanted(question) is None


@pytest.mark.parametrize(
    ("question", "kind", "subject"),
    [
        ("which reports does Ada Roe appear in", "articles", "Ada Roe"),
        ("every piece with the mussel farm in it", "articles", "mussel farm"),
        ("whose byline is on the piece about mussels", "author", "mussels"),
        ("publication date of the feature on mussels", "date", "mussels"),
        ("what broadcaster carried the report on the roof", "outlet", "roof"),
    ],
)
def test_what_is_wanted_of_articles_is_known_by_its_words_and_so_is_which_are_meant(
    question: str, kind: str, subject: str
) -> None:
    assert wanted(question) == Wanted(kind, subject)  # type: ignore[arg-type]


def test_it_is_the_article_meant_that_is_summed_up(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    rows = [("storm", "Storm takes school roof in Vell", STORM), ("tide", "A good year for mussels in Sund", TIDE)]
    lines = [json.dumps({"id": id, "title": title, "text": text}) for id, title, text in rows]
    (tmp_path / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "articles.jsonl")
        assistant = Assistant(library)
        answer, brief = assistant.ask("school roof in vell, the essentials"), assistant.ask("olaf rinne in brief")
    assert answer.read_as is not None
    assert answer.read_as.kind == "overview"
    assert {one.article_id for one in answer.citations} == {"storm"}
    assert len({one.paragraph for one in answer.citations}) > 2
    assert brief.read_as is not None
    assert brief.read_as.kind == "overview"  # an instruction that was typed with the question counts
    assert {one.article_id for one in brief.citations} == {"storm"}
