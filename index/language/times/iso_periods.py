"""A day, week, month or year in ISO 8601: "2026-02-04", "2026-W06", "2026-02", "2026"."""

from __future__ import annotations

import re
from datetime import date, timedelta

_PERIOD = re.compile(r"(\d{4})(?:-W(\d\d)|-(\d\d)(?:-(\d\d))?)?", re.ASCII)


def span(period: str) -> tuple[date, date]:
    """The first and the last day; raises ValueError for anything but a period."""
    found = _PERIOD.fullmatch(period)
    if not found:
        raise ValueError(f"'{period}' is not a day, week, month or year.")
    year, week, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if week:
        return date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7)
    if month and day:
        return date(year, month, day), date(year, month, day)
    last = month or 12
    # The day before the next month's first; December 9999 has no next month.
    end = date(year, 12, 31) if last == 12 else date(year, last + 1, 1) - timedelta(days=1)
    return date(year, month or 1, 1), end


def within(inner: str, outer: str) -> bool:
    """Whether one period lies entirely within the other."""
    (first, last), (begin, end) = span(inner), span(outer)
    return begin <= first and last <= end


def week(day: date, weeks: int = 0) -> str:
    """The ISO week (Monday to Sunday) of the day, shifted by `weeks`."""
    year, number, _ = (day + timedelta(weeks=weeks)).isocalendar()
    return f"{year:04}-W{number:02}"


def month(day: date, months: int = 0) -> str:
    """The month of the day, shifted by `months`."""
    count = day.year * 12 + day.month - 1 + months
    return _checked(f"{count // 12:04}-{count % 12 + 1:02}")


def year(day: date, years: int = 0) -> str:
    return _checked(f"{day.year + years:04}")


def _checked(period: str) -> str:
    span(period)
    return period


def weekday_of(day: date, weekday: int, weeks: int = 0) -> date:
    """That weekday (0 is Monday) in the ISO week of the day, shifted by `weeks`."""
    return day + timedelta(days=weekday - day.weekday(), weeks=weeks)


def latest_weekday(day: date, weekday: int) -> date | None:
    """The latest such weekday on or before the day; None if that is six days back.

    The next day is then such a weekday too, which a text from another time zone, or one edited since, may mean.
    """
    back = (day.weekday() - weekday) % 7
    return day - timedelta(days=back) if back < 6 else None


def next_weekday(day: date, weekday: int) -> date | None:
    """The next such weekday after the day; None if the day is one itself, since "will" may mean that very day."""
    ahead = (weekday - day.weekday()) % 7
    return day + timedelta(days=ahead) if ahead else None


# A past day without a year is taken to be within half a year: an earlier one could belong to any year, and an
# event that "was held on 10 March", in a text from 3 March, was probably not held a year ago.
_DAY_BACK, _DAY_AHEAD, _MONTH_AWAY = timedelta(days=183), timedelta(days=335), timedelta(days=365)


def nearest_year(day: date, named: int, day_of_month: int | None, tense: str) -> str | None:
    """The nearest such month, or day of a month: at or before `day` in the past tense, else at or after it."""
    spans = [(span(period), period) for away in (-1, 0, 1) if (period := _dated(day.year + away, named, day_of_month))]
    if tense == "past":
        first, period = max(((first, period) for (first, _), period in spans if first <= day), default=(None, None))
        return period if first and day - first <= (_DAY_BACK if day_of_month else _MONTH_AWAY) else None
    last, period = min(((last, period) for (_, last), period in spans if last >= day), default=(None, None))
    return period if last and last - day <= (_DAY_AHEAD if day_of_month else _MONTH_AWAY) else None


def _dated(number: int, named: int, day_of_month: int | None) -> str | None:
    period = f"{number:04}-{named:02}" + (f"-{day_of_month:02}" if day_of_month else "")
    try:
        span(period)
    except ValueError:
        return None
    return period
