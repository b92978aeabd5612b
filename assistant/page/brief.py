"""An article and a library in brief: what an article says, and what a library holds, before anything is asked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from assistant.page.escape import article_address, escape, person_link
from assistant.page.frame import example_buttons
from assistant.page.related import Related
from assistant.page.words import Words
from index.articles import Article, Heading
from index.library import Library

if TYPE_CHECKING:
    from index.reading.records import Reading
    from index.store.corrections import Corrected
    from index.store.storing import Change

CARRYING = 3  # sentences
QUOTED = 8  # people
NAMED = 4  # names that two articles share
NEWEST = 3  # articles
LOOKED_AT = 50  # latest articles, checked for those new to a visitor


class Read(Protocol):
    """What a brief needs from a library."""

    def reading(self, article_id: str) -> Reading | None: ...

    def corrections(self, article_id: str | None = None) -> list[Corrected]: ...

    def changes(self, article_id: str) -> list[Change]: ...


def brief(article: Article, library: Read, say: Words, *, name: str, asks: bool = True) -> str:
    """The brief above the text; `name` is the prefix of the ids of the paragraphs that it links to.

    `asks` adds what needs the page's scripts: a button to ask only this article, and a place for content fetched later.
    """
    read = library.reading(article.id)
    notices = "".join(dict.fromkeys(_notice(one, article, name, say) for one in library.corrections(article.id)))
    kind = say.kind({"text_kind": article.text_kind})
    marks = " ".join(f'<span class="mark" dir="auto">{escape(one)}</span>' for one in (kind, *article.labels) if one)
    parts = [
        f'<p class="of-kind">{marks}</p>' if marks else "",
        notices,
        _changes(library.changes(article.id), say),
        _sentences(article, read, name, say) if read else "",
        _people(read, say) if read else "",
        _ask(article, say) if asks else "",
    ]
    inside = "".join(parts)
    return f'<section class="brief" aria-label="{escape(say.in_brief)}">{inside}</section>' if inside else ""


def _notice(one: Corrected, article: Article, name: str, say: Words) -> str:
    how = escape(say.corrected({"kind": one.kind, "published": one.day}))
    words = f'<span dir="auto">{escape(one.quote)}</span>'
    here = one.article_id == article.id
    address = f"#{name}p{int(one.paragraph)}" if here else article_address(one.article_id, one.paragraph)
    shape = 'class="to-paragraph"' if here else 'class="open-article" target="_blank" rel="noopener"'
    return f'<p class="banner">{how}<a {shape} href="{address}">{words}</a></p>'


def _changes(changes: Sequence[Change], say: Words) -> str:
    """Each day on which the article changed, latest first, with the old text and the new."""
    days = groupby(reversed(changes), key=lambda one: one.replaced[:10])
    return "".join(_changed_on(day, list(together)[::-1], say) for day, together in days)


def _changed_on(day: str, changes: Sequence[Change], say: Words) -> str:
    rows = "".join(
        "<li>"
        + (f'<del dir="auto">{escape(one.before.text)}</del> ' if one.before else "")
        + (f'<ins dir="auto">{escape(one.after)}</ins>' if one.after else "")
        + "</li>"
        for one in changes
    )
    summary = escape(say.changed_on(day, len(changes)))
    return f'<details class="changed-on"><summary>{summary}</summary><ul>{rows}</ul></details>'


def _sentences(article: Article, read: Reading, name: str, say: Words) -> str:
    """The key sentences, each linked to its place; none for a short article, which is its own brief."""
    texts = {paragraph.number: paragraph.text for paragraph in article.paragraphs}
    spans = [span for span in read.brief if span.paragraph in texts][:CARRYING]
    if len(texts) <= CARRYING or not spans:
        return ""
    items = "".join(
        f'<li><a class="to-paragraph" href="#{name}p{int(one.paragraph)}" dir="auto">'
        f"{escape(texts[one.paragraph][one.start : one.end])}</a></li>"
        for one in sorted(spans, key=lambda one: (one.paragraph, one.start))
    )
    return f'<h3>{escape(say.in_brief)}</h3><ul class="carrying">{items}</ul>'


def _people(read: Reading, say: Words) -> str:
    named = list(dict.fromkeys(one.speaker for one in read.statements if one.speaker and one.kind != "document"))
    if not named:
        return ""
    people = "".join(f"<li>{person_link(one)}</li>" for one in named[:QUOTED])
    return f'<h3>{escape(say.quoted_here)}</h3><ul class="people-of">{people}</ul>'


def _ask(article: Article, say: Words) -> str:
    return (
        f'<p class="asking"><button type="button" class="ask-only-this" data-id="{escape(article.id)}" '
        f'data-title="{escape(article.title or say.untitled)}">{escape(say.ask_only_this)}</button></p>'
        f'<div class="tries" data-from="page/tries?article={quote(article.id, safe="")}"></div>'
    )


def besides(article: Article, questions: Sequence[str], near: Related, say: Words) -> str:
    """What is fetched after the brief: questions that the article answers, and related articles."""
    tries = example_buttons(questions, only=(article.id, article.title or say.untitled)) if questions else ""
    copies = [_line(one, say) for one in near.copies]
    others = [_line(one, say, *names[:NAMED]) for one, names in near.others]
    return tries + "".join(
        f'<h3>{escape(title)}</h3><ul class="related">{"".join(f"<li>{one}</li>" for one in lines)}</ul>'
        for title, lines in ((say.copies_of_it, copies), (say.same_story, others))
        if lines
    )


def stocked(library: Library, say: Words, *, seen: str = "") -> str:
    """What a library holds, its newest articles, how many were added since last `seen`, and who is quoted most."""
    if not library.count():
        return ""
    dated = [library.page(column="published", descending=down, limit=NEWEST).lines for down in (False, True)]
    first, last = (lines[0].heading.published if lines else None for lines in dated)
    held = say.stock(library.count(), len(library.names("outlet", limit=1_000)), first, last)
    newest = "".join(f"<li>{_line(one.heading, say)}</li>" for one in dated[1])
    came = [one for one in library.page(limit=LOOKED_AT).lines if seen and (one.heading.added or "") > seen[:19]]
    new = f'<p class="came"><a href="./#articles">{escape(say.new_since(len(came)))}</a></p>' if came else ""
    people = "".join(f"<li>{person_link(one.name)}</li>" for one in library.people(limit=QUOTED) if one.statements)
    quoted = f'<h3>{escape(say.most_quoted)}</h3><ul class="people-of">{people}</ul>' if people else ""
    return (
        f'<h3>{escape(say.in_the_library)}</h3><p class="held">{escape(held)}</p>{new}'
        f"<h3>{escape(say.newest)}</h3><ul>{newest}</ul>{quoted}"
    )


def _line(heading: Heading, say: Words, *more: str) -> str:
    facts = say.comma.join(fact for fact in (heading.outlet, say.day((heading.published or "")[:10])) if fact)
    where = " · ".join(filter(None, (facts, say.comma.join(more))))
    title = escape(heading.title or say.untitled)
    return (
        f'<a class="open-article" href="{article_address(heading.id)}" target="_blank" rel="noopener" dir="auto">'
        f"{title}</a> <small>{escape(where)}</small>"
    )
