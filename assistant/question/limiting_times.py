"""Times that limit articles by their day of publication: "in April", "before 1 Feb", "the past week".

It reads only the times in a short request, not what the rest of it asks for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from index.language.closed_lists import MONTH, MONTHS_AND_NAMES, TO_TEN, WEEKDAYS, month_number, number_from
from index.language.times.iso_periods import month, span, week, year
from index.language.times.written_dates import written_dates

DAYS_IN = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365}
_UNIT = "|".join(DAYS_IN)
_DATE = r"(?:the )?(?P<date>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d.,]\d|\d)"
_MONTH = rf"\b(?P<month>{MONTH})(?!\w)"
_DAYS = (
    re.compile(rf"\b{_DATE}(?: of)? {_MONTH}", re.I),
    re.compile(rf"{_MONTH} {_DATE}", re.I),
    re.compile(_MONTH, re.I),
)
_OF_MONTH = re.compile(rf"\b(?P<date>\d{{1,2}})(?= ?(?:to|until|till|and|-|–) ?\d{{1,2}}(?: of)? {MONTH}(?!\w))", re.I)
_STRETCH = re.compile(
    rf"\b(?:(?:the )?(?:last|past|previous) (?P<count>\d{{1,3}}|{'|'.join(TO_TEN)}|couple of|few) (?P<units>{_UNIT})s"
    rf"|(?:the (?:last|past|previous)|past) (?P<unit>{_UNIT}))\b",
    re.I,
)
_COUNTED = re.compile(
    rf"\b(?:(?P<word>today|yesterday|this morning)|(?P<shift>this|last) (?P<unit>week|month|year)"
    rf"|(?:(?:last|this) )?(?P<weekday>{'|'.join(WEEKDAYS)}))\b",
    re.I,
)
_LEAD = re.compile(
    r"(?P<open>\bbetween )?(?:(?:\b(?:from|dated|dating|back|of|and|or) )?(?P<how>\b(?:before|prior to|until|till|up to"
    r"|by|since|after|from|in|on|during|of|for|dated|over|within|throughout|as of)))?(?: the)?"
    r"(?: (?:start|beginning|end|middle) of(?: the)?)?(?:\s*\b(?:early|late|mid)[ -]?)?\s*$",
    re.I,
)
_AFTER = re.compile(
    r" (?:or|and) (?:later|after|since)\b| on(?:wards?)\b| (?:or earlier|and earlier|or before)\b", re.I
)
_JOINED = re.compile(r"\s*(?:to|until|till|through|and|or|[-–])\s*(?:the )?$", re.I)
_EARLIER, _UP_TO, _LATER = ("before", "prior to"), ("until", "till", "by", "up to"), ("since", "as of")
_POINTS_AT_MONTH = re.compile(r"(?:\s(?:to|until|till|through|or)|[-–]|\b(?:what|how) about|^\W*and)\s*$", re.I)
LONGEST_LEAD = 40  # characters before a time that are searched for a word such as "since"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """The first and last day of publication that `text[start:end]` allows; None means no limit."""

    start: int
    end: int
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class _Point:
    start: int
    end: int
    first: date
    last: date


def time_limits(text: str, today: date, holds: Callable[[date, date], bool], newest: date | None) -> list[TimeLimit]:
    """The times in the words, in order.

    A month without a year is the latest one with articles: `holds` says whether the library has any between two days,
    and `newest` is the day of the newest.
    """

    def dated(number: int, day: int | None, before: date) -> tuple[date, date] | None:
        found = [_latest(one, number, day) for one in (before, min(newest or before, before))]
        spans = [one for one in found if one]
        return next((one for one in spans if holds(*one)), spans[0] if spans else None)

    points = _points(text, today, dated)
    limits = list[TimeLimit]()
    while points:
        point = points.pop(0)
        lead = _LEAD.search(text, max(0, point.start - LONGEST_LEAD), point.start)
        how = " ".join((lead["how"] or "").lower().split()) if lead else ""
        start = lead.start() + len(lead[0]) - len(lead[0].lstrip()) if lead else point.start
        if text[point.start : point.end].isdecimal() and not (how or lead and lead["open"]):
            continue  # "the 1966 final"
        if points and _JOINED.fullmatch(text, point.end, points[0].start) and how not in _EARLIER:
            other = points.pop(0)
            first, last = point, other
            limits.append(TimeLimit(start, other.end, min(first.first, last.first), max(first.last, last.last)))
            continue
        after = _AFTER.match(text, point.end)
        end = after.end() if after else point.end
        if after and how not in (*_EARLIER, *_UP_TO):
            how = "until" if re.search(r"earlier|before", after[0], re.I) else how if how == "after" else "since"
        limits.append(TimeLimit(start, end, *bounds(how, point.first, point.last)))
    return limits


def bounds(how: str, first: date, last: date) -> tuple[date | None, date | None]:
    """The first and last day that a word before a time allows, such as "before", "by" or "since"."""
    if how in _EARLIER:
        return None, first - timedelta(days=first > date.min)
    if how in _UP_TO:
        return None, last
    if how == "after":
        return last + timedelta(days=last < date.max), None
    return first, None if how in _LATER else last


def _latest(day: date, number: int, day_of_month: int | None) -> tuple[date, date] | None:
    """The latest month `number`, or day of that month, that begins on or before `day`; None if there is none."""
    for back in range(5):  # 29 February comes every four years
        period = f"{day.year - back:04}-{number:02}" + (f"-{day_of_month:02}" if day_of_month else "")
        try:
            first, last = span(period)
        except ValueError:
            continue
        if first <= day:
            return first, last
    return None


def _points(text: str, today: date, dated: Callable[[int, int | None, date], tuple[date, date] | None]) -> list[_Point]:
    found = [_Point(start, end, *span(period)) for start, end, period in written_dates(text)]

    def free(match: re.Match[str]) -> bool:
        return not any(match.start() < one.end and one.start < match.end() for one in found)

    for match in filter(free, _STRETCH.finditer(text)):
        count = (match["count"] or "1").lower()
        number = number_from(count) or (2 if count.startswith("couple") else 3)
        days = number * DAYS_IN[(match["units"] or match["unit"]).lower()]
        found.append(_Point(*match.span(), today - timedelta(days=days), today))
    for match in filter(free, _COUNTED.finditer(text)):
        found.append(_Point(*match.span(), *_counted(match, today)))
    for pattern in _DAYS:
        for match in filter(free, pattern.finditer(text)):
            number = month_number(match["month"])
            given = match.groupdict().get("date")
            if not given and _may_be_a_word(text, match):
                continue
            # "Between March and May 2026": the second month gives the year.
            joined = [one.last for one in found if one.start >= match.end() and _is_joined(text, match, one)]
            before = min(joined, default=today)
            if fits := dated(number, int(given) if given else None, before):
                found.append(_Point(*match.span(), *fits))
    for match in filter(free, _OF_MONTH.finditer(text)):
        other: _Point | None = min(
            (one for one in found if one.start >= match.end()), key=lambda one: one.start, default=None
        )
        if other and other.first.day > int(match["date"]):
            first = other.first.replace(day=int(match["date"]))
            found.append(_Point(*match.span(), first, first))
    return sorted(found, key=lambda one: one.start)


def _is_joined(text: str, match: re.Match[str], point: _Point) -> bool:
    return bool(_JOINED.fullmatch(text, match.end(), point.start))


def _may_be_a_word(text: str, match: re.Match[str]) -> bool:
    """Whether "may" or "march" lacks a preposition that makes it a month."""
    lead = _LEAD.search(text, max(0, match.start() - LONGEST_LEAD), match.start())
    shows_month = lead and (lead["how"] or lead["open"]) or _POINTS_AT_MONTH.search(text[: match.start()])
    return not shows_month and (match[0].islower() or not match[0].istitle()) and match[0].lower() in MONTHS_AND_NAMES


def _counted(match: re.Match[str], today: date) -> tuple[date, date]:
    if word := match["word"]:
        day = today - timedelta(days=word.lower() == "yesterday")
        return day, day
    if unit := match["unit"]:
        shift = -1 if match["shift"].lower() == "last" else 0
        return span({"week": week, "month": month, "year": year}[unit.lower()](today, shift))
    back = (today.weekday() - WEEKDAYS.index(match["weekday"].lower())) % 7
    day = today - timedelta(days=back or 7 * ("last" in match[0].lower()))
    return day, day
