"""ISO 8601 days, weeks, months and years as people write them, in each language in which questions are understood."""

from __future__ import annotations

import re
from datetime import date

from index.language.closed_lists import MONTHS

_ISO = re.compile(r"([0-9]{4})(?:-W([0-9]{2})|-([0-9]{2})(?:-([0-9]{2})(?:[T ].*)?)?)?")
_SIGNS = {"zh": ("年", "月", "日"), "ja": ("年", "月", "日"), "ko": ("년 ", "월 ", "일")}
_WEEK = {"en": "the week of {}", "zh": "{}那一周", "ja": "{}の週", "ko": "{} 주"}


def day_told(written: str | None, language: str) -> str:
    """The day, week, month or year as people write it; anything else is returned unchanged."""
    found = _ISO.fullmatch(written or "")
    if found is None:
        return written or ""
    year, week, month, day = found.groups()
    try:
        if week:
            monday = date.fromisocalendar(int(year), int(week), 1).isoformat()
            return _WEEK[language].format(day_told(monday, language))
        known = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return written or ""
    if language == "en":
        return f"{known.day} " * bool(day) + f"{MONTHS[known.month - 1].capitalize()} " * bool(month) + f"{known.year}"
    parts = zip((known.year, known.month, known.day), _SIGNS[language], (True, month, day), strict=True)
    return "".join(f"{number}{sign}" for number, sign, told in parts if told).strip()
