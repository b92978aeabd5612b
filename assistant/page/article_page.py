"""A whole article as a page that needs no script: its heading, and each paragraph with its number and role."""

from __future__ import annotations

from assistant.page.escape import article_address, escape, root
from assistant.page.words import ENGLISH, Words
from index.articles import SEARCHED_ROLES, Article, Heading, Paragraph
from index.extraction.claims import web_address

STYLE_ADDRESS = "/page/style.css"


def article_page(article: Article, say: Words = ENGLISH, *, before: str = "") -> str:
    """The article with its heading and all its paragraphs; those not searched are greyed and labelled."""
    return page(article.title or say.untitled, whole(article, say, before=before), say)


def whole(article: Article, say: Words, *, before: str = "", name: str = "") -> str:
    """The heading, what comes `before` the text, and the text; `name` is the prefix of the paragraphs' ids."""
    language = f' lang="{escape(article.language)}"' if article.language else ""
    title = f'<h1 dir="auto">{escape(article.title or say.untitled)}</h1>'
    paragraphs = "".join(
        numbered(paragraph, escape(paragraph.text), say, name=f"{name}p{int(paragraph.number)}")
        for paragraph in article.paragraphs
    )
    heading = f"<header>{title}{facts(article, say)}</header>"
    return f'<article class="whole">{heading}{before}<div{language}>{paragraphs}</div></article>'


def missing_page(say: Words = ENGLISH) -> str:
    """The page for a link to an article that is not in the library."""
    return page(
        say.article_missing,
        f'<div class="whole missing"><h1>{escape(say.article_missing)}</h1>'
        f"<p>{escape(say.article_missing_text)}</p></div>",
        say,
    )


def facts(heading: Heading, say: Words) -> str:
    """The facts of an article besides its title: outlet, author, days and a link to the original."""
    facts = [f"<bdi>{escape(fact)}</bdi>" for fact in (heading.outlet, heading.author) if fact]
    published, updated = heading.published or "", heading.updated or ""
    later = updated if updated[:10] != published[:10] else ""
    for known, how in ((published, say.day), (later, say.updated)):
        if known:
            facts.append(f'<time datetime="{escape(known)}">{escape(how(known))}</time>')
    if address := web_address(heading.url):
        facts.append(
            f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(say.original)}'
            f'<span class="unseen">, {escape(say.opens_new_tab)}</span></a>'
        )
    return f'<ul class="facts">{"".join(f"<li>{fact}</li>" for fact in facts)}</ul>'


def numbered(paragraph: Paragraph, inside: str, say: Words, *, name: str) -> str:
    """A paragraph with its number, which links to it, and its role if that is not `body`."""
    number = int(paragraph.number)
    address = article_address(paragraph.article_id, number)
    label = escape(say.paragraph(number).capitalize())
    return (
        f'<div class="numbered {_class(paragraph)}" id="{name}">'
        f'<a class="number" href="{address}" aria-label="{label}">{number}</a>'
        f'<div><p dir="auto">{inside}</p>{_role(paragraph, say)}</div></div>'
    )


def page(title: str, body: str, say: Words, *, navigation: str | None = None) -> str:
    if navigation is None:
        way = f'<a href="{escape(root.get() or "./")}">{escape(say.to_the_chat)}</a>'
        navigation = f"<nav><strong>{escape(say.title)}</strong> {way}</nav>"
    return (
        f'<!doctype html><html lang="{say.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} – {escape(say.title)}</title>"
        f'<link rel="stylesheet" href="{escape(root.get() + STYLE_ADDRESS[1:])}"></head>'
        f'<body class="article-page">{navigation}'
        f"<main>{body}</main></body></html>"
    )


def _class(paragraph: Paragraph) -> str:
    if paragraph.role not in SEARCHED_ROLES:
        return "not-searched"
    return "caption" if paragraph.role == "caption" else "body"


def _role(paragraph: Paragraph, say: Words) -> str:
    name = say.caption if paragraph.role == "caption" else say.not_searched.get(paragraph.role)
    return f'<p class="role">{escape(name)}</p>' if name else ""
