"""What a source says about itself in any form (front matter, JSON, a page), as fields of a heading."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import TypedDict
from urllib.parse import urlsplit

from dateutil import parser as dates

from index.extraction.labels import labels_of_fields, plain_name
from index.extraction.plain_text import tidy

_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_DIGITS_ONLY = re.compile(r"(\d{4})(\d\d)(\d\d)$")
_LONGEST_DATE = 64
_WIKI_LINK = re.compile(r"^\[\[(?:[^|\]]*\|)?([^|\]]+)\]\]$")  # [[Jane Doe]], as notes link a name
MOST_NAMES = 20  # of one field, such as its authors


class Claims(TypedDict):
    """The part of an article's heading that a source may state itself."""

    outlet: str | None
    author: str | None
    published: str | None
    updated: str | None
    url: str | None
    language: str | None
    section: str | None
    labels: tuple[str, ...]


# The names of such fields, ignoring case, spaces and dashes.
_OUTLET = ("outlet", "source", "publisher", "sitename")
_AUTHOR = ("author", "authors", "byline")
_PUBLISHED = ("published", "date", "datepublished", "publishdate", "pubdate")
_UPDATED = ("updated", "lastmod", "modified", "lastmodified", "datemodified", "lastupdated")
_URL = ("url", "canonical", "canonicalurl", "link", "permalink")
_LANGUAGE = ("language", "lang")
_SECTION = ("section", "articlesection", "kicker", "genre", "category", "categories")
_KNOWN = frozenset(("id", "title", "text", "fields"))
_KNOWN |= {*_OUTLET, *_AUTHOR, *_PUBLISHED, *_UPDATED, *_URL, *_LANGUAGE, *_SECTION}


def heading_claims(fields: Mapping[str, object]) -> Claims:
    """An article's author, outlet, dates and so on, from fields under any of their usual names."""
    labels = labels_of_fields(fields, _KNOWN)
    fields = {plain_name(name): value for name, value in fields.items()}
    source = claim(fields, "source")
    address = web_address(source)  # notes clipped from the web give the page as their source
    return {
        "outlet": claim(fields, "outlet") or (source if not address else None) or claim(fields, *_OUTLET[2:]),
        "author": _names(fields, *_AUTHOR),
        "published": _first_date(fields, *_PUBLISHED),
        "updated": _first_date(fields, *_UPDATED),
        "url": web_address(claim(fields, *_URL)) or address,
        "language": claim(fields, *_LANGUAGE),
        "section": _names(fields, *_SECTION),
        "labels": labels,
    }


def claim(fields: Mapping[str, object], *names: str) -> str | None:
    """The first of these fields with a value."""
    return next((text for name in names if (text := _words(fields.get(name)))), None)


def _names(fields: Mapping[str, object], *names: str) -> str | None:
    """The names in the first of these fields with a value; each may be a list."""
    for name in names:
        value = fields.get(name)
        several = value[:MOST_NAMES] if isinstance(value, list) else [value]
        if texts := [text for one in several if (text := _words(one))]:
            return "; ".join(texts)
    return None


def _words(value: object) -> str | None:
    """A text or a number, or the name of an object such as {"name": "Jane Doe"}."""
    if isinstance(value, Mapping):
        value = value.get("name")
    if not isinstance(value, str | int) or isinstance(value, bool):
        return None
    return _WIKI_LINK.sub(r"\1", tidy(str(value))) or None


def _first_date(fields: Mapping[str, object], *names: str) -> str | None:
    stated = (iso_date(claim(fields, name)) for name in names)
    return next((day for day in stated if day), None)


def iso_date(text: str | None) -> str | None:
    """A full date as YYYY-MM-DD; None for a partial or ambiguous one."""
    if not text or len(text) > _LONGEST_DATE or not re.search(r"\d{4}", text):
        return None
    try:
        if found := _YEAR_FIRST.match(text) or _DIGITS_ONLY.match(text):
            return date(*map(int, found.groups())).isoformat()
        # The readings differ in whatever the text leaves open.
        readings = {_reading(text, 2001, day_first=False), _reading(text, 2002, day_first=True)}
    except (ValueError, OverflowError, TypeError, ArithmeticError):
        return None
    return readings.pop() if len(readings) == 1 else None


def _reading(text: str, left_open: int, *, day_first: bool) -> str:
    default = datetime(left_open, left_open % 10, left_open % 10)
    return dates.parse(text, default=default, dayfirst=day_first).date().isoformat()


def web_address(url: str | None) -> str | None:
    """The address if a browser opens it as a page; None for `javascript:` and the like."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return parts.geturl() if parts.scheme in ("http", "https") and parts.netloc else None
