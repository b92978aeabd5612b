"""Disks that are full at whichever write: one sentence, nothing acknowledged is lost, and with room all goes on."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from assistant.access.access import ACCESS, SESSIONS
from assistant.access.keys import Keys
from assistant.access.record_file import RecordFile
from assistant.access.sessions import Sessions
from assistant.access.users import Users
from assistant.errors import AccessError
from assistant.serving.audit import AUDIT, Actor, Audit
from assistant.serving.conversations import Conversations
from index.errors import ArticleAssistantError, LibraryError
from index.library import Library
from tests.disks import Disk, small_disk
from tests.killing import KINDS, do, open_library, start, text_of
from tests.library.test_survival import BEFORE, TO, States, is_found, states_of
from tests.servers import Chroma, Postgres, Servers
from tests.serving.test_conversations import HARBOUR, record
from tests.store.test_migration import articles_of_the_copy, set_back
from tests.stores import counts, write_texts

pytestmark = pytest.mark.processes

ROOMS = [*({"pages": number} for number in (0, 4, 16, 64, 256)), {"files": 0}, {"files": 2}]
EVERY_ROOM = [{"pages": number} for number in range(0, 200, 2)]
Room = dict[str, int]
SHIPS = "\n\n".join(f"Ship {number} left." for number in range(500))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk", 24) as mounted:
        yield mounted


def is_one_sentence(said: str) -> bool:
    assert "\n" not in said and "Traceback" not in said
    assert "disk space" in said, said
    return True


def told(work: Callable[..., None], *arguments: Any) -> str | None:
    """What the process said that did it: the sentence of an error, or None where there was none."""
    process, hears = start(_tell, work, *arguments)
    said = hears.recv()
    process.join(60)
    assert process.exitcode == 0
    return said


def _tell(tells: Connection, work: Callable[..., None], *arguments: Any) -> None:
    try:
        work(*arguments)
    except ArticleAssistantError as error:
        tells.send(str(error))
    else:
        tells.send(None)


def _work(disk: Disk, room: Room, folder: Path, articles: Path, kind: str, states: States) -> None:
    with open_library(folder) as library:
        library.search("harbour")
        disk.leave(**room)
        do(library, articles, kind, states)


def fill_up(disk: Disk, place: Path, kind: str, rooms: list[Room]) -> int:
    """Works on a library of two articles on a disk with so much room, again and again; how often it was too little."""
    folder, articles = disk.folder / "library", place / "articles"
    articles.mkdir()
    failures = 0
    for room in rooms:
        with open_library(folder) as library:
            do(library, articles, "add", BEFORE)
        said = told(_work, disk, room, folder, articles, kind, TO[kind])
        failures += bool(said and is_one_sentence(said))
        disk.free()
        with open_library(folder) as library:
            now, after = states_of(library), BEFORE | TO[kind]
            assert all(now.get(name) in ({after[name]} | ({BEFORE.get(name)} if said else set())) for name in after)
            assert all(is_found(library, name, version) for name, version in now.items() if version)
            if now != (whole := {name: version for name, version in after.items() if version}):
                do(library, articles, kind, TO[kind])
            assert states_of(library) == whole
            library.remove(list(TO["add"]), missing_ok=True)
    return failures


@pytest.mark.parametrize("kind", KINDS)
def test_a_disk_that_is_full_sooner_or_later_loses_and_doubles_nothing(disk: Disk, tmp_path: Path, kind: str) -> None:
    assert 0 < fill_up(disk, tmp_path, kind, ROOMS) < len(ROOMS)


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
def test_a_disk_that_is_full_at_each_page_loses_and_doubles_nothing(disk: Disk, tmp_path: Path, kind: str) -> None:
    assert 0 < fill_up(disk, tmp_path, kind, EVERY_ROOM) < len(EVERY_ROOM)


# What stands beside a library, and what is made of it


def _back_up(disk: Disk, room: Room, folder: Path, backup: Path) -> None:
    with open_library(folder) as library:
        disk.leave(**room)
        library.backup(backup)


def _restore(disk: Disk, room: Room, folder: Path, backup: Path) -> None:
    disk.leave(**room)
    Library.restore(backup, folder)


def _copy(disk: Disk, room: Room, folder: Path, copy: Path) -> None:
    with open_library(folder) as library:
        disk.leave(**room)
        library.copy_to(copy)


def _migrate(disk: Disk, room: Room, folder: Path) -> None:
    disk.leave(**room)
    open_library(folder).close()


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write_texts(tmp_path / "articles", **{name: text_of(name, 1) for name in BEFORE})


def holds_all(folder: Path) -> bool:
    with open_library(folder) as library:
        return states_of(library) == BEFORE


def test_a_disk_that_is_full_leaves_the_backup_that_was_there_and_no_half_one(
    disk: Disk, tmp_path: Path, articles: Path
) -> None:
    folder, backup, failures = tmp_path / "library", disk.folder / "backup", 0
    with open_library(folder) as library:
        library.add(articles)
        library.backup(backup)
        library.add(write_texts(tmp_path / "more", late=text_of("late", 1)))
    before = {path.name: path.read_bytes() for path in backup.iterdir()}
    for room in ROOMS:
        said = told(_back_up, disk, room, folder, backup)
        disk.free()
        if said:
            assert is_one_sentence(said)
            failures += 1
            assert {path.name: path.read_bytes() for path in backup.iterdir()} == before
        else:
            Library.restore(backup, tmp_path / "restored")
            assert open_library(tmp_path / "restored").count() == 3
            open_library(folder).backup(backup)
            (backup / "backup.sqlite").write_bytes(before["backup.sqlite"])
    assert 0 < failures < len(ROOMS)


def test_a_disk_that_is_full_leaves_the_library_as_it_was_before_it_was_restored(
    disk: Disk, tmp_path: Path, articles: Path
) -> None:
    folder, failures = disk.folder / "library", 0
    with open_library(folder) as library:
        library.add(articles)
        library.backup(tmp_path / "backup")
    for room in ROOMS:
        with open_library(folder) as library:
            library.add(write_texts(tmp_path / "more", late=text_of("late", 1)))
        said = told(_restore, disk, room, folder, tmp_path / "backup")
        disk.free()
        failures += bool(said and is_one_sentence(said))
        with open_library(folder) as library:
            assert states_of(library) == BEFORE | ({"late": 1} if said else {})
        assert not [path for path in folder.iterdir() if path.name.startswith("restoring-")]
    assert 0 < failures < len(ROOMS)


def test_a_copy_to_a_disk_that_is_full_goes_on_when_there_is_room(disk: Disk, tmp_path: Path, articles: Path) -> None:
    folder, failures = tmp_path / "library", 0
    with open_library(folder) as library:
        library.add(articles)
    for number, room in enumerate(ROOMS):
        copy = disk.folder / f"copy{number}"
        said = told(_copy, disk, room, folder, copy)
        disk.free()
        failures += bool(said and is_one_sentence(said))
        with open_library(folder) as library:
            library.copy_to(copy)
        assert holds_all(copy) and holds_all(folder)
    assert 0 < failures < len(ROOMS)


def test_a_disk_that_is_full_leaves_an_older_library_as_it_was_and_it_is_migrated_when_there_is_room(
    disk: Disk, articles: Path
) -> None:
    failures = 0
    for number, room in enumerate(ROOMS):
        folder = disk.folder / f"library{number}"
        with open_library(folder) as library:
            library.add(articles)
        set_back(folder)
        said = told(_migrate, disk, room, folder)
        disk.free()
        failures += bool(said and is_one_sentence(said))
        assert holds_all(folder)
        assert articles_of_the_copy(folder) == sorted(BEFORE)
        assert len([path for path in folder.iterdir() if "version" in path.name]) == 1
    assert 0 < failures < len(ROOMS)


def _ask(disk: Disk, room: Room, folder: Path) -> None:
    disk.leave(**room)
    with open_library(folder) as library:
        assert {hit.heading.id for hit in library.search("harbour")} == BEFORE.keys()


def test_a_library_on_a_full_disk_is_asked_as_before_or_says_why_not(disk: Disk, articles: Path) -> None:
    folder = disk.folder / "library"
    with open_library(folder) as library:
        library.add(articles)
    for room in ROOMS:
        said = told(_ask, disk, room, folder)
        assert said is None or is_one_sentence(said)
        disk.free()
        assert holds_all(folder)


@pytest.mark.parametrize("room", ROOMS, ids=str)
def test_a_conversation_is_saved_on_a_full_disk_as_a_whole_or_not_at_all(disk: Disk, room: Room) -> None:
    first = Conversations(disk.folder)
    kept = first.save(record("a"), HARBOUR).conversation
    first.close()
    said = told(_save, disk, room, kept)
    disk.free()
    saved = Conversations(disk.folder)
    assert [turn.answer["id"] for turn in saved.open(kept).turns] == (["a"] if said else ["a", "b"])
    assert said is None or is_one_sentence(said)
    saved.save(record("b", text="long " * 10_000), HARBOUR, conversation=kept)
    assert [turn.answer["id"] for turn in saved.open(kept).turns] == ["a", "b"]
    saved.close()


def _save(disk: Disk, room: Room, kept: str) -> None:
    saved = Conversations(disk.folder)
    disk.leave(**room)
    saved.save(record("b", text="long " * 10_000), HARBOUR, conversation=kept)


@pytest.mark.parametrize("room", ROOMS, ids=str)
def test_who_may_is_written_on_a_full_disk_as_a_whole_or_not_at_all(disk: Disk, room: Room) -> None:
    file = RecordFile(disk.folder / ACCESS)
    if "pages" in room:  # else the file of its lock is the first that there is no room for
        Keys(file).add("bot", frozenset({"ask"}))
    before = [key.name for key in Keys(file).all()]
    disk.leave(**room)
    try:
        Keys(file).add("other", frozenset({"ask"}))
        after = [*before, "other"]
    except AccessError as error:
        assert is_one_sentence(str(error))
        after = before
    disk.free()
    assert [key.name for key in Keys(RecordFile(disk.folder / ACCESS)).all()] == after
    assert not [path for path in disk.folder.iterdir() if path.name.startswith(f".{ACCESS}")]


@pytest.mark.parametrize("room", ROOMS, ids=str)
def test_a_key_is_revoked_and_somebody_signed_out_and_removed_on_a_full_disk(disk: Disk, room: Room) -> None:
    access, signed_in = RecordFile(disk.folder / ACCESS), RecordFile(disk.folder / SESSIONS)
    keys, users = Keys(access), Users(access)
    users.add("anna", "a long password", frozenset({"ask"}))
    users.add("ben", "a long password", frozenset({"ask"}))
    stays, goes = (keys.add(name, frozenset({"ask"})) for name in ("bot", "other"))
    elsewhere = Keys(RecordFile(disk.folder / ACCESS))
    assert elsewhere.known_by(goes)
    sessions = Sessions(signed_in, users, days=1)
    annas, bens = (sessions.begin(user) for name in ("anna", "ben") if (user := users.get(name)))
    disk.leave(**room)
    sessions.end(annas)
    keys.revoke("other")
    users.remove("ben")
    assert elsewhere.known_by(goes) is None and elsewhere.known_by(stays)
    assert not sessions.known_by(annas) and not sessions.known_by(bens)
    disk.free()
    assert [key.name for key in Keys(RecordFile(disk.folder / ACCESS)).all()] == ["bot"]
    assert [*Users(RecordFile(disk.folder / ACCESS)).all()] == ["anna"]


@pytest.mark.parametrize("room", ROOMS, ids=str)
def test_what_was_changed_on_a_full_disk_and_cannot_be_written_down_is_logged(
    disk: Disk, room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    disk.leave(**room)
    Audit(disk.folder).note(Actor("anna", "command"), "remove", removed=["harbour"])
    disk.free()
    path = disk.folder / AUDIT
    lines = path.read_text().splitlines() if path.exists() else []
    assert [json.loads(line)["removed"] for line in lines] == ([] if "harbour" in caplog.text else [["harbour"]])
    Audit(disk.folder).note(Actor("anna", "command"), "add", added=["orchard"])
    assert json.loads(path.read_text().splitlines()[-1])["added"] == ["orchard"]


# Servers


@pytest.fixture
def folder_of_servers() -> Iterator[Path]:
    """One that the user who runs PostgreSQL can reach as well."""
    with tempfile.TemporaryDirectory(prefix="servers-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@contextmanager
def postgres_at(folder: Path) -> Iterator[Postgres]:
    """One of the test's own, for it is spoilt for others."""
    postgres = Postgres(folder)
    try:
        yield postgres
    finally:
        if postgres.answers():
            postgres.stop()


