"""Who says a candidate sentence, with the paragraphs that the library holds around it."""

from __future__ import annotations

from pathlib import Path

from assistant.choosing import Candidate
from assistant.speakers import Speakers
from index.articles import Heading, Hit
from index.library import Library

TEXT = "Trade minister Ada Lind opened the fair in Oslo.\n\nIt was a cold day.\n\nLind said that the fair would grow."


def test_a_surname_is_the_person_whom_another_paragraph_names_in_full(library: Library, tmp_path: Path) -> None:
    (tmp_path / "fair.txt").write_text(TEXT, encoding="utf-8")
    library.add(tmp_path / "fair.txt")
    paragraph = library.paragraph("fair", 3)
    one = Candidate(Hit(paragraph, Heading("fair", "Fair"), 1.0), 0, len(paragraph.text), 0.0, False, 1.0)
    speakers = Speakers(library)
    assert speakers.of(one).speaker == "Ada Lind"
    assert speakers.says("Lind", one)
    assert speakers.says("Ada Lind and Per Holm", one)
    assert not speakers.says("Per Holm", one)
