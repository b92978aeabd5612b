"""Metadata from the lines above a text that plainly state it: title, author, outlet, place and date.

A line counts only if all of it is such a statement.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index import language
from index.extraction.claims import iso_date, web_address
from index.extraction.plain_text import LONGEST_TITLE, tidy
from index.language.closed_lists import MONTH, MONTHS, MONTHS_AND_NAMES, WEEKDAY, WEEKDAYS

LINES_ABOVE = 8  # lines from the top that may be such statements
LONGEST_VALUE = 80

_LABELS = {
    "title": "title|headline|标题|標題",
    "author": "authors?|by|byline|written by|reporters?|作者|记者|記者|撰文|采写|文",
    "outlet": "source|outlet|publisher|publication|newspaper|来源|來源|稿源|媒体|媒體",
    "published": "(?:date |first )?published(?: on)?|publication date|posted|date"
    "|发布时间|发布日期|发表时间|發布時間|日期|时间|時間",
    "updated": "(?:date |last )?(?:updated|modified)(?: on)?|更新时间|更新日期|更新時間|最后更新|最後更新",
    "url": "url|link|原文链接|链接|網址|网址",
}
_LABEL = "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items())
_LABELLED = re.compile(rf"(?:{_LABEL})\s*[:：]\s*(?P<value>\S.*)", re.IGNORECASE)
_EDITOR = "责任编辑|责编|编辑|校对"
_NEXT_LABEL = re.compile(
    rf"(?<=\s)(?<!last\s)(?<!date\s)(?<!first\s)(?=(?:{'|'.join([*_LABELS.values(), _EDITOR])})\s*[:：])", re.IGNORECASE
)
_APART = re.compile(r"\s*[|｜•;；()（）\u3000\t]\s*|\s+[–—·-]\s+")
_SAYS_NOTHING = re.compile(rf"|\d+ min(?:ute)?s? read|(?:{_EDITOR})\s*[:：]\s*\S{{1,12}}", re.IGNORECASE)
_DAY = (
    rf"(?:{WEEKDAY}\.?,?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH},?\s+\d{{4}}"
    rf"|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}"
    r"|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)"
)
_CLOCK = r"(?:[T,]?\s*(?:at\s+)?\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|[A-Z]{2,4}|[+-]\d\d:?\d\d)?)?"
_DATED = re.compile(
    rf"(?:(?P<updated>(?:last\s+)?(?:updated|modified))|(?:first\s+)?(?:published|posted))?(?:\s+(?:on|at))?\s*"
    rf"(?P<day>{_DAY}){_CLOCK}(?:\s*星期[一二三四五六日天])?",
    re.IGNORECASE,
)
_BARE_DATE = re.compile(rf"{_DAY}{_CLOCK}", re.IGNORECASE)
_ENDS_DATED = re.compile(rf"[^.!?]{{1,60}}[,\s]\s*(?P<day>{_DAY}){_CLOCK}", re.IGNORECASE)
_OUTLET_DATED = re.compile(
    rf"(?:(?:first\s+)?published\s+(?:in|by)\s+)?(?P<outlet>[^,:]{{3,50}}?)(?:,|\s+on)\s+(?P<day>{_DAY}){_CLOCK}",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:By|BY|by|Written by)\s+(\S.*)")
_AFTER_NAMES = re.compile(r"\s*,\s*(?:(?:for|in|at)\s+)?|\s+(?:for|in|at)\s+")
_NAMES_APART = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s+AND\s+|\s*&\s*|\s*[、;；]\s*")
_PARTICLES = frozenset("de del della la le van von der den ter bin ibn al el da dos di du of".split())
_NO_NAME = re.compile(
    rf"(?:{'|'.join(WEEKDAYS)}|{'|'.join(month for month in MONTHS if month not in MONTHS_AND_NAMES)}|the|a|an"
    r"|our|any|all|staff|reporters?|correspondents?|editors?|writers?|desk|agency|agencies|news|users?|owner"
    r"|admin(?:istrator)?|microsoft|office|windows|adobe|unknown|author|template|inc\.?|ltd\.?|gmbh|llc|document|test)",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"\b[A-Z]{3,}\b")
_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}(?:[·•][\u3400-\u9fff]{1,6})*")
_OUTLET_WORD = re.compile(
    r"\b(?:post|times|news|daily|herald|tribune|guardian|journal|gazette|press|agency|wire|review|today|chronicle"
    r"|observer|telegraph|mail|express|star|sun|magazine|weekly|broadcasting|reporter|record|courier|echo|standard"
    r"|independent|globe|reuters|bulletin|dispatch|examiner|mirror|monitor|radio|television|tv)\b"
    r"|(?:报|報|网|網|社|台|新闻|新聞|周刊|杂志)$",
    re.IGNORECASE,
)
_EVENT = re.compile(r"\s*(?:time|venue|location|place|where|when|tickets|地点|地點)\s*[:：]", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?。！？…,，:：][\"'”’」』）)\]]*$")


@dataclass(frozen=True, slots=True)
class Above:
    """The fields that lines state, named as in an article's heading, and the indexes of those lines."""

    fields: dict[str, object] = field(default_factory=dict)
    rows: frozenset[int] = frozenset()