@pytest.mark.servers
def test_postgresql_without_room_for_an_article_stores_none_of_it_and_says_so(
    tmp_path: Path, folder_of_servers: Path, running_servers: Servers
) -> None:
    """The tables are on a small disk, PostgreSQL's log of changes is not."""
    place = folder_of_servers / "tablespace"
    with small_disk(place, 8) as disk, postgres_at(folder_of_servers / "postgres") as postgres:
        shutil.chown(place, "postgres", "postgres")
        postgres.run(f"CREATE TABLESPACE small LOCATION '{place}'")
        url = postgres.schema("news") + "%20-cdefault_tablespace%3Dsmall"
        with open_library(tmp_path / "library", catalog_url=url, vectors_url=running_servers.chroma.url) as library:
            library.add(write_texts(tmp_path / "a", one=text_of("one", 1)))
            disk.leave(pages=4)
            large = write_texts(tmp_path / "b", large=SHIPS)
            with pytest.raises(LibraryError) as raised:
                library.add(large)
            assert is_one_sentence(str(raised.value)) and "secret" not in str(raised.value)
            assert [heading.id for heading in library.articles()] == ["one"]
            assert {hit.heading.id for hit in library.search("harbour")} == {"one"}
            disk.free()
            assert library.add(large).added == ["large"]
            assert counts(library) == (503, 503, 503)


