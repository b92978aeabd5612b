"""Copies all saved conversations to a file, and restores them to a file or to the database that servers share."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sql
from sqlalchemy.exc import DBAPIError

from assistant.errors import ConversationsError
from assistant.serving.conversation_tables import conversation, of_a_file, setting, tables, turn
from assistant.serving.conversations import CONVERSATIONS, DOUBTED, Conversations
from index.store.databases import open_database

BATCH = 500
_ROWS = (conversation, turn)  # each after the table that it references


def copy_out(saved: Conversations, folder: Path) -> int:
    """Writes the conversations of all owners, as of one moment, to a file in the folder; returns their number."""
    path = folder / CONVERSATIONS
    for left in folder.glob(f"{CONVERSATIONS}.*"):  # left by a killed process
        left.unlink(missing_ok=True)
    partial = path.with_name(f"{CONVERSATIONS}.{uuid.uuid4().hex[:8]}")
    try:
        with saved.reading() as reading, _opened(partial) as writing:
            tables.create_all(writing)
            of_a_file.create_all(writing)
            _pour(reading, writing, saved.doubted)
            writing.execute(sql.insert(setting), [{"key": DOUBTED, "value": "0"}, {"key": "schema", "value": "1"}])
            count = writing.scalar(sql.select(sql.func.count()).select_from(conversation)) or 0
        partial.replace(path)
        return count
    finally:
        for ending in ("", "-wal", "-shm"):
            partial.with_name(partial.name + ending).unlink(missing_ok=True)


def copy_in(saved: Conversations, folder: Path) -> int:
    """Replaces all saved conversations with those of the folder's file, in one transaction; returns their number."""
    with TemporaryDirectory(prefix="restoring-") as staging:
        shutil.copyfile(
            folder / CONVERSATIONS, Path(staging) / CONVERSATIONS
        )  # opening it would create other files beside it
        with closing(Conversations(staging)) as source:
            return _replace(saved, source)


def _replace(saved: Conversations, source: Conversations) -> int:
    with source.reading() as reading, saved.replacing() as writing:
        for table in reversed(_ROWS):
            writing.execute(sql.delete(table))
        _pour(reading, writing, source.doubted)
        if writing.dialect.name == "postgresql":
            for table in _ROWS:
                sequence = sql.func.pg_get_serial_sequence(table.name, "key")
                last = sql.func.greatest(sql.func.coalesce(sql.func.max(table.c.key), 1), 1)
                writing.execute(sql.select(sql.func.setval(sequence, last)))
        return writing.scalar(sql.select(sql.func.count()).select_from(conversation)) or 0


def _pour(reading: sql.Connection, writing: sql.Connection, doubted: int) -> None:
    """Copies all rows; a doubted turn gets a key below one, which no other turn has."""
    for table in _ROWS:
        found = reading.execution_options(yield_per=BATCH).execute(sql.select(table).order_by(table.c.key))
        for rows in found.mappings().partitions():
            copied = [dict(row) for row in rows]
            for row in copied:
                if table is turn and 0 < row["key"] <= doubted:
                    row["key"] -= doubted + 1
            writing.execute(sql.insert(table), copied)


@contextmanager
def _opened(path: Path) -> Iterator[sql.Connection]:
    engine = open_database(path)
    try:
        with engine.execution_options(begin="IMMEDIATE").begin() as connection:
            yield connection
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
    except DBAPIError as error:
        raise ConversationsError(
            f"The conversations cannot be copied to '{path.parent}' ({error.orig}). Free disk space, then try again."
        ) from error
    finally:
        engine.dispose()
