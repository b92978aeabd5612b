"""When two texts count as the same: quotes, answers, and the words that they share."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

# Chinese and Japanese characters count one by one, Korean ones as words; a number keeps its separators.
_IDEOGRAPHS_AND_KANA = r"\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff"
_WORD = re.compile(rf"[{_IDEOGRAPHS_AND_KANA}]|\d+(?:[.,:]\d+)*|(?:[^\W\d{_IDEOGRAPHS_AND_KANA}])+")
_ARTICLES = frozenset(("a", "an", "the"))


def plain(text: str) -> str:
    """Letters and digits only, in lower case: question sets and articles differ in spaces and quotation marks."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


def tokens(text: str) -> list[str]:
    """Words in lower case without punctuation and English articles, as in SQuAD's evaluation.

    Rajpurkar et al., "SQuAD: 100,000+ Questions for Machine Comprehension of Text", 2016.
    """
    words = _WORD.findall(unicodedata.normalize("NFKC", text).lower())
    return [word for word in words if word not in _ARTICLES] or words


def holds(text: str, answer: str) -> bool:
    """Whether the text contains the answer's words consecutively: "1975" does not contain "5"."""
    wanted, found = tokens(answer), tokens(text)
    if not wanted:
        return False
    return any(found[at : at + len(wanted)] == wanted for at in range(len(found) - len(wanted) + 1))


def token_f1(text: str, answers: Sequence[str]) -> float:
    """The harmonic mean of the precision and recall of the text's words against the nearest answer, from 0 to 1."""
    return max(_f1(tokens(text), tokens(answer)) for answer in answers)


def _f1(found: list[str], wanted: list[str]) -> float:
    shared = (Counter(found) & Counter(wanted)).total()
    return 2 * shared / (len(found) + len(wanted)) if shared else 0.0


def same_quote(quote: str, gold: str) -> bool:
    """Whether one of two quotes of a paragraph contains the other, since sentence boundaries are debatable."""
    one, other = plain(quote), plain(gold)
    return bool(one and other) and (one in other or other in one)
