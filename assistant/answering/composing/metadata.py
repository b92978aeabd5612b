"""Answers from the catalog who wrote an article, when and where it appeared, its link, length or title; cites it."""

from __future__ import annotations

import re

from assistant.answering.composing.assembling import Telling, nothing_found
from assistant.answering.composing.composer_input import Asking
from assistant.answering.composing.overview import articles_of
from assistant.answering.quoting import Draft
from assistant.answering.wording import titled
from assistant.question.articles_meant import by_subject
from assistant.texts.coded import Coded
from index.articles import Heading

MOST = 20
KINDS = ("opinion", "satire", "interview", "letter", "release", "review", "correction", "obituary", "analysis")


def compose(asking: Asking) -> Draft:
    plan = asking.plan
    wanted, *also = (plan.form.wanted or "author").split()
    telling = Telling(asking)
    if plan.points_at_article and not plan.articles:
        return nothing_found(asking, Coded("answers.which_article"))
    headings = _headings(asking)
    if not headings:
        return nothing_found(asking)
    known = [heading for heading in headings if _value(heading, wanted)]
    for heading in (known or headings)[:MOST]:
        for each in (wanted, *also):
            telling.of_catalog(stated(asking, heading, each), heading)
    return telling.draft("answered" if known else "not_found")


def _headings(asking: Asking) -> list[Heading]:
    plan = asking.plan
    if plan.articles:
        return [one for one in map(asking.heading, plan.articles) if one]
    topic = re.sub(r"^\W*(?:about|on|of)\s+", "", plan.topic, flags=re.I)
    if not topic:
        return []
    several = re.match(r"\W*(?:about|on)\b", plan.topic, re.I) or re.search(
        r"\b(?:articles|reports|stories|pieces)\b", plan.topic, re.I
    )
    if not several and (meant := by_subject(topic, asking.library, asking.within)):
        return [one for one in map(asking.heading, meant) if one]
    return articles_of(asking, topic, most=MOST)


def _value(heading: Heading, wanted: str) -> str | None:
    values = {
        "author": heading.author,
        "date": heading.published,
        "outlet": heading.outlet,
        "link": heading.url,
        "title": heading.title,
        "length": "known",
        "kind": heading.text_kind if heading.text_kind in KINDS else None,
    }
    return values[wanted] or None


def stated(asking: Asking, heading: Heading, wanted: str) -> Coded:
    """The sentence that gives the `wanted` property of an article, or says that it is unknown."""
    value, title = _value(heading, wanted), titled(heading)
    if value is None:
        return Coded(f"answers.untold.{wanted}", {"title": title})
    if wanted == "date":
        published, updated = (heading.published or "")[:10], (heading.updated or "")[:10]
        if updated > published:
            return Coded("answers.told.updated", {"title": title, "day": published, "updated": updated})
        return Coded("answers.told.date", {"title": title, "day": published})
    if wanted == "length":
        texts = [one.text for one in asking.paragraphs(heading.id)]
        long = {"words": sum(len(text.split()) for text in texts), "paragraphs": len(texts)}
        return Coded("answers.told.length", {"title": title, **long})
    if wanted == "kind":
        return Coded("answers.told.kind", {"title": title, "value": Coded(f"answers.kinds.{value}")})
    if wanted == "author" and heading.outlet:
        return Coded("answers.told.author_in", {"title": title, "value": value, "outlet": heading.outlet})
    return Coded(f"answers.told.{wanted}", {"title": title, "value": value})
