"""The one source of truth of a library: its articles, their vectors, and a numbered log of changes.

It uses SQLAlchemy Core, and is independent of the indexes that follow it.
"""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sql
from sqlalchemy.exc import DBAPIError

from index import store
from index.articles import SEARCHED_ROLES, Article, Heading, Paragraph
from index.errors import LibraryError, WrongEmbeddingModel
from index.filters import Filters
from index.store import copying, labels, storing
from index.store.homes import NO_SUCH_NAME, FileHome, Home, StillMine, among, insert_new
from index.store.listing import (
    PARAGRAPHS,
    Column,
    Listed,
    Listing,
    Named,
    Wanted,
    keys_of_page,
    names_in_use,
    number_of,
)
from index.store.private import make_file
from index.store.storing import Change, Entry, Kind, Piece
from index.store.tables import (
    COPYING,
    SCHEMA_VERSION,
    article,
    bring_up_to_date,
    change,
    label,
    make_tables,
    paragraph,
    piece,
    setting,
    unsettled,
    version_of,
)

PARTIAL = "[0-9a-f]" * 8  # suffix of a copy being written
KEPT = 16  # filters whose matching articles are cached
Position = tuple[str, int]  # a catalog's identity, and the number of one of its changes

_OF_ARTICLE = "id title outlet author published updated url language section source added".split()
HEADING: list[sql.ColumnElement[Any]] = [*(article.c[name] for name in _OF_ARTICLE)]
HEADING += [sql.func.coalesce(article.c.text_kind, "unknown").label("text_kind"), labels.LABELS]
_PARAGRAPH = sql.select(article.c.id, paragraph.c.number, paragraph.c.text, paragraph.c.role, paragraph.c.page).join(
    article, article.c.key == paragraph.c.article_key
)


@dataclass(frozen=True, slots=True)
class Known:
    """The id and fingerprint of a stored article, which show whether its source has changed."""

    id: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Searched:
    """A searched paragraph as the followers and the search need it; `vectors` is (pieces, dimensions)."""

    key: int
    article_key: int
    heading: Heading
    paragraph: Paragraph
    vectors: np.ndarray


def home_at(place: Path | str) -> Home:
    """The home at a path or a URL, not connected yet."""
    if isinstance(place, Path):
        return FileHome(place)

    return store.PostgresHome(place)


