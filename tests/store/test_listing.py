"""Pages of the table of articles: searched, sorted, cut, and the same whichever way they are gone through."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from index.library import Library
from index.store.listing import COLUMNS
from tests.homes import ON_FILES, open_library

pytestmark = pytest.mark.usefixtures("home")

ARTICLES: list[dict[str, Any]] = [
    {"id": "a", "title": "Äpfel", "source": "The Post", "author": "Ana Ruiz", "date": "2026-02-05", "text": "1\n\n2"},
    {"id": "b", "title": "bridges 100%", "source": "L'ÉCHO", "date": "2025-12-31", "text": "1"},
    {"id": "c", "title": "Bridges_and trams", "author": "ana RUIZ", "text": "1\n\n2\n\n3"},
    {"id": "d", "title": "青蒿素", "source": "新华社", "date": "2026-02-05", "text": "1"},
]


@pytest.fixture(scope="module")
def library(home: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("listed")
    source = folder / "wire.jsonl"
    source.write_text("\n".join(json.dumps(one) for one in ARTICLES), encoding="utf-8")
    with open_library(folder / "library") as library:
        library.add(source)
        yield library


def ids(library: Library, search: str = "", **how: Any) -> str:
    return "".join(line.heading.id for line in library.page(search, **how).lines)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", "abcd"),
        ("BRIDGES", "bc"),
        ("äPFEL", "a"),
        ("écho", "b"),
        ("ana ruiz", "ac"),
        ("ruiz äpfel", "a"),
        ("青蒿", "d"),
        ("2026-02", "ad"),
        ("wire.jsonl", "abcd"),
        ("100%", "b"),
        ("_", "c"),
        ("%", "b"),
        ("\\", ""),
        ("bridges bicycles", ""),
        ("'; drop table article; --", ""),
        ("x" * 100_000, ""),
    ],
)
def test_every_word_of_a_search_stands_in_the_heading(library: Library, search: str, found: str) -> None:
    assert "".join(sorted(ids(library, search))) == found
    assert library.page(search).total == len(found)


@pytest.mark.parametrize(
    ("column", "ascending", "descending"),
    [
        ("title", "bcad", "dacb"),
        ("outlet", "badc", "dabc"),
        ("author", "acbd", "cadb"),
        ("published", "badc", "dabc"),
        ("paragraphs", "bdac", "cadb"),
        ("source", "abcd", "dcba"),
        ("added", "abcd", "dcba"),
    ],
)
def test_each_column_sorts_both_ways_and_what_is_unknown_comes_last(
    library: Library, column: Any, ascending: str, descending: str
) -> None:
    if column in ("outlet", "author", "published"):
        named = {"outlet": "source", "published": "date"}.get(column, column)
        unknown = {one["id"] for one in ARTICLES if named not in one}
        assert set(ids(library, column=column, descending=False)[-len(unknown) :]) == unknown
        assert set(ids(library, column=column, descending=True)[-len(unknown) :]) == unknown
    assert ids(library, column=column, descending=False) == ascending
    assert ids(library, column=column, descending=True) == descending


@ON_FILES
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(column=some.sampled_from(COLUMNS), descending=some.booleans(), size=some.integers(1, 5))
def test_pages_always_hold_every_article_once(library: Library, column: Any, descending: bool, size: int) -> None:
    pages = [ids(library, column=column, descending=descending, limit=size, offset=at) for at in range(0, 4, size)]
    assert "".join(pages) == ids(library, column=column, descending=descending)
    assert sorted("".join(pages)) == list("abcd")


def test_a_line_tells_how_many_paragraphs_there_are(library: Library) -> None:
    lines = library.page(column="paragraphs").lines
    assert [line.paragraphs for line in lines] == [3, 2, 1, 1]


def test_a_page_beyond_the_last_is_empty_and_knows_the_total(library: Library) -> None:
    page = library.page(offset=100)
    assert (page.lines, page.total) == ([], 4)


def test_headings_are_found_by_id_and_those_that_are_gone_are_left_out(library: Library) -> None:
    assert {one: heading.title for one, heading in library.headings(["d", "gone"]).items()} == {"d": "青蒿素"}


def test_an_outlet_in_capitals_with_accents_passes_its_filter(library: Library) -> None:
    from index.filters import Filters

    assert library.count(Filters(outlets=["L'écho"])) == 1


def test_articles_that_are_gone_may_be_removed_again(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        change = library.last_change()
        library.remove(["gone"], missing_ok=True)
        assert library.last_change() == change
