"""Who writes: said on the page, and chosen there by an administrator alone, after it was tried."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.access.access import COOKIE, Access
from assistant.assistant import Assistant
from assistant.page.words import ENGLISH
from assistant.serving.workers import Worker
from assistant.settings import Settings
from index.library import Library
from tests.ollama_server import OllamaServer, ollama_server
from tests.served import create_app

MODEL = "ollama:small:1b"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[OllamaServer]:
    with ollama_server() as started:
        monkeypatch.setenv("OLLAMA_HOST", f"127.0.0.1:{started.port}")
        yield started


def test_what_writes_is_tried_beside_quotes_and_then_chosen_for_everybody(
    samples: Library, server: OllamaServer
) -> None:
    assistant = Assistant(samples, Settings())
    with TestClient(create_app(assistant)) as client:
        line = client.get("/page/writes").text
        assert ENGLISH.who_writes(None) in line and ENGLISH.let_write(MODEL) in line
        question = assistant.suggestions(wait=True)[0]
        assert question in client.get("/page/writers").text.replace("&#x27;", "'")
        tried = client.post("/page/writers/try", json={"model": MODEL, "question": question}).text
        assert "/api/chat" in server.asked
        assert "<h4>Quotes</h4>" in tried and f"<h4>{MODEL}</h4>" in tried
        assert assistant.ask(question).writer == "quotes", "trying changes nothing"
        chosen = client.post("/page/writers", json={"model": MODEL}).text
        assert ENGLISH.who_writes(MODEL) in chosen and ENGLISH.back_to_quotes in chosen
        assert client.get("/page/alive").headers["writer"] == "ollama%3Asmall%3A1b"
        assert assistant.model is not None
        back = client.post("/page/writers", json={"model": None}).text
        assert ENGLISH.who_writes(None) in back
        assert (assistant.model, assistant.ask(question).writer) == (None, "quotes")


def test_without_an_ollama_nothing_is_offered(samples: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "127.0.0.1:9")
    with TestClient(create_app(Assistant(samples, Settings()))) as client:
        assert "<button" not in client.get("/page/writes").text
        refused = client.post("/page/writers", json={"model": MODEL})
        assert (refused.status_code, refused.json()["error"]) == (
            409,
            f"No Ollama on this machine has the model '{MODEL}'.",
        )


def test_what_one_worker_is_told_counts_for_all_and_for_those_started_later(
    own_samples: Library, server: OllamaServer, tmp_path: Path
) -> None:
    settings = Settings(workers=3)
    assistants = [Assistant(own_samples, settings) for _ in range(3)]

    def worker(number: int) -> TestClient:
        told = Worker(number, 3, str(tmp_path), 0, 0)
        return TestClient(create_app(assistants[number], worker=told))

    def writes(client: TestClient) -> str:
        return client.get("/page/alive").headers["writer"]

    with worker(0) as one, worker(1) as other:
        assert ENGLISH.let_write(MODEL) in one.get("/page/writes").text
        one.post("/page/writers", json={"model": MODEL})
        assert writes(other) == "ollama%3Asmall%3A1b" and assistants[1].model is not None
        with worker(2) as later:
            assert writes(later) == "ollama%3Asmall%3A1b"
            assert ENGLISH.back_to_quotes in later.get("/page/writes").text
            later.post("/page/writers", json={"model": None})
            assert [writes(each) for each in (one, other, later)] == [""] * 3
    assert [each.model for each in assistants] == [None] * 3


def test_one_of_several_processes_offers_nothing_where_it_would_choose_for_itself_alone(
    samples: Library, server: OllamaServer
) -> None:
    with TestClient(create_app(Assistant(samples, Settings(workers=2)))) as client:
        assert "<button" not in client.get("/page/writes").text
        assert client.post("/page/writers", json={"model": MODEL}).status_code == 409


def test_whoever_only_asks_is_told_who_writes_and_offered_nothing(own_samples: Library, server: OllamaServer) -> None:
    access = Access(own_samples.folder, Settings(), loopback=True)
    access.users.add("reader", "a long password", frozenset({"ask"}))
    user = access.users.get("reader")
    assert user
    with TestClient(create_app(Assistant(own_samples, Settings()), access=access)) as client:
        client.cookies.set(COOKIE, access.sessions.begin(user))
        assert ENGLISH.who_writes(None) in client.get("/page/writes").text
        assert server.asked == []
        assert client.post("/page/writers", json={"model": MODEL}).status_code == 403
