"""The day that a sentence means by "Wednesday", "last week" or 昨天: counted from its publication, never from today.

If two readings are possible, or the day of publication is unknown, no day is given.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache

from index.language.closed_lists import SAID, month_number
from index.language.quotations import is_cjk, masked, quotations
from index.language.spans import LONGEST
from index.language.times.chinese import CHINESE
from index.language.times.dated_words import DatedWords
from index.language.times.english import DATE, ENGLISH, MONTH
from index.language.times.iso_periods import nearest_year, span
from index.language.times.rules import Context, read_times

_YEAR = re.compile(r"(?<![\d$€£¥#.,-])(1[5-9]\d\d|20\d\d)(?![\d%]|[.,]\d)(?:年|(?!\w))", re.ASCII)
_KANA_HANGUL = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
# Without one of these no rule finds anything.
_MAY_HOLD = re.compile(
    r"day\b|days\b|\b(?:last|this|next|tonight|tomorrow|yesterday)\b|[A-Z](?:an|eb|ar|pr|ay|un|ul|ug|ep|ct|ov|ec)|[日天月年周週星礼禮昨今明晚]",
    re.I,
)
# At most a few words separate "said" from a day: "told reporters in Orsa on Tuesday".
_SAID = re.compile(
    rf"\b(?:{'|'.join(SAID)})"
    r"(?:\s+(?!who\b|which\b)[\w’'-]+){0,5}\s*$|^\W*on\s+$",
    re.I,
)
_CHINESE_SAID = re.compile(r"[^，。；]{0,12}?(?:表示|说|說|称|稱|指出|强调|強調|宣布|透露|回应|回應)[，：:\s]*[“「『¤]")
_ALONE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{MONTH} {DATE}\b",
        rf"\b{DATE}(?: of)? {MONTH}",
        r"(?<!\d)(?P<month>1[0-2]|0?[1-9])月(?P<date>[12]\d|3[01]|0?[1-9])日",
    )
)


def dates_in(
    text: str, start: int, end: int, published: str | None, *, earlier: Callable[[], str] = str
) -> tuple[DatedWords, ...]:
    """The meanings of the times in text[start:end], a sentence of a paragraph; their spans refer to the whole text.

    `earlier` returns the article's text before the paragraph. If the last year named there is a past one, a month
    without a year may belong to it and gets no date. Words in quotation marks count from the day on which they were
    said, if the sentence gives it.
    """
    day = day_of(published)
    end = min(end, LONGEST)
    if day is None or start >= end or _KANA_HANGUL.search(text, start, end) or not _MAY_HOLD.search(text, start, end):
        return ()
    quoted, earlier = quotations(text[:LONGEST]), cache(earlier)
    outside = _outside_quotations(text[:LONGEST])
    rules = CHINESE if is_cjk(text[start:end]) else ENGLISH

    def read(source: str, first: int, last: int, counted_from: date) -> list[tuple[int, int, str]]:
        context = Context(
            source[first:last], counted_from, lambda place: _year_named(text, first + place, earlier, counted_from.year)
        )
        return [(first + at, first + to, period) for at, to, period in read_times(rules, context)]

    found = read(outside, start, end, day)
    said = _day_of_speech(outside, start, end, found)
    for one in quoted if said else ():
        first, last = max(start, one.inside()[0]), min(end, one.inside()[1])
        if said and first < last:
            found += read(text, first, last, said)
    return tuple(DatedWords(text[at:to], at, to, period) for at, to, period in sorted(found))


def first_day_from(day: date, text: str) -> str | None:
    """The first "3 May" in a text that names no year, as the next such day at or after `day`."""
    found = min((one for sign in _ALONE if (one := sign.search(text))), key=lambda one: one.start(), default=None)
    if found is None or _YEAR.search(text):
        return None
    month = found["month"]
    number = int(month) if month.isdigit() else month_number(month)
    return nearest_year(day, number, int(found["date"]), "future")


def day_of(published: str | None) -> date | None:
    """The day of an ISO date or time; None if unknown."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _year_named(text: str, place: int, earlier: Callable[[], str], upto: int) -> int | None:
    """The last year named before a place, except future years: "the bridge, due in 2029" is not about the past."""
    return _last_year(text, place, upto) or _last_year(earlier(), None, upto)


def _last_year(text: str, place: int | None, upto: int) -> int | None:
    ends, years = _years(text)
    at = len(ends) if place is None else bisect_right(ends, place)
    return next((years[each] for each in range(at - 1, -1, -1) if years[each] <= upto), None)


@lru_cache(maxsize=64)
def _years(text: str) -> tuple[list[int], list[int]]:
    """The years of a text, with the places where they end."""
    found = list(_YEAR.finditer(text))
    return [one.end() for one in found], [int(one[1]) for one in found]


@lru_cache(maxsize=64)  # for each sentence of a paragraph
def _outside_quotations(text: str) -> str:
    return masked(text, quotations(text))


def _day_of_speech(text: str, start: int, end: int, found: list[tuple[int, int, str]]) -> date | None:
    """The one day on which the sentence says that its quotations were spoken."""
    spoken = set()
    for at, to, period in found:
        if len(period) == len("2026-02-04") and (_SAID.search(text[start:at]) or _CHINESE_SAID.match(text[to:end])):
            spoken.add(span(period)[0])
    return spoken.pop() if len(spoken) == 1 else None
