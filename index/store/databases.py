"""Opens an SQLite file for several threads and processes."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sql

from index.store.private import make_file

PATIENCE = 60  # seconds to wait for another writer


def open_database(path: Path, *pragmas: str) -> sql.Engine:
    """An engine over the file, in WAL mode; with the execution option `begin="IMMEDIATE"` it begins as a writer."""
    engine = sql.create_engine(sql.URL.create("sqlite", database=str(path)), connect_args={"timeout": PATIENCE})

    @sql.event.listens_for(engine, "do_connect")
    def made(*_: Any) -> None:
        make_file(path)  # its log and shared memory get the same permissions

    @sql.event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        # The driver's own transactions are switched off, so that a writer can begin with the lock:
        # one that reads first and then writes would fail at once if another has written in between.
        connection.isolation_level = None
        _log_ahead(connection)
        for pragma in ("synchronous=FULL", *pragmas):
            connection.execute(f"PRAGMA {pragma}")
        # SQLite's own `lower` handles ASCII letters only.
        connection.create_function("lower", 1, _lower, deterministic=True)

    @sql.event.listens_for(engine, "begin")
    def begin(connection: sql.Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', '')}")

    return engine


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()


def _log_ahead(connection: Any) -> None:
    """Switches the file to WAL, and retries: if several connections switch a new file at once, SQLite does not wait."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)
