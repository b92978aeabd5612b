"""One card a cited paragraph: where it stands, the paragraph with the quoted words marked, who says them.

It draws citations of answer/1 and fetches their paragraphs; it knows nothing of questions or of gradio.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from assistant.page import words
from assistant.page.escape import article_address, escape
from index.articles import Paragraph
from index.errors import UnknownArticle

Citation = Mapping[str, Any]


class Paragraphs(Protocol):
    """What the cards need of a library."""

    def paragraph(self, article_id: str, number: int) -> Paragraph: ...


def sources(turn: int, question: str, answer: Mapping[str, Any] | None, library: Paragraphs) -> str:
    """The panel beside the conversation: the cards of one answer, or the closest paragraphs."""
    if answer is None:
        return _panel(words.SOURCES, "", f'<p class="hint">{escape(words.NO_SOURCES)}</p>')
    found = answer["outcome"] == "answered"
    citations = answer["citations"] if found else answer["closest"]
    against = {marker: claim.get("differs_from") for claim in answer["claims"] for marker in claim["citations"]}
    cards = [
        card(turn, place, citation, library, differs_from=against.get(citation["marker"]) or ())
        for place, citation in enumerate(citations, start=1)
    ]
    asked = f'<p class="asked">{escape(words.FOR_QUESTION)} <q dir="auto">{escape(_short(question))}</q></p>'
    body = "".join(cards) or f'<p class="hint">{escape(words.NO_SOURCES_FOR_THIS)}</p>'
    return _panel(words.SOURCES if found else words.CLOSEST, asked, body)


def card(turn: int, place: int, citation: Citation, library: Paragraphs, *, differs_from: Sequence[int] = ()) -> str:
    """One cited paragraph; `place` numbers a paragraph that has no marker, `differs_from` the accounts beside it."""
    number = citation["marker"] or place
    name = f"t{turn}-c{number}"
    return (
        f'<article class="card" id="{name}" tabindex="-1" aria-labelledby="{name}-title">'
        f"{_heading(name, citation, number)}"
        f"{_words_quoted(citation, library)}"
        f"{_differs(differs_from)}{_dates(citation)}"
        f"{_copies(citation)}"
        f"{_foot(turn, citation, number)}</article>"
    )


def marked(text: str, start: int, end: int) -> str:
    """The text as HTML with the code points from start to end marked."""
    return f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"


def _panel(title: str, beneath: str, body: str) -> str:
    return f'<h2 class="panel-title">{escape(title)}</h2>{beneath}{body}'


def _heading(name: str, citation: Citation, number: int) -> str:
    place = (citation["outlet"], words.day(citation["published"]), words.paragraph(citation["paragraph"]))
    facts = "".join(f"<li><bdi>{escape(fact)}</bdi></li>" for fact in place if fact)
    label = escape(words.source(number))
    return (
        f'<header><span class="number" role="img" aria-label="{label}">{int(number)}</span>'
        f'<div><ul class="facts">{facts}</ul>'
        f'<h3 id="{name}-title" dir="auto">{escape(citation["title"] or words.UNTITLED)}</h3></div></header>'
    )


def _words_quoted(citation: Citation, library: Paragraphs) -> str:
    """The whole paragraph as it was cited, or only the quote where the library no longer has that."""
    try:
        paragraph = library.paragraph(citation["article_id"], citation["paragraph"])
    except UnknownArticle:
        return _only_the_quote(citation, words.ARTICLE_GONE)
    start, end = citation["start"], citation["end"]
    if paragraph.revision != citation["revision"] or paragraph.text[start:end] != citation["quote"]:
        return _only_the_quote(citation, words.ARTICLE_CHANGED)
    return f'<p class="paragraph" dir="auto">{marked(paragraph.text, start, end)}</p>'


def _dates(citation: Citation) -> str:
    """The days that the quote names by the article's own, such as "Wednesday"; answers of before have none."""
    told = "".join(f"<li><bdi>{escape(words.dated(one))}</bdi></li>" for one in citation.get("dates") or ())
    return f'<ul class="facts dates" aria-label="{escape(words.DATES)}">{told}</ul>' if told else ""


def _differs(markers: Sequence[int]) -> str:
    return f'<p class="differs">{escape(words.differs_from(markers))}</p>' if markers else ""


def _copies(citation: Citation) -> str:
    """The copies of the article that hold the same words, folded; answers of before have none."""
    copies = citation.get("copies") or ()
    told = "".join(f"<li>{_copy(one)}</li>" for one in copies)
    return f"<details><summary>{escape(words.also_in(len(copies)))}</summary><ul>{told}</ul></details>" if told else ""


def _copy(one: Mapping[str, Any]) -> str:
    place = (one["outlet"], words.day(one["published"]), words.paragraph(one["paragraph"]))
    facts = ", ".join(fact for fact in place if fact)
    address = article_address(one["article_id"], one["paragraph"])
    title = escape(one["title"] or words.UNTITLED)
    return f'<bdi>{escape(facts)}</bdi>: <a href="{address}" target="_blank" rel="noopener" dir="auto">{title}</a>'


def _only_the_quote(citation: Citation, why: str) -> str:
    quote = f'<p class="paragraph" dir="auto"><mark>{escape(citation["quote"])}</mark></p>'
    return f'{quote}<p class="changed">{escape(why)}</p>'


def _foot(turn: int, citation: Citation, number: int) -> str:
    address = article_address(citation["article_id"], citation["paragraph"])
    label = escape(f"{words.READ_IN_ARTICLE}, {words.source(number).lower()}, {words.OPENS_NEW_TAB}")
    back = f'<a class="back" href="#t{turn}-m{number}">{escape(words.BACK_TO_ANSWER)}</a>' if citation["marker"] else ""
    return (
        f'<footer><p class="voice">{_voice(citation)}</p><p class="links">{back}'
        f'<a class="read" href="{address}" target="_blank" rel="noopener" aria-label="{label}">'
        f"{escape(words.READ_IN_ARTICLE)}</a></p></footer>"
    )


def _voice(citation: Citation) -> str:
    voice = f"<bdi>{escape(words.voice(citation))}</bdi>"
    named = citation.get("speaker_from")
    if not named or not citation.get("speaker"):
        return voice
    address = article_address(citation["article_id"], named["paragraph"])
    where = escape(words.named_in(named["paragraph"], citation["paragraph"]))
    return f'{voice}, <a href="{address}" target="_blank" rel="noopener">{where}</a>'


def _short(question: str, length: int = 160) -> str:
    return question if len(question) <= length else question[: length - 1].rstrip() + "…"
