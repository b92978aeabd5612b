"""Responds with 304 and no body if the client already has the record; plain ASGI."""

from __future__ import annotations

from hashlib import sha256

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_UNDER = "/api/"
_JSON = "application/json"


class Unchanged:
    """Adds an ETag to each record, and compares it with the client's."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(_UNDER):
            await self.app(scope, receive, send)
            return
        start: Message | None = None
        body = b""
        asked = Headers(scope=scope).get("if-none-match", "")

        async def sending(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_record(message):
                start = message
                return
            if start is None:
                await send(message)
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            headers = MutableHeaders(scope=start)
            tag = f'"{sha256(body).hexdigest()[:32]}"'
            headers["ETag"] = tag
            headers.setdefault("Cache-Control", "private, no-cache")
            if any(one.strip().removeprefix("W/") in (tag, "*") for one in asked.split(",")):
                start["status"], body = 304, b""
                del headers["content-length"]
                del headers["content-type"]
            await send(start)
            await send({"type": "http.response.body", "body": body})

        await self.app(scope, receive, sending)


def _is_record(start: Message) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return start["status"] == 200 and kind.partition(";")[0] == _JSON
