"""A sentence with a question's words answers it only where the judge takes no other to be likely to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from index.embedding import SentenceEmbeddings
from index.library import Library

COAST = Path(__file__).parents[1] / "benchmarks" / "desks" / "coast" / "articles.jsonl"
BAKERY = """Corvane will close its bakeries in Pell and Orn in June, the company said on Monday.

The union put the number of jobs at risk at 310, and asked whether Corvane would close more bakeries after that.

No other site is under threat, finance director Hugo Lind told staff in a letter.

Shares in the company fell by four percent."""


@pytest.mark.parametrize(
    ("question", "place"),
    [
        # The council leader speaks of a shorter pier; that the council voted for it stands elsewhere.
        ("did the shorter pier get through the council", ("pier-shortened", 1)),
        # The sentence on closing more bakeries only tells what was asked.
        ("Will Corvane close more bakeries?", ("bakery", 1)),
    ],
)
def test_the_likelier_sentence_is_quoted(
    question: str, place: tuple[str, int], tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    rows = [json.dumps({"id": "bakery", "title": "Corvane shuts two bakeries", "text": BAKERY})]
    rows += COAST.read_text("utf-8").splitlines()
    (tmp_path / "articles.jsonl").write_text("\n".join(rows), encoding="utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "articles.jsonl")
        answer = Assistant(library).ask(question)
    assert place in {(one.article_id, one.paragraph) for one in answer.citations}


CALL = """President Ilan Vedra's phone call with his counterpart in Morland, Greta Stahl, on Wednesday confirms how much
the two largest economies of the region depend on each other.

In a year with elections in both countries, the conversation shows that they mean to keep their relations steady.

Over the past year the two have met once, in Port Leste, which helped to settle the dispute over fish.

Wednesday's call is therefore no gesture, but a step to keep that from being lost."""


@pytest.mark.parametrize("question", ["When did the call take place?", "when was the call", "what day was the call"])
def test_a_short_question_for_a_day_is_answered_by_a_sentence_that_names_it_and_a_day(
    question: str, tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    (tmp_path / "call.txt").write_text(CALL, encoding="utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "call.txt")
        answer = Assistant(library).ask(question)
        assert answer.outcome == "answered"
        assert "Wednesday" in answer.citations[0].quote