@pytest.mark.servers
def test_postgresql_without_room_for_its_own_log_stops_and_has_all_that_it_acknowledged_when_it_starts(
    tmp_path: Path, folder_of_servers: Path, running_servers: Servers
) -> None:
    place = folder_of_servers / "disk"
    with small_disk(place, 100) as disk, postgres_at(place / "postgres") as postgres:
        options = {"catalog_url": postgres.schema("news"), "vectors_url": running_servers.chroma.url}
        with open_library(tmp_path / "library", **options) as library:
            added = library.add(write_texts(tmp_path / "a", one=text_of("one", 1))).added
            disk.leave(pages=30)
            with pytest.raises(LibraryError) as raised:
                for number in range(1000):
                    added += library.add(write_texts(tmp_path / f"b{number}", **{f"ships{number}": SHIPS})).added
            assert "\n" not in str(raised.value) and "What was stored" in str(raised.value)
            disk.free()
            if not postgres.answers():
                postgres.start()
            library.search("harbour")
            there = [heading.id for heading in library.articles()]
            assert set(added) <= set(there) and len(there) - len(added) <= 1
            assert library.add(write_texts(tmp_path / "c", late=text_of("late", 1))).added == ["late"]


@pytest.mark.servers
def test_a_chroma_server_without_room_is_one_sentence_and_what_is_kept_here_answers(
    tmp_path: Path, running_servers: Servers
) -> None:
    with small_disk(tmp_path / "chroma", 8) as disk:
        chroma = Chroma(disk.folder)
        try:
            options = running_servers.options(tmp_path) | {"vectors_url": chroma.url}
            with open_library(tmp_path / "library", **options) as library:
                library.add(write_texts(tmp_path / "a", one=text_of("one", 1)))
                disk.leave(pages=4)
                large = write_texts(tmp_path / "b", large=SHIPS)
                with pytest.raises(LibraryError) as raised:
                    library.add(large)
                assert is_one_sentence(str(raised.value)) and chroma.url in str(raised.value)
                assert {"large"} == {hit.heading.id for hit in library.search("ship")}
                assert library.notice
                disk.free()
                chroma.stop()  # Chroma 1.5.9 goes on with a locked database, which its next start frees
                chroma.start()
                assert library.add(large).unchanged == ["large"]
                assert library.search("ship") and library.notice is None
                assert counts(library) == (503, 503, 503)
        finally:
            chroma.stop()
