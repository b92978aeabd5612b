"""A server that is told to stop while it answers: a real process and signal, and a chat model that takes its time."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

from index.library import Library
from tests.servers import wait_for

pytestmark = pytest.mark.processes

ROOT = Path(__file__).parents[2]
ANSWERS = 20
WAITED = 60.0  # seconds, far more than anything here takes
QUESTION = "What did Armstrong say about the surface of the Moon?"
FIRST, LAST = "Armstrong said the surface ", "was fine and powdery [1]."


class SlowModel:
    """Speaks the OpenAI protocol: begins each answer, and ends it when it is let go."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.let_go = threading.Event()
        self.app = FastAPI()
        self.app.post("/v1/chat/completions")(self.complete)

    def complete(self, asked: dict[str, Any]) -> StreamingResponse:
        return StreamingResponse(self._said(asked), media_type="text/event-stream")

    async def _said(self, asked: dict[str, Any]) -> Any:
        yield self._event(asked, FIRST)
        self.begun.release()
        while not self.let_go.is_set():
            await asyncio.sleep(0.02)
        yield self._event(asked, LAST)
        yield "data: [DONE]\n\n"

    def _event(self, asked: dict[str, Any], text: str) -> str:
        choice = {"index": 0, "delta": {"content": text}}
        record = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": asked["model"]}
        return f"data: {json.dumps(record | {'choices': [choice]})}\n\n"

    @contextmanager
    def served(self) -> Iterator[str]:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            server = uvicorn.Server(uvicorn.Config(self.app, log_level="critical", timeout_graceful_shutdown=1))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
            thread.start()
            try:
                yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
            finally:
                self.let_go.set()
                server.should_exit = True
                thread.join()


@contextmanager
def process(library: Path, model: str, **settings: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`article-assistant serve` with that model, and its address."""
    told = {"MODEL": "openai:slow", "MODEL_BASE_URL": model, **settings}
    environment = os.environ | {f"ARTICLE_ASSISTANT_{name}": value for name, value in told.items()}
    environment |= {"OPENAI_API_KEY": "none", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "assistant", "serve", "--library", str(library), "--port", "0"]
    pipes: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=environment, **pipes) as started:
        assert started.stdout is not None
        said = next((line for line in started.stdout if "http://" in line), "")
        try:
            assert said, "the server stopped before it said where it is"
            yield started, said[said.index("http://") :].strip()
        finally:
            started.kill()


def asked(address: str, number: int) -> httpx.Response:
    """One question, by one door after the other."""
    ask: dict[str, Any] = {"json": {"question": QUESTION}, "timeout": WAITED}
    chat: Any = {"model": "article-assistant", "messages": [{"role": "user", "content": QUESTION}], "stream": True}
    match number % 3:
        case 0:
            return httpx.post(f"{address}/api/ask", **ask)
        case 1:
            return httpx.post(f"{address}/api/ask", headers={"Accept": "text/event-stream"}, **ask)
        case _:
            return httpx.post(f"{address}/v1/chat/completions", json=chat, timeout=WAITED)


@contextmanager
def answering(library: Library, folder: Path, **settings: str) -> Iterator[tuple[Any, str, SlowModel, list[Any]]]:
    """A process in which so many answers are at work, each of which its model has begun."""
    model = SlowModel()
    copy = Path(shutil.copytree(library.folder, folder / "library"))
    with model.served() as url, process(copy, url, **settings) as (started, address):
        httpx.post(f"{address}/api/search", json={"question": QUESTION}, timeout=WAITED).raise_for_status()
        with ThreadPoolExecutor(ANSWERS) as clients:
            answers: list[Future[httpx.Response]] = [
                clients.submit(asked, address, number) for number in range(ANSWERS)
            ]
            for _ in range(ANSWERS):
                assert model.begun.acquire(timeout=WAITED)
            yield started, address, model, answers


def test_twenty_answers_at_work_end_before_the_server_does(samples: Library, tmp_path: Path) -> None:
    with answering(samples, tmp_path) as (started, address, model, answers):
        started.send_signal(signal.SIGTERM)
        wait_for(lambda: httpx.get(f"{address}/readyz", timeout=WAITED).status_code == 503)
        assert "stopping" in httpx.get(f"{address}/readyz", timeout=WAITED).json()["detail"]
        refused = httpx.post(f"{address}/api/ask", json={"question": QUESTION}, timeout=WAITED)
        assert (refused.status_code, refused.json()["status"]) == (503, 503)
        assert not any(one.done() for one in answers)
        model.let_go.set()
        for number, answer in enumerate(answers):
            told = answer.result(WAITED)
            assert told.status_code == 200
            assert "fine and powdery" in told.text
            if number % 3 == 1:
                assert "event: done" in told.text
            if number % 3 == 2:
                assert told.text.endswith("data: [DONE]\n\n")
        assert started.wait(WAITED) == 0
        assert "Traceback" not in started.stderr.read()


@pytest.mark.slow
def test_answers_that_do_not_end_in_time_say_why(samples: Library, tmp_path: Path) -> None:
    with answering(samples, tmp_path, STOP_SECONDS="0") as (started, _, _, answers):
        started.send_signal(signal.SIGTERM)
        for number, answer in enumerate(answers):
            told = answer.result(WAITED)
            assert "The server is stopping" in told.text
            if number % 3 == 0:
                assert told.status_code == 503
            if number % 3 == 1:
                assert "event: error" in told.text
        assert started.wait(WAITED) == 0
        assert "Traceback" not in started.stderr.read()
