"""What a source claims of itself, in any form, as what an article's heading can hold.

It knows nothing of where a claim stands: front matter, a JSON object and a page come to the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import TypedDict
from urllib.parse import urlsplit

from dateutil import parser as dates

from index.plain_text import tidy

_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_DIGITS_ONLY = re.compile(r"(\d{4})(\d\d)(\d\d)$")
_LONGEST_DATE = 64


class Claims(TypedDict):
    """The part of an article's heading that a source may state itself."""

    outlet: str | None
    author: str | None
    published: str | None
    url: str | None
    language: str | None


def heading_claims(fields: Mapping[str, object]) -> Claims:
    """Who published it, when and where, by the names that such fields go by."""
    return {
        "outlet": claim(fields, "outlet", "source"),
        "author": claim(fields, "author"),
        "published": iso_date(claim(fields, "published", "date")),
        "url": web_address(claim(fields, "url")),
        "language": claim(fields, "language", "lang"),
    }


def claim(fields: Mapping[str, object], *names: str) -> str | None:
    """The first of these fields that says something."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and (text := tidy(str(value))):
            return text
    return None


def iso_date(text: str | None) -> str | None:
    """A full date as YYYY-MM-DD; a part of one, or one that can be read in two ways, is None."""
    if not text or len(text) > _LONGEST_DATE or not re.search(r"\d{4}", text):
        return None
    if found := _YEAR_FIRST.match(text) or _DIGITS_ONLY.match(text):
        return _checked_date(*map(int, found.groups()))
    try:
        # What the text leaves open comes out in two ways.
        readings = {_reading(text, 2001, day_first=False), _reading(text, 2002, day_first=True)}
    except (ValueError, OverflowError, TypeError, ArithmeticError):
        return None
    return readings.pop() if len(readings) == 1 else None


def _reading(text: str, left_open: int, *, day_first: bool) -> str:
    default = datetime(left_open, left_open % 10, left_open % 10)
    return dates.parse(text, default=default, dayfirst=day_first).date().isoformat()


def _checked_date(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def web_address(url: str | None) -> str | None:
    """Only what a browser opens as a page; a `javascript:` claim is none."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return parts.geturl() if parts.scheme in ("http", "https") and parts.netloc else None
