"""The readings of articles as rows beside their paragraphs: written, removed, and put together again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import asdict, astuple
from typing import Any

import sqlalchemy as sql

from index.articles import revision_of
from index.reading.records import Correction, Mention, Reading, Role, Span, Statement
from index.reading.register import Form, FormKind
from index.reading.voices import SpeakerFrom
from index.store.homes import among
from index.store.tables import article, earlier, naming, notice, paragraph, reading, statement


def put(connection: sql.Connection, article_key: int, read: Reading, version: str) -> None:
    """Stores the reading of an article by a version of the reader, replacing its earlier reading."""
    forget(connection, article_key)
    row = {"article_key": article_key, "version": version, "content": _written(read)}
    connection.execute(sql.insert(reading).values(**row))
    rows = [_row(one) | {"article_key": article_key, "number": at} for at, one in enumerate(read.statements, 1)]
    if rows:
        connection.execute(sql.insert(statement), rows)
    named = [asdict(form) | {"article_key": article_key, "number": at} for at, form in enumerate(forms(read), 1)]
    if named:
        connection.execute(sql.insert(naming), named)
    if read.corrections:
        notices = [
            _notice(one) | {"article_key": article_key, "number": at} for at, one in enumerate(read.corrections, 1)
        ]
        connection.execute(sql.insert(notice), notices)
    connection.execute(sql.update(article).where(article.c.key == article_key).values(text_kind=read.text_kind))


def forget(connection: sql.Connection, article_key: int) -> None:
    """Removes the reading of an article."""
    for table in (statement, naming, notice, reading):
        connection.execute(sql.delete(table).where(table.c.article_key == article_key))
    connection.execute(sql.update(article).where(article.c.key == article_key).values(text_kind=None))


def forms(read: Reading) -> Iterator[Form]:
    """Every form under which somebody or something appears in an article, each once, with its count.

    What satire puts into people's mouths does not count as said.
    """
    counts = read.text_kind != "satire"
    mentioned = Counter[tuple[str, str, FormKind]]((one.name, one.form, one.kind) for one in read.mentions)
    said = Counter[tuple[str, FormKind]](
        (one.speaker, one.kind) for one in read.statements if one.speaker and one.kind != "unnamed"
    )
    for (name, form, kind), count in mentioned.items():
        yield Form(name, form, kind, count, said.pop((name, kind), 0) * counts if form == name else 0)
    for (name, kind), count in said.items():  # under a name mentioned only in other forms, or never
        yield Form(name, name, kind, 0, count * counts)
    for role in dict.fromkeys(read.roles):
        yield Form(role.name, role.words, "role", 0, 0)


def whole(connection: sql.Connection, article_id: str) -> Reading | None:
    """The reading of an article; None if it is unread or does not exist."""
    named = sql.select(reading.c.article_key, reading.c.content).join(article, article.c.key == reading.c.article_key)
    row = connection.execute(named.where(article.c.id == article_id)).first()
    if row is None:
        return None
    content = json.loads(row.content)
    found = sql.select(statement).where(statement.c.article_key == row.article_key).order_by(statement.c.number)
    notices = sql.select(notice).where(notice.c.article_key == row.article_key).order_by(notice.c.number)
    return Reading(
        mentions=tuple(
            Mention(Span(*span), form, form if name is None else name, kind)
            for *span, form, name, kind in content["mentions"]
        ),
        roles=tuple(Role(*one) for one in content["roles"]),
        descriptions=tuple(Role(*one) for one in content.get("descriptions", ())),
        statements=tuple(_statement(one) for one in connection.execute(found)),
        text_kind=content["text_kind"],
        signs=tuple(content["signs"]),
        brief=tuple(Span(*one) for one in content["brief"]),
        corrections=tuple(
            Correction(Span(one.paragraph, one.start, one.end), one.kind, one.was, one.now)
            for one in connection.execute(notices)
        ),
    )


def any_corrections(connection: sql.Connection) -> bool:
    """Whether any article has a notice or an earlier text."""
    return any(connection.scalar(sql.select(sql.exists().select_from(one))) for one in (notice, earlier))


def _written(read: Reading) -> str:
    """The reading as JSON, without its statements; a mention's name is left out if it equals the form."""
    content = {
        "mentions": [
            [*astuple(one.span), one.form, None if one.name == one.form else one.name, one.kind]
            for one in read.mentions
        ],
        "roles": [astuple(one) for one in read.roles],
        "descriptions": [astuple(one) for one in read.descriptions],
        "text_kind": read.text_kind,
        "signs": read.signs,
        "brief": [astuple(one) for one in read.brief],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _row(one: Statement) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(one, name) for name in ("voice", "cue", "source", "speaker", "kind")}
    row |= {"paragraph": one.span.paragraph, "start": one.span.start, "end": one.span.end}
    for name in ("paragraph", "start", "end"):
        row[f"from_{name}"] = getattr(one.speaker_from, name) if one.speaker_from else None
    return row


def _notice(one: Correction) -> dict[str, Any]:
    span = {"paragraph": one.span.paragraph, "start": one.span.start, "end": one.span.end}
    return {"kind": one.kind, "was": one.was, "now": one.now} | span


def _statement(row: Any) -> Statement:
    span = Span(row.paragraph, row.start, row.end)
    return Statement(span, row.voice, row.cue, row.source, row.speaker, row.kind, speaker_from(row))


def texts_of(connection: sql.Connection, keys: Collection[int]) -> dict[int, tuple[str, str]]:
    """The text and revision of each of these paragraphs, read once however many statements or notices it holds."""
    query = sql.select(paragraph.c.key, paragraph.c.text)
    found = connection.execute(query.where(among(connection.engine, paragraph.c.key, [*{*keys}])))
    return {key: (text, revision_of(text)) for key, text in found}


def speaker_from(row: Any) -> SpeakerFrom | None:
    """The place of the words that name the speaker, from a row of statements."""
    if row.from_paragraph is None:
        return None
    return SpeakerFrom(row.from_paragraph, row.from_start, row.from_end)
