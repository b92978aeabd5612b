"""The end of a server: no more answers are begun, and those at work may come to theirs for a while.

It knows that there are answers; it knows nothing of what they are, or of signals and connections.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant.errors import ServerStops


class Ending:
    """What the server and those who answer agree by: `begin` comes first and, when it takes too long, `give_up`."""

    def __init__(self) -> None:
        self._running: dict[object, Callable[[], None]] = {}
        self.begun = self._given_up = False

    @property
    def running(self) -> int:
        """How many answers are at work."""
        return len(self._running)

    @contextmanager
    def answering(self, broken_off: Callable[[], None] = lambda: None) -> Iterator[None]:
        """An answer at work, which is told when it is broken off."""
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
        """Raises ServerStops where an answer has taken too long."""
        if self._given_up:
            raise ServerStops()
