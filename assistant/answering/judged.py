"""What the judge of sentences says about the paragraphs found: how likely each sentence, in context, is to answer."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from assistant.answering.choosing import Candidate
from index import encoders
from index.articles import Hit
from index.language.quotations import is_cjk
from index.language.sentences import sentences
from index.language.spans import LONGEST
from index.library import Library

if TYPE_CHECKING:
    from index.encoders import SentenceJudge

PARAGRAPHS = 8  # best paragraphs that are judged
TOGETHER = 8  # sentences that are read together
PASSAGES = 16  # maximum passages of TOGETHER sentences, across all paragraphs
WHOLE = PASSAGES * TOGETHER  # sentences of an article that are judged
HIGHEST = 6.0  # log-odds are limited to the range from -HIGHEST to HIGHEST
CLOSELY = 8  # best sentences that a larger model reads once more
WEIGHT = 1.0  # weight of the probability from that model in a sentence's score
LIKELY = 0.3  # probability at which a sentence counts more than others that have the question's words

Place = tuple[str, int, int]  # article, paragraph, and where the sentence ends


class _Part(NamedTuple):
    """Sentences that are read together, with their title."""

    title: str
    sentences: list[tuple[Place, str]]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The probability that a sentence answers, and that it refutes what the question takes for granted.

    `nothing` is the probability that no sentence of its passage does either. `odds` are the highest log-odds that a
    passage answers, from -HIGHEST to HIGHEST; 0 if nothing was judged.
    """

    answers: Mapping[Place, float] = field(default_factory=dict)
    refutes: Mapping[Place, float] = field(default_factory=dict)
    nothing: Mapping[Place, float] = field(default_factory=dict)
    odds: float = 0.0


def place_of(one: Candidate) -> Place:
    return one.hit.heading.id, one.hit.paragraph.number, one.end


def judged(question: str, hits: Sequence[Hit], library: Library, paragraphs: int = PARAGRAPHS) -> Judgement:
    """The judgement on the sentences of the best paragraphs, each read by itself."""
    return _judged(question, [part for hit in hits[:paragraphs] for part in _parts([hit])], library.judge)


def judged_whole(
    question: str, article: Sequence[Hit], library: Library, wanted: Collection[Place] | None = None
) -> Judgement:
    """The judgement on the sentences of an article, given as its paragraphs; each is read with those around it.

    With `wanted`, only sentences that are read together with one of these are judged.
    """
    parts = _parts(article)
    if wanted is not None:
        parts = [part for part in parts if any(place in wanted for place, _ in part.sentences)]
    return _judged(question, parts, library.judge)


def judged_closely(question: str, these: Sequence[Candidate], library: Library) -> Judgement | None:
    """The larger judge's judgement on these sentences; those of one article are read together, in text order.

    None if the library has no larger judge, or if the question is Chinese, Japanese or Korean.
    """
    if not these or is_cjk(question) or (judge := library.larger_judge) is None:
        return None
    parts: dict[str, _Part] = {}
    ordered = {place_of(one): one for one in sorted(these, key=lambda one: (one.hit.paragraph.number, one.start))}
    for place, one in ordered.items():
        part = parts.setdefault(one.hit.heading.id, _Part(one.hit.heading.title, []))
        part.sentences.append((place, one.text))
    return _judged(question, list(parts.values()), judge)


def another_is_likely(question: str, hits: Sequence[Hit], library: Library, these: Sequence[Candidate]) -> bool:
    """Whether a sentence of the best paragraphs, other than `these`, is likely to answer."""
    places = set(map(place_of, these))
    return any(chance >= LIKELY and at not in places for at, chance in judged(question, hits, library).answers.items())


def read_closely(question: str, ranked: Sequence[Candidate], library: Library) -> tuple[list[Candidate], float | None]:
    """The sentences, best first, after the larger judge has read the first CLOSELY of them again, and its log-odds.

    The probability that a sentence answers is added to its score. The list is unchanged, and there are no log-odds, if
    nothing is read.
    """
    if (judgement := judged_closely(question, ranked[:CLOSELY], library)) is None:
        return list(ranked), None
    answers = judgement.answers
    read = [replace(one, score=one.score + WEIGHT * answers[place_of(one)]) for one in ranked[:CLOSELY]]
    return sorted([*read, *ranked[CLOSELY:]], key=lambda one: -one.score), judgement.odds


def _parts(article: Sequence[Hit]) -> list[_Part]:
    pairs = [one for hit in article for one in _sentences(hit)]
    title = f"{article[0].heading.title} {article[0].asked}".strip() if article else ""
    return [_Part(title, pairs[first : first + TOGETHER]) for first in range(0, len(pairs), TOGETHER)]


def _sentences(hit: Hit) -> list[tuple[Place, str]]:
    text = hit.paragraph.text[:LONGEST]
    return [((hit.heading.id, hit.paragraph.number, end), text[start:end]) for start, end in sentences(text)]


def _judged(question: str, parts: Sequence[_Part], judge: SentenceJudge) -> Judgement:
    """The judgement on the first PASSAGES parts; an empty one for a Chinese, Japanese or Korean question."""
    if is_cjk(question) or not parts:
        return Judgement()
    passages = [encoders.Passage(part.title, tuple(text for _, text in part.sentences)) for part in parts[:PASSAGES]]
    found = judge.of_question(question, passages)
    answers, refutes, nothing = dict[Place, float](), dict[Place, float](), dict[Place, float]()
    for part, one in zip(parts, found, strict=False):
        places = [place for place, _ in part.sentences]
        answers.update(zip(places, map(math.exp, one.bearings["answers"]), strict=True))
        refutes.update(zip(places, map(math.exp, one.bearings["refutes"]), strict=True))
        nothing.update(dict.fromkeys(places, math.exp(one.nothing)))
    odds = max(one.odds("answers") for one in found)
    return Judgement(answers, refutes, nothing, max(-HIGHEST, min(HIGHEST, odds)))
