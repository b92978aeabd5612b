"""Writes articles as files of each form, with their notices set as newsrooms set them.

It imports nothing that reads them. Notices take the places that a form has for them in turn.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from html import escape
from io import BytesIO
from itertools import count
from pathlib import Path
from xml.sax.saxutils import escape as escaped

from docx import Document
from docx.oxml import parse_xml

Article = Mapping[str, str]
Places = dict[str, str]  # where each notice was set, by its words

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
IN_HTML = {
    "paragraph": '<p class="correction"><em>{}</em></p>',
    "aside": '<aside class="editors-note"><p>{}</p></aside>',
    "footer": '<footer class="article-footer"><p>{}</p></footer>',
    "blockquote": "<blockquote><p>{}</p></blockquote>",
    "div": '<div class="article-amendment">{}</div>',
    "list": '<ul class="notes"><li>{}</li></ul>',
    "small": "<p><small><i>{}</i></small></p>",
    "section": '<section class="corrections"><p>{}</p></section>',
    "table": "<table><tr><td>{}</td></tr></table>",
    "under a line": "<hr><p><strong>{}</strong></p>",
}
IN_MARKDOWN = {
    "paragraph": "{}",
    "italic": "*{}*",
    "underlined": "_{}_",
    "bold": "**{}**",
    "blockquote": "> {}",
    "alert": "> [!NOTE]\n> {}",
    "list": "- {}",
    "under a line": "---\n\n{}",
    "table": "| {} |\n| --- |",
    "small": "<small>{}</small>",
    "aside": '<aside class="note">\n{}\n</aside>',
    "heading": "### {}",
    "footnote": "[^{mark}]: {}",
}
IN_WORD = ("paragraph", "italic", "heading", "title", "cell", "text box", "footnote", "endnote")


def write_pages(articles: Sequence[Article], notices: Sequence[str], folder: Path) -> Places:
    """A page for each article, between a menu and links to others."""
    places = _Places(notices, tuple(IN_HTML))
    for one in articles:
        body = "\n".join(_in_html(text, places.of(text)) for text in _paragraphs(one))
        data = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": one["title"],
            "datePublished": one["date"],
            "publisher": {"@type": "Organization", "name": one["source"]},
        } | ({"author": {"@type": "Person", "name": one["author"]}} if one.get("author") else {})
        by = f'<p class="byline">By {escape(one["author"])}</p>' if one.get("author") else ""
        page = (
            f'<!doctype html><html lang="{_language(one)}"><head><meta charset="utf-8"><title>{escape(one["title"])}'
            f'</title><meta property="og:site_name" content="{escape(one["source"])}"><meta property='
            f'"article:published_time" content="{one["date"]}"><link rel="canonical" href="{escape(one["url"])}">'
            f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script></head><body>'
            '<header><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li><li><a href="/sport">Sport'
            f"</a></li></ul></nav></header><main><article><h1>{escape(one['title'])}</h1>{by}<time datetime="
            f'"{one["date"]}">{one["date"]}</time>\n{body}\n</article><aside class="related"><h2>Related stories</h2>'
            '<ul><li><a href="/a">Ten walks by the sea</a></li><li><a href="/b">How to keep bees</a></li></ul></aside>'
            "</main><footer><p>© 2026. All rights reserved.</p></footer></body></html>"
        )
        (folder / f"{one['id']}.html").write_text(page, "utf-8")
    return places.used


def _in_html(text: str, place: str | None) -> str:
    return IN_HTML[place].format(escape(text)) if place else f"<p>{escape(text)}</p>"


def write_markdown(articles: Sequence[Article], notices: Sequence[str], folder: Path) -> Places:
    """A Markdown file for each article: front matter, a heading, and paragraphs."""
    places, marks = _Places(notices, tuple(IN_MARKDOWN)), count(1)
    for one in articles:
        parts, below = [f"# {one['title']}"], list[str]()
        for text in _paragraphs(one):
            place = places.of(text)
            if place == "footnote" and len(parts) > 1:
                mark = next(marks)
                parts[-1] += f"[^{mark}]"
                below.append(IN_MARKDOWN[place].format(text, mark=mark))
            else:
                parts.append(IN_MARKDOWN[place or "paragraph"].format(text, mark="n"))
        fields = {"outlet": one["source"], "author": one.get("author"), "date": one["date"], "url": one["url"]}
        matter = "\n".join(
            f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items() if value
        )
        (folder / f"{one['id']}.md").write_text(
            f"---\n{matter}\n---\n\n" + "\n\n".join([*parts, *below]) + "\n", "utf-8"
        )
    return places.used


def write_word(articles: Sequence[Article], notices: Sequence[str], folder: Path) -> Places:
    """A Word document for each article, with outlet, author and date in lines under the title."""
    places = _Places(notices, IN_WORD)
    for one in articles:
        document, below = Document(), list[tuple[str, str]]()
        texts = [(text, places.of(text)) for text in _paragraphs(one)]
        for text, place in texts:
            if place == "title":
                document.add_paragraph(text, "Title")
        document.add_paragraph(one["title"], "Title")
        for label, name in (("Source", "source"), ("Author", "author"), ("Published", "date"), ("URL", "url")):
            if one.get(name):
                document.add_paragraph(f"{label}: {one[name]}")
        for text, place in texts:
            if place in ("footnote", "endnote"):
                below.append((place, text))
            else:
                _set(document, text, place)
        content = BytesIO()
        document.save(content)
        (folder / f"{one['id']}.docx").write_bytes(_with_notes(content.getvalue(), below))
    return places.used


def _set(document: Document, text: str, place: str | None) -> None:  # type: ignore[valid-type]
    if place == "title":
        return
    if place == "cell":
        document.add_table(1, 1).cell(0, 0).text = text
    elif place == "text box":
        box = (
            f'<w:r xmlns:w="{_W}"><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
            f"<w:p><w:r><w:t>{escaped(text)}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
        document.add_paragraph()._p.append(parse_xml(box))
    else:
        paragraph = document.add_paragraph(style="Heading 2" if place == "heading" else None)
        paragraph.add_run(text).italic = place == "italic"


def _with_notes(content: bytes, notes: Sequence[tuple[str, str]]) -> bytes:
    """The document with footnotes and endnotes, which the library for Word does not write."""
    parts = {kind: [text for place, text in notes if place == kind] for kind in ("footnote", "endnote")}
    read, written = zipfile.ZipFile(BytesIO(content)), BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name in read.namelist():
            data = read.read(name)
            for kind, texts in parts.items():
                if texts and name == "word/_rels/document.xml.rels":
                    link = f'<Relationship Id="{kind}" Type="http://x/{kind}s" Target="{kind}s.xml"/></Relationships>'
                    data = data.replace(b"</Relationships>", link.encode())
                if texts and name == "[Content_Types].xml":
                    part = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"
                    held = f'<Override PartName="/word/{kind}s.xml" ContentType="{part}"/></Types>'
                    data = data.replace(b"</Types>", held.encode())
            package.writestr(name, data)
        for kind, texts in parts.items():
            if texts:
                own = "".join(
                    f'<w:{kind} w:id="{number}"><w:p><w:r><w:t>{escaped(text)}</w:t></w:r></w:p></w:{kind}>'
                    for number, text in enumerate(texts, start=2)
                )
                package.writestr(f"word/{kind}s.xml", f'<w:{kind}s xmlns:w="{_W}">{own}</w:{kind}s>')
    return written.getvalue()


def write_lines(articles: Sequence[Article], notices: Sequence[str], folder: Path) -> Places:
    """One file of JSON Lines."""
    rows = "\n".join(json.dumps(one, ensure_ascii=False) for one in articles)
    (folder / "articles.jsonl").write_text(rows, "utf-8")
    return {}


FORMS: dict[str, Callable[[Sequence[Article], Sequence[str], Path], Places]] = {
    "jsonl": write_lines,
    "html": write_pages,
    "word": write_word,
    "markdown": write_markdown,
}


def without_notices(article: Article, notices: Sequence[str]) -> Article | None:
    """The article before its notices were added; None if it consists of nothing else."""
    kept = [text for text in _paragraphs(article) if not _is_among(text, notices)]
    return {**article, "text": "\n\n".join(kept)} if kept else None


def _paragraphs(article: Article) -> list[str]:
    return article["text"].split("\n\n")


def _is_among(text: str, notices: Sequence[str]) -> bool:
    return any(notice[:30] in text for notice in notices)


class _Places:
    """The place of each notice: the next in turn."""

    def __init__(self, notices: Sequence[str], places: Sequence[str]) -> None:
        self._notices, self._places, self._at = notices, places, count()
        self.used: Places = {}

    def of(self, text: str) -> str | None:
        if not _is_among(text, self._notices):
            return None
        self.used[text] = self._places[next(self._at) % len(self._places)]
        return self.used[text]


def _language(article: Article) -> str:
    text = article["text"]
    if any("\u3040" <= one <= "\u30ff" for one in text):
        return "ja"
    return "zh" if any("\u4e00" <= one <= "\u9fff" for one in text) else "en"
