"""Labels: where they come from, what people decide about them, and that every search can be limited to them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Unpack

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from index.embedding import SentenceEmbeddings
from index.errors import UnknownArticle, WrongUsage
from index.filters import Filters, Limits
from index.library import Library
from tests.homes import open_library

pytestmark = pytest.mark.usefixtures("home")

NOTE = """---
title: The old crane
tags: [Harbour, "#works"]
news-desk: Metro
draft: false
summary: {long}
---

The harbour master said the old crane will be taken down in March.
"""
PAGE = """<html><head><title>Pears</title><meta name="keywords" content="Orchard, harvest">
<meta property="article:tag" content="Fruit"></head><body><article><h1>Pears</h1>
<p>The orchard beside the chapel gave eleven tonnes of pears this autumn, said the gardener of the abbey.</p>
<p>It was the best harvest since the trees were planted by the monks in the spring of 1987.</p></article></body></html>
"""
LINE = {
    "id": "glacier",
    "title": "Ice",
    "text": "The glacier lost nine metres of ice, said the warden.",
    "desk": "World",
}


def written(folder: Path, note: str = NOTE) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "crane.md").write_text(note.replace("{long}", "word " * 40), "utf-8")
    (folder / "pears.html").write_text(PAGE, "utf-8")
    (folder / "more.jsonl").write_text(json.dumps(LINE | {"labels": ["climate"], "fields": {"page": 3}}), "utf-8")
    return folder


@pytest.fixture(scope="module")
def labelled(home: str, tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Library]:
    """A library that no test changes."""
    folder = tmp_path_factory.mktemp("labelled")
    with open_library(folder / "library", embeddings=embeddings) as library:
        library.add(written(folder / "articles"))
        yield library


def labels(library: Library) -> dict[str, tuple[str, ...]]:
    return {heading.id: heading.labels for heading in library.articles()}


def test_labels_and_own_fields_come_from_front_matter_pages_and_lines(labelled: Library) -> None:
    assert labels(labelled) == {
        "crane": ("draft=false", "Harbour", "news-desk=Metro", "works"),
        "pears": ("Fruit", "harvest", "Orchard"),
        "glacier": ("climate", "desk=World", "page=3"),
    }
    assert labelled.article("crane").labels == labels(labelled)["crane"]


LIMITED: dict[str, tuple[Limits, set[str]]] = {
    "a label, whatever its case": ({"labels": "harbour"}, {"crane"}),
    "one of several": ({"labels": ["orchard", "climate"]}, {"pears", "glacier"}),
    "an own field": ({"labels": "desk=world"}, {"glacier"}),
    "a label that no article has": ({"labels": "nothing"}, set()),
    "a kind of text": ({"kinds": "opinion"}, set()),
    "kinds and labels": ({"kinds": ("unknown", "news"), "labels": "works"}, {"crane"}),
}


@pytest.mark.parametrize(("limits", "left"), LIMITED.values(), ids=LIMITED.keys())
def test_every_way_of_looking_takes_labels_and_kinds(labelled: Library, limits: Limits, left: set[str]) -> None:
    for article_id in labels(labelled):
        assert labelled.reading(article_id)  # the kind of a text is known once it is read
    filters, words = Filters(**limits), "the harbour master, the gardener and the warden said"
    assert {hit.heading.id for hit in labelled.search(words, filters=filters)} == left
    assert {one.heading.id for one in labelled.page(**limits).lines} == left
    assert {one.id for one in labelled.articles(**limits)} == left
    assert {one.article_id for one in labelled.statements(**limits)} <= left
    assert labelled.count(filters) == len(left)
    assert {one.metadata["article_id"] for one in labelled.as_retriever(**limits).invoke(words)} == left
    assistant = Assistant(labelled, Settings())
    assert {hit.heading.id for hit in assistant.search(words, **limits)} == left


def test_an_answer_and_a_check_rest_on_labelled_articles_only(labelled: Library) -> None:
    assistant, asked = Assistant(labelled, Settings()), "What did the harbour master say about the crane?"

    def cited(**limits: Unpack[Limits]) -> tuple[str, set[str]]:
        answer = assistant.ask(asked, **limits)
        return answer.outcome, {one.article_id for one in answer.citations}

    assert cited(labels="works") == ("answered", {"crane"})
    assert cited(labels="fruit")[0] == "not_found"
    refused = assistant.ask(asked, labels="no such label")
    assert "'no such label'" in refused.text and refused.searched["filters"] == {"labels": ["no such label"]}
    text = "The harbour master said the old crane will be taken down in March."
    assert assistant.check(text, labels="works").outcome == "answered"
    assert assistant.check(text, labels="fruit").outcome == "not_found"


def test_the_labels_in_use_are_listed_with_their_articles(labelled: Library) -> None:
    assert labelled.names("label", "desk") == [("desk=World", 1), ("news-desk=Metro", 1)]


def test_what_a_person_decides_stays_when_the_source_is_read_again(library: Library, tmp_path: Path) -> None:
    source = written(tmp_path / "articles")
    library.add(source)
    library.label("crane", add=["urgent", "Harbour"], remove=["works", "draft=FALSE"])
    assert labels(library)["crane"] == ("Harbour", "news-desk=Metro", "urgent")
    report = library.add(written(source, NOTE.replace("in March", "in April").replace('"#works"', "works, now")))
    assert report.updated == ["crane"]
    assert labels(library)["crane"] == ("Harbour", "news-desk=Metro", "now", "urgent")
    library.label("crane", add=["works"], remove=["urgent"])
    assert labels(library)["crane"] == ("Harbour", "news-desk=Metro", "now", "works")


def test_a_label_that_is_given_at_once_limits_the_next_search(library: Library, tmp_path: Path) -> None:
    library.add(written(tmp_path / "articles"))
    limited = Filters(labels="urgent")
    assert not library.search("crane", filters=limited)
    library.label(["crane", "glacier"], add="urgent")
    assert {hit.heading.id for hit in library.search("crane", filters=limited)} == {"crane", "glacier"}
    library.remove("crane")
    assert library.names("label", "urgent") == [("urgent", 1)]


def test_what_cannot_be_labelled_is_refused_and_nothing_changes(library: Library, tmp_path: Path) -> None:
    library.add(written(tmp_path / "articles"))
    before, change = labels(library), library.last_change()
    wrong: list[tuple[Any, Any, type[Exception]]] = [
        (["crane", "gone"], ["x"], UnknownArticle),
        ("crane", [" "], WrongUsage),
        ("crane", ["x" * 101], WrongUsage),
    ]
    for ids, add, error in wrong:
        with pytest.raises(error):
            library.label(ids, add=add)
    library.label("crane", add=["harbour"], remove=["not there"])
    assert (labels(library), library.last_change()) == (before, change)


def test_labels_are_in_a_backup_and_in_a_copy(library: Library, tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    library.add(written(tmp_path / "articles"))
    library.label("crane", add="urgent", remove="works")
    library.backup(tmp_path / "backup")
    library.copy_to(tmp_path / "copy")
    Library.restore(tmp_path / "backup", tmp_path / "restored")
    for folder in ("copy", "restored"):
        with Library(tmp_path / folder, embeddings=embeddings) as opened:
            assert labels(opened) == labels(library)
