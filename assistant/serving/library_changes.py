"""Whether another process is changing the library: the change log grows while nothing here adds to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

LATELY = 30.0  # seconds; a batch can take this long on a slow machine


class Watch:
    """Compares the last change at each call of `sees_others`; `expect` records changes made here."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._last: tuple[int, int] | None = None
        self._seen = float("-inf")

    def sees_others(self, change: int, *, turns: int) -> bool:
        """Whether others have recently added to the log.

        `turns` counts how often adding has begun or ended here: while it is odd, or if it has changed since the last
        call, growth of the log is attributed to additions here.
        """
        busy = turns % 2 == 1
        with self._lock:
            before, self._last = self._last, (change, turns)
            if before and before[0] != change and before[1] == turns and not busy:
                self._seen = self._clock()
            return not busy and self._clock() - self._seen < LATELY

    def expect(self, change: int) -> None:
        """Records a change made here."""
        with self._lock:
            if self._last:
                self._last = (change, self._last[1])
