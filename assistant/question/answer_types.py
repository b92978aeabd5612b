"""The kind of thing a question asks for, such as a number or a date, and whether a sentence has one.

It looks only at words and is lenient: a sentence fails only if it plainly has nothing of the kind.
"""

from __future__ import annotations

import re

from index.language.closed_lists import CJK_NOW, CJK_NUMERALS, CURRENCIES, MONTH, NUMBERS, SCALES, TO_TWELVE
from index.language.names import names_in, plain
from index.language.numbers import numbers_in
from index.language.units import TIMES, UNIT, asked_measure, asks_how_long
from index.language.word_lists import DATES, FUNCTION_WORDS

_BE_DO = r"(?:did|does|do|has|have|had|will|would|is|was|are|were|might|could|can)"
_PLACE = (
    "city|country|town|place|state|county|village|region|continent|province|building|river|island|location|area|"
    "neighborhood"
)
_LEADER = (
    "person|man|woman|(?:prime )?minister|president|leader|king|queen|emperor|actor|actress|singer|author|scientist|"
    "politician"
)
# "What will it cost?"; in "What was the total cost?" it is a noun.
_COSTS = (
    r"\bwhat (?:is|was|do|does|did|will|would|could|might)\b[^?]*(?<!\bthe)(?<!\ba)(?<!\bof)(?<!\btotal) costs?\W*$"
)
_PRICE_OF = r"^\W*(?:the )?(?:price|cost|fare|fee)s? (?:of|for)\b"  # typed as keywords
# "What did they use to see how many there are?" asks what, not how many.
_HOW_MANY = (
    r"^(?!\W*(?:what|which|who|whom|whose|when|where|why)\b).*\bhow (?:many|much|old)\b"
    r"|(?:\band|[,;:.?!–—-])\s+(?:(?:by|for|from|in|of|to|with) )?how (?:many|much|old)\b"
)
_ENGLISH = [
    ("number", _HOW_MANY),
    ("number", _COSTS),
    ("number", _PRICE_OF),
    ("number", r"\bwhat (?:number|percent\w*|proportion|fraction|share) (?:of|did|do|does|is|was|were|are)\b"),
    ("number", r"\bwhat (?:is|was|were|are) the (?:\w+ )?(?:number|percentage|population|price|cost) of\b"),
    ("date", rf"^(?:\W*|.*[,;] ?|.*\b(?:and|since|until|by) )when (?:{_BE_DO}|and\b)|^\W*when\b(?!.*, )"),
    ("date", r"\b(?:what|which) (?:years?|days?|dates?|month|century|decade|weekday)\b"),
    ("place", rf"^(?:\W*|.*[,;] ?|.*\band )where (?:{_BE_DO}|and\b)(?!.*\bstand on\b)|^\W*where\b(?!.*\bstand on\b)"),
    ("place", rf"\b(?:in|to|from|at|near) (?:what|which) (?:{_PLACE})\b"),
    ("place", r"\b(?:what|which) (?:city|country|town|continent|province|village|county)\b"),
    ("person", r"^(?:\W*|.*[,;] ?|.*\b(?:and|with|by|to|for|from|of) )(?:who|whom|whose)\b(?! (?:is|are) it\b)"),
    ("person", rf"\b(?:what|which) (?:\w+ )?(?:{_LEADER})s?\b"),
]
_CHINESE = [
    ("number", r"多少|几(?!乎)(?:[个名位次年天种部座支条人家岁届代场所万亿]|分之)|百分之几|多大年纪"),
    ("date", r"什么时候|何时|哪[一]?[年天月日]|几[月号]|什么时间|哪个(?:年代|世纪|月份)|何年|星期几|哪个?年份"),
    ("place", r"哪里|哪儿|何处|什么地方|哪个?(?:城市|国家|省|州|地区|地方|国)|何地"),
    ("person", r"谁|哪[一]?位|什么人|哪个人|何人"),
]
_JAPANESE = [
    (
        "number",
        r"いくつ|いくら|何(?:人|名|円|歳|回|本|店|軒|個|台|倍|年間|日間|時間|か月|ヶ月|[%％]|パーセント|メートル|キロ)|ど(?:れ|の)くらい",
    ),
    ("date", r"いつ|何(?:年|月|日|時|曜日|世紀)"),
    ("place", r"どこ|どの(?:国|都市|町|県|市|地域|場所)"),
    ("person", r"誰|だれ|どなた"),
]
_KOREAN = [
    ("date", r"언제|며칠|몇 ?(?:년|월|일|시)(?![간가-힣])|무슨 요일"),
    ("number", r"얼마|몇"),
    ("place", r"어디|어느 (?:나라|도시|지역|곳)"),
    ("person", r"누구|누가"),
]
_ASKED = {
    language: [(kind, re.compile(pattern, re.I)) for kind, pattern in patterns]
    for language, patterns in (("en", _ENGLISH), ("zh", _CHINESE), ("ja", _JAPANESE), ("ko", _KOREAN))
}
_PLURAL = r"(?:[a-z]{2,}[^su\W]s|people|men|women|children|countries)"
_LIST = re.compile(
    r"^\W*(?:and |but )?(?:list|enumerate|name (?!an? |one |the other )|give (?:me )?(?:all|some|the))\b"
    r"|\bwhat (?:are|were) (?:the|some|all|\w+ of the)\b(?!.* (?:called|known)\W*$)"
    rf"|\b(?:which|what) (?:(?!is |was |are |were |did |do |does |has |have |had |can |this )[\w-]+ ){{0,2}}{_PLURAL} "
    r"(?:(?:in|of|from|on|at|by) (?:[\w’'-]+ ){1,4}?)?"
    r"(?:are|were|have|had|did|do|can|could|will|would|should|made?|took|came|went|won|\w{2,}ed)\b"
    r"|\bwhich (?:two|three|four|five)\b|\b(?:which|what) (?:[\w-]+ )?(?:things|items|objects)\b",
    re.I,
)
_CJK_LIST = re.compile(r"哪些|有什么|列出|列举|哪几|分别|どんなもの|何々|挙げて|나열|무엇무엇|어떤 것들")


