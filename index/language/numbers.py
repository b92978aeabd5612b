"""The numbers and dates in a text, in a form that can be compared between texts.

It reads digits, number words, shares, bounds and calendar dates, in English and Chinese.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from index.language.closed_lists import (
    CJK_DIGITS,
    CJK_ONES,
    CJK_STEPS,
    CURRENCY_SIGNS,
    MONTH,
    NUMBERS,
    ORDINALS,
    SCALES,
    SHORT_SCALES,
    TO_TEN,
    month_number,
)
from index.language.tokens import FUNCTION_WORDS, words

YEARS, MONTHS = 2, (0, 1, 2, 10, 11)  # how many years, or months, two accounts of one date may be apart
FAR = 2  # multiple of a lower bound beyond which the bound no longer describes a number
ROUNDED = 0.05  # how far apart a number and its rounded form may be, as a share of the larger

_WORDED = "|".join(NUMBERS)
_SCALE = "|".join(SCALES)
_NUMBER = re.compile(
    r"(?P<sign>[$£€¥])?"
    rf"(?:(?<![\w.,])(?P<digits>\d+(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)|\b(?P<worded>(?:{_WORDED})(?:-(?:{_WORDED}))?)\b)"
    rf"(?P<scales>(?:[ -](?:{_SCALE})\b|bn\b)*)"
    r"(?P<percent>\s?%|[ -]per ?cent\b)?(?![\d.,]*\s?[\u3040-\u9fff％])(?=(?P<after>[ -][^.,;:!?()\"“”—–]{0,60})?)",
    re.I,
)
_BOUNDS = {
    "least": "at least|no fewer than|no less than|not less than|more than|greater than|older than|longer than|over"
    "|above|upwards of|upward of|exceeding|exceeded|exceeds|exceed|topped|topping|surpassed",
    "most": "at most|no more than|not more than|up to|as many as|as much as|less than|fewer than|younger than"
    "|shorter than|under|below",
    "about": "about|around|approximately|roughly|nearly|almost|some|close to|an estimated|estimated|more or less",
    "exactly": "exactly|precisely",
}
_SHARES = {"half": 2, "third": 3, "quarter": 4} | {word: at for at, word in enumerate(ORDINALS[4:10], start=5)}
_SCALED = SCALES | SHORT_SCALES | {"dozen": 12.0}
_COUNTED_IN = {name: name for name in CURRENCY_SIGNS.values()} | {"%": "%", "percent": "%", "buck": "dollar"}
_QUANTITY = re.compile(
    rf"(?:\b(?P<bound>{'|'.join(_BOUNDS.values())}) (?:an? (?:total|estimated|average) of )?)?"
    rf"(?:(?P<part>(?:an?|{'|'.join(TO_TEN)}) |\b)(?P<share>{'|'.join(_SHARES)})s?\b"
    r"(?! (?:place|time|year))(?= (?:of|the)\b|[-,.;]|$)"
    rf"|(?:(?:US)?(?P<sign>[$£€¥]) ?)?(?:(?<![\w.,])(?P<digits>\d+(?:,\d{{3}})+(?:\.\d+)?|\d*\.?\d+)"
    rf"|\b(?P<half>half an? )(?={_SCALE}|dozen)"
    rf"|\b(?P<worded>(?:{_WORDED})(?:[- ](?:{_WORDED}))?|an?(?= (?:dozen|{_SCALE})\b))\b)"
    rf"(?P<scales>(?:[ -]?(?:{_SCALE}|dozen)\b|(?<=\d) ?(?:{'|'.join(SHORT_SCALES)})\b)*)"
    rf"(?P<counted>\s?%| (?:percent|(?:{'|'.join(CURRENCY_SIGNS.values())}|buck)s?)\b)?)",
    re.I,
)
_BEHIND = re.compile(r"(?: [a-z]+)? or (?:(?P<least>more|above|over|older|longer)|less|fewer|below|under|younger)\b")
_OF = 3  # words after a number that say what is counted

_DIGITS = {"〇": 0, "零": 0, "两": 2} | {digit: value for value, digit in enumerate(CJK_ONES, start=1)}
_PERSONS = "名位口"  # measure words for people
_CJK_NUMERAL = f"[{CJK_DIGITS}{''.join(CJK_STEPS)}]"
_CJK_NUMBER = re.compile(
    rf"(?P<share>百分之)?(?P<number>(?:\d+(?:,\d{{3}})*(?:\.\d+)?|{_CJK_NUMERAL}+)"
    rf"(?:[万亿]+{_CJK_NUMERAL}*)*)(?P<percent>[%％])?[多余]?(?:个(?=\w))?(?P<of>[\u3400-\u9fff])?"
)

_MONTH = f"(?P<month>{MONTH})"
_YEAR = r"(?P<year>[12]\d{3})\b"
_CJK_COUNT = f"[{CJK_ONES}十]{{1,3}}"
_DATES = [
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)(?P<year>\d{4})-(?P<count>\d\d)-(?P<day>\d\d)(?!\d)",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}(?!\w)(?:,? {_YEAR})?",
        rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,\d|:)(?:,? {_YEAR})?",
        rf"\b{_MONTH},? (?:of )?{_YEAR}",
        rf"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ff]rom|[Oo]f|early|late|mid) {_MONTH}(?!\w)",
        rf"(?P<year>\d{{4}})年(?:(?P<count>\d{{1,2}}|{_CJK_COUNT})月(?:(?P<day>\d{{1,2}}|{_CJK_COUNT})[日号])?)?",
        rf"(?P<count>\d{{1,2}}|{_CJK_COUNT})月(?:(?P<day>\d{{1,2}}|{_CJK_COUNT})[日号])?",
        # The words after it show whether it is a year: in "2000 people" it is not.
        r"(?<![\w$£€¥.,-])(?P<year>1[5-9]\d\d|20\d\d)"
        rf"(?=\W*$|[,.;:!?)’'\]](?!\d)|[-–—]| (?:{'|'.join(FUNCTION_WORDS)})\b)",
    )
]


@dataclass(frozen=True, slots=True)
class Number:
    """A number, the step to which it is rounded (100 for 9,200), and the words for what is counted."""

    value: float
    step: float
    of: frozenset[str]

    def agrees(self, other: Number) -> bool:
        """Whether both are the same number, possibly rounded in one."""
        apart = abs(self.value - other.value)
        return apart <= max(self.step, other.step) / 2 and apart <= ROUNDED * max(self.value, other.value)


@dataclass(frozen=True, slots=True)
class Quantity:
    """The value of `text[start:end]`, with its bound and unit.

    `bound` is "least", "most", "about", "exactly" or None; `unit` is "%", a currency or None.
    A number of four digits may be a `year`, which is never rounded.
    """

    start: int
    end: int
    value: float
    step: float
    unit: str | None = None
    bound: str | None = None
    year: bool = False
    large: bool = False

    def follows_from(self, fact: Quantity) -> bool:
        """Whether the other quantity implies this one."""
        if self.unit and self.unit != fact.unit:
            return False
        if self.year or fact.year:
            return self.value == fact.value
        if self.bound == "least" and fact.bound != "most":
            if fact.value > FAR * self.value:  # true, but nobody would say so
                return False
            return fact.value > self.value or (fact.value == self.value and fact.bound in (None, "least", "exactly"))
        if self.bound == "most" and fact.bound != "least":
            return fact.value < self.value or (fact.value == self.value and fact.bound in (None, "most", "exactly"))
        if self.bound in ("least", "most") or fact.bound in ("least", "most"):
            return False
        return self.same_value(fact)

    def same_value(self, fact: Quantity) -> bool:
        """Whether both have the same value, or this one is the other rounded as people would."""
        apart, larger = abs(self.value - fact.value), max(self.value, fact.value)
        # "Some 900" may stand for 903, but neither 903 nor "some 903" follows from 900.
        loose = "about" in (self.bound, fact.bound) and self.step >= fact.step
        if apart <= 1e-9 * larger or (loose and apart <= ROUNDED * larger):
            return True
        rounds = loose or self.large or "%" in (self.unit, fact.unit)
        return rounds and apart <= self.step / 2 and apart <= ROUNDED * larger


def quantities_in(text: str) -> list[Quantity]:
    """The numbers of an English text with their places, including those of dates."""
    found = [one for found in _QUANTITY.finditer(text) if (one := _quantity(found))]
    for at, one in enumerate(found):
        if behind := _BEHIND.match(text, one.end):
            found[at] = replace(one, bound="least" if behind["least"] else "most")
    for at, (one, other) in enumerate(zip(found, found[1:], strict=False)):
        if _is_range(text, one, other):
            found[at : at + 2] = replace(one, bound="least"), replace(other, bound="most")
    return found


def _is_range(text: str, one: Quantity, other: Quantity) -> bool:
    """Whether the two are the ends of a range: "40 to 80 percent", and not "from 40 to 80", which is a change."""
    joined, before = text[one.end : other.start].strip().lower(), text[: one.start].lower().rstrip()
    ranging = joined == "and" and before.endswith("between") or joined == "to" and not before.endswith("from")
    plain = not (one.bound or other.bound or one.year or other.year)
    return ranging and plain and one.value < other.value and one.unit in (None, other.unit)


def _quantity(found: re.Match[str]) -> Quantity | None:
    bound = (found["bound"] or "").lower()
    bound = next((name for name, words in _BOUNDS.items() if bound in words.split("|")), None) if bound else None
    if share := found["share"]:
        if not found["part"] and share.lower() in ORDINALS[5:9]:  # a rank
            return None
        parts = NUMBERS.get((found["part"] or "one").split()[0].lower(), 1)  # "a" and "an" are not listed
        return Quantity(found.start(), found.end(), 100 * parts / _SHARES[share.lower()], 4.0, "%", bound)
    scales = re.findall(r"[a-z]+", found["scales"].lower())
    digits, worded = found["digits"], found["worded"]
    step = 1.0
    if digits:
        value = float(digits.replace(",", ""))
        step = 10.0 ** -len(digits.partition(".")[2])
    elif found["half"]:
        value = 0.5
    elif worded.lower() in ("a", "an"):
        value = 1.0
    else:
        parts_ = [NUMBERS[part] for part in re.split("[- ]", worded.lower())]
        if len(parts_) == 2 and not (parts_[0] >= 20 and 0 < parts_[1] < 10):
            return None
        value = float(sum(parts_))
        if value == 1 and not scales and not found["counted"]:
            return None  # "one" is just as often not a number
    for scale in scales:
        value, step = value * _SCALED[scale], step * _SCALED[scale]
    counted = (found["counted"] or "").strip().lower().removesuffix("s")
    unit = CURRENCY_SIGNS[found["sign"]] if found["sign"] else _COUNTED_IN.get(counted)
    year = bool(digits and re.fullmatch(r"1[0-9]\d\d|20\d\d", digits) and not (scales or unit or bound))
    start = found.start() + (len(found[0]) - len(found[0].lstrip()))
    return Quantity(start, found.end(), value, _coarser(value, step), unit, bound, year, bool(scales) or value >= 1000)


@dataclass(frozen=True, slots=True)
class Day:
    """A date; missing parts are None."""

    year: int | None
    month: int | None
    day: int | None

    @property
    def iso(self) -> str | None:
        """The day in the form "2026-05-03", if no part is missing and the day exists."""
        try:
            return date(self.year or 0, self.month or 0, self.day or 0).isoformat()
        except ValueError:
            return None

    def agrees(self, other: Day) -> bool | None:
        """Whether both can be the same date; None if they have no part in common."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        same = [one == two for one, two in pairs if one is not None and two is not None]
        return all(same) if same else None

    def near(self, other: Day) -> bool:
        """Whether both can be dates of the same event reported in two ways; dates decades apart cannot."""
        if self.year is not None and other.year is not None and self.year != other.year:
            return abs(self.year - other.year) <= YEARS
        return self.month is None or other.month is None or (self.month - other.month) % 12 in MONTHS


