"""Answers on developments: the latest and what came before it, a timeline, how something changed; dated and cited."""

from __future__ import annotations

from assistant.answering.choosing import Candidate
from assistant.answering.composing import lookup
from assistant.answering.composing.assembling import Telling, nothing_found
from assistant.answering.composing.composer_input import Asking, sentences_of
from assistant.answering.composing.finding import nearest
from assistant.answering.composing.overview import FOUND, articles_of, carrying
from assistant.answering.judged import LIKELY, judged, place_of
from assistant.answering.quoting import Draft
from assistant.question.articles_meant import by_fit
from assistant.texts.coded import Coded
from index.articles import VIEWS, Heading, Hit
from index.filters import Filters

LATEST = 3  # sentences of the newest article
STEPS = 8  # articles of a timeline
CLOSEST = 3  # paragraphs of an article in which what changed is looked for
FEW = 3  # articles that give two sentences each
NEAR = 0.33  # least share of the best article's product of fit and likelihood
PLAIN = 0.1  # least product of the best article
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
    if plan.kind == "change" and not _of_person(asking) and (series := _series(asking, topic)):
        telling = Telling(asking)
        telling.sentence(Coded("answers.in_order"))
        return telling.quoting(series)
    headings = articles_of(asking, topic, most=STEPS, mentioning=True)
    if not headings:  # an article about something else may report the change
        return lookup.compose(asking) if plan.kind == "change" else nothing_found(asking)
    telling = Telling(asking)
    telling.sentence(Coded("answers.in_order"))
    for heading in headings:
        for one in _steps(asking, heading, topic, len(headings)):
            telling.quote(one)
    return telling.draft() if telling.claims else nothing_found(asking)


def _of_person(asking: Asking) -> bool:
    """Whether the question names somebody who is quoted: what changed is then a view, in that person's words."""
    return any(one.kind == "person" and one.statements for name in asking.named for one in asking.library.people(name))


def _series(asking: Asking, topic: str) -> list[Candidate]:
    """What each article says of what changed: its likeliest sentence, or two if there are few, oldest article first.

    An article counts by the product of how well it fits the topic and how likely, by the judge of sentences, the
    sentence is to say what the topic was.
    """
    fits = {one.id: fit for one, fit in by_fit(topic, asking.library, asking.within, asking.find)}
    close: dict[str, list[Hit]] = {}
    for hit in asking.find(topic, FOUND, asking.within):
        if fits.get(hit.heading.id, 0.0) > 0 and len(close.get(hit.heading.id, ())) < CLOSEST:
            close.setdefault(hit.heading.id, []).append(hit)
    found: list[tuple[float, list[Candidate]]] = []
    for id, hits in list(close.items())[:STEPS]:
        answers = judged(f"What was {topic}?", hits, asking.library).answers
        able = [one for hit in hits for one in sentences_of(hit)]
        likely = [one for one in able if answers.get(place_of(one), 0.0) >= LIKELY]
        if likely := sorted(likely, key=lambda one: -answers[place_of(one)]):
            found.append((answers[place_of(likely[0])] * fits[id], likely))
    best = max((product for product, _ in found), default=0.0)
    kept = [likely for product, likely in found if best >= PLAIN and product >= NEAR * best]
    wanted = 1 if len(kept) > FEW else 2
    told = [sorted(likely[:wanted], key=lambda one: (one.hit.paragraph.number, one.start)) for likely in kept]
    told.sort(key=lambda ones: ones[0].hit.heading.published or "")
    return [one for ones in told for one in ones] if len(told) > 1 else []


def _steps(asking: Asking, heading: Heading, topic: str, number: int) -> list[Candidate]:
    wanted = 1 if number > FEW else 2
    if asking.plan.kind != "change":
        return carrying(asking, heading, wanted if number > 1 else 5, about=topic, among=number)
    near = nearest(asking, topic, Filters(articles=heading.id), paragraphs=8)[:wanted]
    return sorted(near, key=lambda one: (one.hit.paragraph.number, one.start))
