"""Decides which article a notice is about, its own or an earlier one of its outlet, by two regressions on a few signs.

`python -m tests.benchmarks.tuning.fit_targets` fits their weights.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from math import log

from index.language.notice_words import titles_in
from index.language.quotations import quotations
from index.language.tokens import content_words
from index.store.notices.texts import Text, plain_text

# A title in Chinese or Japanese marks, or in brackets before its date: "(Deputy quits over bridge, 4 May)".
_TITLE = re.compile(r"《([^《》]+)》|\(([^()]{8,100}?), \d")


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice with the old and new words that it gives.

    `in_column` says that it is in a column of corrections, `of_this` that it names the text that contains it.
    """

    quote: str
    was: str | None
    now: str | None
    in_column: bool
    of_this: bool


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs that a notice is about an article, or their weights.

    The article's text is without the notice's paragraph.
    """

    own: float  # whether the notice is in the article
    own_among: float  # if so, the logarithm of one plus the number of articles compared
    column: float  # whether it is, and the article is a column of corrections
    this: float  # whether it is, and the notice says so
    words: float  # the share of its words that the article has, by their rarity among the articles compared
    titled: float  # whether it quotes the article's title
    untitled: float  # the share of the words of the titles it gives that the article lacks
    was: float  # whether the article has the old words
    now: float  # whether it has the new words


WEIGHTS = Signs(
    own=-0.19, own_among=0.98, column=-2.21, this=2.61, words=10.09, titled=3.23, untitled=-2.84, was=3.39, now=1.95
)
NONE, NONE_AMONG = 1.42, 0.69  # the score if the library has no such article; the second is a weight like own_among
# The same for deciding, without any other article, that the notice is about its own.
ALONE = Signs(own=0.0, own_among=0.0, column=-3.14, this=2.73, words=3.65, titled=0.0, untitled=0.0, was=1.97, now=2.32)
ALONE_INTERCEPT = -1.14
FEW = 4  # words that only one article has, added to the total: if few words are shared, they count for little
SURE = 2.0  # the log-odds from which no other article is considered


def is_own(notice: Notice, own: Text) -> bool:
    """Whether a notice is surely about the article that contains it, given without the notice's paragraph."""
    return _score(signs(notice, [own], own)[0], ALONE) + ALONE_INTERCEPT >= SURE


def meant(notice: Notice, able: Sequence[Text], own: Text | None) -> Text | None:
    """The likeliest of the articles, or None if probably none of them is meant; `own` is the one with the notice."""
    scores = [_score(one, WEIGHTS) for one in signs(notice, able, own)]
    best = max(range(len(able)), key=scores.__getitem__, default=None)
    none = NONE + NONE_AMONG * log(1 + len(able))
    return able[best] if best is not None and scores[best] > none else None


def signs(notice: Notice, able: Sequence[Text], own: Text | None) -> list[Signs]:
    """The signs of each article, which are compared with each other."""
    wanted, titles = content_words(notice.quote), _titles(notice.quote)
    named = content_words(" ".join(notice.quote[start:end] for start, end in titles_in(notice.quote)))
    held = Counter(word for one in able for word in one.all_words & wanted)
    weight = {word: log(1 + len(able) / held[word]) for word in held}
    total = sum(weight.values()) + FEW * log(1 + len(able))
    return [
        Signs(
            own=float(one is own),
            own_among=log(1 + len(able)) if one is own else 0.0,
            column=float(one is own and notice.in_column),
            this=float(one is own and notice.of_this),
            words=sum(weight[word] for word in one.all_words & wanted) / total,
            titled=float(plain_text(one.title) in titles),
            untitled=len(named - one.all_words) / len(named) if named else 0.0,
            was=float(one.has(notice.was)),
            now=float(one.has(notice.now)),
        )
        for one in able
    ]


def _score(found: Signs, weights: Signs) -> float:
    return sum(one * weight for one, weight in zip(astuple(found), astuple(weights), strict=True))


def _titles(quote: str) -> set[str]:
    """The possible titles that a notice names, in plain form."""
    quoted = (quote[one.start + 1 : one.end - 1] for one in quotations(quote))
    return set(map(plain_text, (*quoted, *(one for found in _TITLE.findall(quote) for one in found if one))))
