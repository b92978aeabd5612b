"""The rows of watched sources: what they are, whose turn it is, and which articles each has added."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import sqlalchemy as sql

from index.errors import UnknownSource
from index.store.catalog import Catalog
from index.store.homes import among, insert_new
from index.store.tables import article, watched, watched_article, watched_page

SourceKind = Literal["folder", "web", "feed", "page"]  # "web" until first read
Outcome = Literal["read", "failed", "broken off"]
REMEMBERED = 20  # the latest times at which a source added something


@dataclass(frozen=True, slots=True)
class Source:
    """A source and its state; times are seconds since 1970.

    `every` is its own interval in seconds, `articles` how many it added that are still there, `brought` when it
    recently added some, oldest first. `failure` is one sentence about what could not be read last.
    """

    key: int
    id: str
    place: str
    kind: SourceKind
    name: str
    created: float
    paused: bool
    every: float | None
    due: float
    turns: int
    is_held: bool
    succeeded: float | None
    failed: float | None
    failure: str | None
    failures: int
    brought: tuple[float, ...]
    validators: Mapping[str, str | None] | None
    articles: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page that a feed names: `mark` is a hash of its entry, `tries` the number of failed tries."""

    mark: str
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a turn; an interrupted one says nothing about the source.

    `failure` is what could not be read, even if the rest was. `pages` is None if unchanged.
    """

    due: float
    outcome: Outcome = "read"
    failure: str | None = None
    kind: SourceKind | None = None
    name: str | None = None
    articles: Sequence[str] = ()
    added: int = 0
    validators: Mapping[str, str | None] | None = None
    pages: Mapping[str, Page] | None = None


_COLUMNS = (
    *("key", "id", "place", "kind", "name", "created", "paused", "every", "due", "turns"),
    *("succeeded", "failed", "failure", "failures"),
)
_BROUGHT = (
    sql.select(sql.func.count())
    .select_from(watched_article.join(article, article.c.id == watched_article.c.article_id))
    .where(watched_article.c.watched_key == watched.c.key, watched_article.c.own)
    .correlate(watched)
    .scalar_subquery()
    .label("articles")
)
_WHOLE = sql.select(
    *(watched.c[name] for name in _COLUMNS), watched.c.held, watched.c.brought, watched.c.validators, _BROUGHT
)


def _source(row: Any) -> Source:
    return Source(
        **{name: getattr(row, name) for name in _COLUMNS},
        is_held=row.held is not None,
        brought=tuple(json.loads(row.brought)),
        validators=json.loads(row.validators) if row.validators else None,
        articles=row.articles,
    )


class Sources:
    """The sources of one catalog; every method is one transaction. Raises UnknownSource for an unknown id."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._reading, self._beside = catalog.home.reading, catalog.home.beside

    def all(self) -> list[Source]:
        """All sources, in the order in which they were added."""
        with self._catalog.transaction(self._reading) as connection:
            return [_source(row) for row in connection.execute(_WHOLE.order_by(watched.c.key))]

    def doubtful(self, failures: int) -> list[Source]:
        """Sources that failed at least that often in a row, or may have fallen silent; paused ones are left out."""
        some = (watched.c.failures >= failures) | (watched.c.brought != "[]")
        with self._catalog.transaction(self._reading) as connection:
            return [_source(row) for row in connection.execute(_WHOLE.where(some, ~watched.c.paused))]

    def get(self, id: str) -> Source:
        with self._catalog.transaction(self._reading) as connection:
            row = connection.execute(_WHOLE.where(watched.c.id == id)).first()
        if row is None:
            raise UnknownSource(f"No source has the id '{id}'. The list of sources shows the ids.")
        return _source(row)

    def add(self, place: str, kind: SourceKind, *, now: float, every: float | None = None) -> tuple[Source, bool]:
        """Adds the source at that place, due at once, unless it exists; returns it and whether it is new."""
        values: dict[str, Any] = {
            "id": secrets.token_hex(6),
            "place": place,
            "kind": kind,
            "name": place,
            "every": every,
        }
        values |= {"created": now, "paused": False, "due": now, "turns": 0, "failures": 0, "brought": "[]"}
        with self._catalog.transaction(self._beside) as connection:
            new = insert_new(connection, watched).values(**values).returning(watched.c.key)
            is_new = connection.scalar(new) is not None
            return _source(connection.execute(_WHOLE.where(watched.c.place == place)).one()), is_new

    def change(
        self, id: str, *, paused: bool | None = None, every: float | None = None, due: float | None = None
    ) -> Source:
        """Stores the given values."""
        given = {"paused": paused, "every": every, "due": due}
        values = {name: value for name, value in given.items() if value is not None}
        with self._catalog.transaction(self._beside) as connection:
            if values:
                connection.execute(sql.update(watched).where(watched.c.id == id).values(**values))
        return self.get(id)

    def own_articles(self, id: str) -> list[str]:
        """The ids of the articles that only this source added, and that are still there."""
        key = self.get(id).key
        mine, theirs = watched_article.alias(), watched_article.alias()
        shared = sql.exists().where(theirs.c.article_id == mine.c.article_id, theirs.c.watched_key != key, theirs.c.own)
        query = (
            sql.select(mine.c.article_id)
            .join(article, article.c.id == mine.c.article_id)
            .where(mine.c.watched_key == key, mine.c.own, ~shared)
            .order_by(mine.c.article_id)
        )
        with self._catalog.transaction(self._reading) as connection:
            return list(connection.scalars(query))

    def remove(self, id: str) -> None:
        """Forgets a source; its articles stay."""
        key = self.get(id).key
        with self._catalog.transaction(self._beside) as connection:
            for table in (watched_page, watched_article):
                connection.execute(sql.delete(table).where(table.c.watched_key == key))
            connection.execute(sql.delete(watched).where(watched.c.key == key))

    # Turns

    def free(self, holder: str, *, now: float) -> None:
        """Makes the turns that other processes left unfinished due at once."""
        self._let_go(watched.c.held.is_not(None) & (watched.c.held != holder), now)

    def let_go(self, holder: str, *, now: float) -> None:
        """Makes the turns that this process has in progress due at once."""
        self._let_go(watched.c.held == holder, now)

    def _let_go(self, which: sql.ColumnElement[bool], now: float) -> None:
        with self._catalog.transaction(self._beside) as connection:
            connection.execute(sql.update(watched).where(which).values(held=None, due=now))

    def due(self, *, now: float, busy: Collection[int] = ()) -> list[Source]:
        """Sources whose turn is due, longest due first, except the `busy` keys."""
        is_due = (watched.c.due <= now) & ~watched.c.paused & watched.c.held.is_(None) & watched.c.key.not_in(busy)
        with self._catalog.transaction(self._reading) as connection:
            found = connection.execute(_WHOLE.where(is_due).order_by(watched.c.due, watched.c.key))
            return [_source(row) for row in found]

    def claim(self, source: Source, holder: str) -> bool:
        """Begins the turn of a source; returns False if another process has begun it."""
        as_seen = (watched.c.key == source.key) & (watched.c.turns == source.turns) & watched.c.held.is_(None)
        begun = sql.update(watched).where(as_seen).values(held=holder, turns=source.turns + 1)
        with self._catalog.transaction(self._beside) as connection:
            return connection.execute(begun).rowcount == 1

    def next_due(self) -> float | None:
        """When the next turn is due; None if nothing is watched."""
        with self._catalog.transaction(self._reading) as connection:
            waiting = ~watched.c.paused & watched.c.held.is_(None)
            return connection.scalar(sql.select(sql.func.min(watched.c.due)).where(waiting))

    def any(self) -> bool:
        with self._catalog.transaction(self._reading) as connection:
            return connection.scalar(sql.select(watched.c.key).limit(1)) is not None

    def finish(self, source: Source, holder: str, result: Result, *, now: float) -> bool:
        """Ends a turn and stores its result; returns False, storing nothing, if another process has the turn."""
        values: dict[str, Any] = {"held": None, "due": result.due}
        if result.failure is not None:
            values |= {"failed": now, "failure": result.failure}
        if result.outcome == "failed":
            values["failures"] = source.failures + 1
        if result.outcome == "read":
            validators = json.dumps(result.validators) if result.validators else None
            values |= {"failure": result.failure, "failures": 0, "succeeded": now, "validators": validators}
        if result.added and source.succeeded is not None:  # the first articles say nothing about how often it adds any
            values["brought"] = json.dumps([*source.brought, now][-REMEMBERED:])
        values |= {name: value for name, value in (("kind", result.kind), ("name", result.name)) if value}
        mine = (watched.c.key == source.key) & (watched.c.held == holder) & (watched.c.turns == source.turns + 1)
        with self._catalog.transaction(self._beside) as connection:
            # A turn requested during another follows it.
            asked = connection.scalar(sql.select(watched.c.due).where(mine))
            if asked is not None and asked != source.due:
                values["due"] = min(asked, result.due)
            if not connection.execute(sql.update(watched).where(mine).values(**values)).rowcount:
                return False
            if result.pages is not None:
                connection.execute(sql.delete(watched_page).where(watched_page.c.watched_key == source.key))
                rows = [
                    {"watched_key": source.key, "address": address, "mark": one.mark, "tries": one.tries}
                    for address, one in result.pages.items()
                ]
                if rows:
                    connection.execute(sql.insert(watched_page), rows)
            self._link(connection, source, result.articles)
        return True

    def _link(self, connection: sql.Connection, source: Source, ids: Iterable[str]) -> None:
        """Stores which articles a source contains, and which of them were not there before it."""
        since = datetime.fromtimestamp(int(source.created), UTC).isoformat(timespec="seconds")
        there = sql.select(sql.literal(source.key), article.c.id, article.c.identity, article.c.added >= since).where(
            among(connection.engine, article.c.id, sorted(set(ids)))
        )
        connection.execute(
            insert_new(connection, watched_article).from_select(["watched_key", "article_id", "identity", "own"], there)
        )

    # What they have brought

    def pages(self, source: Source) -> dict[str, Page]:
        """The pages that a feed named, by address."""
        query = sql.select(watched_page).where(watched_page.c.watched_key == source.key)
        with self._catalog.transaction(self._reading) as connection:
            return {row.address: Page(row.mark, row.tries) for row in connection.execute(query)}

    def taken_away(self, source: Source) -> frozenset[str]:
        """The identities of a source's articles that somebody has since removed."""
        gone = ~sql.exists().where(article.c.identity == watched_article.c.identity)
        query = sql.select(watched_article.c.identity).where(watched_article.c.watched_key == source.key, gone)
        with self._catalog.transaction(self._reading) as connection:
            return frozenset(connection.scalars(query))

    def concerned(self, keys: Sequence[int], *, articles: Sequence[str] = (), outlets: Sequence[str] = ()) -> set[int]:
        """Which of these sources added one of the articles, or any article of the outlets, given in lower case."""
        if not keys:
            return set()
        query = (
            sql.select(watched_article.c.watched_key)
            .distinct()
            .join(article, article.c.id == watched_article.c.article_id)
            .where(watched_article.c.watched_key.in_(keys))
        )
        named: sql.ColumnElement[bool] = article.c.id.in_(articles)
        if outlets:
            named |= sql.func.lower(article.c.outlet).in_(outlets)
        with self._catalog.transaction(self._reading) as connection:
            return set(connection.scalars(query.where(named)))
