"""Recent answers, kept in memory for a while: for feedback by id, and for continuing a conversation by id."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

MOST = 1_000  # answers of one owner
MOST_BYTES = 20_000_000  # of one owner
MOST_BYTES_OF_ALL = 200_000_000
MOST_BYTES_OF_ONE = 4_000_000  # twice what a request may hold


class Recent:
    """Keeps answers for a number of minutes, or none if that is 0; each owner sees only their own.

    An owner over the limit loses their oldest answers; if the total is over its limit, the owner with the most bytes
    loses theirs.
    """

    def __init__(self, minutes: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = 60 * minutes
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], tuple[float, bytes]] = OrderedDict()
        self._own: dict[str, OrderedDict[str, int]] = {}  # the size of each
        self._bytes: dict[str, int] = {}

    def keep(self, owner: str, id: str, one: bytes) -> None:
        """Keeps an answer, unless it is too large."""
        with self._lock:
            self._forget(owner, id)
            self._forget_old()
            if len(one) > MOST_BYTES_OF_ONE:
                return
            self._kept[owner, id] = self._clock(), one
            own = self._own.setdefault(owner, OrderedDict())
            own[id] = len(one)
            self._bytes[owner] = self._bytes.get(owner, 0) + len(one)
            while len(own) > MOST or self._bytes[owner] > MOST_BYTES:
                self._forget(owner, next(iter(own)))
            while sum(self._bytes.values()) > MOST_BYTES_OF_ALL:
                most = max(self._bytes, key=lambda one: self._bytes[one])
                self._forget(most, next(iter(self._own[most])))

    def find(self, owner: str, id: str) -> bytes | None:
        """What is kept under that id, or None."""
        with self._lock:
            self._forget_old()
            return self._kept.get((owner, id), (0, None))[1]

    def forget(self, owner: str, id: str) -> None:
        with self._lock:
            self._forget(owner, id)

    def _forget(self, owner: str, id: str) -> None:
        if self._kept.pop((owner, id), None) is None:
            return
        self._bytes[owner] -= self._own[owner].pop(id)
        if not self._own[owner]:
            del self._own[owner], self._bytes[owner]

    def _forget_old(self) -> None:
        since = self._clock() - self._seconds
        while self._kept and next(iter(self._kept.values()))[0] <= since:
            self._forget(*next(iter(self._kept)))
