"""Splits an unparsed text into tokens that can be compared between texts: characters, words, numbers and names."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

import numpy as np
from simplemma import is_known

from assistant.verifying.normal import normal
from index.language.closed_lists import CJK_NUMERALS, NUMBERS
from index.language.likeness import NEGATIONS
from index.language.places import PLACES
from index.language.quotations import CJK, quotations
from index.language.tokens import words
from index.language.word_lists import DATES, DEMONYMS, FUNCTION_WORDS, TITLES

Kind = Literal["number", "date", "name", "word", "function", "negation"]

ENTITIES = ("number", "date", "name")
LONGEST = 6000  # most tokens that are read

_CJK_DIGITS = set(CJK_NUMERALS) - {"一"}
_TOKEN = re.compile(
    rf"(?P<cjk>[{CJK}])|(?P<digits>\d+(?:,\d{{3}})*(?:\.\d+)?)(?:st|nd|rd|th|s)?(?![^\W_{CJK}])"
    rf"|(?P<word>(?:(?![{CJK}])[^\W_])+(?:(?:['’]|\.(?=[^\W\d_]))(?:(?![{CJK}])[^\W_])+)*)|[%$£€¥]"
)
_LETTER = re.compile(r"\w")
_STOPS = frozenset(".!?:。！？：")
_CAPITALISED = re.compile(r" [A-Z]")
_POSSESSIVE = re.compile(r"['’]s?$", re.I)


@dataclass(frozen=True, slots=True)
class Token:
    """A character, word, number or sign, `text[start:end]`; tokens with the same `norm` mean the same."""

    norm: str
    kind: Kind
    start: int
    end: int
    quoted: bool = False

    @property
    def is_content(self) -> bool:
        return self.kind not in ("function", "negation")


@dataclass(frozen=True, slots=True)
class Statement:
    """A text with its tokens, for repeated comparison; `held` is the set of its norms."""

    text: str
    tokens: tuple[Token, ...] = field(hash=False)
    norms: tuple[str, ...] = field(init=False, compare=False)
    held: frozenset[str] = field(init=False, compare=False)
    weights: tuple[tuple[str, float], ...] = field(
        init=False, compare=False
    )  # of content tokens: 2 for names, numbers and dates, else 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "norms", tuple(token.norm for token in self.tokens))
        object.__setattr__(self, "held", frozenset(self.norms))
        content = (one for one in self.tokens if one.is_content)
        object.__setattr__(self, "weights", tuple((one.norm, 2.0 if one.kind in ENTITIES else 1.0) for one in content))

    def words(self, start: int, end: int) -> str:
        """The text of a run of tokens."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end] if start < end else ""


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    return (words(word) or [word.casefold()])[0]


@lru_cache(maxsize=8192)
def _is_english(word: str) -> bool:
    return is_known(word, lang="en")


@lru_cache(maxsize=4096)
def read(text: str) -> Statement:
    """The normalised text with its tokens, at most LONGEST."""
    same = normal(text)
    spans = deque((one.start, one.end) for one in quotations(same) if one.opening != "'" or one.closed)
    tokens: list[Token] = []
    for found in _TOKEN.finditer(same):
        while spans and spans[0][1] <= found.start():
            spans.popleft()
        norm, kind = _normed(same, found)
        tokens.append(Token(norm, kind, *found.span(), bool(spans) and spans[0][0] < found.start()))
        if len(tokens) >= LONGEST:
            break
    return Statement(same, tuple(tokens))


def holding(texts: Iterable[Collection[str]]) -> dict[str, np.ndarray]:
    """For each word, the indexes of the texts that have it; each text is given as its words."""
    found: dict[str, list[int]] = {}
    for number, held in enumerate(texts):
        for word in held:
            found.setdefault(word, []).append(number)
    return {word: np.array(numbers) for word, numbers in found.items()}


def _normed(text: str, found: re.Match[str]) -> tuple[str, Kind]:
    if character := found["cjk"]:
        numeral: Kind = "number" if character in _CJK_DIGITS else "word"
        return character, "negation" if character in NEGATIONS else numeral
    if digits := found["digits"]:
        return f"{float(digits.replace(',', '')):.10g}", "number"
    if not found["word"]:
        return found[0], "word"
    bare = _POSSESSIVE.sub("", found["word"]).replace(".", "") or found["word"]
    low = bare.casefold()
    if any(character.isdigit() for character in low):  # "45mm"
        return low, "number"
    if low in NEGATIONS:
        return low, "negation"
    if low in NUMBERS:
        return f"{NUMBERS[low]:g}", "number"
    if low in DATES and bare[0].isupper():
        return low[:3], "date"
    if low in FUNCTION_WORDS:
        return low, "function"
    kind: Kind = "name" if _is_name(text, bare, found.start()) and low not in TITLES else "word"
    return (stem(bare) if len(bare) > 1 else low) or low, kind


def _begins(text: str, at: int) -> bool:
    """Whether a sentence, quoted speech or a parenthesis begins at this offset."""
    word = at  # the end of the word before
    while word and not _LETTER.match(text, word - 1):
        word -= 1
    before = text[word:at]
    return not word or not _STOPS.isdisjoint(before) or before.rstrip().endswith(('"', "("))


def _is_name(text: str, word: str, start: int) -> bool:
    if not word[0].isupper() or not _begins(text, start):
        return word[0].isupper()
    low = word.casefold()
    named = low in PLACES or low in DEMONYMS or not _is_english(low)
    return named or _CAPITALISED.match(text, start + len(word)) is not None
