"""One score for each candidate: what raises it, what it leaves out, and the order that follows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import Heading, Paragraph
from index.searching import WINDOW, WINDOWED, best_window, cosine, rank
from index.store.catalog import Searched

EAST = np.array([1.0, 0.0], dtype=np.float32)
NORTH = np.array([0.0, 1.0], dtype=np.float32)


def candidate(key: int, text: str = "nothing of it", vectors: np.ndarray | None = None) -> Searched:
    stacked = NORTH[None, :] if vectors is None else np.atleast_2d(vectors)
    return Searched(key, key, Heading("a", "A"), Paragraph("a", key, text, "body"), stacked)


def keys(ranked: list[tuple[Searched, float]]) -> list[int]:
    return [found.key for found, _ in ranked]


def test_of_two_paragraphs_with_the_same_words_the_nearer_in_meaning_is_first() -> None:
    near = candidate(2, vectors=EAST)
    assert keys(rank("Where?", EAST, [candidate(1), near], {1: 3.0, 2: 3.0}, {})) == [2, 1]


def test_of_two_paragraphs_of_the_same_meaning_the_one_with_the_words_is_first() -> None:
    assert keys(rank("Where?", NORTH, [candidate(1), candidate(2)], {1: 1.0, 2: 3.0}, {})) == [2, 1]


def test_of_two_paragraphs_alike_the_one_that_holds_the_words_together_is_first() -> None:
    apart = candidate(1, "crane " + "stone " * (WINDOW + 5) + "harbour")
    together = candidate(2, "the harbour crane")
    asked = {"crane": 1.0, "harbour": 1.0}
    assert keys(rank("harbour crane", NORTH, [apart, together], {1: 1.0, 2: 1.0}, asked)) == [2, 1]


def test_words_that_stand_together_count_among_the_first_thirty_thousand_characters() -> None:
    beyond, within = candidate(1, "stone " * 5_000 + "crane"), candidate(2, "stone " * 4_990 + "crane")
    assert keys(rank("crane", NORTH, [beyond, within], {1: 1.0, 2: 1.0}, {"crane": 1.0})) == [2, 1]


def test_a_question_in_ideographs_is_ranked_by_its_words_alone() -> None:
    near, worded = candidate(1, vectors=EAST), candidate(2, vectors=NORTH)
    assert keys(rank("港口起重机", EAST, [near, worded], {2: 1.0}, {})) == [2, 1]
    assert keys(rank("the harbour", EAST, [near, worded], {2: 1.0}, {})) == [1, 2]


def test_what_scores_alike_is_in_the_order_of_its_keys() -> None:
    assert keys(rank("Where?", EAST, [candidate(3), candidate(1), candidate(2)], {}, {})) == [1, 2, 3]


def test_a_paragraph_in_pieces_counts_by_its_best_piece() -> None:
    assert cosine(np.stack([NORTH, EAST]), EAST) == 1.0
    assert cosine(np.stack([-EAST]), EAST) == 0.0


def test_nothing_to_rank_gives_nothing() -> None:
    assert rank("Where?", EAST, [], {}, {"where": 1.0}) == []


WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "x"]), max_size=40)


@given(
    texts=st.lists(WORDS, max_size=WINDOWED + 5),
    angles=st.lists(st.floats(0, 6.3), min_size=WINDOWED + 5, max_size=WINDOWED + 5),
    bm25=st.dictionaries(st.integers(0, WINDOWED + 4), st.floats(0.01, 50)),
)
def test_every_candidate_comes_back_once_best_first_between_0_and_1(
    texts: list[list[str]], angles: list[float], bm25: dict[int, float]
) -> None:
    candidates = [
        candidate(key, " ".join(text), np.array([np.cos(angles[key]), np.sin(angles[key])], dtype=np.float32))
        for key, text in enumerate(texts)
    ]
    lexical = {key: score for key, score in bm25.items() if key < len(texts)}
    ranked = rank("a b c", EAST, candidates, lexical, {"a": 2.0, "b": 1.0, "c": 0.5})
    scores = [score for _, score in ranked]
    assert sorted(keys(ranked)) == list(range(len(texts)))
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1.00001 for score in scores)


@given(WORDS, st.dictionaries(st.sampled_from(["a", "b", "c"]), st.floats(0.1, 5), min_size=1))
def test_the_best_window_is_the_best_of_all_windows(text: list[str], asked: dict[str, float]) -> None:
    windows = [set(text[start : start + WINDOW]) for start in range(max(1, len(text)))]
    expected = max(sum(asked[word] for word in window if word in asked) for window in windows) / sum(asked.values())
    assert best_window(asked, text, WINDOW) == pytest.approx(expected)


def test_a_question_without_words_has_no_window() -> None:
    assert best_window({}, ["a", "b"], 25) == 0.0


def test_the_mode_says_what_ranks_meaning_words_or_both() -> None:
    near, worded = candidate(1, vectors=EAST), candidate(2, "crane", vectors=NORTH)
    between = EAST * 0.6 + NORTH * 0.8
    asked = {"crane": 1.0}
    assert keys(rank("crane", EAST, [near, worded], {2: 1.0}, asked, "dense")) == [1, 2]
    assert keys(rank("crane", EAST, [near, worded], {2: 1.0}, asked, "lexical")) == [2, 1]
    assert keys(rank("crane", between, [near, worded], {2: 1.0}, asked, "hybrid")) == [2, 1]
    assert [score for _, score in rank("crane", EAST, [near, worded], {2: 9.0}, asked, "dense")] == [1.0, 0.0]
