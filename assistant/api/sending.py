"""Sends events to a client as server-sent events."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from starlette.responses import StreamingResponse
from starlette.types import Send

MEDIA_TYPE = "text/event-stream"
DESCRIBED = {  # one event, as OpenAPI tools read it
    "type": "object",
    "properties": {"event": {"type": "string"}, "data": {"type": "string"}},
    "required": ["data"],
}
STILL_AT_WORK = b": still at work\n\n"  # a comment, which clients ignore but proxies take as a sign of life
# A proxy that buffers would turn the stream into one piece.
_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}


class EventStream(StreamingResponse):
    """Sends pieces as they are made; closes their source when the client disconnects."""

    def __init__(self, pieces: AsyncGenerator[bytes, None]) -> None:
        super().__init__(pieces, media_type=MEDIA_TYPE, headers=_HEADERS)
        self._pieces = pieces

    async def stream_response(self, send: Send) -> None:
        async with aclosing(self._pieces):
            await super().stream_response(send)


def event(record: Any, *, name: str | None = None) -> bytes:
    """One event with a record as its data, one line of JSON."""
    named = f"event: {name}\n".encode() if name else b""
    return named + b"data: " + written(record) + b"\n\n"


def written(record: Any) -> bytes:
    """A record as one line of JSON; a lone surrogate, which cannot be encoded, becomes a question mark."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
