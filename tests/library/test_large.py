"""Very many articles and very long ones: added, found, asked, shown and removed, with time and memory in proportion."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from assistant.settings import Settings
from index.library import Library
from tests.killing import open_library
from tests.served import create_app
from tests.stores import counts, found, found_by_each, keys_in_each, write_lines, write_texts

pytestmark = pytest.mark.soak
MANY, LONG = 10_000, 50_000
MOST_MEMORY = 700_000_000  # bytes more than before; adding, asking and indexing anew took 406 million


def entry(number: int) -> str:
    return f"Inspector number{number} looked at ship {number % 97} in berth {number % 31}."


def asked(number: int) -> str:
    return f"Which ship did Inspector number{number} look at?"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "library", mode="lexical") as opened:  # its vectors are made of hashes
        yield opened


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def test_ten_thousand_tiny_articles_are_added_found_listed_and_removed(library: Library, tmp_path: Path) -> None:
    lines = [{"id": f"n{number}", "title": f"Entry {number}", "text": entry(number)} for number in range(MANY)]
    articles = write_lines(tmp_path / "a.jsonl", *lines)
    assert len(library.add(articles).added) == MANY
    assert [len(set(keys)) for keys in keys_in_each(library)] == [MANY] * 3
    for number in (0, MANY // 2, MANY - 1):
        assert found(library, f"number{number}", limit=1) == {f"n{number}"}
        assert f"n{number}" in found_by_each(library, entry(number))[0]
    assert len(library.add(articles).unchanged) == MANY
    pages = [library.page(limit=500, offset=offset) for offset in range(0, MANY, 500)]
    assert {line.heading.id for page in pages for line in page.lines} == {line["id"] for line in lines}
    assert f"n{MANY - 1}" in {line.heading.id for line in library.page(f"entry {MANY - 1}").lines}
    assert entry(MANY - 1) in Assistant(library, Settings()).ask(asked(MANY - 1)).text
    library.remove([line["id"] for line in lines])
    assert counts(library) == (0, 0, 0)


def test_an_article_of_fifty_thousand_paragraphs_is_added_asked_shown_and_removed(
    library: Library, tmp_path: Path
) -> None:
    before = memory()
    articles = write_texts(tmp_path / "a", register="\n\n".join(map(entry, range(LONG))))
    assert library.add(articles).added == ["register"]
    assert [len(set(keys)) for keys in keys_in_each(library)] == [LONG] * 3
    (best,) = library.search(f"number{LONG - 1}", limit=1)
    assert best.paragraph.text == entry(LONG - 1)
    assistant = Assistant(library, Settings())
    assert entry(LONG - 1) in assistant.ask(asked(LONG - 1)).text
    assert assistant.check(entry(LONG - 1)).claims[0].supported
    with TestClient(create_app(assistant)) as client:
        page = client.get("/articles/register").text
        assert page.count('id="p') == LONG and f'id="p{LONG}"' in page
        assert len(client.get("/api/articles/register").json()["paragraphs"]) == LONG
    assert memory() - before < MOST_MEMORY
    library.remove("register")
    assert counts(library) == (0, 0, 0)
