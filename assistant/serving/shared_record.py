"""A record in the database that servers share, in place of a file in a single server's folder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sql
from sqlalchemy.dialects.postgresql import insert

from assistant.serving.shared import Shared, for_access, record


class SharedRecord:
    """A record that is read again only if it has changed, and is written as a whole or not at all."""

    def __init__(self, shared: Shared, name: str) -> None:
        self.to_forget = f"the row '{name}' of the table 'server_record' {shared.home.where}"
        self._shared = shared
        self._name = name
        self._read: tuple[int, Mapping[str, Any]] = (0, {})

    def read(self) -> Mapping[str, Any]:
        """The record, read-only; raises AccessError if it cannot be read."""
        known, value = self._read
        unseen = sql.case((record.c.version != known, record.c.value))
        query = sql.select(record.c.version, unseen).where(record.c.name == self._name)
        with for_access(), self._shared.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            return {}
        if row[0] != known:
            self._read = row[0], json.loads(row[1])
        return value if row[0] == known else self._read[1]

    @contextmanager
    def changing(self) -> Iterator[dict[str, Any]]:
        """The record, to be changed; it is written when the block ends without an error."""
        with for_access(), self._shared.changing(f"record/{self._name}") as connection:
            row = connection.execute(sql.select(record).where(record.c.name == self._name)).first()
            value = json.loads(row.value) if row else {}
            yield value
            values = {"version": row.version + 1 if row else 1, "value": json.dumps(value)}
            put = insert(record).values(name=self._name, **values)
            connection.execute(put.on_conflict_do_update(index_elements=[record.c.name], set_=values))
