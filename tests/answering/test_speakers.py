"""Who says a candidate sentence, with the paragraphs that the library holds around it."""

from __future__ import annotations

from pathlib import Path

from assistant.answering.choosing import Candidate
from assistant.answering.speakers import Speakers
from index.articles import Heading, Hit
from index.library import Library

TEXT = "Trade minister Ada Lind opened the fair in Oslo.\n\nIt was a cold day.\n\nLind said that the fair would grow."


def test_a_surname_is_the_person_whom_another_paragraph_names_in_full(library: Library, tmp_path: Path) -> None:
    (tmp_path / "fair.txt").write_text(TEXT, encoding="utf-8")
    library.add(tmp_path / "fair.txt")
    paragraph = library.paragraph("fair", 3)
    one = Candidate(Hit(paragraph, Heading("fair", "Fair"), 1.0), 0, len(paragraph.text), 0.0, False, False, 1.0)
    speakers = Speakers(library)
    assert speakers.of(one).speaker == "Ada Lind"
    assert speakers.words_of("Lind", [one])
    assert speakers.words_of("Ada Lind and Per Holm", [one])
    assert not speakers.words_of("Per Holm", [one])


def test_what_names_the_speaker_is_counted_over_paragraphs_that_are_not_searched(
    library: Library, tmp_path: Path
) -> None:
    lines = ["Ada Lind opened the fair in Oslo on Monday, in the rain.", "Advertisement", "She said it would grow."]
    (tmp_path / "fair.txt").write_text("\n\n".join(lines), encoding="utf-8")
    library.add(tmp_path / "fair.txt")
    assert [library.paragraph("fair", number).role for number in (1, 2, 3)] == ["body", "boilerplate", "body"]
    paragraph = library.paragraph("fair", 3)
    one = Candidate(Hit(paragraph, Heading("fair", "Fair"), 1.0), 0, len(paragraph.text), 0.0, False, False, 1.0)
    assert Speakers(library).of(one).speaker_from == (2, 0, 8)


def test_the_question_of_an_interview_is_that_which_an_answer_follows(library: Library, tmp_path: Path) -> None:
    lines = [
        "We met Ada Lind.",
        "Q: Will the mine close?",
        "A: Yes.",
        "We have no choice.",
        "Q: And then?",
        "A: A park.",
    ]
    (tmp_path / "mine.txt").write_text("\n\n".join(lines), encoding="utf-8")
    library.add(tmp_path / "mine.txt")
    speakers, heading = Speakers(library), Heading("mine", "Mine", outlet="The Post")
    asked = {}
    for number in range(1, 7):
        paragraph = library.paragraph("mine", number)
        one = Candidate(Hit(paragraph, heading, 1.0), 0, len(paragraph.text), 0.0, False, False, 1.0)
        asked[number] = (speakers.of(one).speaker, speakers.asked(one))
    assert asked[4] == ("Ada Lind", lines[1]) and asked[6] == ("Ada Lind", lines[4])
    assert asked[1] == asked[2] == (None, "")
