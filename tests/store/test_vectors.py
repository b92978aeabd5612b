"""The vector index: what is nearest, and that applying a change twice is applying it once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.store.vectors import Vectors

CATALOG = "a catalog"


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[Vectors]:
    opened = Vectors(tmp_path / "vectors")
    yield opened
    opened.close()


def turned(*degrees: float) -> np.ndarray:
    """Unit vectors, (n, 2), at these angles."""
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def apply(vectors: Vectors, change: int, added: dict[int, np.ndarray], *, removed: tuple[int, ...] = ()) -> None:
    vectors.apply((CATALOG, change), removed=removed, added=added.items())


def near(vectors: Vectors, degrees: float, limit: int = 10) -> list[int]:
    return vectors.find(turned(degrees)[0], limit)


def test_the_nearest_by_cosine_come_first(vectors: Vectors) -> None:
    apply(vectors, 1, {1: turned(0), 2: turned(60), 3: turned(170)})
    assert near(vectors, 50) == [2, 1, 3]
    assert near(vectors, 160, limit=2) == [3, 2]


def test_nothing_is_near_in_an_empty_index(vectors: Vectors) -> None:
    assert near(vectors, 0) == []


def test_a_paragraph_in_pieces_is_found_once_by_its_nearest_piece(vectors: Vectors) -> None:
    apply(vectors, 1, {1: turned(0, 90, 180), 2: turned(45)})
    assert near(vectors, 88) == [1, 2]
    assert near(vectors, 40) == [2, 1]


def test_a_removed_paragraph_leaves_none_of_its_pieces(vectors: Vectors) -> None:
    apply(vectors, 1, {1: turned(*range(0, 180, 20)), 2: turned(45), 11: turned(1)})
    apply(vectors, 2, {}, removed=(1,))
    assert near(vectors, 0) == [11, 2]
    assert vectors._collection.count() == 2


def test_applying_a_change_twice_is_applying_it_once(vectors: Vectors) -> None:
    apply(vectors, 1, {1: turned(0), 2: turned(90)})
    for _ in range(2):
        apply(vectors, 2, {3: turned(10, 20), 4: turned(80)}, removed=(1,))
    assert near(vectors, 0) == [3, 4, 2]
    assert vectors._collection.count() == 4
    assert vectors.applied == (CATALOG, 2)


def test_more_than_one_batch_is_stored_and_removed_whole(vectors: Vectors) -> None:
    every = {key: turned(key / 10) for key in range(1, 1203)}
    apply(vectors, 1, every)
    assert vectors._collection.count() == 1202
    apply(vectors, 2, {}, removed=tuple(range(1, 1202)))
    assert near(vectors, 0) == [1202]


def test_the_last_applied_change_is_kept_with_its_catalog(vectors: Vectors, tmp_path: Path) -> None:
    assert vectors.applied == ("", 0)
    apply(vectors, 7, {1: turned(0)})
    vectors.reopen()
    assert vectors.applied == (CATALOG, 7)
    assert near(vectors, 0) == [1]


def test_a_cleared_index_has_applied_nothing_and_takes_vectors_of_another_length(vectors: Vectors) -> None:
    apply(vectors, 7, {1: turned(0)})
    vectors.clear()
    assert vectors.applied == ("", 0)
    assert near(vectors, 0) == []
    apply(vectors, 8, {1: np.ones((1, 5), dtype=np.float32)})
    assert vectors.find(np.ones(5, dtype=np.float32), 3) == [1]


def test_one_of_two_that_share_a_folder_may_close(vectors: Vectors, tmp_path: Path) -> None:
    apply(vectors, 1, {1: turned(0)})
    other = Vectors(tmp_path / "vectors")
    assert near(other, 0) == [1]
    other.close()
    apply(vectors, 2, {2: turned(10)})
    assert near(vectors, 0) == [1, 2]
    vectors.reopen()
    assert near(vectors, 0) == [1, 2]


def test_opening_reads_the_files_without_counting_which_would_hold_up_every_thread(
    vectors: Vectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply(vectors, 1, {1: turned(0), 2: turned(90)})
    monkeypatch.setattr(type(vectors._collection), "count", lambda _: pytest.fail("counted"))
    vectors.reopen()
    assert near(vectors, 80) == [2, 1]


def test_an_index_whose_vectors_are_all_gone_opens_again(vectors: Vectors) -> None:
    apply(vectors, 1, {1: turned(0)})
    apply(vectors, 2, {}, removed=(1,))
    vectors.reopen()
    assert near(vectors, 0) == [] and vectors.applied == (CATALOG, 2)
