"""Changes the text of a draft; its claims and our own words in it keep their places."""

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
    """What replaces the characters from `start` to `end`; nothing is replaced where the two are the same."""

    start: int
    end: int
    new: str = ""


def edited(draft: Draft, edits: Sequence[Edit]) -> Draft:
    """The draft after these edits, in text order; a claim goes with the text that an edit replaces."""
    starts = [one.start for one in edits]
    grown = [0, *accumulate(len(one.new) - (one.end - one.start) for one in edits)]

    def moved(spans: Sequence[Span]) -> tuple[Span, ...]:
        kept = []
        for one in spans:
            before = bisect_right(starts, one.start)  # what is inserted where it begins precedes it
            if not before or edits[before - 1].end < one.end:
                end = one.end + grown[max(before, bisect_left(starts, one.end))]
                kept.append(replace(one, start=one.start + grown[before], end=end))
        return tuple(kept)

    text, at = "", 0
    for start, end, new in edits:
        text += draft.text[at:start] + new
        at = end
    return replace(draft, text=text + draft.text[at:], claims=moved(draft.claims), framed=moved(draft.framed))
