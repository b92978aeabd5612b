"""Checks the sources of a library, each in its turn, as long as this process holds the lease; see turn.py."""

from __future__ import annotations

import logging
import os
import random
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from assistant.serving.additions import BESIDE, note_added
from assistant.serving.audit import Actor, Audit
from assistant.watching.folders import follow_folders
from assistant.watching.schedule import next_turn
from assistant.watching.turn import Adds, Found, noted, take_turn
from index.errors import ArticleAssistantError, UnknownSource
from index.loading.addresses import host_of
from index.loading.fetching import Fetcher
from index.loading.looking import Manners
from index.store.leases import BEAT, Lease
from index.store.watched import Result, Source

LEASE = "watching"
AT_ONCE = 12  # sources checked at once, of different hosts
LOOK = 2.0  # seconds between checks for what is due
MOST_SECONDS = 300.0  # of a turn; the rest of a feed is read in the next one
LAST_SECONDS = 5.0  # for turns to end when this process stops; a server that hangs is not waited for
BUSY = 30.0  # seconds until a source whose articles could not be stored is tried again

log = logging.getLogger(__name__)


class Watched(Adds, Protocol):
    """What a watcher needs from a library."""

    def lease(self, name: str, **edges: Any) -> Lease: ...


def _begin_beside(act: Callable[[], None]) -> None:
    """Runs `act` in a thread that does not keep the process alive, on Linux at a lower priority."""

    def nicely() -> None:
        if sys.platform == "linux":  # elsewhere this would apply to the whole process
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BESIDE)
        act()

    threading.Thread(target=nicely, name="watching", daemon=True).start()


@dataclass(frozen=True)
class Edges:
    """What tests replace: the clocks, the random numbers, and what runs a turn in parallel."""

    now: Callable[[], float] = time.time
    clock: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random
    begin: Callable[[Callable[[], None]], object] = _begin_beside


