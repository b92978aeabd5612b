"""Keeps one bit for each dimension of each vector, and uses these codes to find the nearest vectors of any articles.

An index of neighbours must walk past everything that a filter leaves out; these codes are scanned one by one: 48 bytes
instead of 1,536. The results are candidates for exact comparison (binary quantization with rescoring: Yamada, Asai
and Hajishirzi, "Efficient Passage Retrieval with Hashing", 2021).
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from langchain_core.utils.iter import batch_iterate

from index.store.catalog import Position
from index.store.private import make_folder
from index.store.seals import Damaged, Stamp, stamp

BATCH = 1000
SCANNED = 32_768  # codes compared at once, which fit the processor's cache
WORD = 64  # bits
FEW = 0.1  # of all codes: a smaller share is selected before the comparison, a larger one after it
NEVER = 65_535  # more bits than any code has
ROUGH = 10  # times the wanted number of codes is preselected by differing bits,
MANY = 20_000  # or this many at most

Keyed = tuple[int, int, np.ndarray]  # a paragraph's key, its article's, and the vectors of its pieces


class Codes:
    """All codes, in one file that each change replaces whole, and in memory (64 bytes a vector of 384 dimensions).

    Raises Damaged if the file does not match its checksums.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "codes.npz"
        self._stamp: Stamp | None = None
        self.reload()

    def __len__(self) -> int:
        return len(self._held[0])

    def reload(self) -> None:
        """Reads what other processes have written since."""
        if (found := stamp(self._path)) is None:
            self._hold(("", 0), _no_keys(), _no_keys(), _no_codes(0))
        elif self._stamp != found:
            try:
                with np.load(self._path) as file:
                    applied = (str(file["catalog"]), int(file["applied"]))
                    self._hold(applied, file["keys"], file["articles"], file["codes"])
            except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
                raise Damaged(f"'{self._path}' was changed") from error
            self._stamp = found

    def _hold(self, applied: Position, keys: np.ndarray, articles: np.ndarray, codes: np.ndarray) -> None:
        self._held = (keys, articles, codes)  # in one step, since another thread may be searching
        self.applied = applied

    def clear(self) -> None:
        self._path.unlink(missing_ok=True)
        self._stamp = None
        self.reload()

    def apply(self, upto: Position, *, removed: Sequence[int], added: Iterable[Keyed]) -> None:
        """Drops and adds paragraphs by key, as one change; idempotent."""
        new = [_batch(batch) for batch in batch_iterate(BATCH, added)]
        new_keys = np.concatenate([_no_keys(), *(keys for keys, _, _ in new)])
        keys, articles, codes = self._held
        kept = ~np.isin(keys, np.concatenate([new_keys, np.array(removed, dtype=np.int64)]))
        if new and not codes.size:
            codes = _no_codes(len(new[0][2]))
        keys = np.concatenate([keys[kept], new_keys])
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        articles = np.concatenate([articles[kept], *(articles for _, articles, _ in new)])[order]
        # Selecting columns would leave memory in column order, but scanning is fast by row.
        codes = np.ascontiguousarray(
            np.concatenate([codes[:, kept], *(codes for _, _, codes in new)], axis=1)[:, order]
        )
        make_folder(self._path.parent)  # which others may have removed since
        partial = self._path.with_name("new.npz")  # one name, so that a killed process leaves only that
        try:
            np.savez(partial, catalog=upto[0], applied=upto[1], keys=keys, articles=articles, codes=codes)
            partial.replace(self._path)
        finally:
            partial.unlink(missing_ok=True)
        self._stamp = stamp(self._path)
        self._hold(upto, keys, articles, codes)

    def find(self, vector: np.ndarray, limit: int, *, articles: Sequence[int] | None = None) -> list[int]:
        """Keys of the paragraphs whose pieces' codes are nearest to the vector, nearest first.

        At most `limit`; with `articles`, given by key, only theirs. Pieces whose codes differ least from
        the vector's own code are compared with the vector itself (asymmetric distance: Gordo and Perronnin, "Asymmetric
        Distances for Binary Embeddings", 2011).
        """
        keys, owners, codes = self._held
        if not len(keys) or limit < 1:
            return []
        code = _coded(vector[None, :])[:, 0]
        if articles is None:
            differing = _differing(codes, code)
        elif len(rows := np.flatnonzero(wanted := _are_among(owners, articles))) < FEW * len(keys):
            keys, codes = keys[rows], codes[:, rows]
            differing = _differing(codes, code)
        else:
            differing = np.where(wanted, _differing(codes, code), NEVER)
        rough = max(limit, min(ROUGH * limit, MANY))
        near = np.flatnonzero(differing <= _least(differing, rough))
        near = near[np.lexsort((keys[near], -_signs(codes[:, near], len(vector)) @ vector))]
        return list(dict.fromkeys(keys[near[:limit]].tolist()))

    def share(self, articles: Sequence[int]) -> float:
        """The share of all vectors that belongs to these articles, given by key."""
        _, owners, _ = self._held
        return float(np.mean(_are_among(owners, articles))) if len(owners) else 0.0

    def theirs(self, near: Sequence[int], articles: Sequence[int]) -> list[int]:
        """The paragraph keys in `near` that belong to these articles, in the same order."""
        keys, owners, _ = self._held
        if not len(keys):
            return []
        rows = np.minimum(np.searchsorted(keys, near), len(keys) - 1)
        are_theirs = (keys[rows] == near) & _are_among(owners, articles)[rows]
        return np.array(near, dtype=np.int64)[are_theirs].tolist()