def asked_kind(text: str, *, language: str) -> str | None:
    """The kind that the text asks for: person, number, date, place or list; None if its words do not make it plain."""
    kind = next((kind for kind, pattern in _ASKED[language] if pattern.search(text)), None)
    kind = kind or ("number" if asked_measure(text) else None)
    return kind or ("list" if asks_for_list(text, language=language) else None)


def asks_for_list(text: str, *, language: str) -> bool:
    """Whether the text asks for several things."""
    return bool((_LIST if language == "en" else _CJK_LIST).search(text))


_EXPLANATION = re.compile(
    r"^\W*(?:why|how (?:do|does|did|can|to|is|are))\b|为什么|为何|如何|怎|なぜ|どうして|どのように|왜|어떻게", re.I
)


def asks_for_explanation(text: str) -> bool:
    """Whether the text asks for a reason or for how something is or is done."""
    return bool(_EXPLANATION.search(text))


# "Which things lie there?" asks for what lies there, and "the latest price" for the price.
_WHICH_ANSWER = re.compile(
    r"(?<=\bwhat )things\b|(?<=\bwhich )things\b"
    r"|\b(?:latest|newest|most recent(?:ly)?|currently|nowadays|at the moment|so far(?! (?:away|from))|these days"
    r"|as of today)\b"
    rf"|(?:目前为止|迄今为止|{CJK_NOW})的?",
    re.I,
)


def without_which_answer(question: str) -> str:
    """The question without words that only say which answer is wanted, such as "latest"."""
    left = " ".join(_WHICH_ANSWER.sub(" ", question).split())
    is_about = any(word.lower() not in FUNCTION_WORDS for word in re.findall(r"\w+", left))
    return left if is_about and _WHICH_ANSWER.search(question) else question


