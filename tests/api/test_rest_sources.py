from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from index.library import Library
from tests.served import served
from tests.servers import wait_for


@pytest.fixture
def client(library: Library) -> Iterator[httpx.Client]:
    with served(Assistant(library, Settings())) as address, httpx.Client(base_url=address) as opened:
        yield opened


def test_sources_are_added_changed_and_removed_by_rest(client: httpx.Client, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    sent = {"source": str(tmp_path / "in"), "every_minutes": 5}
    made = client.post("/api/sources", json=sent)
    assert made.status_code == 201 and client.post("/api/sources", json=sent).status_code == 200
    address = f"/api/sources/{made.json()['id']}"
    assert client.get("/api/sources").json() == {"sources": [made.json()], "looked_at": False}
    assert client.patch(address, json={"paused": True}).json()["standing"] == "paused"
    changed = client.patch(address, json={"paused": False, "every_minutes": 9}).json()
    assert (changed["standing"], changed["every_minutes"]) == ("new", 9)
    assert client.post(f"{address}/try").status_code == 200
    assert 'article_assistant_sources{standing="new"} 1.0' in client.get("/metrics").text
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


def test_a_server_that_watches_reads_what_is_added_to_it(library: Library, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "quay.txt").write_text("The quay will close.", encoding="utf-8")
    assistant = Assistant(library, Settings())
    with served(assistant, watcher=assistant.watcher()) as address, httpx.Client(base_url=address) as client:
        client.post("/api/sources", json={"source": str(tmp_path / "in")})
        wait_for(lambda: client.get("/api/sources").json()["sources"][0]["articles"] == 1, seconds=90)
        assert client.get("/api/sources").json()["looked_at"]
        (tmp_path / "in" / "bridge.txt").write_text("The bridge is open.", encoding="utf-8")
        wait_for(lambda: client.get("/api/articles").json()["total"] == 2, seconds=90)
