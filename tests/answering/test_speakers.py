"""Who says a candidate sentence, with the paragraphs that the library holds around it."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from assistant.answering import speakers as speaking
from assistant.answering.choosing import Candidate
from assistant.answering.speakers import Speakers
from index.articles import Heading, Hit, Paragraph
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


class Unread:
    """Paragraphs that were never read."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts

    def paragraphs_at(self, places: Collection[tuple[str, int]], /) -> dict[tuple[str, int], Paragraph]:
        return {
            (article_id, number): Paragraph(article_id, number, self.texts[number - 1], "body")
            for article_id, number in places
            if 0 < number <= len(self.texts)
        }


def test_an_article_that_was_not_read_is_read_when_it_is_asked_for() -> None:
    texts = [*["It was a cold day."] * 38, "Ada Lind opened the fair.", "It rained.", "She said that it would grow."]
    paragraph = Paragraph("fair", 41, texts[-1], "body")
    one = Candidate(Hit(paragraph, Heading("fair", "Fair"), 1.0), 0, len(paragraph.text), 0.0, False, False, 1.0)
    speakers = Speakers(Unread(texts))
    assert speakers.of(one).speaker == "Ada Lind" and speakers.of(one).speaker_from == (2, 0, 8)
    assert speakers.words_of("Lind", [one]) and not speakers.words_of("Per Holm", [one])


def test_whose_a_sentence_is_is_looked_up_once_for_a_question(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[object] = []
    attributed = speaking.attributed
    monkeypatch.setattr(speaking, "attributed", lambda *place: looked_up.append(place) or attributed(*place))
    paragraph = Paragraph("fair", 1, "Ada Lind said that it would grow.", "body")
    one = Candidate(Hit(paragraph, Heading("fair", "Fair"), 1.0), 0, len(paragraph.text), 0.0, False, False, 1.0)
    speakers = Speakers(Unread([paragraph.text]))
    assert {speakers.of(one).speaker for _ in range(3)} == {"Ada Lind"}
    assert len(looked_up) == 1
