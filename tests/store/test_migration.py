"""A library of an older version, killed at each step of becoming one of this; and one of a newer version, refused."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
import sqlalchemy as sql

from index.errors import LibraryError
from index.library import CATALOG, Library
from index.store.catalog import Catalog, home_at
from index.store.homes import Home
from index.store.tables import SCHEMA_VERSION, tables
from tests import homes
from tests.homes import ON_FILES
from tests.killing import around, open_library, start, text_of
from tests.stores import counts, found, found_by_each, write_texts

pytestmark = pytest.mark.usefixtures("home")
KEPT = "catalog-of-version-1.sqlite"
NAMES = ("one", "other")
CATALOG_POINT = "index.store.catalog"
# Where a process is killed, before the function does its work or right after, and whether the library is migrated then.
STEPS = {
    "before anything": (f"{CATALOG_POINT}.Catalog._upgrade", False, False),
    "once a missing table is there": ("sqlalchemy.MetaData.create_all", True, False),
    "between the columns": ("sqlalchemy.Connection.exec_driver_sql", True, False),
    "before it is complete": (f"{CATALOG_POINT}.bring_up_to_date", True, False),
    "once it is complete": (f"{CATALOG_POINT}.Catalog._upgrade", True, True),
}
STEPS_OF_THE_COPY = {
    "before the copy": (f"{CATALOG_POINT}.Catalog.copy_to", False, False),
    "before the copy has its name": (f"{CATALOG_POINT}.Catalog._write_copy", True, False),
    "once the copy is there": (f"{CATALOG_POINT}.Catalog.copy_to", True, False),
}


def home_of(folder: Path) -> Home:
    return home_at(homes.options(folder).get("catalog_url") or folder / CATALOG)


def set_back(folder: Path) -> None:
    """Makes the tables those of the first version, as it left them."""
    home = home_of(folder)
    with home.writing.begin() as older:
        later = "watched_page watched_article watched alert_item alert lease label earlier".split()
        for table in (*later, "standing", "unsettled", "statement", "naming", "notice", "reading"):
            older.exec_driver_sql(f"DROP TABLE {table}")
        for column in ("updated", "stamp", "section", "text_kind"):
            older.exec_driver_sql(f"ALTER TABLE article DROP COLUMN {column}")
        older.exec_driver_sql("ALTER TABLE paragraph DROP COLUMN page")
        older.exec_driver_sql("UPDATE setting SET value = '1' WHERE key = 'schema'")
    home.reading.dispose()


def columns_in(folder: Path) -> dict[str, set[str]]:
    home = home_of(folder)
    with home.reading.begin() as reading:
        seen = sql.inspect(reading)
        columns = {name: {column["name"] for column in seen.get_columns(name)} for name in seen.get_table_names()}
    home.reading.dispose()
    return columns


@pytest.fixture
def older(tmp_path: Path) -> Iterator[Path]:
    """The folder of a library of the first version, with two articles."""
    with open_library(tmp_path / "library", **homes.options(tmp_path / "library")) as library:
        library.add(write_texts(tmp_path / "a", **{name: text_of(name, 1) for name in NAMES}))
    set_back(tmp_path / "library")
    yield tmp_path / "library"


def opened(folder: Path) -> Library:
    return open_library(folder, **homes.options(folder))


def is_whole(folder: Path) -> bool:
    """Whether it is one of this version with all its articles, which were not encoded, and can be added to."""
    for _ in range(2):
        with opened(folder) as library:
            assert found(library, "harbour") == {*NAMES}
            assert found_by_each(library, "wordonev1p1")[1] == {"one"}
            assert counts(library) == (6, 6, 6)
            assert library._catalog.setting("schema") == str(SCHEMA_VERSION)
            assert set(library.embeddings.encoded) <= {"harbour", "wordonev1p1", "anything"}  # type: ignore[attr-defined]
            assert library.add(write_texts(folder.parent / "more", late=text_of("late", 1))).added == ["late"]
            library.remove("late")
    wanted = {name: {column.name for column in table.columns} for name, table in tables.tables.items()}
    assert columns_in(folder) == wanted
    return True


def articles_of_the_copy(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / KEPT)) as kept:
        assert kept.execute("SELECT value FROM setting WHERE key = 'schema'").fetchone() == ("1",)
        assert {name for (name,) in kept.execute("SELECT name FROM sqlite_master WHERE type = 'table'")} == {
            *("setting", "change", "article", "paragraph", "piece", "sqlite_sequence")
        }
        return sorted(article_id for (article_id,) in kept.execute("SELECT id FROM article"))


def open_and_die(tells: Connection, folder: Path, options: dict[str, str], point: str, after: bool) -> None:
    around(point, lambda: os.kill(os.getpid(), signal.SIGKILL), after=after)
    open_library(folder, **options)
    tells.send("survived")


def killed(folder: Path, point: str, after: bool) -> None:
    process, _ = start(open_and_die, folder, homes.options(folder), point, after)
    process.join(60)
    assert process.exitcode == -signal.SIGKILL


@pytest.mark.parametrize(("point", "after", "migrated"), STEPS.values(), ids=STEPS.keys())
def test_a_process_killed_at_this_step_of_a_migration_leaves_the_older_library_or_the_whole_new_one(
    older: Path, point: str, after: bool, migrated: bool
) -> None:
    before = columns_in(older)
    killed(older, point, after)
    assert (columns_in(older) == before) is not migrated
    assert is_whole(older)


@ON_FILES
@pytest.mark.parametrize(("point", "after", "migrated"), STEPS_OF_THE_COPY.values(), ids=STEPS_OF_THE_COPY.keys())
def test_a_process_killed_while_it_keeps_a_copy_leaves_one_whole_copy_in_the_end(
    older: Path, point: str, after: bool, migrated: bool
) -> None:
    before = columns_in(older)
    killed(older, point, after)
    assert (columns_in(older) == before) is not migrated
    assert is_whole(older)
    assert articles_of_the_copy(older) == ["one", "other"]
    assert [path.name for path in older.iterdir() if "version" in path.name] == [KEPT]


@ON_FILES
def test_the_copy_that_is_kept_is_of_the_library_as_it_was_last_and_of_no_earlier_moment(older: Path) -> None:
    killed(older, f"{CATALOG_POINT}.Catalog.copy_to", True)
    with closing(sqlite3.connect(older / CATALOG)) as goes_on:  # with the version that it had before
        goes_on.execute("UPDATE article SET id = 'another' WHERE id = 'one'")
        goes_on.commit()
    Catalog(older / CATALOG).close()
    assert articles_of_the_copy(older) == ["another", "other"]


def test_of_several_who_open_an_older_library_at_once_each_has_the_whole_one(older: Path) -> None:
    processes = [start(open_and_tell, older, homes.options(older)) for _ in range(4)]
    assert [hears.recv() for _, hears in processes] == [["one", "other"]] * 4
    for process, _ in processes:
        process.join(60)
    assert is_whole(older)
    if home_of(older).name.endswith(f"{CATALOG}'"):
        assert articles_of_the_copy(older) == ["one", "other"]


def open_and_tell(tells: Connection, folder: Path, options: dict[str, str]) -> None:
    with open_library(folder, **options) as library:
        tells.send(sorted(heading.id for heading in library.articles()))


def test_a_library_of_a_newer_version_is_refused_in_one_sentence_and_nothing_in_it_changes(older: Path) -> None:
    home = home_of(older)
    with home.writing.begin() as newer:  # which may have other tables too
        newer.exec_driver_sql("UPDATE setting SET value = '99' WHERE key = 'schema'")
    home.reading.dispose()
    before = columns_in(older)
    with pytest.raises(LibraryError, match="was written by a newer version. Upgrade article-assistant") as raised:
        opened(older)
    assert "\n" not in str(raised.value)
    assert columns_in(older) == before


def test_a_backup_is_restored_into_a_library_of_an_older_version(older: Path, tmp_path: Path) -> None:
    with open_library(tmp_path / "source") as source:
        source.add(tmp_path / "a")
        source.backup(tmp_path / "backup")
    url = homes.options(older).get("catalog_url")
    Library.restore(tmp_path / "backup", older, catalog_url=url)
    assert is_whole(older)