_NUMBER_WORD = re.compile(
    rf"\b(?:zero|{'|'.join(TO_TWELVE)}|\w+teen|twent\w+|thirt\w+|fort(?:y|ies)|"
    rf"fift\w+|sixt\w+|sevent\w+|eight\w+|ninet\w+|(?:{'|'.join(SCALES)})s?|"
    r"dozens?|half|halves|thirds?|quarters?|doubled?|triple\w*|twice|once|single|pair|both|none|no|several|many|most|"
    r"few|all|majority|first|second|free|each|numerous|only|some|\w+(?:ly|fold) (?:as|more|less|all))\b|[%％$£€]",
    re.I,
)
_CJK_NUMBER = re.compile(rf"[{CJK_NUMERALS}億半数几双多倍한두세네열백천만억몇]|다섯|여섯|일곱|여덟|아홉|스물|절반")
_DATE = re.compile(
    r"\d|\b(?:" + "|".join(DATES) + rf")\b|\b(?:(?:{'|'.join(TIMES[2:])})s?|centuries|ago"
    r"|today|tonight|yesterday|tomorrow|morning|afternoon|evening|night|noon|midnight|spring|summer|autumn|winter|era|"
    r"age|period|dynasty|reign|war|times?|date\w*|season|episode|chapter|since|until|before|after|during|when|while|"
    r"once|early|late|later|earlier|recent(?:ly)?|now|current(?:ly)?|begin\w*|began|birth|death|easter|christmas|"
    r"annual\w*)\b",
    re.I,
)
# "Thirty-eight years" is not a day.
_ASKS_DAY = re.compile(r"\b(?:what|which) (?:exact )?(?:days?|dates?|weekday)\b", re.I)
_DAY = re.compile(
    r"\b(?i:"
    + "|".join(DATES)
    + r")\b|\b\d{1,2}(?:st|nd|rd|th)\b|\b(?:to|yester)day\b|\btomorrow\b|\b\d{1,4}[-/.]\d{1,2}[-/.]\d"
    r"|\b(?:\w+ )?(?:Day|Eve)\b|\b(?i:christmas|easter|new year)\b"
)
_CJK_DATE = re.compile(
    r"\d|[年月日号周天时期代朝冬夏春秋早晚前后時後頃]|世纪|世紀|星期|昨|今|明|同|曜|[년월일주때]|요일|시절|오전|오후|어제|오늘|내일|봄|여름|가을|겨울"
)
_PREPOSITION = re.compile(
    r"\b(?:in|at|on|near|from|to|into|of|outside|inside|between|within|throughout|through|along|across|around|above|"
    r"below|under|over|behind|beside|north|south|east|west|where|here|there|by|off|home|worldwide|onto|toward|"
    r"towards)\b",
    re.I,
)


def holds_kind(kind: str, sentence: str, *, question: str, language: str, asked: str = "") -> bool:
    """Whether the sentence has something of the kind that is not already in the question.

    `asked` is the interview question before it.
    """
    dated = _CJK_DATE if language != "en" else _DAY if _ASKS_DAY.search(question) else _DATE
    if kind == "number":
        # A duration may be given as the days on which something began and ended.
        lasted = asks_how_long(question) and dated.search(sentence)
        return bool(lasted) or _holds_number(sentence, question, language, asked)
    if kind == "date":
        return bool(dated.search(_without(sentence, question)))
    if kind == "place" and language == "en":
        return bool(_PREPOSITION.search(sentence)) or _holds_new_name(sentence, question)
    if kind == "person" and language == "en":
        return _holds_new_name(sentence, question)
    return bool(re.search(r"\w", _without(sentence, question)))


# A year or a day is not a count. A year is recognised by what follows: "2000 people" has none.
_DATED = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? {MONTH}(?: \d{{4}})?|\b{MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:, \d{{4}})?\b"
    rf"|\b{MONTH} \d{{4}}"
    r"|\b(?:1\d|20)\d\d(?=[,.;:)\]]|$|['’]s| (?:and|to|until|when|that|the|in|but|he|she|they|it|by|at|was|were|is|had"
    r"|for|on|with|as|an?)\b)"
    r"|\d+年(?![级来内间以])(?:\d+月)?(?:\d+日)?|\d+月\d+日"
)


