"""The rows of alerts: what each is for, what it has reported, and what is still to be sent.

A repeated passage is reported once.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import sqlalchemy as sql

from index.errors import UnknownAlert
from index.store.catalog import Catalog
from index.store.homes import insert_new
from index.store.tables import alert, alert_item, article, change, reading

SHORT = 40  # characters; a shorter quote may recur on another occasion


@dataclass(frozen=True, slots=True)
class Alert:
    """A question, or a speaker's statements, `about` a topic or any; `created` is in seconds since 1970."""

    key: int
    id: str
    owner: str
    question: str | None
    speaker: str | None
    about: str | None
    created: float
    seen: int
    has_feed: bool
    webhook: str | None
    secret: str | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that an alert reports, with its place."""

    article_id: str
    title: str
    outlet: str | None
    published: str | None
    paragraph: int
    start: int
    end: int
    quote: str
    speaker: str | None
    link: str


@dataclass(frozen=True, slots=True)
class Item:
    """A reported passage; `sent` is None if no webhook has accepted it."""

    key: int
    alert_key: int
    id: str
    found: float
    passage: Passage
    sent: float | None
    tries: int
    waits: bool  # whether it is still to be sent


_ALERT = (alert.c.key, alert.c.id, alert.c.owner, alert.c.question, alert.c.speaker, alert.c.about, alert.c.created)
_WHOLE = sql.select(*_ALERT, alert.c.seen, alert.c.token, alert.c.webhook, alert.c.secret)


def _alert(row: Any) -> Alert:
    values = dict(row._mapping)
    return Alert(has_feed=values.pop("token") is not None, **values)


def _item(row: Any) -> Item:
    passage = Passage(**json.loads(row.value))
    return Item(row.key, row.alert_key, row.digest, row.found, passage, row.sent, row.tries, row.due is not None)


def digest_of(alert_id: str, passage: Passage) -> str:
    """A hash, equal for the same words of one speaker in any article; a short quote counts as new in each article."""
    words = " ".join(passage.quote.split()).casefold()
    place = passage.article_id if len(words) < SHORT else ""
    return sha256(json.dumps([alert_id, words, passage.speaker, place]).encode()).hexdigest()[:32]


def hash_of(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()


class Alerts:
    """The alerts of one catalog; every method is one transaction. Raises UnknownAlert for an unknown id."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._reading, self._beside = catalog.home.reading, catalog.home.beside

    def all(self, owner: str | None = None) -> list[Alert]:
        """The alerts of an owner, or of everybody, in order of creation."""
        query = _WHOLE.order_by(alert.c.key)
        if owner is not None:
            query = query.where(alert.c.owner == owner)
        with self._catalog.transaction(self._reading) as connection:
            return [_alert(row) for row in connection.execute(query)]

    def any(self) -> bool:
        with self._catalog.transaction(self._reading) as connection:
            return connection.scalar(sql.select(alert.c.key).limit(1)) is not None

    def get(self, id: str, owner: str) -> Alert:
        with self._catalog.transaction(self._reading) as connection:
            row = connection.execute(_WHOLE.where(alert.c.id == id, alert.c.owner == owner)).first()
        if row is None:
            raise UnknownAlert(f"You have no alert with the id '{id}'. List yours to see their ids.")
        return _alert(row)

    def by_token(self, token: str) -> Alert | None:
        """The alert whose feed this token opens."""
        with self._catalog.transaction(self._reading) as connection:
            row = connection.execute(_WHOLE.where(alert.c.token == hash_of(token))).first()
        return _alert(row) if row else None

    def add(
        self,
        owner: str,
        *,
        question: str | None,
        speaker: str | None,
        about: str | None,
        webhook: str | None,
        secret: str | None,
        known: Iterable[Passage],
        seen: int,
        now: float,
    ) -> Alert:
        """A new alert; what is already `known`, up to the change `seen`, is never reported."""
        id = secrets.token_hex(6)
        values: dict[str, Any] = {"id": id, "owner": owner, "question": question, "speaker": speaker, "about": about}
        values |= {"created": now, "seen": seen, "webhook": webhook, "secret": secret}
        with self._catalog.transaction(self._beside) as connection:
            key = connection.execute(sql.insert(alert).values(**values)).inserted_primary_key[0]  # type: ignore[index]
            rows = {digest_of(id, one): {"alert_key": key, "value": "{}", "tries": 0} for one in known}
            if rows:
                connection.execute(
                    insert_new(connection, alert_item), [{"digest": digest, **row} for digest, row in rows.items()]
                )
        return self.get(id, owner)

    def remove(self, id: str, owner: str) -> None:
        key = self.get(id, owner).key
        with self._catalog.transaction(self._beside) as connection:
            connection.execute(sql.delete(alert_item).where(alert_item.c.alert_key == key))
            connection.execute(sql.delete(alert).where(alert.c.key == key))

    def open_feed(self, id: str, owner: str) -> str:
        """Makes a token that opens the alert's feed; an earlier token stops working."""
        key, token = self.get(id, owner).key, secrets.token_urlsafe(24)
        self._set_token(key, hash_of(token))
        return token

    def close_feed(self, id: str, owner: str) -> None:
        self._set_token(self.get(id, owner).key, None)

    def _set_token(self, key: int, hashed: str | None) -> None:
        with self._catalog.transaction(self._beside) as connection:
            connection.execute(sql.update(alert).where(alert.c.key == key).values(token=hashed))

    # What is new

    def changed(self, after: int) -> tuple[list[str], int, bool]:
        """The read articles among those added or updated after a change, the last change, and whether all are read."""
        last = sql.select(sql.func.coalesce(sql.func.max(change.c.number), 0))
        with self._catalog.transaction(self._catalog.home.steady) as connection:
            upto = connection.scalar(last) or 0
            kinds = change.c.kind.in_(["added", "updated"])
            found = sql.select(change.c.article_id).where(change.c.number > after, change.c.number <= upto, kinds)
            there = sql.select(article.c.id, reading.c.number).outerjoin(
                reading, reading.c.article_key == article.c.key
            )
            rows = connection.execute(there.where(article.c.id.in_(found)).order_by(article.c.id)).all()
        read = [row.id for row in rows if row.number is not None]
        return read, upto, len(read) == len(rows)

    def report(self, one: Alert, passages: Iterable[Passage], *, seen: int, now: float) -> int:
        """Stores new passages, each once, and how far the catalog was searched; returns the number of new ones."""
        new = 0
        with self._catalog.transaction(self._beside) as connection:
            if connection.scalar(sql.select(alert.c.key).where(alert.c.key == one.key)) is None:
                return 0  # it has since been removed
            for passage in passages:
                values = {"alert_key": one.key, "digest": digest_of(one.id, passage), "tries": 0, "found": now}
                values |= {"value": json.dumps(asdict(passage)), "due": now if one.webhook else None}
                insert = insert_new(connection, alert_item).values(**values).returning(alert_item.c.key)
                new += connection.scalar(insert) is not None
            further = (alert.c.key == one.key) & (alert.c.seen < seen)
            connection.execute(sql.update(alert).where(further).values(seen=seen))
        return new

    def items(self, one: Alert, *, limit: int, offset: int = 0) -> list[Item]:
        """What the alert has reported, latest first."""
        mine = (alert_item.c.alert_key == one.key) & alert_item.c.found.is_not(None)
        query = sql.select(alert_item).where(mine).order_by(alert_item.c.key.desc()).limit(limit).offset(offset)
        with self._catalog.transaction(self._reading) as connection:
            return [_item(row) for row in connection.execute(query)]

    def count(self, one: Alert) -> int:
        mine = (alert_item.c.alert_key == one.key) & alert_item.c.found.is_not(None)
        with self._catalog.transaction(self._reading) as connection:
            return connection.scalar(sql.select(sql.func.count()).select_from(alert_item).where(mine)) or 0

    # What is sent

    def waiting(self, *, now: float, limit: int) -> list[tuple[Alert, Item]]:
        """What is due to be sent now, longest overdue first."""
        query = sql.select(alert_item).where(alert_item.c.due <= now).order_by(alert_item.c.due, alert_item.c.key)
        with self._catalog.transaction(self._reading) as connection:
            items = [_item(row) for row in connection.execute(query.limit(limit))]
            keys = {one.alert_key for one in items}
            found = connection.execute(_WHOLE.where(alert.c.key.in_(keys)))
            alerts: Mapping[int, Alert] = {row.key: _alert(row) for row in found}
        return [(alerts[one.alert_key], one) for one in items if one.alert_key in alerts]

    def note_sent(self, item: Item, *, now: float) -> None:
        self._note(item, sent=now, due=None, tries=item.tries + 1)

    def note_failed(self, item: Item, *, due: float | None) -> None:
        """Schedules the next try for `due`; if that is None, there is no further try."""
        self._note(item, due=due, tries=item.tries + 1)

    def _note(self, item: Item, **values: float | None) -> None:
        with self._catalog.transaction(self._beside) as connection:
            connection.execute(sql.update(alert_item).where(alert_item.c.key == item.key).values(**values))