def claims_above(lines: Sequence[str]) -> Above:
    """The statements in the first lines about the text below; none if no text is left below."""
    stated: dict[int, dict[str, str]] = {}
    prose = 0
    for row, line in enumerate(lines[:LINES_ABOVE]):
        if found := _stated(line, labels=not prose):
            stated[row] = found
        elif (len(line) > LONGEST_TITLE or _SENTENCE_END.search(line.strip())) and not language.may_be_notice(line):
            prose += 1
            if prose > 1:
                break
    days = [row for row, line in enumerate(lines) if _BARE_DATE.fullmatch(line.strip()[:LONGEST_VALUE])]
    if len(days) > 1:  # a day-by-day text: each date heads the text below it
        stated = {row: found for row, found in stated.items() if row not in days}
    if list(stated) == [0] and not _LABELLED.match(lines[0].strip()) and "author" in stated[0]:
        stated = {}  # "By Popular Demand" may be the title of what follows
    if len(stated) == len(lines):
        return Above()
    fields: dict[str, object] = {}
    for found in stated.values():
        fields = found | fields
    if any(map(_EVENT.match, lines[:LINES_ABOVE])):
        fields.pop("published", None)
    return Above(fields, frozenset(stated))


def is_name(text: str) -> bool:
    """Whether a text looks like a person's name: two to five capitalised words, or a few Chinese characters."""
    if _HAN_NAME.fullmatch(text):
        return True
    words = text.split()
    plain = [word for word in words if word.lower() not in _PARTICLES]
    written = all(word[0].isupper() and re.sub(r"[.'’-]", "", word).isalpha() for word in plain)
    return 2 <= len(words) <= 5 and len(plain) >= 2 and written and not any(map(_NO_NAME.fullmatch, words))


def are_names(text: str) -> bool:
    """Whether a text is one or more names, with no outlet after the first."""
    first, *others = _NAMES_APART.split(text)
    outlets = [name for name in others if _OUTLET_WORD.search(name) or (_CAPITALS.search(name) and not first.isupper())]
    return all(map(is_name, [first, *others])) and not outlets


def _stated(line: str, *, labels: bool) -> dict[str, str] | None:
    """The fields that a line states; None unless the whole line consists of such statements."""
    line = line.strip().strip("*_[]【】").strip()
    if not line or len(line) > 3 * LONGEST_VALUE:
        return None
    parts = [tidy(part) for piece in _APART.split(line) for part in _NEXT_LABEL.split(piece)]
    parts = [part for part in parts if not _SAYS_NOTHING.fullmatch(part)]
    found: dict[str, str] = {}
    for part in parts:
        statement = _statement(part, labels=labels)
        if statement is None and len(parts) > 1 and _is_outlet(part):
            statement = {"outlet": part}
        if statement is None:  # unless the whole line is one statement that contains separators
            return _statement(tidy(line), labels=labels) if len(parts) > 1 else None
        found = statement | found
    return found if found.keys() - {"outlet"} or len(parts) == 1 else None


def _statement(text: str, *, labels: bool) -> dict[str, str] | None:
    if labelled := _LABELLED.fullmatch(text):
        return _labelled(labelled) if labels else None
    if dated := _DATED.fullmatch(text):
        return _dated("updated" if dated["updated"] else "published", dated["day"])
    if (placed := _OUTLET_DATED.fullmatch(text)) and _is_outlet(placed["outlet"]):
        day = _dated("published", placed["day"])
        return day and day | {"outlet": placed["outlet"]}
    byline = _BYLINE.fullmatch(text)
    return _of_byline(byline[1]) if byline else None


def _labelled(labelled: re.Match[str]) -> dict[str, str] | None:
    name = next(name for name in _LABELS if labelled[name])
    value = labelled["value"]
    if name in ("published", "updated"):
        dated = _DATED.fullmatch(value)
        return _dated(name, dated["day"]) if dated else None
    if name == "url":
        return {name: value} if web_address(value) else None
    if len(value) > (LONGEST_TITLE if name == "title" else LONGEST_VALUE) or _NEXT_LABEL.search(value):
        return None
    if name == "author":
        return {name: "; ".join(_NAMES_APART.split(value))} if are_names(value) else None
    if name == "outlet" and (_SENTENCE_END.search(value) or _APART.search(value) or value[0].islower()):
        return None
    return {name: value}


def _of_byline(text: str) -> dict[str, str] | None:
    """The fields of a byline: the names that it begins with, then a place, date or role ("Jane Doe, Staff Writer")."""
    ends = [(found.start(), found.end()) for found in _AFTER_NAMES.finditer(text)]
    for end, after in [(len(text), len(text)), *reversed(ends)]:
        if not are_names(text[:end]):
            continue
        rest = text[after:]
        author = {"author": "; ".join(_NAMES_APART.split(text[:end]))}
        if found := _statement(rest, labels=False):
            return found | author
        if dated := _ENDS_DATED.fullmatch(rest):
            return (_dated("published", dated["day"]) or {}) | author
        prose = len(rest) > LONGEST_VALUE or rest[:1].islower() or _SENTENCE_END.search(rest)
        return None if prose else author
    return None


def _dated(name: str, text: str) -> dict[str, str] | None:
    day = iso_date(re.sub(r"\s(?=[年月日])", "", text))
    return {name: day} if day else None


def _is_outlet(text: str) -> bool:
    capitals = all(word[0].isupper() or word in ("of", "the", "and", "&") for word in text.split())
    return capitals and bool(_OUTLET_WORD.search(text))
