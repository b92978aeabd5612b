"""The three to five sentences that carry an article: its lead, and those whose words the whole article keeps using.

Shared words measure centrality, as in SumBasic; words in sentences already chosen count less, to avoid repetition.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from index.articles import Article
from index.language.quotations import quotations
from index.language.sentences import sentences
from index.language.spans import touched
from index.language.tokens import CJK_FUNCTION, FUNCTION_WORDS, cjk_share, words
from index.reading.records import Span

FEWEST, MOST = 3, 5
LONG = 16  # sentences; an article with at least this many gets the longest brief
SHORTEST = 6  # words of a sentence that can stand alone
LEAD = 0.5  # bonus of the first sentence, as a share of its centrality; another half of it fades towards the end
LEANING = 0.4  # factor for a sentence that does not stand alone
LOOKED_AT = 400  # sentences; the gist of an article is not further down
# First words of sentences that depend on the one before.
_LEANS = frozenset(
    "he she it they this that these those but and so then also however still yet meanwhile his her its their such "
    "another others both neither nor or because".split()
)
_SAY_NOTHING = frozenset(word for text in FUNCTION_WORDS for word in words(text))


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    place: int
    words: tuple[str, ...]
    alone: bool


def brief(article: Article) -> tuple[Span, ...]:
    """The key sentences in text order; all sentences if there are few."""
    candidates = _sentences(article)
    if len(candidates) <= FEWEST:
        return tuple(one.span for one in candidates)
    wanted = min(MOST, FEWEST + len(candidates) * (MOST - FEWEST) // LONG)
    spread = Counter(word for one in candidates for word in set(one.words))
    weight = {word: math.log1p(count) for word, count in spread.items() if count > 1}
    title = set(words(article.title)) - _SAY_NOTHING
    taken: list[_Sentence] = []
    used: set[str] = set()
    left = candidates
    for _ in range(wanted):
        scores = [_worth(one, weight, title, used, len(candidates)) for one in left]
        best = max(range(len(left)), key=lambda number: (scores[number], -left[number].place))
        taken.append(left[best])
        used |= set(left[best].words)
        left = [*left[:best], *left[best + 1 :]]
    return tuple(one.span for one in sorted(taken, key=lambda one: one.place))


def _worth(one: _Sentence, weight: dict[str, float], title: set[str], used: set[str], many: int) -> float:
    """How much of the article's vocabulary a sentence adds, with words of the headline counted twice."""
    held = set(one.words)
    central = sum(weight.get(word, 0.0) * (2 if word in title else 1) * (0.3 if word in used else 1) for word in held)
    density = central / math.sqrt(max(len(one.words), 12))
    near_the_top = 1 + LEAD * (1 / (1 + one.place)) + LEAD / 2 * (1 - one.place / many)
    return density * near_the_top * (1 if one.alone else LEANING)


def _sentences(article: Article) -> list[_Sentence]:
    found: list[_Sentence] = []
    for paragraph in article.paragraphs:
        if paragraph.role != "body":
            continue
        text = paragraph.text
        quoted = quotations(text)
        for start, end in sentences(text):
            sentence = text[start:end]
            cut = tuple(
                word for word in words(sentence) if word not in _SAY_NOTHING and not CJK_FUNCTION.fullmatch(word)
            )
            short = len(sentence.split()) < SHORTEST and cjk_share(sentence) < 0.5
            if short or sentence.endswith(("?", "？")):
                continue
            in_quotation = sum(min(end, one.end) - max(start, one.start) for one in touched(quoted, start, end))
            first = sentence.split(None, 1)[0].strip("“\"'‘").casefold()
            alone = first not in _LEANS and in_quotation * 2 < end - start and not sentence.endswith(":")
            found.append(_Sentence(Span(paragraph.number, start, end), len(found), cut, alone))
            if len(found) == LOOKED_AT:
                return found
    return found
