"""Codes: one bit a dimension, nearest by how many differ."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from index.store.codes import Codes
from index.store.seals import Damaged

POSITION = ("one", 3)


def vectors(number: int, dimensions: int = 384, *, seed: int = 1) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(number, dimensions)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def filled(folder: Path, rows: np.ndarray, *, each: int = 1) -> Codes:
    """Paragraph n, of article n // 10, has `each` of the rows."""
    codes = Codes(folder)
    groups = rows.reshape(-1, each, rows.shape[1])
    codes.apply(POSITION, removed=[], added=((key, key // 10, group) for key, group in enumerate(groups)))
    return codes


def nearness(rows: np.ndarray, vector: np.ndarray) -> np.ndarray:
    """What each row's signs have of the vector, (n,)."""
    return (rows > 0) @ vector.astype(np.float64)


def by_hand(rows: np.ndarray, vector: np.ndarray, limit: int, among: list[int]) -> list[float]:
    """The best nearness of those whose bits differ least, which are taken ten times over."""
    differing = {row: int(((rows[row] > 0) != (vector > 0)).sum()) for row in among}
    farthest = sorted(differing.values())[: 10 * limit][-1:]
    near = [row for row, bits in differing.items() if [bits] <= farthest]
    return sorted(nearness(rows[near], vector), reverse=True)[:limit]


@pytest.mark.parametrize("dimensions", [8, 100, 384])
def test_the_nearest_of_those_that_differ_in_the_fewest_bits_come_first(tmp_path: Path, dimensions: int) -> None:
    rows = vectors(500, dimensions)
    codes = filled(tmp_path, rows)
    for row in (0, 77, 499):
        found = nearness(rows[codes.find(rows[row], 20)], rows[row])
        assert found == pytest.approx(by_hand(rows, rows[row], 20, list(range(500))), abs=1e-5)


@pytest.fixture(scope="module")
def codes(tmp_path_factory: pytest.TempPathFactory) -> Codes:
    return filled(tmp_path_factory.mktemp("codes"), vectors(500))


@given(chosen=some.lists(some.integers(0, 60), max_size=60), limit=some.integers(1, 600))
@settings(deadline=None)
def test_a_choice_of_articles_finds_what_going_through_theirs_finds(
    codes: Codes, chosen: list[int], limit: int
) -> None:
    rows = vectors(500)
    found = codes.find(rows[5], limit, articles=chosen)
    wanted = [row for row in range(500) if row // 10 in chosen]
    assert set(found) <= set(wanted)
    assert nearness(rows[found], rows[5]) == pytest.approx(by_hand(rows, rows[5], limit, wanted), abs=1e-5)


def test_more_of_the_nearest_are_found_than_by_bits_alone(tmp_path: Path) -> None:
    rows = vectors(3000)
    codes, wanted, differing = filled(tmp_path, rows), 0, 0
    for asked in vectors(50, seed=2):
        nearest = set(np.argsort(-(rows @ asked))[:10].tolist())
        bits = np.argsort(((rows > 0) != (asked > 0)).sum(axis=1), kind="stable")[:30]
        wanted += len(nearest & set(codes.find(asked, 30)))
        differing += len(nearest & set(bits.tolist()))
    assert wanted > differing + 50


def test_none_are_wanted(codes: Codes) -> None:
    assert codes.find(vectors(1)[0], 0) == []


def test_a_paragraph_of_several_pieces_is_named_once(tmp_path: Path) -> None:
    rows = vectors(90)
    codes = filled(tmp_path, rows, each=3)
    found = codes.find(rows[4], 90)
    assert found[0] == 1
    assert sorted(found) == list(range(30))


def test_what_is_found_elsewhere_is_told_by_its_articles(codes: Codes) -> None:
    assert codes.theirs([33, 490, 7, 499, 31, 9999], [3, 49, 70]) == [33, 490, 499, 31]
    assert codes.theirs([33], []) == []
    assert codes.share([3, 49, 70]) == 20 / 500
    assert codes.share([]) == 0


def test_what_one_has_written_another_sees_once_it_looks_again(tmp_path: Path) -> None:
    rows = vectors(30)
    reader = Codes(tmp_path)
    assert (reader.applied, reader.find(rows[0], 5)) == (("", 0), [])
    writer = filled(tmp_path, rows)
    reader.reload()
    assert (reader.applied, len(reader)) == (POSITION, 30)
    writer.apply(("one", 4), removed=[7], added=[(8, 0, rows[20:21]), (40, 4, rows[:1])])
    reader.reload()
    assert reader.applied == ("one", 4)
    assert reader.find(rows[0], 2) == [0, 40]
    assert reader.find(rows[20], 2) == [8, 20]
    assert 7 not in reader.find(rows[7], 30)


def test_applying_twice_is_applying_once(tmp_path: Path) -> None:
    rows = vectors(30)
    codes = filled(tmp_path, rows)
    change = {"removed": [1, 2], "added": [(50, 5, rows[3:5])]}
    codes.apply(("one", 4), **change)
    before = codes.find(rows[3], 40)
    codes.apply(("one", 4), **change)
    assert codes.find(rows[3], 40) == before
    assert len(codes) == 30


@pytest.mark.parametrize("spoil", [lambda content: content[: len(content) // 2], lambda content: b"x" * len(content)])
def test_a_file_that_was_changed_is_damaged(tmp_path: Path, spoil) -> None:
    filled(tmp_path, vectors(30))
    path = tmp_path / "codes.npz"
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(Damaged):
        Codes(tmp_path)


def test_a_bit_that_turned_over_is_damage(tmp_path: Path) -> None:
    filled(tmp_path, vectors(3000))
    path = tmp_path / "codes.npz"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(Damaged):
        Codes(tmp_path)


def test_nothing_is_left_beside_the_file_where_it_could_not_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = filled(tmp_path, vectors(30))

    def full(path: Path, **_: object) -> None:
        path.write_bytes(b"half")
        raise OSError("No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="No space"):
        codes.apply(("one", 4), removed=[0], added=[])
    assert [path.name for path in tmp_path.iterdir()] == ["codes.npz"]
    assert (codes.applied, len(codes)) == (POSITION, 30)
