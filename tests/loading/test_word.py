from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from docx import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import Unreadable
from index.loading.formats.word import read_word
from tests.papers import OLD_WORD, with_body, with_part, word

PROSE = "The council voted on Monday to repair the old harbour bridge instead of replacing it."
ENTITIES = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
GROWING = f'<!DOCTYPE a [<!ENTITY e0 "aaaaaaaaaa">{ENTITIES}]>'


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{properties}<w:t xml:space='preserve'>{text}</w:t></w:r>"


def archive(**members: str) -> bytes:
    found = BytesIO()
    with zipfile.ZipFile(found, "w") as package:
        for name, text in members.items():
            package.writestr(name, text)
    return found.getvalue()


def test_paragraphs_headings_and_points_of_a_list_are_paragraphs_in_their_order() -> None:
    content = word(("A bridge is saved", "Title"), PROSE, ("What it costs", "Heading 2"), ("A seat", "List Bullet"))
    found = read_word(content)
    assert found.paragraphs == ("A bridge is saved", PROSE, "What it costs", "A seat")
    assert found.title == "A bridge is saved"


def test_a_table_of_values_is_a_paragraph_a_row_and_one_of_texts_a_paragraph_each() -> None:
    document, found = WordDocument(), BytesIO()
    document.add_paragraph(PROSE)
    values = document.add_table(2, 2)
    for cell, text in zip(
        (cell for row in values.rows for cell in row.cells), ("Year", "Cost", "2026", "40"), strict=True
    ):
        cell.text = text
    layout = document.add_table(1, 2)
    layout.cell(0, 0).text = f"{PROSE}\nOne."
    layout.cell(0, 0).add_paragraph("Two.")
    document.add_paragraph("The end.")
    document.save(found)
    told = read_word(found.getvalue()).paragraphs
    assert told == (PROSE, "Year | Cost", "2026 | 40", f"{PROSE} One.", "Two.", "The end.")


def test_inserted_text_is_there_and_deleted_hidden_and_doubled_text_is_not() -> None:
    hidden = run("hidden ", "<w:rPr><w:vanish/></w:rPr>")
    body = f"<w:p>{run('It ')}<w:ins>{run('has ')}</w:ins><w:del><w:r><w:delText>had</w:delText></w:r></w:del>{hidden}"
    body += f"<w:hyperlink>{run('rained')}</w:hyperlink>{run('.')}</w:p><w:sdt><w:sdtContent><w:p>{run('Then it ')}"
    body += f"<w:r><w:br/></w:r>{run('stopped.')}</w:p></w:sdtContent></w:sdt>"
    assert read_word(with_body(body)).paragraphs == ("It has rained.", "Then it stopped.")


def test_a_text_box_is_read_once_after_the_paragraph_that_it_stands_in() -> None:
    box = f"<w:txbxContent><w:p>{run('In the box.')}</w:p></w:txbxContent>"
    choice = (
        f"<x:AlternateContent xmlns:x='x'><x:Choice>{box}</x:Choice><x:Fallback>{box}</x:Fallback></x:AlternateContent>"
    )
    body = f"<w:p>{run('Before. ')}<w:r>{choice}</w:r>{run('After.')}</w:p>"
    assert read_word(with_body(body)).paragraphs == ("Before. After.", "In the box.")


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_come_last_without_the_line_above_them(kind: str) -> None:
    notes = f'<w:{kind}s xmlns:w="w"><w:{kind} w:type="separator"><w:p><w:r><w:t>-</w:t></w:r></w:p></w:{kind}>'
    notes += f"<w:{kind}><w:p><w:r><w:t>By the council's own count.</w:t></w:r></w:p></w:{kind}></w:{kind}s>"
    link = f'<Relationship Id="n" Type="http://x/{kind}s" Target="{kind}s.xml"/></Relationships>'.encode()
    content = with_part(
        word(PROSE), lambda part: part.replace(b"</Relationships>", link), name="word/_rels/document.xml.rels"
    )
    package = BytesIO(content)
    with zipfile.ZipFile(package, "a") as opened:
        opened.writestr(f"word/{kind}s.xml", notes)
    assert read_word(package.getvalue()).paragraphs == (PROSE, "By the council's own count.")


