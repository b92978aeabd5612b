"""A lease: held by one of several processes, and taken over by another when that one is gone.

It expires by itself. Clocks of machines differ, so no times are compared: the holder counts beats, and a process that
has seen no new beat for SECONDS by its own clock may take it.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

import sqlalchemy as sql

from index.store.catalog import Catalog
from index.store.homes import insert_new
from index.store.tables import lease

SECONDS = 9.0  # seconds without a beat, after which a lease has expired
BEAT = 3.0  # seconds between two beats


class Lease:
    """One process' part in a lease; `holder` names the process. Thread-safe."""

    def __init__(
        self,
        catalog: Catalog,
        name: str,
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.holder = uuid.uuid4().hex
        self._catalog, self._name, self._clock, self._now = catalog, name, clock, now
        self._until = float("-inf")
        self._seen: tuple[str, int] | None = None  # another process's last holder and beat, seen at `_since`
        self._since = 0.0

    def holds(self) -> bool:
        """Whether this process may still act under the lease."""
        return self._clock() < self._until

    def take(self) -> bool:
        """Takes the lease if it is free or expired, or renews its own; returns whether this process holds it now."""
        begun, mine = self._clock(), lease.c.name == self._name
        with self._catalog.transaction(self._catalog.home.reading) as connection:
            found = connection.execute(sql.select(lease.c.holder, lease.c.beat).where(mine)).first()
        if found and found.holder != self.holder and not self._is_over((found.holder, found.beat)):
            self._until = float("-inf")
            return False
        values = {"holder": self.holder, "beat": found.beat + 1 if found else 1, "renewed": self._now()}
        with self._catalog.transaction(self._catalog.home.beside) as connection:
            if found is None:
                new = insert_new(connection, lease).values(name=self._name, **values)
                is_mine = connection.scalar(new.returning(lease.c.beat)) is not None
            else:
                as_seen = mine & (lease.c.holder == found.holder) & (lease.c.beat == found.beat)
                is_mine = connection.execute(sql.update(lease).where(as_seen).values(**values)).rowcount == 1
        self._until = begun + SECONDS if is_mine else float("-inf")
        return is_mine

    def _is_over(self, seen: tuple[str, int]) -> bool:
        if seen != self._seen:
            self._seen, self._since = seen, self._clock()
        return self._clock() - self._since >= SECONDS

    def give_back(self) -> None:
        """Gives the lease back, so that another process need not wait for it to expire."""
        self._until = float("-inf")
        mine = (lease.c.name == self._name) & (lease.c.holder == self.holder)
        with self._catalog.transaction(self._catalog.home.beside) as connection:
            connection.execute(sql.delete(lease).where(mine))


def renewed(catalog: Catalog, name: str) -> float | None:
    """When the lease was last renewed, by the clock of the holder's machine; None if it was given back."""
    with catalog.transaction(catalog.home.reading) as connection:
        return connection.scalar(sql.select(lease.c.renewed).where(lease.c.name == name))
