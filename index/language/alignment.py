"""How one sequence becomes another: the runs that are equal, replaced, added or removed."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

# The most work left to difflib: equal pairs times words of `one`. A word repeated a thousand times makes a million
# pairs, and new words among ten thousand old ones make difflib scan these ten thousand times: either takes minutes.
MOST_LOOKS = 4_000_000
MOST_CELLS = 400_000_000  # product of the lengths above which only equal ends are aligned; that many bits may be kept

Step = tuple[str, int, int, int, int]  # the operation, on one[a0:a1] and two[b0:b1]


def alignment(one: Sequence[Hashable], two: Sequence[Hashable]) -> list[Step]:
    """The steps from one to the other, in difflib's form; the longest sequences are aligned only at equal ends."""
    if one == two:
        return [("equal", 0, len(one), 0, len(two))] if one else []
    counts = Counter(one)
    if sum(counts[word] for word in two) * len(one) <= MOST_LOOKS:
        return [*SequenceMatcher(None, one, two, autojunk=False).get_opcodes()]
    start = _alike(one, two)
    end = _alike(one[start:][::-1], two[start:][::-1])
    middle, other = one[start : len(one) - end], two[start : len(two) - end]
    same = _longest_common(middle, other) if len(middle) * len(other) <= MOST_CELLS else []
    pairs = [(at, at) for at in range(start)] + [(start + a, start + b) for a, b in same]
    pairs += [(len(one) - end + at, len(two) - end + at) for at in range(end)]
    return list(_steps(pairs, len(one), len(two)))


def _alike(one: Sequence[Hashable], two: Sequence[Hashable]) -> int:
    """The number of equal words at the start."""
    return next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))


def most_aligned(one: Sequence[Hashable], two: Sequence[Hashable]) -> int:
    """The length of a longest common subsequence: the most that `alignment` can find equal, and faster to compute.

    For very long sequences it is only an upper bound, the shorter length.
    """
    if not one or len(one) * len(two) > MOST_CELLS:
        return min(len(one), len(two))
    [last] = deque(_rows(one, two), maxlen=1)
    return len(two) - last.bit_count()


def _rows(one: Sequence[Hashable], two: Sequence[Hashable]) -> Iterator[int]:
    """For each prefix of `one`, a bit for each item of `two`: 0 where their common subsequence grows.

    The bits are those of an integer (Hyyrö, "Bit-parallel LCS-length computation revisited", 2004), so the time is the
    product of the two lengths, divided by the number of bits in a machine word.
    """
    places: dict[Hashable, int] = {}
    for at, word in enumerate(two):
        places[word] = places.get(word, 0) | 1 << at
    every = (1 << len(two)) - 1
    row = every
    for word in one:
        both = row & places.get(word, 0)
        row = ((row + both) | (row - both)) & every
        yield row


def _longest_common(one: Sequence[Hashable], two: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The pairs of indexes of a longest common subsequence, in order."""
    rows = list(_rows(one, two))
    found, at, other = [], len(one) - 1, len(two) - 1
    while at >= 0 and other >= 0:
        if rows[at] >> other & 1:
            other -= 1
        elif at and not rows[at - 1] >> other & 1:
            at -= 1
        else:
            found.append((at, other))
            at, other = at - 1, other - 1
    return found[::-1]


def _steps(same: Sequence[tuple[int, int]], one: int, two: int) -> Iterator[Step]:
    """The runs of equal pairs and the gaps between them, in sequences of these lengths."""
    a, b, begun = 0, 0, 0
    while begun < len(same):
        start, other = same[begun]
        ended = begun
        while ended + 1 < len(same) and same[ended + 1] == (same[ended][0] + 1, same[ended][1] + 1):
            ended += 1
        yield from _changed(a, start, b, other)
        width = ended - begun + 1
        yield "equal", start, start + width, other, other + width
        a, b, begun = start + width, other + width, ended + 1
    yield from _changed(a, one, b, two)


def _changed(a0: int, a1: int, b0: int, b1: int) -> Iterator[Step]:
    if a0 < a1 or b0 < b1:
        yield ("replace" if a0 < a1 and b0 < b1 else "delete" if a0 < a1 else "insert"), a0, a1, b0, b1
