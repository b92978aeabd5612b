"""One card for each cited paragraph: its source, the paragraph with the quoted words marked, and who says them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Protocol

from assistant.page.escape import article_address, escape
from assistant.page.highlights import marked
from assistant.page.words import ENGLISH, Words
from index.articles import Paragraph
from index.errors import UnknownArticle
from index.extraction.claims import web_address

Citation = Mapping[str, Any]

NO_TURN = 0  # a text being checked; the turns of a conversation count from 1
AROUND = 2_000  # characters shown on either side of a quote: an answer may cite a book-length paragraph many times


class Paragraphs(Protocol):
    """What the cards need from a library."""

    def paragraph(self, article_id: str, number: int) -> Paragraph: ...

    def as_cited(self, article_id: str, number: int, revision: str) -> Paragraph | None: ...


class _ReadOnce:
    """The paragraphs of one panel, each looked up once however often it is cited."""

    def __init__(self, library: Paragraphs) -> None:
        self.paragraph = cache(library.paragraph)
        self.as_cited = cache(library.as_cited)


def sources(
    turn: int,
    question: str,
    answer: Mapping[str, Any] | None,
    library: Paragraphs,
    *,
    saved: Mapping[str, str] | None = None,
    say: Words = ENGLISH,
) -> str:
    """The panel beside the conversation: the cards of one answer, or the closest paragraphs.

    `saved` holds the text of paragraphs as cited, by revision, for those that the library no longer has in that form.
    """
    if answer is None and not turn:
        return ""  # nothing asked yet
    if answer is None:
        return panel(say.sources, "", f'<p class="hint">{escape(say.no_sources)}</p>', say)
    found, library = rests_on_citations(answer), _ReadOnce(library)
    against = {marker: claim.get("differs_from") for claim in answer["claims"] for marker in claim["citations"]}
    cards = [
        card(
            turn,
            place,
            citation,
            library,
            differs_from=against.get(citation["marker"]) or (),
            marks=found,
            saved=saved,
            say=say,
        )
        for place, citation in enumerate(cited(answer), start=1)
    ]
    asked = f'<p class="asked">{escape(say.for_question)} <q dir="auto">{escape(_short(question))}</q></p>'
    if cards and not found:
        asked += f'<p class="hint">{escape(say.closest_hint)}</p>'
    body = "".join(cards) or f'<p class="hint">{escape(say.no_sources_for_this)}</p>'
    return panel(say.closest if cards and not found else say.sources, asked, body, say)


def rests_on_citations(answer: Mapping[str, Any]) -> bool:
    """Whether the answer rests on citations; in a `not_found` answer, a model's text is struck and rests on none."""
    return answer["outcome"] == "answered" or answer["writer"] == "quotes" and bool(answer["citations"])


def cited(answer: Mapping[str, Any]) -> Sequence[Citation]:
    """The citations that the cards of an answer show, in order."""
    shown: Sequence[Citation] = answer["citations"] if rests_on_citations(answer) else answer["closest"]
    return shown


def card(
    turn: int,
    place: int,
    citation: Citation,
    library: Paragraphs,
    *,
    differs_from: Sequence[int] = (),
    marks: bool = True,
    saved: Mapping[str, str] | None = None,
    say: Words = ENGLISH,
) -> str:
    """One cited paragraph; `place` is its number if it has no marker, `differs_from` the markers of differing accounts.

    `marks` is false for the closest paragraphs, on which the answer does not rest.
    """
    number = citation["marker"] or place
    name = f"t{turn}-c{number}"
    return (
        f'<article class="card{"" if marks else " near"}" id="{name}" tabindex="-1" aria-labelledby="{name}-title">'
        f"{_heading(name, citation, number, say)}"
        f"{_words_quoted(citation, library, saved or {}, say)}"
        f"{_corrected(citation, say)}{_differs(differs_from, say)}{_dates(citation, say)}"
        f"{_copies(citation, say)}"
        f"{_foot(turn, citation, number, say)}</article>"
    )


def as_cited(citation: Citation, library: Paragraphs, saved: Mapping[str, str], say: Words) -> tuple[str | None, str]:
    """The text of the paragraph as cited, or None if it is lost, and a remark if it has changed."""
    if citation.get("genuine") is False:
        return None, say.not_from_here
    said = ""
    try:
        paragraph = library.paragraph(citation["article_id"], citation["paragraph"])
        if paragraph.revision == citation["revision"] and _holds(paragraph.text, citation):
            return paragraph.text, ""
        said = say.article_changed
        earlier = library.as_cited(citation["article_id"], citation["paragraph"], citation["revision"])
        if earlier and _holds(earlier.text, citation):
            return earlier.text, said
    except UnknownArticle:
        said = say.article_gone
    text = saved.get(citation["revision"])
    return (text if text is not None and _holds(text, citation) else None), said


def _holds(text: str, citation: Citation) -> bool:
    return text[citation["start"] : citation["end"]] == citation["quote"]


def panel(title: str, beneath: str, body: str, say: Words) -> str:
    """The panel beside a text: its title, what goes `beneath` the title, and the body."""
    return (
        f'<header class="bar"><h2 class="panel-title" tabindex="-1">{escape(title)}</h2>{close_sheet(say)}</header>'
        f"{beneath}{body}"
    )


