"""Times that are written out with their year, in English and Chinese: "4 February 2026", "2026年2月", "1966".

It needs no reference day; meant.py handles words such as "Wednesday".
"""

from __future__ import annotations

import re
from bisect import bisect_left

from index.language.closed_lists import MONTH, month_number
from index.language.times.iso_periods import span

_MONTH = rf"(?P<month>{MONTH})(?!\w)"
_DATE = r"(?P<date>\d{1,2})(?:st|nd|rd|th)?"
_WRITTEN = [
    re.compile(pattern, re.I | re.ASCII)
    for pattern in (
        r"(?<!\d)(?P<year>\d{4})-(?P<number>\d\d)-(?P<date>\d\d)(?!\d)",
        # Day first with full stops; with slashes only if one number is too large to be a month.
        r"(?<![\d./-])(?P<date>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>\d{4})(?![\d])",
        r"(?<![\d./-])(?P<date>1[3-9]|2\d|3[01])/(?P<number>\d{1,2})/(?P<year>\d{4})(?![\d/])",
        r"(?<![\d./-])(?P<number>\d{1,2})/(?P<date>1[3-9]|2\d|3[01])/(?P<year>\d{4})(?![\d/])",
        r"(?<!\d)(?P<year>\d{4})年(?:(?P<number>\d{1,2})月(?:(?P<date>\d{1,2})[日号號])?)?",
        rf"\b{_DATE}(?: of)? {_MONTH},? (?P<year>\d{{4}})\b",
        rf"\b{_MONTH} (?:{_DATE},? )?(?P<year>\d{{4}})\b",
        rf"\b{_MONTH},? (?P<year>\d{{4}})\b",
        r"(?<![\w.,-])(?P<year>1[5-9]\d\d|20\d\d)(?![\w-]|[.,]\d)",
    )
]


def written_dates(text: str) -> list[tuple[int, int, str]]:
    """The times as (start, end, period in ISO 8601), in order."""
    found: list[tuple[int, int, str]] = []
    for pattern in _WRITTEN:
        earlier = sorted(found)  # disjoint: only the last that begins before a match ends can overlap it
        for match in pattern.finditer(text):
            last = bisect_left(earlier, match.end(), key=lambda one: one[0]) - 1
            if last < 0 or earlier[last][1] <= match.start():
                try:
                    period = _iso(match.groupdict())
                    span(period)
                except ValueError:
                    continue
                found.append((*match.span(), period))
    return sorted(found)


def _iso(parts: dict[str, str | None]) -> str:
    name, number, day = parts.get("month"), parts.get("number"), parts.get("date")
    if name:
        number = str(month_number(name))
    period = f"{int(parts['year'] or 0):04}" + (f"-{int(number):02}" if number else "")
    return f"{period}-{int(day):02}" if day else period
