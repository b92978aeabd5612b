"""Detects questions that ask for the latest, and puts their answers in order, newest first.

It knows only the English and Chinese words for "now" and "newest".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.choosing import Candidate
from index.language.closed_lists import CJK_NOW
from index.language.units import TIMES

EQUALLY_WELL = 0.25  # a newer sentence may score this much less than the best one and still precede it
ALIKE = 0.5  # minimum cosine with the best sentence

_TIMES = rf"(?:night|{'|'.join(TIMES[4:9])}|season|spring|summer|autumn|fall|winter|\w+day|few|two|three|several)"
# "The last person to ..." and "last week" do not ask for the latest; "when did she last speak" does.
_NOT_OF = r"(?<! the)(?<! his)(?<! her)(?<! its)(?<! their)(?<!['’]s)"
_LATEST = re.compile(
    r"\b(?:latest|newest|(?:most )?recent(?:ly)?|now|nowadays|currently|current|at the moment|so far|these days|as of "
    rf"today|the last time|(?:did|was|were|has|have|had)(?: [\w’'.-]+){{1,6}}?{_NOT_OF} last(?! {_TIMES}\b))\b"
    rf"|最近|{CJK_NOW}",
    re.I,
)


def asks_for_latest(question: str) -> bool:
    return bool(_LATEST.search(question))


def newest_first(found: Sequence[Candidate]) -> list[Candidate]:
    """The sentences about the same thing as the best that score about as well, newest article first; then the rest."""
    able = [one for one in found if one.score >= found[0].score - EQUALLY_WELL and _of_the_same(one)]
    newest = sorted(able, key=lambda one: one.hit.heading.published or "", reverse=True)
    return newest + [one for one in found if one not in able]


def _of_the_same(one: Candidate) -> bool:
    """Whether a sentence is close in meaning to the best one; assumed if the model is blind to the question."""
    return one.like_best >= ALIKE or not one.meaning
