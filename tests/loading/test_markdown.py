from __future__ import annotations

from index.loading.formats.markdown import first_heading, front_matter, without_marks


def test_front_matter_is_told_apart_from_the_text() -> None:
    fields, text = front_matter('---\nTitle: "Rain: a report"\ndate: 2026-02-05\ntags: [a]\n---\nIt rained.')
    assert fields == {"title": "Rain: a report", "date": "2026-02-05", "tags": ["a"]}
    assert text == "It rained."
    assert front_matter("It rained.\n---\n") == ({}, "It rained.\n---\n")


def test_front_matter_may_be_yaml_in_full_with_every_value_as_it_is_written() -> None:
    block = "title: >\n  Rain,\n  a report\nauthors:\n- Jane Doe\n- {name: John Roe}\ndate: 2026-02-05 10:30:00\n"
    fields, _ = front_matter(f"---\n{block}section: no\nduration: 12:30\nnothing: ~\nempty:\n---\n")
    assert fields == {
        "title": "Rain, a report\n",
        "authors": ["Jane Doe", {"name": "John Roe"}],
        "date": "2026-02-05 10:30:00",
        "section": "no",
        "duration": "12:30",
    }


def test_front_matter_may_be_toml() -> None:
    fields, text = front_matter("+++\ntitle = 'Rain'\ndate = 2026-02-05\nauthors = ['Jane Doe']\n+++\nIt rained.")
    assert (fields, text) == ({"title": "Rain", "date": "2026-02-05", "authors": ["Jane Doe"]}, "It rained.")


def test_wrong_yaml_is_read_line_by_line() -> None:
    fields, text = front_matter('---\ntitle: Rain: a report\nauthor: "Jane Doe"\n---\nIt rained.')
    assert (fields, text) == ({"title": "Rain: a report", "author": "Jane Doe"}, "It rained.")


def test_text_between_two_lines_of_dashes_is_text() -> None:
    for text in ("---\n\nIt rained.\n\n---\n\nIt stopped.", f"---\ntitle: {'x' * 70_000}\n---\nIt rained."):
        assert front_matter(text) == ({}, text)


def test_front_matter_that_is_made_to_grow_is_read_at_once() -> None:
    growing = "\n".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 30))
    for block in (
        f"a0: &a0 {{x: 1}}\n{growing}",
        "a: " + "[" * 30_000,
        "[" * 30_000,
        "? [a]\n: b",
        "!!python/name:os.system x",
    ):
        front_matter(f"---\ntitle: Rain\n{block}\n---\nIt rained.")


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
    for text in (
        "# " * 50_000 + "x",
        "<!--" * 50_000,
        "[" * 50_000,
        "*a" * 20_000,
        "- " * 50_000,
        "| " * 50_000,
        "<p" * 50_000,
        "[^" * 50_000,
    ):
        without_marks(text)


def test_a_footnote_is_a_paragraph_and_its_mark_goes() -> None:
    text = "It cost 24 million.[^1]\n\n[^1]: Correction: It did not cost 42 million.\n[site]: https://a.example"
    assert without_marks(text).split("\n\n") == ["It cost 24 million.", "\nCorrection: It did not cost 42 million.\n"]


def test_tables_alerts_and_tags_leave_their_words() -> None:
    assert without_marks("| Year | Cost |\n|:---|---:|\n| 2026 | 40 |").split("\n") == ["Year | Cost", "", "2026 | 40"]
    assert without_marks("> [!NOTE]\n> It rained.").strip() == "It rained."
    assert without_marks('<aside class="note"><small>It rained.</small></aside>').strip() == "It rained."
    assert without_marks("a < b and c > d") == "a < b and c > d"
