"""The article and paragraph that each notice in the library corrects or withdraws, and what later versions corrected.

The links follow from the stored articles, whatever their order: nothing is kept that could be stale. How a notice is
worded is in index/language/corrections.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from math import log
from typing import Any

import sqlalchemy as sql

from index.articles import SEARCHED_ROLES, revision_of
from index.language.corrections import Correcting, changed_values, counted, is_newer_only, other_values, values
from index.language.notice_words import is_about_another, label_end, paragraph_named, titles_in
from index.language.numbers import dates_at, days_in, quantities_in
from index.language.quotations import is_cjk, quotations
from index.language.taken_back import persons
from index.language.times.meant import dates_in, day_of, first_day_from
from index.language.tokens import content_words
from index.store.readings import texts_of
from index.store.tables import article, earlier, notice, paragraph

DAYS = 400  # days before a notice within which the corrected article was published
NEAR = 3  # days between the date that a notice names and the article's: print and web differ
MOST = 200  # articles examined for one notice
ABOUT = 0.3  # share of a notice's words, weighted by rarity, that the text it is about holds
NAMED = 0.5  # share of the words of a title in a notice that the article it is about must contain
CLAUSE = 3  # words, which may be in another order; more are a clause, which may also be worded differently
OPENING, DATE = 160, 20  # characters of a notice that may say when it was made, and of a date after "amended on"
CJK_CLAUSE = 6  # characters; fewer are a name or a number
OLD = 0.6  # share of the old words that a text must have to still say them

_CJK_PARTS = re.compile(r"[\d.,]+%?|[^\W\d]")
_CJK_STOP = re.compile(r"[，。；、,;]")
_CHANGED = re.compile(
    r"\b(?:amended|corrected|clarified|updated|edited|changed|revised|made)(?: on)? |[于在](?=\d)", re.I
)
_DATED = re.compile(r"[^:：]{6,20}[:：]")  # "Sept. 3, 2026: This post has been edited"


@dataclass(frozen=True, slots=True)
class Corrected:
    """A notice in its paragraph, `paragraph_text[start:end] == quote`, and what it is about.

    A notice that corrects several things is listed once for each of them.

    The kind "change" is no notice but a sentence with a new value in a later version of its article.

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


class _Words:
    """A text with what is derived from it, each computed once for all notices that may be about it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def plain(self) -> str:
        return _plain(self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(content_words(self.text))

    @cached_property
    def amounts(self) -> list[tuple[Any, Any]]:
        return [(one.value, one.unit) for one in quantities_in(self.text)]


@dataclass(frozen=True)
class _Text:
    id: str
    title: str
    paragraphs: Mapping[int, _Words]  # of each paragraph

    @cached_property
    def title_words(self) -> frozenset[str]:
        return frozenset(content_words(self.title))

    @cached_property
    def all_words(self) -> frozenset[str]:
        words = (one.words for one in self.paragraphs.values())
        return self.title_words.union(*words) if self.paragraphs else frozenset()

    def shared(self, number: int, words: Set[str]) -> int:
        """How many of the words the paragraph or the title contains."""
        return len((self.paragraphs[number].words | self.title_words) & words)

    def without(self, number: int) -> _Text:
        return _Text(self.id, self.title, {at: one for at, one in self.paragraphs.items() if at != number})


class _Texts:
    """The articles that notices may be about; those read for one are kept for the next, which often needs them."""

    def __init__(self, connection: sql.Connection) -> None:
        self._connection = connection
        self._read: dict[int, _Text] = {}

    def of(self, keys: Sequence[int]) -> list[_Text]:
        """The articles with these keys that have searched paragraphs, in the order of their keys."""
        if len(self._read.keys() | keys) > MOST + 1:
            self._read = {key: one for key, one in self._read.items() if key in keys}
        self._read |= _read(self._connection, [key for key in keys if key not in self._read])
        return [self._read[key] for key in sorted(keys) if key in self._read]


Kept = dict[tuple[int, int], tuple[object, Corrected]]  # each notice as linked, with the texts it was linked among


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
    paragraphs, texts = texts_of(connection, [row.paragraph_key for row in rows]), _Texts(connection)
    for row in rows:
        text, revision = paragraphs[row.paragraph_key]
        quote = text[row.start : row.end]
        another = row.text_kind == "correction" or is_about_another(quote, beside=text[: row.start])
        able = _candidates(connection, row, text) if another else ((row.key, row.fingerprint),)
        met = (able, revision, tuple(row))
        place = (row.key, row.number)
        if kept.get(place, (None,))[0] == met:
            found[place] = kept[place]
        else:
            found[place] = met, _linked(texts, row, able, another, text)
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


def _linked(texts: _Texts, row: Any, able: Sequence[tuple[int, str]], another: bool, text: str) -> Corrected:
    quote = text[row.start : row.end]
    keys = [key for key, _ in able]
    if another and _plain(row.title) in _titles(quote):
        target = next(iter(texts.of([row.key])), None)  # the notice stands in place of the article
    elif another:
        target = _meant(texts.of(keys), quote, row.was)
        if target is None and row.was:  # "as stated in a report on the strike" may mean the article above
            target = _saying(texts, row)
    else:
        target = next((one.without(row.paragraph) for one in texts.of(keys)), None)
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
        day=_day(row, another, text),
        corrects=target.id if target else None if another else row.id,
        place=place,
    )


def _saying(texts: _Texts, row: Any) -> _Text | None:
    """The notice's own article if that has the old words outside the notice."""
    own = next((one.without(row.paragraph) for one in texts.of([row.key])), None)
    return own if own and any(map(_old(row.was).is_in, own.paragraphs.values())) else None


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


