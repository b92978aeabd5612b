"""Finds the items in files, folders and web addresses, one at a time, each to be read as an article.

The library compares an item's fingerprint to see whether it is new, changed or unchanged.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from index import loading
from index.articles import Article
from index.errors import Unreadable
from index.loading import guarded
from index.loading.addresses import host_of, name_of, normalised, same_host
from index.loading.formats import jsonl
from index.loading.items import Item
from index.loading.named_files import Fetching, Place, Skipped, Source, is_online, places, printable, skipped

LOADER_VERSION = "5"  # raise it when the same bytes are read differently, so that articles are read again
LONGEST_ID = 80
TICK = 2_000_000_000  # nanoseconds; the coarsest clock of a file system, FAT's


@dataclass(frozen=True, slots=True)
class Unopened:
    """A file that has the size and times with which it was last read as the article `id`."""

    identity: str
    id: str
    source: str
    size: int


def total_size(sources: Iterable[Source], *, follow_links: bool = False) -> int:
    """The number of bytes that `find` will read from the disk, for a progress bar."""
    offline = (source for source in sources if not isinstance(source, Fetching) and not is_online(source))
    found = (place for source in offline for place in places(source, follow_links=follow_links))
    return sum(place.size for place in found if isinstance(place, Place))


def find(
    sources: Iterable[Source],
    fetcher: loading.Fetcher | None = None,
    *,
    stamps: Mapping[str, tuple[str, str]] = MappingProxyType({}),
    follow_links: bool = False,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Item | Unopened | Skipped]:
    """Every article in these files, folders and feeds, in a fixed order, one in memory at a time.

    A file is not opened if its stamp is unchanged; `stamps` holds stamps and article ids by identity. Links that lead
    out of a folder are followed only with `follow_links`. Raises Stopped once `stopped` returns true during a reading.
    """
    for source in sources:
        if isinstance(source, Fetching):
            yield from _find_fetched(source.documents, stopped)
            continue
        if is_online(source):
            fetcher = fetcher or loading.Fetcher()
            yield from _find_fetched(loading.documents_at(str(source), fetcher, stopped), stopped)
            continue
        for place in places(source, follow_links=follow_links):
            if isinstance(place, Skipped):
                yield place
            elif place.suffix == ".jsonl":
                yield from _find_lines(place, stopped)
            elif place.sent_as:
                yield _find_upload(place, place.sent_as)
            else:
                yield _find_file(place, stamps)


def _find_file(place: Place, stamps: Mapping[str, tuple[str, str]]) -> Item | Unopened | Skipped:
    try:
        identity = f"file:{place.path.resolve()}"
        stat = place.path.stat()
        # Includes the time of the last change of any kind, since that of the last change of content can be set back.
        stamp = f"{LOADER_VERSION}:{stat.st_size}:{stat.st_mtime_ns}:{stat.st_ctime_ns}"
        noted, known_id = stamps.get(printable(identity), (None, ""))
        if noted == stamp:
            return Unopened(printable(identity), known_id, printable(str(place.path)), stat.st_size)
        # A file may change twice within a clock tick and keep the same time, so a very recent time proves nothing.
        settled = time.time_ns() - stat.st_mtime_ns > TICK
        content = place.path.read_bytes()
    except (OSError, RuntimeError) as error:
        return skipped(place.path, error)
    return Item(
        identity=printable(identity),
        id=_slug(place.name),
        source=printable(str(place.path)),
        fingerprint=_fingerprint(content),
        size=len(content),
        fallback=_hash(identity)[:8],
        content=content,
        suffix=place.suffix,
        stamp=stamp if settled else None,
    )


def _find_upload(place: Place, name: str) -> Item | Skipped:
    try:
        content = place.path.read_bytes()
    except OSError as error:
        return skipped(place.shown, error)
    return Item(
        identity=f"upload:{_hash(name)}",
        id=_slug(place.name),
        source=place.shown,
        fingerprint=_fingerprint(content),
        size=len(content),
        fallback=hashlib.sha256(content).hexdigest()[:8],
        content=content,
        suffix=place.suffix,
        sent=True,
    )


def _find_lines(place: Place, stopped: Callable[[], bool]) -> Iterator[Item | Skipped]:
    """The articles of a JSON Lines file, one line in memory at a time, then which lines are not articles."""
    refused: dict[str, list[int]] = {}
    any_article = False
    try:
        for number, line in jsonl.lines_of(place.path):
            try:
                yield _find_line(place, number, line, stopped)
                any_article = True
            except Unreadable as error:
                refused.setdefault(str(error), []).append(number)
    except OSError as error:
        yield skipped(place.shown, error)
    if not any_article and list(refused) == [jsonl.QUESTIONS]:
        yield skipped(place.shown, jsonl.QUESTIONS)
        return
    for reason, numbers in refused.items():
        yield skipped(place.shown, f"{jsonl.lines_in_words(numbers)}: {reason}")


def _find_line(place: Place, number: int, line: bytes, stopped: Callable[[], bool]) -> Item:
    own, content_hash = guarded.names_on(line, stopped)
    return Item(
        identity=f"id:{own}" if own else f"content:{content_hash}",
        id=own or content_hash[:16],
        source=f"{place.shown}:{number}",
        fingerprint=_fingerprint(line.strip()),
        size=len(line),
        fallback=_hash(f"{place.sent_as or place.path.resolve()}\n{own or content_hash}")[:8],
        content=line,
        suffix=place.suffix,
    )


def _find_fetched(
    documents: Iterable[loading.Download | Skipped], stopped: Callable[[], bool]
) -> Iterator[Item | Skipped]:
    for document in documents:
        yield document if isinstance(document, Skipped) else _find_download(document, stopped)


def _find_download(document: loading.Download, stopped: Callable[[], bool]) -> Item | Skipped:
    """An item whose identity is the address where it was found, whatever the page says: no page can replace another."""
    unread = Item(
        identity=f"url:{document.url}",
        id="",
        source=document.source,
        fingerprint="",
        size=len(document.content),
        fallback=_hash(document.url)[:8],
        content=document.content,
        suffix=document.suffix,
        url=document.url,
        charset=document.charset,
        title=document.entry.title or "",
    )
    try:
        article = guarded.read(unread, stopped)
    except Unreadable as error:
        return Skipped(document.source, str(error))
    entry = document.entry
    own = article.url if article.url and same_host(article.url, document.url) else document.url
    article = replace(
        article,
        id=_slug(name_of(normalised(own))),
        url=own,
        outlet=article.outlet or host_of(document.url).removeprefix("www."),
        author=article.author or entry.author,
        published=article.published or entry.published,
        updated=article.updated or entry.updated,
    )
    article = replace(article, paragraphs=tuple(replace(one, article_id=article.id) for one in article.paragraphs))
    return replace(unread, id=article.id, fingerprint=_content_of(article), content=b"", read_already=article)


def _content_of(article: Article) -> str:
    """A fingerprint of what a reader sees: pages change their advertisements and hidden marks with every request."""
    heading = [article.title, article.outlet, article.author, article.published, article.updated, article.url]
    text = [[paragraph.role, paragraph.text] for paragraph in article.paragraphs if paragraph.role != "boilerplate"]
    return _fingerprint(json.dumps([heading, article.language, text]).encode())


def _slug(name: str) -> str:
    """Letters, marks and digits of any script, '.', '_' and '-'; a hash distinguishes names that were cut."""
    normal = unicodedata.normalize("NFKC", name)
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" or c in "._-" else "-" for c in normal)
    slug = re.sub(r"-{2,}", "-", kept).strip("-.")
    if not slug:
        return _hash(name)[:16]
    return slug if len(slug) <= LONGEST_ID else f"{slug[: LONGEST_ID - 9]}-{_hash(name)[:8]}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(LOADER_VERSION.encode() + b"\0" + content).hexdigest()
