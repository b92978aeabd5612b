"""Rate limits counted across all servers of a database, by its clock."""

from __future__ import annotations

from collections.abc import Hashable
from hashlib import sha256

import sqlalchemy as sql

from assistant.serving.shared import NOW, Shared, for_access, tally

SWEPT = 100  # expired rows of any owner that are deleted with each count


class SharedPace:
    """Like the in-memory `Pace`: at most `most` times in `seconds` for each key; each `what` is counted separately."""

    def __init__(self, shared: Shared, what: str, most: int, seconds: float) -> None:
        self._shared = shared
        self._what = what
        self.most = most
        self._seconds = seconds

    def wait(self, who: Hashable) -> float:
        """Counts one more and returns 0; if that is too many, returns the seconds until one more is allowed."""
        name = self._named(who)
        own = tally.c.who == name
        with for_access(), self._shared.changing(f"tally/{name}") as connection:
            now = connection.execute(NOW).scalar_one()
            over = sql.select(tally.c.key).where(tally.c.until <= now).limit(SWEPT).with_for_update(skip_locked=True)
            connection.execute(sql.delete(tally).where(tally.c.key.in_(over.scalar_subquery())))
            still = sql.select(sql.func.count(), sql.func.min(tally.c.until)).where(own, tally.c.until > now)
            count, first = connection.execute(still).one()
            if count >= self.most:
                return float(first - now)
            connection.execute(sql.insert(tally).values(who=name, until=now + self._seconds))
            return 0.0

    def forget(self, who: Hashable) -> None:
        with for_access(), self._shared.changing(f"tally/{self._named(who)}") as connection:
            connection.execute(sql.delete(tally).where(tally.c.who == self._named(who)))

    def _named(self, who: Hashable) -> str:
        """A hash, so that neither a name nor an address is stored."""
        return sha256(f"{self._what}/{who!r}".encode("utf-8", "surrogatepass")).hexdigest()
