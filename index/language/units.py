"""Units of measurement: which numbers give a length, depth, weight and so on, in English and Chinese."""

from __future__ import annotations

import re

from index.language.closed_lists import CJK_NUMERALS, CURRENCIES, SCALES, TO_TWELVE

_LENGTH = (
    r"(?:kilo|centi|milli)?met(?:er|re)s?|km|cm|mm|miles?|feet|foot|ft|inch(?:es)?|yards?|fathoms?|stor(?:eys?|ies)"
)
_AREA = (
    r"(?:square|sq\.?)[ -](?:kilo)?(?:met(?:er|re)s?|km|miles?|feet|foot|ft|yards?|inch(?:es)?)"
    r"|[kc]?m²|acres?|hectares?|ha"
)
_VOLUME = r"cubic \w+|[kc]?m³|litres?|liters?|gallons?|barrels?"
_WEIGHT = r"(?:kilo)?gram(?:me)?s?|kg|kilos?|tonn?es?|tons?|pounds?|lbs?|ounces?|oz|stones?"
_TIME = r"(?:milli)?seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|century|centuries|seasons?"
_SPEED = r"\w+ (?:per|an?) (?:hour|second|minute)|km/h|kph|mph|knots?|m/s"
# Units of one kind: the same number in two units of a group is not the same amount.
TIMES = tuple("second minute hour day week month year decade century millennium".split())
UNIT_GROUPS = (
    frozenset(TIMES),
    frozenset("millimetre millimeter mm centimetre centimeter cm metre meter m kilometre kilometer km".split())
    | {"inch", "foot", "yard", "mile"},
    frozenset("gram kilogram kg ounce pound lb tonne ton".split()),
    frozenset(("acre", "hectare")),
    frozenset(CURRENCIES),
    frozenset(("dozen", *SCALES)),
)
MEASURES = frozenset[str]().union(*UNIT_GROUPS)
UNIT_SPELLINGS = {"mm": "millimetre", "cm": "centimetre", "m": "metre", "km": "kilometre"}
UNIT_SPELLINGS |= {f"{size}meter": f"{size}metre" for size in ("", "milli", "centi", "kilo")}
UNIT_SPELLINGS |= {"kg": "kilogram", "lb": "pound", "tonne": "ton", "ruble": "rouble"}
UNIT = rf"(?:{_AREA}|{_LENGTH}|{_VOLUME}|{_WEIGHT}|per ?cent|degrees?|hours?|minutes?|seconds?)"
_UNITS = {
    "long": f"{_LENGTH}|{_TIME}",
    "large": f"{_AREA}|{_LENGTH}|{_VOLUME}|{_WEIGHT}",
    "heavy": _WEIGHT,
    "fast": f"{_SPEED}|{_TIME}",
} | dict.fromkeys(("far", "deep", "high", "tall", "wide", "thick"), _LENGTH)
_UNITS["big"] = _UNITS["large"]
_MEASURED_BY = "|".join(_UNITS)
_ASKED = re.compile(
    rf"\bhow (?P<by>{_MEASURED_BY}) (?:did|do|does|has|have|had|will|would|should|must|is|was|are|were|could|can)\b",
    re.I,
)
_NUMBER = (
    rf"(?:(?<![\d,.])\d[\d,.]*+(?: (?:{'|'.join(SCALES)}))?"
    rf"|\b(?:an?|half|{'|'.join(TO_TWELVE)}|\w+teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|(?:a )?hundred|dozen|several|few|many|some))"
)
_MEASURES = {
    by: re.compile(rf"{_NUMBER}(?: (?:and )?a half)?[ -]?(?:{units})(?!\w)(?: (?P<by>{_MEASURED_BY})\b)?", re.I)
    for by, units in _UNITS.items()
}

_EASTERN_ASKED = re.compile(
    r"(?P<area>面[积積])?[^？?]{0,2}(?<![许許众眾很更最诸諸好差太])多(?P<by>[高长長远遠重深宽寬快厚久]|大(?=\W*$))(?!数|數|半|量)"
)
# A calendar year is not a length of time.
_CALENDAR = re.compile(r"\d{4}\s?年(?:\d+月)?(?:\d+日)?|\d+月\d+日")
_EASTERN_NUMBER = rf"[\d{CJK_NUMERALS}半数數几多][余餘多个個]?"
_EASTERN_LENGTH = r"(?:公里|千米|厘米|毫米|公分|公尺|米|里|海里|英里|英尺|英寸|码|km|m)"
_EASTERN_AREA = r"(?:平方\w|公顷|公頃|英亩|英畝|亩|畝|km²|km2)"
_EASTERN_UNITS = {
    "面积": _EASTERN_AREA,
    "大": rf"{_EASTERN_AREA}|{_EASTERN_LENGTH}",
    "重": r"(?:公斤|千克|克|吨|噸|斤|磅)",
    "久": r"(?:秒|分|小时|小時|天|日|周|星期|月|年|世纪|世紀)",
    "快": r"(?:公里|千米|英里|米|马赫|節|节)",
}
_EASTERN_UNITS |= dict.fromkeys("长長", f"{_EASTERN_LENGTH}|{_EASTERN_UNITS['久']}")
_EASTERN_UNITS |= dict.fromkeys("高远遠深宽寬厚", _EASTERN_LENGTH)


def other_unit(one: str, other: str) -> bool:
    """Whether two words are units of the same measure but of different sizes: "miles" and "kilometres"."""
    able = any(one in group and other in group for group in UNIT_GROUPS)
    return able and UNIT_SPELLINGS.get(one, one) != UNIT_SPELLINGS.get(other, other)


def asked_measure(question: str) -> str | None:
    """The dimension asked for, such as "deep"; None if no measure is asked for."""
    if found := _ASKED.search(question):
        return found["by"].lower()
    if found := _EASTERN_ASKED.search(question):
        return "面积" if found["area"] else found["by"]
    return None


def asks_how_long(question: str) -> bool:
    """Whether a length is asked for, in space or in time."""
    return asked_measure(question) in ("long", "长", "長", "久")


def gives_measure(measure: str, sentence: str) -> bool:
    """Whether the sentence gives a number in a fitting unit that is not said to measure something else.

    "Fourteen metres long" gives a length, not a depth.
    """
    if measure in _MEASURES:
        return any((found["by"] or measure).lower() == measure for found in _MEASURES[measure].finditer(sentence))
    return bool(re.search(rf"{_EASTERN_NUMBER}\s?(?:{_EASTERN_UNITS[measure]})", _CALENDAR.sub(" ", sentence)))
