"""Names that are asked for, of things that an article speaks of, with and without a name for them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from index.embedding import SentenceEmbeddings
from index.library import Library

TEXT = """A telescope on Mount Orlen has found ice on the moon Calla, the observatory said on Tuesday.

{named} Its director, Anna Berg, said the ice may be a mile thick.

The telescope found it on the third night of a search that a group of students had asked for.

Berg's husband took the photographs, and the school in Tarn will show them in May."""


@pytest.fixture(scope="module")
def nameless(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("naming")
    row = {"id": "ice", "title": "Ice on a moon", "text": TEXT.format(named="The telescope has a new mirror.")}
    (folder / "articles.jsonl").write_text(json.dumps(row), "utf-8")
    with Library(folder / "library", embeddings=embeddings) as library:
        library.add(folder / "articles.jsonl")
        yield Assistant(library)


@pytest.mark.parametrize(
    "named",
    [
        "The telescope Vesta has a new mirror.",
        "The telescope, Vesta, has a new mirror.",
        "Vesta is a telescope with a new mirror.",
        "Vesta, the telescope, has a new mirror.",
        "The new telescope is called Vesta.",
    ],
)
def test_a_name_in_apposition_or_behind_is_is_the_name(
    tmp_path: Path, embeddings: SentenceEmbeddings, named: str
) -> None:
    row = {"id": "ice", "title": "Ice on a moon", "text": TEXT.format(named=named)}
    (tmp_path / "articles.jsonl").write_text(json.dumps(row), "utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "articles.jsonl")
        answer = Assistant(library).ask("What is the name of the telescope on Mount Orlen that found the ice?")
    assert answer.outcome == "answered"


@pytest.mark.parametrize(
    "question",
    [
        "What is the name of the telescope on Mount Orlen that found the ice?",
        "What is the telescope on Mount Orlen that found the ice called?",
        "What is Anna Berg's husband's name?",
    ],
)
def test_a_name_that_the_article_does_not_give_is_not_found(nameless: Assistant, question: str) -> None:
    assert nameless.ask(question).outcome == "not_found"


def test_a_name_that_the_article_gives_is_found(nameless: Assistant) -> None:
    assert nameless.ask("What is the name of the director of the observatory on Mount Orlen?").outcome == "answered"
