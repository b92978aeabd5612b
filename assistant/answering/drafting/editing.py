"""Changes the text of a draft, and moves its claims and our own words with it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple, TypeVar

from assistant.answering.quoting import Draft
from assistant.answers import Claim, Framed

Span = TypeVar("Span", Claim, Framed)


class Edit(NamedTuple):
    """Replaces the characters from `start` to `end` with `new`; inserts `new` if the two are the same."""

    start: int
    end: int
    new: str = ""


def edited(draft: Draft, edits: Sequence[Edit]) -> Draft:
    """The draft after these edits, given in text order; a claim within replaced text is removed with it."""
    starts = [one.start for one in edits]
    grown = [0, *accumulate(len(one.new) - (one.end - one.start) for one in edits)]

    def moved(spans: Sequence[Span]) -> tuple[Span, ...]:
        kept = []
        for one in spans:
            before = bisect_right(starts, one.start)  # text inserted at a span's start precedes the span
            if not before or edits[before - 1].end < one.end:
                end = one.end + grown[max(before, bisect_left(starts, one.end))]
                kept.append(replace(one, start=one.start + grown[before], end=end))
        return tuple(kept)

    text, at = "", 0
    for start, end, new in edits:
        text += draft.text[at:start] + new
        at = end
    return replace(draft, text=text + draft.text[at:], claims=moved(draft.claims), framed=moved(draft.framed))
