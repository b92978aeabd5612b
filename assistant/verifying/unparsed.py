"""Checks claims in Chinese, Japanese, Korean and other scripts without a parser, character by character.

A claim is supported by a sentence that has its characters, numbers and quoted words in order and contradicts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import numpy as np

from assistant.texts.coded import Coded
from assistant.verifying.contradictions import (
    Contradiction,
    additions,
    contradictions,
    in_order,
    missing,
    shared,
    steps,
)
from assistant.verifying.quoted_words import not_verbatim
from assistant.verifying.reasons import differing, only_by, said_nowhere, short
from assistant.verifying.speakers import is_only_said, other_speaker
from assistant.verifying.tokens import Statement, holding, read
from assistant.verifying.verdicts import Evidence, Source, Verdict
from index.language.quotations import is_cjk
from index.language.sentences import sentences
from index.language.spans import LONGEST

SENTENCES = 3  # sentences of a paragraph that are compared with a claim
HELD = 0.7  # share of the claim's characters that must be in the sentence and in the paragraph
NAME = 3  # fewest tokens of a name that a claim may take from the text before the sentence
WHOLE = 2.0  # closeness of a sentence that has all of the claim's characters in the same order
NEAR = 0.5  # share of the claim's characters that a differing sentence must have to contradict it


@dataclass(frozen=True, slots=True)
class _Finding:
    """How one sentence bears on the claim."""

    evidence: Evidence
    fit: float
    objection: Coded | None
    contrary: bool = False


def verify(claim: str, sources: Sequence[Source], *, every: bool = False, beside: Sequence[Source] = ()) -> Verdict:
    """The verdict of these paragraphs on a claim; the paragraphs in `beside` only supply names."""
    about = "\n".join(source.paragraph.text for source in beside)
    held = {id: _held_by(tuple(texts)) for id, texts in _by_article(sources).items()}
    found = [_best(claim, source, about, held[source.heading.id]) for source in sources]
    able = sorted((one for one in found if one.objection is None), key=lambda one: -one.fit)
    said = [one for one in able if is_only_said(claim, one.evidence)]
    if said and len(said) == len(able):
        return Verdict(
            "attributed", only_by(said[0].evidence), tuple(one.evidence for one in said[: None if every else 1])
        )
    if able := [one for one in able if one not in said]:
        return Verdict("supported", None, tuple(one.evidence for one in able[: None if every else 1]))
    if together := _together(claim, sources):
        return Verdict("supported", None, together)
    nearest = max(found, key=lambda one: (one.contrary, one.fit))
    if nearest.contrary:
        return Verdict("contradicted", nearest.objection, (nearest.evidence,))
    return Verdict("not_found", said_nowhere(sources) if len(sources) > 1 else nearest.objection)


def _together(claim: str, sources: Sequence[Source]) -> tuple[Evidence, ...]:
    """The sentences that support the clauses of a claim one by one; empty unless every clause is supported."""
    clauses = [clause for clause in re.split(r"[;；]\s*|，(?:而|但)", claim) if clause]
    if len(clauses) < 2 or len(sources) < 2 or any(len(read(clause).tokens) < 3 for clause in clauses):
        return ()
    verdicts = [verify(clause, sources) for clause in clauses]
    if not all(verdict.supported for verdict in verdicts):
        return ()
    return tuple(dict.fromkeys(one for verdict in verdicts for one in verdict.evidence))


def _by_article(sources: Sequence[Source]) -> dict[str, list[str]]:
    """The texts of the paragraphs of each article."""
    found: dict[str, list[str]] = {}
    for one in sources:
        found.setdefault(one.heading.id, []).append(one.paragraph.text[:LONGEST])
    return found


@lru_cache(maxsize=64)
def _held_by(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset[str]().union(*(read(text).held for text in texts))


def _best(claim: str, source: Source, about: str, article: Collection[str]) -> _Finding:
    """The most relevant sentence of the paragraph: one that supports the claim, or the nearest."""
    statement = read(claim)
    found: list[_Finding] = []
    for start, end in _units(source.paragraph.text[:LONGEST], statement):
        finding = _held_against(claim, statement, Evidence(source, start, end), about, article)
        if finding.objection is None:
            return finding
        found.append(finding)
    return max(found, key=lambda one: (one.contrary, one.fit))


def _held_against(text: str, claim: Statement, evidence: Evidence, about: str, article: Collection[str]) -> _Finding:
    """How a sentence bears on the claim; names or numbers that only its `article` has are not contradictions."""
    source = evidence.source
    sentence = read(evidence.text)
    # Names from the preceding text count if the sentence only reports somebody's words, or if `about` is given.
    otherwise = (about or is_only_said(text, evidence)) and shared(sentence, claim) >= NEAR
    before = f"{source.heading.title}\n{source.before}\n{about}"
    named = _named_before(sentence, claim, before) if otherwise else frozenset()
    fit = shared(sentence, claim, named)
    near = min(fit, in_order(sentence, claim)) >= NEAR
    if other := other_speaker(text, [evidence]):
        return _Finding(evidence, fit, differing(other.claimed, other.stated, source), near)
    if sentence.norms == claim.norms:
        return _Finding(evidence, 1.0, None)
    if quote := not_verbatim(text, f"{source.paragraph.text}\n{source.heading.title}\n{source.before}"):
        what = {"quote": short(quote), "paragraph": source.paragraph.number}
        return _Finding(evidence, fit, Coded("reasons.not_verbatim", what), near)
    known = sentence.held.union(
        named, *(read(one).held for one in (source.paragraph.text[:LONGEST], source.heading.title))
    )
    if lost := next(missing(claim, known), None):
        elsewhere = next(missing(claim, known.union(article)), None) is None
        return _Finding(evidence, fit, differing(lost, "", source), near and not elsewhere)
    if contrary := next((one for one in contradictions(sentence, claim) if not _is_named(one, claim, before)), None):
        return _Finding(evidence, fit, differing(contrary.claimed, contrary.stated, source), near)
    if in_order(sentence, claim) >= NEAR and (more := next(additions(sentence, claim, known), None)):
        return _Finding(evidence, fit, differing(more, "", source))
    if not is_cjk(text) and in_order(sentence, claim) < 1:  # other scripts need all of the claim's tokens in order
        return _Finding(evidence, fit, said_nowhere([source]))
    if min(shared(read(source.paragraph.text[:LONGEST]), claim, named), fit) < HELD:
        return _Finding(evidence, fit, said_nowhere([source]))
    return _Finding(evidence, fit, None)


def _named_before(sentence: Statement, claim: Statement, before: str) -> frozenset[str]:
    """The claim's name tokens that occur before the sentence, where the sentence omits them or has other words."""
    found: set[str] = set()
    for kind, _, _, start, end in steps(sentence, claim):
        run = claim.words(start, end).strip("的の")
        counts = any(letter.isnumeric() for letter in run)  # "2亿元" is part of "1.2亿元"
        if kind != "equal" and end - start >= NAME and not counts and run in before:
            found |= {one.norm for one in claim.tokens[start:end]}
    return frozenset(found)