def numbers_in(text: str) -> list[Number]:
    """The numbers of a text, except those of dates."""
    _, text = _dated(text)
    english = [number for match in _NUMBER.finditer(text) if (number := _english(match))]
    return english + [number for match in _CJK_NUMBER.finditer(text) if (number := _chinese(match))]


def days_in(text: str) -> list[Day]:
    """The dates of a text given by year, month or day, not relative to another day."""
    return [_day(match.groupdict()) for match in _dated(text)[0]]


def dates_at(text: str) -> list[tuple[int, int]]:
    """The spans of the dates that `days_in` finds, in text order."""
    return sorted(match.span() for match in _dated(text)[0])


def _dated(text: str) -> tuple[list[re.Match[str]], str]:
    """The matches of dates, and the text with these blanked out, character for character."""
    found: list[re.Match[str]] = []
    for pattern in _DATES:
        found += pattern.finditer(text)
        text = pattern.sub(lambda match: "·" * len(match[0]), text)
    return found, text


def _english(match: re.Match[str]) -> Number | None:
    digits, worded, scales = match["digits"], match["worded"], re.findall(r"[a-z]+", match["scales"].lower())
    if worded and worded.lower() in ("zero", "one") and not scales:
        return None
    if digits:
        value = float(digits.replace(",", ""))
        step = 10.0 ** -len(digits.partition(".")[2])
    else:
        value, step = float(sum(NUMBERS[part] for part in worded.lower().split("-"))), 1.0
    for scale in scales:
        value, step = value * _SCALED[scale], step * _SCALED[scale]
    after = [word for word in words(match["after"] or "") if word not in FUNCTION_WORDS][:_OF]
    of = {"%"} if match["percent"] else set(after)
    if match["sign"]:
        of = {CURRENCY_SIGNS[match["sign"]]}
    return Number(value, _coarser(value, step), frozenset(of))


