"""Copying a library from files to servers and back: the same articles and vectors, and never half of them."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sql

from index.errors import LibraryError
from index.library import CATALOG, Library
from index.store import copying
from index.store.catalog import Catalog, home_at
from index.store.homes import Home
from index.store.tables import tables
from tests.killing import around, open_library, start, text_of
from tests.servers import Servers
from tests.stores import counts, found_by_each, write_texts

pytestmark = pytest.mark.servers
NAMES = ("one", "other", "third", "fourth")
COPYING = "index.store.copying"
# Where a process is killed, before the function does its work or right after, and whether the copy is refused then.
STEPS = {
    "before anything": (f"{COPYING}._begin", False, False),
    "once the mark is there": (f"{COPYING}._begin", True, True),
    "before it is complete": (f"{COPYING}._complete", False, True),
    "while it is completed": (f"{COPYING}._settle", True, True),
    "once it is complete": (f"{COPYING}._complete", True, False),
    "before the vectors are noted": ("chromadb.Collection.modify", False, False),
}


class Ends:
    """A library with articles, at one kind of home, and where its copy goes, of the other kind."""

    def __init__(self, place: Path, servers: Servers, to: str) -> None:
        served = servers.options(place)
        self.folder = place / "library"
        self.options, self.target = ({}, served["catalog_url"]) if to == "servers" else (served, str(place / "copy"))
        self.vectors_url = served["vectors_url"] if to == "servers" else None
        self.copied = served if to == "servers" else {}
        self.copy_folder = place / "copy"
        with open_library(self.folder, **self.options) as library:
            library.add(write_texts(place / "a", **{name: text_of(name, 1) for name in NAMES}))
            library.remove("third")
            library.add(write_texts(place / "a", one=text_of("one", 2)) / "one.txt")

    def copy(self, **options: Any) -> tuple[int, str]:
        with open_library(self.folder, **self.options) as library:
            return library.copy_to(self.target, vectors_url=self.vectors_url, **options)

    @contextmanager
    def home(self) -> Iterator[Home]:
        """Where the copy goes."""
        home = home_at(self.copied.get("catalog_url") or self.copy_folder / CATALOG)
        yield home
        home.reading.dispose()

    def opened(self) -> Library:
        """The copy."""
        return open_library(self.copy_folder, **self.copied)


BOTH_SLOWLY = pytest.mark.parametrize("ends", ["servers", pytest.param("files", marks=pytest.mark.slow)], indirect=True)


@pytest.fixture(params=["servers", "files"])
def ends(request: pytest.FixtureRequest, tmp_path: Path, running_servers: Servers) -> Ends:
    return Ends(tmp_path, running_servers, request.param)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "BATCH", 2)


def rows(catalog: Catalog) -> dict[str, list[tuple[Any, ...]]]:
    """All that a catalog holds, but for its identity and of what it is a copy."""
    own, found = ("identity", "copied"), {}
    with catalog.home.reading.begin() as reading:
        for name, table in tables.tables.items():
            found[name] = sorted(tuple(row) for row in reading.execute(sql.select(table)) if row[0] not in own)
    return found


def is_whole(ends: Ends) -> bool:
    """Whether the copy holds what the library holds, in each index too, and both can be written to."""
    with open_library(ends.folder, **ends.options) as library, ends.opened() as copied:
        assert rows(copied._catalog) == rows(library._catalog)
        assert copied._catalog.identity() != library._catalog.identity()
        assert copied.embeddings.encoded == []  # type: ignore[attr-defined]
        assert counts(copied) == counts(library) == (9, 9, 9)
        assert found_by_each(copied, "wordonev2p1")[1] == {"one"}
        copied.add(write_texts(ends.copy_folder.parent / "more", late=text_of("late", 1)))
        copied.remove("late")
        assert counts(copied) == counts(library)
    return True


def test_a_copy_holds_the_same_articles_vectors_and_changes_and_encodes_nothing(ends: Ends) -> None:
    told: list[tuple[int, int]] = []
    number, where = ends.copy(progress=lambda done, total: told.append((done, total)))
    assert number == 3 and "secret" not in where
    assert told == sorted(told) and told[-1][0] == told[-1][1] == told[0][1]
    assert is_whole(ends)


def test_a_copy_that_is_there_already_is_left_as_it_is(ends: Ends) -> None:
    assert ends.copy() == ends.copy()
    with ends.opened() as copied:
        copied.add(write_texts(ends.copy_folder.parent / "more", late=text_of("late", 1)))
    assert ends.copy()[0] == 4


def kill(tells: Connection, ends: Ends, point: str | None, after: bool, rows_done: int) -> None:
    """Copies, and kills itself at the named function or once so many rows are stored."""

    def die(done: int = 0, total: int = 0) -> None:
        if done >= rows_done:
            os.kill(os.getpid(), signal.SIGKILL)

    copying.BATCH = 2
    if point:
        around(point, die, after=after)
    ends.copy(progress=(lambda done, total: None) if point else die)
    tells.send("survived")


def killed(ends: Ends, point: str | None, *, after: bool = False, rows_done: int = 0) -> None:
    process, _ = start(kill, ends, point, after, rows_done)
    process.join()
    assert process.exitcode == -signal.SIGKILL


@BOTH_SLOWLY
@pytest.mark.parametrize(("point", "after", "refused"), STEPS.values(), ids=STEPS.keys())
def test_a_copy_that_is_killed_is_whole_or_refused_and_goes_on(
    ends: Ends, point: str, after: bool, refused: bool
) -> None:
    killed(ends, point, after=after)
    if refused:
        with pytest.raises(LibraryError, match="an incomplete copy. Run the same `article-assistant copy`"):
            ends.opened()
    ends.copy()
    assert is_whole(ends)


@BOTH_SLOWLY
def test_a_copy_that_is_killed_again_and_again_ends_and_stores_no_row_twice(ends: Ends) -> None:
    reached = 0
    for rows_done in (7, 13, 19):
        killed(ends, None, rows_done=rows_done)
        with pytest.raises(LibraryError, match="incomplete"):
            ends.opened()
        with ends.home() as home, home.reading.begin() as reading:
            stored = sum(copying._count(reading, table) for table in copying.ROWS)
        assert stored >= max(reached, rows_done)
        reached = stored
    ends.copy()
    assert is_whole(ends)


@BOTH_SLOWLY
def test_a_copy_of_what_has_changed_since_it_was_killed_begins_anew(ends: Ends, tmp_path: Path) -> None:
    killed(ends, None, rows_done=20)
    with open_library(ends.folder, **ends.options) as library:
        library.remove("fourth")
        library.add(write_texts(tmp_path / "a", fourth=text_of("fourth", 3)) / "fourth.txt")
    ends.copy()
    assert is_whole(ends)


def test_what_holds_articles_already_is_not_copied_over(ends: Ends, tmp_path: Path) -> None:
    with ends.opened() as other:
        other.add(write_texts(tmp_path / "b", mine=text_of("mine", 1)))
    with pytest.raises(LibraryError, match="holds articles already"):
        ends.copy()
    with ends.opened() as other:
        assert [heading.id for heading in other.articles()] == ["mine"]


def test_one_copies_at_a_time(ends: Ends) -> None:
    ends.copy_folder.mkdir()
    with ends.home() as home, home.turn("copy", 0), pytest.raises(LibraryError, match="Another process is copying"):
        ends.copy()


def test_what_is_added_meanwhile_waits_for_nothing_and_is_not_in_the_copy(ends: Ends, tmp_path: Path) -> None:
    added: list[str] = []

    def add(done: int, total: int) -> None:
        if not added:
            with open_library(ends.folder, **ends.options) as library:
                added.extend(library.add(write_texts(tmp_path / "b", late=text_of("late", 1))).added)

    ends.copy(progress=add)
    assert added == ["late"]
    with ends.opened() as copied:
        assert {heading.id for heading in copied.articles()} == {"one", "other", "fourth"}
        assert counts(copied) == (9, 9, 9)
