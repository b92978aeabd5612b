"""Nobody but its owner reads a library: what is made, what was there before, and what is copied out of it."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.serving.conversations import CONVERSATIONS, Conversations
from index.embedding import SentenceEmbeddings
from index.library import Library
from index.store.private import keep, make_file


@pytest.fixture(autouse=True)
def lavish() -> Iterator[None]:
    """A process whose files everybody may read and write, if it does not say otherwise."""
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    there = [folder, *folder.rglob("*")]
    return sorted(path.name for path in there if stat.S_IMODE(path.lstat().st_mode) & 0o077)


@pytest.fixture
def filled(tmp_path: Path, embeddings: SentenceEmbeddings) -> Path:
    folder = tmp_path / "library"
    (tmp_path / "article.txt").write_text("The harbour opens in spring, the mayor said.")
    with Library(folder, embeddings=embeddings) as library:
        library.add(tmp_path / "article.txt")
        library.search("harbour")
    conversations = Conversations(folder)
    conversations.count()
    conversations.close()
    return folder


def test_a_new_library_is_its_owners_alone(filled: Path) -> None:
    assert {"catalog.sqlite", CONVERSATIONS, "vectors", "lexical"} <= {path.name for path in filled.iterdir()}
    assert open_to_others(filled) == []


def test_while_it_is_open_its_databases_and_their_logs_are_too(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    (tmp_path / "article.txt").write_text("The harbour opens in spring, the mayor said.")
    conversations = Conversations(tmp_path / "library")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "article.txt")
        conversations.count()
        there = {path.name for path in library.folder.iterdir()}
        assert {f"{name}{end}" for name in ("catalog.sqlite", CONVERSATIONS) for end in ("", "-wal", "-shm")} <= there
        # What the engines make stands in folders that nobody else enters.
        outside = [path for path in (library.folder, *library.folder.iterdir()) if path.stat().st_mode & 0o077]
        assert outside == []
    conversations.close()


def test_a_library_of_before_is_closed_when_it_is_opened(filled: Path, embeddings: SentenceEmbeddings) -> None:
    for path in (filled, *filled.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    with Library(filled, embeddings=embeddings) as library:
        assert library.count() == 1
        assert open_to_others(filled) == []


def test_the_conversations_of_before_are_closed_without_a_library(filled: Path) -> None:
    (filled / CONVERSATIONS).chmod(0o644)
    conversations = Conversations(filled)
    conversations.count()
    conversations.close()
    assert open_to_others(filled) == []


def test_a_backup_and_what_is_restored_from_it_are_too(
    filled: Path, tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    with Library(filled, embeddings=embeddings) as library:
        library.backup(tmp_path / "backup")
        assert open_to_others(tmp_path / "backup") == []
        (tmp_path / "backup" / "backup.sqlite").chmod(0o644)
        library.backup(tmp_path / "backup")
        assert open_to_others(tmp_path / "backup") == []
    Library.restore(tmp_path / "backup", tmp_path / "restored")
    assert open_to_others(tmp_path / "restored") == []
    with Library(filled, embeddings=embeddings) as library:
        library.copy_to(tmp_path / "copied")
    with Library(tmp_path / "copied", embeddings=embeddings) as copied:
        assert copied.count() == 1
    assert open_to_others(tmp_path / "copied") == []


def test_a_folder_with_somebodys_other_work_is_not_closed_but_what_is_ours_in_it_is(filled: Path) -> None:
    shared = filled.parent / "shared"
    shutil.copytree(filled, shared)
    (shared / "thesis.txt").write_text("mine")
    for path in (shared, *shared.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    keep(shared)
    assert open_to_others(shared) == ["shared", "thesis.txt"]


def test_a_link_is_not_followed_to_what_it_names(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "elsewhere").mkdir(mode=0o755)
    (tmp_path / "elsewhere" / "file").touch(0o644)
    (tmp_path / "library" / "vectors").symlink_to(tmp_path / "elsewhere")
    keep(tmp_path / "library")
    assert open_to_others(tmp_path / "elsewhere") == ["elsewhere", "file"]


def test_a_file_that_is_there_keeps_its_contents(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("there")
    make_file(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "there"
