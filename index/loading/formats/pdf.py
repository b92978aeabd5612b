"""A PDF -> the lines on its pages, and its metadata; the only importer of pypdf.

`typesetting.py` decides which lines make a paragraph.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pypdf import Configuration, PageObject, PasswordType, PdfReader, apply_configuration
from pypdf.errors import LimitReachedError

from index.errors import Scanned, Unreadable
from index.loading import recognition
from index.loading.decoding import LARGEST_FILE
from index.loading.documents import PROTECTED, Document, document_of_paragraphs
from index.loading.formats.typesetting import Line, paragraphs_on

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PAGES = 2_000
WITHIN = 1024  # bytes from the top that must contain the PDF signature
MOST_UNKNOWN = 0.2  # share of letters that the fonts do not identify

LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})

LIMITS = Configuration(  # of each stream once unpacked
    zlib_maximum_output_length=LARGEST_FILE,
    lzw_maximum_output_length=LARGEST_FILE,
    run_length_maximum_output_length=LARGEST_FILE,
    brotli_maximum_output_length=LARGEST_FILE,
    array_based_stream_maximum_output_length=LARGEST_FILE,
)

TOO_MUCH = "it is more than one article can be"


def read_pdf(content: bytes, *, recognise: bool = False) -> Document:
    """The paragraphs in the order in which the file draws them, without running heads and page numbers.

    Raises Unreadable, and Scanned if pages need text recognition that was not requested. The file's creation date is
    not its day of publication, and is ignored.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with apply_configuration(LIMITS):
            return _read(content, recognise)
    except Unreadable:
        raise
    except (LimitReachedError, MemoryError) as error:
        raise Unreadable(TOO_MUCH) from error
    except Exception as error:  # a hand-made file may be broken in any way
        raise Unreadable("the PDF is damaged") from error


def read_pictures(content: bytes, *, recognise: bool = False) -> Document:
    """The paragraphs on pictures of pages; raises like `read_pdf`."""
    if not recognition.available():
        raise Unreadable(recognition.PICTURE)
    if not recognise:
        raise Scanned(recognition.pictures_in(content))
    paragraphs, pages, shown = paragraphs_on(recognition.lines_of_pictures(content))
    if not paragraphs:
        raise Unreadable("no text was recognised in it")
    return document_of_paragraphs(paragraphs, shown=shown, pages=pages)


def pictures_on(content: bytes, numbers: Sequence[int]) -> Iterator[tuple[int, Image, float]]:
    """The largest picture on each of these pages, with the width of the page in points."""
    reader = PdfReader(BytesIO(content))
    for number in numbers:
        page = reader.pages[number]
        found = [one.image for one in page.images if one.image]
        if found:
            largest = max(found, key=lambda one: one.width * one.height)
            yield number, largest, float(page.mediabox.width)


def _read(content: bytes, recognise: bool) -> Document:
    if b"%PDF" not in content[:WITHIN]:
        raise Unreadable("it is not a PDF")
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise Unreadable(PROTECTED)
    if len(reader.pages) > MOST_PAGES:
        raise Unreadable(f"it has more than {MOST_PAGES:,} pages, more than one article can have")
    pages = [_lines(page, number) for number, page in enumerate(reader.pages)]
    scanned = [number for number, lines in enumerate(pages) if not lines and _shows_pictures(reader.pages[number])]
    if scanned and recognition.available():
        if not recognise:
            raise Scanned(len(scanned))
        for number, lines in recognition.lines_of_pages(content, scanned, pictures_on).items():
            pages[number] = lines
    paragraphs, numbers, shown = paragraphs_on(pages)
    if not paragraphs:
        raise Unreadable(_why_empty(scanned))
    text = "".join(paragraphs)
    if sum(character == "\ufffd" or "\ue000" <= character <= "\uf8ff" for character in text) > MOST_UNKNOWN * len(text):
        raise Unreadable("its fonts do not say which letters they show")
    own = reader.metadata
    return document_of_paragraphs(
        paragraphs, shown=shown, title=own.title if own else None, author=own.author if own else None, pages=numbers
    )


def _why_empty(scanned: Sequence[int]) -> str:
    if not scanned:
        return "there is no text in it"
    return "no text was recognised in it" if recognition.available() else recognition.SCAN


def _lines(page: PageObject, number: int) -> list[Line]:
    """The lines of a page in drawing order; rotated ones count only if there are no upright ones."""
    found: list[Line] = []
    for turned in ((0,), (90, 180, 270)):
        drawn = _Drawn(number, found)
        page.extract_text(orientations=turned, visitor_text=drawn.take)
        drawn.end()
        if found:
            break
    return found


class _Drawn:
    """Joins consecutively drawn pieces into lines."""

    def __init__(self, page: int, found: list[Line]) -> None:
        self._page, self._found = page, found
        self._text, self._place = "", (0.0, 0.0, 0.0)

    def take(self, text: str, outer: list[float], inner: list[float], _: Any, size: float) -> None:
        for part in text.translate(LIGATURES).splitlines(keepends=True):
            if not self._text.strip():
                self._place = _place(outer, inner, size)
            self._text += part
            if part.endswith("\n"):
                self.end()

    def end(self) -> None:
        if self._text.strip():
            self._found.append(Line(self._text.rstrip("\n"), *self._place, page=self._page))
        self._text = ""


def _place(outer: list[float], inner: list[float], size: float) -> tuple[float, float, float]:
    """The distance from the left and from the bottom, and the size of the letters as seen on the page."""
    left = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
    height = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
    across = inner[2] * outer[0] + inner[3] * outer[2]
    up = inner[2] * outer[1] + inner[3] * outer[3]
    return left, height, abs(size) * (across * across + up * up) ** 0.5


def _shows_pictures(page: PageObject) -> bool:
    resources = page.get("/Resources", {}).get_object()
    drawn = resources.get("/XObject", {})
    return any(one.get_object().get("/Subtype") == "/Image" for one in drawn.get_object().values()) if drawn else False