# A sum of money is an amount in a currency; "in dollars", "to mark", "has won" and "a real team" give no amount.
_CURRENCY_OR_WORD = r"(?:crowns?|marks?|won|rand|reals?)"
_CURRENCY = (
    rf"(?:(?:{'|'.join(one for one in CURRENCIES if one not in ('crown', 'mark'))})s?|kron(?:er|or|a|e)|lire|reais"
    r"|cents?|pence|pennies|penny|shillings?|bitcoins?)"
)
_COUNTING = "|".join([*NUMBERS, *(f"{scale}s?" for scale in SCALES)])
MONEY = re.compile(
    rf"[$£€¥₩₹]|(?:\d|\b(?:{_COUNTING}|few|several|half|many|per|an?)\b)[\d.,]*"
    rf"(?:[ -](?!(?:by|for|from|in|to|with)\b)\w+){{0,2}}[ -]{_CURRENCY}\b"
    rf"|(?:\d|\b(?:{_COUNTING})\b)[\d.,]*(?:[ -](?:{_COUNTING}|m|bn)\b)*"
    rf"(?:[ -](?-i:[A-Z])\w+(?:n|sh|ch|ss|ese))?[ -]{_CURRENCY_OR_WORD}\b"
    rf"|\b(?:USD|EUR|GBP|RMB|CHF)\b|\bfree\b|[\d{CJK_NUMERALS}億]\s*(?:多|余|억|만|천)?"
    r"(?:美|日|欧|港|人民币)?(?:元|円|块|角|원|ドル|ユーロ|달러|유로|英镑|欧元|卢布)|免费|無料|무료",
    re.I,
)
# Questions about what is paid ask for a sum of money; "free" counts as one.
_ASKS_MONEY = re.compile(
    r"\bhow much (?:money\b|(?:\w+ ){0,20}?(?:costs?|pays?|paid|spend|spent|charges?d?|prices?d?|earn\w*)\b"
    r"|[^?]{0,200}\bcost\W*$)"
    rf"|{_COSTS}"
    r"|\bwhat (?:is|was|are|were) the (?:\w+ )?(?:price|cost|fare|fee) of\b"
    rf"|{_PRICE_OF}|\bhow many (?:{_CURRENCY}|{_CURRENCY_OR_WORD})\b"
    r"|多少(?:钱|元|块|美元)|什么价|いくら(?:です|かか|払|で)|얼마(?:예요|인가|입니|나 (?:하|드|들))",
    re.I,
)
_ASKS_COUNT = re.compile(r"\bhow many (?:of (?:the|its|their) )?(?P<what>[a-z]+)", re.I)
# A number of kilometres is not a count of people.
_MEASURED = re.compile(
    r"(?<!\d)(?<!\d[,.])\b\d[\d,.]*+"
    rf"(?:[ -]?(?P<unit>{UNIT})\b|[%％°])",
    re.I,
)


def prices(sentence: str, asked: str) -> bool:
    """Whether the sentence gives a sum of money; in an interview the currency may be in the question alone."""
    return bool(MONEY.search(sentence)) or bool(MONEY.search(asked) and numbers_in(sentence))


def _holds_number(sentence: str, question: str, language: str, asked: str) -> bool:
    if _ASKS_MONEY.search(question):
        return prices(sentence, asked)
    known = set(re.findall(r"\d+", question))
    sentence = _DATED.sub(" ", sentence)
    if counted := _ASKS_COUNT.search(question):
        sentence = _MEASURED.sub(
            lambda found: found[0] if (found["unit"] or "")[:4].lower() == counted["what"][:4].lower() else " ",
            sentence,
        )
    if set(re.findall(r"\d+", sentence)) - known:
        return True
    pattern = _CJK_NUMBER if language != "en" else _NUMBER_WORD
    return bool(pattern.search(_without(sentence, question)))


def _holds_new_name(sentence: str, question: str) -> bool:
    asked = {plain(word) for word in re.findall(r"[\w’'.-]+", question)}
    return any({*name.words, *name.titles} - asked for name in names_in(sentence))


def _without(sentence: str, question: str) -> str:
    """The sentence without the numbers that are in the question."""
    asked = set(re.findall(r"\d+", question))
    return re.sub(r"\d+", lambda match: " " if match.group() in asked else match.group(), sentence)
