"""Applies rules that read times from a text: a pattern, and what its words mean in context."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Context:
    """The text with the day that its times count from; `year_named` gives the last year named before a place in it."""

    text: str
    day: date
    year_named: Callable[[int], int | None]

    def is_of_other_year(self, place: int) -> bool:
        """Whether the last year named before a place is another than that of the day."""
        named = self.year_named(place)
        return named is not None and named != self.day.year


# The ISO 8601 period that the words of a match mean; None if they are ambiguous or need no explanation.
Rule = Callable[[re.Match[str], Context], str | None]


def nothing(_match: re.Match[str], _context: Context) -> None:
    """The rule that only claims its words, so that no other rule reads part of them."""


def read_times(rules: Sequence[tuple[re.Pattern[str], Rule]], context: Context) -> list[tuple[int, int, str]]:
    """The times as (start, end, period), in order; the first rule to claim words keeps them.

    If a pattern has a group "time", only that part of the match is claimed and returned.
    """
    claimed: list[tuple[int, int]] = []
    found = []
    for pattern, rule in rules:
        for match in pattern.finditer(context.text):
            start, end = match.span("time") if "time" in pattern.groupindex else match.span()
            if any(start < other_end and other_start < end for other_start, other_end in claimed):
                continue
            claimed.append((start, end))
            try:
                period = rule(match, context)
            except (ValueError, OverflowError):  # before the first year of the calendar, or after its last
                continue
            if period:
                found.append((start, end, period))
    return sorted(found)
