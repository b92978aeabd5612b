"""The watcher of an assistant's library, as the settings configure it; between turns it processes alerts."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Protocol

from assistant.serving.audit import Audit
from assistant.settings import Settings
from assistant.watching.alerting import Finds, look_through
from assistant.watching.sources import listed, watch
from assistant.watching.turn import Found
from assistant.watching.watcher import Edges, Watcher
from assistant.watching.webhooks import send_waiting
from index.loading.fetching import Fetcher
from index.store.watched import Source

PAUSE = 2.0  # seconds between two requests to one host; nobody waits for these fetches
SECONDS = 20.0  # within which a webhook must respond


class Opened(Finds, Protocol):
    """What the watcher needs from an assistant."""

    @property
    def settings(self) -> Settings: ...


def watcher_of(
    assistant: Opened,
    *,
    heard: Callable[[Source, Found], None] = lambda source, found: None,
    reads: Callable[[str], bool] = lambda owner: True,
    below: str = "",
    edges: Edges | None = None,
) -> Watcher:
    """The watcher, not started yet; the sources that the settings name are watched from now on.

    `reads` says whether an owner of alerts may still read here. `below` is the URL path of a library that is not the
    first of several; the sources that the settings name belong to the first.
    """
    library, settings, edges = assistant.library, assistant.settings, edges or Edges()
    for place in [] if below else listed(settings.watched_sources):
        watch(library, place, now=edges.now())
    alerting = Alerting(assistant, reads=reads, below=below, now=edges.now, chance=edges.chance)
    return Watcher(
        library,
        every=settings.watch_minutes * 60,
        fetcher=Fetcher(allow_private_addresses=settings.allow_private_addresses, pause=PAUSE),
        audit=Audit(library.folder),
        heard=heard,
        between=alerting,
        wanted=library.alerts.any,
        edges=edges,
    )


class Alerting:
    """Finds what alerts must report, and sends it."""

    def __init__(
        self,
        assistant: Opened,
        *,
        fetcher: Fetcher | None = None,
        now: Callable[[], float] = time.time,
        chance: Callable[[], float] = random.random,
        reads: Callable[[str], bool] = lambda owner: True,
        below: str = "",
    ) -> None:
        settings = assistant.settings
        self._assistant = assistant
        self._now, self._chance, self._reads = now, chance, reads
        self._root = (settings.public_url or "") + settings.root_path + below
        self._fetcher = fetcher or Fetcher(
            allow_private_addresses=settings.allow_private_addresses, total_seconds=SECONDS, pause=0
        )
        self._looked: tuple[int, int] | None = None

    def __call__(self) -> None:
        library = self._assistant.library
        at = library.last_change(), library.readers()[0]
        if at != self._looked:
            look_through(self._assistant, now=self._now())
            self._looked = at
        send_waiting(
            library.alerts,
            self._fetcher,
            hosts=self._assistant.settings.webhook_hosts,
            root=self._root,
            now=self._now,
            chance=self._chance,
            reads=self._reads,
        )
