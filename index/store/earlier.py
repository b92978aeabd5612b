"""What articles said before their sources changed: which paragraphs became which, and what was dropped or added.

It keeps texts; which of the changes correct something is for corrections.py to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sql

from index.articles import Paragraph
from index.language.alignment import alignment
from index.language.tokens import content_words
from index.store.tables import article, earlier, paragraph

ALIKE = 0.5  # of the words of the shorter of two paragraphs, the share that makes one the later form of the other


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a paragraph at that moment: `before` is None where it was added, `after` where it was dropped."""

    replaced: str
    before: Paragraph | None
    after: str | None


def keep(connection: sql.Connection, article_key: int, after: Sequence[Paragraph], now: str) -> None:
    """Keeps what the stored paragraphs of an article say and its new ones do not, before they take their place."""
    columns = (paragraph.c.number, paragraph.c.role, paragraph.c.text, paragraph.c.page)
    query = sql.select(*columns).where(paragraph.c.article_key == article_key).order_by(paragraph.c.number)
    before = connection.execute(query).all()
    told = {"article_key": article_key, "replaced": now}
    rows = []
    for old, new in _pairs([row.text for row in before], [one.text for one in after]):
        was = before[old]._mapping if old is not None else {}
        row = {"paragraph": was.get("number"), "role": was.get("role"), "text": was.get("text")}
        rows.append(told | row | {"page": was.get("page"), "became": after[new].text if new is not None else None})
    if rows:
        connection.execute(sql.insert(earlier), rows)


def forget(connection: sql.Connection, article_key: int) -> None:
    connection.execute(sql.delete(earlier).where(earlier.c.article_key == article_key))


def changes(connection: sql.Connection, article_id: str) -> list[Change]:
    """What changed in an article since it was first added, in the order of time and then of the text."""
    query = sql.select(earlier).join(article, article.c.key == earlier.c.article_key)
    rows = connection.execute(query.where(article.c.id == article_id).order_by(earlier.c.key))
    return [Change(row.replaced, _paragraph(article_id, row), row.became) for row in rows]


def _paragraph(article_id: str, row: sql.Row[tuple[object, ...]]) -> Paragraph | None:
    if row.text is None:
        return None
    return Paragraph(article_id, row.paragraph, row.text, row.role, row.page)


def _pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """What is not the same in both: each paragraph with the one that it became, in the order of the text."""
    for step, first, last, start, end in alignment(before, after):
        if step == "equal":
            continue
        left = start
        for old in range(first, last):
            # The next that is like it, and nothing far away: of what was written anew nothing is a later form.
            new = next((at for at in range(left, min(end, left + 3)) if _alike(before[old], after[at])), None)
            if new is not None:
                yield from ((None, at) for at in range(left, new))
                left = new + 1
            yield old, new
        yield from ((None, at) for at in range(left, end))


def _alike(one: str, other: str) -> bool:
    words, others = content_words(one), content_words(other)
    return len(words & others) >= ALIKE * max(1, min(len(words), len(others)))
