"""What one server has answered is found on another by its id, for its time, for its owner, and not without end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sql

from assistant.assistant import Assistant
from assistant.serving import recent, shared
from assistant.serving.shared import Shared, shared_at
from assistant.serving.shared_recent import SharedRecent
from index.embedding import SentenceEmbeddings
from index.library import SAMPLES, Library
from index.store.postgresql import PostgresHome
from tests.served import served
from tests.servers import Servers, free_port

pytestmark = pytest.mark.servers


@pytest.fixture
def database(running_servers: Servers, tmp_path: Path) -> Iterator[Shared]:
    found = shared_at(running_servers.options(tmp_path)["catalog_url"])
    assert found is not None
    yield found
    found.home.reading.dispose()


def test_what_one_server_keeps_the_other_finds_for_its_owner_and_end(database: Shared) -> None:
    one, other = (SharedRecent(database, "answers", 60) for _ in range(2))
    one.keep("anna", "a", "“répondu”".encode())
    assert other.find("anna", "a") == "“répondu”".encode()
    assert other.find("bert", "a") is other.find("anna", "b") is None
    assert SharedRecent(database, "responses", 60).find("anna", "a") is None
    other.forget("anna", "a")
    assert one.find("anna", "a") is None


def test_what_is_kept_ends_with_its_time_and_is_swept_away(database: Shared) -> None:
    SharedRecent(database, "answers", 0).keep("anna", "none", b"answer")
    brief = SharedRecent(database, "answers", 1e-9)
    brief.keep("anna", "a", b"answer")
    assert brief.find("anna", "a") is None
    brief.keep("anna", "b", b"answer")
    with database.reading() as connection:
        assert connection.scalar(sql.select(sql.func.count()).select_from(shared.recent)) == 1


def test_who_keeps_too_much_loses_their_oldest_and_nobody_else_any(
    database: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = SharedRecent(database, "answers", 60)
    monkeypatch.setattr(recent, "MOST", 3)
    monkeypatch.setattr(recent, "MOST_BYTES", 100)
    monkeypatch.setattr(recent, "MOST_BYTES_OF_ALL", 150)
    kept.keep("bert", "0", b"x" * 10)
    for number in range(4):
        kept.keep("anna", str(number), b"x")
    assert [kept.find("anna", str(number)) for number in range(4)] == [None, b"x", b"x", b"x"]
    kept.keep("anna", "large", b"x" * 99)
    assert [kept.find("anna", one) is not None for one in ("2", "3", "large")] == [False, True, True]
    kept.keep("carl", "0", b"x" * 45)  # now all together keep too much, and anna most
    assert kept.find("anna", "large") is None and kept.find("bert", "0") and kept.find("carl", "0")
    kept.keep("anna", "too large", b"x" * (recent.MOST_BYTES_OF_ONE + 1))
    assert kept.find("anna", "too large") is None


def test_an_answer_that_cannot_be_kept_is_given_all_the_same() -> None:
    away = Shared(PostgresHome(f"postgresql://ann:secret@127.0.0.1:{free_port()}/news"))
    SharedRecent(away, "answers", 60).keep("anna", "a", b"answer")


def test_an_answer_of_one_server_is_rated_and_gone_on_with_at_another(
    running_servers: Servers, tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    options = running_servers.options(tmp_path)
    with ExitStack() as running:
        addresses = []
        for name in ("one", "other"):
            library = running.enter_context(Library(tmp_path / name, embeddings=embeddings, **options))
            addresses.append(running.enter_context(served(Assistant(library))))
        library.add(SAMPLES)
        asked = {"model": "article-assistant", "input": "What did Fleming warn about?"}
        first = httpx.post(f"{addresses[0]}/v1/responses", json=asked, timeout=60).json()
        more = {**asked, "input": "And about doses?", "previous_response_id": first["id"]}
        following = httpx.post(f"{addresses[1]}/v1/responses", json=more, timeout=60)
        assert following.status_code == 200, following.text
        assert httpx.get(f"{addresses[1]}/v1/responses/{first['id']}").json() == first
        with httpx.stream("POST", f"{addresses[0]}/v1/responses", json={**asked, "stream": True}, timeout=60) as stream:
            streamed = "".join(stream.iter_text())
        id = streamed.partition('"id":"resp_')[2].partition('"')[0]
        assert httpx.delete(f"{addresses[1]}/v1/responses/resp_{id}").status_code == 200
        opinion = {"answer": first["answer"]["id"], "vote": "up"}
        assert httpx.post(f"{addresses[1]}/api/feedback", json=opinion, timeout=60).status_code == 200
