"""How alike two texts are word for word: whether one repeats the words of another, except for harmless edits."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

from index.language import closed_lists
from index.language.alignment import alignment, most_aligned
from index.language.quotations import CJK, ONE_CJK, quotations
from index.language.word_lists import DATES, FUNCTION_WORDS, word_set

GIVEN = 0.8  # share of the words that the other text must contain, in their order, to repeat them
FEWEST = 7  # words; a shorter sentence must be repeated exactly
QUOTED = 0.4  # a sentence with at least this share in quotation marks is about the quoted words
SHINGLE = 5  # consecutive words, or CJK characters

Words = tuple[str, ...]
Turn = Literal["negation", "number", "name"]
Shingles = frozenset[Words]

_WORD = re.compile(rf"[{CJK}]|\d+(?:[.,:]\d+)*|(?:(?![{CJK}])[^\W\d_])+(?:['’](?:(?![{CJK}])[^\W\d_])+)?|[%$£€¥]")
# An edit that adds or removes one of these or a number, or exchanges a name, changes what is said.
NEGATIONS = word_set("unless 不 没 沒 無 无 未 非 否 别 勿 莫 ん ず な 않 못 안 없").union(
    closed_lists.NEGATIONS, closed_lists.BARELY
)
_NUMBERS = word_set(
    "less more fewer before after until against only almost nearly dozen half twice third quarter 前 后 後 半"
).union(closed_lists.NUMBERS, closed_lists.SCALES, closed_lists.CJK_NUMERALS)
_TURNING = DATES | NEGATIONS | _NUMBERS


@lru_cache(maxsize=1024)
def written_words(text: str) -> Words:
    """The words without punctuation: CJK characters one by one, numbers with their separators."""
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text)))


@lru_cache(maxsize=1024)
def folded(words: Words) -> Words:
    return tuple(word.casefold().replace("’", "'") for word in words)


@lru_cache(maxsize=512)
def quoted_words(sentence: str) -> Words:
    """The words in quotation marks if they make up much of the sentence; else all of its words."""
    inside = [sentence[slice(*one.inside())] for one in quotations(sentence)]
    words, everything = tuple(word for piece in inside for word in written_words(piece)), written_words(sentence)
    return words if len(words) >= max(FEWEST, QUOTED * len(everything)) else everything


def is_quotation(sentence: str) -> bool:
    """Whether the words in its quotation marks are what the sentence is about."""
    return quoted_words(sentence) != written_words(sentence)


def gives(other: str, sentence: str) -> bool:
    """Whether `other` says what `sentence` says in the same words, except for small edits.

    `other` may say more. In a `sentence` that is mostly a quotation, only the quotation counts, not its introduction.
    """
    words, held = quoted_words(sentence), written_words(other)
    if len(words) < FEWEST:
        return folded(words) == folded(quoted_words(other))
    if _shared(folded(words), folded(held)) < GIVEN * len(words):  # in any order, which is quick to check
        return False
    if most_aligned(folded(words), folded(held)) < GIVEN * len(words):
        return False
    steps = _steps(held, words)
    same = [place for place, step in enumerate(steps) if step[0] == "equal"]
    if sum(steps[place][4] - steps[place][3] for place in same) < GIVEN * len(words):
        return False
    first, last = same[0], same[-1]
    # The same words scattered over a much longer text say something else.
    if len(words) < GIVEN * (steps[last][2] - steps[first][1]):
        return False
    before = held[max(0, steps[first][1] - 1) : steps[first][1]]  # such as a "not" cut off from the words that follow
    ends = words[: steps[first][3]] + words[steps[last][4] :]
    if any(map(_turns, folded(ends + before))) or _names(ends) or _cjk_count(ends) > 1:
        return False
    return not any(_is_turn(held[a:b], words[c:d]) for _, a, b, c, d in steps[first : last + 1])


def _shared(one: Words, two: Words) -> int:
    """The number of words that both share, counting repetitions."""
    counts = _counted(two)
    return sum(min(number, counts[word]) for word, number in _counted(one).items() if word in counts)


@lru_cache(maxsize=1024)
def _counted(words: Words) -> Counter[str]:
    return Counter(words)


def turned(sentence: str, other: str) -> tuple[float, Turn | None]:
    """How alike two sentences are, 0 to 1, and the kind of difference that changes the meaning; else 0 and None."""
    one, two = written_words(sentence), written_words(other)
    steps = _steps(one, two)
    turns = [(one[a:b], two[c:d]) for kind, a, b, c, d in steps if kind != "equal" and _is_turn(one[a:b], two[c:d])]
    if not turns:
        return 0.0, None
    same = sum(b - a for kind, a, b, _, _ in steps if kind == "equal")
    words = {word for pair in turns for word in folded(pair[0] + pair[1])}
    by: Turn = "name"
    if any(word in NEGATIONS or word.endswith("n't") for word in words):
        by = "negation"
    elif any(map(_turns, words)):
        by = "number"
    return same / max(len(one), len(two)), by


@lru_cache(maxsize=512)
def _steps(one: Words, two: Words) -> Sequence[tuple[str, int, int, int, int]]:
    """How one becomes the other: runs that are equal, replaced, added or removed."""
    return alignment(folded(one), folded(two))


def _is_turn(one: Words, two: Words) -> bool:
    """Whether replacing one with the other changes the meaning."""
    if folded(one) == folded(two):
        return False
    if any(map(_turns, (*folded(one), *folded(two)))):
        return True
    # "He" in place of a name may be someone else. Chinese has no capitals to mark a name.
    return bool(one and two and _names(one + two)) or min(_cjk_count(one), _cjk_count(two)) > 1


def _turns(word: str) -> bool:
    return word in _TURNING or word.endswith("n't") or any(map(str.isdigit, word))


def _names(words: Words) -> set[str]:
    return {word for word in words if word[0].isupper() and word.casefold() not in FUNCTION_WORDS}


def _cjk_count(words: Words) -> int:
    return sum(bool(ONE_CJK.fullmatch(word)) for word in words)


def shingles(text: str) -> Shingles:
    """All runs of SHINGLE words (Broder, "On the Resemblance and Containment of Documents", 1997)."""
    return frozenset(_runs(folded(written_words(text))))


def _runs(words: Words) -> Iterator[Words]:
    return zip(*(words[at:] for at in range(SHINGLE)), strict=False)


def contained(one: Shingles, other: Shingles) -> float:
    """The share of the smaller set that is in the other, 0 to 1."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0
