"""Watched sources and alerts: schedule, watcher, state, and sending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.on_first_use import on_first_use

if TYPE_CHECKING:
    from assistant.watching.opening import watcher_of
    from assistant.watching.sources import forget, ids_of, is_looked_at, shown, watch
    from assistant.watching.standing import FAILURES, marked, sentence

__getattr__ = on_first_use(__name__)
