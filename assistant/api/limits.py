"""How much may be sent: a body that is larger is refused before it is kept."""

from __future__ import annotations

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.problems import TOO_LARGE, told

MOST = 2_000_000  # bytes of a request
MOST_FILES = 200_000_000  # bytes of a request with files
_FILES = "/api/articles"  # where files are sent to


class Limited:
    """Refuses a body by the size that it announces, or once more has come than may; plain ASGI."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        most = MOST_FILES if scope["path"] == _FILES else MOST
        announced = request.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > most:
            await told(request, 413, TOO_LARGE)(scope, receive, send)
            return
        came = 0

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > most:
                raise HTTPException(413, TOO_LARGE)
            return message

        await self.app(scope, counted, send)
