"""Backup and restore, while others use the library: whole or not at all."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from index.errors import LibraryError
from index.library import Library
from index.store.backups import BACKUP
from tests.damage import noise
from tests.killing import around, do, open_library, start, text_of
from tests.stores import found, keys_in_each

TEN = {f"n{number}": 1 for number in range(10)}


def filled(place: Path, *names: str) -> Library:
    (place / "articles").mkdir(exist_ok=True)
    library = open_library(place / "library")
    do(library, place / "articles", "add", dict.fromkeys(names or ["one", "other"], 1))
    return library


def ids(library: Library) -> list[str]:
    return sorted(heading.id for heading in library.articles())


def test_a_restored_backup_has_the_articles_that_were_there_and_encodes_nothing(tmp_path: Path) -> None:
    with filled(tmp_path) as library:
        library.backup(tmp_path / "backup")
        before = [library.article(name) for name in ids(library)]
        do(library, tmp_path / "articles", "update", {"one": 2})
        do(library, tmp_path / "articles", "remove", {"other": None})
        do(library, tmp_path / "articles", "add", {"third": 1})
    assert [path.name for path in (tmp_path / "backup").iterdir()] == [BACKUP]
    for folder in (tmp_path / "library", tmp_path / "new" / "library"):
        Library.restore(tmp_path / "backup", folder)
        with open_library(folder) as library:
            assert found(library, "harbour") == {"one", "other"}
            assert [library.article(name) for name in ids(library)] == before
            assert keys_in_each(library) == (["1", "2", "3", "4", "5", "6"],) * 3
            assert library.embeddings.encoded == ["harbour"]  # type: ignore[attr-defined]


def test_whoever_has_the_library_open_goes_on_with_the_restored_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with filled(tmp_path) as library:
        library.backup(tmp_path / "backup")
        do(library, tmp_path / "articles", "add", {"third": 1})
        do(library, tmp_path / "articles", "remove", {"one": None})
        assert found(library, "harbour") == {"other", "third"}
        position = library._catalog.position()
        Library.restore(tmp_path / "backup", library.folder)
        with monkeypatch.context() as unfollowed:
            unfollowed.setattr("index.store.followers.Followers.follow", lambda *_, **__: None)
            do(library, tmp_path / "articles", "add", {"fourth": 1})
            do(library, tmp_path / "articles", "update", {"other": 2})
        # As many changes as before, so that nothing but the identity tells the indexes that they are of others.
        assert library._catalog.position()[1] == position[1]
        assert found(library, "harbour") == {"one", "other", "fourth"}
        catalog, vectors, words = keys_in_each(library)
        assert catalog == vectors == words and len(catalog) == 9


@pytest.mark.processes
def test_a_backup_made_while_another_process_adds_is_of_one_moment(tmp_path: Path) -> None:
    with filled(tmp_path) as library:
        process, hears = start(_add_ten, library.folder, tmp_path / "articles")
        counts = []
        for number in range(4):
            hears.recv()  # two more were added
            library.backup(tmp_path / f"backup{number}")
            hears.recv()
        process.join(60)
        assert process.exitcode == 0
        assert ids(library) == sorted(["one", "other", *TEN])
    for number in range(4):
        Library.restore(tmp_path / f"backup{number}", tmp_path / f"restored{number}")
        with open_library(tmp_path / f"restored{number}") as restored:
            library.search("harbour")
            for name in ids(restored):
                texts = [part.text for part in restored.article(name).paragraphs]
                assert "\n\n".join(texts) == text_of(name, 1)
            counts.append(restored.count())
    assert counts == sorted(counts) and counts[0] >= 4


def _add_ten(tells: Connection, folder: Path, articles: Path) -> None:
    with open_library(folder) as library:
        for number in range(0, 10, 2):
            do(library, articles, "add", {f"n{number}": 1, f"n{number + 1}": 1})
            tells.send(number)
            tells.send(number)


@pytest.mark.processes
def test_a_process_killed_while_it_restores_leaves_the_library_as_it_was(tmp_path: Path) -> None:
    filled(tmp_path).close()
    with open_library(tmp_path / "library") as library:
        library.backup(tmp_path / "backup")
        do(library, tmp_path / "articles", "add", {"third": 1})
    process, _ = start(_restore_and_die, tmp_path / "backup", tmp_path / "library")
    process.join(60)
    assert process.exitcode == -9
    with open_library(tmp_path / "library") as library:
        assert found(library, "harbour") == {"one", "other", "third"}


def _restore_and_die(tells: Connection, backup: Path, folder: Path) -> None:
    around("index.store.backups._is_database", _die, after=True)
    Library.restore(backup, folder)


@pytest.mark.processes
def test_a_process_killed_while_it_backs_up_leaves_the_backup_that_was_there_and_the_next_one_tidies_up(
    tmp_path: Path,
) -> None:
    with filled(tmp_path) as library:
        library.backup(tmp_path / "backup")
        before = (tmp_path / "backup" / "backup.sqlite").read_bytes()
        do(library, tmp_path / "articles", "add", {"third": 1})
    process, _ = start(_back_up_and_die, tmp_path / "library", tmp_path / "backup")
    process.join(60)
    assert process.exitcode == -9
    assert (tmp_path / "backup" / "backup.sqlite").read_bytes() == before
    with open_library(tmp_path / "library") as library:
        library.backup(tmp_path / "backup")
    assert [path.name for path in (tmp_path / "backup").iterdir()] == ["backup.sqlite"]


def _back_up_and_die(tells: Connection, folder: Path, backup: Path) -> None:
    with open_library(folder) as library:
        around("index.store.catalog.Catalog._write_copy", _die, after=True)
        library.backup(backup)


def _die() -> None:
    import os
    import signal

    os.kill(os.getpid(), signal.SIGKILL)


def test_a_backup_goes_into_no_folder_of_other_files_and_never_into_a_library(tmp_path: Path) -> None:
    with filled(tmp_path) as library:
        for folder, named in ((tmp_path / "articles", "one.txt"), (library.folder, "catalog.sqlite")):
            before = {path: path.stat().st_mtime_ns for path in folder.iterdir() if path.suffix in (".txt", ".sqlite")}
            with pytest.raises(LibraryError, match=f"other files, such as '{named}'"):
                library.backup(folder)
            assert before == {path: path.stat().st_mtime_ns for path in before}
        (tmp_path / "file").write_text("")
        with pytest.raises(LibraryError, match="cannot be used for a backup"):
            library.backup(tmp_path / "file")


def test_a_second_backup_replaces_the_first(tmp_path: Path) -> None:
    with filled(tmp_path) as library:
        library.backup(tmp_path / "backup")
        do(library, tmp_path / "articles", "add", {"third": 1})
        library.backup(tmp_path / "backup")
    assert [path.name for path in (tmp_path / "backup").iterdir()] == [BACKUP]
    Library.restore(tmp_path / "backup", tmp_path / "restored")
    with open_library(tmp_path / "restored") as restored:
        assert ids(restored) == ["one", "other", "third"]


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _other_database(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE other (x)")
    connection.close()


def _of_version(version: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE setting SET value = ? WHERE key = 'schema'", (version,))
        connection.close()

    return change


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda path: path.write_bytes(noise(20_000)), "is damaged or not a backup"),
        (_cut, "is damaged or not a backup"),
        (_other_database, "is damaged or not a backup"),
        (lambda path: path.unlink(), "There is no backup in"),
        (_of_version("99"), "The backup in '.*/backup' was written by a newer version"),
        (_of_version("noise"), "is damaged or not a backup"),
    ],
    ids=["noise", "cut off", "another database", "nothing there", "newer", "of no version"],
)
def test_a_backup_that_cannot_be_used_is_one_sentence_and_the_library_stays(
    tmp_path: Path, damage: object, said: str
) -> None:
    with filled(tmp_path) as library:
        library.backup(tmp_path / "backup")
        damage(tmp_path / "backup" / BACKUP)  # type: ignore[operator]
        with pytest.raises(LibraryError, match=said) as raised:
            Library.restore(tmp_path / "backup", library.folder)
        assert "\n" not in str(raised.value)
        assert found(library, "harbour") == {"one", "other"}
        assert not list(library.folder.glob("restoring-*"))


def test_a_library_whose_catalog_is_noise_can_be_restored_and_the_noise_is_kept(tmp_path: Path) -> None:
    with filled(tmp_path) as library:
        library.backup(tmp_path / "backup")
    for path in library.folder.glob("catalog.sqlite*"):
        path.unlink()
    (library.folder / "catalog.sqlite").write_bytes(noise(20_000))
    Library.restore(tmp_path / "backup", library.folder)
    with open_library(library.folder) as restored:
        assert found(restored, "harbour") == {"one", "other"}
    (kept,) = library.folder.glob("damaged-*")
    assert kept.read_bytes() == noise(20_000)


def test_a_library_that_was_deleted_can_be_restored(tmp_path: Path) -> None:
    with filled(tmp_path) as library:
        library.backup(tmp_path / "backup")
    shutil.rmtree(library.folder)
    Library.restore(tmp_path / "backup", library.folder)
    with open_library(library.folder) as restored:
        assert found(restored, "harbour") == {"one", "other"}
