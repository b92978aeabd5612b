"""Answers for several things of a kind: further sentences of the article.

A lookup finds the first; this adds the rest.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answering.choosing import Candidate, share
from assistant.answering.composing import lookup
from assistant.answering.composing.assembling import Telling
from assistant.answering.composing.composer_input import Asking
from assistant.answering.composing.finding import content_weights, nearest
from assistant.answering.quoting import Draft
from index.articles import Heading
from index.filters import Filters
from index.language.tokens import words

SENTENCES = 6  # of an answer whose things are in several sentences
BEHIND = 0.3  # how far behind the best of its article a sentence may be
_LISTS = re.compile(r"[\w)’”\"], (?:[^,.;]{2,60}, ){1,20}(?:and|or|&) |[\w)’”\"], [^,.;]{2,60} (?:and|&) ")


def compose(asking: Asking) -> Draft:
    draft = lookup.compose(asking)
    if draft.outcome != "answered" or draft.premise or any(claim.differs_from for claim in draft.claims):
        return draft
    heading = asking.heading(draft.citations[0].article_id)
    if heading is None:
        return draft
    telling = Telling.going_on(asking, draft)
    for one in _further(asking, heading, draft)[: max(0, SENTENCES - len(draft.citations))]:
        telling.quote(one)
    told = telling.draft()
    return replace(draft, text=told.text, claims=told.claims, citations=told.citations)


def _further(asking: Asking, heading: Heading, draft: Draft) -> list[Candidate]:
    """The sentences of an article that answer as much of the question beyond its title, lists first."""
    title = set(words(heading.title))
    asked = {
        word: weight for word, weight in content_weights(asking, asking.plan.question.text).items() if word not in title
    }
    least = min(share(asked, set(words(one.quote))) for one in draft.citations)
    near = nearest(asking, asking.plan.question.text, Filters(articles=heading.id))
    known = [(one.paragraph, one.quote) for one in draft.citations]
    able = [
        one
        for one in near
        if one.score >= near[0].score - BEHIND
        and 0 < share(asked, set(words(one.text))) >= least
        and not any(number == one.hit.paragraph.number and one.text in quote for number, quote in known)
    ]
    return sorted(able, key=lambda one: not _LISTS.search(one.text))
