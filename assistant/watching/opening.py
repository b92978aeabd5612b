"""The watcher of a library, as the settings want it."""

from __future__ import annotations

import time
from collections.abc import Callable

from assistant.serving.audit import Audit
from assistant.settings import Settings
from assistant.watching.sources import listed, watch
from assistant.watching.turn import Found
from assistant.watching.watcher import Watcher
from index.library import Library
from index.loading.fetching import Fetcher
from index.store.watched import Source

PAUSE = 2.0  # seconds between two requests to one host; nobody waits for what is fetched here


def watcher_of(
    library: Library,
    settings: Settings,
    *,
    heard: Callable[[Source, Found], None] = lambda source, found: None,
    between: Callable[[], None] = lambda: None,
) -> Watcher:
    """Not started yet; the sources that the settings name are watched from now on."""
    for place in listed(settings.watched_sources):
        watch(library, place, now=time.time())
    return Watcher(
        library,
        every=settings.watch_minutes * 60,
        fetcher=Fetcher(allow_private_addresses=settings.allow_private_addresses, pause=PAUSE),
        audit=Audit(library.folder),
        heard=heard,
        between=between,
    )
