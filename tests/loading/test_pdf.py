from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import Unreadable
from index.loading.formats.pdf import read_pdf
from tests.papers import columns, drawn_lines, encrypted, pdf, raw_pdf, scan

WORDS = (
    "the council voted on Monday to repair its old harbour bridge instead of replacing it while engineers from "
    "Norway examined forty steel beams and found that most of them would last for another century of ferries"
).split()
PROSE = "The council voted on Monday to repair the old harbour bridge instead of replacing it."


def paragraphs(count: int, *, seed: int = 1) -> list[str]:
    """Different paragraphs of one to five sentences."""
    chance = random.Random(seed)

    def sentence() -> str:
        words = " ".join(chance.choices(WORDS, k=chance.randint(6, 24)))
        return f"{words[0].upper()}{words[1:]}."

    return [" ".join(sentence() for _ in range(chance.randint(1, 5))) for _ in range(count)]


@pytest.mark.parametrize("indent", ["", "      "], ids=["set apart by gaps", "set apart by indents"])
def test_paragraphs_are_whole_also_over_the_end_of_a_page_and_what_repeats_on_pages_is_none(indent: str) -> None:
    written = paragraphs(60)
    found = read_pdf(pdf(written, title="A bridge is saved", indent=indent))
    assert list(found.paragraphs) == ["A bridge is saved", *written]


def test_letters_that_are_set_as_one_are_read_as_two() -> None:
    assert read_pdf(raw_pdf(drawn_lines("They veri\x01ed it."))).paragraphs == ("They verified it.",)


def test_the_title_that_the_file_names_and_the_page_shows_is_one_whatever_is_set_larger() -> None:
    found = read_pdf(pdf([PROSE], title="A Week", above=["A bridge is saved"], own=("A bridge is saved", "")))
    assert found.title == "A bridge is saved"


def test_columns_are_read_one_after_the_other() -> None:
    written = paragraphs(14)
    assert list(read_pdf(columns(written)).paragraphs) == written


def test_what_is_set_largest_is_the_title_and_the_line_below_says_who_wrote_it_and_when() -> None:
    found = read_pdf(pdf([PROSE], title="A bridge is saved", above=["By Jane Doe, 5 February 2026"]))
    assert (found.title, found.claims["author"], found.claims["published"]) == (
        "A bridge is saved",
        "Jane Doe",
        "2026-02-05",
    )


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (("A bridge is saved", "Jane Doe"), ("A bridge is saved", "Jane Doe")),
        (("Microsoft Word - draft.doc", "Microsoft Office User"), (None, None)),
        (("draft_final.indd", "jdoe"), (None, None)),
        (("Untitled", "Administrator"), (None, None)),
        (("", ""), (None, None)),
    ],
)
def test_properties_count_only_where_they_plainly_are_a_title_and_a_person(
    own: tuple[str, str], expected: tuple[str | None, str | None]
) -> None:
    found = read_pdf(pdf([PROSE, PROSE], own=own))
    assert (found.title, found.claims["author"]) == expected


def test_the_day_when_the_file_was_made_is_not_when_its_text_was_published() -> None:
    content = pdf([PROSE])
    assert b"/CreationDate" in content
    claims = read_pdf(content).claims
    assert claims["published"] is None and claims["updated"] is None


def test_a_pdf_that_needs_no_password_to_be_read_is_read() -> None:
    assert PROSE in read_pdf(encrypted(pdf([PROSE]), password="")).paragraphs


def test_five_hundred_pages_are_read() -> None:
    pages = [
        drawn_lines(*(f"{PROSE[:-1]} for the {page}th time" for _ in range(30)), "in a year.") for page in range(500)
    ]
    found = read_pdf(raw_pdf(*pages)).paragraphs
    assert len(found) == 500 and "for the 499th time" in found[-1]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is not a PDF"),
        (b"Just text.", "it is not a PDF"),
        (pdf([PROSE])[:700], "the PDF is damaged"),
        (b"%PDF-1.7\n" + bytes(3000), "the PDF is damaged"),
        (encrypted(pdf([PROSE]), password="secret"), "protected with a password"),
        (scan(), "a scan without text|scanned pages"),
        (raw_pdf(b"0 0 m 9 9 l S"), "there is no text in it"),
        (raw_pdf(b"BT /F9 12 Tf 50 700 Td (It rained on Monday.) Tj ET"), "do not say which letters"),
        (lambda: raw_pdf(b" " * 60_000_000), "more than one article can be"),
        (lambda: raw_pdf(b" " * 60_000_000, packed=2), "more than one article can be"),
        (raw_pdf(b"", times=2_001), "more than 2,000 pages"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_what_is_no_pdf_with_text_is_unreadable_with_a_reason(
    content: bytes | Callable[[], bytes], reason: str
) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_pdf(content() if callable(content) else content)  # a bomb is packed here, and not when tests are collected


WHOLE = pdf([PROSE] * 3, title="A bridge is saved")


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(max_size=6)), min_size=1, max_size=8))
@settings(deadline=None)
def test_whatever_is_damaged_in_it_it_is_read_or_refused_in_a_sentence(damage: list[tuple[int, bytes]]) -> None:
    content = WHOLE
    for place, noise in damage:
        content = content[:place] + noise + content[place + len(noise) + (not noise) :]
    try:
        assert all(read_pdf(content).paragraphs)
    except Unreadable as refusal:
        assert str(refusal)