class Catalog:
    """Opens or creates the catalog in a file or, by a URL, in PostgreSQL; every method is one transaction.

    Thread-safe. Raises LibraryError if the catalog is damaged, cannot be reached, was written by a newer version, or
    is an incomplete copy.
    """

    def __init__(self, place: Path | str) -> None:
        self.home = home_at(place)
        self._reading, self._writing = self.home.reading, self.home.writing
        self._kept_keys = lru_cache(maxsize=KEPT)(self._article_keys)
        version = self._version()
        if version > SCHEMA_VERSION:
            raise LibraryError(
                f"The library {self.home.name} was written by a newer version. Upgrade article-assistant to open it."
            )
        if version < SCHEMA_VERSION:
            self._upgrade()
        if (source := self.setting(COPYING)) is not None:
            raise LibraryError(
                f"The library {self.home.name} is an incomplete copy. Run the same `article-assistant copy` "
                f"again, which continues from there (it copies {source.partition(' ')[2]})."
            )
        self.home.check()

    def _version(self) -> int:
        """The version of the tables, which are created if missing."""
        with self._sentence():
            with self._reading.begin() as connection:  # does not wait for writers
                if (version := version_of(connection)) is not None:
                    return version
            with self._writing.begin() as connection:
                return make_tables(connection)

    def _upgrade(self) -> None:
        """Upgrades an older library to this version, in one transaction; an old file is kept as a copy."""
        # The copy is made under the writer's lock, so it is exactly what the transaction changes.
        with self._sentence(), self._writing.begin() as connection:
            if (version := version_of(connection) or SCHEMA_VERSION) >= SCHEMA_VERSION:
                return  # another process has done it by now
            if isinstance(self.home, FileHome):
                kept = self.home.path.with_name(f"catalog-of-version-{version}.sqlite")
                for left in kept.parent.glob(f"{kept.name}.{PARTIAL}"):  # left by a killed process
                    left.unlink(missing_ok=True)
                self.copy_to(kept)
            bring_up_to_date(connection)

    def copy_to(self, path: Path) -> None:
        """Writes a full copy of the catalog as it is now, even while others write; the file appears when complete."""
        partial = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}")
        try:
            with self._sentence():
                self._write_copy(partial)
            with partial.open("rb") as copied:
                os.fsync(copied.fileno())
            partial.replace(path)
        except OSError as error:
            raise LibraryError(
                f"The copy '{path}' cannot be written ({error.strerror}). The library is as it was; free disk space or "
                "fix the folder's permissions, then try again."
            ) from error
        finally:
            partial.unlink(missing_ok=True)

    def _write_copy(self, path: Path) -> None:
        if not isinstance(self.home, FileHome):
            return copying.into_file(self.home, path)
        with self._reading.connect() as connection:
            connection.exec_driver_sql("COMMIT")  # a copy is made outside of any transaction
            make_file(path)
            connection.exec_driver_sql("VACUUM INTO ?", (str(path),))
            connection.exec_driver_sql("BEGIN")

    @contextmanager
    def turn(self, name: str, timeout: float = -1) -> Iterator[StillMine]:
        """See Home.turn."""
        with self._sentence(), self.home.turn(name, timeout) as still_mine:
            yield still_mine

    def close(self) -> None:
        self._reading.dispose()

    def setting(self, key: str) -> str | None:
        with self._sentence(), self._reading.begin() as connection:
            return connection.scalar(sql.select(setting.c.value).where(setting.c.key == key))

    def identity(self) -> str:
        """Identifies these articles: when it changes, followers start from scratch."""
        return str(self.setting("identity"))

    def position(self) -> Position:
        """The position of an up-to-date follower: the last change of this catalog."""
        self.home.check()
        identity = sql.select(setting.c.value).where(setting.c.key == "identity").scalar_subquery()
        query = sql.select(identity, sql.func.coalesce(sql.func.max(change.c.number), 0))
        with self._sentence(), self._reading.begin() as connection:
            found, number = connection.execute(query).one()
            return found, number

    def known(self, identity: str) -> Known | None:
        """The id and the fingerprint of the article with that identity, or None."""
        query = sql.select(article.c.id, article.c.fingerprint).where(article.c.identity == identity)
        with self._sentence(), self._reading.begin() as connection:
            row = connection.execute(query).first()
        return Known(*row) if row else None

    def known_under(self, beginning: str) -> list[tuple[str, Known]]:
        """The articles whose identity has this prefix, each with its identity, oldest first."""
        columns = (article.c.identity, article.c.id, article.c.fingerprint)
        within = (article.c.identity >= beginning, article.c.identity < beginning + "\U0010ffff")
        query = sql.select(*columns).where(*within).order_by(article.c.key)
        with self._sentence(), self._reading.begin() as connection:
            return [(row.identity, Known(row.id, row.fingerprint)) for row in connection.execute(query)]

    def stamps(self) -> dict[str, tuple[str, str]]:
        """The stamp and id of each article that has a stamp, by its identity."""
        query = sql.select(article.c.identity, article.c.stamp, article.c.id).where(article.c.stamp.is_not(None))
        with self._sentence(), self._reading.begin() as connection:
            return {row.identity: (row.stamp, row.id) for row in connection.execute(query)}

    def note_stamps(self, stamps: Mapping[str, str]) -> None:
        """Renews the stamps of articles, by identity, whose files were read and found unchanged."""
        if not stamps:
            return
        update = sql.update(article).where(article.c.identity == sql.bindparam("named"))
        rows = [{"named": identity, "stamp": stamp} for identity, stamp in stamps.items()]
        with self._sentence(), self._writing.begin() as connection:
            connection.execute(update.values(stamp=sql.bindparam("stamp")), rows)

    def store(self, entries: Iterable[Entry], *, now: str, settings: dict[str, str]) -> list[tuple[Kind, str]]:
        """Adds or replaces articles in one transaction; returns what happened to each, and its id.

        `settings` name the model that made the vectors; a library that names no model adopts them.
        """
        self.home.check()
        with self._sentence(), self._writing.begin() as connection:
            for key, value in settings.items():
                connection.execute(insert_new(connection, setting).values(key=key, value=value))
            weights = connection.scalar(sql.select(setting.c.value).where(setting.c.key == "weights"))
            if weights != settings.get("weights", weights):
                raise WrongEmbeddingModel(
                    "The library has since been encoded again with another embedding model. Add the articles again."
                )
            return [storing.store(connection, entry, now) for entry in entries]

    def note_rebuild(
        self, encode: Callable[[list[str]], list[list[Piece]]] | None = None, *, settings: dict[str, str]
    ) -> None:
        """Logs that followers must start from scratch, and re-encodes every paragraph if requested.

        All in one transaction, so that a failure leaves the old vectors in place, and the followers in step with them.
        """
        self.home.check()
        with self._sentence(), self._writing.begin() as connection:
            if encode is not None:
                for key, value in settings.items():
                    connection.execute(sql.update(setting).where(setting.c.key == key).values(value=value))
                storing.encode_again(connection, encode)
            storing.log(connection, "rebuilt", "", [])

    def rebuilt_since(self, after: int) -> bool:
        """Whether a rebuild was logged after that change."""
        query = sql.select(change.c.number).where(change.c.number > after, change.c.kind == "rebuilt").limit(1)
        with self._sentence(), self._reading.begin() as connection:
            return connection.scalar(query) is not None

    def is_new(self) -> bool:
        """Whether no article has ever been added."""
        query = sql.select(change.c.number).where(change.c.kind == "added").limit(1)
        with self._sentence(), self._reading.begin() as connection:
            return connection.scalar(query) is None

    def remove(self, ids: Iterable[str]) -> None:
        """Removes articles in one transaction; unknown ids are ignored."""
        self.home.check()
        with self._sentence(), self._writing.begin() as connection:
            for article_id in ids:
                key = storing.key_of(connection, article_id)
                if key is not None:
                    storing.log(connection, "removed", article_id, storing.clear(connection, key))
                    labels.forget(connection, key)
                    storing.forget_earlier(connection, key)
                    connection.execute(sql.delete(article).where(article.c.key == key))
            storing.mark_furniture(connection)

    def label(self, ids: Iterable[str], add: Sequence[str], remove: Sequence[str]) -> None:
        """Adds labels to articles and removes others, in one transaction; unknown ids are ignored."""
        self.home.check()
        with self._sentence(), self._writing.begin() as connection:
            for article_id in ids:
                key = storing.key_of(connection, article_id)
                if key is not None and labels.change(connection, key, add, remove):
                    storing.log(connection, "labelled", article_id, [])

    def mark_furniture(self) -> None:
        """Marks what hosts repeat across articles, for hosts that gained or lost articles since the last call."""
        self.home.check()
        with self._sentence(), self._reading.begin() as connection:
            if connection.scalar(sql.select(unsettled.c.place).limit(1)) is None:
                return
        with self._sentence(), self._writing.begin() as connection:
            storing.mark_furniture(connection)

    def headings(self, filters: Filters | None = None) -> list[Heading]:
        """The headings of all articles, or of those that pass the filters, newest first, unknown dates last."""
        query = sql.select(*HEADING).order_by(article.c.published.desc().nulls_last(), article.c.id)
        with self._sentence(), self.home.steady.begin() as connection:
            if filters:
                query = query.where(article.c.key.in_(passing(connection, filters)))
            return [Heading(*row) for row in connection.execute(query)]

    def headings_of(self, ids: Sequence[str]) -> dict[str, Heading]:
        """The headings of the named articles that exist, by id."""
        with self._sentence(), self._reading.begin() as connection:
            found = connection.execute(sql.select(*HEADING).where(among(self._reading, article.c.id, ids)))
            return {row.id: Heading(*row) for row in found}

    def page(self, wanted: Wanted, column: Column, *, descending: bool, limit: int, offset: int) -> Listing:
        """One page of the table of articles; see listing.py."""
        with self._sentence(), self.home.steady.begin() as connection:
            among = [article.c.key.in_(passing(connection, wanted.filters))] if wanted.filters else []
            page = keys_of_page(wanted, column, descending=descending, limit=limit, offset=offset).where(*among)
            total = connection.scalar(number_of(wanted).where(*among)) or 0
            keys = list(connection.scalars(page))
            query = sql.select(article.c.key, PARAGRAPHS, *HEADING).where(article.c.key.in_(keys))
            lines = {row[0]: Listed(Heading(*row[2:]), row[1]) for row in connection.execute(query)}
        return Listing([lines[key] for key in keys], total)

    def names(self, column: Named, search: str, limit: int) -> list[tuple[str, int]]:
        """Names in that column that contain every word of the search, with their article counts, highest first."""
        with self._sentence(), self._reading.begin() as connection:
            return [(name, number) for name, number in connection.execute(names_in_use(column, search, limit))]

    def article(self, article_id: str) -> Article | None:
        with self._sentence(), self.home.steady.begin() as connection:
            row = connection.execute(sql.select(*HEADING).where(article.c.id == article_id)).first()
            query = _PARAGRAPH.where(article.c.id == article_id).order_by(paragraph.c.number)
            found = connection.execute(query).all() if row else []
        if row is None:
            return None
        return Article(**row._mapping, paragraphs=tuple(Paragraph(*one) for one in found))

    def paragraphs(self, article_id: str, numbers: Iterable[int]) -> list[Paragraph]:
        """The named paragraphs of an article that exist, in order."""
        named = _PARAGRAPH.where(article.c.id == article_id, paragraph.c.number.in_(list(numbers)))
        with self._sentence(), self._reading.begin() as connection:
            return [Paragraph(*row) for row in connection.execute(named.order_by(paragraph.c.number))]

    def paragraphs_of(self, ids: Collection[str], most: int) -> dict[str, list[Paragraph]]:
        """The first `most` paragraphs of each of these articles that exist, in order."""
        first = _PARAGRAPH.where(among(self._reading, article.c.id, [*ids]), paragraph.c.number <= most)
        query = first.order_by(paragraph.c.article_key, paragraph.c.number)
        found: dict[str, list[Paragraph]] = {}
        with self._sentence(), self._reading.begin() as connection:
            for row in connection.execute(query):
                found.setdefault(row.id, []).append(Paragraph(*row))
        return found

    def paragraphs_at(self, places: Collection[tuple[str, int]]) -> dict[tuple[str, int], Paragraph]:
        """The paragraphs at these places that exist, by article id and number, in one query."""
        with self._sentence(), self._reading.begin() as connection:
            rows = connection.execute(_PARAGRAPH.where(self._among(places)))
            return {(row.id, row.number): Paragraph(*row) for row in rows}

    def vectors_at(self, places: Collection[tuple[str, int]]) -> dict[tuple[str, int], np.ndarray]:
        """The piece vectors, (pieces, dimensions), in order, of the searched paragraphs at these places."""
        query = (
            sql.select(article.c.id, paragraph.c.number, piece.c.vector)
            .join(paragraph, paragraph.c.key == piece.c.paragraph_key)
            .join(article, article.c.key == paragraph.c.article_key)
            .where(self._among(places))
            .order_by(piece.c.number)
        )
        found: dict[tuple[str, int], list[np.ndarray]] = {}
        with self._sentence(), self._reading.begin() as connection:
            for row in connection.execute(query):
                found.setdefault((row.id, row.number), []).append(np.frombuffer(row.vector, dtype=np.float32))
        return {place: np.stack(vectors) for place, vectors in found.items()}

    def _among(self, places: Collection[tuple[str, int]]) -> sql.ColumnElement[bool]:
        """The condition that a paragraph is at one of the places; only its first two parts can use an index."""
        ids, numbers = {id for id, _ in places}, {number for _, number in places}
        place = sql.cast(paragraph.c.number, sql.String) + sql.literal(" ") + article.c.id
        return (
            among(self._reading, article.c.id, [*ids])
            & among(self._reading, paragraph.c.number, [*numbers])
            & among(self._reading, place, [f"{number} {id}" for id, number in places])
        )

    def changes_of(self, article_id: str) -> list[Change]:
        """What changed in each new version of an article; see storing.py."""
        with self._sentence(), self._reading.begin() as connection:
            return storing.changes_of(connection, article_id)

    def fingerprint(self) -> str:
        """A hash of the ids and contents of all articles; libraries of the same articles have the same hash."""
        digest = hashlib.sha256()
        query = sql.select(article.c.id, article.c.fingerprint).order_by(article.c.id)
        with self._sentence(), self._reading.begin() as connection:
            for row in connection.execute(query):
                digest.update("\0".join(row).encode() + b"\n")
        return digest.hexdigest()

    def count(self, filters: Filters | None = None) -> int:
        """The number of articles, or of those that pass the filters."""
        engine = self.home.steady if filters else self._reading  # one statement without filters, as in each search
        with self._sentence(), engine.begin() as connection:
            counted = passing(connection, filters).subquery() if filters else article
            return connection.scalar(sql.select(sql.func.count()).select_from(counted)) or 0

    def newest(self, filters: Filters | None = None) -> str | None:
        """The latest day of publication of all articles, or of those that pass the filters."""
        with self._sentence(), self.home.steady.begin() as connection:
            dated = sql.select(sql.func.max(article.c.published))
            if filters:
                dated = dated.where(article.c.key.in_(passing(connection, filters)))
            return (connection.scalar(dated) or "")[:10] or None

    def count_vectors(self) -> int:
        with self._sentence(), self._reading.begin() as connection:
            return connection.scalar(sql.select(sql.func.count()).select_from(piece)) or 0

    def article_keys(self, filters: Filters) -> Sequence[int]:
        """Keys of the articles that pass all filters; cached until something changes."""
        # The kind of text may be determined without a change of the article.
        return (self._article_keys if filters.kinds else self._kept_keys)(filters, self.position())

    def _article_keys(self, filters: Filters, _position: Position) -> Sequence[int]:
        with self._sentence(), self.home.steady.begin() as connection:
            found = passing(connection, filters).subquery()
            # As one value: thousands of rows would each become an object.
            keys = connection.scalar(sql.select(sql.func.aggregate_strings(sql.cast(found.c.key, sql.String), ",")))
        return tuple(int(key) for key in keys.split(",")) if keys else ()

    def count_undated(self, filters: Filters) -> int:
        """The number of articles of unknown date that pass all filters but those by date."""
        with self._sentence(), self.home.steady.begin() as connection:
            query = passing(connection, replace(filters, since=None, until=None)).where(article.c.published.is_(None))
            return connection.scalar(sql.select(sql.func.count()).select_from(query.subquery())) or 0

    def nearest(self, vector: np.ndarray, keys: Sequence[int], limit: int) -> list[int]:
        """The paragraphs among these whose pieces are nearest by cosine, nearest first; exact."""
        query = sql.select(piece.c.paragraph_key, piece.c.vector)
        with self._sentence(), self._reading.begin() as connection:
            rows = connection.execute(query.where(among(self._reading, piece.c.paragraph_key, keys))).all()
        if not rows:
            return []
        vectors = np.frombuffer(b"".join(row.vector for row in rows), dtype=np.float32).reshape(len(rows), -1)
        ordered = np.argsort(-(vectors @ vector), kind="stable")
        return list(dict.fromkeys(rows[place].paragraph_key for place in ordered))[:limit]

    def unknown_ids(self, ids: Sequence[str]) -> list[str]:
        """The given ids that no article has."""
        query = sql.select(article.c.id).where(among(self._reading, article.c.id, ids))
        with self._sentence(), self._reading.begin() as connection:
            known = set(connection.scalars(query))
        return [article_id for article_id in ids if article_id not in known]

    def searched(self, keys: Sequence[int]) -> list[Searched]:
        """The searched paragraphs with these keys, with their vectors; removed ones are left out."""
        return list(self._searched(among(self._reading, paragraph.c.key, keys), at_once=True))

    def changes(self, after: int, upto: int) -> tuple[list[int], Iterator[Searched]]:
        """What a follower at change `after` must do to reach `upto`: keys to drop, paragraphs to add.

        The paragraphs are read as they are consumed, so that memory stays flat.
        """
        # A follower that starts from scratch has nothing to drop.
        query = sql.select(change.c.removed).where(change.c.number > (after or upto), change.c.number <= upto)
        with self._sentence(), self._reading.begin() as connection:
            removed = [key for keys in connection.scalars(query) for key in json.loads(keys)]
        return removed, self._searched((paragraph.c.change > after) & (paragraph.c.change <= upto))

    def _searched(self, where: sql.ColumnElement[bool], *, at_once: bool = False) -> Iterator[Searched]:
        columns = [paragraph.c[name] for name in ("key", "article_key", "number", "text", "role", "page")]
        query = (
            sql.select(*columns, piece.c.vector, *HEADING)
            .join(piece, piece.c.paragraph_key == paragraph.c.key)
            .join(article, article.c.key == paragraph.c.article_key)
            .where(where, paragraph.c.role.in_(SEARCHED_ROLES))
            .order_by(paragraph.c.key, piece.c.number)
        )
        engine = self._reading if at_once else self.home.steady
        with self._sentence(), engine.begin() as connection:
            rows = connection.execution_options(**{} if at_once else {"yield_per": 500}).execute(query)
            for _, group in groupby(rows, key=lambda row: row.key):
                yield _one_searched(list(group))

    @contextmanager
    def transaction(self, engine: sql.Engine) -> Iterator[sql.Connection]:
        """A transaction on one of the home's engines, for modules that keep other data in the catalog."""
        with self._sentence(), engine.begin() as connection:
            yield connection

    @contextmanager
    def _sentence(self) -> Iterator[None]:
        """Turns database errors into one sentence."""
        try:
            yield
        except (UnicodeEncodeError, OverflowError) as error:
            raise LibraryError(NO_SUCH_NAME) from error
        except sql.exc.TimeoutError as error:
            raise LibraryError("The library has too many requests at once. Try again in a moment.") from error
        except DBAPIError as error:
            raise self.home.explained(error) from error


