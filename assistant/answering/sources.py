"""Turns paragraphs into sources for checking claims, and supporting sentences into citations.

verification.py decides whether a source supports a claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from assistant.answering.choosing import Candidate
from assistant.answering.citing import cite
from assistant.answering.same_statements import Place
from assistant.answering.speakers import Speakers
from assistant.answers import Citation
from assistant.verifying.verdicts import Evidence, Source
from index.articles import Hit
from index.reading.voices import Attribution

BEFORE = 2  # preceding paragraphs that, like the article's first, may name a "he"


def sources_of(hits: Iterable[Hit], speakers: Speakers) -> list[Source]:
    """The paragraphs as sources, each with the text before it and a function that says who speaks in it."""
    before = [(hit, _before(hit)) for hit in hits]
    read = speakers.library.paragraphs_at({place for _, places in before for place in places})
    return [
        Source(
            hit.paragraph,
            hit.heading,
            partial(_said, speakers, hit),
            "\n".join(read[place].text for place in places if place in read),
        )
        for hit, places in before
    ]


def _before(hit: Hit) -> list[tuple[str, int]]:
    number = hit.paragraph.number
    near = {*range(1, min(2, number)), *range(max(1, number - BEFORE), number)}
    return [(hit.heading.id, one) for one in sorted(near)]


def _said(speakers: Speakers, hit: Hit, start: int, end: int) -> Attribution:
    return speakers.of(Candidate(hit, start, end))


@dataclass(slots=True)
class Citations:
    """The citations of one answer, numbered from 1 in order; each sentence of a paragraph has one number."""

    speakers: Speakers
    made: list[Citation] = field(default_factory=list)
    _numbers: dict[tuple[str, int, int, int], int] = field(default_factory=dict)

    def of(self, evidence: Sequence[Evidence]) -> tuple[tuple[int, ...], list[Citation]]:
        """The numbers of these sentences, and the citations among them that are new."""
        before = len(self.made)
        numbers = tuple(dict.fromkeys(self._number(one) for one in evidence))
        return numbers, self.made[before:]

    def again(self, cited: Iterable[Citation]) -> tuple[tuple[int, ...], list[Citation]]:
        """The numbers of these existing citations, and those among them that are new to the answer."""
        before, numbers = len(self.made), list[int]()
        for one in cited:
            key = (one.article_id, one.paragraph, one.start, one.end)
            if key not in self._numbers:
                self._numbers[key] = len(self.made) + 1
                self.made.append(replace(one, marker=self._numbers[key]))
            numbers.append(self._numbers[key])
        return tuple(numbers), self.made[before:]

    def _number(self, one: Evidence) -> int:
        paragraph = one.source.paragraph
        key = (one.source.heading.id, paragraph.number, one.start, one.end)
        if key not in self._numbers:
            self._numbers[key] = len(self.made) + 1
            hit = Hit(paragraph, one.source.heading, 0.0)
            self.made.append(cite(Place(Candidate(hit, one.start, one.end)), self._numbers[key], self.speakers))
        return self._numbers[key]
