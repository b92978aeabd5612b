"""Words of a text that name a time, with the time they mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DatedWords:
    """Words of a quote that name a time relative to the article's day, `paragraph_text[start:end] == text`.

    `day` is ISO 8601: a day "2026-02-04", a week "2026-W06", a month "2026-02" or a year "2026".
    """

    text: str
    start: int
    end: int
    day: str
