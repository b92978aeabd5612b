"""Sends the page with its first view filled in, so that people can type without waiting for a second request."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_DRAWN = ("/", "/config")  # where gradio sends the values of its components


def place(name: str) -> str:
    """The placeholder in a component for the part of the first view with that name."""
    return f"first-view-{name}"


class FirstView:
    """Fills gradio's page with the parts that `draw` returns by name for the person who opens it; plain ASGI."""

    def __init__(self, app: ASGIApp, draw: Callable[[Request], Mapping[str, str]]) -> None:
        self.app = app
        self.draw = draw

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in _DRAWN or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        parts = await run_in_threadpool(self.draw, Request(scope))
        started: Message = {}
        body = bytearray()

        async def filled(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.update(message)
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    whole = _filled(bytes(body), parts)
                    MutableHeaders(raw=started["headers"])["content-length"] = str(len(whole))
                    await send(started)
                    await send({"type": "http.response.body", "body": whole})

        await self.app(scope, receive, filled)


def _filled(page: bytes, parts: Mapping[str, str]) -> bytes:
    for name, part in parts.items():
        page = page.replace(json.dumps(place(name)).encode(), _in_script(part))
    return page


def _in_script(text: str) -> bytes:
    """The text as JSON that is safe in a script of a page."""
    written = json.dumps(text)
    for sign in "<>&":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return written.encode()
