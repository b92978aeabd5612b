"""The catalog: the one truth of a library, its change log, and what a failure leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.articles import Article, Paragraph
from index.errors import LibraryError, WrongEmbeddingModel
from index.filters import Filters
from index.store.catalog import Catalog
from index.store.storing import Entry, Piece
from tests.homes import open_catalog

pytestmark = pytest.mark.usefixtures("home")

MODEL = {"model": "a model", "weights": "1234"}
NOW = "2026-02-05T10:00:00+00:00"


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = open_catalog(tmp_path / "catalog.sqlite")
    yield opened
    opened.close()


def entry(name: str, *texts: str, fingerprint: str = "first", identity: str = "", **heading: str) -> Entry:
    """An article whose paragraphs are searched, each with one vector, but for those that begin with "Note"."""
    paragraphs = tuple(
        Paragraph(name, number, text, "note" if text.startswith("Note") else "body")
        for number, text in enumerate(texts, start=1)
    )
    article = Article(id=name, paragraphs=paragraphs, **{"title": name.title(), "source": f"{name}.txt", **heading})
    pieces = {part.number: [piece(part.text)] for part in paragraphs if part.role == "body"}
    return Entry(article, identity or f"file:{name}", fingerprint, "5678", pieces)


def piece(text: str) -> Piece:
    return Piece(0, len(text), np.full(3, len(text), dtype=np.float32))


def store(catalog: Catalog, *entries: Entry) -> list[tuple[str, str]]:
    return [(kind, article_id) for kind, article_id in catalog.store(entries, now=NOW, settings=MODEL)]


def followed(catalog: Catalog, after: int) -> tuple[list[int], list[tuple[str, int]]]:
    """The keys that a follower drops, and the article and number of each paragraph that it adds."""
    removed, added = catalog.changes(after, catalog.position()[1])
    return removed, [(found.heading.id, found.paragraph.number) for found in added]


def test_what_became_of_each_article_is_told_with_its_id(catalog: Catalog) -> None:
    assert store(catalog, entry("a", "One."), entry("b", "Two.")) == [("added", "a"), ("added", "b")]
    assert store(catalog, entry("a", "One."), entry("b", "2.", fingerprint="second")) == [
        ("unchanged", "a"),
        ("updated", "b"),
    ]


def test_an_article_comes_back_as_it_was_stored(catalog: Catalog) -> None:
    told = {"outlet": "The Gull", "author": "Ann Ash", "published": "2026-01-10", "url": "https://example.org/a"}
    one = entry("a", "One.", "Note two.", "Three.", language="en", **told)
    store(catalog, one)
    assert catalog.article("a") == replace(one.article, added=NOW)
    assert catalog.article("b") is None


def test_an_id_that_another_article_holds_gets_the_fallback_and_keeps_it(catalog: Catalog) -> None:
    other = entry("a", "Two.", identity="file:other")
    assert store(catalog, entry("a", "One."), other) == [("added", "a"), ("added", "a-5678")]
    assert store(catalog, replace(other, fingerprint="second")) == [("updated", "a-5678")]
    third = entry("a", "Three.", identity="file:third", fingerprint="third")
    assert store(catalog, third) == [("added", "a-third")]
    catalog.remove(["a"])
    assert store(catalog, replace(other, fingerprint="again")) == [("updated", "a-5678")]


def test_a_follower_adds_what_is_searched_and_nothing_else(catalog: Catalog) -> None:
    store(catalog, entry("a", "One.", "Note two.", "Three."))
    assert followed(catalog, 0) == ([], [("a", 1), ("a", 3)])


def test_a_follower_drops_the_old_paragraphs_of_what_was_updated_or_removed(catalog: Catalog) -> None:
    store(catalog, entry("a", "One.", "Two."), entry("b", "Three."))
    seen = catalog.position()[1]
    store(catalog, entry("a", "New.", fingerprint="second"))
    catalog.remove(["b"])
    removed, added = followed(catalog, seen)
    assert removed == [1, 2, 3]
    assert added == [("a", 1)]
    assert followed(catalog, catalog.position()[1]) == ([], [])


def test_a_key_is_never_used_twice(catalog: Catalog) -> None:
    store(catalog, entry("a", "One."))
    catalog.remove(["a"])
    store(catalog, entry("a", "One."))
    assert followed(catalog, 1) == ([1], [("a", 1)])
    assert followed(catalog, 0) == ([], [("a", 1)])
    assert [found.key for found in catalog.searched([1, 2])] == [2]


def test_every_write_moves_the_position_and_reading_does_not(catalog: Catalog) -> None:
    assert catalog.position() == (catalog.identity(), 0)
    store(catalog, entry("a", "One."), entry("b", "Two."))
    assert catalog.position()[1] == 2
    store(catalog, entry("a", "One."))
    catalog.headings()
    catalog.remove(["nowhere"])
    assert catalog.position()[1] == 2
    catalog.remove(["a"])
    assert catalog.position()[1] == 3


def test_a_rebuild_is_told_to_those_who_stand_before_it(catalog: Catalog) -> None:
    store(catalog, entry("a", "One."))
    catalog.note_rebuild(settings=MODEL)
    assert catalog.rebuilt_since(1)
    assert not catalog.rebuilt_since(catalog.position()[1])
    assert not catalog.is_new()


def test_a_catalog_is_new_until_an_article_was_added(catalog: Catalog) -> None:
    catalog.note_rebuild(settings=MODEL)
    assert catalog.is_new()
    store(catalog, entry("a", "One."))
    catalog.remove(["a"])
    assert not catalog.is_new()


def test_an_encoding_that_fails_half_way_leaves_the_old_vectors_and_the_old_model(catalog: Catalog) -> None:
    store(catalog, entry("a", *(f"Paragraph {number}." for number in range(600))))
    before = [found.vectors.tolist() for found in catalog.searched(list(range(1, 601)))]
    calls: list[int] = []

    def encode(texts: list[str]) -> list[list[Piece]]:
        calls.append(len(texts))
        if len(calls) > 1:
            raise MemoryError
        return [[piece("other"), piece("more")] for _ in texts]

    with pytest.raises(MemoryError):
        catalog.note_rebuild(encode, settings={"model": "another", "weights": "9"})
    assert calls == [500, 100]
    assert catalog.setting("model") == "a model"
    assert catalog.position()[1] == 1
    assert [found.vectors.tolist() for found in catalog.searched(list(range(1, 601)))] == before


def test_encoding_again_replaces_every_vector_and_names_the_new_model(catalog: Catalog) -> None:
    store(catalog, entry("a", "One.", "Note two."), entry("b", "Three."))
    catalog.note_rebuild(
        lambda texts: [[piece("xx")] * 2 for _ in texts], settings={"model": "another", "weights": "9"}
    )
    assert [found.vectors.tolist() for found in catalog.searched([1, 2, 3])] == [[[2.0] * 3] * 2] * 2
    assert catalog.setting("weights") == "9"


def test_a_write_that_fails_writes_nothing(catalog: Catalog) -> None:
    broken = entry("b", "Two.")
    twice = replace(broken, article=replace(broken.article, paragraphs=broken.article.paragraphs * 2))
    with pytest.raises(LibraryError):
        store(catalog, entry("a", "One."), twice)
    assert catalog.count() == 0
    assert catalog.position()[1] == 0


def test_the_first_model_is_kept_and_vectors_of_another_are_refused(catalog: Catalog) -> None:
    store(catalog, entry("a", "One."))
    with pytest.raises(WrongEmbeddingModel):
        catalog.store([entry("b", "Two.")], now=NOW, settings={"model": "another", "weights": "9"})
    assert catalog.count() == 1
    assert (catalog.setting("model"), catalog.setting("weights")) == ("a model", "1234")


def test_headings_are_newest_first_and_unknown_dates_last(catalog: Catalog) -> None:
    dates = {"a": "2026-01-10", "b": "2026-03-05T08:00:00", "d": "2025-12-31"}
    store(catalog, entry("c", "One."), *(entry(name, "One.", published=day) for name, day in dates.items()))
    assert [heading.id for heading in catalog.headings()] == ["b", "a", "d", "c"]


def test_paragraphs_come_in_order_and_missing_ones_are_passed_over(catalog: Catalog) -> None:
    store(catalog, entry("a", "One.", "Note two.", "Three."))
    assert [part.text for part in catalog.paragraphs("a", [3, 9, 2])] == ["Note two.", "Three."]
    assert catalog.paragraphs("b", [1]) == []


def test_filters_leave_the_articles_that_pass(catalog: Catalog) -> None:
    store(catalog, entry("a", "One.", "Note two.", outlet="The Gull"), entry("b", "Three.", outlet="Tern"))
    gull = Filters(outlets=("the gull",))
    assert catalog.article_keys(gull) == (1,)
    assert catalog.unknown_ids(["b", "x", "a", "y"]) == ["x", "y"]


def test_two_who_open_a_new_catalog_share_one_identity(tmp_path: Path) -> None:
    one, other = (open_catalog(tmp_path / "shared" / "catalog.sqlite") for _ in range(2))
    stranger = open_catalog(tmp_path / "another" / "catalog.sqlite")
    assert one.identity() == other.identity() != stranger.identity()
    for opened in (one, other, stranger):
        opened.close()
