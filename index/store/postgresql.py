"""A catalog's home in a PostgreSQL database, which any number of processes on any number of machines share."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sql
from filelock import Timeout
from sqlalchemy.exc import ArgumentError, DBAPIError

from index.errors import LibraryError
from index.store.databases import PATIENCE
from index.store.homes import IN_USE, NO_SUCH_NAME, StillMine

SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
# After about a minute a server releases the locks of a vanished client, and a client gives up on a vanished server.
ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
ON_SERVER = " ".join(f"-c tcp_{name}={value}" for name, value in ALIVE.items())
OURS = 0x41525449  # the first half of the keys of our advisory locks


class PostgresHome:
    """The database at a URL such as postgresql://user:password@host:5432/articles; its schema is the default one.

    Raises LibraryError if the URL is invalid or the driver is not installed.
    """

    def __init__(self, url: str) -> None:
        address = _read(url)
        self._secrets = [secret for secret in (address.password, address.query.get("password")) if secret]
        self.name = self.where = f"at {masked(url)}"
        asked = f"{ON_SERVER} {address.query.get('options', '')}".strip()
        try:
            engine = sql.create_engine(
                address.difference_update_query(["options"]),
                connect_args={"connect_timeout": 10, "options": asked, "tcp_user_timeout": 60_000, **ALIVE},
                pool_pre_ping=True,  # reconnects after a restart of the server
                max_overflow=15,  # beyond the 5 that are kept; the server allows 100 by default
            )
        except ModuleNotFoundError as error:
            raise LibraryError(
                "A catalog on PostgreSQL needs a package that is not installed. "
                "Run `pip install '.[postgres]'` in the project's folder."
            ) from error
        sql.event.listen(engine, "connect", self._check_encoding)
        # A single statement needs no transaction, which saves two of four round trips to the server.
        self.reading: sql.Engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self.steady: sql.Engine = engine.execution_options(isolation_level="REPEATABLE READ")
        # Each statement of a writer sees what was stored before it got its turn.
        self.writing: sql.Engine = engine.execution_options(isolation_level="READ COMMITTED")
        self.beside: sql.Engine = engine.execution_options(isolation_level="READ COMMITTED")  # for data beside articles
        sql.event.listen(self.writing, "begin", _one_writer_at_a_time)

    def _check_encoding(self, connection: Any, _record: Any) -> None:
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise LibraryError(
                f"The database {self.name} stores texts as {encoding}, not as UTF8. Create one with "
                "`createdb --encoding UTF8 --template template0 NAME`."
            )

    def check(self) -> None:
        pass

    def explained(self, error: DBAPIError) -> LibraryError:
        raised, why = error.orig, self._why(error)
        state = getattr(raised, "sqlstate", None) or ""
        if state == "55P03":
            return LibraryError(IN_USE)
        if type(raised).__name__ == "DataError" or state.startswith("22"):
            return LibraryError(NO_SUCH_NAME)
        # Classes 08 and 57P: no connection, and a server that stops or starts.
        if error.connection_invalidated or state[:3] in ("", "57P") or state[:2] == "08":
            return LibraryError(
                f"The catalog {self.name} cannot be reached ({why}). What was stored stays stored; start PostgreSQL "
                "or correct the setting catalog_url, then try again."
            )
        mend = "free disk space on its machine" if state == "53100" else "fix that"
        return LibraryError(
            f"The catalog {self.name} cannot be used ({why}). What was stored before stays stored; {mend}, then try "
            "again."
        )

    def _why(self, error: DBAPIError) -> str:
        lines = str(error.orig).strip().splitlines() or [type(error.orig).__name__]
        why = " ".join(lines[0].split())
        for secret in self._secrets:
            why = why.replace(str(secret), "***")
        return why

    @contextmanager
    def turn(self, name: str, timeout: float) -> Iterator[StillMine]:
        """A session lock: the server frees it when the connection ends, however its holder ends."""
        with self.reading.connect() as connection:
            of_name = {"name": name}
            asked = sql.text(f"SELECT pg_try_advisory_lock({OURS}, hashtext(current_schema() || '/' || :name))")
            until = time.monotonic() + timeout
            while not connection.scalar(asked, of_name):
                if timeout >= 0 and time.monotonic() >= until:
                    raise Timeout(f"{name} {self.name}")
                time.sleep(0.1)
            try:
                yield lambda: connection.scalar(sql.select(1))
            finally:
                # Closing the connection frees the lock, even if this process has lost track of it.
                connection.invalidate()


def _one_writer_at_a_time(connection: sql.Connection) -> None:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({OURS}, hashtext(current_schema()))")


def masked(url: str) -> str:
    """A URL as it may be shown."""
    try:
        address = sql.make_url(url)
    except (ArgumentError, ValueError):
        return "a URL that cannot be read"
    shown: dict[str, Any] = {name: "***" for name in address.query if "pass" in name}
    return address.update_query_dict(shown).render_as_string(hide_password=True)


def _read(url: str) -> sql.URL:
    try:
        address = sql.make_url(url)
        known = address.drivername in SCHEMES
    except (ArgumentError, ValueError):
        known = False
    if not known:
        raise LibraryError(
            "The setting catalog_url is not the address of a database. Write postgresql://user@host/name."
        )
    return address.set(drivername="postgresql+psycopg")
