"""Answers why with the sentence that gives the cause, even if it is next to the one that says what happened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.choosing import Candidate
from assistant.answering.composing import judging, lookup
from assistant.answering.composing.assembling import Telling
from assistant.answering.composing.composer_input import Asking
from assistant.answering.composing.finding import nearest
from assistant.answering.judged import place_of
from assistant.answering.quoting import Draft
from assistant.question.declaring import Declared, declared
from index.filters import Filters
from index.language.tokens import words

_CAUSE = re.compile(
    r"\b(?:because|since|due to|owing to|thanks to|caus\w+|reasons?|blam\w+|citing|cited|so that|in order to"
    r"|as a result|led to|leads to|after|over|following|to (?:avoid|make|save|reduce|prevent|protect|help|allow"
    r"|give|keep|cut"
    r"|replace|meet)|so as to|for fear|therefore|hence|which is why|that is why|explain\w*|motiv\w+"
    r"|spark\w*|prompt\w*|trigger\w*|provok\w*|given that"
    r"|would have|while|too (?:expensive|small|old|slow|few|many|much)|cannot|could not|no longer|left out|without"
    r"|unless|lack\w*|shortage)\b"
    r"|因为|由于|因此|所以|为了|原因|导致",
    re.I,
)
_STRONG = re.compile(
    r"\b(?:because|due to|owing to|caus\w+|reasons?|blam\w+|citing|so that|in order to|as a result|led to"
    r"|spark\w*|prompt\w*|trigger\w*|provok\w*|explain\w*)\b|因为|由于|为了|原因",
    re.I,
)
_GOES_ON = re.compile(r"\W*(?:it|its|this|that|these|those|he|she|they|his|her|their)\b", re.I)
CAUSE, STRONG, BESIDE, NEAR, SAME_ARTICLE = 0.15, 0.2, 0.25, 0.05, 0.15  # what a sentence gains by each
TOLD = 0.5  # weight of the probability that a sentence answers
QUOTED = 3
BEHIND = 0.35  # how far below the best score another may be and still be quoted
ENOUGH = 0.9  # the score that the best sentence needs


def compose(asking: Asking) -> Draft:
    question = asking.plan.question
    if question.language != "en":
        return lookup.compose(asking)
    said = declared(asking.asked)
    draft = _with_cause(asking, nearest(asking, said.claim if said else question.text, asking.within, hits=asking.hits))
    return draft if said is None or _is_of_subject(said, draft) else lookup.compose(asking)


def _is_of_subject(said: Declared, draft: Draft) -> bool:
    """Whether a quote, or the title of its article, names some of what the question is about."""
    quoted = {word for one in draft.citations for word in words(f"{one.quote} {one.title}")}
    return not said.subject or bool(said.subject & quoted)


def _with_cause(asking: Asking, near: Sequence[Candidate]) -> Draft:
    """The sentences that give the cause; if none plainly does, what a lookup finds."""
    scored = _scored(asking, near)
    if not scored or scored[0].score < ENOUGH:
        return lookup.compose(asking)
    causes = [one for one in scored if one.score >= scored[0].score - BEHIND][:QUOTED]
    order = [one.hit.heading.id for one in causes]
    causes.sort(key=lambda one: (order.index(one.hit.heading.id), one.hit.paragraph.number, one.start))
    return Telling(asking).quoting(causes)


def _scored(asking: Asking, near: Sequence[Candidate]) -> list[Candidate]:
    """The sentences that may give the cause, best first: near what happened, with a word of cause, or beside it."""
    if not near:
        return []
    act = near[0]
    inside = nearest(asking, asking.plan.question.text, Filters(articles=act.hit.heading.id), paragraphs=20)
    places = [(one.number) for one in asking.paragraphs(act.hit.heading.id)]
    answers = judging.of_article(asking, act.hit.heading).answers
    scored: dict[tuple[str, int, int], Candidate] = {}
    for one in [*inside, *near]:
        same = one.hit.heading.id == act.hit.heading.id
        distance = abs(places.index(one.hit.paragraph.number) - places.index(act.hit.paragraph.number)) if same else 9
        score = one.score + CAUSE * bool(_CAUSE.search(one.text)) + STRONG * bool(_STRONG.search(one.text))
        beside = distance == 1 or distance == 0 and one.start != act.start
        # A neighbouring sentence gives the cause if it says so, or continues with "that" or "it".
        score += SAME_ARTICLE * same + beside * (
            BESIDE if _STRONG.search(one.text) or _GOES_ON.match(one.text) else NEAR
        )
        score += TOLD * answers.get(place_of(one), 0.0)
        scored.setdefault((one.hit.heading.id, one.hit.paragraph.number, one.start), replace(one, score=score))
    return sorted(scored.values(), key=lambda one: -one.score)