def close_sheet(say: Words) -> str:
    """The button that closes the panel on a narrow page; elsewhere the style hides it."""
    return f'<button type="button" class="close-sheet" aria-label="{escape(say.close)}">×</button>'


def _heading(name: str, citation: Citation, number: int, say: Words) -> str:
    place = (citation["outlet"], say.day(citation["published"]), say.where_cited(citation), say.kind(citation))
    facts = "".join(f"<li><bdi>{escape(fact)}</bdi></li>" for fact in place if fact)
    label = escape(say.source(number))
    return (
        f'<header><span class="number" role="img" aria-label="{label}">{int(number)}</span>'
        f'<div><ul class="facts">{facts}</ul>'
        f'<h3 id="{name}-title" dir="auto">{escape(citation["title"] or say.untitled)}</h3></div></header>'
    )


def _words_quoted(citation: Citation, library: Paragraphs, saved: Mapping[str, str], say: Words) -> str:
    """The paragraph as cited, cut around the quote if very long; only the quote if the paragraph is lost."""
    text, said = as_cited(citation, library, saved, say)
    why = f'<p class="changed">{escape(said)}</p>' if said else ""
    if citation.get("genuine") is False:
        return why
    if text is None:
        return f'<p class="paragraph" dir="auto"><mark>{escape(citation["quote"])}</mark></p>{why}'
    first, last = max(0, citation["start"] - AROUND), citation["end"] + AROUND
    shown = marked(text[first:last], citation["start"] - first, citation["end"] - first)
    before, after = "… " if first else "", " …" if last < len(text) else ""
    return f'<p class="paragraph" dir="auto">{before}{shown}{after}</p>{why}'


def _corrected(citation: Citation, say: Words) -> str:
    """The notice that corrects or withdraws the quoted words, if any; older answers record none."""
    return taken_back(notice, say) if (notice := citation.get("corrected_by")) else ""


def taken_back(notice: Mapping[str, Any], say: Words) -> str:
    """The notice that corrects or withdraws words, with a link."""
    address = article_address(notice["article_id"], notice["paragraph"])
    quote = f'<a href="{address}" target="_blank" rel="noopener" dir="auto">{escape(notice["quote"])}</a>'
    return f'<p class="differs">{escape(say.corrected(notice))}{quote}</p>'


def _dates(citation: Citation, say: Words) -> str:
    """The days meant by words of the quote such as "Wednesday"; older answers record none."""
    dates = [one for one in citation.get("dates") or () if one["text"] not in say.day(one["day"])]
    listed = "".join(f"<li><bdi>{escape(say.dated(one))}</bdi></li>" for one in dates)
    return f'<ul class="facts dates" aria-label="{escape(say.dates)}">{listed}</ul>' if listed else ""


def _differs(markers: Sequence[int], say: Words) -> str:
    return f'<p class="differs">{escape(say.differs_from(markers))}</p>' if markers else ""


def _copies(citation: Citation, say: Words) -> str:
    """The copies of the article with the same words, in a collapsed list; older answers record none."""
    copies = citation.get("copies") or ()
    listed = "".join(f"<li>{_copy(one, say)}</li>" for one in copies)
    return (
        f"<details><summary>{escape(say.also_in(len(copies)))}</summary><ul>{listed}</ul></details>" if listed else ""
    )


def _copy(one: Mapping[str, Any], say: Words) -> str:
    place = (one["outlet"], say.day(one["published"]), say.where_cited(one))
    facts = ", ".join(fact for fact in place if fact)
    address = article_address(one["article_id"], one["paragraph"])
    title = escape(one["title"] or say.untitled)
    return f'<bdi>{escape(facts)}</bdi>: <a href="{address}" target="_blank" rel="noopener" dir="auto">{title}</a>'


def _foot(turn: int, citation: Citation, number: int, say: Words) -> str:
    """Who says the words, and the buttons; the link to the article works without scripts."""
    address = article_address(citation["article_id"], citation["paragraph"])
    named, back = escape(say.source(number)), say.back_to_text if turn == NO_TURN else say.back_to_answer
    link = escape(web_address(citation["url"]) or "") or address
    return (
        f'<footer><p class="voice">{_voice(citation, say)}</p><p class="links">'
        f'<a class="back" href="#t{turn}-m{number}">{escape(back)}</a>'
        f'<button type="button" class="copy" data-text="{escape(say.quotation(citation))}" '
        f'data-link="{link}">{escape(say.copy)}'
        f'<span class="unseen">, {named}</span></button>'
        f'<a class="read" href="{address}" data-turn="{turn}" data-marker="{number}">{escape(say.read_in_article)}'
        f'<span class="unseen">, {named}</span></a></p></footer>'
    )


def _voice(citation: Citation, say: Words) -> str:
    voice = f"<bdi>{escape(say.voice(citation))}</bdi>"
    named = citation.get("speaker_from")
    if not named or not citation.get("speaker"):
        return voice
    address = article_address(citation["article_id"], named["paragraph"])
    where = escape(say.named_in(named["paragraph"], citation["paragraph"]))
    return f'{voice}, <a href="{address}" target="_blank" rel="noopener">{where}</a>'


def _short(question: str, length: int = 160) -> str:
    return question if len(question) <= length else question[: length - 1].rstrip() + "…"
