"""The kind of thing a question asks for, such as a number or a date, and whether a sentence holds one.

It looks at the words only, and is lenient: only a sentence that plainly holds nothing of the kind fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.names import names_in, plain
from assistant.words import DATES

_BE_DO = r"(?:did|does|do|has|have|had|will|would|is|was|are|were|might|could|can)"
_PLACE = (
    "city|country|town|place|state|county|village|region|continent|province|building|river|island|"
    "location|area|"
    "neighborhood"
)
_LEADER = (
    "person|man|woman|(?:prime )?minister|president|leader|king|queen|emperor|actor|actress|singer|"
    "author|scientist|"
    "politician"
)
_ENGLISH = [
    ("number", r"\bhow (?:many|much|old)\b"),
    (
        "number",
        r"\bwhat (?:number|percent\w*|proportion|fraction|share) (?:of|did|do|does|is|was|were|are)\b",
    ),
    ("number", r"\bwhat (?:is|was|were|are) the (?:\w+ )?(?:number|percentage|population|price|cost) of\b"),
    ("date", rf"^(?:\W*|.*[,;] ?|.*\b(?:and|since|until|by) )when (?:{_BE_DO}|and\b)|^\W*when\b(?!.*, )"),
    ("date", r"\b(?:what|which) (?:years?|days?|dates?|month|century|decade|weekday)\b"),
    ("place", rf"^(?:\W*|.*[,;] ?|.*\band )where (?:{_BE_DO}|and\b)|^\W*where\b"),
    ("place", rf"\b(?:in|to|from|at|near) (?:what|which) (?:{_PLACE})\b"),
    ("place", r"\b(?:what|which) (?:city|country|town|continent|province|village|county)\b"),
    (
        "person",
        r"^(?:\W*|.*[,;] ?|.*\b(?:and|with|by|to|for|from|of) )(?:who|whom|whose)\b(?! (?:is|are) it\b)",
    ),
    ("person", rf"\b(?:what|which) (?:\w+ )?(?:{_LEADER})s?\b"),
]
_CHINESE = [
    ("number", r"多少|几(?!乎)(?:[个名位次年天种部座支条人家岁届代场所万亿]|分之)|百分之几|多大年纪"),
    (
        "date",
        r"什么时候|何时|哪[一]?[年天月日]|几[月号]|什么时间|哪个(?:年代|世纪|月份)|何年|星期几|哪个?年份",
    ),
    ("place", r"哪里|哪儿|何处|什么地方|哪个?(?:城市|国家|省|州|地区|地方|国)|何地"),
    ("person", r"谁|哪[一]?位|什么人|哪个人|何人"),
]
_ASKED = {
    language: [(kind, re.compile(pattern, re.I)) for kind, pattern in patterns]
    for language, patterns in (("en", _ENGLISH), ("zh", _CHINESE))
}
_PLURAL = r"(?:[a-z]{2,}[^su\W]s|people|men|women|children|countries)"
_LIST = re.compile(
    r"^\W*(?:and |but )?(?:list|enumerate|name (?!an? |one |the other )|give (?:me )?(?:all|some|the))\b"
    r"|\bwhat (?:are|were) (?:the|some|all|\w+ of the)\b(?!.* (?:called|known)\W*$)"
    rf"|\b(?:which|what) (?:(?!is |was |are |were |did |do |does |has |have |had |can |"
    rf"this )[\w-]+ ){{0,2}}{_PLURAL} "
    r"(?:(?:in|of|from|on|at|by) (?:[\w’'-]+ ){1,4}?)?"
    r"(?:are|were|have|had|did|do|can|could|will|would|should|made?|took|came|went|won|\w{2,}ed)\b"
    r"|\bwhich (?:two|three|four|five)\b",
    re.I,
)
_CHINESE_LIST = re.compile(r"哪些|有什么|列出|列举|哪几|分别")


def asked_kind(text: str, *, language: str) -> str | None:
    """The kind that the words name: person, number, date, place or list; None where none is plain."""
    kind = next((kind for kind, pattern in _ASKED[language] if pattern.search(text)), None)
    return kind or ("list" if asks_for_list(text, language=language) else None)


def asks_for_list(text: str, *, language: str) -> bool:
    """Whether several things are asked for."""
    return bool((_CHINESE_LIST if language == "zh" else _LIST).search(text))


_NUMBER_WORD = re.compile(
    r"\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twent\w+|"
    r"thirt\w+|fort(?:y|ies)|"
    r"fift\w+|sixt\w+|sevent\w+|eight\w+|ninet\w+|hundreds?|thousands?|millions?|billions?|trillions?|"
    r"dozens?|half|halves|"
    r"thirds?|quarters?|doubled?|triple\w*|twice|once|single|pair|both|none|no|several|many|most|few|"
    r"all|majority|"
    r"first|second|free|each|numerous|only|some|single|\w+(?:ly|fold) (?:as|more|less|all))\b|[%％$£€]",
    re.I,
)
_CHINESE_NUMBER = re.compile(r"[〇零一二三四五六七八九十百千万亿两半数几双多]|倍")
_DATE = re.compile(
    r"\d|\b(?:" + "|".join(DATES) + r")\b|\b(?:century|centuries|decades?|years?|months?|weeks?|days?|hours?|ago|today|"
    r"tonight|yesterday|tomorrow|morning|afternoon|evening|night|noon|midnight|spring|summer|autumn|"
    r"winter|era|age|period|"
    r"dynasty|reign|war|times?|date\w*|season|episode|chapter|since|until|before|after|during|when|"
    r"while|once|early|late|"
    r"later|earlier|recent(?:ly)?|now|current(?:ly)?|begin\w*|began|birth|death|easter|christmas|"
    r"annual\w*)\b",
    re.I,
)
_CHINESE_DATE = re.compile(r"\d|[年月日号周天时期代朝冬夏春秋早晚前后]|世纪|星期|昨|今|明|同")
_PREPOSITION = re.compile(
    r"\b(?:in|at|on|near|from|to|into|of|outside|inside|between|within|throughout|through|along|"
    r"across|around|above|below|"
    r"under|over|behind|beside|north|south|east|west|where|here|there|by|off|home|worldwide|onto|"
    r"toward|towards)\b",
    re.I,
)


def holds_kind(kind: str, sentence: str, *, question: str, language: str) -> bool:
    """Whether the sentence holds something of the kind that does not stand in the question already."""
    if kind == "number":
        return _holds_number(sentence, question, language)
    if kind == "date":
        return bool((_CHINESE_DATE if language == "zh" else _DATE).search(_without(sentence, question)))
    if kind == "place" and language != "zh":
        return bool(_PREPOSITION.search(sentence)) or _holds_new_name(sentence, question)
    if kind == "person" and language != "zh":
        return _holds_new_name(sentence, question)
    return bool(re.search(r"\w", _without(sentence, question)))


_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
# A year or a day counts nothing. A year is told by what follows: "2000 people" is none.
_DATED = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?: \d{{4}})?|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:, \d{{4}})?\b"
    rf"|\b{_MONTH} \d{{4}}"
    r"|\b(?:1\d|20)\d\d(?=[,.;:)\]]|$|['’]s| (?:and|to|until|when|that|the|in|but|he|she|they|it|by|at|was|were|is|had"
    r"|for|on|with|as|an?)\b)"
    r"|\d+年(?![级来内间以])(?:\d+月)?(?:\d+日)?|\d+月\d+日"
)


def _holds_number(sentence: str, question: str, language: str) -> bool:
    asked = set(re.findall(r"\d+", question))
    sentence = _DATED.sub(" ", sentence)
    if set(re.findall(r"\d+", sentence)) - asked:
        return True
    pattern = _CHINESE_NUMBER if language == "zh" else _NUMBER_WORD
    return bool(pattern.search(_without(sentence, question)))


def _holds_new_name(sentence: str, question: str) -> bool:
    asked = {plain(word) for word in re.findall(r"[\w’'.-]+", question)}
    return any(_new(name.words + list(name.titles), asked) for name in names_in(sentence))


def _new(words: Iterable[str], asked: set[str]) -> bool:
    return any(word not in asked for word in words)


def _without(sentence: str, question: str) -> str:
    """The sentence without the numbers that the question holds itself."""
    asked = re.findall(r"\d+", question)
    return re.sub(r"\d+", lambda match: " " if match.group() in asked else match.group(), sentence)
