"""PDF and Word files as other programs write them, and as none should."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Sequence
from io import BytesIO

from docx import Document
from fpdf import FPDF
from pypdf import PdfWriter

WORD_NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)


class Paper(FPDF):
    """Pages with a running head above the text and a page number below it."""

    def header(self) -> None:
        self.set_font("helvetica", size=8)
        self.cell(0, 8, "The Daily Post", new_x="LMARGIN", new_y="NEXT")

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("helvetica", size=8)
        self.cell(0, 10, f"Page {self.page_no()}", align="C")


def pdf(
    paragraphs: Sequence[str],
    *,
    title: str = "",
    above: Sequence[str] = (),
    indent: str = "",
    own: tuple[str, str] = ("", ""),
) -> bytes:
    """Paragraphs set with gaps between them or with first lines indented; `own` is the title and author of the file."""
    paper = Paper()
    paper.set_title(own[0])
    paper.set_author(own[1])
    paper.set_creator("Writer of Documents 7")
    paper.add_page()
    for text, size in [(title, 20), *((line, 10) for line in above)]:
        if text:
            _set(paper, text, size)
    for text in paragraphs:
        _set(paper, indent + text, 11, justified=bool(indent))
        paper.ln(0 if indent else 3)
    return bytes(paper.output())


def _set(paper: Paper, text: str, size: int, *, justified: bool = False) -> None:
    paper.set_font("times", size=size)
    paper.multi_cell(0, size / 2, text, align="J" if justified else "L", new_x="LMARGIN", new_y="NEXT")


def columns(paragraphs: Sequence[str]) -> bytes:
    paper = FPDF()
    paper.add_page()
    paper.set_font("times", size=10)
    with paper.text_columns(ncols=2, gutter=8, text_align="L") as page:
        for text in paragraphs:
            with page.paragraph(bottom_margin=2) as paragraph:
                paragraph.write(text)
    return bytes(paper.output())


def encrypted(content: bytes, *, password: str) -> bytes:
    writer, found = PdfWriter(clone_from=BytesIO(content)), BytesIO()
    writer.encrypt(user_password=password, owner_password="of the owner", algorithm="AES-256")
    writer.write(found)
    return found.getvalue()


def raw_pdf(*drawn: bytes, packed: int = 1, times: int = 1, picture: bool = False) -> bytes:
    """A PDF written by hand with a page for each stream, compressed `packed` times; all pages appear `times` times."""
    for _ in range(packed):
        drawn = tuple(zlib.compress(one, 9) for one in drawn)
    filters = b"/FlateDecode " * packed
    shown = b"/XObject << /I 4 0 R >>" if picture else b""
    kids = b"".join(b"%d 0 R " % (5 + 2 * page) for page in range(len(drawn))) * times
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(drawn) * times),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding /Differences [1 /fi] >> >>",
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
        b"\nstream\n\0\nendstream",
    ]
    for page, stream in enumerate(drawn):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> %s >> >>" % (6 + 2 * page, shown),
            b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (len(stream), filters, stream),
        ]
    parts, places, length = [b"%PDF-1.7\n"], [], 9
    for number, written in enumerate(objects, start=1):
        places.append(length)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, written))
        length += len(parts[-1])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table))
    parts.append(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (count, length))
    return b"".join(parts)


def drawn_lines(*texts: str) -> bytes:
    """Lines of text, one below the other, as a page draws them."""
    return b"BT /F1 10 Tf 12 TL 50 700 Td %s ET" % b" ".join(f"({text}) Tj T*".encode() for text in texts)


def scan() -> bytes:
    return raw_pdf(b"q 600 0 0 800 0 0 cm /I Do Q", picture=True)


def word(*paragraphs: str | tuple[str, str], title: str = "", author: str = "") -> bytes:
    """A Word document of paragraphs, each with its style if one is named."""
    document, found = Document(), BytesIO()
    document.core_properties.title, document.core_properties.author = title, author
    for paragraph in paragraphs:
        text, style = (paragraph, None) if isinstance(paragraph, str) else paragraph
        document.add_paragraph(text, style=style)
    document.save(found)
    return found.getvalue()


def with_part(content: bytes, change: Callable[[bytes], bytes], *, name: str = "word/document.xml") -> bytes:
    """The same package with one of its parts changed."""
    found = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            part = old.read(member)
            new.writestr(member, change(part) if member == name else part)
    return found.getvalue()


def with_body(body: str, *, before: str = "") -> bytes:
    """A Word document whose body is this XML."""
    xml = f"{before}<w:document {WORD_NAMES}><w:body>{body}</w:body></w:document>"
    return with_part(word("x"), lambda _: xml.encode())
