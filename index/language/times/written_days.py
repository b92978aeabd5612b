"""ISO 8601 days, weeks, months and years as people write them, in each language that questions may be in."""

from __future__ import annotations

import re
from datetime import date

from index.language.closed_lists import MONTHS

_ISO = re.compile(r"([0-9]{4}|-(?=-[0-9]{2}-))(?:-W([0-9]{2})|-([0-9]{2})(?:-([0-9]{2})(?:[T ].*)?)?)?")
_SIGNS = {"zh": ("年", "月", "日"), "ja": ("年", "月", "日"), "ko": ("년 ", "월 ", "일")}
_WEEK = {"en": "the week of {}", "zh": "{}那一周", "ja": "{}の週", "ko": "{} 주"}


def day_in_words(written: str | None, language: str) -> str:
    """The day, week, month or year as people write it, or a day without a year ("--05-03"); other text unchanged."""
    found = _ISO.fullmatch(written or "")
    if found is None:
        return written or ""
    year, week, month, day = found.groups()
    try:
        if week:
            monday = date.fromisocalendar(int(year), int(week), 1).isoformat()
            return _WEEK[language].format(day_in_words(monday, language))
        known = date(int(year) if year != "-" else 2000, int(month or 1), int(day or 1))
    except ValueError:
        return written or ""
    parts = [(known.year, year != "-"), (known.month, month), (known.day, day)]
    if language == "en":
        words = [str(known.year), MONTHS[known.month - 1].capitalize(), str(known.day)]
        return " ".join(word for word, (_, given) in reversed([*zip(words, parts, strict=True)]) if given)
    signs = zip(parts, _SIGNS[language], strict=True)
    return "".join(f"{number}{sign}" for (number, given), sign in signs if given).strip()
