"""The labels that a source gives itself: its keywords, and custom fields as "name=value"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from index.extraction.plain_text import tidy

if TYPE_CHECKING:
    from lxml.html import HtmlElement

KEYWORDS = ("tags", "tag", "labels", "label", "keywords", "keyword", "topics", "topic")
LONGEST_LABEL = 100  # characters; a longer one is a sentence
MOST_LABELS = 50  # of one article, as its source gives them
_PARTS = re.compile(r"[,;，；、\n]")
_OF_PAGE = ("keywords", "news_keywords", "article:tag", "parsely-tags")


def labels_of_fields(fields: Mapping[str, object], known: Collection[str]) -> tuple[str, ...]:
    """The keywords, and each short field that is not `known` to mean something else."""
    named = {plain_name(name): value for name, value in fields.items()}
    return _kept([*(part for name in KEYWORDS for part in _parts(named.get(name))), *_own(fields, known)])


def labels_of_page(tree: HtmlElement) -> tuple[str, ...]:
    """The keywords in the head of a page."""
    found: list[object] = []
    for meta in tree.iter("meta"):
        if {meta.get("name", "").lower(), meta.get("property", "").lower()} & set(_OF_PAGE):
            found.append(meta.get("content"))
    return _kept(one for value in found for one in _parts(value))


def plain_name(name: str) -> str:
    """The name of a field in normalised form."""
    return re.sub(r"[\s_-]", "", name).casefold()


def label_of(text: str) -> str | None:
    """A label as stored; None if it is empty or too long."""
    label = tidy(text).lstrip("#").strip()
    return label if 0 < len(label) <= LONGEST_LABEL else None


def _own(fields: Mapping[str, object], known: Collection[str]) -> Iterator[str]:
    more = fields.get("fields")
    for name, value in [*fields.items(), *(more.items() if isinstance(more, Mapping) else ())]:
        plain = plain_name(name)
        if plain and plain not in known and plain not in KEYWORDS and "=" not in name:
            yield from (f"{tidy(name).lower()}={tidy(text)}" for text in _scalars(value) if tidy(text))


def _parts(value: object) -> Iterator[str]:
    """The items of a list, or of a comma-separated text."""
    for text in _scalars(value):
        yield from [text] if isinstance(value, list) else _PARTS.split(text)


def _scalars(value: object) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, bool):
            yield str(one).lower()
        elif isinstance(one, str | int | float):
            yield str(one)


def _kept(found: Iterable[str]) -> tuple[str, ...]:
    labels = {label.casefold(): label for one in found if (label := label_of(one))}
    return tuple(labels.values())[:MOST_LABELS]
