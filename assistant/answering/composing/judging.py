"""Asks the judge of sentences about an article or about paragraphs, and for an answer where a composer finds none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.candidates import ARTICLE
from assistant.answering.choosing import Candidate, is_question
from assistant.answering.composing.assembling import Telling
from assistant.answering.composing.composer_input import Asking, sentences_of
from assistant.answering.composing.lookup import USUAL
from assistant.answering.judged import PASSAGES, Judgement, judged, judged_whole, place_of
from assistant.answering.quoting import Draft
from assistant.answering.wording import UNSURE
from assistant.question.articles_meant import is_quoted
from index.articles import Heading, Hit

ANSWERS = 0.6  # probability at which a sentence is quoted, with a notice, even if it is not close enough
BESIDE = 0.2  # the same for further sentences of its article
QUOTED = 3


def come_near(asking: Asking) -> Draft | None:
    """The sentences that answer according to the judge, with the notice that they may not; None if there are none.

    The article must contain the names in the question, and be more than a passage: for a passage, closeness decides.
    """
    if asking.threshold > USUAL or asking.language != "en" or asking.given or is_quoted(asking.plan.topic):
        return None  # a title that no article has is not looked for in others
    sentences = likely(asking, asking.hits, BESIDE)
    if not sentences or sentences[0].likely < ANSWERS:
        return None
    article = sentences[0].hit.heading.id
    if len(asking.paragraphs(article)) < ARTICLE or not asking.tell_of([article], asking.named):
        return None
    its_own = [one for one in sentences if one.hit.heading.id == article]
    return replace(Telling(asking).quoting(its_own[:QUOTED]), notices=(UNSURE,))


def likely(asking: Asking, hits: Sequence[Hit], least: float) -> list[Candidate]:
    """The sentences of the first paragraphs that answer with at least this probability, likeliest first."""
    answers = judged(asking.plan.question.text, hits, asking.library, PASSAGES).answers
    every = [one for hit in hits[:PASSAGES] for one in sentences_of(hit)]
    scored = [replace(one, likely=answers.get(place_of(one), 0.0)) for one in every]
    return sorted(
        (one for one in scored if one.likely >= least and not is_question(one.text)), key=lambda one: -one.likely
    )


def of_article(asking: Asking, heading: Heading) -> Judgement:
    """The judgement on the sentences of an article, read as a whole."""
    article = [Hit(one, heading, 0.0) for one in asking.paragraphs(heading.id)]
    return judged_whole(asking.plan.question.text, article, asking.library)
