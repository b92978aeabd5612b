"""Reads the best sentences once more, with a larger model, and ranks them by what it makes of them as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import exp

from assistant.answering.choosing import Candidate
from index import encoders
from index.library import Library

READ = 8  # best sentences
WEIGHT = 1.0  # of the probability that a sentence answers


def read_closely(question: str, ranked: Sequence[Candidate], library: Library) -> list[Candidate]:
    """The sentences, those read again scored by the probability that they answer as well, best first.

    Those of an article are read together, in text order. Unchanged if the library has no reader.
    """
    if library.reader is None:
        return list(ranked)
    together: dict[str, list[Candidate]] = {}
    for one in sorted(ranked[:READ], key=lambda each: (each.hit.paragraph.number, each.start)):
        together.setdefault(one.hit.heading.id, []).append(one)
    passages = [
        encoders.Passage(told[0].hit.heading.title, tuple(one.text for one in told)) for told in together.values()
    ]
    read: list[Candidate] = []
    for told, judged in zip(together.values(), library.reader.of_question(question, passages), strict=True):
        answers = map(exp, judged.bearings["answers"])
        read += [replace(one, score=one.score + WEIGHT * odds) for one, odds in zip(told, answers, strict=True)]
    return sorted([*read, *ranked[READ:]], key=lambda one: -one.score)
