"""Months, weekdays, number words, currencies, negations, past-tense verbs of speech: each list exists only here.

Units are in units.py. tests/project/test_one_home.py fails if there is a second list.
"""

from __future__ import annotations

MONTHS = tuple("january february march april may june july august september october november december".split())
MONTHS_AND_NAMES = ("march", "april", "may", "june", "august")
SHORT_MONTHS = tuple(month[:3] for month in MONTHS)
# A pattern for a month, in full or abbreviated with its full stop.
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
WEEKDAYS = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
# A pattern for a weekday, in full or abbreviated.
WEEKDAY = r"(?:Mon|Tue(?:s(?:day)?)?|Wed(?:nesday)?|Thu(?:rs(?:day)?)?|Fri|Sat(?:urday)?|Sun)(?:day)?"

ONES = tuple(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split()
)
TENS = tuple("twenty thirty forty fifty sixty seventy eighty ninety".split())
TO_TEN, TO_TWELVE = ONES[1:11], ONES[1:13]
NUMBERS = {word: value for value, word in enumerate(ONES)} | {word: 10 * n for n, word in enumerate(TENS, start=2)}
SMALL_NUMBER = rf"\d{{1,2}}|{'|'.join(TO_TEN)}"  # a pattern
ORDINALS = tuple(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth".split()
)
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "tn": 1e12}
CJK_ONES = "一二三四五六七八九"
CJK_DIGITS = f"〇零{CJK_ONES}两"
CJK_STEPS = {"十": 10, "百": 100, "千": 1000}
CJK_NUMERALS = f"{CJK_DIGITS}{''.join(CJK_STEPS)}万亿"

CURRENCY_SIGNS = {"$": "dollar", "£": "pound", "€": "euro", "¥": "yen"}
CURRENCIES = (
    *CURRENCY_SIGNS.values(),
    *"yuan renminbi crown franc mark rouble ruble rupee peso lira dinar ringgit baht guilder florin".split(),
)

NEGATIONS = frozenset("not no never nor neither none nobody nothing nowhere without cannot".split())
BARELY = frozenset("hardly barely scarcely".split())

CJK_NOW = "最新|目前|现在|現在|如今|眼下|当前|當前|迄今|至今"

SAID = tuple(
    "said told added asked replied wrote announced argued claimed declared explained insisted noted pledged reiterated "
    "stated stressed urged vowed warned".split()
)


def number_from(word: str) -> int | None:
    """The number that digits, or a word such as "three" or "forty", stand for; None for any other word."""
    return int(word) if word.isdecimal() else NUMBERS.get(word.lower())


def month_number(name: str) -> int:
    """The number of a month, named in full or abbreviated, from 1 to 12."""
    return SHORT_MONTHS.index(name[:3].casefold()) + 1
