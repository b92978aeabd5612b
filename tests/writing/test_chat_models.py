"""Chat models: opened by name, and every way in which one fails said in a sentence that holds no key."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain.chat_models import base as langchain_models
from langchain_core.exceptions import ModelConnectionError, ModelTimeoutError

from assistant.errors import ChatModelError
from assistant.writing.chat_models import chat_model, failure
from tests.chat_server import ChatServer, Fault, chat_server, require_model

KEY = "sk-this-is-a-secret-1234"
# A provider's package as strict or careless as some real ones: the one knows few options, the other takes no key.
STRICT = """
from langchain_core.language_models import FakeListChatModel
class ChatBaseten(FakeListChatModel):
    model_config = {"extra": "forbid"}
    responses: list = ["fine"]
    model: str
    temperature: float | None = None
"""
CARELESS = """
import os
from langchain_core.language_models import FakeListChatModel
from pydantic import SecretStr, field_validator
class ChatUpstage(FakeListChatModel):
    responses: list = ["fine"]
    key: SecretStr = SecretStr("")
    model: str
    @property
    def lc_secrets(self):
        return {"key": "UPSTAGE_API_KEY"}
    @field_validator("model", mode="before")
    def known(cls, model):
        return {"key": os.environ["UPSTAGE_API_KEY"]} if model == "none" else model
