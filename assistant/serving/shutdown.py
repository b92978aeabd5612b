"""Shuts a server down: no new answers begin, and those in progress have a while to finish."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant.errors import ServerStops


class Ending:
    """Coordinates the server and its answers: `begin` announces the stop, `give_up` cancels answers still running."""

    def __init__(self) -> None:
        self._running: dict[object, Callable[[], None]] = {}
        self.begun = self._given_up = False

    @property
    def running(self) -> int:
        """The number of answers in progress."""
        return len(self._running)

    @contextmanager
    def answering(self, broken_off: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Marks an answer as in progress, so that it can be cancelled."""
        key = object()
        self._running[key] = broken_off
        try:
            yield
        finally:
            del self._running[key]

    def begin(self) -> None:
        self.begun = True

    def give_up(self) -> None:
        self._given_up = True
        for broken_off in list(self._running.values()):
            broken_off()

    def check(self) -> None:
        """Raises ServerStops if the answers in progress have been given up."""
        if self._given_up:
            raise ServerStops()
