"""Writes articles, their pieces and the log of changes into an open transaction of the catalog.

catalog.py begins and ends the transaction.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from itertools import accumulate
from typing import Literal

import numpy as np
import sqlalchemy as sql

from index import language
from index.articles import Article, Paragraph
from index.errors import LibraryError
from index.language.alignment import alignment
from index.reading.records import Reading
from index.store import furniture, labels, readings
from index.store.tables import article, change, earlier, paragraph, piece

Kind = Literal["added", "updated", "removed", "unchanged", "rebuilt", "marked", "labelled"]
# Versions of an article whose changes are kept, and their characters in all: a live page is rewritten all day.
VERSIONS, LONGEST_KEPT = 50, 2_000_000
ALIKE = 0.5  # share of the shorter paragraph's words that the other has if one is a later form of the other


@dataclass(frozen=True, slots=True)
class Piece:
    """A span of a paragraph that fits the embedding model's window, and its vector."""

    start: int
    end: int
    vector: np.ndarray


@dataclass(frozen=True, slots=True)
class Entry:
    """An article ready to be stored; `pieces` holds those of each searched paragraph by its number.

    If it `stands`, text that it shares with others does not count as furniture. `reading` is its reading by the version
    `reader` of the reader; without it, the article is read later.
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
        keep_earlier(connection, known.key, heading.paragraphs, now)
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


def key_of(connection: sql.Connection, article_id: str) -> int | None:
    """The key of the article with an id; None if there is none."""
    return connection.scalar(sql.select(article.c.key).where(article.c.id == article_id))


def _free_id(connection: sql.Connection, entry: Entry) -> str:
    proposed = entry.article.id
    for article_id in (proposed, f"{proposed}-{entry.fallback}", f"{proposed}-{entry.fingerprint}"):
        if key_of(connection, article_id) is None:
            return article_id
    raise LibraryError(f"No free id was left for '{entry.article.source}'. Rename the file and add it again.")


def _insert_paragraphs(connection: sql.Connection, entry: Entry, article_key: int, number: int) -> None:
    rows = [
        dict(article_key=article_key, number=item.number, role=item.role, text=item.text, change=number, page=item.page)
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
    """Inserts the pieces of paragraphs, given by paragraph key."""
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
    """Removes an article's paragraphs and returns their keys."""
    mine = paragraph.c.article_key == article_key
    keys = list(connection.scalars(sql.select(paragraph.c.key).where(mine)))
    theirs = piece.c.paragraph_key.in_(sql.select(paragraph.c.key).where(mine))
    furniture.forget(connection, article_key)
    readings.forget(connection, article_key)
    connection.execute(sql.delete(piece).where(theirs))
    connection.execute(sql.delete(paragraph).where(mine))
    return keys


def mark_furniture(connection: sql.Connection) -> None:
    """Makes repeated paragraphs `boilerplate`, and restores the role of those no longer repeated, as one change.

    The vectors of repeated paragraphs are kept, so that they can be restored.
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


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a paragraph at the time `replaced`: `before` is None if it was added, `after` if it was removed."""

    replaced: str
    before: Paragraph | None
    after: str | None


def keep_earlier(connection: sql.Connection, article_key: int, after: Sequence[Paragraph], now: str) -> None:
    """Keeps what an article's stored paragraphs say but its new ones do not, before the stored ones are replaced."""
    columns = (paragraph.c.number, paragraph.c.role, paragraph.c.text, paragraph.c.page)
    query = sql.select(*columns).where(paragraph.c.article_key == article_key).order_by(paragraph.c.number)
    before = connection.execute(query).all()
    common = {"article_key": article_key, "replaced": now}
    rows = []
    for old, new in _pairs([row.text for row in before], [one.text for one in after]):
        was = before[old]._mapping if old is not None else {}
        row = {"paragraph": was.get("number"), "role": was.get("role"), "text": was.get("text")}
        rows.append(common | row | {"page": was.get("page"), "became": after[new].text if new is not None else None})
    if rows:
        connection.execute(sql.insert(earlier), rows)
    mine = earlier.c.article_key == article_key
    connection.execute(sql.delete(earlier).where(mine, earlier.c.replaced < _oldest_kept(connection, mine, now)))


def _oldest_kept(connection: sql.Connection, mine: sql.ColumnElement[bool], now: str) -> str:
    """The time of the oldest change that is kept; the latest is kept whatever its length."""
    length = sum(sql.func.coalesce(sql.func.length(text), 0) for text in (earlier.c.text, earlier.c.became))
    made = sql.select(earlier.c.replaced, sql.func.sum(length).label("length")).where(mine)
    latest = made.group_by(earlier.c.replaced).order_by(earlier.c.replaced.desc()).limit(VERSIONS)
    rows = connection.execute(latest).all()
    lengths = accumulate(row.length for row in rows)
    kept = [row.replaced for row, longest in zip(rows, lengths, strict=True) if longest <= LONGEST_KEPT]
    return min((*kept, *(row.replaced for row in rows[:1])), default=now)


def forget_earlier(connection: sql.Connection, article_key: int) -> None:
    connection.execute(sql.delete(earlier).where(earlier.c.article_key == article_key))


def changes_of(connection: sql.Connection, article_id: str) -> list[Change]:
    """What changed in an article since it was first added, in order of time, then of text."""
    query = sql.select(earlier).join(article, article.c.key == earlier.c.article_key)
    rows = connection.execute(query.where(article.c.id == article_id).order_by(earlier.c.key))
    return [Change(row.replaced, _paragraph(article_id, row), row.became) for row in rows]


def _paragraph(article_id: str, row: sql.Row[tuple[object, ...]]) -> Paragraph | None:
    if row.text is None:
        return None
    return Paragraph(article_id, row.paragraph, row.text, row.role, row.page)


def _pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """The differences: each changed paragraph with the one that it became, in text order."""
    for step, first, last, start, end in alignment(before, after):
        if step == "equal":
            continue
        left = start
        for old in range(first, last):
            # The next similar one, not one far away: a rewritten passage has no later form.
            new = next((at for at in range(left, min(end, left + 3)) if _alike(before[old], after[at])), None)
            if new is not None:
                yield from ((None, at) for at in range(left, new))
                left = new + 1
            yield old, new
        yield from ((None, at) for at in range(left, end))


def _alike(one: str, other: str) -> bool:
    words, others = language.content_words(one), language.content_words(other)
    return len(words & others) >= ALIKE * max(1, min(len(words), len(others)))