def _chinese(match: re.Match[str]) -> Number | None:
    number, percent = match["number"], match["share"] or match["percent"]
    if not (match["of"] or percent) or percent == "%" or number in ("一", "十", "百", "千"):
        return None
    value, total, step = 0.0, 0.0, 1.0
    for part in re.findall(rf"\d+(?:,\d{{3}})*(?:\.\d+)?|[万亿]|{_CJK_NUMERAL}+", number):
        if part in "万亿":
            scale = 1e4 if part == "万" else 1e8
            if part == "亿":
                total, value = (total + value) * scale, 0.0
            else:
                total, value = total + value * scale, 0.0
            step *= scale
        elif part[0].isdecimal():
            value, step = float(part.replace(",", "")), 10.0 ** -len(part.partition(".")[2])
        else:
            value, step = float(_counted(part)), 1.0
    of = "%" if percent else "人" if match["of"] in _PERSONS else match["of"]
    return Number(total + value, _coarser(total + value, step), frozenset({of}))


def _counted(text: str) -> int:
    """The value of a Chinese numeral: 三千六百, or 二〇二六, which is read digit by digit."""
    if len(text) > 1 and not set(text) & set(CJK_STEPS):
        return int("".join(str(_DIGITS[digit]) for digit in text))
    total, digit = 0, 0
    for character in text:
        if character in CJK_STEPS:
            total, digit = total + (digit or 1) * CJK_STEPS[character], 0
        else:
            digit = _DIGITS[character]
    return total + digit


def _coarser(value: float, step: float) -> float:
    """The place value of the number's last digit other than 0, at least `step`."""
    while value and step < value and value % (step * 10) == 0:
        step *= 10
    return step


def _day(parts: dict[str, str | None]) -> Day:
    month = parts.get("month")
    numbers = {name: whole_number(text) for name, text in parts.items() if text and name != "month"}
    return Day(numbers.get("year"), month_number(month) if month else numbers.get("count"), numbers.get("day"))


def whole_number(text: str) -> int:
    """The value of a whole number in digits or in Chinese numerals."""
    return int(text) if text.isdigit() else _counted(text)
