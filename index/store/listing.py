"""One page of the articles of a library, as a table shows them: which match a search, in what order, from which offset.

It builds queries over the catalog's tables without running them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any, Literal, get_args

import sqlalchemy as sql

from index.articles import Heading
from index.filters import Filters
from index.store.homes import lowered
from index.store.labels import TAKEN
from index.store.tables import article, label, paragraph

Column = Literal["title", "outlet", "author", "published", "paragraphs", "source", "added"]
Named = Literal["outlet", "author", "label", "text_kind"]  # the columns whose names articles share
COLUMNS: tuple[Column, ...] = get_args(Column)
LONGEST_SEARCH = 200  # characters; SQLite refuses patterns of 50,000
_SEARCHED = ("title", "outlet", "author", "published", "source", "url", "id")

# The numbers of an article's paragraphs have no gaps, and the index holds the greatest.
PARAGRAPHS = (
    sql.select(sql.func.coalesce(sql.func.max(paragraph.c.number), 0))
    .where(paragraph.c.article_key == article.c.key)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as a line of the table."""

    heading: Heading
    paragraphs: int


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the table: its lines, and the number of lines on all pages."""

    lines: list[Listed]
    total: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles a table shows: those of `ids` that pass the filters and whose heading holds every search word."""

    search: str = ""
    filters: Filters = Filters()
    ids: tuple[str, ...] | None = None

    def conditions(self) -> list[sql.ColumnElement[bool]]:
        """All conditions but the filters, which only the catalog can apply."""
        return [*_words_stand(self.search), *([] if self.ids is None else [article.c.id.in_(self.ids)])]


def keys_of_page(wanted: Wanted, column: Column, *, descending: bool, limit: int, offset: int) -> sql.Select[Any]:
    """The keys of a page in order; articles without a value in the column come last in either direction."""
    value = PARAGRAPHS if column == "paragraphs" else _compared(column)
    directed, key = (value.desc(), article.c.key.desc()) if descending else (value.asc(), article.c.key.asc())
    query = sql.select(article.c.key).where(*wanted.conditions()).order_by(directed.nulls_last(), key)
    return query.limit(limit).offset(offset)


def number_of(wanted: Wanted) -> sql.Select[Any]:
    """The number of articles that match."""
    return sql.select(sql.func.count()).select_from(article).where(*wanted.conditions())


def _compared(column: Column) -> sql.ColumnElement[Any]:
    if column == "added":
        return article.c.key  # the order in which they were added, whatever the clock said
    value = article.c[column]
    return value if column == "published" else lowered(value)


def _words_stand(search: str) -> list[sql.ColumnElement[bool]]:
    """The conditions that a heading contains every word of the search, whatever its case."""
    heading: sql.ColumnElement[str] = sql.literal("")
    for name in _SEARCHED:
        heading = heading + "\n" + sql.func.coalesce(article.c[name], "")
    return _held_in(heading, search)


def _held_in(value: sql.ColumnElement[Any], search: str) -> list[sql.ColumnElement[bool]]:
    words = unicodedata.normalize("NFC", search)[:LONGEST_SEARCH].lower().split()
    return [lowered(value).contains(word, autoescape=True) for word in dict.fromkeys(words)]


def names_in_use(column: Named, search: str, limit: int) -> sql.Select[Any]:
    """The outlets, authors or labels that hold every word of the search, each with its article count, highest first."""
    value, number = (label.c.text if column == "label" else article.c[column]), sql.func.count()
    query = sql.select(value, number).where(value.is_not(None), value != "", *_held_in(value, search))
    query = query.where(label.c.given != TAKEN) if column == "label" else query
    return query.group_by(value).order_by(number.desc(), value).limit(limit)
