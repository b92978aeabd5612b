"""Reads an item's bytes as an article, each kind of file with its own reader.

It reads in this process without limits; `guarded.py` reads untrusted files within limits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from index import extraction, language, loading
from index.articles import Article, Paragraph, Role
from index.errors import Unreadable
from index.extraction.claims import claim, heading_claims, web_address
from index.extraction.plain_text import opening, paragraphs_as_they_stand, storable, tidy
from index.extraction.roles import roles, states_something
from index.loading.decoding import declared_encoding, decode, expand
from index.loading.documents import Document, document_of_text
from index.loading.formats import jsonl
from index.loading.formats.markdown import first_heading, front_matter, without_marks
from index.loading.items import Item
from index.loading.named_files import PICTURES

MOST_PARAGRAPHS = 100_000  # ten times a long book; a file with more is not an article
LONGEST_CLAIM = 500  # characters of a title and of each name: every answer and every list shows them
LONGEST_ADDRESS = 4_000


def article_of(item: Item) -> Article:
    """The article that an item holds; raises Unreadable with the reason."""
    if item.suffix == ".jsonl":
        return _read_json(item)
    content = expand(item.content) if item.suffix.endswith(".gz") else item.content
    kind = item.suffix.removesuffix(".gz")
    if kind == ".pdf":
        return _of_document(item, loading.read_pdf(content, recognise=item.recognise))
    if kind in PICTURES:
        return _of_document(item, loading.read_pictures(content, recognise=item.recognise))
    if kind == ".docx":
        return _of_document(item, loading.read_word(content))
    if kind in (".html", ".htm"):
        return _read_html(item, decode(content, declared=item.charset or declared_encoding(content)))
    if kind == ".md":
        return _read_markdown(item, decode(content, declared=item.charset))
    return _of_document(item, document_of_text(decode(content, declared=item.charset)))


def _read_json(item: Item) -> Article:
    """Takes the text unchanged: every paragraph is body, and only what cannot be stored is removed."""
    fields = jsonl.fields_of(item.content)
    paragraphs = paragraphs_as_they_stand(fields["text"])
    title = claim(fields, "title") or opening(paragraphs[0])
    article = Article(id=item.id, title=title, source=item.source, **heading_claims(fields))
    return _with_paragraphs(article, paragraphs, ["body"] * len(paragraphs))


def _read_html(item: Item, html: str) -> Article:
    page = _page(html, item.url)
    paragraphs = [text for line in page.lines if (text := tidy(line))]
    if not paragraphs:
        raise Unreadable("there is no article text in it")
    found = _roles_on_page(page, paragraphs)
    if not states_something(paragraphs, found):
        raise Unreadable("it holds no article, only things such as links, buttons or a notice")
    article = Article(
        id=item.id,
        title=tidy(page.title or "") or _readable_name(item, paragraphs),
        outlet=tidy(page.outlet or "") or None,
        author=tidy(page.author or "") or None,
        published=page.published,
        updated=page.updated,
        url=web_address(page.url),
        language=page.language,
        section=page.section,
        labels=page.labels,
        source=item.source,
    )
    return _with_paragraphs(article, paragraphs, found)


def _page(html: str, url: str | None) -> extraction.Page:
    try:
        page = extraction.extract(html, url)
    except Unreadable:
        raise
    except Exception as error:  # a parser may fail in any way on a hostile page
        raise Unreadable("it could not be read as a web page") from error
    if page is None:
        raise Unreadable("there is no article text in it")
    return page


def _roles_on_page(page: extraction.Page, paragraphs: list[str]) -> list[Role]:
    """The roles; body text that the page marks as a caption becomes one, and a pointer becomes boilerplate."""
    marked: dict[str, Role] = {tidy(line): "boilerplate" for line in page.pointers}
    marked |= {tidy(line): "caption" for line in page.captions}
    found = zip(paragraphs, _roles(paragraphs), strict=True)
    return [marked.get(text, role) if role == "body" else role for text, role in found]


def _roles(paragraphs: Sequence[str]) -> list[Role]:
    """The roles; a note that corrects or withdraws what was published is body."""
    found = zip(paragraphs, roles(paragraphs), strict=True)
    return ["body" if role == "note" and language.may_be_notice(text) else role for text, role in found]


def _read_markdown(item: Item, text: str) -> Article:
    fields, text = front_matter(storable(text))
    heading, text = first_heading(text)
    title = claim(fields, "title") or heading
    return _of_document(item, document_of_text(without_marks(text), title=title, fields=fields))


def _of_document(item: Item, document: Document) -> Article:
    paragraphs, found, pages = list(document.paragraphs), _roles(document.paragraphs), list(document.pages)
    for row in document.stated:
        found[row] = found[row] if found[row] == "note" else "boilerplate"
    title = document.title
    rows = (
        row for row, text in enumerate(paragraphs) if row not in document.stated and not language.may_be_notice(text)
    )
    first = next(rows, None)
    if first is None or title != paragraphs[first]:
        pass
    elif found[first] != "body":
        title = None  # furniture above the text may look like its title
    elif len(paragraphs) > 1:
        del paragraphs[first], found[first], pages[first : first + 1]
    body = [paragraph for paragraph, role in zip(paragraphs, found, strict=True) if role == "body"]
    title = title or _readable_name(item, body or paragraphs)
    article = Article(id=item.id, title=title, source=item.source, **document.claims)
    return _with_paragraphs(article, paragraphs, found, pages)


def _readable_name(item: Item, paragraphs: list[str]) -> str:
    """The title in a page's feed, or a file's name if it is made of words; else the beginning of the text."""
    if item.title is not None:
        return item.title or opening(paragraphs[0])
    name = re.sub(r"[-_.\s]+", " ", Path(item.source).name[: -len(item.suffix)]).strip()
    words = [word for word in name.split() if word.isalpha() and not re.fullmatch(r"[0-9a-f]{6,}", word)]
    if len(words) > 1 and sum(map(len, words)) * 2 > len(name):
        return tidy(name[0].upper() + name[1:])
    return opening(paragraphs[0])


def _with_paragraphs(article: Article, texts: list[str], found: list[Role], pages: Sequence[int] = ()) -> Article:
    if len(texts) > MOST_PARAGRAPHS:
        raise Unreadable(f"it has more than {MOST_PARAGRAPHS:,} paragraphs, more than one article can have")
    on_pages: Sequence[int | None] = pages or [None] * len(texts)
    numbered = enumerate(zip(texts, found, on_pages, strict=True), start=1)
    paragraphs = tuple(Paragraph(article.id, number, text, role, page) for number, (text, role, page) in numbered)
    return replace(_of_usual_length(article), paragraphs=paragraphs)


def _of_usual_length(article: Article) -> Article:
    """The article with an overlong title or names cut."""
    claims = {name: getattr(article, name) for name in ("title", "outlet", "author", "section", "language")}
    cut: dict[str, Any] = {
        name: f"{text[: LONGEST_CLAIM - 1].rstrip()}…"
        for name, text in claims.items()
        if len(text or "") > LONGEST_CLAIM
    }
    return replace(article, url=None if len(article.url or "") > LONGEST_ADDRESS else article.url, **cut)
