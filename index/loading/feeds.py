"""A feed (RSS, Atom, JSON Feed) -> the pages it names and what it says about each; it fetches nothing.

It uses lxml, not feedparser, which needs minutes for a few hundred KB of blank lines: no feed may take that long.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from index.errors import Unreadable
from index.extraction.claims import claim, iso_date
from index.extraction.plain_text import storable, tidy
from index.loading.decoding import declared_encoding, decode

_ROOTS = ("rss", "feed", "rdf", "channel")
_DECLARATION = re.compile(r"\A\s*<\?xml[^<>]*\?>")
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_FIRST_TAG = re.compile(rb"<(?:[a-zA-Z][\w.-]*:)?([a-zA-Z][\w.-]*)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ENTITY = re.compile(r"&(?:(#\d+|#x[\da-fA-F]+|[A-Za-z]\w{0,30});)?")
XML_NAMES = ("amp", "lt", "gt", "quot", "apos")
PUBLISHED = ("pubDate", "published", "issued", "date")
UPDATED = ("updated", "modified")
_LOOKED_AT = 4096  # bytes at the beginning
_Told = tuple[str | None, str | None, str | None, str | None]  # title, author, published, updated


@dataclass(frozen=True, slots=True)
class Entry:
    """A page named in a feed, and what the feed says about it; dates are YYYY-MM-DD, None means unknown."""

    url: str
    title: str | None = None
    author: str | None = None
    published: str | None = None
    updated: str | None = None


def first_tag(content: bytes) -> str:
    """The name of the outermost element, which distinguishes a page from a feed whatever the media type."""
    found = _FIRST_TAG.search(_COMMENT.sub(b"", content[:_LOOKED_AT].replace(b"\0", b"")))
    return found[1].decode("ascii").lower() if found else ""


def is_feed(content: bytes) -> bool:
    return first_tag(content) in _ROOTS


def entries_of(content: bytes, url: str, kind: str = "") -> list[Entry]:
    """The pages of the feed at `url`, each once, in feed order; raises Unreadable if it names none.

    `kind` is its Content-Type.
    """
    entries = _json_entries(content) if _is_json(content) else _xml_entries(content, kind)
    found: dict[str, Entry] = {}
    for link, entry in entries:
        try:
            address = urljoin(url, link.strip())
        except ValueError:
            address = link  # not an address, which the fetcher reports
        found.setdefault(address, Entry(address, *entry))
    if not found:
        raise Unreadable("the feed names no pages")
    return list(found.values())


def title_of(content: bytes, kind: str = "") -> str | None:
    """The title of a feed; raises Unreadable if it is not a feed."""
    if _is_json(content):
        return claim(_json_feed(content), "title")
    root = _tree(content, kind)
    head = next(root.iter("{*}channel"), root)
    return _first(list(head.iterchildren("*")), ("title",))


def _is_json(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def _json_feed(content: bytes) -> dict[str, Any]:
    try:
        feed = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("it is invalid JSON, and not a feed") from error
    if not isinstance(feed, dict) or not str(feed.get("version")).startswith("https://jsonfeed.org/version/"):
        raise Unreadable("it is JSON, but neither an article nor a feed")
    return feed


def _json_entries(content: bytes) -> Iterator[tuple[str, _Told]]:
    items = _json_feed(content).get("items")
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict) and (link := claim(item, "url", "external_url")):
            published, updated = (iso_date(claim(item, name)) for name in ("date_published", "date_modified"))
            yield link, (claim(item, "title"), _json_author(item), published, updated)


def _json_author(item: Mapping[str, Any]) -> str | None:
    authors = item.get("authors")
    named = [*(authors if isinstance(authors, list) else ()), item.get("author")]
    return "; ".join(name for one in named if isinstance(one, dict) and (name := claim(one, "name"))) or None


def _tree(content: bytes, kind: str) -> Any:
    text = decode(content, declared=declared_encoding(content) or declared_encoding(kind.encode()))
    text = _with_entities(_DECLARATION.sub("", storable(text), count=1))
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("the feed is damaged") from error
    if root is None:
        raise Unreadable("the feed is damaged")
    return root


def _xml_entries(content: bytes, kind: str) -> Iterator[tuple[str, _Told]]:
    for item in _tree(content, kind).iter("{*}item", "{*}entry"):
        children = list(item.iterchildren("*"))
        if link := _link(children):
            published, updated = (iso_date(_first(children, names)) for names in (PUBLISHED, UPDATED))
            yield link, (_first(children, ("title",)), _author(children), published, updated)


def _named(children: Iterable[Any], name: str) -> Iterator[Any]:
    """The elements of that name, those of Media RSS ("media:title") last."""
    found = [child for child in children if etree.QName(child).localname == name]
    return iter(sorted(found, key=lambda child: "search.yahoo.com" in (etree.QName(child).namespace or "")))


def _link(children: list[Any]) -> str | None:
    """The address of an entry: Atom has a link for each purpose; RSS has one, or else a guid that is an address."""
    for child in _named(children, "link"):
        if child.get("href") and child.get("rel", "alternate") == "alternate":
            return str(child.get("href"))
        if text := _raw(child):
            return text
    for child in _named(children, "guid"):
        if child.get("isPermaLink", "true").lower() == "true" and (text := _raw(child)).startswith("http"):
            return text
    return None


def _author(children: list[Any]) -> str | None:
    names = [_first(list(author.iterchildren("*")), ("name",)) for author in _named(children, "author")]
    if written := "; ".join(name for name in names if name):
        return written
    if creator := _first(children, ("creator",)):
        return creator
    # RSS wants "mail@example.org (Jane Doe)" and often gets a name.
    plain = _first(children, ("author",)) or ""
    found = re.search(r"\(([^()]+)\)\s*$", plain)
    return found[1] if found else plain if "@" not in plain and plain else None


def _first(children: list[Any], names: Iterable[str]) -> str | None:
    return next((text for name in names for child in _named(children, name) if (text := _text(child))), None)


def _text(element: Any) -> str:
    """The text of an element for a reader; a title may contain markup written as text."""
    return tidy(html.unescape(_TAG.sub("", html.unescape(_raw(element)))))


def _raw(element: Any) -> str:
    return "".join(element.itertext()).replace("&amp;", "&").strip()


def _with_entities(text: str) -> str:
    """Replaces HTML entities and stray "&", which XML does not allow; an unknown entity becomes plain text."""
    return _ENTITY.sub(lambda found: found[0] if found[1] in XML_NAMES else _character(found[0]), text)


def _character(name: str) -> str:
    character = html.unescape(name)
    return "&amp;" + name[1:] if character == name or character in "&<>" else character
