"""Adds articles while questions are answered: works through orders of uploaded files and addresses, one by one.

Everybody sees the same progress and results, and an order continues even if nobody watches it.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from assistant.serving.audit import Actor, Audit, at_terminal
from assistant.serving.orders import Addition
from assistant.serving.uploads import Announced, tidy_name, why_not
from index.adding import AddReport
from index.errors import ArticleAssistantError, WrongUsage
from index.extraction.plain_text import tidy
from index.loading.addresses import completed, is_address, shown
from index.loading.named_files import Skipped, Source, Upload

if TYPE_CHECKING:
    from assistant.serving.shared_jobs import SharedJobs

MOST_FILES, MOST_ADDRESSES = 20_000, 200  # of one order
MOST_WAITING = 8_000_000_000  # bytes of all unfinished orders
MOST_ORDERS = 50  # unfinished orders
LISTED, REMEMBERED = 8, 400  # finished orders that are listed, and that are kept in memory
SILENCE = 60.0  # seconds without a byte after which an upload is abandoned
BESIDE = 10  # niceness of the adding thread; with it, answers during adding took 170 ms instead of 300
NO_ADDRESS = "it is not a web address; these begin with https://"
LOST = "it did not arrive completely; the page was closed or the connection was lost"

EVERY = 1.0  # seconds between checks for requests of other servers
STOPPED = "The server was stopped while this was added. What was stored stays; add the rest again."

log = logging.getLogger(__name__)


class Adds(Protocol):
    """The part of a library that additions need."""

    def add(
        self,
        sources: Iterable[Source],
        *,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] = ...,
    ) -> AddReport: ...


class Additions:
    """All orders to one library; `close` stops at the next article.

    With `jobs`, orders of other servers on the same database are listed, followed and cancelled too.
    """

    def __init__(
        self,
        library: Adds,
        *,
        audit: Audit | None = None,
        clock: Callable[[], float] = time.monotonic,
        jobs: SharedJobs | None = None,
    ) -> None:
        self._jobs = jobs
        self._published: dict[str, Addition] = {}  # as last published to the other servers
        self._library = library
        self._audit = audit
        self._clock = clock
        self._changed = threading.Condition()
        self._orders: dict[str, Addition] = {}  # oldest first
        self._folders: dict[str, Path] = {}
        self._closed = False
        self._thread: threading.Thread | None = None
        self._sharing: threading.Thread | None = None
        self.turns = 0  # how often adding has begun or ended

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for thread in filter(None, (self._thread, self._sharing)):
            thread.join(timeout=10)
        self._publish([replace(one, state="done", error=STOPPED) for one in self._unended()])
        for folder in list(self._folders.values()):
            shutil.rmtree(folder, ignore_errors=True)

    def listed(self) -> list[Addition]:
        """All unfinished orders and the last finished ones, latest first."""
        with self._changed:
            self._end_silent()
            own = dict(self._orders)
        others = self._jobs.all(limit=REMEMBERED) if self._jobs else ()
        known = [*({one.id: one for one in reversed(others)} | own).values()]
        known.sort(key=lambda one: one.begun)
        unlisted = {one.id for one in [one for one in known if one.state == "done"][:-LISTED]}
        return [one for one in reversed(known) if one.id not in unlisted]

    def order(self, order_id: str) -> Addition | None:
        """The current state of an order; None if it is unknown or forgotten."""
        with self._changed:
            self._end_silent()
            order = self._orders.get(order_id)
        return self._jobs.order(order_id) if order is None and self._jobs else order

    # Receiving

    def begin(
        self, files: Sequence[Announced] = (), addresses: Sequence[str] = (), *, by: Actor | None = None
    ) -> Addition:
        """A new order, which waits for its files; raises WrongUsage if it asks for too much."""
        if len(files) > MOST_FILES or len(addresses) > MOST_ADDRESSES:
            raise WrongUsage(f"Add at most {MOST_FILES:,} files or {MOST_ADDRESSES} addresses at a time.")
        named = tuple(replace(one, name=tidy_name(one.name)) for one in files)
        refused = [Skipped(one.name, why) for one in named if (why := why_not(one))]
        meant = [_meant(line) for line in addresses if line.strip()]
        refused += [Skipped(tidy(shown(one)), NO_ADDRESS) for one in meant if not is_address(one)]
        order = Addition(
            id=uuid.uuid4().hex,
            begun=datetime.now(UTC),
            files=named,
            addresses=tuple(filter(is_address, meant)),
            refused=tuple(refused),
            awaited=frozenset(number for number, one in enumerate(named) if not why_not(one)),
            heard=self._clock(),
            by=by,
            announced=sum(one.size for one in named if not why_not(one)),
        )
        with self._changed:
            open_orders = [one for one in self._orders.values() if one.state != "done"]
            waiting = sum(one.announced for one in open_orders) + order.announced
            if len(open_orders) >= MOST_ORDERS or waiting > MOST_WAITING:
                raise WrongUsage("Too much is waiting to be added. Add this when some of it is done.")
            self._orders[order.id] = order
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="adding", daemon=True)
                self._thread.start()
                if self._jobs:
                    self._sharing = threading.Thread(target=self._share, name="sharing", daemon=True)
                    self._sharing.start()
            begun = order if order.awaited else self._complete(order)
        self._publish([begun])
        return begun

    def place_of(self, order_id: str, number: int) -> tuple[Path, str] | None:
        """Where to put a file that arrives now, and its name; None if it is not expected."""
        with self._changed:
            order = self._orders.get(order_id)
            if order is None or order.state != "receiving" or number not in order.awaited:
                return None
            if order_id not in self._folders:
                self._folders[order_id] = Path(tempfile.mkdtemp(prefix="article-assistant-"))
            return self._folders[order_id] / str(number), order.files[number].name

    def heard(self, order_id: str, size: int) -> bool:
        """Records that this many bytes have arrived; returns whether more are expected."""
        with self._changed:
            order = self._orders.get(order_id)
            if order is None or order.state != "receiving":
                return False
            self._orders[order_id] = replace(order, heard=self._clock(), received=order.received + size)
            return True

    def arrived(self, order_id: str, number: int, *, refused: str | None = None) -> None:
        """Records that a file has arrived completely, or why it is refused."""
        with self._changed:
            order = self._orders.get(order_id)
            if order is None or number not in order.awaited:
                return
            order = replace(order, awaited=order.awaited - {number})
            if refused:
                skipped = Skipped(order.files[number].name, refused)
                self._orders[order_id] = replace(order, refused=(*order.refused, skipped))
            else:
                self._orders[order_id] = replace(order, arrived=order.arrived | {number})

    def complete(self, order_id: str) -> None:
        """Records that nothing more will arrive; missing files are lost."""
        with self._changed:
            order = self._orders.get(order_id)
            if order and order.state == "receiving":
                self._complete(order)

    def cancel(self, order_id: str) -> None:
        """Cancels an order; articles already stored stay."""
        if self._jobs and order_id not in self._orders:
            self._jobs.cancel(order_id)
        with self._changed:
            order = self._orders.get(order_id)
            if order is None or order.state == "done":
                return
            order = self._orders[order_id] = replace(order, cancelled=True)
            if order.state != "adding":
                self._end(order)

    def _complete(self, order: Addition) -> Addition:
        lost = tuple(Skipped(order.files[number].name, LOST) for number in sorted(order.awaited))
        order = replace(order, state="waiting", awaited=frozenset(), refused=(*order.refused, *lost))
        self._orders[order.id] = order
        if not (order.arrived or order.addresses):
            return self._end(order)
        self._changed.notify_all()
        return order

    def _end_silent(self) -> None:
        """Queues what has arrived of each abandoned upload."""
        for order in list(self._orders.values()):
            if order.state == "receiving" and self._clock() - order.heard > SILENCE:
                self._complete(order)

    # Adding

    def _work(self) -> None:
        if sys.platform == "linux":  # elsewhere this would apply to the whole process
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BESIDE)
        while order := self._next():
            self._add(order)

    def _next(self) -> Addition | None:
        """The order that has waited longest, as soon as there is one; None on closing."""
        with self._changed:
            while not self._closed:
                self._end_silent()
                waiting = next((one for one in self._orders.values() if one.state == "waiting"), None)
                if waiting:
                    return self._note(waiting.id, state="adding")
                self._changed.wait(timeout=SILENCE / 4)
        return None

    def _add(self, order: Addition) -> None:
        folder = self._folders.get(order.id, Path())
        sources: list[Source] = [Upload(folder / str(one), order.files[one].name) for one in sorted(order.arrived)]
        sources += order.addresses
        since = self._clock()
        self.turns += 1

        def progress(done: int, total: int) -> None:
            left = (self._clock() - since) * (total - done) / done if 0 < done < total else None
            self._note(order.id, done=done, total=total, seconds_left=left)

        def cancelled() -> bool:
            return self._closed or self._orders[order.id].cancelled

        try:
            ended: dict[str, Any] = {"report": self._library.add(sources, progress=progress, cancelled=cancelled)}
        except ArticleAssistantError as error:
            ended = {"error": str(error)}
        except Exception:
            if not self._closed:  # otherwise the library was closed meanwhile, because the server is stopping
                log.exception("Articles could not be added")
            ended = {"unexpected": True}
        self._write_down(order, ended)
        with self._changed:
            self.turns += 1
            done = self._end(self._note(order.id, **ended))
        self._publish([done])

    # What other servers know

    def _share(self) -> None:
        """Publishes the state of the orders here, and carries out what other servers request."""
        while not self._closed:
            with self._changed:
                changed = [
                    one for one in self._orders.values() if one.state != "done" or self._published.get(one.id) != one
                ]
            self._publish(changed)
            with self._changed:
                self._changed.wait_for(lambda: self._closed, EVERY)

    def _publish(self, orders: Iterable[Addition]) -> None:
        if self._jobs is None or not (those := list(orders)):
            return
        try:
            wanted = self._jobs.put(*those)
        except ArticleAssistantError as error:
            log.warning("Other servers do not know what is being added here: %s", error)
            return
        self._published |= {one.id: one for one in those}
        for order_id in wanted:
            self.cancel(order_id)

    def _unended(self) -> list[Addition]:
        with self._changed:
            return [one for one in self._orders.values() if one.state != "done"]

    def _write_down(self, order: Addition, ended: dict[str, Any]) -> None:
        if self._audit is None:
            return
        actor = order.by or at_terminal()
        if report := ended.get("report"):
            note_added(self._audit, actor, report)
        else:  # some articles may have been stored before
            self._audit.note(actor, "add", failed=ended.get("error", "unexpected"))

    def _note(self, order_id: str, **noted: Any) -> Addition:
        with self._changed:
            self._orders[order_id] = replace(self._orders[order_id], **noted)
            self._changed.notify_all()
            return self._orders[order_id]

    def _end(self, order: Addition) -> Addition:
        order = self._note(order.id, state="done", seconds_left=None)
        if folder := self._folders.pop(order.id, None):
            shutil.rmtree(folder, ignore_errors=True)
        over = [one.id for one in self._orders.values() if one.state == "done"]
        for order_id in over[:-REMEMBERED]:
            del self._orders[order_id]
            self._published.pop(order_id, None)
        return order


def note_added(audit: Audit, actor: Actor, report: AddReport) -> None:
    if report.added or report.updated:
        audit.note(actor, "add", added=report.added, updated=report.updated)


def _meant(line: str) -> str:
    address = line.strip()
    return address if is_address(address) else completed(address) or address
