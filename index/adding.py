"""Compares sources with the catalog: each article is new, changed, unchanged, or skipped with a reason.

It reads and compares; it neither encodes nor stores.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from threading import Thread
from typing import TYPE_CHECKING, Any

from index.articles import Article
from index.errors import Unreadable
from index.loading.guarded import Stopped, read
from index.loading.items import Item
from index.loading.loading import Unopened, find
from index.loading.named_files import Skipped, Source, Upload
from index.store.catalog import Catalog
from index.versions import under_its_identity

if TYPE_CHECKING:
    from index.loading.fetching import Fetcher

# Articles are encoded and stored in batches of about this many bytes: enough for texts of similar length to share a
# model's batch, few enough to keep memory flat.
BATCH_BYTES = 400_000
LOOKED = 0.05  # seconds between checks for cancellation


@dataclass(slots=True)
class AddReport:
    """The results of adding: ids of the articles, and what was skipped and why.

    `fruitless` holds the sources in which no article was found. `stopped` is true if adding was cancelled before the
    end.
    """

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    fruitless: list[str] = field(default_factory=list)
    stopped: bool = False

    def __str__(self) -> str:
        named = ("added", "updated", "unchanged", "skipped")
        return ", ".join(f"{len(getattr(self, name))} {name}" for name in named)


class Comparison:
    """Goes through sources and reports what need not be stored; `stamps` then holds the stamps to renew.

    Articles with the identities in `passed_over` are left out silently.
    """

    def __init__(
        self,
        catalog: Catalog,
        report: AddReport,
        cancelled: Callable[[], bool],
        fetcher: Fetcher | None,
        *,
        follow_links: bool = False,
        passed_over: Collection[str] = (),
    ) -> None:
        self._passed_over = passed_over
        self._catalog = catalog
        self._fetcher = fetcher
        self._report = report
        self._cancelled = cancelled
        self._follow_links = follow_links
        self._holds_articles = False  # whether the current source holds any
        self.stamps: dict[str, str] = {}

    def batches(self, sources: Sequence[Source]) -> Iterator[tuple[list[tuple[Item, Article]], int]]:
        """New or changed articles, in batches of about BATCH_BYTES, each with the bytes processed for it.

        A batch that is incomplete on cancellation is left out.
        """
        batch: list[tuple[Item, Article]] = []
        size = 0
        try:
            for found, article in self._new(sources):
                size += found.size
                if article is not None and isinstance(found, Item):
                    batch.append((found, article))
                if size > BATCH_BYTES:
                    yield batch, size
                    batch, size = [], 0
        except Stopped:  # in the middle of a file
            self._report.stopped = True
        if not self._report.stopped:
            yield batch, size

    def _new(self, sources: Iterable[Source]) -> Iterator[tuple[Item | Unopened, Article | None]]:
        """The items in the sources: each with its article if that is new or changed, else with None."""
        stamps = self._catalog.stamps()
        seen: set[str] = set()
        sources = self._one_by_one(sources)
        looked = find(sources, self._fetcher, stamps=stamps, follow_links=self._follow_links, stopped=self._cancelled)
        for found in looked:
            if self._cancelled():
                self._report.stopped = True
                return
            if isinstance(found, Skipped):
                self._report.skipped.append(found)
                continue
            if found.identity in self._passed_over:
                continue
            if isinstance(found, Item) and found.sent:
                found = under_its_identity(found, self._catalog, self._cancelled)
            article, skipped = None, len(self._report.skipped)
            if found.identity in seen:
                again = Skipped(found.source, "the same article was already found in this addition")
                self._report.skipped.append(again)
                self._holds_articles = True
            elif isinstance(found, Unopened):
                self._report.unchanged.append(found.id)
            else:
                article = self._read_changed(found)
            self._holds_articles |= len(self._report.skipped) == skipped
            seen.add(found.identity)
            yield found, article

    def _one_by_one(self, sources: Iterable[Source]) -> Iterator[Source]:
        """The sources one by one; the next is taken when all articles of one have been processed."""
        for source in sources:
            self._holds_articles = False
            yield source
            if not self._holds_articles:
                self._report.fruitless.append(source.name if isinstance(source, Upload) else str(source))

    def _read_changed(self, item: Item) -> Article | None:
        known = self._catalog.known(item.identity)
        if known and known.fingerprint == item.fingerprint:
            self._report.unchanged.append(known.id)
            if item.stamp:
                self.stamps[item.identity] = item.stamp
            return None
        try:
            return read(item, self._cancelled)
        except Unreadable as error:
            self._report.skipped.append(Skipped(item.source, str(error)))
            return None


def side_by_side(works: list[Callable[[], Any]], cancelled: Callable[[], bool]) -> list[Any]:
    """The results of these functions, run side by side; once cancelled, raises Stopped and leaves them to finish."""
    futures = [Future[Any]() for _ in works]
    for work, future in zip(works, futures, strict=True):
        Thread(target=_do, args=(work, future), daemon=True).start()
    while wait(futures, LOOKED).not_done:
        if cancelled():
            raise Stopped
    return [future.result() for future in futures]


def _do(work: Callable[[], Any], future: Future[Any]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:
        future.set_exception(error)