def _no_keys() -> np.ndarray:
    return np.zeros(0, dtype=np.int64)


def _no_codes(words: int) -> np.ndarray:
    return np.zeros((words, 0), dtype=np.uint64)


def _batch(batch: Sequence[Keyed]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Keys, articles' keys and codes, one for each piece."""
    counts = [len(vectors) for _, _, vectors in batch]
    keys = np.repeat(np.array([key for key, _, _ in batch], dtype=np.int64), counts)
    articles = np.repeat(np.array([article for _, article, _ in batch], dtype=np.int64), counts)
    return keys, articles, _coded(np.concatenate([vectors for _, _, vectors in batch]))


def _coded(vectors: np.ndarray) -> np.ndarray:
    """(words, n), uint64: whether each dimension is positive, padded to whole words; one row per word, to scan fast."""
    bits = np.packbits(vectors > 0, axis=1)
    padded = np.zeros((len(bits), -(-vectors.shape[1] // WORD) * WORD // 8), dtype=np.uint8)
    padded[:, : bits.shape[1]] = bits
    return np.ascontiguousarray(padded.view(np.uint64).T)


def _signs(codes: np.ndarray, dimensions: int) -> np.ndarray:
    """(n, dimensions), float32: 1 where a dimension is positive, else 0."""
    return np.unpackbits(np.ascontiguousarray(codes.T).view(np.uint8), axis=1)[:, :dimensions].astype(np.float32)


def _differing(codes: np.ndarray, code: np.ndarray) -> np.ndarray:
    """(n,), uint16: in how many bits each code differs."""
    counts = np.zeros(codes.shape[1], dtype=np.uint16)
    for start in range(0, len(counts), SCANNED):
        part = counts[start : start + SCANNED]
        differ, bits = np.empty(len(part), dtype=np.uint64), np.empty(len(part), dtype=np.uint8)
        for word, own in zip(codes[:, start : start + SCANNED], code, strict=True):
            part += np.bitwise_count(np.bitwise_xor(word, own, out=differ), out=bits)
    return counts


def _least(differing: np.ndarray, number: int) -> int:
    """The number of bits in which the last of `number` nearest codes differs; excluded ones come last."""
    last = min(number, len(differing)) - 1
    return min(int(np.partition(differing, last)[last]), NEVER - 1) if len(differing) else 0


def _are_among(owners: np.ndarray, articles: Sequence[int]) -> np.ndarray:
    """(n,): whether each owner is one of the articles."""
    largest = max(int(owners.max()) if len(owners) else 0, max(articles, default=0))
    is_wanted = np.zeros(largest + 1, dtype=np.bool_)
    is_wanted[np.array(articles, dtype=np.int64)] = True
    return is_wanted[owners]
