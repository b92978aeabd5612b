"""The meaning of times in an English text that are relative to the day on which it was written.

meant.py determines that day and handles quotations.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from index.language.closed_lists import MONTH as _MONTH_NAME
from index.language.closed_lists import TO_TEN, WEEKDAYS, month_number
from index.language.tenses import tense
from index.language.times.iso_periods import latest_weekday, month, nearest_year, next_weekday, week, weekday_of, year
from index.language.times.rules import Context, Rule, nothing

_SHIFTS = {"last": -1, "this": 0, "next": 1}

DAY = rf"\b(?P<day>{'|'.join(WEEKDAYS)})\b"
# Capitalised: "may" and "march" are verbs.
MONTH = rf"(?-i:\b(?P<month>{_MONTH_NAME})(?!\w))"
DATE = r"(?P<date>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d.,]\d|\d)"
_PLAIN_MONTH, _PLAIN_DAY = (re.sub(r"\?P<\w+>", "?:", pattern) for pattern in (MONTH, DAY))
_YEAR = r"(?:1[0-9]|20)\d\d\b"
_TO = r"\s*(?:-|–|—|to|through|thru|until|till|and)\s*"


def _weekday(match: re.Match[str]) -> int:
    return WEEKDAYS.index(match["day"].casefold())


def _month(match: re.Match[str]) -> int:
    return month_number(match["month"])


def _dated_weekday(match: re.Match[str], context: Context) -> str | None:
    """ "Wednesday, Feb. 4": the nearest year in which that day is a Wednesday."""
    days = []
    for number in (context.day.year - 1, context.day.year, context.day.year + 1):
        try:
            days.append(date(number, _month(match), int(match["date"])))
        except ValueError:
            continue
    fitting = [day for day in days if day.weekday() == _weekday(match) and abs(day - context.day).days < 200]
    return fitting[0].isoformat() if len(fitting) == 1 else None


def _weekday_of_week(match: re.Match[str], context: Context) -> str | None:
    if context.day.weekday() == 6:  # see _week
        return None
    return weekday_of(context.day, _weekday(match), _SHIFTS[match["shift"].casefold()]).isoformat()


def _shifted_weekday(match: re.Match[str], context: Context) -> str | None:
    """ "Last Friday" is the one just past or that of last week, "next Friday" likewise; None unless both agree."""
    day, weekday = context.day, _weekday(match)
    shift = " ".join(match["shift"].casefold().split())
    own = weekday_of(day, weekday)
    if shift == "this past":
        return (day - timedelta(days=(day.weekday() - weekday - 1) % 7 + 1)).isoformat()
    if shift == "last":
        return None if own < day or day.weekday() == 6 else (own - timedelta(weeks=1)).isoformat()
    if shift == "next":
        return None if own > day or day.weekday() == 6 else (own + timedelta(weeks=1)).isoformat()
    if shift in ("this coming", "coming"):
        found = next_weekday(day, weekday)
        return found.isoformat() if found else None
    said = tense(context.text, *match.span())
    if (said == "past" and own <= day) or (said == "future" and own >= day):
        return own.isoformat()
    return None


def _bare_weekday(match: re.Match[str], context: Context) -> str | None:
    """In news English "on Wednesday" means the last Wednesday for past events, and the next for future ones."""
    if _tells_of_another_year(context, match.start()):
        return None
    said = tense(context.text, *match.span())
    if said is None:
        return None
    found = (latest_weekday if said == "past" else next_weekday)(context.day, _weekday(match))
    return found.isoformat() if found else None


_OPENING_YEAR = re.compile(
    rf"(?:^|[.!?]['\"”’)]*\s+)(?:in|on|by|during|back in|from|since)\s(?:[\w.,]+\s){{0,4}}?(?P<year>{_YEAR})", re.I
)


def _tells_of_another_year(context: Context, place: int) -> bool:
    """Whether the last year that opened a sentence is another: "In March 1963, the two met. On Wednesday ..."."""
    years = [int(match["year"]) for match in _OPENING_YEAR.finditer(context.text, 0, place)]
    return bool(years) and years[-1] != context.day.year


def _month_of_year(match: re.Match[str], context: Context) -> str:
    return f"{year(context.day, _SHIFTS[match['shift'].casefold()])}-{_month(match):02}"


def _shifted_month(match: re.Match[str], context: Context) -> str | None:
    """ "Last March" if the one just past is also that of last year, and likewise "next March"; otherwise None."""
    own, shift = _month(match), _SHIFTS[match["shift"].casefold()]
    if shift == 0:
        return f"{year(context.day)}-{own:02}"
    if (shift < 0 and own < context.day.month) or (shift > 0 and own > context.day.month):
        return None
    return f"{year(context.day, shift)}-{own:02}"


def _undated(match: re.Match[str], context: Context) -> str | None:
    """A month, or a day of a month, without its year."""
    if context.is_of_other_year(match.start("month")):
        return None
    said = tense(context.text, *match.span("time" if "time" in match.re.groupindex else 0))
    given = match.groupdict().get("date")
    return nearest_year(context.day, _month(match), int(given) if given else None, said) if said else None


def _counted_day(match: re.Match[str], context: Context) -> str | None:
    word = " ".join(match["time"].casefold().split())
    if word == "today" and tense(context.text, *match.span("time")) is None:  # it may mean nowadays
        return None
    shifts = {"yesterday": -1, "last night": -1, "tomorrow": 1}
    shifts |= {"the day before yesterday": -2, "the day after tomorrow": 2}
    return (context.day + timedelta(days=shifts.get(word, 0))).isoformat()


def _days_ago(match: re.Match[str], context: Context) -> str:
    word = match["count"].casefold()
    count = TO_TEN.index(word) + 1 if word in TO_TEN else int(word)
    return (context.day - timedelta(days=count)).isoformat()


def _shifted(match: re.Match[str], context: Context) -> str | None:
    shift, unit = _SHIFTS[match["shift"].casefold()], match["unit"].casefold()
    if unit == "week":
        # Weeks begin on Sunday or on Monday: on a Sunday "last week" is ambiguous.
        return None if context.day.weekday() == 6 else week(context.day, shift)
    return month(context.day, shift) if unit == "month" else year(context.day, shift)


def _compiled(*rules: tuple[str, Rule]) -> list[tuple[re.Pattern[str], Rule]]:
    return [(re.compile(pattern.replace(" ", r"\s+"), re.I), rule) for pattern, rule in rules]


_OTHER = (
    r"(?:\b(?:every|each|any|an?|one|some|most|another|that|the|the same|following|previous|preceding|black|good|super"
    r"|ash|holy|palm|easter|bloody|cyber|whit|maundy|shrove|giving|fat)|['’]s)"
)
_SHIFT = r"(?P<shift>last|this|next)"
_PART = r"(?:(?:earlier|later|early|late) )?"
# The first rule to claim words keeps them.
ENGLISH = _compiled(
    # With a year, or from one day to another: nothing to work out.
    (rf"(?:{_PLAIN_DAY},? )?{_PLAIN_MONTH}(?: {DATE})?(?:{_TO}\d{{1,2}})?,? {_YEAR}", nothing),
    (rf"(?:{_PLAIN_DAY},? )?(?:the )?{DATE}(?:{_TO}\d{{1,2}})?(?: of)? {_PLAIN_MONTH},? {_YEAR}", nothing),
    (rf"{_PLAIN_DAY}{_TO.replace('|and', '')}{_PLAIN_DAY}|\bbetween {_PLAIN_DAY} and {_PLAIN_DAY}", nothing),
    (rf"{_PLAIN_MONTH} \d{{1,2}}{_TO}(?:{_PLAIN_MONTH} )?\d{{1,2}}\b(?!,\d)", nothing),
    (rf"\b\d{{1,2}}{_TO}\d{{1,2}} {_PLAIN_MONTH}|\b\d{{1,2}} {_PLAIN_MONTH}{_TO}\d{{1,2}} {_PLAIN_MONTH}", nothing),
    (rf"{_PLAIN_MONTH}{_TO}{_PLAIN_MONTH}", nothing),
    # The day of a week, or a day with its date.
    (rf"{DAY},? (?:the )?(?:{MONTH} {DATE})", _dated_weekday),
    (rf"{DAY},? (?:the )?(?:{DATE}(?: of)? {MONTH})", _dated_weekday),
    (rf"{DAY}(?:,? of)? {_SHIFT} week\b", _weekday_of_week),
    (rf"\b{_SHIFT} week['’]s {DAY}", _weekday_of_week),
    (rf"\bthe (?:last|past|next|coming|first|second|third|fourth|final) (?:{_PLAIN_DAY}|{_PLAIN_MONTH})", nothing),
    (rf"\b(?P<shift>this past|this coming|coming|last|this|next) {DAY}", _shifted_weekday),
    (rf"{_OTHER} (?:{_PLAIN_DAY}|{_PLAIN_MONTH})(?! \d)", nothing),
    (rf"{_PLAIN_DAY} (?-i:Night|Times)\b", nothing),
    (DAY, _bare_weekday),
    # Months, and days of a month.
    (rf"{MONTH}(?: of|,)? {_SHIFT} year\b", _month_of_year),
    (rf"\b{_SHIFT} {MONTH}(?! \d)", _shifted_month),
    (rf"{MONTH} {DATE}\b", _undated),
    (rf"\b{DATE}(?: of)? {MONTH}", _undated),
    (rf"\b(?:in|since|during|by|until|till|for|from|before) (?:(?:early|late|mid)[ -])?(?P<time>{MONTH})", _undated),
    # Counted from today.
    (r"(?P<time>\bthe day before yesterday\b|\bthe day after tomorrow\b|\byesterday\b|\btomorrow\b)", _counted_day),
    (r"(?P<time>\blast night\b|\btonight\b|\bthis (?:morning|afternoon|evening)\b|\btoday\b)", _counted_day),
    (
        r"(?<!about\s)(?<!than\s)(?<!nearly\s)(?<!almost\s)(?<!around\s)(?<!some\s)(?<!over\s)"
        rf"\b(?P<count>{'|'.join(TO_TEN)}|[12]?\d) days? ago\b",
        _days_ago,
    ),
    # "The last year" is a stretch of twelve months, and "will last years" is a verb.
    (r"\b(?:the|past|very|his|her|its|their|our|my|your|to|will|would|can|could) (?:last|next) \w+", nothing),
    (rf"(?P<time>\b{_PART}{_SHIFT} (?P<unit>week|month|year))\b(?![ -]end)", _shifted),
)
