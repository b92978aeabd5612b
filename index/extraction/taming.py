"""Removes from a page what would make extraction take quadratic time; no article's page has any of it.

It covers the extractors' weak points: the attributes of one tag, broken JSON, and long lists of authors.
The process that started the reading stops anything else that takes too long.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any

from lxml.etree import XMLSyntaxError
from lxml.html import HtmlElement, HTMLParser

from index.errors import Unreadable

MOST_ATTRIBUTES = 1_000  # of one tag; each is compared with all before it
LONGEST_ATTRIBUTE = 2_000  # characters; labels are searched again for each element inside
BROKEN = 10_000  # characters of invalid JSON that are kept
LONGEST_STRING = 300  # characters of one string in it
MOST_AUTHORS = 50  # each is compared with all others
MOST_NODES = 200  # in one JSON list
OPEN_TAGS = 100  # "<" in JSON that no ">" closes

_DATA = ("application/ld+json", "application/settings+json")
_AUTHOR = re.compile(r"author|creator|byl$|parsely-author", re.IGNORECASE)
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_SURROGATES = re.compile("[\ud800-\udfff]")
_TAG = re.compile(r"<[^>]*>")
_LONG = re.compile(rf'[^"]{{{LONGEST_STRING},}}')


def check_attributes(page: str) -> None:
    """Raises Unreadable if a tag has too many attributes; call it before making a tree of the page."""
    parser = HTMLParser(target=_Attributes(), huge_tree=True)
    try:
        parser.feed(page)
        parser.close()
    except (XMLSyntaxError, ValueError):  # parsing reports it later
        return


class _Attributes:
    """Checks each tag as the parser reads it, without building a tree."""

    def start(self, _tag: str, attributes: dict[str, str]) -> None:
        if len(attributes) > MOST_ATTRIBUTES:
            raise Unreadable(f"it has a tag of more than {MOST_ATTRIBUTES:,} attributes, which no article's page has")

    def close(self) -> None:
        pass


def tame(tree: HtmlElement) -> None:
    """Cuts parts of the tree that are longer than on any article's page."""
    authors = 0
    for element in tree.iter("*"):
        for name, value in element.items():
            if len(value) > LONGEST_ATTRIBUTE and element.get("id") != "data-preloaded":
                element.set(name, value[:LONGEST_ATTRIBUTE])
        if element.tag == "meta" and _AUTHOR.search("".join(element.get(name, "") for name in _NAMING)):
            authors += 1
            if authors > MOST_AUTHORS:
                element.attrib.clear()
    left = BROKEN
    for script in tree.iter("script"):
        if script.get("type") in _DATA and script.text:
            if (shorter := _shorter(script.text)) is not None:
                script.text = shorter
            elif not _is_read_as_json(script.text):
                script.text = _LONG.sub(lambda found: found[0][:LONGEST_STRING], script.text)[:left]
                left -= len(script.text)


_NAMING = ("name", "property", "itemprop")


def _shorter(text: str) -> str | None:
    """The JSON with overlong lists cut short; None if it has none or is invalid."""
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    return json.dumps(value, ensure_ascii=False) if _cut(value) else None


def _cut(value: Any) -> bool:
    if isinstance(value, list):
        long = len(value) > MOST_NODES
        del value[MOST_NODES:]
        return any([long, *map(_cut, value)])
    if not isinstance(value, dict):
        return False
    authors = value.get("author")
    long = isinstance(authors, list) and len(authors) > MOST_AUTHORS
    if isinstance(authors, list):
        del authors[MOST_AUTHORS:]
    return any([long, *map(_cut, value.values())])


def _is_read_as_json(text: str) -> bool:
    """Whether the text is still JSON once the extractor has replaced escapes and removed tags.

    Otherwise the extractor uses patterns that take quadratic time or more: the one for an author tries each "author"
    with all that follows it.
    """
    try:
        json.loads(text, strict=False)  # first: invalid JSON can take quadratic time below
        if "\\" in text:
            for escaped in ("\\n", "\\r", "\\t"):
                text = text.replace(escaped, "")
            text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
            text = html.unescape(_SURROGATES.sub("", text))
        if text.count("<", text.rfind(">") + 1) > OPEN_TAGS or text.count("<!--", text.rfind("-->") + 1) > OPEN_TAGS:
            return False  # for each, all that follows would be searched for its end
        json.loads(_TAG.sub("", text), strict=False)
    except (ValueError, RecursionError):
        return False
    return True
