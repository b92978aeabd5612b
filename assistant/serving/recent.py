"""Keeps recent answers in memory for a while, for feedback by id and for continued conversations."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

MOST = 1_000  # of all owners together, the latest


class Recent:
    """Keeps each owner's values for so many minutes, or none for 0, visible to that owner only."""

    def __init__(self, minutes: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = 60 * minutes
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], tuple[float, Any]] = OrderedDict()

    def keep(self, owner: str, id: str, one: Any) -> None:
        with self._lock:
            self._kept[owner, id] = self._clock(), one
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
            self._forget_old()

    def find(self, owner: str, id: str) -> Any:
        """The value kept under that id; None if there is none or it has expired."""
        with self._lock:
            self._forget_old()
            return self._kept.get((owner, id), (0, None))[1]

    def forget(self, owner: str, id: str) -> None:
        with self._lock:
            self._kept.pop((owner, id), None)

    def _forget_old(self) -> None:
        since = self._clock() - self._seconds
        while self._kept and next(iter(self._kept.values()))[0] <= since:
            self._kept.popitem(last=False)
