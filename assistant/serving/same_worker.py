"""Passes a browser's requests to the worker that has its tabs, whichever worker receives them; plain ASGI, outermost.

Any worker answers the requests of programs.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable

import anyio
import httpx2
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.serving.workers import Worker

log = logging.getLogger(__name__)

PATIENCE = 60.0  # seconds for a worker that is being restarted
AWAY = "This part of the server is restarting. Try again in a moment."
_PEER = b"x-worker-peer"  # who connected, as reported by the worker that received the request
_OF_A_CONNECTION = frozenset((b"connection", b"keep-alive", b"transfer-encoding", b"upgrade", b"date", b"server"))


class SameWorker:
    """Any worker answers the addresses that are `for_programs`; `cookie` names the cookie that identifies a browser.

    A browser without that cookie is identified by its address.
    """

    def __init__(self, app: ASGIApp, worker: Worker, for_programs: Callable[[str], bool], cookie: str) -> None:
        self.app = app
        self._worker = worker
        self._for_programs = for_programs
        self._cookie = cookie
        self._others: dict[int, httpx2.AsyncClient] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        came_from = [value for name, value in scope["headers"] if name == _PEER]
        headers = [one for one in scope["headers"] if one[0] != _PEER]
        if (scope.get("server") or ("", 0))[1] is None:  # it came from another worker, over the Unix socket
            host, _, port = came_from[-1].decode().rpartition(" ") if came_from else ("", "", "0")
            await self.app({**scope, "headers": headers, "client": (host, int(port))}, receive, send)
            return
        scope = {**scope, "headers": headers}
        number = self._worker.of(self._key(scope))
        if number == self._worker.number or self._for_programs(scope["path"]):
            await self.app(scope, receive, send)
        else:
            await self._handed(number, scope, receive, send)

    def _key(self, scope: Scope) -> str:
        headers = Headers(scope=scope)
        kept = cookie_parser(headers.get("cookie", "")).get(self._cookie)
        peer = scope.get("client") or ("",)
        return kept or headers.get("x-forwarded-for", "").rpartition(",")[2].strip() or str(peer[0])

    async def _handed(self, number: int, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False
        until = anyio.current_time() + PATIENCE
        while True:
            sending = _Body(receive)
            if not _has_body(scope):
                sending.is_read.set()
            try:
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(_watch, sending, tasks.cancel_scope)
                    response = await self._other(number).send(self._request(scope, sending), stream=True)
                    try:
                        begun = True
                        kept = [one for one in response.headers.raw if one[0].lower() not in _OF_A_CONNECTION]
                        await send({"type": "http.response.start", "status": response.status_code, "headers": kept})
                        async for chunk in response.aiter_raw():
                            await send({"type": "http.response.body", "body": chunk, "more_body": True})
                        await send({"type": "http.response.body"})
                    finally:
                        with anyio.CancelScope(shield=True):
                            await response.aclose()
                    tasks.cancel_scope.cancel()
                return
            except* httpx2.HTTPError as errors:
                log.warning("Worker %s did not answer: %s.", number, type(errors.exceptions[0]).__name__)
            if begun:
                raise ConnectionError(f"worker {number} ended in the middle of its answer")
            if sending.is_begun or anyio.current_time() > until:
                await PlainTextResponse(AWAY, 503, {"Retry-After": "5"})(scope, receive, send)
                return
            await anyio.sleep(0.2)

    def _other(self, number: int) -> httpx2.AsyncClient:
        if number not in self._others:
            limits = httpx2.Limits(max_connections=None, max_keepalive_connections=20)
            transport = httpx2.AsyncHTTPTransport(uds=self._worker.door(number), limits=limits)
            self._others[number] = httpx2.AsyncClient(transport=transport, timeout=None, trust_env=False)
        return self._others[number]

    def _request(self, scope: Scope, sending: _Body) -> httpx2.Request:
        peer = scope.get("client") or ("", 0)
        headers = [one for one in scope["headers"] if one[0] not in (b"connection", b"keep-alive", b"expect")]
        path = scope.get("raw_path") or scope["path"].encode()
        query = b"?" + scope["query_string"] if scope["query_string"] else b""
        return httpx2.Request(
            scope["method"],
            httpx2.URL(scheme="http", host="worker", raw_path=path + query),
            headers=[*headers, (_PEER, f"{peer[0]} {peer[1]}".encode())],
            content=sending if _has_body(scope) else None,
        )


def _has_body(scope: Scope) -> bool:
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])


class _Body:
    """The body of a request as it arrives."""

    def __init__(self, receive: Receive) -> None:
        self.receive = receive
        self.is_begun = False
        self.is_read = anyio.Event()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self.is_begun, more = True, True
        while more:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise httpx2.ReadError("the browser has gone")
            more = message.get("more_body", False)
            yield message.get("body", b"")
        self.is_read.set()


async def _watch(sending: _Body, scope: anyio.CancelScope) -> None:
    """Cancels the request to the other worker when the browser disconnects."""
    await sending.is_read.wait()
    while (await sending.receive())["type"] != "http.disconnect":
        pass
    scope.cancel()
