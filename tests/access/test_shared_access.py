"""Two servers on one database: what one is told of users, keys, sessions and questions, the other knows at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.types import Scope as Asked

from assistant.access.access import COOKIE, Access
from assistant.access.identity import Identity
from assistant.access.record_file import ACCESS, RecordFile
from assistant.access.seals import Seals
from assistant.access.users import Users
from assistant.errors import AccessError, TooOften
from assistant.serving.shared import Shared, shared_at
from assistant.serving.shared_pace import SharedPace
from assistant.settings import Settings
from index.store.postgresql import PostgresHome
from tests.killing import FORKS
from tests.servers import Servers, free_port

pytestmark = pytest.mark.servers
ASK = frozenset({"ask"})


@pytest.fixture
def url(running_servers: Servers, tmp_path: Path) -> str:
    return running_servers.options(tmp_path)["catalog_url"]


@pytest.fixture
def shared(url: str) -> Iterator[Shared]:
    found = shared_at(url)
    assert found is not None
    yield found
    found.home.reading.dispose()


@pytest.fixture
def two(shared: Shared, tmp_path: Path) -> tuple[Access, Access]:
    one, other = (_access(tmp_path / name, shared) for name in ("one", "other"))
    return one, other


def _access(folder: Path, shared: Shared, **settings: Any) -> Access:
    folder.mkdir(exist_ok=True)
    return Access(folder, Settings(**settings), loopback=True, shared=shared)


def _asked(**headers: str) -> Asked:
    return {
        "type": "http",
        "scheme": "http",
        "client": ("127.0.0.1", 1),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }


def test_a_key_that_one_server_is_given_closes_the_other_and_opens_it_for_that_key(two: tuple[Access, Access]) -> None:
    one, other = two
    assert one.is_open() and other.is_open()
    key = one.keys.add("bot", ASK)
    assert not other.is_open() and other.who(_asked(), keys=True) is None
    assert other.who(_asked(authorization=f"Bearer {key}"), keys=True) == Identity("bot", ASK, "key")
    other.keys.revoke("bot")
    assert one.who(_asked(authorization=f"Bearer {key}"), keys=True) is None
    assert not one.is_open()


def test_who_signs_in_at_one_server_is_known_to_the_other_until_they_sign_out(two: tuple[Access, Access]) -> None:
    one, other = two
    one.users.add("anna", "a long password", ASK)
    user = other.users.known_by("anna", "a long password")
    assert user is not None
    secret = one.sessions.begin(user)
    asked = _asked(cookie=f"{COOKIE}={secret}")
    assert other.who(asked, keys=False) == Identity("anna", ASK, "cookie")
    other.sessions.end(secret)
    assert one.who(asked, keys=False) is None


def test_questions_are_counted_for_all_servers_together(shared: Shared, tmp_path: Path) -> None:
    one, other = (_access(tmp_path / name, shared, questions_a_minute=3) for name in ("one", "other"))
    anna = Identity("anna", ASK, "cookie")
    for access in (one, other, one):
        access.questions.count(anna)
    with pytest.raises(TooOften) as refused:
        other.questions.count(anna)
    assert 0 < refused.value.seconds <= 60
    other.questions.count(Identity("bert", ASK, "cookie"))


def test_of_many_who_try_at_once_no_more_get_through_than_may(shared: Shared, url: str) -> None:
    pace = SharedPace(shared, "tries", 7, 60)
    with FORKS.Pool(3) as processes:
        waits = processes.map(_try, [url] * 30)
    assert sum(wait == 0 for wait in waits) == 7
    pace.forget("anna")
    assert pace.wait("anna") == 0


def _try(url: str) -> float:
    shared = shared_at(url)
    assert shared is not None
    return SharedPace(shared, "tries", 7, 60).wait("anna")


def test_what_counts_no_more_is_swept_away(shared: Shared) -> None:
    brief = SharedPace(shared, "brief", 1, 0.0)
    for number in range(5):
        assert brief.wait(number) == 0
    with shared.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM server_tally").scalar() == 1


def test_processes_that_add_keys_at_once_lose_none(two: tuple[Access, Access], url: str, tmp_path: Path) -> None:
    with FORKS.Pool(3) as processes:
        processes.starmap(_add_key, [(url, tmp_path / "one", number) for number in range(12)])
    assert sorted(key.name for key in two[1].keys.all()) == sorted(f"bot-{number}" for number in range(12))


def _add_key(url: str, folder: Path, number: int) -> None:
    shared = shared_at(url)
    assert shared is not None
    Access(folder, Settings(), loopback=True, shared=shared).keys.add(f"bot-{number}", ASK)


def test_an_answer_of_one_server_is_known_to_the_other(shared: Shared, tmp_path: Path) -> None:
    record = {"id": "a", "text": "In spring."}
    seal = Seals(tmp_path / "one", shared)._seal(record)
    assert Seals(tmp_path / "other", shared).holds(record | {"id": f"a.{seal}"})


def test_whoever_a_folder_let_in_before_there_was_a_database_is_let_in_and_others_are_not(
    shared: Shared, tmp_path: Path
) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        Users(RecordFile(tmp_path / name / ACCESS)).add(f"of-{name}", "a long password")
    one = _access(tmp_path / "one", shared)
    assert not one.is_open() and set(one.users.all()) == {"of-one"}
    other = _access(tmp_path / "other", shared)
    assert set(one.users.all()) == {"of-one", "of-other"}
    other.users.remove("of-other")
    assert set(_access(tmp_path / "other", shared).users.all()) == {"of-one"}


def test_while_the_database_is_away_nobody_is_let_in(tmp_path: Path) -> None:
    shared = Shared(PostgresHome(f"postgresql://ann:secret@127.0.0.1:{free_port()}/news"))
    access = Access(tmp_path, Settings(), loopback=True, shared=shared)
    with pytest.raises(AccessError) as raised:
        access.who(_asked(), keys=True)
    assert "cannot be reached" in str(raised.value) and "secret" not in str(raised.value)
