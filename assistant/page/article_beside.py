"""A whole article beside the conversation, with the words that an answer cites marked in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from assistant.page.article_page import facts, numbered
from assistant.page.cards import Citation, Paragraphs, as_cited, cited, close_sheet
from assistant.page.escape import escape
from assistant.page.highlights import all_marked, marked
from assistant.page.words import ENGLISH, Words
from index.articles import Article, Heading, Paragraph
from index.errors import UnknownArticle

Spans = dict[int, tuple[int, int]]  # spans in a paragraph, by marker
MOST_LOST = 20  # changed paragraphs shown of one article; each is looked up in all its versions


class Articles(Paragraphs, Protocol):
    def article(self, article_id: str) -> Article: ...


def reading(
    turn: int,
    number: int,
    answer: Mapping[str, Any],
    library: Articles,
    *,
    saved: Mapping[str, str] | None = None,
    say: Words = ENGLISH,
    look: int = 0,
    name: str = "reading",
    before: Callable[[Article], str] = lambda article: "",
) -> str:
    """The article of the citation with this number, with everything the answer cites from it marked.

    Cited words that the article no longer has are shown above it, as cited. `look` numbers the page's request, `name`
    is the prefix of the element ids, `before` draws what comes between heading and text.
    """
    shown = {one["marker"] or place: one for place, one in enumerate(cited(answer), start=1)}
    if number not in shown:
        return ""
    article_id = shown[number]["article_id"]
    own = {marker: one for marker, one in shown.items() if one["article_id"] == article_id}
    try:
        article = library.article(article_id)
    except UnknownArticle:
        article = None
    paragraphs = {paragraph.number: paragraph for paragraph in article.paragraphs} if article else {}
    there = _standing(own, paragraphs)
    gone = own.keys() - {marker for spans in there.values() for marker in spans}
    shown_first = sorted(gone, key=lambda marker: (marker != number, marker))[:MOST_LOST]
    lost = [_lost(marker, own[marker], library, saved or {}, say) for marker in sorted(shown_first)]
    text = "".join(_paragraph(one, there.get(one.number, {}), say, name) for one in paragraphs.values())
    language = f' lang="{escape(article.language)}"' if article and article.language else ""
    heading = article or _as_cited(shown[number])
    return (
        f'<article class="reading" data-turn="{turn}" data-marker="{number}" data-look="{look}" '
        f'aria-labelledby="{name}-title">'
        f"<header>{_bar(number, own, say)}"
        f'<h2 id="{name}-title" tabindex="-1" dir="auto">{escape(heading.title or say.untitled)}</h2>'
        f"{facts(heading, say)}</header>"
        f'{before(article) if article else ""}{"".join(lost)}<div class="text"{language}>{text}</div></article>'
    )


def _standing(own: Mapping[int, Citation], paragraphs: Mapping[int, Paragraph]) -> dict[int, Spans]:
    """The spans of the citations whose words are still in the article, by paragraph number and marker."""
    cited = {one["paragraph"] for one in own.values()} & paragraphs.keys()
    revisions = {number: paragraphs[number].revision for number in cited}
    found: dict[int, Spans] = {number: {} for number in cited}
    for marker, one in own.items():
        number, span = one["paragraph"], (one["start"], one["end"])
        stands = revisions.get(number) == one["revision"]
        if stands and paragraphs[number].text[slice(*span)] == one["quote"]:
            found[number][marker] = span
    return found


def _bar(number: int, own: Mapping[int, Citation], say: Words) -> str:
    """Buttons to go back, and from one citation of this article to the next in text order."""
    order = sorted(own, key=lambda marker: (own[marker]["paragraph"], own[marker]["start"]))
    place = order.index(number)
    steps = ""
    if len(order) > 1:
        place_named = escape(say.citation_of(place + 1, len(order)))
        steps = (
            f'<span class="steps">{_step("previous", order[place - 1], say.previous_citation, "‹", place > 0)}'
            f'<span class="place" aria-live="polite">{place_named}</span>'
            f"{_step('next', order[(place + 1) % len(order)], say.next_citation, '›', place + 1 < len(order))}</span>"
        )
    return (
        f'<nav class="bar"><button type="button" class="to-sources">← {escape(say.back_to_sources)}</button>'
        f"{steps}{close_sheet(say)}</nav>"
    )


def _step(which: str, marker: int, label: str, sign: str, there: bool) -> str:
    """The button for one step; a disabled one is announced as such, and keeps its place and the focus."""
    state = "" if there else ' aria-disabled="true"'
    return (
        f'<button type="button" class="step {which}" data-marker="{marker}" aria-label="{escape(label)}"'
        f'{state}><span aria-hidden="true">{sign}</span></button>'
    )


def _paragraph(paragraph: Paragraph, spans: Spans, say: Words, name: str) -> str:
    inside = all_marked(paragraph.text, spans) if spans else escape(paragraph.text)
    return numbered(paragraph, inside, say, name=f"{name}-p{int(paragraph.number)}")


def _lost(marker: int, citation: Citation, library: Paragraphs, saved: Mapping[str, str], say: Words) -> str:
    """A cited paragraph that the library no longer holds in that form."""
    text, said = as_cited(citation, library, saved, say)
    quote = escape(citation["quote"])
    inside = f"<mark>{quote}</mark>" if text is None else marked(text, citation["start"], citation["end"])
    inside = inside.replace("<mark>", f'<mark data-names="{int(marker)}">', 1)
    heading = f"{say.as_cited} ({say.paragraph(citation['paragraph'])})"
    return (
        f'<aside class="as-cited" aria-label="{escape(heading)}"><p class="changed">{escape(said)}</p>'
        f'<p class="paragraph" dir="auto">{inside}</p></aside>'
    )


def _as_cited(citation: Citation) -> Heading:
    return Heading(
        citation["article_id"],
        citation["title"],
        outlet=citation["outlet"],
        published=citation["published"],
        url=citation["url"],
    )
