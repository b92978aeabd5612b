"""Recent answers of servers that share a database: each server finds, by id, what another has answered.

Like the in-memory `Recent`, it keeps them for a number of minutes, for their owner only, within the same limits.
"""

from __future__ import annotations

import logging

import sqlalchemy as sql

from assistant.serving import recent as bounds
from assistant.serving.shared import NOW, Shared, recent
from index.errors import LibraryError

log = logging.getLogger(__name__)

SWEPT = 100  # expired rows of any owner that are deleted with each one kept


class SharedRecent:
    """`kind` separates what is kept for different purposes."""

    def __init__(self, shared: Shared, kind: str, minutes: float) -> None:
        self._shared = shared
        self._kind = kind
        self._seconds = 60 * minutes

    def keep(self, owner: str, id: str, one: bytes) -> None:
        """Keeps an answer, unless it is too large; a failure to store it is only logged, since nobody needs it yet."""
        if self._seconds and len(one) <= bounds.MOST_BYTES_OF_ONE:
            try:
                self._keep(owner, id, one)
            except LibraryError as error:
                log.warning("An answer could not be kept. %s", error)

    def find(self, owner: str, id: str) -> bytes | None:
        """What is kept under that id, or None."""
        found = sql.select(recent.c.value).where(self._is(owner, id), recent.c.until > NOW.scalar_subquery())
        with self._shared.reading() as connection:
            value: str | None = connection.scalar(found)
        return value.encode() if value is not None else None

    def forget(self, owner: str, id: str) -> None:
        with self._shared.changing("recent") as connection:
            connection.execute(sql.delete(recent).where(self._is(owner, id)))

    def _keep(self, owner: str, id: str, one: bytes) -> None:
        with self._shared.changing("recent") as connection:
            now = connection.execute(NOW).scalar_one()
            over = sql.select(recent.c.key).where(recent.c.until <= now).limit(SWEPT).with_for_update(skip_locked=True)
            connection.execute(sql.delete(recent).where(recent.c.key.in_(over.scalar_subquery())))
            connection.execute(sql.delete(recent).where(self._is(owner, id)))
            connection.execute(
                sql.insert(recent).values(
                    kind=self._kind, owner=owner, id=id, until=now + self._seconds, bytes=len(one), value=one.decode()
                )
            )
            self._bound(connection, owner)

    def _bound(self, connection: sql.Connection, owner: str) -> None:
        """Deletes the owner's oldest answers over the limit, and those of the largest owner over the total limit."""
        of_kind = recent.c.kind == self._kind
        self._trim(connection, of_kind & (recent.c.owner == owner), bounds.MOST, bounds.MOST_BYTES)
        size = sql.func.sum(recent.c.bytes)
        while (total := connection.scalar(sql.select(size).where(of_kind)) or 0) > bounds.MOST_BYTES_OF_ALL:
            own = sql.select(recent.c.owner, size).where(of_kind).group_by(recent.c.owner)
            most, its = connection.execute(own.order_by(size.desc()).limit(1)).one()
            room = its - (total - bounds.MOST_BYTES_OF_ALL)
            self._trim(connection, of_kind & (recent.c.owner == most), bounds.MOST, room)

    def _trim(self, connection: sql.Connection, which: sql.ColumnElement[bool], most: int, most_bytes: int) -> None:
        """Keeps only the latest answers, at most `most` of them and `most_bytes` in all; deletes the others."""
        latest = recent.c.key.desc()
        counted = sql.select(
            recent.c.key,
            sql.func.row_number().over(order_by=latest).label("number"),
            sql.func.sum(recent.c.bytes).over(order_by=latest).label("size"),
        ).where(which)
        inner = counted.subquery()
        over = sql.select(inner.c.key).where((inner.c.number > most) | (inner.c.size > most_bytes))
        connection.execute(sql.delete(recent).where(recent.c.key.in_(over)))

    def _is(self, owner: str, id: str) -> sql.ColumnElement[bool]:
        return (recent.c.kind == self._kind) & (recent.c.owner == owner) & (recent.c.id == id)