def test_a_notice_set_as_a_title_above_the_title_is_not_the_title() -> None:
    notice = "Correction: An earlier version of this article said the bridge would cost 42 million. It cost 24 million."
    found = read_word(word((notice, "Title"), ("A bridge is saved", "Title"), "Source: The Mill", PROSE))
    assert (found.title, found.claims["outlet"]) == ("A bridge is saved", "The Mill")
    assert read_word(word((notice, "Title"), PROSE)).title == notice


@pytest.mark.parametrize(
    ("title", "author", "expected"),
    [
        ("A bridge is saved", "Jane Doe", ("A bridge is saved", "Jane Doe")),
        ("Document1", "python-docx", (None, None)),
        ("draft of a bridge.docx", "Windows User", (None, None)),
    ],
)
def test_properties_count_only_where_they_plainly_are_a_title_and_a_person(
    title: str, author: str, expected: tuple[str | None, str | None]
) -> None:
    found = read_word(word(PROSE, PROSE, title=title, author=author))
    assert (found.title, found.claims["author"]) == expected


def test_what_stands_above_the_text_counts_before_the_properties() -> None:
    content = word(
        "A bridge is saved",
        "By Ana Belmonte",
        "5 February 2026",
        PROSE,
        title="A template for letters",
        author="Jane Doe",
    )
    found = read_word(content)
    assert (found.title, found.claims["author"]) == ("A bridge is saved", "Ana Belmonte")
    assert (found.claims["published"], found.stated) == ("2026-02-05", {1, 2})


def test_a_first_line_that_states_something_is_not_the_title() -> None:
    found = read_word(word("The Daily Post | 5 February 2026", PROSE, PROSE))
    assert (found.title, found.claims["outlet"]) == (None, "The Daily Post")


def test_the_day_when_the_file_was_made_is_not_when_its_text_was_published() -> None:
    content = word(PROSE)
    assert b"dcterms:created" in zipfile.ZipFile(BytesIO(content)).read("docProps/core.xml")
    claims = read_word(content).claims
    assert claims["published"] is None and claims["updated"] is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is not a Word document"),
        (b"Just text.", "it is not a Word document"),
        (archive(**{"a.txt": "hello"}), "it is not a Word document"),
        (word(PROSE)[:9_000], "it is not a Word document, or is cut off"),
        (OLD_WORD, "in the old format"),
        (OLD_WORD + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (word(""), "there is no text in it"),
        (with_part(word("x"), lambda _: b" " * 60_000_000), "larger than 50 MB when decompressed"),
        (with_body("<w:p/>" * 2_100_000), "longer than one article can be"),
        (with_body("<w:p><w:r><w:t>&e9;</w:t></w:r></w:p>", before=GROWING), "damaged"),
        (with_body("<w:p a='&e9;'/>", before=GROWING), "damaged"),
        (with_body("<w:sdt>" * 9_000), "damaged"),
        (with_part(word(PROSE), lambda part: part[:-100]), "damaged"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_what_is_no_word_document_with_text_is_unreadable_with_a_reason(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_word(content)


def test_a_file_outside_of_the_document_is_never_read() -> None:
    body = "<w:p><w:r><w:t>It rained. &x;</w:t></w:r></w:p>"
    with pytest.raises(Unreadable):
        read_word(with_body(body, before=f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{__file__}">]>'))


WHOLE = word(("A bridge is saved", "Title"), PROSE, PROSE)


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(max_size=6)), min_size=1, max_size=8))
@settings(deadline=None)
def test_whatever_is_damaged_in_it_it_is_read_or_refused_in_a_sentence(damage: list[tuple[int, bytes]]) -> None:
    content = WHOLE
    for place, noise in damage:
        content = content[:place] + noise + content[place + len(noise) + (not noise) :]
    try:
        assert all(read_word(content).paragraphs)
    except Unreadable as refusal:
        assert str(refusal)
