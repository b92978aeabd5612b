"""A sentence as tokens that can be compared with another's: numbers by value, names and words without endings."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from simplemma import is_known, lemmatize

from index.language.closed_lists import CJK_NUMERALS, NUMBERS, ORDINALS, SCALES
from index.language.likeness import NEGATIONS
from index.language.places import PLACES
from index.language.quotations import CJK, quotations
from index.language.tokens import words
from index.language.word_lists import DATES, DEMONYMS, FUNCTION_WORDS, TITLES, word_set

Kind = Literal["number", "date", "name", "word", "function", "negation"]

ENTITIES = ("number", "date", "name")
LONGEST = 6000  # tokens that are read

_SCALES = SCALES | {"bn": 1e9, "dozen": 12.0}
_PARTS = word_set("half twice thrice double triple both single once")  # numbers that are not computed with
_CJK_DIGITS = set(CJK_NUMERALS) - {"一"}
# One thing under several names.
_ALIKE = [
    (re.compile(pattern), name)
    for pattern, name in (
        (r"\b(?:the )?United States(?: of America)?\b|\bU\.S\.A?\.?(?!\w)|\bUSA\b|\bAmericans?\b|\bAmerica\b", "US"),
        (r"\b(?:the )?United Kingdom\b|\bU\.K\.?(?!\w)|\bBritain\b|\bBritish\b", "UK"),
        (r"\b(?:the )?European Union\b|\bE\.U\.?(?!\w)", "EU"),
        (r"\b(?:the )?United Nations\b|\bU\.N\.?(?!\w)", "UN"),
        (r"\bper cent\b|\bpercent\b|％", "%"),
        (r"\b[Nn]o\. ?(?=\d)", "number "),
    )
]
_TOKEN = re.compile(
    rf"(?P<cjk>[{CJK}])|(?P<digits>\d+(?:,\d{{3}})*(?:\.\d+)?)(?P<suffix>st|nd|rd|th|s)?(?![^\W\d_])"
    rf"|(?P<word>(?:(?![{CJK}])[^\W_])+(?:\.(?=[^\W\d_]\.))?(?:(?:['’]|\.(?=[^\W\d_]))(?:(?![{CJK}])[^\W_])+)*)|(?P<sign>[%$£€¥])"
)
_NOT = re.compile(r"(?:n['’]t|nnot)$")
_BASE = {"ca": "can", "wo": "will", "sha": "shall", "ai": "is"}
_LETTER = re.compile(r"\w")
_STOPS = frozenset(".!?:")
_OPENINGS = ('"', "“", "”", "«", "‘", "(", "``")
_COUNTED = re.compile(r" \d")
_CAPITALISED = re.compile(r" [A-Z]")
_POSSESSIVE = re.compile(r"['’]s?$", re.I)
_NO_NEGATION = re.compile(r"\b(?:not|n['’]t)(?= only\b| just\b| merely\b)|\bno (?:less|fewer) than\b", re.I)
_FUNCTION = (
    FUNCTION_WORDS - NEGATIONS - frozenset(NUMBERS) - {"before", "after", "until", "more", "less", "few", "without"}
)
_FUNCTION |= word_set("s being am however both each own")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign, `text[start:end]`; tokens with one `norm` say the same."""

    norm: str
    kind: Kind
    start: int
    end: int
    quoted: bool = False

    @property
    def tells(self) -> bool:
        return self.kind not in ("function", "negation")


