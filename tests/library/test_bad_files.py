"""Bad input at a library's door: each ends in one sentence that says why, and the library goes on."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.embedding import SentenceEmbeddings
from index.library import Library
from tests.fakes import tiny_model
from tests.papers import OLD_WORD, encrypted, pdf, raw_pdf, scan, with_body, with_part, word

PROSE = "The harbour master said the old crane will be taken down in March."
GROWING = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Library]:
    """A library with one article, to which bad input is offered."""
    folder = tmp_path_factory.mktemp("used")
    (folder / "good.txt").write_text(PROSE)
    with Library(folder / "library", embeddings=embeddings) as opened:
        opened.add(folder / "good.txt")
        yield opened


def of_size(size: int) -> Callable[[Path], object]:
    return lambda path: path.open("wb").truncate(size)


def holding(content: bytes | Callable[[], bytes]) -> Callable[[Path], object]:
    """Writes the content, or what makes it: collecting tests must not wait until a bomb is packed."""
    return lambda path: path.write_bytes(content() if callable(content) else content)


BAD: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "an empty file": ("a.txt", holding(b""), "there is no text in it"),
    "an empty PDF": ("a.pdf", holding(b""), "it is not a PDF"),
    "an empty Word document": ("a.docx", holding(b""), "it is not a Word document, or is cut off"),
    "a file of 200 MB": ("a.txt", of_size(200_000_000), "it is larger than 50 MB, more than one article can be"),
    "a PDF of 200 MB": ("a.pdf", of_size(200_000_000), "it is larger than 50 MB, more than one article can be"),
    "a line of 200 MB": ("a.jsonl", of_size(200_000_000), "line 1: the line is longer than 50 MB"),
    "a picture renamed to .txt": ("a.txt", holding(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "it looks like a binary file"),
    "a PDF renamed to .txt": ("a.txt", holding(pdf([PROSE])), "it looks like a binary file"),
    "a page without an article": ("a.html", holding(b"<html><body></body></html>"), "there is no article text in it"),
    "a broken PDF": ("a.pdf", holding(pdf([PROSE])[:600]), "the PDF is damaged"),
    "an encrypted PDF": (
        "a.pdf",
        holding(encrypted(pdf([PROSE]), password="secret")),
        "it is protected with a password; save a copy without one and add that",
    ),
    "a PDF of scanned pages": ("a.pdf", holding(scan()), "no text was recognised in it"),
    "a bomb as PDF": ("a.pdf", holding(lambda: raw_pdf(bytes(60_000_000))), "it is more than one article can be"),
    "a zip bomb as .docx": (
        "a.docx",
        holding(lambda: with_part(word("x"), lambda _: bytes(60_000_000))),
        "it is larger than 50 MB when decompressed",
    ),
    "an entity bomb as .docx": (
        "a.docx",
        holding(with_body("<w:p><w:r><w:t>&e9;</w:t></w:r></w:p>", before=f'<!DOCTYPE a [<!ENTITY e0 "a">{GROWING}]>')),
        "the Word document is damaged",
    ),
    "an encrypted Word document": (
        "a.docx",
        holding(OLD_WORD + "EncryptedPackage".encode("utf-16-le")),
        "it is protected with a password; save a copy without one and add that",
    ),
    "a .doc renamed to .docx": (
        "a.docx",
        holding(OLD_WORD),
        "it is a Word document in the old format (.doc); save it as .docx and add that",
    ),
    "a zip bomb as .html.gz": (
        "a.html.gz",
        holding(lambda: gzip.compress(b"<p>" + b" " * 60_000_000)),
        "it is larger than 50 MB when decompressed",
    ),
    "a link that leads to itself": ("a.txt", lambda path: path.symlink_to(path), "the link points to nothing"),
}


@pytest.mark.parametrize(("name", "write", "reason"), BAD.values(), ids=BAD.keys())
def test_it_is_skipped_with_one_sentence_and_the_library_answers_on(
    used: Library, tmp_path: Path, name: str, write: Callable[[Path], object], reason: str
) -> None:
    write(tmp_path / name)
    report = used.add(tmp_path)
    assert [(Path(skip.source.split(":")[0]).name, skip.reason) for skip in report.skipped] == [(name, reason)]
    assert not report.added and "\n" not in reason
    assert [hit.heading.id for hit in used.search("Who takes down the crane?")] == ["good"]


@pytest.mark.processes
def test_of_a_thousand_files_the_good_ones_are_added_and_each_bad_one_is_named(tmp_path: Path) -> None:
    kinds = [("empty.txt", b""), ("torn.pdf", b"%PDF-1.7 torn"), ("torn.docx", b"torn"), ("torn.html.gz", b"torn")]
    for number in range(1_000):
        name, content = kinds[number // 10 % 4] if number % 10 == 0 else ("good.txt", f"{PROSE} {number}".encode())
        (tmp_path / "in" / f"{number:03}").mkdir(parents=True)
        (tmp_path / "in" / f"{number:03}" / name).write_bytes(content)
    os.symlink(tmp_path / "in", tmp_path / "in" / "loop")
    with Library(tmp_path / "library", embeddings=SentenceEmbeddings(str(tiny_model(tmp_path / "model")))) as library:
        report = library.add(tmp_path / "in")
        assert (len(report.added), len(report.skipped)) == (900, 100)
        assert all(skip.reason for skip in report.skipped)
        assert len({skip.source for skip in report.skipped}) == 100
        assert library.search("crane", limit=1)
