"""The labels of articles: those from their sources, and those that people add and remove.

A person's changes stay when the source is read again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sql

from index.store.tables import TEXT, article, label

BY_SOURCE, BY_HAND, TAKEN = "source", "hand", "taken"  # who set it; TAKEN is a source's label that a person removed


class _Listed(sql.TypeDecorator[tuple[str, ...]]):
    impl = sql.Text
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: sql.Dialect) -> tuple[str, ...]:
        return tuple(sorted(value.split("\n"), key=str.casefold)) if value else ()


STANDS = label.c.given != TAKEN
_JOINED = (
    sql.select(sql.func.aggregate_strings(label.c.text, "\n"))
    .where(label.c.article_key == article.c.key, STANDS)
    .correlate(article)
    .scalar_subquery()
)
LABELS: sql.ColumnElement[Any] = sql.type_coerce(sql.cast(_JOINED, TEXT), _Listed()).label("labels")


def note(connection: sql.Connection, article_key: int, labels: Iterable[str]) -> None:
    """Replaces the labels from the source."""
    mine = label.c.article_key == article_key
    connection.execute(sql.delete(label).where(mine, label.c.given == BY_SOURCE))
    decided = _rows(connection, article_key)
    _insert(connection, article_key, [one for one in labels if one.casefold() not in decided], BY_SOURCE)


def change(connection: sql.Connection, article_key: int, add: Iterable[str], remove: Iterable[str]) -> bool:
    """Adds and removes labels for a person; returns whether anything changed."""
    there, changed = _rows(connection, article_key), False
    for name in remove:
        text, given = there.pop(name.casefold(), (name, TAKEN))
        if given != TAKEN:
            _set(connection, article_key, text, TAKEN if given == BY_SOURCE else None)
            changed = True
    for name in add:
        text, given = there.get(name.casefold(), (name, ""))
        if not given:
            _insert(connection, article_key, [name], BY_HAND)
        elif given == TAKEN:
            _set(connection, article_key, text, BY_HAND)
        changed |= given in ("", TAKEN)
        there[name.casefold()] = (text, BY_HAND)
    return changed


def forget(connection: sql.Connection, article_key: int) -> None:
    connection.execute(sql.delete(label).where(label.c.article_key == article_key))


def _rows(connection: sql.Connection, article_key: int) -> dict[str, tuple[str, str]]:
    query = sql.select(label.c.text, label.c.given).where(label.c.article_key == article_key)
    return {row.text.casefold(): (row.text, row.given) for row in connection.execute(query)}


def _insert(connection: sql.Connection, article_key: int, texts: Iterable[str], given: str) -> None:
    if rows := [{"article_key": article_key, "text": text, "given": given} for text in texts]:
        connection.execute(sql.insert(label), rows)


def _set(connection: sql.Connection, article_key: int, text: str, given: str | None) -> None:
    mine = (label.c.article_key == article_key) & (label.c.text == text)
    change = sql.update(label).where(mine).values(given=given) if given else sql.delete(label).where(mine)
    connection.execute(change)
