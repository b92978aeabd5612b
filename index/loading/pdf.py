"""A PDF -> the lines on its pages, and its metadata; the only importer of pypdf.

`typesetting.py` decides which lines make a paragraph.
"""

from __future__ import annotations

import logging
from io import BytesIO
from typing import Any

from pypdf import Configuration, PageObject, PasswordType, PdfReader, apply_configuration
from pypdf.errors import LimitReachedError

from index.errors import Unreadable
from index.loading.decoding import LARGEST_FILE
from index.loading.documents import Document, document_of_paragraphs
from index.loading.typesetting import Line, paragraphs_on

MOST_PAGES = 2_000
WITHIN = 1024  # bytes from the top in which a PDF says that it is one
MOST_UNKNOWN = 0.2  # of the letters, of which the fonts do not say what they are

LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})

LIMITS = Configuration(  # of each stream of bytes once it is unpacked
    zlib_maximum_output_length=LARGEST_FILE,
    lzw_maximum_output_length=LARGEST_FILE,
    run_length_maximum_output_length=LARGEST_FILE,
    brotli_maximum_output_length=LARGEST_FILE,
    array_based_stream_maximum_output_length=LARGEST_FILE,
)

SCAN = "it is a scan without text; have its text recognised and add the result"
PROTECTED = "it is protected with a password; save a copy without one and add that"
TOO_MUCH = "it is more than one article can be"


def read_pdf(content: bytes) -> Document:
    """The paragraphs in the order in which the file draws them, without running heads and page numbers.

    Raises Unreadable. The day when the file was made is not when its text was published, and is left alone.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with apply_configuration(LIMITS):
            return _read(content)
    except Unreadable:
        raise
    except (LimitReachedError, MemoryError) as error:
        raise Unreadable(TOO_MUCH) from error
    except Exception as error:  # a file made by hand may break what it promises in any way
        raise Unreadable("the PDF is damaged") from error


def _read(content: bytes) -> Document:
    if b"%PDF" not in content[:WITHIN]:
        raise Unreadable("it is no PDF")
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise Unreadable(PROTECTED)
    if len(reader.pages) > MOST_PAGES:
        raise Unreadable(f"it has more than {MOST_PAGES:,} pages, more than one article can have")
    pages = [_lines(page, number) for number, page in enumerate(reader.pages)]
    paragraphs, shown = paragraphs_on(pages)
    if not paragraphs:
        raise Unreadable(SCAN if any(map(_shows_pictures, reader.pages)) else "there is no text in it")
    text = "".join(paragraphs)
    if sum(character == "\ufffd" or "\ue000" <= character <= "\uf8ff" for character in text) > MOST_UNKNOWN * len(text):
        raise Unreadable("its fonts do not say which letters they show")
    own = reader.metadata
    return document_of_paragraphs(
        paragraphs, shown=shown, title=own.title if own else None, author=own.author if own else None
    )


def _lines(page: PageObject, number: int) -> list[Line]:
    """The lines of a page in drawing order; rotated ones count only if none is upright."""
    found: list[Line] = []
    for turned in ((0,), (90, 180, 270)):
        drawn = _Drawn(number, found)
        page.extract_text(orientations=turned, visitor_text=drawn.take)
        drawn.end()
        if found:
            break
    return found


class _Drawn:
    """Puts the pieces that are drawn one after another together to lines."""

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
    """From the left, from below, and the size of the letters as it is seen on the page."""
    left = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
    height = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
    across = inner[2] * outer[0] + inner[3] * outer[2]
    up = inner[2] * outer[1] + inner[3] * outer[3]
    return left, height, abs(size) * (across * across + up * up) ** 0.5


def _shows_pictures(page: PageObject) -> bool:
    resources = page.get("/Resources", {}).get_object()
    drawn = resources.get("/XObject", {})
    return any(one.get_object().get("/Subtype") == "/Image" for one in drawn.get_object().values()) if drawn else False
