"""How many characters are misread on scans: `python -m tests.benchmarks.scans`.

Ten pages are set from the sample articles, every other one in two columns, rendered at 150 and at 300 dpi, and put into
a PDF as pictures, which the library's own reader then reads. The error is the edit distance over the text's length.
"""

from __future__ import annotations

import argparse
import re
import time
from io import BytesIO
from pathlib import Path

import pypdfium2
from fpdf import FPDF
from rapidfuzz.distance import Levenshtein

from index.loading import guarded, recognition
from index.loading.items import Item

SAMPLES = Path(__file__).parents[2] / "index" / "samples"
PAGES, LONGEST = 10, 2_400  # characters of a page
MOST = {150: 0.02, 300: 0.01}


def texts() -> list[list[str]]:
    """The paragraphs of each page, in characters that the PDF's font has."""
    found: list[str] = []
    for path in sorted(SAMPLES.glob("*.md")):
        for part in re.split(r"\n\s*\n", path.read_text("utf-8").split("---")[-1]):
            plain = " ".join(re.sub(r"[*_#>\[\]]|\(http\S*\)", "", part).split())
            for fancy, simple in zip("‘’“”–—…", ("'", "'", '"', '"', "-", "-", "..."), strict=True):
                plain = plain.replace(fancy, simple)
            if len(plain) > 80 and plain.isascii():
                found.append(plain)
    pages: list[list[str]] = [[]]
    place = 0
    while len(pages) < PAGES or sum(map(len, pages[-1])) < LONGEST / 2:
        part = found[place % len(found)]
        if sum(map(len, pages[-1])) + len(part) > LONGEST:
            pages.append([])
        pages[-1].append(part)
        place += 1
    return pages[:PAGES]


def drawn(paragraphs: list[str], columns: int, dpi: int) -> bytes:
    paper = FPDF()
    paper.add_page()
    paper.set_font("times", size=10)
    with paper.text_columns(ncols=columns, gutter=8, text_align="L") as page:
        for text in paragraphs:
            with page.paragraph(bottom_margin=3) as paragraph:
                paragraph.write(text)
    picture = pypdfium2.PdfDocument(bytes(paper.output()))[0].render(scale=dpi / 72).to_pil().convert("L")
    scan = BytesIO()
    picture.save(scan, "PDF", resolution=dpi)
    return scan.getvalue()


def read(scan: bytes) -> str:
    item = Item("", "scan", "scan.pdf", "", len(scan), "", scan, ".pdf")
    return " ".join(paragraph.text for paragraph in guarded.read(item).paragraphs)


def error(scan: bytes, written: list[str]) -> float:
    wanted, found = " ".join(written), " ".join(read(scan).split())
    return Levenshtein.distance(wanted, found) / len(wanted)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    order = parser.parse_args()
    print("recognised by", "rapidocr" if recognition._has_rapidocr() else "tesseract")
    for dpi, most in MOST.items():
        errors, begun = [], time.perf_counter()
        for number, paragraphs in enumerate(texts()[: order.pages]):
            errors.append(error(drawn(paragraphs, 1 + number % 2, dpi), paragraphs))
        mean, seconds = sum(errors) / len(errors), (time.perf_counter() - begun) / len(errors)
        told = " ".join(f"{one:.4f}" for one in errors)
        print(f"{dpi} dpi: character error {mean:.4f} (at most {most}), {seconds:.1f} s a page; pages: {told}")


if __name__ == "__main__":
    main()
