"""Answers on developments: the latest and what came before it, a timeline, how something changed; dated and cited."""

from __future__ import annotations

from assistant.answering.choosing import Candidate
from assistant.answering.composing import lookup
from assistant.answering.composing.assembling import Telling, nothing_found
from assistant.answering.composing.composer_input import Asking
from assistant.answering.composing.finding import nearest
from assistant.answering.composing.overview import articles_of, carrying
from assistant.answering.quoting import Draft
from assistant.texts.coded import Coded
from index.articles import VIEWS, Heading
from index.filters import Filters

LATEST = 3  # sentences of the newest article
STEPS = 8  # articles of a timeline
NO_REPORT = ("satire", *VIEWS)


def latest(asking: Asking) -> Draft:
    plan = asking.plan
    headings = (
        articles_of(asking, plan.topic, most=STEPS, mentioning=True) if plan.topic else asking.newest(1, asking.within)
    )
    reports = [one for one in headings if one.text_kind not in NO_REPORT] or headings
    dated = [one for one in reports if one.published] or reports
    if not dated:
        return nothing_found(asking)
    newest, telling = dated[-1], Telling(asking)
    if newest.published:
        telling.sentence(Coded("answers.latest", {"day": newest.published[:10]}))
    for one in carrying(asking, newest, LATEST, about=plan.topic, among=2):
        telling.quote(one)
    if plan.topic and len(dated) > 1:
        telling.sentence(Coded("answers.before_it"))
        for one in carrying(asking, dated[-2], 1, about=plan.topic, among=4):
            telling.quote(one)
    return telling.draft() if telling.claims else nothing_found(asking)


def timeline(asking: Asking) -> Draft:
    """A few sentences of each article on the topic, by date; for how something changed, those nearest to the topic."""
    plan = asking.plan
    topic = plan.topic or plan.question.text
    headings = articles_of(asking, topic, most=STEPS, mentioning=True)
    if not headings:  # an article about something else may report the change
        return lookup.compose(asking) if plan.kind == "change" else nothing_found(asking)
    telling = Telling(asking)
    telling.sentence(Coded("answers.in_order"))
    for heading in headings:
        for one in _steps(asking, heading, topic, len(headings)):
            telling.quote(one)
    return telling.draft() if telling.claims else nothing_found(asking)


def _steps(asking: Asking, heading: Heading, topic: str, number: int) -> list[Candidate]:
    wanted = 1 if number > 3 else 2
    if asking.plan.kind != "change":
        return carrying(asking, heading, wanted if number > 1 else 5, about=topic, among=number)
    near = nearest(asking, topic, Filters(articles=heading.id), paragraphs=8)[:wanted]
    return sorted(near, key=lambda one: (one.hit.paragraph.number, one.start))