def _is_named(one: Contradiction, claim: Statement, before: str) -> bool:
    """Whether a "not" that only the claim has is part of a word in the text before the sentence: "不" in "不动产"."""
    at = claim.text.find(one.claimed)
    return not one.stated and claim.text[at : at + NAME] in before


@dataclass(frozen=True, slots=True)
class _Split:
    """The sentences of a paragraph as statements, and for each token the indexes of the sentences that have it."""

    spans: tuple[tuple[int, int], ...]
    statements: tuple[Statement, ...]
    holding: Mapping[str, np.ndarray]

    def nearest(self, claim: Statement) -> list[int]:
        """The indexes of the sentences that share most with the claim, measured as by `shared`, nearest first."""
        scores = np.zeros(len(self.spans))
        for norm, weight in claim.weights:
            if norm in self.holding:
                scores[self.holding[norm]] += weight
        return [int(number) for number in np.argsort(-scores, kind="stable")[: 3 * SENTENCES]]


@lru_cache(maxsize=64)
def _split(text: str) -> _Split:
    spans = tuple(sentences(text)) or ((0, len(text)),)
    statements = tuple(read(text[slice(*span)]) for span in spans)
    return _Split(spans, statements, holding(one.held for one in statements))


def _units(text: str, claim: Statement) -> Iterator[tuple[int, int]]:
    """The sentences of a paragraph closest to the claim, closest first, then its first pairs of adjacent sentences."""
    paragraph = _split(text)
    yield from (paragraph.spans[number] for number in islice(_closest(paragraph, claim), SENTENCES))
    for one, other in list(zip(paragraph.spans, paragraph.spans[1:], strict=False))[:SENTENCES]:
        yield one[0], other[1]


def _closest(paragraph: _Split, claim: Statement) -> Iterator[int]:
    """The nearest sentences, closest first; lazy, since others are rarely needed after one with all of the claim."""
    less: list[tuple[float, int]] = []
    for number in paragraph.nearest(claim):
        closeness = shared(paragraph.statements[number], claim) + in_order(paragraph.statements[number], claim)
        if closeness == WHOLE:
            yield number
        else:
            less.append((closeness, number))
    yield from (number for _, number in sorted(less, key=lambda one: -one[0]))
