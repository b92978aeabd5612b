"""Whether a question asks for several things of a kind: "which counties", "what are the main steps", "four stages of".

It reads the parse of one English question: the requested noun is in the plural.
"""

from __future__ import annotations

import re

from index.language.closed_lists import TO_TEN
from index.reading.parsing import parse
from index.reading.trees import is_worded

LONGEST = 200  # characters in which the requested noun is sought
_NUMBER = rf"(?:\d{{1,2}}|{'|'.join(TO_TEN)})"
_HELPER = r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could)"
_ASKS = re.compile(
    rf"^\W*(?:(?:and|but|so)\s+)?(?:(?:which|what)\s+(?!{_HELPER}\b)|(?:what|which|who)(?:\s+or\s+(?:what|who))?\s+(?:all\s+)?(?:are|were)\s+"
    rf"|(?:list|name|give(?: me)?|show(?: me)?)\s+|(?:the\s+)?names?\s+of\s+"
    rf"|(?=(?:the\s+)?{_NUMBER}\s+(?:\w+\s+){{1,3}}of\s))(?:(?:all|some|any)\s+of\s+)?(?P<things>\S.*)$",
    re.I,
)
# What may stand before the noun: "the four main", "New York's".
_BEFORE = ("DT", "PDT", "JJ", "JJR", "JJS", "CD", "NN", "NNP", "POS", "PRP$", "VBN", "VBG", "HYPH", "CC", "WDT", "WP")


def asks_several(question: str) -> bool:
    """Whether several things are asked for."""
    question = question[:LONGEST]
    found = _ASKS.match(question)
    if found is None or not is_worded(question):
        return False
    for token in next(iter(parse([question])))[0].doc:
        if token.idx < found.start("things"):
            continue
        if token.tag_ in ("NNS", "NNPS") or token.tag_ not in _BEFORE:
            return token.tag_ in ("NNS", "NNPS")
    return False
