"""Checks an address again: what is new there since the last check, requested once and politely.

What it must remember between checks is passed in; it stores nothing itself.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from index.errors import NoAnswer, Unreadable
from index.loading.addresses import host_of, shown
from index.loading.feeds import Entry
from index.loading.fetching import Fetched, Fetcher, Validators, user_agent
from index.loading.guarded import entries_in
from index.loading.named_files import Skipped, printable
from index.loading.web import FEED, MOST_ENTRIES, PATIENCE, Download, document_of, ending_of

TRIES = 5  # of a page that a feed names, before giving up
LONGEST_PAUSE = 120.0  # seconds; the longest pause between two requests that a robots.txt may ask for
ROBOTS_LAST = 86_400.0  # seconds until a robots.txt is requested again
LONGEST_NAME = 200  # characters of a feed's title
LONGEST_ROBOTS = 500_000  # bytes of a robots.txt that are read, the least that RFC 9309 requires


class Manners:
    """The pauses between requests that hosts ask for in their robots.txt."""

    def __init__(self, fetcher: Fetcher, clock: Callable[[], float]) -> None:
        self.fetcher = fetcher
        self._clock = clock
        self._asked: dict[str, float] = {}

    def heed(self, address: str) -> None:
        """Makes the fetcher keep the pace that the address's host asks for."""
        host = host_of(address)
        if not host or self._clock() - self._asked.get(host, float("-inf")) < ROBOTS_LAST:
            return
        self._asked[host] = self._clock()
        parts = urlsplit(address)
        try:
            content = self.fetcher.fetch(f"{parts.scheme}://{parts.netloc}/robots.txt").content
        except Unreadable:
            return  # it asks for nothing
        self.fetcher.pauses[host] = min(_delay(content[:LONGEST_ROBOTS].decode("utf-8", "replace")), LONGEST_PAUSE)


def _delay(text: str) -> float:
    """The pause that a robots.txt asks for; 0 if Python cannot parse it, which fails on some numbers and paths."""
    rules = RobotFileParser()
    try:
        rules.parse(text.splitlines())
        return float(rules.crawl_delay(user_agent()) or 0)
    except (ValueError, OverflowError):
        return 0.0


@dataclass
class Look:
    """What was found at an address. Once `documents` is exhausted, the other fields say what to remember.

    `pages` holds, for each page that the feed names, a hash of its entry and the number of failed tries;
    `validators` are None while some pages are still to be read.
    """

    is_feed: bool
    name: str | None
    documents: Iterator[Download | Skipped]
    validators: Validators | None = None
    pages: dict[str, tuple[str, int]] = field(default_factory=dict)


def look_again(
    address: str,
    manners: Manners,
    *,
    validators: Validators | None,
    pages: Mapping[str, tuple[str, int]],
    stopped: Callable[[], bool] = lambda: False,
) -> Look | None:
    """What is at an address; None if unchanged. Raises Unreadable, whose message ends a sentence.

    For a feed, it fetches new pages and those whose entries have changed; once `stopped` returns true, the rest are
    left for the next check.
    """
    manners.heed(address)
    fetched = manners.fetcher.fetch_again(address, validators)
    if fetched is None:
        return None
    ending = ending_of(fetched)
    if ending != FEED:
        document = document_of(address, fetched, ending, Entry(fetched.url))
        return Look(False, None, iter([document]), fetched.validators)
    entries, _, title = entries_in(fetched.content, fetched.url, fetched.kind, most=MOST_ENTRIES, stopped=stopped)
    look = Look(True, title and title[:LONGEST_NAME], iter(()))
    look.documents = _new_pages(entries, fetched, manners, pages, look, stopped)
    return look


def _new_pages(
    entries: list[Entry],
    feed: Fetched,
    manners: Manners,
    known: Mapping[str, tuple[str, int]],
    look: Look,
    stopped: Callable[[], bool],
) -> Iterator[Download | Skipped]:
    silent = Counter[str]()
    is_whole = True
    for entry in entries:
        mark = _mark(entry)
        was, tries = known.get(entry.url, ("", 0))
        tries = tries if was == mark else 0
        if was == mark and tries in (0, TRIES):
            look.pages[entry.url] = mark, tries
            continue
        host = host_of(entry.url)
        if stopped() or silent[host] == PATIENCE:
            is_whole = False
            if was:
                look.pages[entry.url] = was, known[entry.url][1]
            continue
        try:
            manners.heed(entry.url)
            fetched = manners.fetcher.fetch(entry.url)
            ending = ending_of(fetched)
            if ending == FEED:
                raise Unreadable("it is a feed that another feed names")
        except Unreadable as error:
            silent[host] += isinstance(error, NoAnswer)
            look.pages[entry.url] = mark, tries + 1
            is_whole = is_whole and tries + 1 == TRIES
            yield Skipped(printable(shown(entry.url)), str(error))
            continue
        yield document_of(entry.url, fetched, ending, entry)
        look.pages[entry.url] = mark, 0  # only now that the receiver has stored this document
    # Otherwise the feed would count as unchanged next time, and the rest would never be read.
    look.validators = feed.validators if is_whole else None


def _mark(entry: Entry) -> str:
    fields = [entry.title, entry.author, entry.published, entry.updated]
    return hashlib.sha256(json.dumps(fields).encode()).hexdigest()[:16]
