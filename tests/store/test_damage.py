"""Indexes that are spoilt, full disks, and a catalog that is noise: asking goes on, or ends in one sentence."""

from __future__ import annotations

import resource
import shutil
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from filelock import FileLock

import index.store.followers
from assistant.assistant import Assistant
from index.embedding import SentenceEmbeddings
from index.errors import LibraryError
from index.library import Library
from index.store import seals
from index.store.vectors import CONFIGURATION
from tests.damage import DAMAGES, deleted, emptied, noise, overwritten
from tests.fakes import CountedEmbeddings
from tests.killing import around, open_library, start
from tests.stores import counts, found, keys_in_each, write_lines, write_texts

HARBOUR = "The harbour master said the old crane will be taken down in March."
ORCHARD = "The orchard beside the chapel gave eleven tonnes of pears this autumn."
MEANINGS_ONLY = "The word index is being rebuilt; until then answers come from the index of meanings only."
WORDS_ONLY = "The index of meanings is being rebuilt; until then answers come from the word index only."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Path:
    """The folder of a library of two articles, for tests to copy."""
    place = tmp_path_factory.mktemp("made")
    with Library(place / "library", embeddings=embeddings) as library:
        library.add(write_texts(place / "a", harbour=HARBOUR, orchard=ORCHARD))
        assert found(library, "crane") == {"harbour", "orchard"}
    return place / "library"


@pytest.fixture
def counted(made: Path, tmp_path: Path, embeddings: SentenceEmbeddings) -> Iterator[Library]:
    """A library of two articles that has been searched, and whose model keeps what it encodes from here on."""
    model = CountedEmbeddings(embeddings)
    with Library(shutil.copytree(made, tmp_path / "library"), embeddings=model) as library:
        assert found(library, "crane") == {"harbour", "orchard"}
        model.encoded.clear()
        yield library


def encoded(library: Library) -> list[str]:
    assert isinstance(library.embeddings, CountedEmbeddings)
    return library.embeddings.encoded


@pytest.mark.parametrize("name", ["vectors", "lexical"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_an_index_spoilt_while_the_library_is_open_comes_back_without_encoding(
    counted: Library, name: str, damage: Callable[[Path], None]
) -> None:
    damage(counted.folder / name)
    for _ in range(2):
        assert found(counted, "crane") == {"harbour", "orchard"}
    assert counts(counted) == (2, 2, 2)
    assert set(encoded(counted)) <= {"crane", "anything"}
    counted.close()
    with Library(counted.folder, embeddings=counted.embeddings) as again:
        assert found(again, "crane") == {"harbour", "orchard"}
        assert keys_in_each(again) == (["1", "2"],) * 3


@pytest.mark.parametrize("damage", [deleted, emptied])
def test_vectors_that_are_deleted_while_the_library_is_open_are_there_again_before_they_are_needed(
    counted: Library, damage: Callable[[Path], None]
) -> None:
    damage(counted.folder / "vectors")
    counted._followers.follow(wait=True)
    assert seals.stamp(counted.folder / "vectors" / seals.SEAL)
    assert counts(counted) == (2, 2, 2)
    assert encoded(counted) == []


def test_while_the_words_are_made_anew_the_meanings_answer_and_a_sentence_says_so(
    counted: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.store.followers, "PATIENCE", 0)
    overwritten(counted.folder / "lexical")
    with FileLock(counted.folder / "followers.lock"):  # so that they cannot be ready too soon
        assert found(counted, "The orchard") == {"harbour", "orchard"}
        assert counted.notice == MEANINGS_ONLY
    _mended(counted)
    assert found(counted, "The orchard") == {"harbour", "orchard"}
    assert counted.notice is None
    assert counts(counted) == (2, 2, 2)
    assert set(encoded(counted)) == {"The orchard"}


@pytest.mark.parametrize("damage", DAMAGES)
def test_while_the_meanings_are_made_anew_the_words_answer_and_the_answer_says_so(
    counted: Library, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], None]
) -> None:
    monkeypatch.setattr(index.store.followers, "PATIENCE", 0)
    counted.close()
    damage(counted.folder / "vectors")
    damage(counted.folder / "codes")
    with Library(counted.folder, embeddings=counted.embeddings) as library:
        with FileLock(library.folder / "followers.lock"):
            answer = Assistant(library).ask("What will happen to the old crane?")
            assert answer.notice == WORDS_ONLY == answer.to_dict()["notice"]
            assert {one.article_id for one in (*answer.citations, *answer.closest)} == {"harbour"}
        _mended(library)
        assert Assistant(library).ask("What will happen to the old crane?").notice is None
        assert counts(library) == (2, 2, 2)


@pytest.mark.parametrize("damage", DAMAGES)
def test_while_the_vectors_are_made_anew_their_codes_stand_in(counted: Library, damage: Callable[[Path], None]) -> None:
    counted.close()
    damage(counted.folder / "vectors")
    with Library(counted.folder, embeddings=counted.embeddings, mode="dense") as library:
        with FileLock(library.folder / "followers.lock"):
            assert found(library, "The orchard") == {"harbour", "orchard"}
            assert library.notice is None
        _mended(library)
        assert counts(library) == (2, 2, 2)


