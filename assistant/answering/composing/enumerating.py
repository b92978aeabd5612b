"""Answers that take several sentences: several things of a kind, or how and why something happens.

A lookup finds the first sentences; this adds others of the same article. Within it, nearness to the question separates
the sentences so little that a fixed number is taken, however far they are behind the best.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from assistant.answering.choosing import Candidate
from assistant.answering.composing import judging, lookup
from assistant.answering.composing.assembling import Telling
from assistant.answering.composing.composer_input import Asking
from assistant.answering.composing.finding import nearest
from assistant.answering.judged import place_of
from assistant.answering.quoting import Draft
from index.articles import Heading
from index.filters import Filters

PARAGRAPHS = 60  # of an article that are searched for more sentences
# What a sentence gains by a word that adds to what was said before, and by a list within it.
ADDS, LISTS = 0.2, 0.1
TOLD = 1.0  # weight of the probability that it answers
_ADDS = re.compile(
    r"\b(?:also|another|others?|too|both|as well|such as|include[sd]?|including|among|in addition|additional(?:ly)?"
    r"|further(?:more)?)\b",
    re.I,
)
_LISTS = re.compile(r"[\w)’”\"], (?:[^,.;]{2,60}, ){1,20}(?:and|or|&) |[\w)’”\"], [^,.;]{2,60} (?:and|&) ")


class Amount(NamedTuple):
    """How many sentences such an answer has, including the lookup's, and how many the model reads for it."""

    quoted: int
    read: int


SEVERAL, EXPLAINING = Amount(8, 40), Amount(6, 16)


def compose(asking: Asking) -> Draft:
    draft = lookup.compose(asking)
    return going_on(asking, draft if draft.outcome == "answered" else lookup.come_near(asking) or draft, SEVERAL)


def going_on(asking: Asking, draft: Draft, most: Amount) -> Draft:
    """The draft with further sentences of its first article, up to `most`; a refusal unchanged."""
    if draft.outcome != "answered" or draft.premise or any(claim.differs_from for claim in draft.claims):
        return draft
    heading = asking.heading(draft.citations[0].article_id)
    if heading is None:
        return draft
    telling = Telling.going_on(asking, draft)
    half = (len(asking.sentences(heading)) + 1) // 2  # more of a short article would be no answer
    for one in _further(asking, heading, draft, Amount(min(most.quoted, half) - len(draft.citations), most.read)):
        telling.quote(one)
    told = telling.draft()
    return replace(draft, text=told.text, claims=told.claims, citations=told.citations, framed=told.framed)


def _further(asking: Asking, heading: Heading, draft: Draft, most: Amount) -> list[Candidate]:
    """The other sentences of an article that most likely belong to the answer, in text order."""
    known = [(one.paragraph, one.quote) for one in draft.citations if one.article_id == heading.id]
    near = nearest(
        asking, asking.plan.question.text, Filters(articles=heading.id), paragraphs=PARAGRAPHS, most=most.read
    )
    told = judging.of_article(asking, heading).answers
    able = [
        replace(one, told=told.get(place_of(one), 0.0))
        for one in near
        if not any(number == one.hit.paragraph.number and one.text in quote for number, quote in known)
    ]
    best = sorted(able, key=_worth, reverse=True)[: max(0, most.quoted)]
    return sorted(best, key=lambda one: (one.hit.paragraph.number, one.start))


def _worth(one: Candidate) -> float:
    return one.score + TOLD * one.told + ADDS * bool(_ADDS.search(one.text)) + LISTS * bool(_LISTS.search(one.text))
