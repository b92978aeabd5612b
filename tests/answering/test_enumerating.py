"""Questions that begin with the verb, over a real library."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from assistant.assistant import Assistant
from index.embedding import SentenceEmbeddings
from index.library import Library

TRAM = """The tram to Orlen has had a long way to its first passenger.

It was finished in March 2025, after two winters without work.

The council voted for it in May 2019, by one vote.

The ground was broken in June 2021, when the prices were highest.

Nobody counts on its being on time."""
CRITIC = """The tram to Orlen is a monument to vanity, and nobody will ride it.

Its stops are where no one lives."""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("enumerating")
    rows = [
        ("tram", "How the tram came to Orlen", "Orlen Post", "2026-03-10", TRAM),
        ("critic", "A tram for nobody", "Westmark Examiner", "2026-03-12", CRITIC),
    ]
    fields = ("id", "title", "source", "date", "text")
    lines = [json.dumps(dict(zip(fields, row, strict=True))) for row in rows]
    (folder / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with Library(folder / "library", embeddings=embeddings) as library:
        library.add(folder / "articles.jsonl")
        yield Assistant(library)


def test_whether_it_is_one_or_the_other_is_answered_by_neither_yes_nor_no(assistant: Assistant) -> None:
    answer = assistant.ask("Did the council vote for or against the tram to Orlen?", articles="tram")
    assert not answer.text.startswith(("Yes", "No."))


def test_what_was_done_once_does_not_say_that_it_is_done_again(assistant: Assistant) -> None:
    assert not assistant.ask("Did the council vote for it again?", articles="tram").text.startswith("Yes")
    assert assistant.ask("Did the council vote for it?", articles="tram").text.startswith("Yes")
