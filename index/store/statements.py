"""Finds what was said in the articles: whose statements, in which articles, newest first; and where a name occurs.

It takes names as stored; index/reading/register.py resolves names as typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sql

from index.articles import SEARCHED_ROLES
from index.filters import Filters
from index.reading.records import SpeakerKind
from index.reading.voices import SpeakerFrom, Voice
from index.store.catalog import passing
from index.store.homes import among
from index.store.readings import speaker_from, texts_of
from index.store.tables import INDEXED, article, beginning, naming, paragraph, statement

AT_ONCE = 500  # statements whose paragraphs are read together


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with its place: `paragraph_text[start:end] == quote`, in code points.

    `cue`, `source`, `speaker` and `kind` are those of index.reading.records.Statement; `published` is the article's.
    """

    article_id: str
    paragraph: int
    start: int
    end: int
    quote: str
    cue: str | None
    source: str | None
    speaker: str | None
    kind: SpeakerKind
    voice: Voice
    speaker_from: SpeakerFrom | None
    published: str | None
    revision: str  # of the paragraph


def find(
    connection: sql.Connection,
    filters: Filters,
    *,
    speakers: Sequence[str] | None = None,
    paragraphs: Sequence[int] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Said]:
    """Statements, newest article first, within an article in text order.

    `speakers` are names as stored, `paragraphs` the keys of the allowed paragraphs; None means any. What satire puts
    into people's mouths is found only if the filters name articles, outlets or kinds.
    """
    holds = (paragraph.c.article_key == statement.c.article_key) & (paragraph.c.number == statement.c.paragraph)
    query = (
        sql.select(statement, paragraph.c.key.label("paragraph_key"), article.c.id, article.c.published)
        .join(article, article.c.key == statement.c.article_key)
        .join(paragraph, holds)
        .where(paragraph.c.role.in_(SEARCHED_ROLES))
        .order_by(article.c.published.desc().nulls_last(), article.c.key.desc(), statement.c.number)
        .limit(limit)
        .offset(offset or None)
    )
    if speakers is not None:
        query = query.where(_named(connection, statement.c.speaker, speakers))
    if paragraphs is not None:
        query = query.where(among(connection.engine, paragraph.c.key, paragraphs))
    if not (filters.articles or filters.outlets or filters.kinds):
        query = query.where(sql.func.coalesce(article.c.text_kind, "unknown") != "satire")
    if filters:
        query = query.where(article.c.key.in_(passing(connection, filters)))
    rows = connection.execute(query).all()
    return [said for at in range(0, len(rows), AT_ONCE) for said in _quoted(connection, rows[at : at + AT_ONCE])]


def _quoted(connection: sql.Connection, rows: Sequence[Any]) -> Iterator[Said]:
    paragraphs = texts_of(connection, [row.paragraph_key for row in rows])
    return (_said(row, *paragraphs[row.paragraph_key]) for row in rows)


def _said(row: Any, text: str, revision: str) -> Said:
    return Said(
        article_id=row.id,
        paragraph=row.paragraph,
        start=row.start,
        end=row.end,
        quote=text[row.start : row.end],
        cue=row.cue,
        source=row.source,
        speaker=row.speaker,
        kind=row.kind,
        voice=row.voice,
        speaker_from=speaker_from(row),
        published=row.published,
        revision=revision,
    )


class Found(NamedTuple):
    """An article that contains a name."""

    published: str | None
    key: int
    id: str


def articles_naming(connection: sql.Connection, names: Sequence[str]) -> dict[str, list[Found]]:
    """The articles that contain each of the names, in no particular order."""
    query = sql.select(naming.c.name, article.c.published, article.c.key, article.c.id).distinct()
    query = query.join(article, article.c.key == naming.c.article_key)
    found: dict[str, list[Found]] = {name: [] for name in names}
    for row in connection.execute(query.where(_named(connection, naming.c.name, names))):
        found[row.name].append(Found(row.published, row.key, row.id))
    return found


def _named(connection: sql.Connection, column: sql.Column[Any], names: Sequence[str]) -> sql.ColumnElement[bool]:
    begins = among(connection.engine, beginning(column), [name[:INDEXED] for name in names])
    return begins & among(connection.engine, column, names)


def named_beside(connection: sql.Connection, names: Sequence[str]) -> dict[str, list[str]]:
    """For each name, the organisations and places named in the articles that give it a role."""
    beside = naming.alias()
    query = sql.select(naming.c.name, beside.c.name.label("beside")).distinct()
    query = query.join(beside, beside.c.article_key == naming.c.article_key)
    query = query.where(naming.c.kind == "role", beside.c.kind.in_(["organisation", "place"]))
    found: dict[str, list[str]] = {}
    for row in connection.execute(query.where(_named(connection, naming.c.name, names))):
        found.setdefault(row.name, []).append(row.beside)
    return found