def passing(connection: sql.Connection, filters: Filters) -> sql.Select[Any]:
    """The keys of the articles that pass all filters."""
    query = sql.select(article.c.key)
    if filters.articles:
        query = query.where(article.c.id.in_(filters.articles))
    for column, names in ((article.c.outlet, filters.outlets), (article.c.author, filters.authors)):
        if names:
            query = query.where(column.in_(_spelt(connection, column, names)))
    if filters.labels:
        named = labels.STANDS & label.c.text.in_(_spelt(connection, label.c.text, filters.labels))
        query = query.where(article.c.key.in_(sql.select(label.c.article_key).where(named)))
    if filters.kinds:
        query = query.where(sql.func.coalesce(article.c.text_kind, "unknown").in_(filters.kinds))
    # An unknown date passes no date filter. A date with a time sorts after its own day, so the day is compared.
    day = sql.func.substr(article.c.published, 1, 10)
    if filters.since:
        query = query.where(day >= filters.since)
    if filters.until:
        query = query.where(day <= filters.until)
    if filters.as_of:
        query = query.where(article.c.published.is_(None) | (day <= filters.as_of))
    return query


def _spelt(connection: sql.Connection, column: sql.Column[Any], names: Iterable[str]) -> list[str]:
    """The names as articles spell them, whatever their case: names are few, so this beats checking each article."""
    wanted = {name.lower() for name in names}
    return [name for name in connection.scalars(sql.select(column).distinct()) if name and name.lower() in wanted]


def _one_searched(group: list[Any]) -> Searched:
    first = group[0]
    heading = Heading(*first[7:])
    vectors = np.stack([np.frombuffer(row.vector, dtype=np.float32) for row in group])
    return Searched(
        key=first.key,
        article_key=first.article_key,
        heading=heading,
        paragraph=Paragraph(heading.id, first.number, first.text, first.role, first.page),
        vectors=vectors,
    )
