"""A Word document (.docx) -> its text in paragraphs, and its metadata.

It reads the XML of the few parts that hold text. The usual library is not used: it skips inserted text, content
controls and text boxes, refuses strict documents, and unpacks every part before a limit can be applied.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from index import language
from index.errors import Unreadable
from index.extraction.plain_text import tidy, title_above
from index.loading.decoding import LARGEST_FILE, LARGEST_WORDS
from index.loading.documents import PROTECTED, Document, document_of_paragraphs

MOST_MARKS = 2_000_000  # "<" in one part; a book has a tenth of that, and each takes time and memory
LONG_CELL = 200  # characters; with a longer cell, a table holds text rather than values

FIRST = 3  # paragraphs from the top, one of which may be the title
TITLE_STYLES = ("title", "heading 1")
UNSEEN = ("", "del", "moveFrom", "Fallback", "rt", "instrText", "pPr", "rPr", "sectPr")  # deleted, doubled, or not text
SIGNS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}
OLD = "it is a Word document in the old format (.doc); save it as .docx and add that"

_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_word(content: bytes) -> Document:
    """The paragraphs as a reader sees them, with those of tables and text boxes in place and the notes last.

    Raises Unreadable. The file's creation date is not its day of publication, and is ignored.
    """
    try:
        return _read(content)
    except Unreadable:
        raise
    except Exception as error:  # a hand-made file may be broken in any way
        raise Unreadable("the Word document is damaged") from error


def _read(content: bytes) -> Document:
    parts = _Parts(content)
    main = parts.named("", "/officeDocument")
    root = parts.read(main)
    if main is None or root is None or _name(root) != "document":
        raise Unreadable("it is not a Word document")
    styles = _style_names(parts.read(parts.named(main, "/styles")))
    lines = list(_paragraphs(root, styles))
    for notes in ("/footnotes", "/endnotes"):
        lines += _paragraphs(parts.read(parts.named(main, notes)), styles)
    lines = [(text, style) for line, style in lines if (text := tidy(line))]
    if not lines:
        raise Unreadable("there is no text in it")
    own = parts.read(parts.named("", "/core-properties"))
    texts = [text for text, _ in lines]
    titles = [text for text, style in lines[:FIRST] if style in TITLE_STYLES]
    styled = next((text for text in titles if not language.may_be_notice(text)), titles[0] if titles else None)
    return document_of_paragraphs(
        texts,
        shown=styled or title_above("\n\n".join(texts)),
        title=_property(own, "title"),
        author=_property(own, "creator"),
    )


class _Parts:
    """The parts of the package, each unpacked on demand and never beyond the limit."""

    def __init__(self, content: bytes) -> None:
        if content.startswith(_OLD_WORD):
            raise Unreadable(PROTECTED if _ENCRYPTED in content else OLD)
        try:
            self._package = zipfile.ZipFile(BytesIO(content))
        except zipfile.BadZipFile as error:
            raise Unreadable("it is not a Word document, or is cut off") from error

    def named(self, source: str, kind: str) -> str | None:
        """The name of the part of this kind that another part, or the package itself, refers to, or None."""
        folder, name = posixpath.split(source)
        links = self.read(posixpath.join(folder, "_rels", f"{name}.rels"))
        for link in [] if links is None else links:
            if link.get("Type", "").endswith(kind) and link.get("TargetMode") != "External":
                return posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
        return None

    def read(self, name: str | None) -> etree._Element | None:
        if name is None or name not in self._package.namelist():
            return None
        try:
            with self._package.open(name) as part:
                content = part.read(LARGEST_FILE + 1)
        except RuntimeError as error:  # the archive itself requires a password
            raise Unreadable(PROTECTED) from error
        if len(content) > LARGEST_FILE:
            raise Unreadable(f"it is larger than {LARGEST_WORDS} when decompressed")
        if content.count(b"<") > MOST_MARKS:
            raise Unreadable("it is longer than one article can be")
        parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
        root = etree.fromstring(content, parser)
        if root.getroottree().docinfo.doctype:  # no Word document has one, but a file made to expand on parsing does
            raise Unreadable("the Word document is damaged")
        return root


def _style_names(styles: etree._Element | None) -> dict[str, str]:
    """The English name of each style by its id, which may be in the language of the program that wrote it."""
    found = {}
    for style in [] if styles is None else styles:
        for child in style:
            if _name(child) == "name":
                found[_attribute(style, "styleId")] = _attribute(child, "val").lower()
    return found


def _paragraphs(root: etree._Element | None, styles: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each paragraph with the name of its style; a row in a table of values is one paragraph."""
    for element in [] if root is None else root:
        name = _name(element)
        if name == "p":
            yield _text(element), _style(element, styles)
            for box in _within(element, "txbxContent"):
                yield from _paragraphs(box, styles)
        elif name == "tbl":
            yield from _rows(element, styles)
        elif name not in UNSEEN and not _is_mark(element):
            yield from _paragraphs(element, styles)


def _rows(table: etree._Element, styles: dict[str, str]) -> Iterator[tuple[str, str]]:
    cells = [[list(_paragraphs(cell, styles)) for cell in _within(row, "tc")] for row in table if _name(row) == "tr"]
    texts = [len([text for text, _ in cell if text.strip()]) for row in cells for cell in row]
    if max(texts, default=0) > 1 or any(len(text) > LONG_CELL for row in cells for cell in row for text, _ in cell):
        yield from (line for row in cells for cell in row for line in cell)
        return
    for row in cells:
        yield " | ".join(text for cell in row for text, _ in cell if text.strip()), ""


def _within(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    for child in element:
        if _name(child) == wanted:
            yield child
        elif _name(child) not in UNSEEN:
            yield from _within(child, wanted)


def _text(element: etree._Element) -> str:
    """The text that a paragraph shows, without deleted and hidden text and the boxes that are anchored in it."""
    name = _name(element)
    if name in UNSEEN or name == "txbxContent" or (name == "r" and _is_hidden(element)):
        return ""
    if name == "t":
        return element.text or ""
    return SIGNS.get(name) or "".join(map(_text, element))


def _is_hidden(run: etree._Element) -> bool:
    marks = (mark for child in run if _name(child) == "rPr" for mark in child if _name(mark) == "vanish")
    return any(_attribute(mark, "val") not in ("0", "false", "off") for mark in marks)


def _is_mark(element: etree._Element) -> bool:
    """Whether it is the line that separates the notes from the text, which Word stores among the notes."""
    return _name(element) in ("footnote", "endnote") and _attribute(element, "type") not in ("", "normal")


def _style(paragraph: etree._Element, styles: dict[str, str]) -> str:
    for mark in (mark for child in paragraph if _name(child) == "pPr" for mark in child if _name(mark) == "pStyle"):
        return styles.get(_attribute(mark, "val"), _attribute(mark, "val").lower())
    return ""


def _property(own: etree._Element | None, name: str) -> str | None:
    return next((child.text for child in ([] if own is None else own) if _name(child) == name), None)


def _name(element: etree._Element) -> str:
    """The name without its namespace, which differs between the usual and the strict form."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _attribute(element: etree._Element, name: str) -> str:
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")
