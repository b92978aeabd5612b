"""What a page calls itself: its schema.org types, its section, and the kicker above its headline.

index/reading/kinds_of_text.py decides what these words mean.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from index.extraction.plain_text import tidy

LONGEST_LABEL = 60
MOST_LABELS = 12
LARGEST_DATA = 1_000_000  # characters of one script; a larger one does not describe an article
DEEPEST = 12  # levels of nested objects

_TYPES = re.compile(r"(?:Article|Posting|Review|Report|Page)$")
_META = {"article:section", "og:section", "section", "parsely-section", "sailthru.section", "article.section"}
_KICKER = re.compile(r"(?:^|[\s_-])(?:kicker|eyebrow|overline|rubric|section-?(?:name|label|title))(?:$|[\s_-])", re.I)


def labels_of(tree: HtmlElement) -> str | None:
    """The labels of a page, separated by "; ", most reliable first; None if it has none."""
    found = dict.fromkeys(label for text in _labels(tree) if 0 < len(label := tidy(text)) <= LONGEST_LABEL)
    return "; ".join(list(found)[:MOST_LABELS]) or None


def _labels(tree: HtmlElement) -> Iterator[str]:
    for script in tree.iter("script"):
        if script.get("type", "").strip().lower() == "application/ld+json":
            yield from _described(script.text or "")
    for meta in tree.iter("meta"):
        if _META & {meta.get(name, "").lower() for name in ("name", "property", "itemprop")}:
            yield meta.get("content") or ""
    for element in tree.iter("a", "span", "p", "div"):
        if _KICKER.search(element.get("class", "")) and len(element) <= 1:
            yield element.text_content()


def _described(text: str) -> Iterator[str]:
    if len(text) > LARGEST_DATA:
        return
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    for described in _objects(data, DEEPEST):
        types = _texts(described.get("@type"))
        if any(_TYPES.search(one) for one in types):
            yield from types
            yield from _texts(described.get("articleSection"))
            yield from _texts(described.get("genre"))


def _objects(data: object, depth: int) -> Iterator[dict[str, object]]:
    """The objects that describe the page itself: at the top, in a list or a graph, or its main entity."""
    if isinstance(data, list) and depth:
        for one in data:
            yield from _objects(one, depth - 1)
    elif isinstance(data, dict) and depth:
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(data.get(key), depth - 1)


def _texts(value: object) -> list[str]:
    several = value if isinstance(value, list) else [value]
    return [one for one in several if isinstance(one, str)]
