"""A request is answered by the worker that has the browser's tab, as if that had taken it."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from assistant.errors import SettingsError
from assistant.serving import same_worker
from assistant.serving.same_worker import AWAY, SameWorker
from assistant.serving.workers import Worker, check_shared
from tests.servers import wait_for

COOKIE = "session"


class Answering:
    """Says which worker it is of and what it was asked; at /stream it goes on until somebody leaves."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.left = threading.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        kind = [(b"content-type", b"application/json"), (b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")]
        await send({"type": "http.response.start", "status": 201, "headers": kind})
        if scope["path"] == "/stream":
            await self._stream(request, send)
            return
        told: dict[str, Any] = {"worker": self.number, "method": scope["method"], "client": scope["client"][0]}
        told |= {"path": scope["raw_path"].decode(), "query": scope["query_string"].decode()}
        told |= {"body": len(await request.body()), "host": request.headers["host"]}
        told["peer"] = request.headers.get("x-worker-peer")
        await send({"type": "http.response.body", "body": json.dumps(told).encode()})

    async def _stream(self, request: Request, send: Send) -> None:
        await send({"type": "http.response.body", "body": b"first", "more_body": True})
        while not await request.is_disconnected():
            await asyncio.sleep(0.02)
        self.left.set()


@contextmanager
def listening(app: Any, sockets: list[socket.socket]) -> Iterator[None]:
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": sockets})
    thread.start()
    try:
        wait_for(lambda: server.started)
        yield
    finally:
        server.should_exit = True
        thread.join()


class Two:
    def __init__(self, folder: Path, running: ExitStack, *, started: int = 2) -> None:
        self.apps = [Answering(0), Answering(1)]
        self.addresses, self.workers = list[str](), list[Worker]()
        for number, app in enumerate(self.apps[:started]):
            port = running.enter_context(socket.create_server(("127.0.0.1", 0)))
            self.addresses.append(f"http://127.0.0.1:{port.getsockname()[1]}")
            worker = Worker(number, 2, str(folder), os.dup(port.fileno()), -1)
            self.workers.append(worker)
            wrapped = SameWorker(app, worker, lambda path: path.startswith("/api/"), COOKIE)
            running.enter_context(listening(wrapped, worker.sockets()))

    def key(self, number: int) -> dict[str, str]:
        """The cookie of a browser whose tabs that worker has."""
        session = next(f"s{one}" for one in range(100) if self.workers[0].of(f"s{one}") == number)
        return {"cookie": f"{COOKIE}={session}"}


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    with ExitStack() as running:
        yield Two(tmp_path, running)


def test_whichever_takes_it_the_same_worker_answers_as_if_it_had(two: Two) -> None:
    for number in (0, 1):
        for address in two.addresses:
            sent = {"content": b"x" * 100_000, "headers": two.key(number) | {"x-worker-peer": "6.6.6.6 1"}}
            answer = httpx.put(f"{address}/a%2Fb?q=%20&r", **sent)  # type: ignore[arg-type]
            told = answer.json()
            assert (answer.status_code, told["worker"], told["method"], told["body"]) == (201, number, "PUT", 100_000)
            assert (told["path"], told["query"], told["client"]) == ("/a%2Fb", "q=%20&r", "127.0.0.1")
            assert told["host"] == address.removeprefix("http://") and told["peer"] is None
            assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]
            assert len(answer.headers.get_list("date")) == 1


def test_a_body_of_unknown_length_comes_through(two: Two) -> None:
    for address in two.addresses:
        told = httpx.post(address, content=iter([b"ab", b"c"]), headers=two.key(1)).json()
        assert (told["worker"], told["body"]) == (1, 3)


def test_what_programs_ask_is_answered_where_it_comes(two: Two) -> None:
    for number, address in enumerate(two.addresses):
        assert httpx.get(f"{address}/api/x", headers=two.key(1 - number)).json()["worker"] == number


def test_browsers_without_a_cookie_are_told_apart_by_address(two: Two) -> None:
    met = {
        one: {httpx.get(at, headers={"x-forwarded-for": f"1.1.1.1, {one}"}).json()["worker"] for at in two.addresses}
        for one in ("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5")
    }
    assert all(len(workers) == 1 for workers in met.values())
    assert set.union(*met.values()) == {0, 1}


def test_where_a_browser_leaves_a_stream_the_worker_knows(two: Two) -> None:
    with httpx.stream("GET", f"{two.addresses[0]}/stream", headers=two.key(1)) as stream:
        assert next(stream.iter_bytes()) == b"first"
    assert two.apps[1].left.wait(10)


def test_while_a_worker_is_away_its_browsers_are_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(same_worker, "PATIENCE", 0.0)
    with ExitStack() as running:
        one = Two(tmp_path, running, started=1)
        away = httpx.post(one.addresses[0], content=b"x", headers=one.key(1))
        assert (away.status_code, away.text) == (503, AWAY)
        assert httpx.get(one.addresses[0], headers=one.key(0)).status_code == 201


def test_workers_without_a_database_are_refused() -> None:
    check_shared(True)
    with pytest.raises(SettingsError, match="CATALOG_URL"):
        check_shared(False)
