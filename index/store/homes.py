"""Where a catalog lives, and what differs between databases.

A home is an SQLite file, as here, or a PostgreSQL database, as in postgresql.py.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import sqlalchemy as sql
from filelock import FileLock, Timeout
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from index.errors import LibraryError
from index.store.databases import open_database

NO_SUCH_NAME = "A name or number was given that no article can have. Look it up with `list`."
IN_USE = "The library is being written by another process. Try again in a moment."
# KiB for each connection: at a million paragraphs the inner pages of a key's index do not fit SQLite's default.
CACHE = 16_000
StillMine = Callable[[], object]  # raises if the turn has been lost


class Home(Protocol):
    """All statements of a `steady` transaction see the same moment; a transaction of `writing` is the only writer.

    `reading` is for single statements, `beside` for writing other data without waiting for writers of articles.
    """

    name: str  # for people, without a password
    where: str  # the same with a preposition
    reading: sql.Engine
    steady: sql.Engine
    writing: sql.Engine
    beside: sql.Engine

    def check(self) -> None:
        """Raises LibraryError if the home was removed."""

    def explained(self, error: DBAPIError) -> LibraryError:
        """The database's error as one sentence."""

    def turn(self, name: str, timeout: float) -> AbstractContextManager[StillMine]:
        """A lock among all who share the home, released when its holder is killed.

        Raises filelock.Timeout if another process holds it for `timeout` seconds; a negative `timeout` sets no limit.
        """


class FileHome:
    """An SQLite file, created if it is missing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = f"'{path}'"
        self.where = f"in '{path.parent}'"
        self.reading: sql.Engine = open_database(path, f"cache_size=-{CACHE}")
        self.steady = self.reading
        self.writing: sql.Engine = self.reading.execution_options(begin="IMMEDIATE")
        self.beside: sql.Engine = self.writing  # a file has one writer
        self._file: int | None = None

    def check(self) -> None:
        """Raises LibraryError if the file was removed: the open database would go on in memory and lose all changes."""
        try:
            found = self.path.stat().st_ino
        except FileNotFoundError:
            found = None
        self._file = self._file or found
        if found is None or found != self._file:
            raise LibraryError(f"The library at '{self.path.parent}' has been deleted or replaced. Open it again.")

    def explained(self, error: DBAPIError) -> LibraryError:
        if "locked" in str(error.orig):
            return LibraryError(IN_USE)
        return LibraryError(
            f"The catalog {self.name} cannot be used ({error.orig}). What was stored before stays "
            "stored; free disk space, or repair or restore the library's folder, then try again."
        )

    @contextmanager
    def turn(self, name: str, timeout: float) -> Iterator[StillMine]:
        try:
            taken = FileLock(self.path.with_name(f"{name}.lock"), mode=0o600).acquire(timeout=timeout)
        except Timeout:  # which is an OSError too
            raise
        except OSError as error:
            raise LibraryError(
                f"The folder '{self.path.parent}' cannot be written to ({error.strerror}). Free disk space or fix the "
                "folder's permissions, then try again."
            ) from error
        with taken:
            yield lambda: None


def server_at(url: str) -> tuple[str, int, bool]:
    """The host and port of a Chroma server, and whether it uses TLS."""
    try:
        address = urlsplit(url)
        if address.scheme in ("http", "https") and address.hostname and address.username is None:
            is_secure = address.scheme == "https"
            return address.hostname, address.port or (443 if is_secure else 8000), is_secure
    except ValueError:
        pass
    raise LibraryError("The setting vectors_url is not the address of a Chroma server. Write it like http://host:8000.")


class lowered(FunctionElement[str]):
    """A text in lower case, in every script."""

    name = "lower"
    type = sql.String()
    inherit_cache = True


@compiles(lowered)
def _lowered(element: lowered, compiler: SQLCompiler, **options: Any) -> str:
    return f"lower({compiler.process(element.clauses, **options)})"


@compiles(lowered, "postgresql")
def _lowered_everywhere(element: lowered, compiler: SQLCompiler, **options: Any) -> str:
    # By default, PostgreSQL lower-cases and sorts by its locale only.
    return f'(lower({compiler.process(element.clauses, **options)} COLLATE "und-x-icu") COLLATE "C")'


def insert_new(connection: sql.Connection, table: sql.Table) -> sqlite.Insert | postgresql.Insert:
    """An insertion that skips rows whose key exists."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()


def among(engine: sql.Engine, column: sql.ColumnElement[Any], values: Sequence[Any]) -> sql.ColumnElement[bool]:
    """The condition that the column has one of the values, of which there may be any number.

    They are sent as one parameter: SQLite accepts at most 32,766 and PostgreSQL 65,535, each parsed separately.
    """
    if engine.dialect.name == "sqlite":
        each = sql.func.json_each(json.dumps(list(values))).table_valued("value")
        return column.in_(sql.select(each.c.value))
    return column == sql.any_(sql.literal(list(values), postgresql.ARRAY(column.type)))
