"""What the judge of sentences says about the paragraphs found: how likely each sentence, in context, is to answer."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.answering.choosing import Candidate
from index import encoders
from index.articles import Hit
from index.language.quotations import is_cjk
from index.language.sentences import sentences
from index.language.spans import LONGEST
from index.library import Library

PARAGRAPHS = 8  # best paragraphs that are judged
TOGETHER = 8  # sentences that are read together
PASSAGES = 16  # maximum passages of TOGETHER sentences, across all paragraphs
WHOLE = PASSAGES * TOGETHER  # sentences of an article that are judged
HIGHEST = 6.0  # log-odds are limited to the range from -HIGHEST to HIGHEST
CLOSELY = 8  # best sentences that a larger model reads once more
WEIGHT = 1.0  # weight of the probability from that model in a sentence's score
LIKELY = 0.3  # probability at which a sentence counts more than others that have the question's words

Place = tuple[str, int, int]  # article, paragraph, and where the sentence ends
_Told = list[tuple[Place, str]]


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
    return _judgement(question, [part for hit in hits[:paragraphs] for part in _parts([hit])], library)


def judged_whole(
    question: str, article: Sequence[Hit], library: Library, wanted: Collection[Place] | None = None
) -> Judgement:
    """The judgement on the sentences of an article, given as its paragraphs; each is read with those around it.

    With `wanted`, only sentences that are read together with one of these are judged.
    """
    parts = [part for part in _parts(article) if wanted is None or any(place in wanted for place, _ in part[1])]
    return _judgement(question, parts, library)


def another_is_likely(question: str, hits: Sequence[Hit], library: Library, these: Sequence[Candidate]) -> bool:
    """Whether a sentence of the best paragraphs, other than `these`, is likely to answer."""
    places = set(map(place_of, these))
    return any(chance >= LIKELY and at not in places for at, chance in judged(question, hits, library).answers.items())


def read_closely(question: str, ranked: Sequence[Candidate], library: Library) -> list[Candidate]:
    """The sentences, best first, after the larger judge has read the first CLOSELY of them again.

    The probability that a sentence answers is added to its score. Sentences of one article are read together, in text
    order. The list is unchanged if the library has no larger judge.
    """
    if library.larger_judge is None:
        return list(ranked)
    together: dict[str, list[Candidate]] = {}
    for one in sorted(ranked[:CLOSELY], key=lambda each: (each.hit.paragraph.number, each.start)):
        together.setdefault(one.hit.heading.id, []).append(one)
    passages = [
        encoders.Passage(group[0].hit.heading.title, tuple(one.text for one in group)) for group in together.values()
    ]
    read: list[Candidate] = []
    for group, found in zip(together.values(), library.larger_judge.of_question(question, passages), strict=True):
        answers = map(math.exp, found.bearings["answers"])
        read += [replace(one, score=one.score + WEIGHT * odds) for one, odds in zip(group, answers, strict=True)]
    return sorted([*read, *ranked[CLOSELY:]], key=lambda one: -one.score)


def _parts(article: Sequence[Hit]) -> list[tuple[Hit, _Told]]:
    pairs = [one for hit in article for one in _sentences(hit)]
    return [(article[0], pairs[first : first + TOGETHER]) for first in range(0, len(pairs), TOGETHER)]


def _sentences(hit: Hit) -> _Told:
    text = hit.paragraph.text[:LONGEST]
    return [((hit.heading.id, hit.paragraph.number, end), text[start:end]) for start, end in sentences(text)]


def _judgement(question: str, parts: Sequence[tuple[Hit, _Told]], library: Library) -> Judgement:
    """The judgement on passages of sentences; an empty one for a Chinese, Japanese or Korean question."""
    if is_cjk(question) or not parts:
        return Judgement()
    passages = [
        encoders.Passage(f"{hit.heading.title} {hit.asked}".strip(), tuple(text for _, text in pairs))
        for hit, pairs in parts[:PASSAGES]
    ]
    found = library.judge.of_question(question, passages)
    answers, refutes, nothing = dict[Place, float](), dict[Place, float](), dict[Place, float]()
    for (_, pairs), one in zip(parts, found, strict=False):
        places = [place for place, _ in pairs]
        answers.update(zip(places, map(math.exp, one.bearings["answers"]), strict=True))
        refutes.update(zip(places, map(math.exp, one.bearings["refutes"]), strict=True))
        nothing.update(dict.fromkeys(places, math.exp(one.nothing)))
    odds = max(one.odds("answers") for one in found)
    return Judgement(answers, refutes, nothing, max(-HIGHEST, min(HIGHEST, odds)))
