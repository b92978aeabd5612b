"""What servers share in one database besides the articles, so that a change on one server applies to all at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sql
from sqlalchemy.exc import DBAPIError

from assistant.errors import AccessError
from assistant.serving.conversation_tables import tables as conversation_tables
from index.errors import LibraryError
from index.store.catalog import home_at
from index.store.homes import Home
from index.store.postgresql import OURS, PostgresHome
from index.store.tables import NUMBER, STRING, TEXT

tables = sql.MetaData()
# Users, keys, sessions and the secret of the seals, each as one JSON object.
record = sql.Table(
    "server_record",
    tables,
    sql.Column("name", STRING, primary_key=True),
    sql.Column("version", NUMBER, nullable=False),
    sql.Column("value", TEXT, nullable=False),
)
# Counted requests; each expires at `until`, in seconds since 1970 by the database's clock.
tally = sql.Table(
    "server_tally",
    tables,
    sql.Column("key", NUMBER, primary_key=True),
    sql.Column("who", STRING, nullable=False),
    sql.Column("until", sql.Double, nullable=False, index=True),
    sql.Index("server_tally_who", "who", "until"),
)
job = sql.Table(
    "server_job",
    tables,
    sql.Column("id", STRING, primary_key=True),
    sql.Column("begun", STRING, nullable=False),
    sql.Column("heard", sql.Double, nullable=False),  # when its server last updated it
    sql.Column("cancelled", sql.Boolean, nullable=False),
    sql.Column("value", TEXT, nullable=False),
)
# Answers of the API by their ids, for a while.
recent = sql.Table(
    "server_recent",
    tables,
    sql.Column("key", NUMBER, primary_key=True),
    sql.Column("kind", STRING, nullable=False),
    sql.Column("owner", STRING, nullable=False),
    sql.Column("id", STRING, nullable=False),
    sql.Column("until", sql.Double, nullable=False, index=True),
    sql.Column("bytes", NUMBER, nullable=False),
    sql.Column("value", TEXT, nullable=False),
    sql.Index("server_recent_id", "kind", "owner", "id"),
)
NOW = sql.select(sql.cast(sql.extract("epoch", sql.func.clock_timestamp()), sql.Double))


class Shared:
    """The database of a library; thread-safe. If it fails, every method raises LibraryError with one sentence."""

    def __init__(self, home: PostgresHome) -> None:
        self.home = home
        # With this engine a statement sees all that was stored before it, even if its transaction waited for its turn.
        self._changing = home.beside
        self._making = threading.Lock()
        self._made = False

    @contextmanager
    def reading(self) -> Iterator[sql.Connection]:
        """A connection for single statements, each of which sees the database as it is at that moment."""
        with self._with_our_errors(), self.home.reading.connect() as connection:
            self._make()
            yield connection

    @contextmanager
    def steady(self) -> Iterator[sql.Connection]:
        """A transaction whose statements all see the database as of the same moment."""
        with self._with_our_errors(), self.home.steady.begin() as connection:
            self._make()
            yield connection

    @contextmanager
    def changing(self, turn: str) -> Iterator[sql.Connection]:
        """A transaction; those with the same turn run one after the other."""
        with self._with_our_errors():
            self._make()
            with self._changing.begin() as connection:
                _take(connection, turn)
                yield connection

    @contextmanager
    def _with_our_errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise self.home.explained(error) from error

    def _make(self) -> None:
        with self._making:
            if not self._made:
                with self._changing.begin() as connection:
                    _take(connection, "tables")
                    tables.create_all(connection)
                    conversation_tables.create_all(connection)
                self._made = True


def shared_at(home: Home | str | None) -> Shared | None:
    """What servers share through a catalog, given its home or URL; None if the articles are in a folder."""
    home = home_at(home) if isinstance(home, str) else home
    return Shared(home) if isinstance(home, PostgresHome) else None


@contextmanager
def for_access() -> Iterator[None]:
    """Turns LibraryError into AccessError: without the database, permissions are unknown."""
    try:
        yield
    except LibraryError as error:
        raise AccessError(str(error)) from error


def _take(connection: sql.Connection, turn: str) -> None:
    connection.execute(
        sql.text(f"SELECT pg_advisory_xact_lock({OURS}, hashtext(current_schema() || '/server/' || :turn))"),
        {"turn": turn},
    )
