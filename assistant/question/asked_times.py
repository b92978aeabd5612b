"""The time that a question names, "in February 2026", "last week", 去年, and which hits match it.

A time that is itself the subject ("about the 2026 budget", "since March") does not count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.articles import Hit
from index.language.quotations import is_cjk
from index.language.times.chinese import CHINESE
from index.language.times.english import ENGLISH
from index.language.times.iso_periods import span
from index.language.times.meant import day_of
from index.language.times.rules import Context, read_times
from index.language.times.written_dates import written_dates

# If some hits match the requested time, dated hits from another time lose this much score: about the score gap that
# wording alone can make between similar paragraphs of different days.
OTHER_TIME = 0.25
LOOKED_THROUGH = 60  # hits that are searched for those that match the time
# Two arbitrary days: a time relative to today is found in a question even if it cannot be resolved.
_STAND_INS = (date(2000, 3, 15), date(2000, 3, 18))

_LEAD = re.compile(
    r"(?:\b(?:on|in|during|at|back in|early|late|mid)[\s-]+)*(?:\b\w+day,?\s+)?(?:\bthe\s+)?$|(?:在|于|於)$", re.I
)
_NO_TIME_BEFORE = re.compile(
    r"\b(?:about|on|of|regarding|concerning|since|before|after|until|till|by|from|to|than|between|and|or|for|the"
    r"|an?|this|these|what)\s*$|(?:自|从|從|到|至|对|對|对于|關於|关于)$",
    re.I,
)
_NO_TIME_AFTER = re.compile(
    r"['’]|\s*(?:-|–|to\b|and\b|or\b)\s*(?:in\s+|on\s+)?\d|年?(?:以|之)?[来來前后後]|到|至|的(?![时時])|年?度", re.I
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The time that a question names, and its words with their preposition, `question[start:end]`.

    `period` is None for a time relative to today that cannot be resolved: today is unknown or does not decide it.
    """

    period: str | None
    start: int
    end: int


def asked_time(question: str, today: date | None) -> Asked | None:
    """The one time that a question names; None if there is none, or more than one."""
    spans: dict[tuple[int, int], str | None] = {(start, end): period for start, end, period in written_dates(question)}
    rules = CHINESE if is_cjk(question) else ENGLISH
    for day in (today, *_STAND_INS):
        for start, end, period in read_times(rules, Context(question, day, lambda _: None)) if day else ():
            if not any(start < other_end and other_start < end for other_start, other_end in spans):
                spans[start, end] = period if day == today else None
    asked = [found for (start, end), period in spans.items() if (found := _asked(question, start, end, period))]
    return asked[0] if len(asked) == 1 else None


def _asked(question: str, start: int, end: int, period: str | None) -> Asked | None:
    lead = _LEAD.search(question[:start])
    begin = lead.start() if lead else start
    bare_year = question[start:end].isdecimal()
    if bare_year and not re.match(r"(?:in|during)\b", question[begin:start], re.I):  # "the 1966 final"
        return None
    blocked = _NO_TIME_BEFORE.search(question[:begin])
    # "What did she call for in March?": a time with its own preposition does not belong to an earlier preposition.
    if blocked and begin < start and blocked[0].strip().casefold() in ("about", "on", "of", "for", "to", "by", "from"):
        blocked = None
    if blocked or _NO_TIME_AFTER.match(question[end:]):
        return None
    return Asked(period, begin, end)


def prefer(hits: Sequence[Hit], period: str) -> list[Hit]:
    """The hits, best first, with those from another time moved down a little.

    A hit matches the time if its article was published then. If no hit of known date matches, nothing changes; a hit of
    unknown date moves down half as far.
    """
    of_time = [is_of(hit, period) for hit in hits]
    if not any(fits and hit.heading.published for hit, fits in zip(hits, of_time, strict=True)):
        return list(hits)
    # After reranking, the hits are not in order of score, so each place gets the score of that rank.
    worth = sorted((hit.score for hit in hits), reverse=True)
    placed = []
    for hit, fits, own in zip(hits, of_time, worth, strict=True):
        behind = 0.0 if fits else OTHER_TIME if hit.heading.published else OTHER_TIME / 2
        placed.append((own - behind, replace(hit, score=max(0.0, hit.score - behind))))
    return [hit for _, hit in sorted(placed, key=lambda one: -one[0])]


def is_of(hit: Hit, period: str) -> bool:
    """Whether the hit's article may report what happened in the period, by its day of publication."""
    first, last = span(period)
    if first == last and last < date.max:
        last += timedelta(days=1)  # what happens on a day is published on that day or the next
    return _published_between(hit, first, last)


def in_period(hit: Hit, period: str) -> bool:
    """Whether the hit's article was published in the period, even of one day."""
    return _published_between(hit, *span(period))


def _published_between(hit: Hit, first: date, last: date) -> bool:
    published = day_of(hit.heading.published)
    return published is not None and first <= published <= last
