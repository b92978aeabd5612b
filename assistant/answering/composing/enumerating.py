"""Answers for several things of a kind: the lines of a list, or further sentences of the article.

A lookup finds the first; this adds the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.choosing import Candidate, is_heading, share
from assistant.answering.composing import lookup
from assistant.answering.composing.assembling import Telling
from assistant.answering.composing.composer_input import Asking, span_of
from assistant.answering.composing.finding import content_weights, nearest
from assistant.answering.quoting import Draft
from assistant.question.things_asked import Things
from index.articles import Heading, Hit, Paragraph
from index.filters import Filters
from index.language.tokens import words

FEWEST = 2  # lines that make a list
MOST = 20  # lines of a list that are quoted
SENTENCES = 6  # of an answer whose things are in several sentences
BEHIND = 0.3  # how far behind the best of its article a sentence may be
LINE = 10  # words of a line that is a heading or a point
INTRODUCED = 0.6  # share of the question's words, by weight, in a list's introduction or in the title
_LISTS = re.compile(r"[\w)’”\"], (?:[^,.;]{2,60}, ){1,20}(?:and|or|&) |[\w)’”\"], [^,.;]{2,60} (?:and|&) ")


def compose(asking: Asking, things: Things) -> Draft:
    draft = lookup.compose(asking)
    if draft.outcome != "answered" or draft.premise or any(claim.differs_from for claim in draft.claims):
        return draft
    heading = asking.heading(draft.citations[0].article_id)
    if heading is None:
        return draft
    if lines := _lines(asking, things, heading):
        telling = Telling(asking)
        for one in lines:
            telling.quote(one)
        return telling.draft()
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


def _lines(asking: Asking, things: Things, heading: Heading) -> list[Candidate]:
    """The introduction of the list and its lines; none if the article has no such list."""
    paragraphs = asking.paragraphs(heading.id)
    weights = content_weights(asking, asking.plan.question.text)
    title = set(words(heading.title))
    told = [set(words(one.text)) for one in paragraphs]
    lines = [at for at, one in enumerate(paragraphs) if _is_line(one)]
    named = [at for at in lines if things.noun & told[at]]
    for at, paragraph in enumerate(paragraphs):
        introduces = paragraph.text.rstrip().endswith((":", "：")) or at in lines and things.noun & told[at]
        if not introduces or share(weights, told[at] | title) < INTRODUCED:
            continue
        found = _after(at, lines, named)
        if len(found) >= max(FEWEST, things.number or 0):
            return [_whole(heading, paragraphs[one]) for one in (at, *found[: things.number or MOST])]
    return []


def _after(at: int, lines: Sequence[int], named: Sequence[int]) -> list[int]:
    """The lines of the list that begins here: consecutive points, or the headings of the sections."""
    rest = [one for one in lines if one > at]
    run = [one for place, one in enumerate(rest) if one == at + 1 + place]
    if len(run) >= FEWEST:
        return run
    of_kind = [one for one in named if one > at]
    return of_kind if len(of_kind) >= FEWEST else rest if run else []


def _is_line(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return (
        is_heading(text)
        and not text.rstrip().endswith((":", "："))
        and len(words(text)) > 0
        and len(text.split()) <= LINE
    )


def _whole(heading: Heading, paragraph: Paragraph) -> Candidate:
    return span_of(Hit(paragraph, heading, 0.0), 0, len(paragraph.text))