@dataclass(frozen=True, slots=True)
class Statement:
    """A text with its tokens, for repeated comparison; `held` are the norms without order."""

    text: str
    tokens: tuple[Token, ...] = field(hash=False)
    norms: tuple[str, ...] = field(init=False, compare=False)
    held: frozenset[str] = field(init=False, compare=False)
    weights: tuple[tuple[str, float], ...] = field(
        init=False, compare=False
    )  # of content tokens; names and numbers twice

    def __post_init__(self) -> None:
        object.__setattr__(self, "norms", tuple(token.norm for token in self.tokens))
        object.__setattr__(self, "held", frozenset(self.norms))
        told = (one for one in self.tokens if one.tells)
        object.__setattr__(self, "weights", tuple((one.norm, 2.0 if one.kind in ENTITIES else 1.0) for one in told))

    def words(self, start: int, end: int) -> str:
        """The text of a run of tokens."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end] if start < end else ""


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    return (words(word) or [word.casefold()])[0]


@lru_cache(maxsize=8192)
def base(word: str) -> str:
    """The dictionary form of an English word: "lose" for "lost"."""
    return lemmatize(word.lower(), lang="en")


@lru_cache(maxsize=8192)
def _is_english(word: str) -> bool:
    return is_known(word, lang="en")


@lru_cache(maxsize=4096)
def read(text: str) -> Statement:
    """The sentence in comparable form."""
    same = _with_one_name(text)
    spans = deque((one.start, one.end) for one in quotations(same) if one.opening not in ("'",) or one.closed)
    tokens: list[Token] = []
    for found in _TOKEN.finditer(same):
        while spans and spans[0][1] <= found.start():
            spans.popleft()
        quoted = bool(spans) and spans[0][0] < found.start()
        tokens += _tokens(same, found, quoted)
        if len(tokens) >= LONGEST:
            break
    return Statement(same, tuple(_joined(tokens)))


def _with_one_name(text: str) -> str:
    text = _NO_NEGATION.sub(lambda found: " " * len(found[0]), text.replace("’", "'"))
    # Some texts are written "the company 's half - built bridge was n't".
    text = re.sub(r"(?<=\w) (?='(?:s|re|ve|ll|d|m)\b)|(?<=\w) (?=n't\b)|(?<=n) (?='t\b)", "", text)
    for pattern, name in _ALIKE:
        text = pattern.sub(name, text)
    return text


def _tokens(text: str, found: re.Match[str], quoted: bool) -> list[Token]:
    start, end = found.span()
    if found["cjk"]:
        character = found["cjk"]
        kind: Kind = "negation" if character in NEGATIONS else "number" if character in _CJK_DIGITS else "word"
        return [Token(character, kind, start, end, quoted)]
    if found["digits"]:
        return [Token(_value(found["digits"], found["suffix"] or ""), "number", start, end, quoted)]
    if found["sign"]:
        return [Token(found["sign"], "word", start, end, quoted)]
    return _of_word(text, found["word"], start, end, quoted)


def _value(digits: str, suffix: str) -> str:
    value = float(digits.replace(",", ""))
    if suffix == "s":
        return f"{value:g}s" if value < 1e6 else digits
    return f"{value:.10g}" + ("th" if suffix else "")


def _of_word(text: str, word: str, start: int, end: int, quoted: bool) -> list[Token]:
    bare = _POSSESSIVE.sub("", word) if word[-2:].lower() in ("'s", "s'") else word
    bare = bare.replace(".", "")
    low = bare.casefold()
    if bare in ("US", "UK", "EU", "UN"):
        return [Token(bare, "name", start, end, quoted)]
    if any(character.isdigit() for character in low):  # "45mm"
        return [Token(low, "number", start, end, quoted)]
    if len(low) > 2 and (contracted := _NOT.search(low)):
        base = low[: contracted.start()] + ("n" if contracted[0] == "nnot" and low == "cannot" else "")
        base = "can" if low == "cannot" else _BASE.get(base, base)
        return [Token(base, "function", start, end, quoted), Token("not", "negation", start, end, quoted)]
    if low in NEGATIONS:
        return [Token("not" if low in ("not", "never") else low, "negation", start, end, quoted)]
    if low in NUMBERS or low in _SCALES:
        return [Token(f"{NUMBERS[low]:g}" if low in NUMBERS else low, "number", start, end, quoted)]
    if low in ORDINALS:
        return [Token(f"{ORDINALS.index(low) + 1}th", "number", start, end, quoted)]
    if low in _PARTS:
        return [Token(low, "number", start, end, quoted)]
    dated = low in DATES and (bare[0].isupper() or low not in ("may", "march", "mar", "sun", "sat"))
    if dated and (low != "may" or not _begins(text, start) or _COUNTED.match(text, end)):  # "May I?"
        return [Token(low[:3], "date", start, end, quoted)]
    if low in _FUNCTION:
        return [Token(low, "function", start, end, quoted)]
    kind: Kind = "name" if _is_name(text, bare, start) else "word"
    if kind == "name" and low in TITLES:
        kind = "word"
    norm = stem(bare) if len(bare) > 1 else low
    return [Token(norm or low, kind, start, end, quoted)]


def _begins(text: str, at: int) -> bool:
    """Whether a sentence, or quoted speech, begins there."""
    word = at  # the end of the one before
    while word and not _LETTER.match(text, word - 1):
        word -= 1
    before = text[word:at]
    return not word or not _STOPS.isdisjoint(before) or before.rstrip().endswith(_OPENINGS)


def _is_name(text: str, word: str, start: int) -> bool:
    if not word[0].isupper():
        return False
    if not _begins(text, start):
        return True
    low = word.casefold()
    named = low in PLACES or low in DEMONYMS or not _is_english(low)
    return named or _CAPITALISED.match(text, start + len(word)) is not None


def _joined(tokens: list[Token]) -> list[Token]:
    """The tokens, with "1.5 million" and "twenty-five" as one number each."""
    joined: list[Token] = []
    for token in tokens:
        last = joined[-1] if joined else None
        if last and last.kind == "number" and token.kind == "number" and token.start - last.end <= 1:
            value, by = _number(last.norm), _SCALES.get(token.norm)
            added = _number(token.norm)
            if value is not None and by is not None:
                joined[-1] = Token(f"{value * by:.10g}", "number", last.start, token.end, last.quoted)
                continue
            tens = value is not None and 20 <= value < 100 and value % 10 == 0
            if tens and value is not None and added is not None and 0 < added < 10 and token.start > last.end - 1:
                joined[-1] = Token(f"{value + added:g}", "number", last.start, token.end, last.quoted)
                continue
        joined.append(token)
    return joined


def _number(norm: str) -> float | None:
    try:
        return float(norm)
    except ValueError:
        return None
