"""A world to be watched: a clock that stands still, feeds in memory, and a library that keeps what it was given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from assistant.watching.watcher import Edges, Watcher
from index.adding import AddReport
from index.errors import Unreadable
from index.loading.fetching import Fetched, Fetcher, Validators
from index.loading.named_files import Fetching, Skipped
from index.store.catalog import Catalog
from index.store.leases import Lease
from index.store.watched import Sources


@dataclass
class Clock:
    """Both kinds of time, which pass only when they are told to."""

    time: float = 1_000_000.0

    def __call__(self) -> float:
        return self.time

    def go(self, seconds: float) -> None:
        self.time += seconds


def at_once(act: Callable[[], None]) -> None:
    act()


def edges(clock: Clock, chance: Callable[[], float] = lambda: 0.5) -> Edges:
    return Edges(clock, clock, chance, at_once)


class Memory(Fetcher):
    """Feeds and pages of a web in memory; `asked` counts the requests for each address."""

    def __init__(self) -> None:
        super().__init__(pause=0)
        self.feeds: dict[str, list[str]] = {}
        self.asked = Counter[str]()
        self.broken: set[str] = set()

    def fetch_again(self, address: str, known: Validators | None) -> Fetched | None:
        self.asked[address] += 1
        if address in self.broken or address.endswith("robots.txt"):
            raise Unreadable("there is no such page (404)")
        if (links := self.feeds.get(address)) is None:
            return Fetched(address, "text/html", b"<html><p>Words.</p></html>")
        version = Validators(address, str(len(links)))
        if known == version:
            return None
        items = "".join(f"<item><title>{link}</title><link>{link}</link></item>" for link in links)
        return Fetched(address, "application/rss+xml", f"<rss><title>The Post</title>{items}</rss>".encode(), version)


class Killed(BaseException):
    """What ends a process in the middle."""


@dataclass
class Shelf:
    """Keeps each address that it was given; `before` is called with each."""

    catalog: Catalog
    kept: Counter[str] = field(default_factory=Counter)
    before: Callable[[str], None] = lambda address: None

    @property
    def sources(self) -> Sources:
        return Sources(self.catalog)

    def lease(self, name: str, **edges: Any) -> Lease:
        return Lease(self.catalog, name, **edges)

    def add(
        self, sources: Any, *, cancelled: Callable[[], bool] = lambda: False, passed_over: Collection[str] = ()
    ) -> AddReport:
        report = AddReport()
        found: Iterable[Any] = sources.documents if isinstance(sources, Fetching) else ()
        for one in found:
            if isinstance(one, Skipped):
                report.skipped.append(one)
                continue
            self.before(one.url)
            (report.unchanged if self.kept[one.url] else report.added).append(one.url)
            self.kept[one.url] = 1
        return report


def watcher(shelf: Any, fetcher: Fetcher, clock: Clock, *, every: float = 60, **more: Any) -> Watcher:
    return Watcher(shelf, every=every, fetcher=fetcher, edges=edges(clock), **more)
