"""Whether a question asks for several things ("which counties", "states likely to lose"), or how something happens.

It reads the parse of one English question: for several things, the requested noun is plural.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.language.closed_lists import SMALL_NUMBER
from index.reading.parsing import parse
from index.reading.trees import is_worded, parsed

if TYPE_CHECKING:
    from index.reading.parsing import Token

LONGEST = 200  # characters searched for the requested noun
_HELPER = r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could)"
_ASKS = re.compile(
    rf"^\W*(?:(?:and|but|so)\s+)?(?:(?:which|what)\s+(?!{_HELPER}\b)|(?:what|which|who)(?:\s+or\s+(?:what|who))?\s+(?:all\s+)?(?:are|were)\s+"
    rf"|(?:list|name|give(?: me)?|show(?: me)?)\s+|(?:the\s+)?names?\s+of\s+"
    rf"|(?=(?:the\s+)?(?:{SMALL_NUMBER})\s+(?:\w+\s+){{1,3}}of\s))(?:(?:all|some|any)\s+of\s+)?(?P<things>\S.*)$",
    re.I,
)
# "All the culprits", "all of it", "each one" or "full list" after a question, "everything that" before one.
_OF_ALL = re.compile(
    r"(?:[,;:?.]| [-–—]) *(?:\w+ ){0,3}?(?:all (?:of )?(?:(?:it|them|these|those)|(?:the |its |their )?\w+s)|each"
    r"|(?:full|whole|complete) list|every(?:thing|one|body))\b"
    r"|^\W*(?:every(?:thing|one|body)|all) (?:that|which|who)\b",
    re.I,
)
_QUESTION = re.compile(rf"^\W*(?:(?:and|but|so)\s+)?(?:wh\w+|how|{_HELPER})\b", re.I)
_HOW = re.compile(
    rf"\bhow (?:exactly )?(?:{_HELPER}|come|to)\b|^\W*(?:describe|explain)\b|\b(?:what|which) (?:method|way|means)\b",
    re.I,
)
_PLURAL = ("NNS", "NNPS")
_TEXTS_ASKED = re.compile(
    r"\b(?:which|what)\s+(?:of\s+(?:the|our|your|these|my)\s+)?(?:other\s+)?(?:news\s+)?(?:articles|stories)\b", re.I
)
_CONTENT = ("NOUN", "PROPN", "ADJ", "NUM")
# Part-of-speech tags of words that may precede the noun: "the four main", "New York's".
_BEFORE = ("DT", "PDT", "JJ", "JJR", "JJS", "CD", "NN", "NNP", "POS", "PRP$", "VBN", "VBG", "HYPH", "CC", "WDT", "WP")


def asks_several(question: str) -> bool:
    """Whether several things are asked for."""
    question = question[:LONGEST]
    if not is_worded(question):
        return False
    if _OF_ALL.search(question):
        return True
    found = _ASKS.match(question)
    if found is None and _QUESTION.match(question):
        return False
    doc = next(iter(parse([question])))[0].doc
    for token in doc:
        if found and token.idx < found.start("things"):
            continue
        if token.tag_ in _PLURAL or token.tag_ not in _BEFORE:
            return token.tag_ in _PLURAL and (found is not None or _stands_alone(token))
    return False


def texts_asked(question: str) -> str | None:
    """The subject of the articles asked for: "Which stories does Roe turn up in?"; None if it asks for no articles."""
    question = question[:LONGEST]
    found = _TEXTS_ASKED.search(question)
    if found is None or (doc := parsed(question)) is None:
        return None
    nouns = [token for token in doc if token.idx >= found.end() and token.pos_ in _CONTENT]
    return question[nouns[0].idx : nouns[-1].idx + len(nouns[-1])] if nouns else None


def _stands_alone(noun: Token) -> bool:
    """Whether a noun at the beginning is what is asked for, "states likely to lose", not the subject of a statement."""
    return noun.dep_ not in ("nsubj", "nsubjpass") or noun.head.tag_ not in ("VBD", "VBZ", "VBP", "MD")


def asks_how(question: str) -> bool:
    """Whether it asks how something happens, which takes several sentences to explain."""
    return bool(_HOW.search(question))
