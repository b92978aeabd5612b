"""The documents at a web address: one, or those that a feed there names, each with the extension of its kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from index.errors import NoAnswer, Unreadable
from index.loading.addresses import host_of, shown
from index.loading.decoding import declared_encoding
from index.loading.feeds import Entry, first_tag, is_feed
from index.loading.fetching import Fetched, Fetcher
from index.loading.guarded import entries_in
from index.loading.named_files import KINDS, Skipped, printable

MOST_ENTRIES = 200  # of one feed; news feeds hold 10 to 100
PATIENCE = 3  # failures to respond after which a server's other pages in a feed are skipped
FEED = "feed"
ENDINGS = {  # for types that servers name reliably; for text/plain and unspecific types, the address decides
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
UNNAMED = ("", "application/octet-stream", "binary/octet-stream", "application/gzip", "application/x-gzip")


@dataclass(frozen=True, slots=True)
class Download:
    """A fetched page: `source` as it was named, `url` where it was found, `charset` as declared by the server.

    `entry` holds what the feed that names it says about it.
    """

    source: str
    url: str
    suffix: str
    charset: str | None
    entry: Entry
    content: bytes = field(repr=False)


def documents(
    address: str, fetcher: Fetcher, stopped: Callable[[], bool] = lambda: False
) -> Iterator[Download | Skipped]:
    """The documents at an address, one in memory at a time, and what cannot be fetched, with the reason."""
    try:
        fetched = fetcher.fetch(address)
        ending = ending_of(fetched)
        if ending != FEED:
            yield document_of(address, fetched, ending, Entry(fetched.url))
            return
        entries, count, _ = entries_in(fetched.content, fetched.url, fetched.kind, most=MOST_ENTRIES, stopped=stopped)
    except Unreadable as error:
        yield Skipped(printable(shown(address)), str(error))
        return
    yield from _pages(address, entries, count, fetcher)


def _pages(address: str, entries: list[Entry], count: int, fetcher: Fetcher) -> Iterator[Download | Skipped]:
    """The pages of these entries, the first of `count`; a server that keeps failing to respond is not asked again."""
    silent: Counter[str] = Counter()
    left_out = 0
    for entry in entries:
        host = host_of(entry.url)
        if silent[host] == PATIENCE:
            left_out += 1
            continue
        try:
            fetched = fetcher.fetch(entry.url)
            ending = ending_of(fetched)
            if ending == FEED:
                raise Unreadable("it is a feed that another feed names")
            yield document_of(entry.url, fetched, ending, entry)
        except Unreadable as error:
            silent[host] += isinstance(error, NoAnswer)
            yield Skipped(printable(shown(entry.url)), str(error))
    feed = printable(shown(address))
    if left_out:
        yield Skipped(feed, f"{left_out} more pages were left out, since their server did not answer {PATIENCE} times")
    if count > len(entries):
        yield Skipped(feed, f"it names {count} pages, of which the first {len(entries)} were fetched")


def document_of(source: str, fetched: Fetched, ending: str, entry: Entry) -> Download:
    """A fetched page as a download, with what the feed that names it says about it."""
    charset = declared_encoding(fetched.kind.encode("ascii", "replace"))
    return Download(printable(source.strip()), fetched.url, ending, charset, entry, fetched.content)


def ending_of(fetched: Fetched) -> str:
    """The extension of a file of this kind, or FEED; raises Unreadable if no article can be of that kind.

    Servers name media types loosely, so text is examined: a feed is often sent as a page, or as plain XML.
    """
    kind = fetched.kind.split(";")[0].strip().lower()
    textual = kind.startswith("text/") or kind.endswith(("xml", "json")) or kind in UNNAMED
    if textual and (is_feed(fetched.content) or kind.endswith("json")):
        return FEED
    ending = ENDINGS.get(kind) or _ending_by_looks(kind, fetched)
    if ending not in KINDS:
        raise Unreadable(f"it is {kind or 'of an unknown type'}, which cannot be read")
    return ending


def _ending_by_looks(kind: str, fetched: Fetched) -> str:
    path = urlsplit(fetched.url).path.lower()
    named = next((ending for ending in KINDS if path.endswith(ending)), "")
    if kind in UNNAMED and named not in ("", ".jsonl"):
        return named
    if kind == "text/plain":
        return ".md" if named == ".md" else ".txt"
    return ".html" if (kind in UNNAMED or kind.endswith("xml")) and _looks_like_a_page(fetched.content) else ""


def _looks_like_a_page(content: bytes) -> bool:
    return first_tag(content) == "html" or bool(re.match(rb"\s*<!doctype html", content[:200], re.IGNORECASE))
