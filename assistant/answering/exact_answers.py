"""Whether a sentence gives exactly what is asked for: a count of these things, a length, the price, a day, a list.

answer_types.py is lenient and only rejects sentences with nothing of the kind; this module is strict and knows few
forms.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain

from assistant.question.answer_types import MONEY, prices
from assistant.question.question import Question
from index.articles import Heading
from index.language.numbers import numbers_in
from index.language.tokens import words
from index.language.units import asked_measure, gives_measure
from index.language.word_lists import DATES, FUNCTION_WORDS
from index.reading.parsing import parse

QUESTIONS = 32  # questions whose parse is cached while sentences are examined for them

# Questions about the future.
AHEAD = re.compile(r"\bwhen (?:will|shall|can)\b|\bwhen (?:is|are)\b.*\bto\b|将|將", re.I)

_COUNTED = re.compile(r"\bhow (?:many|much) (?:of (?:the|its|their|his|her|these|those) )?(?P<what>.+)", re.I)
_PRICED = re.compile(
    r"\b(?:how much|what) (?:(?:is|are|was|were|do|does|did|will|would) )?(?P<what>(?:(?!\bwhat\b)[^?])+?)"
    r"(?: (?:going|expected|likely|meant) to)? costs?\b"
    r"|\b(?:price|cost|fare|fee)s? (?:of|for) (?P<of>.+)",
    re.I,
)
_SHARED = re.compile(
    r"\b(?:what|which) (?:percent\w*|proportion|fraction|share)\b|\bthe (?:percent\w*|proportion|fraction|share) of\b"
    r"|百分之几|百分比|比例|何[%％]|何パーセント",
    re.I,
)
_AGED = re.compile(r"\bhow old\b|\bages? of\b|['’]s age\b", re.I)
# "Webb, 51, said".
_AGE = re.compile(r", \d{1,3}(?:, |[.;]|$)|\b\d{1,3}[- ]years?[- ]old\b|\bage[ds]?(?: of)? \d{1,3}\b", re.I)
_PART = re.compile(r"\b(?:half|halves|thirds?|quarters?|fifths?|sixths?|tenths?|majority)\b|一半|分之", re.I)
_EASTERN_COUNTED = re.compile(r"(?:多少|几|何|몇 ?)(?:个|個)?(?P<what>[\u3400-\u9fff\uac00-\ud7af])")
_EASTERN_PRICED = re.compile(r"多少(?:钱|錢)|什么价|いくら|얼마")
_DAYS = "|".join(sorted(DATES - {"may", "march", "mar"}))
_DAY_OR_YEAR = re.compile(
    rf"\b(?:{_DAYS}|(?:may|march) \d|\d{{1,2}} (?:may|march)|1\d{{3}}|20\d\d|century)\b|\d+ ?[年月日号년월일]", re.I
)

# "A helmet, a stone and a letter".
_ENUMERATED = re.compile(
    r"\w[^,;:.?!]{0,60}, [^,;:.?!]{1,60},? (?:and|or|as well as) \w"
    r"|[^、，。；：\s][^，。；：]{0,40}、[^，。；：]{1,40}(?:、|和|及|与|與|或|等)",
    re.I,
)


def tells(question: Question, sentence: str, heading: Heading, asked: str = "") -> bool:
    """Whether the sentence counts, prices, dates or lists what the question asks for, in a plain form.

    The thing priced may be named in the title or in the interview question `asked` before, which may also give the
    currency. A year that was over at publication does not answer "When will"; if the date of publication is unknown, no
    year alone does.
    """
    if question.asks_for == "date":
        over = (heading.published or "9999")[:4] if AHEAD.search(question.text) else ""
        return any(not found[0].isdigit() or found[0] >= over for found in _DAY_OR_YEAR.finditer(sentence))
    if question.asks_for == "list":
        return bool(_ENUMERATED.search(sentence))
    if question.asks_for != "number":
        return False
    if measure := asked_measure(question.text):
        return gives_measure(measure, sentence)
    if _EASTERN_PRICED.search(question.text):
        return bool(MONEY.search(sentence))
    if priced := _PRICED.search(question.text):
        stems = set(words(f"{heading.title} {asked} {sentence}"))
        return prices(sentence, asked) and bool(_thing(priced["what"] or priced["of"]) & stems)
    if _AGED.search(question.text):
        return bool(_AGE.search(sentence))
    if _SHARED.search(question.text):
        return any("%" in number.of for number in numbers_in(sentence)) or bool(_PART.search(sentence))
    if counted := _COUNTED.search(question.text):
        thing = _thing(_counted_noun(question.text) or counted["what"])
    elif counted := _EASTERN_COUNTED.search(question.text):
        thing = _thing(counted["what"])
    else:
        return False
    return any(thing & number.of for number in numbers_in(sentence))


@lru_cache(maxsize=QUESTIONS)
def _counted_noun(question: str) -> str | None:
    """The noun that is counted, as "people" in "how many people live there"; None for "how much did it cost"."""
    for part in chain.from_iterable(parse([question])):
        for token in part.doc:
            asks = token.lower_ in ("many", "much") and token.i > 0 and token.nbor(-1).lower_ == "how"
            if asks and token.head.i > token.i and token.head.pos_ in ("NOUN", "PROPN"):
                return token.head.text
    return None


def _thing(phrase: str) -> set[str]:
    """The stem of the word that names what is counted or priced: the last one before "of", "did" or the like."""
    named: list[str] = []
    for word in re.findall(r"[\w’'-]+", phrase):
        if word.lower() not in FUNCTION_WORDS:
            named.append(word)
        elif named:
            break
    return set(words(named[-1])) if named else set()
