"""Ordered spans of a text that do not overlap, such as its quotations or its sentences."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice, takewhile
from typing import Protocol, TypeVar

LONGEST = 30_000  # characters of a paragraph that are read


class Span(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_One = TypeVar("_One", bound=Span)


def touched(ordered: Sequence[_One], start: int, end: int) -> list[_One]:
    """The spans that overlap [start, end), found without scanning all of them for each sentence of a long paragraph."""
    first = bisect_right(ordered, start, key=lambda one: one.end)
    return list(takewhile(lambda one: one.start < end, islice(ordered, first, None)))
