"""The article and paragraph that each notice in the library corrects or withdraws, and what later versions corrected.

The links follow from the stored articles, whatever their order: nothing stored can become stale. How a notice is
worded is in index/language/corrections.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sql

from index.articles import SEARCHED_ROLES, revision_of
from index.language.corrections import Correcting, changed_values, counted, is_newer_only, other_values, values
from index.language.notice_words import is_about_this, label_end, paragraph_named
from index.language.numbers import dates_at, days_in
from index.language.times.meant import dates_in, day_of, first_day_from
from index.language.tokens import content_words
from index.store.notices.targets import Notice, is_own, meant
from index.store.notices.texts import MOST, Text, Texts, Words, phrase
from index.store.readings import texts_of
from index.store.tables import article, earlier, notice, paragraph

DAYS = 400  # days before a notice within which the corrected article was published
NEAR = 3  # days between the date that a notice names and the article's: print and web differ
ABOUT = 0.3  # share of a notice's words that the paragraph it is about has
OPENING, DATE = 160, 20  # characters of a notice that may say when it was made, and of a date after "amended on"
_CHANGED = re.compile(
    r"\b(?:amended|corrected|clarified|updated|edited|changed|revised|made)(?: on)? |[于在](?=\d)", re.I
)
_DATED = re.compile(r"[^:：]{6,20}[:：]")  # "Sept. 3, 2026: This post has been edited"


@dataclass(frozen=True, slots=True)
class Corrected:
    """A notice in its paragraph, `paragraph_text[start:end] == quote`, and what it is about.

    A notice that corrects several things is listed once for each of them.

    The kind "change" is not a notice but a sentence with a new value in a later version of its article.

    `corrects` is the id of the article that it corrects, its own or another; None if that is not in the library.
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
class _Among:
    """The basis of a link: what was read of the notice, whether it is surely about its own article, and the articles.

    Articles are given by key and fingerprint.
    """

    met: object
    sure: bool
    able: tuple[tuple[int, str], ...]


Kept = dict[tuple[int, int], tuple[_Among, Corrected]]  # each notice as linked


def find(connection: sql.Connection, kept: Kept) -> list[Corrected]:
    """All notices of the library with what they are about, the newest first.

    `kept` holds earlier links: articles are read again only where the candidates of a notice changed.
    """
    names = ("key", "id", "title", "outlet", "published", "updated", "text_kind", "fingerprint")
    columns = [article.c[name] for name in names]
    query = sql.select(*columns, notice, paragraph.c.key.label("paragraph_key")).where(
        notice.c.article_key == article.c.key,
        paragraph.c.article_key == article.c.key,
        paragraph.c.number == notice.c.paragraph,
    )
    newest = article.c.published.desc().nulls_last()
    rows = connection.execute(query.order_by(newest, article.c.key, notice.c.number)).all()
    found: Kept = {}
    paragraphs, texts = texts_of(connection, [row.paragraph_key for row in rows]), Texts(connection)
    for row in rows:
        text, revision = paragraphs[row.paragraph_key]
        place, alone, met = (row.key, row.number), ((row.key, row.fingerprint),), (revision, tuple(row))
        before = kept.get(place)
        # Whether it is surely about its own article depends on these alone.
        sure = before[0].sure if before and before[0].met == met else _is_own(texts, row, text)
        able = alone if sure else alone + _candidates(connection, row, text)
        among = _Among(met, sure, able)
        found[place] = before if before and before[0] == among else (among, _linked(texts, row, among, text))
    kept.clear()
    kept.update(found)
    notices = [one for _, one in found.values() if one.place is not None or one.was or not is_newer_only(one.quote)]
    changed = [one for one in _changes(connection) if not any(_tells(notice, one) for notice in notices)]
    return sorted([*notices, *changed], key=lambda one: one.day or "", reverse=True) if changed else notices


def _changes(connection: sql.Connection) -> Iterator[Corrected]:
    """The values that later versions replaced, if the new ones are still there."""
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
                revision=revision_of(row.stands),
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


def _is_own(texts: Texts, row: Any, text: str) -> bool:
    own = _own(texts, row)
    return own is not None and is_own(_as_notice(row, text), own)


def _own(texts: Texts, row: Any) -> Text | None:
    """The article that contains a notice, without the notice's paragraph."""
    return next((one.without(row.paragraph) for one in texts.of([row.key])), None)


def _as_notice(row: Any, text: str) -> Notice:
    quote = text[row.start : row.end]
    of_this = is_about_this(quote, beside=text[: row.start])
    return Notice(quote, row.was, row.now, in_column=row.text_kind == "correction", of_this=of_this)


def _linked(texts: Texts, row: Any, among: _Among, text: str) -> Corrected:
    quote, own = text[row.start : row.end], _own(texts, row)
    others = texts.of([key for key, _ in among.able if key != row.key])
    able = [own, *others] if own else others
    target = own if among.sure else meant(_as_notice(row, text), able, own)
    place = _place(target, quote, row.was, row.now) if target and row.kind != "withdrawal" else None
    return Corrected(
        article_id=row.id,
        paragraph=row.paragraph,
        start=row.start,
        end=row.end,
        quote=quote,
        revision=revision_of(text),
        kind=row.kind,
        was=row.was,
        now=row.now,
        day=_day(row, own is None or target is not own, text),
        corrects=target.id if target else None,
        place=place,
    )


