"""The article and paragraph that each notice in the library corrects or withdraws, and what later versions corrected.

The links follow from the stored articles, whatever their order: nothing is kept that could be stale. How a notice is
worded is in index/language/corrections.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log
from typing import Any

import sqlalchemy as sql

from index.articles import SEARCHED_ROLES, Paragraph
from index.language.corrections import Correcting, changed_values, is_about_another, is_newer_only, other_values
from index.language.numbers import quantities_in
from index.language.quotations import is_cjk, quotations
from index.language.times.meant import dates_in
from index.language.tokens import content_words
from index.store.tables import article, earlier, notice, paragraph

DAYS = 400  # before a notice, within which the corrected article was published
NEAR = 3  # days between the day that a notice names and that of the article: print and web differ
MOST = 200  # articles examined for one notice
ABOUT = 0.3  # share of a notice's words, weighted by rarity, that the text it is about holds
CLAUSE = 3  # words; more are a clause, which may be worded differently
OLD = 0.6  # share of the old words in a text that still says so


@dataclass(frozen=True, slots=True)
class Corrected:
    """A notice where it stands, `paragraph_text[start:end] == quote`, and what it is about.

    One of the kind "change" is no notice: a sentence that has a new value in a later version of its article.

    `corrects` is the id of the article that it corrects, its own or another; None where that is not in the library.
    `place` is the paragraph that still has the old words, or None. `day` is when it was corrected.
    """

    article_id: str
    paragraph: int
    start: int
    end: int
    quote: str
    revision: str
    kind: Correcting
    was: str | None
    now: str | None
    day: str | None
    corrects: str | None
    place: int | None


@dataclass(frozen=True, slots=True)
class _Text:
    id: str
    title: str
    words: Mapping[int, frozenset[str]]  # of each paragraph, the title's among them
    texts: Mapping[int, str]

    @property
    def all_words(self) -> frozenset[str]:
        return frozenset().union(*self.words.values())


Kept = dict[tuple[int, int], tuple[object, Corrected]]  # each notice as it was linked, and among which texts


def find(connection: sql.Connection, kept: Kept) -> list[Corrected]:
    """All notices of the library with what they are about, the newest first.

    `kept` holds what was linked before: what could be meant is read again only where it is no longer the same.
    """
    names = ("key", "id", "title", "outlet", "published", "updated", "text_kind", "fingerprint")
    columns = [article.c[name] for name in names]
    told = sql.select(*columns, notice, paragraph.c.text).where(
        notice.c.article_key == article.c.key,
        paragraph.c.article_key == article.c.key,
        paragraph.c.number == notice.c.paragraph,
    )
    rows = connection.execute(told.order_by(article.c.published.desc().nulls_last(), article.c.key)).all()
    found: Kept = {}
    for row in rows:
        quote = row.text[row.start : row.end]
        another = row.text_kind == "correction" or is_about_another(quote)
        able = _candidates(connection, row) if another else ((row.key, row.fingerprint),)
        among = (able, tuple(row))
        place = (row.key, row.number)
        found[place] = (
            kept[place] if kept.get(place, (None,))[0] == among else (among, _linked(connection, row, able, another))
        )
    kept.clear()
    kept.update(found)
    notices = [one for _, one in found.values() if one.place is not None or not is_newer_only(one.quote)]
    changed = [one for one in _changes(connection) if not any(_tells(notice, one) for notice in notices)]
    return sorted([*notices, *changed], key=lambda one: one.day or "", reverse=True) if changed else notices


def _changes(connection: sql.Connection) -> Iterator[Corrected]:
    """The values that later versions replaced, as far as the new ones are still there."""
    columns = [article.c.id, *(earlier.c[name] for name in ("replaced", "text", "became"))]
    standing = sql.select(*columns, paragraph.c.number, paragraph.c.text.label("stands")).where(
        article.c.key == earlier.c.article_key,
        paragraph.c.article_key == earlier.c.article_key,
        paragraph.c.text == earlier.c.became,
        paragraph.c.role.in_(SEARCHED_ROLES),
        earlier.c.text.is_not(None),
    )
    for row in connection.execute(standing.order_by(earlier.c.key.desc())):
        for one in changed_values(row.text, row.stands):
            yield Corrected(
                article_id=row.id,
                paragraph=row.number,
                start=one.start,
                end=one.end,
                quote=row.stands[one.start : one.end],
                revision=Paragraph(row.id, row.number, row.stands, "body").revision,
                kind="change",
                was=one.was,
                now=one.now,
                day=row.replaced,
                corrects=row.id,
                place=None,
            )


def _tells(notice: Corrected, change: Corrected) -> bool:
    """Whether a notice already reports a change."""
    same = notice.corrects == change.corrects and notice.was and change.was
    return bool(same and (says(notice.was or "", change.was or "") or says(change.was or "", notice.was or "")))


def _linked(connection: sql.Connection, row: Any, able: Sequence[tuple[int, str]], another: bool) -> Corrected:
    quote = row.text[row.start : row.end]
    keys = [key for key, _ in able]
    if another and _plain(row.title) in _titles(quote):
        target = next(iter(_texts(connection, [row.key])), None)  # a notice that stands where the article stood
    elif another:
        target = _meant(_texts(connection, keys), quote, row.was)
    else:
        target = next(iter(_texts(connection, keys, without=(row.key, row.paragraph))), None)
    place = _place(target, quote, row.was, row.now) if target and row.kind != "withdrawal" else None
    return Corrected(
        article_id=row.id,
        paragraph=row.paragraph,
        start=row.start,
        end=row.end,
        quote=quote,
        revision=Paragraph(row.id, row.paragraph, row.text, "body").revision,
        kind=row.kind,
        was=row.was,
        now=row.now,
        day=_day(row, another),
        corrects=target.id if target else None if another else row.id,
        place=place,
    )


def _day(row: Any, another: bool) -> str | None:
    """When it was corrected: another article on the day of the notice, its own as it says or the page does."""
    if another:
        return str(row.published) if row.published else None
    named = [one.day for one in dates_in(row.text, row.start, min(row.end, row.start + 80), row.published)]
    later = [day for day in named if len(day) == 10 and day >= (row.published or "")[:10]]
    return later[0] if later else row.updated


def _candidates(connection: sql.Connection, row: Any) -> tuple[tuple[int, str], ...]:
    """Key and fingerprint of the articles of the same outlet that came before and can be meant, the newest first.

    They are of the day that the notice names, or of the year before it.
    """
    # A notice without an outlet corrects no other outlet's articles.
    outlet = article.c.outlet == row.outlet if row.outlet else article.c.outlet.is_(None)
    query = sql.select(article.c.key, article.c.fingerprint).where(article.c.key != row.key, outlet)
    if row.published:
        last = row.published[:10]
        query = query.where(sql.func.substr(article.c.published, 1, 10) <= last)
        named = {one.day for one in dates_in(row.text, row.start, row.end, row.published) if len(one.day) == 10}
        spans = [(date.fromisoformat(day), NEAR) for day in named] or [(date.fromisoformat(last), DAYS)]
        day = sql.func.substr(article.c.published, 1, 10)
        within = [
            day.between(str(one - timedelta(days=before)), str(one + timedelta(days=NEAR))) for one, before in spans
        ]
        query = query.where(sql.or_(*within))
    query = query.order_by(article.c.published.desc().nulls_last(), article.c.key).limit(MOST)
    return tuple((key, fingerprint) for key, fingerprint in connection.execute(query))


def _texts(connection: sql.Connection, keys: Sequence[int], without: tuple[int, int] | None = None) -> list[_Text]:
    """These articles, but for the paragraph with that key of an article and number."""
    query = (
        sql.select(article.c.key, article.c.id, article.c.title, paragraph.c.number, paragraph.c.text)
        .join(paragraph, paragraph.c.article_key == article.c.key)
        .where(article.c.key.in_(keys), paragraph.c.role.in_(SEARCHED_ROLES))
        .order_by(article.c.key, paragraph.c.number)
    )
    found: dict[int, _Text] = {}
    for row in connection.execute(query):
        text = found.setdefault(row.key, _Text(row.id, row.title, {}, {}))
        if (row.key, row.number) != without:
            text.words[row.number] = frozenset(content_words(f"{row.title} {row.text}"))  # type: ignore[index]
            text.texts[row.number] = row.text  # type: ignore[index]
    return list(found.values())


def _meant(candidates: Sequence[_Text], quote: str, was: str | None) -> _Text | None:
    """The article whose title the notice quotes; else the one that holds most of its words, and the old ones."""
    titled = _titles(quote)
    for one in candidates:
        if _plain(one.title) in titled:
            return one
    scored = _scored(candidates, quote, was)
    best = max(scored, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= ABOUT else None


def _titles(quote: str) -> set[str]:
    """What a notice names as a title."""
    titled = {_plain(quote[one.start + 1 : one.end - 1]) for one in quotations(quote)}
    return titled | {
        _plain(one) for found in re.findall(r"《([^《》]+)》|\(([^()]{8,100}?), \d", quote) for one in found
    }


def _scored(candidates: Sequence[_Text], quote: str, was: str | None) -> list[tuple[float, _Text]]:
    wanted = content_words(quote)
    held = Counter(word for one in candidates for word in one.all_words & wanted)
    weight = {word: log(1 + len(candidates) / held[word]) for word in held}
    total = sum(weight.values())
    if not total:
        return []
    return [
        (
            sum(weight[word] for word in one.all_words & wanted) / total
            - (ABOUT if was and not any(says(text, was) for text in one.texts.values()) else 0),
            one,
        )
        for one in candidates
        if len(one.all_words & wanted) > 1
    ]


def _place(target: _Text, quote: str, was: str | None, now: str | None) -> int | None:
    """The paragraph that still has the old words; of several, the one with most words of the notice."""
    wanted = content_words(quote)
    saying = [number for number, text in target.texts.items() if was and says(text, was)]
    if was or not target.texts:
        return max(saying, key=lambda number: len(target.words[number] & wanted), default=None)
    best = max(target.texts, key=lambda number: len(target.words[number] & wanted))
    if now and says(target.texts[best], now):
        return None
    if len(target.words[best] & wanted) >= ABOUT * len(wanted):
        return best
    older = [number for number, text in target.texts.items() if now and other_values(text, now)]
    nearest = max(older, key=lambda number: len(target.words[number] & wanted), default=None)
    return nearest if nearest is not None and target.words[nearest] & wanted else None


def says(text: str, old: str) -> bool:
    """Whether a text holds the old words of a notice: verbatim, or most of them if they are a clause."""
    plain = _plain(old)
    if is_cjk(old):
        return plain in _plain(text)
    if plain and re.search(rf"(?<![\w.,]){re.escape(plain)}(?![\w%]|[.,]\d)", _plain(text)):
        return True
    amounts = quantities_in(old)
    if len(amounts) == 1 and amounts[0].end - amounts[0].start >= len(old.strip()):
        return any((one.value, one.unit) == (amounts[0].value, amounts[0].unit) for one in quantities_in(text))
    words, theirs = content_words(old), content_words(text)
    numbers = {word for word in words if word[0].isdigit()}
    return len(words) > CLAUSE and numbers <= theirs and len(words & theirs) >= OLD * len(words)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .,;:'\"“”‘’")
