"""A document for Word: its parts are XML that belongs together, and whatever is written reads back as text."""

from __future__ import annotations

import zipfile
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from assistant.presenting.word import Run, word
from index.loading.formats.word import read_word

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(content: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert package.testzip() is None
        return {name: etree.fromstring(package.read(name)) for name in package.namelist()}


def test_every_part_is_named_with_its_type_and_every_note_is_there() -> None:
    found = parts(word("A title", [[Run("One.", "wave", ("Why.", "Who.")), Run(" Two.", "single", ("Where.",))]]))
    named = {one.get("PartName") for one in found["[Content_Types].xml"]} - {None}
    assert named == {f"/{name}" for name in found if not name.endswith(".rels") and not name.startswith("[")}
    for source, folder in (("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")):
        assert all(folder + str(one.get("Target")) in found for one in found[source])
    asked = [one.get(f"{W}id") for one in found["word/document.xml"].iter(f"{W}footnoteReference")]
    there = [one.get(f"{W}id") for one in found["word/footnotes.xml"] if not one.get(f"{W}type")]
    assert asked == there == ["1", "2"]


@given(st.text())
def test_any_text_makes_a_whole_document(told: str) -> None:
    found = parts(word(told, [[Run(told, "dash", (told, told))]]))
    assert len(found) == 7


def test_it_is_read_back_with_its_footnotes() -> None:
    document = read_word(word("A title", [[Run("A <b>sentence</b> & more.", "wave", ("It is so.",))], [Run("Last.")]]))
    assert document.title == "A title"
    assert document.paragraphs == ("A title", "A <b>sentence</b> & more.", "Last.", "It is so.")
