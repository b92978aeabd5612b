"""Rate limits: a maximum number of times in a number of seconds, for each key."""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING

from assistant.access.identity import Identity
from assistant.errors import TooOften

if TYPE_CHECKING:
    from assistant.serving.shared_pace import SharedPace

MOST_KNOWN = 10_000


class Pace:
    """Counts in memory, from the start of the process. Thread-safe."""

    def __init__(self, most: int, seconds: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._times: dict[Hashable, deque[float]] = {}

    def wait(self, who: Hashable) -> float:
        """Counts one more and returns 0; if that is too many, returns the seconds until one more is allowed."""
        now = self._clock()
        with self._lock:
            if len(self._times) >= MOST_KNOWN:
                self._forget_old(now)
            times = self._times.setdefault(who, deque())
            while times and times[0] <= now - self._seconds:
                times.popleft()
            if len(times) >= self.most:
                return times[0] + self._seconds - now
            times.append(now)
            return 0.0

    def forget(self, who: Hashable) -> None:
        with self._lock:
            self._times.pop(who, None)

    def _forget_old(self, now: float) -> None:
        for who in [who for who, times in self._times.items() if not times or times[-1] <= now - self._seconds]:
            del self._times[who]
        while len(self._times) >= MOST_KNOWN:
            del self._times[next(iter(self._times))]


class Questions:
    """Limits the questions, or other actions, of each user and key, over all interfaces together."""

    def __init__(self, pace: Pace | SharedPace) -> None:
        self.pace = pace

    def count(self, identity: Identity) -> None:
        """Counts one; raises TooOften after too many. The local user of an open server is not counted."""
        if not identity.is_local and (seconds := self.pace.wait(identity.owner)):
            raise TooOften(math.ceil(seconds))
