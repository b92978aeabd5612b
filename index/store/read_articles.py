"""Keeps the readings in step with the catalog: reads articles that are unread or were read by an older version.

It reads the newest articles first, a few at a time, in the background of one of the processes that share the catalog;
questions are answered without what is missing. The reader is passed in.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple

import sqlalchemy as sql
from filelock import Timeout

from index import store
from index.articles import Article
from index.errors import LibraryError
from index.filters import Filters
from index.reading.records import Reading
from index.reading.register import Form, Meant, Person, Register
from index.store import readings, statements
from index.store.catalog import Catalog, Position
from index.store.statements import Found, Said
from index.store.tables import article, naming, reading

log = logging.getLogger(__name__)

BATCH = 8  # articles that are read between two transactions
GRACE = 3.0  # seconds before it begins, so that a command that asks one question ends first
PAUSE = 0.02  # seconds after each article, which leave the interpreter to questions
AGAIN = 5.0  # seconds between checks of whether another process is still reading
PATIENCE = 10.0  # seconds that closing waits for the current article

Reader = Callable[[Article], Reading]


class Unread(NamedTuple):
    key: int
    id: str
    fingerprint: str


class _Seen(NamedTuple):
    """The state of the readings: their catalog, the last number, how many there are, and how many are up to date."""

    catalog: str = ""
    last: int = 0
    readings: int = 0
    current: int = 0
    articles: int = 0


class ReadArticles:
    """The readings of a catalog; `read` is called with an article, and `version` is that of the reader."""

    def __init__(self, catalog: Catalog, read: Reader, version: str) -> None:
        self._catalog = catalog
        self._read = read
        self.version = version
        self._home = catalog.home
        self._position: Position | None = None
        self._seen = _Seen()
        self._looking = threading.Lock()
        self._registering = threading.Lock()
        self._names, self._registered = Register(), _Seen()  # and the state of the readings whose names it holds
        self._correcting = threading.Lock()
        self._corrected: tuple[object, list[store.Corrected]] | None = None
        self._linked: store.Kept = {}
        self._stopped = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._failure: str | None = None

    # Asking

    def of(self, article_id: str) -> Reading | None:
        """The reading of an article; None if it has not been read yet."""
        with self._catalog.transaction(self._home.steady) as connection:
            return readings.whole(connection, article_id)

    def statements(
        self,
        filters: Filters,
        *,
        speakers: Sequence[str] | None = None,
        paragraphs: Sequence[int] | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Said]:
        """See index.store.statements.find."""
        with self._catalog.transaction(self._home.steady) as connection:
            return statements.find(
                connection, filters, speakers=speakers, paragraphs=paragraphs, limit=limit, offset=offset
            )

    def corrected(self) -> list[store.Corrected]:
        """See index.store.corrections.find; recomputed when articles or readings have changed."""
        seen = self._look()
        with self._correcting:
            if self._corrected is None or self._corrected[0] != (seen, self._position):
                with self._catalog.transaction(self._home.steady) as connection:
                    # Without corrections, no language module needs to be loaded.
                    some = readings.any_corrections(connection)
                    found = store.corrections.find(connection, self._linked) if some else []
                    self._corrected = (seen, self._position), found
            return self._corrected[1]

    def people(self, like: str, *, limit: int | None, offset: int) -> list[Person]:
        """See Register.people; each with the articles in which they appear."""
        with self._register() as register:
            found = register.people(like)[offset : None if limit is None else offset + limit]
            spelt = {one.name: register.spellings([one.name]) for one in found}
        with self._catalog.transaction(self._home.reading) as connection:
            articles = statements.articles_naming(connection, [name for names in spelt.values() for name in names])
        return [replace(one, articles=_merged(articles, spelt[one.name])) for one in found]

    def meant_by(self, name: str) -> Meant:
        """See Register.find."""
        with self._register() as register:
            return register.find(name, self._named_beside)

    def spellings(self, names: Iterable[str]) -> list[str]:
        """All ways in which the names are spelt in the articles."""
        with self._register() as register:
            return register.spellings(names)

    def _named_beside(self, names: Sequence[str]) -> dict[str, list[str]]:
        with self._catalog.transaction(self._home.reading) as connection:
            return statements.named_beside(connection, names)

    @contextmanager
    def _register(self) -> Iterator[Register]:
        """The names in all readings, for one thread at a time; new ones are added first."""
        seen = self._look()
        with self._registering:
            held = self._registered
            if (seen.catalog, seen.last, seen.readings) != (held.catalog, held.last, held.readings):
                with self._catalog.transaction(self._home.steady) as connection:
                    after = held.last if _only_grew(connection, held, seen) else 0
                    register = self._names if after else Register()
                    register.add(_forms(connection, after, seen.last))
                self._names, self._registered = register, seen
            yield self._names

    def unread(self, position: Position | None = None) -> int:
        """How many articles are unread or were read by an older version."""
        seen = self._look(position)
        return seen.articles - seen.current

    def versions(self) -> dict[str, int]:
        """How many articles were read by each version."""
        with self._catalog.transaction(self._home.reading) as connection:
            return _versions(connection)

    def notice(self) -> str | None:
        """One sentence for an answer about the articles that were unread at the last check."""
        seen = self._seen
        if seen.current == seen.articles:
            return None
        number = f"{seen.articles - seen.current} of {seen.articles} articles"
        if self._failure:
            return f"{number} could not be read for who says what in them ({self._failure})."
        return f"{number} are still to be read for who says what in them; until then answers leave that out."

    def _look(self, position: Position | None = None) -> _Seen:
        """The state of the readings; queried again if the catalog has changed, or articles are still being read.

        A caller that knows the catalog's position may pass it.
        """
        position = position or self._catalog.position()
        with self._looking:
            if position == self._position and self._seen.current == self._seen.articles:
                return self._seen
        number = sql.func.count()
        last, articles = sql.select(sql.func.max(reading.c.number)), sql.select(number).select_from(article)
        with self._catalog.transaction(self._home.steady) as connection:
            versions = _versions(connection)
            seen = _Seen(
                catalog=position[0],
                last=connection.scalar(last) or 0,
                readings=sum(versions.values()),
                current=sum(count for version, count in versions.items() if not self._is_older(version)),
                articles=connection.scalar(articles) or 0,
            )
        with self._looking:
            self._position, self._seen = position, seen
        return seen

    # Reading

    def read(self, found: Article) -> Reading | None:
        """The reading of an article being added; None if it cannot be read now, which `notice` then reports."""
        try:
            return self._made(found)
        except LibraryError as error:
            self._failure = str(error)
            return None

    def _made(self, found: Article) -> Reading:
        """The reading of an article; empty if the reader fails on it, which must not keep the article out."""
        try:
            return self._read(found)
        except LibraryError:
            raise
        except Exception:
            log.exception("The article '%s' could not be read for who says what in it.", found.id)
            return Reading()

    def begin(self, position: Position | None = None) -> None:
        """Checks for unread articles and begins to read them in the background; returns at once."""
        if not self.unread(position) or self._failure or self._stopped.is_set():
            return
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._read_meanwhile, name="reading", daemon=True)
                self._thread.start()

    def read_all(self, progress: Callable[[int], object] = lambda done: None) -> None:
        """Reads unread articles, or waits for another process that does, and reports how many are done."""
        done = 0
        with self._catalog.turn("reading"):
            while batch := self._unread():
                done += self._read_batch(batch)
                progress(done)

    def close(self) -> None:
        self._stopped.set()
        if self._thread and self._thread is not threading.current_thread():
            self._thread.join(PATIENCE)

    def _read_meanwhile(self) -> None:
        waits = GRACE
        while not self._stopped.wait(waits):
            try:
                with self._catalog.turn("reading", 0):
                    while not self._stopped.is_set() and (batch := self._unread()):
                        self._read_batch(batch, politely=True)
                return
            except Timeout:  # another process is reading, and may be killed
                waits = AGAIN
            except LibraryError as error:
                self._failure = str(error)
                return
            except Exception:
                log.exception("Articles could not be read in the background.")
                self._failure = "the log says why"
                return
            if not self.unread():
                return

    def _unread(self) -> list[Unread]:
        """Some of the articles that are unread or were read by an older version, newest first."""
        with self._catalog.transaction(self._home.reading) as connection:
            current = [version for version in _versions(connection) if not self._is_older(version)]
        is_read = (reading.c.article_key == article.c.key) & reading.c.version.in_(current)
        query = (
            sql.select(article.c.key, article.c.id, article.c.fingerprint)
            .where(~sql.exists().where(is_read))
            .order_by(article.c.published.desc().nulls_last(), article.c.key.desc())
            .limit(BATCH)
        )
        with self._catalog.transaction(self._home.reading) as connection:
            return [Unread(*row) for row in connection.execute(query)]

    def _is_older(self, version: str) -> bool:
        """Whether readings by that version are redone; those by a later one are not, or the two would alternate."""
        return _parts(version) < _parts(self.version)

    def _read_batch(self, batch: Iterable[Unread], *, politely: bool = False) -> int:
        """Reads articles and stores the readings of those that have not changed since; returns their number."""
        read: list[tuple[Unread, Reading]] = []
        for one in batch:
            if politely and self._stopped.is_set():
                break
            if (found := self._catalog.article(one.id)) is not None:
                read.append((one, self._made(found)))
            if politely:
                self._stopped.wait(PAUSE)
        self._home.check()
        with self._catalog.transaction(self._home.writing) as connection:
            for one, reading_of_it in read:
                still = sql.select(article.c.fingerprint).where(article.c.key == one.key)
                if connection.scalar(still) == one.fingerprint:
                    readings.put(connection, one.key, reading_of_it, self.version)
        return len(read)


def _merged(articles: dict[str, list[Found]], names: Iterable[str]) -> tuple[str, ...]:
    """The ids of the articles that contain one of the names, newest first."""
    found = {one for name in names for one in articles[name]}
    return tuple(one.id for one in sorted(found, key=lambda one: (one.published or "", one.key), reverse=True))


def _parts(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def _versions(connection: sql.Connection) -> dict[str, int]:
    query = sql.select(reading.c.version, sql.func.count()).group_by(reading.c.version)
    return {version: count for version, count in connection.execute(query)}


def _only_grew(connection: sql.Connection, held: _Seen, seen: _Seen) -> bool:
    """Whether all cached readings are still there, unchanged; numbers are never reused."""
    later = sql.select(sql.func.count()).select_from(reading)
    later = later.where(reading.c.number > held.last, reading.c.number <= seen.last)
    return held.catalog == seen.catalog and held.readings + (connection.scalar(later) or 0) == seen.readings


def _forms(connection: sql.Connection, after: int, upto: int) -> Iterable[Form]:
    """The forms of the readings with these numbers, added up over the articles."""
    names = (naming.c.name, naming.c.form, naming.c.kind)
    query = (
        sql.select(*names, sql.func.sum(naming.c.mentions), sql.func.sum(naming.c.statements))
        .join(reading, reading.c.article_key == naming.c.article_key)
        .where(reading.c.number > after, reading.c.number <= upto)
        .group_by(*names)
    )
    return [
        Form(name, form, kind, int(mentions), int(said))
        for name, form, kind, mentions, said in connection.execute(query)
    ]
