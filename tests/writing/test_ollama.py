"""An Ollama on this machine: whether it is there and what it has; no other machine is ever asked."""

from __future__ import annotations

import pytest

from assistant.writing import ollama
from tests.ollama_server import ollama_server


def test_its_models_that_can_write_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    with ollama_server() as server:
        monkeypatch.setenv("OLLAMA_HOST", f"0.0.0.0:{server.port}")
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        assert ollama.models() == ["ollama:small:1b"]
    assert ollama.models() == [], "it has gone"


@pytest.mark.parametrize("named", ["ollama.example.org", "https://127.0.0.1:1", "http://10.0.0.7:11434", "127.0.0.1:x"])
def test_another_machine_is_never_asked(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("OLLAMA_HOST", named)
    assert ollama.address() is None
    assert ollama.models() == []


def test_without_a_word_it_is_where_ollama_listens_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OLLAMA_HOST", raising=False)
    assert ollama.address() == "http://127.0.0.1:11434"


def test_what_is_no_ollama_has_no_models(monkeypatch: pytest.MonkeyPatch) -> None:
    with ollama_server() as server:
        server.models = (7,)  # type: ignore[assignment]
        monkeypatch.setenv("OLLAMA_HOST", f"127.0.0.1:{server.port}")
        assert ollama.models() == []
