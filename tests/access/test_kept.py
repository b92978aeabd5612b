"""A backup holds users, keys, the seal and conversations as well, from a folder or a database into either."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.access import kept
from assistant.access.access import Access
from assistant.access.seals import Seals
from assistant.serving.conversations import DOUBTED, Conversations
from assistant.serving.shared import Shared, shared_at
from assistant.settings import Settings
from tests import homes
from tests.serving.test_conversations import HARBOUR, record

pytestmark = pytest.mark.usefixtures("home")
ASK = frozenset({"ask"})


class Place:
    """What a server keeps, in a folder or a database."""

    def __init__(self, folder: Path, shared: Shared | None) -> None:
        folder.mkdir(exist_ok=True)
        self.folder, self.shared = folder, shared
        self.access = Access(folder, Settings(), loopback=True, shared=shared)
        self.saved = Conversations(folder, shared=shared)

    def back_up(self, to: Path, **settings: Any) -> int:
        to.mkdir(exist_ok=True)
        return kept.back_up(to, self.folder, Settings(**settings), self.shared)

    def restore(self, backup: Path) -> int | None:
        return kept.restore(backup, self.folder, self.shared)


@pytest.fixture
def places(tmp_path: Path) -> Iterator[tuple[Place, Place]]:
    """One in a folder, and one at the home of the tests."""
    made = Place(tmp_path / "file", None), Place(tmp_path / "home", _shared(tmp_path / "home"))
    yield made
    for place in made:
        place.saved.close()


def _shared(folder: Path) -> Shared | None:
    return shared_at(homes.options(folder).get("catalog_url"))


def fill(place: Place) -> str:
    place.access.users.add("anna", "a long password", ASK)
    _ = Seals(place.folder, place.shared)._secret
    first = place.saved.save(record("a"), HARBOUR).conversation
    place.saved.save(record("b"), HARBOUR, conversation=first)
    place.saved.vote("a", "up", "Good.")
    place.saved.share("b")
    place.saved.of("anna").save(record("c", "And the bridge?"), HARBOUR)
    return place.access.keys.add("bot", ASK)


def state(place: Place) -> Any:
    owned = {owner: place.saved.of(owner) for owner in place.saved.owners()}
    opened = {owner: [saved.open(one.id) for one in saved.listed()] for owner, saved in owned.items()}
    return opened, set(place.access.users.all()), [key.name for key in place.access.keys.all()]


@pytest.mark.parametrize("direction", [1, -1])
def test_all_of_it_comes_back_and_what_was_there_is_gone(
    places: tuple[Place, Place], direction: int, tmp_path: Path
) -> None:
    one, other = places[::direction]
    key = fill(one)
    other.saved.save(record("z"), HARBOUR)
    other.access.users.add("zoe", "a long password", ASK)
    for _ in range(2):  # again into the same folder
        assert one.back_up(tmp_path / "backup") == 2
    assert {path.name for path in (tmp_path / "backup").iterdir()} == set(kept.KEPT)
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "backup").iterdir())
    assert other.restore(tmp_path / "backup") == 2
    assert state(other) == state(one)
    assert other.access.keys.known_by(key) is not None
    assert other.access.users.known_by("anna", "a long password") is not None
    sealed = {"id": "a"} | {"text": "x"}
    assert Seals(one.folder, one.shared)._seal(sealed) == Seals(other.folder, other.shared)._seal(sealed)
    other.saved.save(record("d"), HARBOUR)  # its keys follow those that were restored
    assert len(other.saved.listed()) == 2


def test_what_was_doubted_is_doubted_where_it_is_restored_and_nothing_else_is(
    places: tuple[Place, Place], tmp_path: Path
) -> None:
    import sqlite3

    one, other = places
    one.saved.save(record("a"), HARBOUR)
    one.saved.close()
    with sqlite3.connect(one.folder / "conversations.db") as connection:  # as an earlier version has left it
        connection.execute("DELETE FROM setting WHERE key = ?", (DOUBTED,))
    connection.close()
    one = Place(one.folder, None)
    one.saved.save(record("b"), HARBOUR)
    one.back_up(tmp_path / "backup")
    other.restore(tmp_path / "backup")
    other.saved.save(record("c"), HARBOUR)
    turns = [turn for summary in other.saved.listed() for turn in other.saved.open(summary.id).turns]
    assert {turn.answer["id"]: turn.doubted for turn in turns} == {"a": True, "b": False, "c": False}
    one.saved.close()


def test_a_backup_while_people_ask_holds_whole_conversations(places: tuple[Place, Place], tmp_path: Path) -> None:
    one, other = places[::-1]
    begun = one.saved.save(record("a-0"), HARBOUR).conversation

    def ask() -> None:
        for number in range(1, 40):
            one.saved.save(record(f"a-{number}"), HARBOUR, conversation=begun)

    asking = threading.Thread(target=ask)
    asking.start()
    counts = []
    while asking.is_alive() or not counts:
        one.back_up(tmp_path / "backup")
        other.restore(tmp_path / "backup")
        counts.append(len(other.saved.open(begun).turns))
    asking.join()
    one.back_up(tmp_path / "backup")
    other.restore(tmp_path / "backup")
    assert counts == sorted(counts) and len(other.saved.open(begun).turns) == 40


def test_a_backup_without_users_opens_no_server(places: tuple[Place, Place], tmp_path: Path) -> None:
    one, other = places
    one.back_up(tmp_path / "backup")
    other.access.keys.add("bot", ASK)
    other.restore(tmp_path / "backup")
    assert not other.access.is_open()


def test_settings_are_kept_without_secrets(places: tuple[Place, Place], tmp_path: Path) -> None:
    places[0].back_up(tmp_path / "backup", port=8123, catalog_url="postgresql://ann:secret@db/news")
    written = (tmp_path / "backup" / kept.SETTINGS).read_text()
    assert 'ARTICLE_ASSISTANT_PORT="8123"\n' in written and "secret" not in written
