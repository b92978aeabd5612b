"""A server that is asked before its models are in memory: it says so, and who asks waits for the answer."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from mcp import Client

from assistant.assistant import Assistant
from assistant.events import Done, Searching
from assistant.settings import Settings
from assistant.warm_up import Warming
from index.embedding import SentenceEmbeddings
from index.errors import LibraryError
from index.library import SAMPLES, Library
from tests.fakes import HashedEmbeddings, HeldEmbeddings
from tests.served import served

ROOT = Path(__file__).parents[2]
QUESTION = "What did Donald Trump say about the Paris Agreement?"
WAITED = 60.0  # seconds, far more than anything here takes

# The server as the command starts it; its model is there once a line is read.
SERVER = """
import sys
from assistant.assistant import Assistant
from assistant.server import serve
from index.library import Library
from tests.fakes import HashedEmbeddings

class Awaited(HashedEmbeddings):
    is_there = False

    def encode(self, texts, *, asked=0):
        self.is_there = self.is_there or bool(sys.stdin.readline())
        return super().encode(texts)

with Library(sys.argv[1], embeddings=Awaited()) as library:
    serve(Assistant(library), port=0)
"""


class Broken(HashedEmbeddings):
    """A model that cannot be loaded."""

    def encode(self, texts: object, *, asked: int = 0) -> object:  # type: ignore[override]
        raise LibraryError("The embedding model cannot be loaded. Give another folder.")


@pytest.fixture
def held(embeddings: SentenceEmbeddings) -> HeldEmbeddings:
    """A model that is being loaded."""
    return HeldEmbeddings(embeddings)


@pytest.fixture
def warming(samples: Library, held: HeldEmbeddings, tmp_path: Path) -> Iterator[Assistant]:
    """An assistant that is warming up for as long as the model is held."""
    folder = shutil.copytree(samples.folder, tmp_path / "library")
    with Library(folder, embeddings=held) as library:
        assistant = Assistant(library, Settings())
        assistant.warming.begin()
        yield assistant
        held.let_go.set()  # also where a test has failed before
        assistant.warming.wait()


def ask_mcp(address: str) -> str:
    async def called() -> str:
        async with Client(f"{address}/mcp") as client:
            return str((await client.call_tool("ask", {"question": QUESTION})).structured_content)

    return asyncio.run(called())


@pytest.mark.processes
def test_a_server_that_was_just_started_answers_every_address_but_is_not_ready(tmp_path: Path) -> None:
    with Library(tmp_path, embeddings=HashedEmbeddings()) as library:
        (added, *_) = library.add(SAMPLES).added
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    command = [sys.executable, "-c", SERVER, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, text=True, bufsize=1, **pipes) as process:  # type: ignore[call-overload]
        try:
            said = next(line for line in process.stdout if "http://" in line)
            with httpx.Client(base_url=said[said.index("http://") :].strip(), timeout=WAITED) as client:
                for address in ("/", "/config", "/healthz", "/api/articles", f"/articles/{added}", "/v1/models"):
                    assert client.get(address).status_code == 200, address
                told = client.get("/readyz")
                assert (told.status_code, told.headers["retry-after"]) == (503, "1")
                assert "loading its models" in told.json()["detail"]
                process.stdin.write("\n")
                assert client.post("/api/ask", json={"question": QUESTION}).json()["schema"] == "answer/1"
                assert client.get("/readyz").json() == {"status": "ready"}
        finally:
            process.kill()


def test_who_asks_while_it_is_warming_up_waits_and_is_answered(warming: Assistant, held: HeldEmbeddings) -> None:
    chat = {"model": "article-assistant", "messages": [{"role": "user", "content": QUESTION}]}
    with served(warming) as address, ThreadPoolExecutor() as clients:
        rest = clients.submit(httpx.post, f"{address}/api/ask", json={"question": QUESTION}, timeout=WAITED)
        openai = clients.submit(httpx.post, f"{address}/v1/chat/completions", json=chat, timeout=WAITED)
        mcp = clients.submit(ask_mcp, address)
        wanted = {"json": {"question": QUESTION}, "headers": {"Accept": "text/event-stream"}, "timeout": WAITED}
        with httpx.stream("POST", f"{address}/api/ask", **wanted) as stream:
            lines = stream.iter_lines()
            assert next(lines) == "event: searching"
            assert '"warming_up":true' in next(lines)
            assert not any(one.done() for one in (rest, openai, mcp))
            held.let_go.set()
            assert "event: done" in lines
        for told in (rest.result(WAITED).text, openai.result(WAITED).text, mcp.result(WAITED)):
            assert "Pittsburgh" in told


def test_an_answer_that_had_to_wait_does_without_nothing(warming: Assistant, held: HeldEmbeddings) -> None:
    events = warming.stream(QUESTION)
    assert next(events) == Searching(QUESTION, QUESTION, warming_up=True)
    held.let_go.set()
    *_, done = events
    assert isinstance(done, Done) and (done.answer.outcome, done.answer.notice) == ("answered", None)
    assert next(warming.stream(QUESTION)) == Searching(QUESTION, QUESTION)


def test_nobody_waits_for_what_only_some_questions_need() -> None:
    begun, held = threading.Event(), threading.Event()

    def rest() -> None:
        begun.set()
        held.wait(WAITED)

    warming = Warming(lambda: None, rest)
    warming.begin()
    warming.wait()
    assert begun.wait(WAITED)
    assert not warming.at_work
    held.set()


def test_once_it_is_warm_the_parser_is_there(tmp_path: Path) -> None:
    """Loading it takes a second or two, which a question would have to wait for."""
    program = (
        "import sys; from assistant.assistant import Assistant; from index.library import Library; "
        "from tests.fakes import HashedEmbeddings; "
        "Assistant(Library(sys.argv[1], embeddings=HashedEmbeddings())).warm(); print('spacy.lang.en' in sys.modules)"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "True"


def test_where_the_model_cannot_be_loaded_whoever_asks_is_told_why(tmp_path: Path) -> None:
    with Library(tmp_path, embeddings=HashedEmbeddings()) as library:
        library.add(SAMPLES / "moon-landing-first-steps.md")
    with Library(tmp_path, embeddings=Broken()) as library:
        assistant = Assistant(library, Settings())
        assistant.warming.begin()
        assistant.warming.wait()
        with served(assistant) as address, httpx.Client(base_url=address, timeout=WAITED) as client:
            for told in (client.get("/readyz"), client.post("/api/ask", json={"question": QUESTION})):
                assert told.status_code == 503
                assert told.json()["detail"] == "The embedding model cannot be loaded. Give another folder."
