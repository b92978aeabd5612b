"""A library of 200,000 paragraphs: what is in it is found, within filters too, and it changes as a small one does."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from index.embedding import SentenceEmbeddings
from index.filters import Filters
from index.library import Library
from tests.benchmarks.crowd import OUTLETS, Crowd
from tests.benchmarks.large import make, questions, recalling
from tests.stores import found, write_texts

pytestmark = pytest.mark.soak
PARAGRAPHS = 200_000


@pytest.fixture(scope="module")
def crowd(embeddings: SentenceEmbeddings) -> Crowd:
    return Crowd(embeddings, 2000, needles=60)


@pytest.fixture(scope="module")
def large(crowd: Crowd, embeddings: SentenceEmbeddings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("large")
    make(folder, crowd, embeddings, PARAGRAPHS)
    with Library(folder, embeddings=embeddings) as library:
        library._followers.follow(wait=True)
        yield library


def test_needles_amid_their_near_copies_are_found(large: Library, crowd: Crowd) -> None:
    texts = [
        (needle, [hit.paragraph.text for hit in large.search(needle.question, limit=10)]) for needle in crowd.needles
    ]
    assert sum(needle.text in hits for needle, hits in texts) >= 0.95 * len(texts)


def test_the_nearest_are_those_that_comparing_all_finds(large: Library, crowd: Crowd) -> None:
    recalls = recalling(large, questions(crowd)[:60])
    assert min(recalls.values()) >= 0.95, recalls


@pytest.mark.parametrize("outlet", OUTLETS)
def test_a_filter_leaves_what_is_of_its_outlet_and_nothing_else(large: Library, crowd: Crowd, outlet: str) -> None:
    hits = large.search(crowd.needles[0].question, limit=10, filters=Filters(outlets=(outlet.lower(),)))
    assert {hit.heading.outlet for hit in hits} == {outlet}
    assert len(hits) == 10


def test_one_article_among_many_is_added_changed_and_removed(large: Library, tmp_path: Path) -> None:
    large.add(write_texts(tmp_path / "a", gull="The gull of Arden sat on a red post."))
    assert "gull" in found(large, "Where did the gull of Arden sit?")
    large.add(write_texts(tmp_path / "a", gull="The gull of Arden flew to Brix."))
    assert [hit.paragraph.text for hit in large.search("gull of Arden", limit=1)] == ["The gull of Arden flew to Brix."]
    large.remove("gull")
    assert "gull" not in found(large, "gull of Arden")


def test_what_is_made_twice_is_the_same(crowd: Crowd) -> None:
    one, other = (
        [(entry.article, entry.pieces[1][0].vector.tobytes()) for entry in islice(crowd.entries(60), 5)] for _ in "12"
    )
    assert one == other
