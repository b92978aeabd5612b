"""One statement with all its places: the same words in several articles, and copies of one story."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.choosing import Candidate
from assistant.answering.copies import Copies
from assistant.answering.speakers import Speakers, same_speaker
from index.articles import Heading, Hit, Paragraph
from index.language.likeness import folded, gives, is_quotation, quoted_words, written_words
from index.language.quotations import quotations
from index.language.sentences import sentences
from index.language.spans import LONGEST

COMPARED = 50  # maximum sentences of an article, best first, that those of other articles are compared with
SHARED = 0.8  # share of a statement's words that a paragraph must have before its sentences are compared

_PRONOUN = re.compile(r"(?:he|she|it|they|his|her|its|their|this|that|these|those)\b|[他她它这那该此]", re.I)


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence that makes the statement, and the sentences that make it in copies of its article."""

    one: Candidate
    copies: tuple[Candidate, ...] = ()


def one_a_statement(found: Sequence[Candidate]) -> list[Candidate]:
    """The sentences that do not repeat a better one from another article."""
    kept: list[Candidate] = []
    by_article: dict[str, list[Candidate]] = {}
    for one in found:
        own = one.hit.heading.id
        others = [better for name, best in by_article.items() if name != own for better in best]
        if not any(_repeats(one, better) for better in others):
            kept.append(one)
            if len(best := by_article.setdefault(own, [])) < COMPARED:
                best.append(one)
    return kept


def _repeats(one: Candidate, better: Candidate) -> bool:
    if one.hit.heading.id == better.hit.heading.id or _of_somebody(better.text):
        return False
    # A quotation within a report: the rest of the report is not in the other.
    alike = is_quotation(one.text) == is_quotation(better.text)
    return gives(one.text, better.text) or alike and gives(better.text, one.text)


def _of_somebody(text: str) -> bool:
    """Whether the sentence begins with a pronoun such as "he", which may mean somebody else in another article."""
    return not is_quotation(text) and bool(_PRONOUN.match(text))


def places(one: Candidate, hits: Sequence[Hit], copies: Copies, speakers: Speakers) -> list[Place]:
    """The places of the statement, one for each group of copies, in its earliest copy; the sentence's group first."""
    held = {one.hit.heading.id: one}
    for heading in dict.fromkeys(hit.heading for hit in hits):
        if heading.id in held:
            continue
        if any(copies.are(heading.id, name) for name in held):
            paragraphs = copies.paragraphs(heading.id)
        elif _of_somebody(one.text):
            continue
        else:
            paragraphs = [hit.paragraph for hit in hits if hit.heading.id == heading.id]
        found = _found(one, heading, paragraphs)
        if found and _one_speaker(speakers, one, found):
            held[heading.id] = found
    if len({frozenset(heading.id for heading in copies.of(name)) for name in held}) > 1:
        held = {name: _quotation_alone(candidate) for name, candidate in held.items()}
    kept: list[Place] = []
    for name in held:
        if not any(copies.are(name, place.one.hit.heading.id) for place in kept):
            alike = [other for other in held.values() if copies.are(name, other.hit.heading.id)]
            first = min(alike, key=lambda other: other.hit.heading.published or "9999")
            kept.append(Place(first, tuple(other for other in alike if other is not first)))
    return kept


def _quotation_alone(one: Candidate) -> Candidate:
    """The quotation without its introduction, which differs by article; the whole sentence if it is not a quotation."""
    text = one.text
    if not is_quotation(text):
        return one
    inside = quotations(text)
    return replace(one, start=one.start + inside[0].start, end=one.start + inside[-1].end)


def _found(one: Candidate, heading: Heading, paragraphs: Sequence[Paragraph]) -> Candidate | None:
    """The first sentence in these paragraphs that makes the statement."""
    for paragraph in paragraphs:
        for start, end in _sentences(one, paragraph):
            if gives(paragraph.text[start:end], one.text):
                return replace(one, hit=Hit(paragraph, heading, one.hit.score), start=start, end=end)
    return None


def _sentences(one: Candidate, paragraph: Paragraph) -> list[tuple[int, int]]:
    """The sentences of a paragraph; empty if it has too few of the statement's words for one of them to make it."""
    text = paragraph.text[:LONGEST]
    wanted = set(folded(quoted_words(one.text)))
    return sentences(text) if len(wanted & set(folded(written_words(text)))) >= SHARED * len(wanted) else []


def _one_speaker(speakers: Speakers, one: Candidate, other: Candidate) -> bool:
    """Whether both can be the words of one person."""
    here, there = speakers.of(one).speaker, speakers.of(other).speaker
    # "The manager" can be anybody.
    if not all(speaker and re.search(r"[A-Z]|[^\x00-\u2fff]", speaker) for speaker in (here, there)):
        return True
    return same_speaker(here or "", there or "")