def _read(connection: sql.Connection, keys: Sequence[int]) -> dict[int, _Text]:
    query = (
        sql.select(article.c.key, article.c.id, article.c.title, paragraph.c.number, paragraph.c.text)
        .join(paragraph, paragraph.c.article_key == article.c.key)
        .where(article.c.key.in_(keys), paragraph.c.role.in_(SEARCHED_ROLES))
        .order_by(article.c.key, paragraph.c.number)
    )
    found: dict[int, tuple[str, str, dict[int, _Words]]] = {}
    for row in connection.execute(query) if keys else ():
        found.setdefault(row.key, (row.id, row.title, {}))[2][row.number] = _Words(row.text)
    return {key: _Text(*one) for key, one in found.items()}


def _meant(candidates: Sequence[_Text], quote: str, was: str | None) -> _Text | None:
    """The article whose title the notice quotes; else the one with most of its words, preferably with the old ones.

    Articles without the words of a title that the notice names are left out: titles change, but not that much.
    """
    titled = _titles(quote)
    for one in candidates:
        if _plain(one.title) in titled:
            return one
    named = content_words(" ".join(quote[start:end] for start, end in titles_in(quote)))
    able = [one for one in candidates if len(one.all_words & named) >= NAMED * len(named)]
    scored = _scored(able, quote, was)
    best = max(scored, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= ABOUT else None


def _titles(quote: str) -> set[str]:
    """What a notice may name as a title, plain."""
    titled = {_plain(quote[one.start + 1 : one.end - 1]) for one in quotations(quote)}
    return titled | {
        _plain(one) for found in re.findall(r"《([^《》]+)》|\(([^()]{8,100}?), \d", quote) for one in found
    }


def _scored(candidates: Sequence[_Text], quote: str, was: str | None) -> list[tuple[float, _Text]]:
    wanted = content_words(quote)
    held = Counter(word for one in candidates for word in one.all_words & wanted)
    weight = {word: log(1 + len(candidates) / held[word]) for word in held}
    total, old = sum(weight.values()), _old(was) if was else None
    if not total:
        return []
    return [
        (
            sum(weight[word] for word in one.all_words & wanted) / total
            - (ABOUT if old and not any(map(old.is_in, one.paragraphs.values())) else 0),
            one,
        )
        for one in candidates
        if len(one.all_words & wanted) > 1
    ]


def _place(target: _Text, quote: str, was: str | None, now: str | None) -> int | None:
    """The paragraph that still has the old words; of several, the one with most words of the notice."""
    wanted, old = content_words(quote), _old(was) if was else None

    def shared(number: int) -> int:
        return target.shared(number, wanted)

    saying = [number for number, text in target.paragraphs.items() if old and old.is_in(text)]
    if old or not target.paragraphs:
        return max(saying, key=shared, default=None)
    if (named := paragraph_named(quote)) in target.paragraphs and not now:
        return named
    best = max(target.paragraphs, key=shared)
    if now and _old(now).is_in(target.paragraphs[best]):
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
    return _old(old).is_in(_words_of(text))


@lru_cache(maxsize=64)
def _words_of(text: str) -> _Words:
    return _Words(text)


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


class _Old:
    """The old words of a notice, prepared to be looked for in many texts."""

    def __init__(self, old: str) -> None:
        plain, amounts = _plain(old), quantities_in(old)
        self._eastern = plain if is_cjk(old) else None
        self._persons = persons(plain)
        self._verbatim = re.compile(rf"(?<![\w.,]){re.escape(plain)}(?![\w%]|[.,]\d)") if plain else None
        is_amount = len(amounts) == 1 and amounts[0].end - amounts[0].start >= len(old.strip())
        self._amount = (amounts[0].value, amounts[0].unit) if is_amount else None
        self._words = content_words(old)
        self._numbers = {word for word in self._words if word[0].isdigit()}

    def is_in(self, text: _Words) -> bool:
        if self._eastern is not None:
            if self._persons:
                return self._persons.search(text.plain) is not None
            return self._eastern in text.plain or self._is_eastern_clause(text.plain)
        if self._verbatim and self._verbatim.search(text.plain):
            return True
        if self._amount:
            return self._amount in text.amounts
        if len(self._words) < CLAUSE or not self._numbers <= text.words:
            return False
        needed = 1 if len(self._words) == CLAUSE else OLD
        return len(self._words & text.words) >= needed * len(self._words)

    def _is_eastern_clause(self, text: str) -> bool:
        """Whether a clause of the text has all characters and numbers of the old one in their order."""
        wanted = _CJK_PARTS.findall(self._eastern or "")
        return len(wanted) >= CJK_CLAUSE and any(
            all(part in parts for part in wanted)
            for parts in (iter(_CJK_PARTS.findall(clause)) for clause in _CJK_STOP.split(text))
        )


@lru_cache(maxsize=4096)
def _old(words: str) -> _Old:
    return _Old(words)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .,;:'\"“”‘’")
