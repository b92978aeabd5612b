"""An assistant whose events a test gives out one by one, in the place of a slow chat model."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from typing import Any

from assistant.answers import Answer, Citation, Claim
from assistant.events import Cited, Claimed, Done, Event, Failed, Searching, Text
from assistant.settings import Settings
from index.library import Library


class Scripted:
    """Answers with what is put into `events`; `asked` keeps each question with its filters and history."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.settings = Settings()
        self.events: queue.Queue[Event | Exception] = queue.Queue()
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def suggestions(self, *_: Any, **__: Any) -> tuple[str, ...]:
        return ()

    def follow_ups(self, *_: Any, **__: Any) -> tuple[str, ...]:
        return ()

    def stream(self, question: str, **given: Any) -> Iterator[Event]:
        self.asked.append((question, given))
        event: Event | Exception | None = None
        while not isinstance(event, Done | Failed):
            event = self.events.get(timeout=30)
            if isinstance(event, Exception):
                raise event
            yield event

    def finds(self, question: str, **_: Any) -> bool:
        return False

    def give(self, *events: Event | Exception) -> None:
        for event in events:
            self.events.put(event)


def cited(library: Library, article_id: str, number: int, quote: str, *, marker: int = 1) -> Citation:
    """A citation of words that stand in a paragraph."""
    paragraph, article = library.paragraph(article_id, number), library.article(article_id)
    start = paragraph.text.index(quote)
    return Citation(
        marker=marker,
        article_id=article_id,
        title=article.title,
        outlet=article.outlet,
        published=article.published,
        url=article.url,
        paragraph=number,
        quote=quote,
        start=start,
        end=start + len(quote),
        revision=paragraph.revision,
        voice="outlet",
        speaker=None,
        speaker_from=None,
        link=f"/articles/{article_id}#p{number}",
    )


def answer(question: str, standalone: str, sentences: list[tuple[str, Citation]]) -> tuple[Answer, list[Event]]:
    """An answer of these sentences, each with its citation, and the events that lead to it."""
    text, events, claims = "", list[Event]([Searching(question, standalone), Text("")]), []
    for sentence, citation in sentences:
        claim = Claim(sentence, len(text), len(text) + len(sentence), (citation.marker or 0,), verdict="supported")
        piece = f"{sentence} [{citation.marker}]\n\n"
        events += [Text(piece), Cited(citation), Claimed(claim)]
        claims.append(claim)
        text += piece
    whole = Answer(
        id=f"made-{id(events)}",
        created="2026-03-01T00:00:00+00:00",
        question=question,
        standalone_question=standalone,
        outcome="answered",
        searched={"articles": len(sentences), "filters": {}},
        text=text.rstrip(),
        writer="scripted",
        claims=tuple(claims),
        citations=tuple(citation for _, citation in sentences),
    )
    return whole, [*events, Done(whole)]