def _mended(library: Library) -> None:
    thread = library._followers._thread
    assert thread is not None
    thread.join()


# Chroma keeps its graph in files of its own once it has synced.


@pytest.mark.processes
@pytest.mark.parametrize("file", ["data_level0.bin", "link_lists.bin", "length.bin", "header.bin"])
def test_noise_in_the_graph_of_a_large_index_ends_no_process(
    tmp_path: Path, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CONFIGURATION["hnsw"], "sync_threshold", 1000)
    texts = [f"Ship {number} left the port." for number in range(1100)]
    with open_library(tmp_path / "library") as library:
        library.add(write_lines(tmp_path / "a.jsonl", {"id": "ships", "text": "\n\n".join(texts)}))
    (path,) = (tmp_path / "library").glob(f"vectors/*/{file}")
    path.write_bytes(noise(path.stat().st_size))
    process, hears = start(_search, tmp_path / "library", texts[700])
    process.join(60)
    assert process.exitcode == 0
    assert hears.recv() == (701, [texts[700]], 1100)


def _search(tells: Connection, folder: Path, text: str) -> None:
    with open_library(folder) as library:
        _mended(library) if library.search(text) and library.notice else None
        (best, *_) = library.search(text, limit=1)
        tells.send((best.paragraph.number, library.embeddings.encoded[:1], len(keys_in_each(library)[1])))


# Full disks. A limit on the size of files is the one full disk that needs no rights and is there on every machine.

FULL = {
    "the catalog": ("index.store.storing.store", 0),
    "the words": ("index.store.lexical.Lexical.apply", 1),
    "the codes": ("index.store.codes.Codes.apply", 1),
    "the vectors": ("index.store.vectors.Vectors.apply", 1),
}


@pytest.mark.processes
@pytest.mark.parametrize(("point", "kept"), FULL.values(), ids=FULL.keys())
def test_a_disk_that_is_full_is_one_sentence_and_the_next_run_mends(tmp_path: Path, point: str, kept: int) -> None:
    with open_library(tmp_path / "library") as library:
        library.add(write_texts(tmp_path / "a", harbour=HARBOUR))
    text = "\n\n".join(f"{ORCHARD} {number}" for number in range(300))
    articles = write_lines(tmp_path / "b.jsonl", {"id": "orchard", "text": text})
    process, hears = start(_add_to_a_full_disk, tmp_path / "library", articles, point)
    process.join(60)
    assert process.exitcode == 0
    said, notice = hears.recv()
    assert said.startswith("The catalog" if kept == 0 else "The indexes") and said.count("\n") == 0
    assert "free disk space" in said
    assert (notice is None) is (kept == 0)
    with open_library(tmp_path / "library") as library:
        library.search("pears")
        assert library.notice is None
        assert library.count() == 1 + kept
        assert len(set(map(tuple, keys_in_each(library)))) == 1
        report = library.add(articles)
        assert (report.added, report.unchanged) == (([], ["orchard"]) if kept else (["orchard"], []))
        assert [len(keys) for keys in keys_in_each(library)] == [301] * 3


def _add_to_a_full_disk(tells: Connection, folder: Path, articles: Path, point: str) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open_library(folder) as library:
        library.search("pears")
        around(point, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, most)))
        try:
            library.add(articles)
        except LibraryError as error:
            library.search("crane")
            tells.send((str(error), library.notice))
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def test_a_disk_that_is_full_leaves_the_backup_that_was_there(tmp_path: Path) -> None:
    with open_library(tmp_path / "library") as library:
        library.add(write_texts(tmp_path / "a", harbour=HARBOUR))
        library.backup(tmp_path / "backup")
    before = _bytes_in(tmp_path / "backup")
    process, hears = start(_back_up_on_a_full_disk, tmp_path / "library", tmp_path / "backup")
    process.join(60)
    assert process.exitcode == 0
    said = hears.recv()
    assert "free disk space" in said and said.count("\n") == 0
    assert _bytes_in(tmp_path / "backup") == before


def _back_up_on_a_full_disk(tells: Connection, folder: Path, backup: Path) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open_library(folder) as library:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, most))
        try:
            library.backup(backup)
        except LibraryError as error:
            tells.send(str(error))
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def test_a_catalog_that_is_noise_is_one_sentence_and_no_file_is_touched(tmp_path: Path) -> None:
    with open_library(tmp_path / "library") as library:
        library.add(write_texts(tmp_path / "a", harbour=HARBOUR))
    overwritten_only = tmp_path / "library" / "catalog.sqlite"
    overwritten_only.write_bytes(noise(20_000))
    before = _bytes_in(tmp_path / "library")
    with pytest.raises(LibraryError, match=r"catalog\.sqlite") as raised:
        open_library(tmp_path / "library")
    assert "\n" not in str(raised.value)
    assert _bytes_in(tmp_path / "library") == before


def _bytes_in(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
