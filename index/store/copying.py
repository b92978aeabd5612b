"""Copies a catalog, including vectors and change log, from one home to another.

A copy made in several transactions is marked as incomplete, and cannot be opened, until it is done; if restarted, it
continues after the last row stored.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from filelock import Timeout
from sqlalchemy.exc import DBAPIError

from index.errors import LibraryError
from index.store.homes import FileHome, Home
from index.store.tables import COPYING, SCHEMA_VERSION, bring_up_to_date, change, make_tables, setting, tables

BATCH = 5000  # rows stored in one transaction
COPIED = "copied"  # the setting that names what a complete catalog is a copy of
ROWS = [table for table in tables.sorted_tables if table is not setting]  # each after those that it references
Report = Callable[[int, int], object]


def copy(source: Home, target: Home, report: Report = lambda done, total: None) -> int:
    """Copies the source, as it is at this moment, into an empty home as its own catalog; returns the number of rows.

    `report` receives the number of rows stored and their total. Raises LibraryError if the target holds
    something else.
    """
    try:
        with _explaining(source), source.steady.begin() as reading, _explaining(target), target.turn("copy", 0):
            if _begin(reading, source, target):
                _pour(reading, partial(_writing, target), report)
                _complete(reading, target)
            return sum(_count(reading, table) for table in ROWS)
    except Timeout as error:
        raise LibraryError(f"Another process is copying to {target.name}. Wait until it has ended.") from error
    finally:
        target.reading.dispose()


def into_file(source: Home, path: Path) -> None:
    """Writes the source, as it is at this moment, into a new SQLite file, in one transaction."""
    target = FileHome(path)
    try:
        with source.steady.begin() as reading, _writing(target) as writing:
            tables.create_all(writing)
            _pour(reading, lambda: nullcontext(writing))
            for key, value in _settings(reading).items():
                _set(writing, key, value)
    finally:
        target.reading.dispose()


def replace(target: Home, source: Home) -> None:
    """Replaces all content of the target with the source's, in one transaction of the target."""
    with _explaining(source), source.steady.begin() as reading, _writing(target) as writing:
        version = make_tables(writing)
        if version > SCHEMA_VERSION:
            raise LibraryError(
                f"The library {target.name} was written by a newer version. Upgrade article-assistant to restore there."
            )
        if version < SCHEMA_VERSION:
            bring_up_to_date(writing)
        _clear(writing)
        _pour(reading, lambda: nullcontext(writing))
        _settle(writing, _settings(reading))


@contextmanager
def _explaining(home: Home) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise home.explained(error) from error


@contextmanager
def _writing(target: Home) -> Iterator[sql.Connection]:
    with _explaining(target), target.writing.begin() as writing:
        yield writing


def _begin(reading: sql.Connection, source: Home, target: Home) -> bool:
    """Marks the target as an incomplete copy; returns False if it is already complete."""
    last = reading.scalar(sql.select(sql.func.max(change.c.number))) or 0
    mark = f"{_settings(reading)['identity']}/{last}"
    with _writing(target) as writing:
        if make_tables(writing) != SCHEMA_VERSION:
            raise LibraryError(f"The library {target.name} was written by another version. Name an empty one.")
        noted = _settings(writing)
        if noted.get(COPIED) == mark:
            return False
        if COPYING not in noted and writing.scalar(sql.select(change.c.number).limit(1)) is not None:
            raise LibraryError(f"The library {target.name} holds articles already. Name an empty one to copy to.")
        if noted.get(COPYING, "").split(" ")[0] != mark:  # nothing copied yet, or the source has changed since
            _clear(writing)
            _set(writing, COPYING, f"{mark} {source.name}")
    return True


def _pour(
    reading: sql.Connection,
    transaction: Callable[[], AbstractContextManager[sql.Connection]],
    report: Report = lambda done, total: None,
) -> None:
    total = sum(_count(reading, table) for table in ROWS)
    with transaction() as writing:
        last = {table: _last_key(writing, table) for table in ROWS}
        done = sum(_count(writing, table) for table in ROWS)
    report(done, total)
    for table in ROWS:
        for rows in _rows(reading, table, last[table]):
            with transaction() as writing:
                writing.execute(sql.insert(table), rows)
            done += len(rows)
            report(done, total)


def _rows(reading: sql.Connection, table: sql.Table, after: tuple[Any, ...] | None) -> Iterator[list[dict[str, Any]]]:
    """The rows after a key, in key order, in batches."""
    keys = list(table.primary_key)
    query = sql.select(table).order_by(*keys)
    if after is not None:
        query = query.where(sql.tuple_(*keys) > after)
    found = reading.execution_options(yield_per=BATCH).execute(query)
    for rows in found.mappings().partitions():
        yield [dict(row) for row in rows]


def _last_key(writing: sql.Connection, table: sql.Table) -> tuple[Any, ...] | None:
    keys = list(table.primary_key)
    row = writing.execute(sql.select(*keys).order_by(*(key.desc() for key in keys)).limit(1)).first()
    return tuple(row) if row else None


def _count(connection: sql.Connection, table: sql.Table) -> int:
    return connection.scalar(sql.select(sql.func.count()).select_from(table)) or 0


def _complete(reading: sql.Connection, target: Home) -> None:
    """Removes the mark if every row is there."""
    held, settings = {table.name: _count(reading, table) for table in ROWS}, _settings(reading)
    with _writing(target) as writing:
        wrong = [table.name for table in ROWS if _count(writing, table) != held[table.name]]
        if wrong:
            raise LibraryError(
                f"The copy {target.name} does not hold what was copied ({', '.join(wrong)}), because another process "
                "wrote there. Empty it and copy again."
            )
        _settle(writing, settings)
        _set(writing, COPIED, _settings(writing)[COPYING].split(" ")[0])
        writing.execute(sql.delete(setting).where(setting.c.key == COPYING))
        if writing.dialect.name == "postgresql":
            writing.exec_driver_sql("ANALYZE")  # otherwise it reads whole tables until its own statistics run


def _settle(writing: sql.Connection, settings: dict[str, str]) -> None:
    """Copies the settings, with a new identity, and lets new keys follow the existing ones."""
    # Followers of the source must not mistake this catalog's changes for the source's.
    kept = {key: value for key, value in settings.items() if key != COPIED}
    for key, value in (kept | {"identity": uuid.uuid4().hex}).items():
        _set(writing, key, value)
    if writing.dialect.name == "postgresql":
        for table in ROWS:
            if (own := table.autoincrement_column) is not None:
                sequence = sql.func.pg_get_serial_sequence(table.name, own.name)
                writing.execute(sql.select(sql.func.setval(sequence, sql.func.max(own))))


def _clear(writing: sql.Connection) -> None:
    for table in reversed(ROWS):
        writing.execute(sql.delete(table))
    writing.execute(sql.delete(setting).where(setting.c.key.not_in(["schema", "identity"])))


def _settings(connection: sql.Connection) -> dict[str, str]:
    return {row.key: row.value for row in connection.execute(sql.select(setting))}


def _set(writing: sql.Connection, key: str, value: str) -> None:
    writing.execute(sql.delete(setting).where(setting.c.key == key))
    writing.execute(sql.insert(setting).values(key=key, value=value))
