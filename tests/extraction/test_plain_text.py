from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import Unreadable
from index.extraction.plain_text import opening, paragraphs_as_they_stand, paragraphs_of, title_above

SENTENCE = "The council voted on Monday to repair the old harbour bridge instead of replacing it."


def test_text_splits_at_blank_lines_else_at_lines_unless_they_are_wrapped() -> None:
    assert paragraphs_of("One line.\nTwo lines.\n\nThree.") == ["One line. Two lines.", "Three."]
    long_lines = [f"{number}. {SENTENCE} {SENTENCE}" for number in range(5)]
    assert paragraphs_of("\n".join(long_lines)) == long_lines
    assert paragraphs_of("Roses\nare red\n") == ["Roses", "are red"]


def test_wrapped_lines_become_paragraphs_again() -> None:
    first = [
        "The council voted on Monday to repair the old",
        "harbour bridge instead of replacing it, which",
        "was cheap.",
    ]
    second = [
        "Repairs will cost less than a third of the money",
        "that a new bridge would have cost the town and",
        "its people.",
    ]
    assert paragraphs_of("\n".join(first + second)) == [" ".join(first), " ".join(second)]


def test_wrapped_chinese_is_joined_without_spaces() -> None:
    text = "周一，市议会投票决定\n修复旧桥。\n\n工程将于五月开始。"
    assert paragraphs_of(text)[0] == "周一，市议会投票决定修复旧桥。"


def test_characters_that_cannot_be_seen_go_and_marks_stay() -> None:
    text = "\ufeff“Cafe\u0301” — it\u200b isn’t\u00a0\t ‘new’ – e\x07ver…\r\nmore"
    assert paragraphs_of(text + "\n\nend.") == ["“Café” — it isn’t ‘new’ – ever… more", "end."]


def test_text_that_is_taken_as_it_stands_keeps_its_spaces_and_line_breaks() -> None:
    assert paragraphs_as_they_stand("a  b\nc\0\n\n\n d ") == ["a  b\nc", "d"]


def test_only_a_short_line_without_a_stop_above_a_blank_line_is_a_title() -> None:
    assert title_above(f"A bridge is saved\n\n{SENTENCE}") == "A bridge is saved"
    for text in (f"Nobody asked.\n\n{SENTENCE}", f"A bridge\n{SENTENCE}", "A bridge", f"***\n\n{SENTENCE}"):
        assert title_above(text) is None


def test_a_long_opening_is_cut_between_words() -> None:
    assert opening("It rained.") == "It rained."
    assert opening(SENTENCE) == "The council voted on Monday to repair the old harbour bridge instead of…"


def test_text_of_invisible_characters_is_refused() -> None:
    with pytest.raises(Unreadable, match="there is no text in it"):
        paragraphs_of(" \n\u200b\n")


@given(st.text())
def test_paragraphs_are_single_lines_of_single_spaces(text: str) -> None:
    try:
        found = paragraphs_of(text)
    except Unreadable:
        return
    assert not [line for line in found if re.search(r"\s\s|[^\S ]|^ | $", line)]


def test_thousands_of_scraps_are_gathered_into_rows_and_keep_their_order() -> None:
    scraps = [f"row {number}" for number in range(3_000)]
    gathered = paragraphs_of("\n\n".join(scraps))
    assert " ".join(gathered) == " ".join(scraps)
    assert len(gathered) < 200


def test_the_short_lines_of_a_poem_stay_paragraphs() -> None:
    verses = [f"A line of verse, {number}" for number in range(600)]
    assert paragraphs_of("\n\n".join(verses)) == verses
