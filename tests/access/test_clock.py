"""A clock that was set back: nothing is taken for unchanged, put out of order or kept for longer because of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import index.library
from assistant.access.access import ACCESS, SESSIONS
from assistant.access.record_file import RecordFile
from assistant.access.sessions import Sessions
from assistant.access.users import Users
from assistant.serving.conversations import Conversations
from index.library import Library
from tests.fakes import HashedEmbeddings
from tests.homes import open_library as open_at_home
from tests.library.test_adding import aged
from tests.serving.test_conversations import HARBOUR, record
from tests.stores import counts, found, write_texts

TEN_TONS, TWENTY_TONS = "A crane of 10 tons stood here for 90 years.", "A crane of 20 tons stood here for 90 years."


@pytest.fixture
def library(tmp_path: Path, home: str) -> Iterator[Library]:
    with open_at_home(tmp_path / "library", embeddings=HashedEmbeddings()) as opened:
        yield opened


def set_clock(monkeypatch: pytest.MonkeyPatch, year: int) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, _zone: object = None) -> datetime:  # type: ignore[override]
            return datetime(year, 1, 1, tzinfo=UTC)

    monkeypatch.setattr(index.library, "datetime", Clock)


def test_what_is_added_on_a_clock_that_was_set_back_is_found_and_stands_where_it_came(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for year, name in ((2026, "first"), (2020, "second"), (2030, "third"), (1990, "fourth")):
        set_clock(monkeypatch, year)
        library.add(write_texts(tmp_path / name, **{name: f"The harbour was opened by the {name} mayor."}))
        assert name in found(library, "harbour")
    for descending, order in ((True, ["fourth", "third", "second", "first"]), (False, ["first", "second", "third"])):
        lines = library.page(column="added", descending=descending).lines
        assert [line.heading.id for line in lines][: len(order)] == order
    library.add(write_texts(tmp_path / "first", first="The harbour was closed by the first mayor."))
    library.remove("third")
    assert found(library, "harbour") == {"first", "second", "fourth"}
    assert counts(library) == (3, 3, 3)


def test_a_file_changed_on_a_clock_that_was_set_back_is_not_taken_for_unchanged(
    library: Library, tmp_path: Path
) -> None:
    articles = write_texts(tmp_path / "a", harbour=TEN_TONS)
    aged(articles)
    library.add(articles)
    write_texts(articles, harbour=TWENTY_TONS)
    aged(articles, 7200)
    assert library.add(articles).updated == ["harbour"]


def test_a_file_changed_at_the_very_time_that_it_had_before_is_not_taken_for_unchanged(
    library: Library, tmp_path: Path
) -> None:
    """As where a coarse clock was set back to the same moment, or a tool that copies gives files their old times."""
    articles = write_texts(tmp_path / "a", harbour=TEN_TONS)
    aged(articles)
    library.add(articles)
    stat = (articles / "harbour.txt").stat()
    write_texts(articles, harbour=TWENTY_TONS)
    os.utime(articles / "harbour.txt", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert library.add(articles).updated == ["harbour"]


def test_conversations_stand_in_the_order_in_which_they_were_held(tmp_path: Path) -> None:
    saved = Conversations(tmp_path)
    ids = [
        saved.save(record(name) | {"created": f"{year}-01-01T00:00:00+00:00"}, HARBOUR).conversation
        for name, year in (("a", 2026), ("b", 2020), ("c", 2023))
    ]
    assert [one.id for one in saved.listed()] == ids[::-1]
    saved.save(record("d") | {"created": "1990-01-01T00:00:00+00:00"}, HARBOUR, conversation=ids[0])
    assert [one.id for one in saved.listed()] == [ids[0], ids[2], ids[1]]
    assert [turn.answer["id"] for turn in saved.open(ids[0]).turns] == ["a", "d"]
    saved.close()


def test_a_session_lasts_no_longer_because_the_clock_was_set_back(tmp_path: Path) -> None:
    users, now = Users(RecordFile(tmp_path / ACCESS)), [1e9]
    sessions = Sessions(RecordFile(tmp_path / SESSIONS), users, days=1, clock=lambda: now[0])
    users.add("anna", "a long enough password", None)
    user = users.get("anna")
    assert user is not None
    secret = sessions.begin(user)
    now[0] -= 60  # the clock is set right by a minute, which signs nobody out
    assert sessions.known_by(secret) is not None
    now[0] -= 30 * 86_400
    assert sessions.known_by(secret) is None
    assert sessions.known_by(sessions.begin(user)) is not None
