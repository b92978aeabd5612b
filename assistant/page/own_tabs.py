"""Limits requests to gradio to the addresses that the page uses, and each tab to the person who opened it.

Gradio itself sends a tab's output to anyone who names the tab, and some of its addresses accept anything from anyone.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.access.addresses import is_open
from assistant.access.identity import identity_of

LARGEST = 2_000_000  # bytes of one request from a tab, which does not carry the turns of its conversation
MOST_TABS = 50_000  # tabs remembered; the least recently used is forgotten first
_API = "/gradio_api/"
_HEARTBEAT = f"{_API}heartbeat/"
_READS = frozenset(("/", "/config", f"{_API}queue/data", f"{_API}startup-events"))
_SENDS = frozenset((f"{_API}queue/join", f"{_API}run/predict", f"{_API}cancel", f"{_API}reset"))
NOT_HERE = "There is nothing at this address."
NOT_YOURS = "You may not use this page, or it was opened by somebody else. Reload it."
TOO_LARGE = "The request is larger than this address accepts."


class OwnTabs:
    """Guards gradio; plain ASGI, so that streams still stream."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._lock = threading.Lock()
        self._owners: OrderedDict[str, str] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        if scope["type"] != "http" or is_open(path):
            await self.app(scope, receive, send)
            return
        request, tabs = Request(scope, receive), list[Any]()
        if scope["method"] in ("GET", "HEAD") and (path in _READS or path.startswith(_HEARTBEAT)):
            tabs = request.query_params.getlist("session_hash")
            if path.startswith(_HEARTBEAT):
                tabs = [path.removeprefix(_HEARTBEAT)]
        elif scope["method"] == "POST" and path in _SENDS:
            body = await _body(request)
            if body is None:
                await PlainTextResponse(TOO_LARGE, 413)(scope, receive, send)
                return
            tabs, receive = _named(body), _again(body, receive)
        else:
            await PlainTextResponse(NOT_HERE, 404)(scope, receive, send)
            return
        identity = identity_of(request)
        if identity.may("ask") and self._are_of(identity.owner, tabs):
            await self.app(scope, receive, send)
        else:
            await PlainTextResponse(NOT_YOURS, 403)(scope, receive, send)

    def _are_of(self, owner: str, tabs: Iterable[Any]) -> bool:
        """Whether all these tabs belong to that person; a new tab becomes theirs."""
        with self._lock:
            for tab in map(str, tabs):
                if self._owners.setdefault(tab, owner) != owner:
                    return False
                self._owners.move_to_end(tab)
            while len(self._owners) > MOST_TABS:
                self._owners.popitem(last=False)
            return True


async def _body(request: Request) -> bytes | None:
    """The whole body; None if it is too large."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return None
    return bytes(body)


def _named(body: bytes) -> list[Any]:
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return []  # gradio refuses it as well
    return [sent["session_hash"]] if isinstance(sent, dict) and sent.get("session_hash") is not None else []


def _again(body: bytes, receive: Receive) -> Receive:
    """A `receive` that returns the body as if it had not been read, and then what comes after it."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receiving() -> Message:
        return messages.pop() if messages else await receive()

    return receiving