def _day(row: Any, another: bool, text: str) -> str | None:
    """When it was corrected: the notice's date for another article, else the date that the notice or page gives."""
    if another:
        return str(row.published) if row.published else None
    words, published = text[row.start : row.end], day_of(row.published)
    places = [(0, label_end(words)), *((one.end(), one.end() + DATE) for one in _CHANGED.finditer(words, 0, OPENING))]
    if opening := _DATED.match(words):
        places.append(opening.span())
    for start, end in places:
        alone = first_day_from(published, words[start:end]) if published else None
        named = [alone] if alone else _days_named(text, row.start + start, row.start + end, row.published)
        if later := [day for day in named if day >= (row.published or "")[:10]]:
            return later[0]
    return str(row.updated) if row.updated else None


def _days_named(text: str, start: int, end: int, published: str | None) -> list[str]:
    """The days that the words name, those written out with their year first."""
    written = (day for first, last in dates_at(text[start:end]) for day in days_in(text[start + first : start + last]))
    meant = (one.day for one in dates_in(text, start, end, published) if len(one.day) == 10)
    return [*(day.iso for day in written if day.iso), *meant]


def _candidates(connection: sql.Connection, row: Any, text: str) -> tuple[tuple[int, str], ...]:
    """Key and fingerprint of the outlet's earlier articles that a notice may be about, the newest first.

    They are from about the dates that the notice names, or from the `DAYS` before it.
    """
    # A notice without an outlet corrects no other outlet's articles.
    outlet = article.c.outlet == row.outlet if row.outlet else article.c.outlet.is_(None)
    query = sql.select(article.c.key, article.c.fingerprint).where(article.c.key != row.key, outlet)
    if row.published:
        last = row.published[:10]
        query = query.where(sql.func.substr(article.c.published, 1, 10) <= last)
        days = _days_named(text, row.start, row.end, row.published)
        named = {day for day in days if day <= last}  # a later date belongs to the story
        spans = [(date.fromisoformat(day), NEAR) for day in named] or [(date.fromisoformat(last), DAYS)]
        day = sql.func.substr(article.c.published, 1, 10)
        within = [
            day.between(str(one - timedelta(days=before)), str(one + timedelta(days=NEAR))) for one, before in spans
        ]
        query = query.where(sql.or_(*within))
    query = query.order_by(article.c.published.desc().nulls_last(), article.c.key).limit(MOST)
    return tuple((key, fingerprint) for key, fingerprint in connection.execute(query))


def _place(target: Text, quote: str, was: str | None, now: str | None) -> int | None:
    """The paragraph that still has the old words; of several, the one that shares most words with the notice."""
    wanted, old = content_words(quote), phrase(was) if was else None

    def shared(number: int) -> int:
        return target.shared(number, wanted)

    saying = [number for number, text in target.paragraphs.items() if old and old.is_in(text)]
    if old or not target.paragraphs:
        return max(saying, key=shared, default=None)
    if (named := paragraph_named(quote)) in target.paragraphs and not now:
        return named
    best = max(target.paragraphs, key=shared)
    if now and phrase(now).is_in(target.paragraphs[best]):
        return None
    if shared(best) >= ABOUT * len(wanted):
        return best
    thing = counted(quote, now) if now else None  # "phones" for "40 million", which replaces no number of minutes
    older = [
        number
        for number, text in target.paragraphs.items()
        if now and any(thing in (None, counted(text.text, one) or thing) for one in other_values(text.text, now))
    ]
    nearest = max(older, key=shared, default=None)
    return nearest if nearest is not None and shared(nearest) else None


def says(text: str, old: str) -> bool:
    """Whether a text has the old words of a notice: verbatim, or most of them if they are a clause."""
    return phrase(old).is_in(_words_of(text))


@lru_cache(maxsize=64)
def _words_of(text: str) -> Words:
    return Words(text)


def corrects(notice: Corrected, article_id: str, paragraph: int, quote: str) -> bool:
    """Whether the notice corrects these words of an article, or withdraws the article; never itself."""
    if notice.kind == "change":
        return False  # the old words are gone
    if notice.corrects != article_id or (notice.article_id, notice.paragraph) == (article_id, paragraph):
        return False
    if notice.kind == "withdrawal":
        return True
    if notice.was:
        return says(quote, notice.was) and not (notice.now and says(quote, notice.now))
    return notice.place == paragraph or bool(_values(notice.quote) & _values(quote))


def _values(text: str) -> set[str]:
    """The figures and quoted words of a text, except those of one character."""
    return {value.casefold() for kind, value in values(text) if kind in ("number", "quoted") and len(value) > 1}


def notice_about(notices: Iterable[Corrected], article_id: str, paragraph: int, quote: str) -> Corrected | None:
    """The notice that corrects these words of an article, or withdraws the article."""
    about = [one for one in notices if corrects(one, article_id, paragraph, quote)]
    return max(about, key=lambda one: (one.kind == "withdrawal", one.was is not None), default=None)