class Watcher:
    """Checks what is due in threads of its own, from `start` to `close`.

    `every` is the interval in seconds of sources without their own. `heard` receives each turn's source and result.
    `between` is called every few seconds while this process is the one that watches, even without sources if `wanted`
    returns true.
    """

    def __init__(
        self,
        library: Watched,
        *,
        every: float,
        fetcher: Fetcher,
        audit: Audit | None = None,
        heard: Callable[[Source, Found], None] = lambda source, found: None,
        between: Callable[[], None] = lambda: None,
        wanted: Callable[[], bool] = lambda: False,
        edges: Edges | None = None,
    ) -> None:
        self._library = library
        self._every = every
        self._audit = audit
        self._heard = heard
        self._between = between
        self._wanted = wanted
        self._edges = edges or Edges()
        self._fetcher = fetcher
        self._manners = Manners(fetcher, self._edges.clock)
        self._lease = library.lease(LEASE, clock=self._edges.clock, now=self._edges.now)
        self._held = False
        self._renewed = float("-inf")
        self._busy: dict[int, str] = {}  # the host of each source being checked, empty for a folder, by key
        self._changed = threading.Condition()
        self._at_between = threading.Lock()
        self._woken = False
        self._closed = False
        self._begin = self._edges.begin
        self._threads: list[threading.Thread] = []
        self._ended = threading.Event()

    @property
    def is_watching(self) -> bool:
        """Whether this process is the one that watches."""
        return self._lease.holds()

    def start(self) -> None:
        follow = partial(follow_folders, self._folders, self._touched, self._ended)
        for act in (self._run, follow):
            thread = threading.Thread(target=act, name="watching", daemon=True)
            thread.start()
            self._threads.append(thread)

    def wake(self) -> None:
        """Checks at once what is due."""
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    def close(self) -> None:
        """Ends at the next article; another process may take over at once."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._ended.set()
        for thread in self._threads:
            thread.join(timeout=10)
        with self._changed:
            self._changed.wait_for(lambda: not self._busy, LAST_SECONDS)
        try:
            if self._held:
                self._library.sources.let_go(self._lease.holder, now=self._edges.now())
                self._lease.give_back()
        except ArticleAssistantError as error:
            log.warning("%s", error)

    def step(self) -> None:
        """Renews the lease when it is time, and begins the turns that are due."""
        now, sources = self._edges.now(), self._library.sources
        if not self._held and not (sources.any() or self._wanted()):
            return  # nothing is written for a library that watches nothing
        if not self._lease.holds() or self._edges.clock() - self._renewed >= BEAT:
            held = self._lease.take()
            self._renewed = self._edges.clock()
            if held and not self._held:
                sources.free(self._lease.holder, now=now)
            self._held = held
        if not self._held:
            return
        with self._changed:
            busy, hosts = set(self._busy), {host for host in self._busy.values() if host}
        room = AT_ONCE - len(busy)
        for source in self._of_other_hosts(sources.due(now=now, busy=busy), hosts)[: max(room, 0)]:
            if not sources.claim(source, self._lease.holder):
                continue
            with self._changed:
                self._busy[source.key] = _host(source)
            self._begin(partial(self._turn, source))
        self._begin(self._do_between)

    def next_look(self) -> float:
        """The seconds until there may be something to do."""
        due = self._library.sources.next_due() if self._held else None
        return LOOK if due is None else min(max(due - self._edges.now(), 0.05), LOOK)

    def _of_other_hosts(self, due: list[Source], busy: set[str]) -> list[Source]:
        """One source per host that is not busy, so that each host's pace is kept and a hanging host delays no other."""
        chosen, taken = [], set(busy)
        for source in due:
            if (host := _host(source)) not in taken:
                chosen.append(source)
                taken |= {host} if host else set()
        return chosen

    def _folders(self) -> dict[str, str]:
        """The ids of the folders that this process watches, by path."""
        if not self._lease.holds():
            return {}
        found = self._library.sources.all()
        return {one.place: one.id for one in found if one.kind == "folder" and not one.paused}

    def _touched(self, id: str) -> None:
        with suppress(UnknownSource):
            self._library.sources.change(id, due=self._edges.now())
        self.wake()

    def _run(self) -> None:
        while not self._closed:
            self._logged(self.step)
            wait = LOOK
            with suppress(ArticleAssistantError):
                wait = self.next_look()
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._woken, wait)
                self._woken = False

    def _do_between(self) -> None:
        """Runs outside the thread that renews the lease, since it may take long."""
        if self._at_between.acquire(blocking=False):
            try:
                self._logged(self._between)
            finally:
                self._at_between.release()

    def _turn(self, source: Source) -> None:
        self._logged(partial(self._take, source))
        with self._changed:
            self._busy.pop(source.key, None)
            self._woken = True
            self._changed.notify_all()

    def _logged(self, act: Callable[[], None]) -> None:
        try:
            act()
        except ArticleAssistantError as error:
            log.warning("The sources were not checked. %s", error)
        except Exception:
            if not self._closed:  # otherwise the library was closed meanwhile, because the process is ending
                log.exception("The sources were not checked")

    def _take(self, source: Source) -> None:
        begun = self._edges.clock()

        def cancelled() -> bool:
            return self._closed or not self._lease.holds()

        def out_of_time() -> bool:
            return self._edges.clock() - begun > MOST_SECONDS

        sources, due = self._library.sources, None
        try:
            found = take_turn(source, self._library, self._manners, cancelled=cancelled, out_of_time=out_of_time)
        except ArticleAssistantError as error:
            log.warning("%s could not be checked. %s", source.place, error)
            found, due = Found(outcome="broken off"), self._edges.now() + BUSY
        except Exception as error:
            if self._closed:
                return  # the library was closed meanwhile
            log.exception("A source could not be checked")
            found = Found(outcome="failed", failure=f"it broke the program that reads it ({type(error).__name__})")
        if found.report.stopped:
            due = self._edges.now()  # so that the next process to watch continues with it
        result = self._result(source, found, due)
        is_noted = sources.finish(source, self._lease.holder, result, now=self._edges.now())
        if is_noted and self._audit:
            note_added(self._audit, Actor(source.place, "watch"), found.report)
        self._heard(source, found)

    def _result(self, source: Source, found: Found, due: float | None) -> Result:
        failures = source.failures + 1 if found.outcome == "failed" else 0
        every = source.every or self._every
        chance = self._edges.chance()
        later = next_turn(self._edges.now(), every=every, failures=failures, chance=chance, asked=found.asked)
        return Result(
            due=later if due is None else due,
            outcome=found.outcome,
            failure=found.failure,
            kind=found.kind,
            name=found.name,
            articles=[*found.report.added, *found.report.updated, *found.report.unchanged],
            added=len(found.report.added),
            validators=noted(found),
            pages=found.pages,
        )


def _host(source: Source) -> str:
    """The source's host; empty for a folder, of which any number may be checked at once."""
    return "" if source.kind == "folder" else host_of(source.place)
