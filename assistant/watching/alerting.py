"""Finds what is new for alerts: statements by a speaker, or passages that answer a question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Protocol

from langchain_core.utils.iter import batch_iterate

from assistant.answers import Citation
from index.errors import WrongUsage
from index.filters import ALL, Filters
from index.store.alerts import Alert, Passage

if TYPE_CHECKING:
    from index.library import Library

AT_ONCE = 200  # articles searched together
LOOKED_AT = 20  # articles found to which the question is put
MOST = 100  # alerts of one owner
LONGEST = 500  # characters of a question, a name or a topic
EXPLAINED = "Give a question, or the name of a speaker with or without a topic."


class Finds(Protocol):
    """What alerts need from an assistant: the passages of an article that answer a question, without a model."""

    @property
    def library(self) -> Library: ...

    def cited(self, question: str, article: str) -> Sequence[Citation]: ...


def passages(
    finds: Finds, *, question: str | None, speaker: str | None, about: str | None, articles: Sequence[str] = ALL
) -> Iterator[Passage]:
    """The passages for an alert in these articles, or in all; satire raises none."""
    library = finds.library
    if speaker:
        found = library.statements(speaker=speaker, about=about, article=articles)
        headings = library.headings(sorted({one.article_id for one in found}))
        for one in found:
            heading = headings.get(one.article_id)
            if heading and heading.text_kind != "satire":
                place = (one.paragraph, one.start, one.end, one.quote, one.speaker)
                yield _passage(one.article_id, heading.title, heading.outlet, one.published, *place)
        return
    question = question or ""
    hits = library.search(question, limit=5 * LOOKED_AT, filters=Filters(articles=articles))
    serious = (hit.heading.id for hit in hits if hit.heading.text_kind != "satire")
    for id in list(dict.fromkeys(serious))[:LOOKED_AT]:
        for cited in finds.cited(question, id):
            place = (cited.paragraph, cited.start, cited.end, cited.quote, cited.speaker)
            if cited.quote and cited.article_id == id:
                yield _passage(id, cited.title, cited.outlet, cited.published, *place)


def _passage(
    id: str,
    title: str,
    outlet: str | None,
    published: str | None,
    paragraph: int,
    start: int,
    end: int,
    quote: str,
    speaker: str | None,
) -> Passage:
    from urllib.parse import quote as encoded

    link = f"/articles/{encoded(id, safe='')}#p{paragraph}"
    return Passage(id, title, outlet, published, paragraph, start, end, quote, speaker, link)


def make_alert(
    finds: Finds,
    owner: str,
    *,
    now: float,
    question: str | None = None,
    speaker: str | None = None,
    about: str | None = None,
    webhook: str | None = None,
    secret: str | None = None,
) -> Alert:
    """Creates an alert for future additions; raises WrongUsage if it is invalid, too long or exceeds the limit."""
    question, speaker, about = (text.strip() if text else None for text in (question, speaker, about))
    if bool(question) == bool(speaker) or (about and not speaker):
        raise WrongUsage(f"This is not an alert. {EXPLAINED}")
    if any(len(text) > LONGEST for text in (question, speaker, about) if text):
        raise WrongUsage(f"This is longer than {LONGEST} characters. Shorten it.")
    alerts = finds.library.alerts
    if len(alerts.all(owner)) >= MOST:
        raise WrongUsage(f"You have {MOST} alerts, which is the limit. Remove one first.")
    seen = finds.library.last_change()
    known = passages(finds, question=question or None, speaker=speaker or None, about=about or None)
    return alerts.add(
        owner,
        question=question or None,
        speaker=speaker or None,
        about=about or None,
        webhook=webhook,
        secret=secret,
        known=known,
        seen=seen,
        now=now,
    )


def look_through(finds: Finds, *, now: float) -> int:
    """Stores what is new for each alert since the last check; returns how many passages are new."""
    alerts, new = finds.library.alerts, 0
    for one in alerts.all():
        ids, upto, all_read = alerts.changed(one.seen)
        if upto == one.seen:
            continue
        passages = (passage for some in batch_iterate(AT_ONCE, ids) for passage in _of(finds, one, some))
        # Unread articles, which may be satire, are searched once they are read.
        new += alerts.report(one, list(passages), seen=upto if all_read else one.seen, now=now)
    return new


def _of(finds: Finds, one: Alert, articles: Sequence[str]) -> Iterable[Passage]:
    return passages(finds, question=one.question, speaker=one.speaker, about=one.about, articles=articles)


def as_record(one: Alert) -> dict[str, Any]:
    """The alert as shown to its owner, without its secrets."""
    names = ("id", "question", "speaker", "about", "has_feed", "webhook")
    return {name: getattr(one, name) for name in names}


def fields_of(passage: Passage) -> dict[str, Any]:
    return asdict(passage)
