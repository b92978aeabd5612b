"""Pictures of pages -> the lines on them: the only importer of rapidocr, pypdfium2 and Pillow's reader.

It uses the extra `ocr`, or tesseract if installed, in the processes that read untrusted files.
"""

from __future__ import annotations

import csv
import logging
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from io import BytesIO, StringIO
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import Unreadable
from index.loading.formats.columns import Box, in_order
from index.loading.formats.typesetting import Line

if TYPE_CHECKING:
    from PIL.Image import Image

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]

MOST_PAGES = 200  # recognised per file
DPI = 200  # at which the pages of a PDF are rendered
POINTS = 72  # an inch
MOST_PIXELS = 60_000_000  # of one picture; a page of a newspaper at 300 dpi has 35 million
LONGEST_SIDE = 4_500  # pixels; a larger picture is scaled down
LEAST_SIDE = 1_500  # pixels; a smaller one is enlarged for tesseract, which depends on the size of letters
MOST_SECONDS = 60  # of processor time for tesseract per page; it outlives the process that started it
LEAST_PICTURE = 50  # pixels on a side; a smaller one is not a page
SURE = 0.5  # the least confidence, from 0 to 1, that rapidocr must have in a line
ALIKE = 0.25  # share by which boxes may differ in height when their letters have one size
GET_IT = "to have scans read, run `pip install '.[ocr]'` in the project's folder, or install tesseract"
SCAN = f"it is a scan without text; {GET_IT}"
PICTURE = f"it is a picture; {GET_IT}"


Largest = Callable[[bytes, Sequence[int]], Iterator[tuple[int, "Image", float]]]


def available() -> bool:
    """Whether text recognition is available."""
    return _has_rapidocr() or _tesseract() is not None


@cache
def _has_rapidocr() -> bool:
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


@cache
def _tesseract() -> str | None:
    return shutil.which("tesseract")


def lines_of_pictures(content: bytes) -> list[list[Line]]:
    """The lines of each picture of a PNG, JPEG or TIFF file, as if it were a page; raises Unreadable."""
    from PIL import Image, ImageSequence

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG", "TIFF")) as opened:
            frames = getattr(opened, "n_frames", 1)
            if frames > MOST_PAGES:
                raise Unreadable(f"it has more than {MOST_PAGES:,} pages to be recognised")
            if opened.width * opened.height > MOST_PIXELS:
                raise Unreadable("it has more pixels than any page needs")
            return [
                _lines(_upright(frame), number, POINTS / _dpi(frame))
                for number, frame in enumerate(ImageSequence.Iterator(opened))
            ]
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unreadable("the picture is damaged") from error


def pictures_in(content: bytes) -> int:
    """The number of pages of a file; raises Unreadable."""
    from PIL import Image

    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG", "TIFF")) as opened:
            if min(opened.size) < LEAST_PICTURE:
                raise Unreadable("the picture is too small to hold a text")
            return int(getattr(opened, "n_frames", 1))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unreadable("the picture is damaged") from error


def _upright(picture: Image) -> Image:
    """The picture turned upright, as its EXIF orientation says, in RGB."""
    from PIL import ImageOps

    return ImageOps.exif_transpose(picture).convert("RGB")


def _dpi(picture: Image) -> float:
    stated = picture.info.get("dpi", (0, 0))[0]
    return float(stated) if 50 <= float(stated) <= 1200 else float(DPI)


def lines_of_pages(content: bytes, numbers: Sequence[int], largest: Largest) -> dict[int, list[Line]]:
    """The lines of these pages of a PDF, counted from 0; raises Unreadable if there are too many.

    If no renderer is installed, `largest` returns the largest picture on each, with the page's width in points.
    """
    if len(numbers) > MOST_PAGES:
        raise Unreadable(f"it has more than {MOST_PAGES:,} scanned pages")
    return {number: _lines(picture, number, scale) for number, picture, scale in _drawn(content, numbers, largest)}


def _drawn(content: bytes, numbers: Sequence[int], largest: Largest) -> Iterator[tuple[int, Image, float]]:
    """Each page as a picture, with the size of its pixels in points."""
    if find_spec("pypdfium2") is None:
        for number, picture, width in largest(content, numbers):
            if picture.width * picture.height <= MOST_PIXELS:
                yield number, picture.convert("RGB"), width / picture.width
        return
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        for number in numbers:
            page = document[number]
            scale = min(DPI / POINTS, (MOST_PIXELS / max(1.0, page.get_width() * page.get_height())) ** 0.5)
            scale = min(scale, LONGEST_SIDE / max(1.0, page.get_width(), page.get_height()))
            yield number, page.render(scale=scale).to_pil().convert("RGB"), 1 / scale
            page.close()


def _lines(picture: Image, number: int, scale: float) -> list[Line]:
    """The lines of one page in column order; `scale` is the size of a pixel in points."""
    larger = max(picture.size)
    wanted = LONGEST_SIDE if larger > LONGEST_SIDE else max(larger, LEAST_SIDE)
    factor = wanted / larger
    if factor != 1:
        picture = picture.resize((round(picture.width * factor), round(picture.height * factor)))
    recognise: Callable[[Image], list[Box]] = _by_rapidocr if _has_rapidocr() else _by_tesseract
    boxes = in_order(recognise(picture))
    if not boxes:
        return []
    scale, usual = scale / factor, median(box.height for box in boxes)
    height = picture.height * scale
    return [
        Line(box.text, box.left * scale, height - box.bottom * scale, _size(box, usual) * scale, number)
        for box in boxes
    ]


def _size(box: Box, usual: float) -> float:
    return usual if abs(box.height - usual) <= ALIKE * usual else box.height


@cache
def _rapidocr() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    threads = min(4, os.cpu_count() or 1)
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.text_score": SURE,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _by_rapidocr(picture: Image) -> list[Box]:
    found = _rapidocr()(np.asarray(picture)[:, :, ::-1])  # it expects blue first
    if found.boxes is None:
        return []
    return [
        Box(text, *map(float, (corners[:, 0].min(), corners[:, 1].min(), corners[:, 0].max(), corners[:, 1].max())))
        for corners, text in zip(found.boxes, found.txts, strict=True)
    ]


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def _by_tesseract(picture: Image) -> list[Box]:
    """Tesseract's words, joined into lines; used through pipes, since the process may not write files."""
    sent = BytesIO()
    picture.save(sent, "PNG", compress_level=1)
    command = [str(_tesseract()), "stdin", "stdout", "--psm", "3", "tsv"]
    try:
        limited: dict[str, Any] = {"preexec_fn": _limit} if resource else {}
        ran = subprocess.run(command, input=sent.getvalue(), capture_output=True, check=True, **limited)
    except subprocess.CalledProcessError as error:
        raise Unreadable("text recognition was stopped, or cannot read it") from error
    table = ran.stdout.decode("utf-8")
    lines: dict[tuple[str, ...], list[Box]] = {}
    for row in csv.DictReader(StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == "5" and (row["text"] or "").strip():
            left, top, width, height = (float(row[name]) for name in ("left", "top", "width", "height"))
            line = tuple(row[name] for name in ("block_num", "par_num", "line_num"))
            lines.setdefault(line, []).append(Box(row["text"], left, top, left + width, top + height))
    return [
        Box(
            " ".join(word.text for word in words),
            min(word.left for word in words),
            min(word.top for word in words),
            max(word.right for word in words),
            max(word.bottom for word in words),
        )
        for words in lines.values()
    ]
