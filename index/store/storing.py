"""Writes articles, their pieces and the log of changes into an open transaction of the catalog.

It knows the tables and what a change is; when a transaction begins and ends is for catalog.py to say.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Literal

import numpy as np
import sqlalchemy as sql

from index.articles import Article
from index.errors import LibraryError
from index.reading.records import Reading
from index.store import earlier, furniture, labels, readings
from index.store.tables import article, change, paragraph, piece

Kind = Literal["added", "updated", "removed", "unchanged", "rebuilt", "marked", "labelled"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A span of a paragraph that fits the embedding model's window, and its vector."""

    start: int
    end: int
    vector: np.ndarray


@dataclass(frozen=True, slots=True)
class Entry:
    """An article that is ready to be stored; `pieces` holds those of each searched paragraph by its number.

    One that `stands` is taken as it stands: what it shares with others is its own all the same. `reading` is what was
    read of it, by that version of the `reader`; without, it is read later.
    """

    article: Article
    identity: str
    fingerprint: str
    fallback: str
    pieces: dict[int, list[Piece]]
    _: KW_ONLY
    stands: bool = False
    stamp: str | None = None
    reading: Reading | None = None
    reader: str = ""


def store(connection: sql.Connection, entry: Entry, now: str) -> tuple[Kind, str]:
    known = connection.execute(
        sql.select(article.c.key, article.c.id, article.c.fingerprint).where(article.c.identity == entry.identity)
    ).first()
    if known and known.fingerprint == entry.fingerprint:
        return "unchanged", known.id
    article_id = known.id if known else _free_id(connection, entry)
    heading = entry.article
    claimed = ("title", "outlet", "author", "published", "updated", "url", "language", "section")
    values = {name: getattr(heading, name) for name in claimed}
    values |= {"id": article_id, "source": heading.source, "identity": entry.identity}
    values |= {"fingerprint": entry.fingerprint, "stamp": entry.stamp}
    if known:
        earlier.keep(connection, known.key, heading.paragraphs, now)
        removed, key = clear(connection, known.key), known.key
        connection.execute(sql.update(article).where(article.c.key == key).values(**values))
    else:
        removed = []
        key = _inserted(connection, sql.insert(article).values(**values, added=now))
    kind: Kind = "updated" if known else "added"
    _insert_paragraphs(connection, entry, key, log(connection, kind, article_id, removed))
    if entry.reading is not None:
        readings.put(connection, key, entry.reading, entry.reader)
    labels.note(connection, key, heading.labels)
    if not entry.stands:
        furniture.note(connection, heading, key)
    return kind, article_id


def _free_id(connection: sql.Connection, entry: Entry) -> str:
    proposed = entry.article.id
    for article_id in (proposed, f"{proposed}-{entry.fallback}", f"{proposed}-{entry.fingerprint}"):
        if connection.scalar(sql.select(article.c.key).where(article.c.id == article_id)) is None:
            return article_id
    raise LibraryError(f"No free id was left for '{entry.article.source}'. Rename the file and add it again.")


def _insert_paragraphs(connection: sql.Connection, entry: Entry, article_key: int, number: int) -> None:
    rows = [
        dict(
            article_key=article_key,
            number=item.number,
            role=item.role,
            text=item.text,
            change=number,
            page=item.page,
        )
        for item in entry.article.paragraphs
    ]
    if not rows:
        return
    # All in one statement: one by one, a text of a thousand short lines takes a second.
    connection.execute(sql.insert(paragraph), rows)
    mine = sql.select(paragraph.c.number, paragraph.c.key).where(paragraph.c.article_key == article_key)
    keys = {row.number: row.key for row in connection.execute(mine)}
    _insert_pieces(connection, {keys[item]: pieces for item, pieces in entry.pieces.items()})


def _insert_pieces(connection: sql.Connection, pieces: Mapping[int, list[Piece]]) -> None:
    """The pieces of paragraphs by their keys."""
    rows = [
        {"paragraph_key": key, "number": number, "start": part.start, "end": part.end}
        | {"vector": part.vector.astype(np.float32).tobytes()}
        for key, parts in pieces.items()
        for number, part in enumerate(parts)
    ]
    if rows:
        connection.execute(sql.insert(piece), rows)


def encode_again(connection: sql.Connection, encode: Callable[[list[str]], list[list[Piece]]]) -> None:
    last, searched = 0, sql.exists().where(piece.c.paragraph_key == paragraph.c.key)
    query = sql.select(paragraph.c.key, paragraph.c.text).where(searched).order_by(paragraph.c.key).limit(500)
    while rows := connection.execute(query.where(paragraph.c.key > last)).all():
        keys = [row.key for row in rows]
        connection.execute(sql.delete(piece).where(piece.c.paragraph_key.in_(keys)))
        _insert_pieces(connection, dict(zip(keys, encode([row.text for row in rows]), strict=True)))
        last = keys[-1]


def clear(connection: sql.Connection, article_key: int) -> list[int]:
    """Takes an article's paragraphs away and returns their keys."""
    mine = paragraph.c.article_key == article_key
    keys = list(connection.scalars(sql.select(paragraph.c.key).where(mine)))
    theirs = piece.c.paragraph_key.in_(sql.select(paragraph.c.key).where(mine))
    furniture.forget(connection, article_key)
    readings.forget(connection, article_key)
    connection.execute(sql.delete(piece).where(theirs))
    connection.execute(sql.delete(paragraph).where(mine))
    return keys


def mark_furniture(connection: sql.Connection) -> None:
    """Gives what a host repeats the role of boilerplate, and what it repeats no longer its own, as one change.

    The vectors are kept for that.
    """
    marks = furniture.settle(connection)
    if not marks.furniture and not marks.restored:
        return
    number = log(connection, "marked", "", marks.furniture)
    roles = {key: "boilerplate" for key in marks.furniture} | marks.restored
    rows = [{"its_key": key, "role": role, "change": number} for key, role in roles.items()]
    its_own = paragraph.c.key == sql.bindparam("its_key")
    connection.execute(sql.update(paragraph).where(its_own), rows)


def log(connection: sql.Connection, kind: Kind, article_id: str, removed: list[int]) -> int:
    values = {"kind": kind, "article_id": article_id, "removed": json.dumps(removed)}
    return _inserted(connection, sql.insert(change).values(**values))


def _inserted(connection: sql.Connection, insert: sql.Insert) -> int:
    (key,) = connection.execute(insert).inserted_primary_key or (0,)
    return int(key)
