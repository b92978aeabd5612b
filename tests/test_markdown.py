from __future__ import annotations

from index.markdown import first_heading, front_matter, without_marks


def test_front_matter_is_told_apart_from_the_text() -> None:
    fields, text = front_matter('---\nTitle: "Rain: a report"\ndate: 2026-02-05\ntags: [a]\n---\nIt rained.')
    assert fields == {"title": "Rain: a report", "date": "2026-02-05", "tags": ["a"]}
    assert text == "It rained."
    assert front_matter("It rained.\n---\n") == ({}, "It rained.\n---\n")


def test_the_first_heading_is_the_title_and_is_taken_out() -> None:
    assert first_heading("# A *bridge* is saved #\n\nIt stands.") == ("A bridge is saved", "\n\n\nIt stands.")
    assert first_heading("## A part\n") == (None, "## A part\n")


def test_marks_go_and_what_only_looks_like_one_stays() -> None:
    text = "> **Bold** and _slanted_ [words](https://a.example)<!-- hidden -->\n\\*star\n"
    text += "snake_case_name 2 * 3 * 4"
    assert without_marks(text) == "Bold and slanted words\n*star\nsnake_case_name 2 * 3 * 4"


def test_a_heading_and_each_point_of_a_list_stand_alone() -> None:
    assert without_marks("## Costs ##\n- a seat\n1. a berth").split() == ["Costs", "a", "seat", "a", "berth"]
    assert "\n\n" in without_marks("text\n## Costs\nmore")


def test_long_rows_of_marks_take_no_time() -> None:
    for text in ("# " * 50_000 + "x", "<!--" * 50_000, "[" * 50_000, "*a" * 20_000, "- " * 50_000):
        without_marks(text)
