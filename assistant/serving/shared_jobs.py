"""The orders of all servers of a database: the state of each, and which are to be cancelled."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sql
from pydantic import TypeAdapter
from sqlalchemy.dialects.postgresql import insert

from assistant.serving.orders import Addition
from assistant.serving.shared import NOW, Shared, job

KEPT = 7 * 86_400  # seconds for which an order is kept after its last update
SILENCE = 30.0  # seconds without an update after which an order's server is assumed to have ended
LOST = "The server that was adding this has ended. What it had stored stays; add the rest again."
_WRITTEN = TypeAdapter(Addition)


class SharedJobs:
    def __init__(self, shared: Shared) -> None:
        self._shared = shared

    def put(self, *orders: Addition) -> set[str]:
        """Stores this server's orders, which shows that it is alive; returns the ids of those to be cancelled."""
        with self._shared.changing("jobs") as connection:
            now = connection.execute(NOW).scalar_one()
            for order in orders:
                values = {"heard": now, "value": _WRITTEN.dump_json(order).decode()}
                new = insert(job).values(id=order.id, begun=order.begun.isoformat(), cancelled=False, **values)
                connection.execute(new.on_conflict_do_update(index_elements=[job.c.id], set_=values))
            connection.execute(sql.delete(job).where(job.c.heard < now - KEPT))
            wanted = sql.select(job.c.id).where(job.c.id.in_([order.id for order in orders]), job.c.cancelled)
            return set(connection.scalars(wanted))

    def cancel(self, order_id: str) -> None:
        with self._shared.changing("jobs") as connection:
            connection.execute(sql.update(job).where(job.c.id == order_id).values(cancelled=True))

    def order(self, order_id: str) -> Addition | None:
        return next(iter(self._found(job.c.id == order_id)), None)

    def all(self, *, limit: int) -> list[Addition]:
        """The last orders of all servers, latest first."""
        return self._found(sql.true(), limit)

    def _found(self, which: sql.ColumnElement[bool], limit: int = 1) -> list[Addition]:
        found = sql.select(job.c.heard, job.c.cancelled, job.c.value, NOW.scalar_subquery()).where(which)
        with self._shared.reading() as connection:
            rows = connection.execute(found.order_by(job.c.begun.desc()).limit(limit))
            return [_as_it_stands(*row) for row in rows]


def _as_it_stands(heard: float, cancelled: bool, value: str, now: float) -> Addition:
    order: Addition = _WRITTEN.validate_json(value)
    ended: dict[str, Any] = {}
    if order.state != "done" and now - heard > SILENCE:
        ended = {"state": "done", "error": LOST, "seconds_left": None}
    return replace(order, cancelled=order.cancelled or cancelled, **ended)
