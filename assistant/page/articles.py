"""A whole article as a page of its own, which needs no script: each paragraph has its number and its anchor.

It draws articles; it knows nothing of questions, answers or gradio.
"""

from __future__ import annotations

from assistant.page import words
from assistant.page.escape import article_address, escape
from index.articles import SEARCHED_ROLES, Article, Paragraph
from index.claims import web_address

STYLE_ADDRESS = "/page/style.css"


def article_page(article: Article) -> str:
    """The article with its heading and all its paragraphs; those not searched are greyed and named."""
    language = f' lang="{escape(article.language)}"' if article.language else ""
    paragraphs = "".join(map(_paragraph, article.paragraphs))
    return _page(
        article.title or words.UNTITLED,
        f'<article class="whole"{language}>{_heading(article)}{paragraphs}</article>',
    )


def missing_page() -> str:
    """What someone sees who follows a link to an article that is not there."""
    return _page(
        words.ARTICLE_MISSING,
        f'<div class="whole missing"><h1>{escape(words.ARTICLE_MISSING)}</h1>'
        f"<p>{escape(words.ARTICLE_MISSING_TEXT)}</p></div>",
    )


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} – {escape(words.TITLE)}</title>"
        f'<link rel="stylesheet" href="{STYLE_ADDRESS}"></head>'
        f'<body class="article-page"><nav><a href="/">{escape(words.TO_THE_CHAT)}</a></nav>'
        f"<main>{body}</main></body></html>"
    )


def _heading(article: Article) -> str:
    facts = [f"<bdi>{escape(fact)}</bdi>" for fact in (article.outlet, article.author) if fact]
    for known, told in ((article.published, words.day), (article.updated, words.updated)):
        if known:
            facts.append(f'<time datetime="{escape(known)}">{escape(told(known))}</time>')
    if address := web_address(article.url):
        facts.append(f'<a href="{escape(address)}" rel="noopener noreferrer">{escape(words.ORIGINAL)}</a>')
    listed = "".join(f"<li>{fact}</li>" for fact in facts)
    title = escape(article.title or words.UNTITLED)
    return f'<header><h1 dir="auto">{title}</h1><ul class="facts">{listed}</ul></header>'


def _paragraph(paragraph: Paragraph) -> str:
    number, name = int(paragraph.number), f"p{int(paragraph.number)}"
    address = article_address(paragraph.article_id, number)
    label = escape(words.paragraph(number).capitalize())
    return (
        f'<div class="numbered {_class(paragraph)}" id="{name}">'
        f'<a class="number" href="{address}" aria-label="{label}">{number}</a>'
        f'<div><p dir="auto">{escape(paragraph.text)}</p>{_role(paragraph)}</div></div>'
    )


def _class(paragraph: Paragraph) -> str:
    if paragraph.role not in SEARCHED_ROLES:
        return "not-searched"
    return "caption" if paragraph.role == "caption" else "body"


def _role(paragraph: Paragraph) -> str:
    name = words.CAPTION if paragraph.role == "caption" else words.NOT_SEARCHED.get(paragraph.role)
    return f'<p class="role">{escape(name)}</p>' if name else ""