"""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    with chat_server() as running:
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("OPENAI_BASE_URL", running.url)
        yield running


def package(name: str, source: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / f"{name}.py").write_text(source)
    monkeypatch.syspath_prepend(folder)


@pytest.mark.parametrize("name", ["", "gpt-4o", ":gpt-4o", "openai:", "openai: "])
def test_a_name_without_provider_or_model_is_told_how_to_be_written(name: str) -> None:
    with pytest.raises(ChatModelError, match="Write it as provider:model"):
        chat_model(name)


@pytest.mark.parametrize("name", ["nobody:gpt-4o", "../openai:x", "Open AI:x", "gpt-4:x"])
def test_an_unknown_provider_is_called_unknown(name: str) -> None:
    with pytest.raises(ChatModelError, match="names a provider that is not known"):
        chat_model(name)


def test_a_missing_package_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain_ibm", None)
    with pytest.raises(ChatModelError, match=r"not installed\. Run `pip install langchain-ibm`\.$"):
        chat_model("ibm:granite")


@pytest.mark.parametrize(
    ("name", "package", "extra"),
    [
        ("openai:gpt-4o", "langchain_openai", "openai"),
        ("anthropic:claude", "langchain_anthropic", "anthropic"),
        ("google:gemini", "langchain_google_genai", "google"),
        ("google_genai:gemini", "langchain_google_genai", "google"),
        ("mistral:small", "langchain_mistralai", "mistral"),
        ("ollama:llama3", "langchain_ollama", "ollama"),
    ],
)
def test_a_missing_package_of_a_common_provider_is_one_of_our_extras(
    monkeypatch: pytest.MonkeyPatch, name: str, package: str, extra: str
) -> None:
    langchain_models._get_chat_model_creator.cache_clear()  # it remembers packages that it has seen
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ChatModelError) as raised:
        chat_model(name)
    assert str(raised.value).endswith(f"Run `pip install '.[{extra}]'` in the project's folder.")


def test_an_address_and_a_limit_reach_the_server(server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    server.replies.append("fine")
    assert chat_model("openai:small", base_url=server.url, max_tokens=7).invoke("Hello").text == "fine"
    assert server.requests[0]["max_completion_tokens"] == 7


def test_an_address_is_never_left_out_for_a_package_that_takes_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package("langchain_baseten", STRICT, tmp_path, monkeypatch)
    with pytest.raises(ChatModelError, match="cannot be opened"):
        chat_model("baseten:any", base_url="http://127.0.0.1:9/v1")


def test_a_missing_key_is_named_by_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY"):
        monkeypatch.delenv(variable, raising=False)
    with pytest.raises(ChatModelError, match=r"needs a key\. Put it into the variable OPENAI_API_KEY\.$"):
        chat_model("openai:gpt-4o")


def test_a_missing_key_is_seen_though_the_package_does_not_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package("langchain_upstage", CARELESS, tmp_path, monkeypatch)
    with pytest.raises(ChatModelError, match=r"Put it into the variable UPSTAGE_API_KEY\.$"):
        chat_model("upstage:solar")


def test_a_model_that_cannot_be_opened_is_reported_without_its_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package("langchain_upstage", CARELESS, tmp_path, monkeypatch)
    monkeypatch.setenv("UPSTAGE_API_KEY", KEY)
    with pytest.raises(ChatModelError, match="cannot be opened: Input should be a valid string") as caught:
        chat_model("upstage:none")
    assert KEY not in str(caught.value)


def test_a_package_that_refuses_an_option_is_opened_without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package("langchain_baseten", STRICT, tmp_path, monkeypatch)
    model = chat_model("baseten:any")
    assert model.invoke("Hello").text == "fine"
    assert model.temperature == 0


@pytest.mark.parametrize(("name", "sent"), [("openai:anything", 0), ("openai:gpt-4o", 0), ("openai:o3", None)])
def test_the_temperature_is_nought_where_the_model_takes_one(server: ChatServer, name: str, sent: int | None) -> None:
    server.replies.append("fine")
    chat_model(name).invoke("Hello")
    assert server.requests[0].get("temperature") == sent


def test_a_busy_or_broken_server_is_asked_again(server: ChatServer) -> None:
    server.replies.extend([Fault.BUSY, Fault.BROKEN, Fault.BUSY, "fine"])
    assert chat_model("openai:small").invoke("Hello").text == "fine"
    assert len(server.requests) == 4


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault.BUSY, "more requests than its provider allows"),
        (Fault.BROKEN, "on its provider's side (status 500)"),
        (Fault.UNAUTHORIZED, "did not accept the key"),
        (Fault.SILENT, "took too long"),
        (Fault.GARBAGE, "failed: "),
        (Fault.HALF, "broke off"),
    ],
)
def test_each_fault_of_a_server_is_one_sentence_without_the_key(
    server: ChatServer, fault: Fault, said: str, streamed: bool
) -> None:
    server.replies.append(fault)
    model = chat_model("openai:small", timeout=0.3 if fault is Fault.SILENT else 30, max_retries=0)
    with pytest.raises(Exception) as caught:
        list(model.stream("Hello")) if streamed else model.invoke("Hello")
    told = failure("openai:small", caught.value)
    assert told.startswith("The model 'openai:small' ")
    assert said in told
    assert KEY not in told
    assert "\n" not in told
    assert told.endswith(".")


def test_a_server_that_is_not_there_cannot_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{port}/v1")
    with pytest.raises(Exception) as caught:
        chat_model("openai:small", max_retries=0).invoke("Hello")
    assert "cannot be reached" in failure("openai:small", caught.value)


def test_a_silent_ollama_is_not_waited_for_beyond_the_time_out(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("OLLAMA_HOST", f"http://127.0.0.1:{silent.getsockname()[1]}")
        ending = threading.Timer(10, silent.close)  # for a client that would wait on
        ending.start()
        with pytest.raises(Exception) as caught:
            chat_model("ollama:small", timeout=0.3).invoke("Hello")
        ending.cancel()
    assert "took too long" in failure("ollama:small", caught.value)


def test_a_failure_is_known_by_its_kind_where_it_has_no_status() -> None:
    assert "took too long" in failure("any:model", ModelTimeoutError("read"))
    assert "cannot be reached" in failure("any:model", ModelConnectionError("refused"))


def test_what_a_failure_says_is_its_first_line_without_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_PROVIDERS_API_KEY", KEY)
    told = failure("any:model", RuntimeError(f"wrong header 'Bearer {KEY}'.\nA second line"))
    assert told == "The model 'any:model' failed: wrong header 'Bearer [SOME_PROVIDERS_API_KEY]' (RuntimeError)."


@pytest.mark.model
@pytest.mark.slow
def test_the_small_model_says_the_same_whole_and_streamed(server: ChatServer) -> None:
    require_model()
    model = chat_model("openai:small")
    whole = model.invoke("What is the capital of France?")
    pieces = list(model.stream("What is the capital of France?", stream_usage=True))
    assert "Paris" in whole.text
    assert "".join(piece.text for piece in pieces) == whole.text
    assert len(pieces) > 5
    assert [piece.usage_metadata for piece in pieces if piece.usage_metadata] == [whole.usage_metadata]


def test_a_key_in_the_env_file_is_read_where_the_environment_has_none(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    Path(".env").write_text("OPENAI_API_KEY=sk-of-the-file\nPATH_OF_MINE=elsewhere\n", encoding="utf-8")
    server.replies.append("Yes.")
    try:
        assert chat_model("openai:small", base_url=server.url).invoke("Is it?").text == "Yes."
        assert "PATH_OF_MINE" not in os.environ
    finally:
        os.environ.pop("OPENAI_API_KEY", None)


def test_a_long_time_out_is_longer_than_any_of_the_package(server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    model: Any = chat_model("openai:small", base_url=server.url, timeout=500)
    assert (model.request_timeout, model.stream_chunk_timeout) == (500, 500)
