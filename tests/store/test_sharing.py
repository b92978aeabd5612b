"""One library in PostgreSQL and on a Chroma server, which several processes share, and what breaks there."""

from __future__ import annotations

import hashlib
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sql
from filelock import Timeout
from typer.testing import CliRunner

from assistant.cli import app
from assistant.settings import Settings
from index.adding import AddReport, Comparison
from index.errors import LibraryError, VectorsAway
from index.library import Library
from index.store import followers
from index.store.catalog import Catalog
from index.store.postgresql import PostgresHome, masked
from tests.killing import open_library
from tests.servers import Servers, wait_for
from tests.sharing import Sharer
from tests.stores import counts, found, found_by_each, keys_in_each, write_lines, write_texts

HARBOUR = "The harbour master said the old crane will be taken down in March."
ORCHARD = "The orchard beside the chapel gave eleven tonnes of pears this autumn."
AWAY = "The index of meanings cannot be queried (its server does not answer); answers come from the part kept here."


@pytest.fixture
def options(running_servers: Servers, tmp_path: Path) -> dict[str, str]:
    return running_servers.options(tmp_path)


@pytest.fixture
def shared(options: dict[str, str], tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "library", **options) as library:
        library.add(write_texts(tmp_path / "a", harbour=HARBOUR, orchard=ORCHARD))
        yield library


@pytest.fixture
def chroma_away(running_servers: Servers) -> Iterator[Callable[[], None]]:
    """The Chroma server is away; what is given brings it back."""
    running_servers.chroma.stop()
    back = [False]

    def bring_back() -> None:
        back[0] = True
        running_servers.chroma.start()

    yield bring_back
    if not back[0]:
        running_servers.chroma.start()


pytestmark = pytest.mark.servers


# Sharing


def test_what_one_of_three_processes_adds_or_removes_the_others_find_so(
    options: dict[str, str], tmp_path: Path
) -> None:
    with ExitStack() as stack:
        one, other, third = (stack.enter_context(Sharer(tmp_path / f"l{number}", options)) for number in range(3))
        assert one.ask("add", write_texts(tmp_path / "a", harbour=HARBOUR)) == ["harbour"]
        for process in (other, third):
            assert process.ask("found", "crane") == ({"harbour"},) * 3
        assert other.ask("add", write_texts(tmp_path / "b", orchard=ORCHARD)) == ["orchard"]
        for process in (one, third):
            assert process.ask("found", "crane pears") == ({"harbour", "orchard"},) * 3
        third.ask("remove", "harbour")
        for process in (one, other):
            assert process.ask("found", "crane pears") == ({"orchard"},) * 3


def test_processes_that_add_at_once_lose_nothing_and_double_nothing(options: dict[str, str], tmp_path: Path) -> None:
    with ExitStack() as stack:
        names = [f"{side}{number}" for side in ("left", "right", "middle") for number in range(4)]
        folders = [write_texts(tmp_path / name, **{name: f"The clerk wrote word{name}."}) for name in names]
        sharers = [stack.enter_context(Sharer(tmp_path / f"l{number}", options)) for number in range(3)]
        for number, process in enumerate(sharers):
            process.tell("add", *folders[number * 4 : number * 4 + 4])
        assert [process.hear() for process in sharers] == [names[:4], names[4:8], names[8:]]
        for process in sharers:
            assert {process.ask("found", f"word{name}")[1] == {name} for name in names} == {True}
    with open_library(tmp_path / "last", **options) as library:
        wait_for(lambda: library.search("clerk") and library.notice is None)
        catalog, vectors, words = keys_in_each(library)
        assert len(catalog) == 12 and catalog == vectors == words


def test_vectors_may_stay_in_each_folder_when_the_articles_are_shared(options: dict[str, str], tmp_path: Path) -> None:
    only = {"catalog_url": options["catalog_url"]}
    with open_library(tmp_path / "one", **only) as one, open_library(tmp_path / "other", **only) as other:
        one.add(write_texts(tmp_path / "a", harbour=HARBOUR))
        assert counts(other) == counts(one) == (1, 1, 1)
        other.remove("harbour")
        assert counts(one) == (0, 0, 0)


