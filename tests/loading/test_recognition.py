"""Scans and pictures: their lines in the order of columns, read by what is installed, and what is said without."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from assistant.assistant import Assistant
from assistant.settings import Settings
from index.errors import Scanned, Unreadable
from index.library import Library
from index.loading import recognition
from index.loading.formats.columns import Box, in_order
from index.loading.formats.pdf import read_pdf, read_pictures
from tests.conftest import require
from tests.papers import columns, pdf, scan

CRANE = "The harbour master said the old crane will be taken down in March."
YEAR = "It was a good year."
PEARS = "The orchard beside the chapel gave eleven tonnes of pears this autumn, the gardener said."


def box(text: str, left: float, row: int, *, width: float = 0, height: float = 10) -> Box:
    return Box(text, left, row * 14, left + (width or 5 * len(text)), row * 14 + height)


def column(name: str, left: float, rows: range) -> list[Box]:
    return [box(f"{name}{row}", left, row, width=90) for row in rows]


def texts(boxes: list[Box]) -> list[str]:
    return [one.text for one in in_order(boxes)]


def named(name: str, rows: range) -> list[str]:
    return [f"{name}{row}" for row in rows]


def test_columns_are_read_one_after_another_and_what_spans_them_where_it_stands() -> None:
    head, foot = box("A headline over both columns", 0, 0, width=200), box("A line under both of them", 0, 9, width=200)
    page = [foot, *column("b", 110, range(1, 8)), *column("a", 0, range(1, 8)), head]
    assert texts(page) == [head.text, *named("a", range(1, 8)), *named("b", range(1, 8)), foot.text]
    three = [*column("c", 220, range(6)), *column("a", 0, range(6)), *column("b", 110, range(5))]
    assert texts(three) == [*named("a", range(6)), *named("b", range(5)), *named("c", range(6))]


def test_pieces_of_one_row_are_one_line_and_no_columns() -> None:
    prose = [box("a whole line of prose as it is set over the page", 0, row) for row in range(8)]
    byline = [box("3 May", 150, 8), box("By Ann Ash", 0, 8)]
    assert texts([*prose, *byline])[-1] == "By Ann Ash 3 May"
    assert texts([]) == []


def picture(paragraphs: list[str], kind: str = "PNG", *, dpi: int = 150) -> bytes:
    drawn = pypdfium2.PdfDocument(pdf(paragraphs))[0].render(scale=dpi / 72).to_pil()
    written = BytesIO()
    cropped = drawn.crop((0, round(dpi * 0.7), drawn.width, round(drawn.height * 0.35)))
    cropped.convert("RGB").save(written, kind, dpi=(dpi, dpi))
    return written.getvalue()


@pytest.fixture
def nothing_recognises(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(recognition, "_has_rapidocr", lambda: False)
    monkeypatch.setattr(recognition, "_tesseract", lambda: None)
    yield


@pytest.mark.usefixtures("nothing_recognises")
def test_where_nothing_recognises_text_the_skip_says_how_to_get_it() -> None:
    for read, content in ((read_pdf, scan()), (read_pictures, picture([CRANE]))):
        with pytest.raises(Unreadable, match=r"\[ocr\]'` in the project's folder"):
            read(content)


def test_a_scan_is_recognised_only_where_the_time_for_it_is_given() -> None:
    require(recognition.available(), "nothing here recognises text")
    for read, content in ((read_pdf, scan()), (read_pictures, picture([CRANE]))):
        with pytest.raises(Scanned) as raised:
            read(content)
        assert raised.value.pages == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"\x89PNG\r\n\x1a\n" + bytes(50), "damaged"), (b"GIF89a" + bytes(50), "damaged"), (b"", "damaged")],
)
def test_what_is_no_picture_is_refused_in_a_sentence(content: bytes, reason: str) -> None:
    require(recognition.available(), "nothing here recognises text")
    for recognise in (True, False):
        with pytest.raises(Unreadable, match=reason):
            read_pictures(content, recognise=recognise)


def test_a_picture_of_more_pixels_than_a_page_has_is_refused() -> None:
    require(recognition.available(), "nothing here recognises text")
    written = BytesIO()
    Image.new("1", (20_000, 20_000)).save(written, "PNG")
    with pytest.raises(Unreadable, match="more pixels|damaged"):
        read_pictures(written.getvalue(), recognise=True)


def test_a_picture_too_small_for_a_text_costs_no_recognition() -> None:
    require(recognition.available(), "nothing here recognises text")
    written = BytesIO()
    Image.new("L", (1, 1)).save(written, "PNG")
    with pytest.raises(Unreadable, match="too small"):
        read_pictures(written.getvalue())


@pytest.mark.parametrize("engine", ["rapidocr", "tesseract"])
def test_either_engine_reads_a_picture(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    has = recognition._has_rapidocr() if engine == "rapidocr" else recognition._tesseract()
    require(bool(has), f"{engine} is not installed")
    monkeypatch.setattr(recognition, "_has_rapidocr", lambda: engine == "rapidocr")
    found = read_pictures(picture([CRANE, PEARS]), recognise=True)
    assert found.paragraphs == (CRANE, PEARS) and found.pages == (1, 1)


@pytest.mark.processes
def test_an_answer_cites_the_page_of_a_scan(library: Library, tmp_path: Path) -> None:
    require(recognition.available(), "nothing here recognises text")
    first = Image.open(BytesIO(picture([PEARS, YEAR], dpi=200)))
    second = Image.open(BytesIO(picture([CRANE], dpi=200)))
    first.save(tmp_path / "paper.tiff", save_all=True, append_images=[second], compression="tiff_deflate")
    first.save(tmp_path / "paper.pdf", save_all=True, append_images=[second], resolution=200)
    report = library.add([tmp_path / "paper.tiff", tmp_path / "paper.pdf"])
    assert len(report.added) == 2 and not report.skipped
    for article_id in report.added:
        paragraphs = library.article(article_id).paragraphs
        pages = [" ".join(one.text for one in paragraphs if one.page == number) for number in (1, 2)]
        assert pages == [f"{PEARS} {YEAR}", CRANE]
    answer = Assistant(library, Settings()).ask("What did the harbour master say about the crane?")
    assert answer.citations[0].page == 2 and ", page 2" in str(answer)


def test_a_pdf_with_text_knows_its_pages_too() -> None:
    found = read_pdf(pdf([f"{PEARS} {number} {CRANE * 12}" for number in range(9)]))
    assert found.pages[0] == 1 and found.pages[-1] > 1 and list(found.pages) == sorted(found.pages)
    assert set(read_pdf(columns([PEARS, CRANE])).pages) == {1}
