"""The two indexes beside the catalog: lost or damaged they come back from it, and nobody waits to read."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import sqlalchemy as sql
from filelock import FileLock

from index.adding import AddReport, Comparison
from index.embedding import SentenceEmbeddings
from index.errors import LibraryError
from index.filters import Filters
from index.library import Library
from index.store.vectors import CONFIGURATION
from tests.damage import DAMAGES, noise
from tests.fakes import CountedEmbeddings
from tests.stores import counts, found, found_by_each, write_lines, write_texts

HARBOUR = "The harbour master said the old crane will be taken down in March."
ORCHARD = "The orchard beside the chapel gave eleven tonnes of pears this autumn."
QUESTION = "What happens to the crane?"


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Path:
    """The folder of a library of two articles that nobody has open; tests work on copies."""
    place = tmp_path_factory.mktemp("closed")
    with Library(place / "library", embeddings=embeddings) as library:
        library.add(write_texts(place / "a", harbour=HARBOUR, orchard=ORCHARD))
    return place / "library"


@pytest.mark.parametrize("follower", ["vectors", "codes", "lexical"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_an_index_that_was_lost_or_damaged_comes_back_without_encoding_again(
    closed: Path, tmp_path: Path, embeddings: SentenceEmbeddings, follower: str, damage: object
) -> None:
    folder = shutil.copytree(closed, tmp_path / "library")
    damage(folder / follower)  # type: ignore[operator]
    counted = CountedEmbeddings(embeddings)
    with Library(folder, embeddings=counted) as library:
        assert found(library, QUESTION) == {"harbour", "orchard"}
        assert counted.encoded == [QUESTION]
        assert counts(library) == (2, 2, 2)
        assert found_by_each(library, "crane")[1] == {"harbour"}


def test_an_index_lost_while_the_library_is_open_comes_back(
    closed: Path, tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    folder = shutil.copytree(closed, tmp_path / "library")
    with Library(folder, embeddings=embeddings) as library:
        assert found(library, QUESTION) == {"harbour", "orchard"}
        shutil.rmtree(folder / "vectors")
        shutil.rmtree(folder / "codes")
        shutil.rmtree(folder / "lexical")
        library.add(write_texts(tmp_path / "b", more=HARBOUR))
        assert found(library, QUESTION) == {"harbour", "orchard", "more"}
    with Library(folder, embeddings=embeddings) as library:
        assert counts(library) == (3, 3, 3)


@pytest.mark.slow
def test_a_damaged_list_of_a_large_vector_index_comes_back(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CONFIGURATION["hnsw"], "sync_threshold", 1000)  # so that there is a list
    texts = ["\n\n".join(f"Crane {one} of harbour {other}." for one in range(30)) for other in range(40)]
    library.add(write_lines(tmp_path / "a.jsonl", *({"id": f"a{row}", "text": text} for row, text in enumerate(texts))))
    before = counts(library)
    library.close()
    (listed,) = library.folder.glob("vectors/*/index_metadata.pickle")
    listed.write_bytes(noise(listed.stat().st_size))
    with Library(library.folder, embeddings=library.embeddings) as again:
        assert "a21" in found(again, "Crane 7 of harbour 21")
        assert counts(again) == before == (1200, 1200, 1200)


def test_a_search_does_not_wait_for_another_who_is_writing(library: Library, tmp_path: Path) -> None:
    library.add(write_texts(tmp_path / "a", harbour=HARBOUR))
    with Library(library.folder, embeddings=library.embeddings) as reader:
        assert found(reader, "crane") == {"harbour"}
        with FileLock(library.folder / "followers.lock"):
            _store_only(library, tmp_path)
            assert found(reader, "crane") == {"harbour"}
        assert found(reader, "crane") == {"harbour", "orchard"}


def _store_only(library: Library, place: Path) -> None:
    """Leaves an article in the catalog as one does who was stopped before the indexes could follow."""
    report = AddReport()
    for batch, _ in Comparison(library._catalog, report, lambda: False, None).batches(
        [write_texts(place / "stored", orchard=ORCHARD)]
    ):
        library._store(batch, report, lambda: False)


def test_following_again_changes_nothing(library: Library, tmp_path: Path) -> None:
    library.add(write_texts(tmp_path / "a", harbour=HARBOUR, orchard=ORCHARD))
    followers = library._followers
    applied = [followers.vectors.applied, followers.codes.applied, followers.lexical.applied]
    assert applied == [library._catalog.position()] * 3
    followers.follow(wait=True)
    for name in ("vectors", "codes", "lexical"):
        followers._catch_up(name)
    assert [followers.vectors.applied, followers.codes.applied, followers.lexical.applied] == applied
    assert counts(library) == (2, 2, 2)


def test_a_follower_in_step_is_not_opened_again_by_a_search(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add(write_texts(tmp_path / "a", harbour=HARBOUR, orchard=ORCHARD))
    library.remove("orchard")
    opened_again: list[str] = []
    monkeypatch.setattr(library._followers, "_see_again", opened_again.append)
    assert found(library, "crane") == {"harbour"}
    assert opened_again == []


def test_a_search_asks_the_catalog_once_where_it_stands(library: Library, tmp_path: Path) -> None:
    library.add(write_texts(tmp_path / "a", harbour=HARBOUR))
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, parameters: object, *_: object) -> None:
        if "identity" in str(parameters):
            asked.append(statement)

    sql.event.listen(library._catalog.home.reading, "before_cursor_execute", note)
    assert found(library, "crane") == {"harbour"}
    assert len(asked) == 1


def test_a_search_does_not_wait_for_what_is_added_after_it_began(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add(write_texts(tmp_path / "a", harbour=HARBOUR))
    followers, (identity, last) = library._followers, library._catalog.position()
    later, is_over = itertools.count(last + 1), threading.Event()
    monkeypatch.setattr("index.store.followers.PATIENCE", 3600)
    monkeypatch.setattr(library._catalog, "position", lambda: (identity, next(later)))
    monkeypatch.setattr(followers, "_bring_up_meanwhile", is_over.wait)
    searching = threading.Thread(target=followers.follow, kwargs={"wait": False})
    searching.start()
    for follower in followers._open.values():
        follower.applied = (identity, last + 1)
    searching.join(30)
    was_waiting = searching.is_alive()
    is_over.set()
    assert not was_waiting


def test_an_index_that_holds_nothing_is_not_missing(library: Library) -> None:
    library._followers.follow(wait=True)
    assert library._followers.by_meaning(library.embeddings.encode(["crane"])[0], 5, articles=[1]) == []
    assert library.notice is None


def test_what_is_wrong_with_the_codes_costs_no_vectors(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add(write_texts(tmp_path / "a", harbour=HARBOUR, orchard=ORCHARD))

    def fails(*_: object, **__: object) -> list[int]:
        raise ValueError("noise")

    monkeypatch.setattr("index.store.codes.Codes.find", fails)
    discarded: list[str] = []
    monkeypatch.setattr(library._followers, "_discard", discarded.append)
    with pytest.raises(LibraryError):
        library.search("crane", filters=Filters(articles=("harbour",)))
    assert set(discarded) <= {"codes"}


def test_opening_a_library_opens_neither_index(closed: Path) -> None:
    program = (
        "import sys; from index.library import Library\n"
        "with Library(sys.argv[1]) as library: print([heading.id for heading in library.articles()])\n"
        "print({'chromadb', 'tantivy', 'torch'} & set(sys.modules))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, str(closed)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.splitlines() == ["['harbour', 'orchard']", "set()"]