def test_the_vectors_alone_may_be_on_a_server(options: dict[str, str], tmp_path: Path) -> None:
    only = {"vectors_url": options["vectors_url"]}
    with open_library(tmp_path / "one", **only) as one, open_library(tmp_path / "one", **only) as again:
        one.add(write_texts(tmp_path / "a", harbour=HARBOUR))
        again.add(write_texts(tmp_path / "b", orchard=ORCHARD))
        assert counts(one) == counts(again) == (2, 2, 2)
    assert not (tmp_path / "one" / "vectors").exists()


def test_who_opens_or_asks_does_not_wait_for_one_who_writes(
    shared: Library, options: dict[str, str], tmp_path: Path
) -> None:
    with shared._catalog._writing.begin() as writing:
        writing.execute(sql.text("DELETE FROM piece"))
        with open_library(tmp_path / "another", **options) as another:
            assert found(another, "crane") == {"harbour", "orchard"}
        assert found_by_each(shared, "crane")[1] == {"harbour"}
        writing.rollback()


def test_one_who_would_write_beside_another_for_too_long_is_told_so(
    shared: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.store.postgresql.PATIENCE", 0.1)
    with shared._catalog._writing.begin(), pytest.raises(LibraryError, match="being written by another process"):
        shared.remove("harbour")
    shared.remove("harbour")


def test_while_another_machine_fills_the_vectors_the_words_are_kept_up_to_date(
    shared: Library, options: dict[str, str], tmp_path: Path
) -> None:
    with shared._catalog.turn("vectors"), open_library(tmp_path / "another", **options) as another:
        assert found(another, "pears") == {"harbour", "orchard"}
        comparison = Comparison(shared._catalog, report := AddReport(), lambda: False, None)
        for batch, _ in comparison.batches([write_texts(tmp_path / "b", late="The mill burned down.")]):
            shared._store(batch, report, lambda: False)
        wait_for(lambda: "late" in found(another, "mill"))
        assert another._followers.vectors.applied != another._catalog.position()
    assert counts(shared) == (3, 3, 3)


def test_a_turn_ends_with_the_process_that_has_it(shared: Library, options: dict[str, str], tmp_path: Path) -> None:
    with Sharer(tmp_path / "other", options) as other:
        other.ask("hold", "vectors")
        with pytest.raises(Timeout), shared._catalog.turn("vectors", 0):
            pass
        other.process.kill()
        other.process.join()
    with shared._catalog.turn("vectors", 30):
        pass


def test_one_who_lost_the_turn_does_not_go_on_writing_vectors(shared: Library, tmp_path: Path) -> None:
    end = sql.text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2")
    with pytest.raises(LibraryError, match="cannot be reached"), shared._catalog.turn("vectors") as still_mine:
        still_mine()
        with shared._catalog._reading.begin() as other:
            other.execute(end)
        still_mine()
    assert found(shared, "crane") == {"harbour", "orchard"}


# Servers that are away


def test_while_the_chroma_server_is_away_words_and_codes_answer_and_one_sentence_says_so(
    shared: Library, chroma_away: Callable[[], None]
) -> None:
    for _ in range(3):
        assert found(shared, "pears") == {"harbour", "orchard"}
        assert shared.notice == AWAY
    chroma_away()

    def is_well() -> bool:
        return found(shared, "pears") == {"harbour", "orchard"} and shared.notice is None

    wait_for(is_well)
    assert counts(shared) == (2, 2, 2)


def test_a_library_that_is_opened_while_the_chroma_server_is_away_answers(
    shared: Library, options: dict[str, str], tmp_path: Path, chroma_away: Callable[[], None]
) -> None:
    with open_library(tmp_path / "another", **options) as another:
        assert found(another, "pears") == {"harbour", "orchard"}
        assert another.notice == AWAY


def test_a_chroma_server_that_hangs_is_away_too(
    shared: Library, running_servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.store.vectors.CONNECTED", 0.2)
    monkeypatch.setattr("index.store.vectors.ASKED", 0.2)
    shared._followers.vectors._session.timeout = 0.2
    with running_servers.chroma.stopped():
        wait_for(lambda: shared.search("pears") and shared.notice == AWAY)
    wait_for(lambda: shared.search("pears") and shared.notice is None)


def test_adding_waits_for_the_chroma_server_and_goes_on_when_it_is_back(
    shared: Library, tmp_path: Path, chroma_away: Callable[[], None]
) -> None:
    adding = threading.Thread(target=shared.add, args=(write_texts(tmp_path / "b", late=HARBOUR),))
    adding.start()
    wait_for(lambda: shared.count() == 3)
    assert adding.is_alive()
    chroma_away()
    adding.join()
    assert counts(shared) == (3, 3, 3)


def test_adding_that_gave_up_waiting_has_lost_nothing(
    shared: Library, tmp_path: Path, chroma_away: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(followers, "AWAY", 0.0)
    with pytest.raises(VectorsAway, match="does not answer. What was stored stays stored"):
        shared.add(write_texts(tmp_path / "b", late="The mill burned down."))
    assert "late" in found(shared, "mill")
    chroma_away()
    assert shared.add(tmp_path / "b").unchanged == ["late"]
    assert counts(shared) == (3, 3, 3)


def test_a_chroma_server_that_lost_everything_is_filled_again_without_encoding(shared: Library) -> None:
    shared._followers.vectors._client.delete_collection(shared._followers.vectors._collection.name)
    before = list(shared.embeddings.encoded)  # type: ignore[attr-defined]
    wait_for(lambda: found(shared, "pears") == {"harbour", "orchard"})
    assert counts(shared) == (2, 2, 2)
    assert set(shared.embeddings.encoded) - set(before) <= {"pears", "anything"}  # type: ignore[attr-defined]


def test_while_postgresql_is_away_one_sentence_says_so_and_then_it_goes_on(
    shared: Library, running_servers: Servers, tmp_path: Path
) -> None:
    running_servers.postgres.stop()
    try:
        for use in (
            lambda: shared.search("pears"),
            lambda: shared.add(tmp_path / "a"),
            lambda: shared.remove("orchard"),
        ):
            with pytest.raises(LibraryError, match="cannot be reached") as raised:
                use()
            assert "\n" not in str(raised.value)
            assert "secret" not in str(raised.value) and ":***@" in str(raised.value)
    finally:
        running_servers.postgres.start()
    assert found(shared, "pears") == {"harbour", "orchard"}
    shared.add(write_texts(tmp_path / "b", late="The mill burned down."))
    assert counts(shared) == (3, 3, 3)


def test_what_postgresql_did_not_acknowledge_is_there_as_a_whole_or_not_at_all(
    shared: Library, running_servers: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server goes away behind the paragraphs of an article, before they are acknowledged."""
    from index.store import storing

    insert, calls = storing._insert_pieces, []

    def stopping(*arguments: object) -> None:
        insert(*arguments)  # type: ignore[arg-type]
        calls.append(arguments)
        if len(calls) == 1:
            running_servers.postgres.stop()

    monkeypatch.setattr(storing, "_insert_pieces", stopping)
    try:
        with pytest.raises(LibraryError, match="cannot be reached"):
            shared.add(write_texts(tmp_path / "b", late="One.\n\nTwo.\n\nThree."))
    finally:
        running_servers.postgres.start()
    monkeypatch.undo()
    assert shared.count() == 2
    assert shared.add(tmp_path / "b").added == ["late"]
    assert counts(shared) == (5, 5, 5)


# Backups, addresses


def test_a_backup_of_a_shared_library_is_put_back_for_all_who_have_it_open(
    shared: Library, options: dict[str, str], tmp_path: Path
) -> None:
    with open_library(tmp_path / "other", **options) as other:
        shared.backup(tmp_path / "backup")
        other.remove("harbour")
        other.add(write_texts(tmp_path / "b", late="The mill burned down."))
        Library.restore(tmp_path / "backup", tmp_path / "library", catalog_url=options["catalog_url"])
        for library in (shared, other):
            assert found_by_each(library, "crane")[1] == {"harbour"} if library.search("crane") else False
            assert counts(library) == (2, 2, 2)
        assert shared.add(tmp_path / "b").added == ["late"]  # new keys do not meet old ones
        assert counts(other) == (3, 3, 3)


def test_a_database_that_cannot_hold_every_letter_is_refused(running_servers: Servers) -> None:
    running_servers.postgres.run("CREATE DATABASE narrow ENCODING 'LATIN1' TEMPLATE template0")
    with pytest.raises(LibraryError, match="stores texts as LATIN1, not as UTF8. Create one with"):
        Catalog(running_servers.postgres.url("narrow"))


def test_long_names_are_stored(shared: Library, tmp_path: Path) -> None:
    def long(length: int) -> str:
        return hashlib.shake_256(b"long").hexdigest(length // 2)

    named = {"id": long(500), "title": long(9000), "source": long(9000), "author": long(9000), "text": HARBOUR}
    lines = write_lines(
        tmp_path / "a.jsonl",
        named,
        named | {"id": long(502)},
        {"url": f"https://a.example/{long(2000)}", "text": ORCHARD},
    )
    report = shared.add(lines)
    assert len(report.added) == 2
    assert [skipped.reason for skipped in report.skipped] == ["line 2: its id is longer than 500 characters"]


@pytest.mark.parametrize("url", ["mysql://a@b/c", "postgres", "", "http://localhost:8000"])
def test_an_address_that_is_none_of_postgresql_is_one_sentence(url: str) -> None:
    with pytest.raises(LibraryError, match="catalog_url"):
        PostgresHome(url)


@pytest.mark.parametrize("url", ["localhost:8000", "http://", "http://ann:secret@host:8000", "http://host:eighty"])
def test_an_address_that_is_none_of_a_chroma_server_is_one_sentence(tmp_path: Path, url: str) -> None:
    with pytest.raises(LibraryError, match="vectors_url") as raised:
        open_library(tmp_path, vectors_url=url)
    assert "secret" not in str(raised.value)


def test_a_password_is_never_shown() -> None:
    url = "postgresql://ann:pass%40word@host/news?password=hidden&sslmode=require"
    settings = Settings(catalog_url=url)
    for shown in (masked(url), repr(settings), str(settings), PostgresHome(url).name):
        assert "%40" not in shown and "word@" not in shown and "hidden" not in shown
    assert settings.homes["catalog_url"] == url
    assert masked("postgresql://ann:secret@host:port/x") == "a URL that cannot be read"


def test_without_the_driver_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(LibraryError, match=r"pip install '\.\[postgres\]'` in the project's folder"):
        PostgresHome("postgresql://ann@host/news")


def test_the_command_copies_and_works_on_servers_by_its_settings_alone(
    running_servers: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = running_servers.options(tmp_path)

    def told(*arguments: str) -> str:
        result = CliRunner().invoke(app, arguments, catch_exceptions=False)
        assert result.exit_code == 0
        assert "secret" not in result.output.replace("oidc_client_secret", "")
        return result.output

    with Library(tmp_path / "library"):
        pass
    to = ("--to", options["catalog_url"], "--vectors-to", options["vectors_url"])
    assert told("copy", "--library", str(tmp_path / "library"), *to).startswith(
        "0 articles are at postgresql://tester:***@"
    )
    monkeypatch.setenv("ARTICLE_ASSISTANT_CATALOG_URL", options["catalog_url"])
    monkeypatch.setenv("ARTICLE_ASSISTANT_VECTORS_URL", options["vectors_url"])
    at = ("--library", str(tmp_path / "machine"))
    assert "0 articles at postgresql://tester:***@" in " ".join(told("doctor", *at).split())
    assert told("copy", "--to", str(tmp_path / "back"), *at) == f"0 articles are in '{tmp_path / 'back'}'.\n"
