"""The standard measures of a ranking against values computed by hand, and independently on real questions."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from assistant.evaluation.ranking import ranking_scores
from index.embedding import SentenceEmbeddings
from index.library import Library


def test_a_ranking_with_known_values() -> None:
    relevant = {"q": ["b", "e"]}
    scores = ranking_scores(relevant, {"q": ["a", "b", "c", "d", "e", "f"]})["q"]
    # Gold at ranks 2 and 5; the best order has them at 1 and 2.
    ndcg = (1 / math.log2(3) + 1 / math.log2(6)) / (1 + 1 / math.log2(3))
    assert scores == pytest.approx({"hit@1": 0, "hit@4": 1, "hit@10": 1, "mrr@10": 1 / 2, "ndcg@10": ndcg}, abs=1e-9)


def test_what_stands_below_rank_ten_counts_nothing() -> None:
    keys = [f"other{number}" for number in range(10)]
    assert set(ranking_scores({"q": ["gold"]}, {"q": [*keys, "gold"]})["q"].values()) == {0.0}


@pytest.mark.parametrize("ranking", [{}, {"q": []}])
def test_a_question_without_hits_counts_as_missed(ranking: dict[str, list[str]]) -> None:
    assert set(ranking_scores({"q": ["gold"]}, ranking)["q"].values()) == {0.0}


def test_gold_that_nothing_can_find_counts_as_missed() -> None:
    assert set(ranking_scores({"q": [], "other": ["a"]}, {"q": ["a"], "other": ["a"]})["q"].values()) == {0.0}


def test_nothing_to_measure_gives_nothing() -> None:
    assert ranking_scores({}, {}) == {}


def test_figures_of_xquad_equal_an_independent_computation(
    development_data: Path, tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    rows = [json.loads(line) for line in (development_data / "xquad_en" / "questions.jsonl").open(encoding="utf-8")]
    lines = (development_data / "xquad_en" / "articles.jsonl").read_text("utf-8").splitlines()[:10]
    some = {json.loads(line)["id"] for line in lines}
    rows = [row for row in rows if {one["article_id"] for one in row["evidence"]} <= some]
    assert len(rows) > 100
    articles = tmp_path / "articles.jsonl"
    articles.write_text("\n".join(lines), encoding="utf-8")
    relevant = {
        row["id"]: [f"{one['article_id']}#p{one['paragraph_index'] + 1}" for one in row["evidence"]] for row in rows
    }
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(articles)
        rankings = {
            row["id"]: [
                f"{hit.heading.id}#p{hit.paragraph.number}" for hit in library.search(row["question"], limit=10)
            ]
            for row in rows
        }
    scores = ranking_scores(relevant, rankings)
    for row in rows:
        ranks = [rank for rank, key in enumerate(rankings[row["id"]], start=1) if key in relevant[row["id"]]]
        expected = {f"hit@{cut}": float(any(rank <= cut for rank in ranks)) for cut in (1, 4, 10)}
        expected["mrr@10"] = 1 / ranks[0] if ranks else 0.0
        best = sum(1 / math.log2(rank + 1) for rank in range(1, len(set(relevant[row["id"]])) + 1))
        expected["ndcg@10"] = sum(1 / math.log2(rank + 1) for rank in ranks) / best
        assert scores[row["id"]] == pytest.approx(expected, abs=1e-9)
