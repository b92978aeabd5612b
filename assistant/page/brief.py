"""An article in brief: its kind, whether it was corrected, what carries it, who is quoted, what can be asked of it.

It draws what was read of one article; it knows nothing of how an article is read or shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from assistant.page.escape import article_address, escape, person_link
from assistant.page.frame import example_buttons
from assistant.page.words import Words
from index.articles import Article

if TYPE_CHECKING:
    from index.reading.records import Reading
    from index.store.corrections import Corrected

CARRYING = 3  # sentences
QUOTED = 8  # people


class Read(Protocol):
    """What a brief needs of a library."""

    def reading(self, article_id: str) -> Reading | None: ...

    def corrections(self, article_id: str | None = None) -> list[Corrected]: ...


def brief(article: Article, library: Read, say: Words, *, name: str, questions: Sequence[str] = ()) -> str:
    """What stands above the text; `name` begins the names of the paragraphs that it leads to."""
    read = library.reading(article.id)
    notices = "".join(_notice(one, article, name, say) for one in library.corrections(article.id))
    kind = say.kind({"text_kind": article.text_kind})
    parts = [
        f'<p class="of-kind"><span class="mark">{escape(kind)}</span></p>' if kind else "",
        notices,
        _sentences(article, read, name, say) if read else "",
        _people(read, say) if read else "",
        _ask(article, questions, say),
    ]
    return f'<section class="brief" aria-label="{escape(say.in_brief)}">{"".join(parts)}</section>'


def _notice(one: Corrected, article: Article, name: str, say: Words) -> str:
    told = escape(say.corrected({"kind": one.kind, "published": one.day}))
    words = f'<span dir="auto">{escape(one.quote)}</span>'
    here = one.article_id == article.id
    address = f"#{name}p{int(one.paragraph)}" if here else article_address(one.article_id, one.paragraph)
    shape = 'class="to-paragraph"' if here else 'class="open-article"'
    return f'<p class="banner">{told}<a {shape} href="{address}">{words}</a></p>'


def _sentences(article: Article, read: Reading, name: str, say: Words) -> str:
    """The sentences that carry the article, each leading to its place; of a short article none, for it is its brief."""
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


def _ask(article: Article, questions: Sequence[str], say: Words) -> str:
    title = article.title or say.untitled
    tries = example_buttons(questions, only=(article.id, title)) if questions else ""
    return (
        f'<p class="asking"><button type="button" class="ask-only-this" data-id="{escape(article.id)}" '
        f'data-title="{escape(title)}">{escape(say.ask_only_this)}</button></p>{tries}'
    )
