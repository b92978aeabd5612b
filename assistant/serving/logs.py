"""The server's log, and the id by which a request is found there.

Questions, answers, bodies, queries and headers are never written. For an address, only the route pattern is written;
for an unexpected error, only the type and the traceback, since its message may contain anything.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time
import traceback
import uuid
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Literal

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import ArticleAssistantError

Format = Literal["text", "json"]
HEADER = "X-Request-ID"
_SANE = re.compile(r"[A-Za-z0-9._-]{1,100}")
_TOLD = (ArticleAssistantError, OSError)  # errors whose message is ours or the system's

log = logging.getLogger(__name__)
_current: ContextVar[str | None] = ContextVar("request id", default=None)


def request_id() -> str | None:
    """The id of the current request; None outside a request."""
    return _current.get()


def write_logs(form: Format) -> None:
    """Logs to standard error: errors as text, or errors and each request as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if form == "json" else _Text())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    log.setLevel(logging.INFO if form == "json" else logging.WARNING)


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created).isoformat(" ", "seconds")
        about = f" [{id}]" if (id := request_id()) else ""
        lines = [f"{moment} {record.levelname} {' '.join(record.getMessage().split())}{about}", *_where(record)]
        return "\n".join(lines)


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id(),
            **getattr(record, "told", {}),
            "error": "\n".join(_where(record)),
        }
        return json.dumps({name: value for name, value in fields.items() if value not in (None, "")})


def _where(record: logging.LogRecord) -> list[str]:
    """The tracebacks of an error and of its causes, without messages that may contain anything."""
    error, lines = record.exc_info[1] if record.exc_info else None, list[str]()
    while error is not None:
        said = f": {' '.join(str(error).split())}" if isinstance(error, _TOLD) else ""
        frames = "".join(traceback.format_tb(error.__traceback__)).splitlines()
        lines = [*frames, f"{type(error).__qualname__}{said}", *lines]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return lines


class Requests:
    """Gives each request an id unless it brings a valid one, sends the id back, and logs the request; plain ASGI."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        id = given if _SANE.fullmatch(given) else uuid.uuid4().hex
        _current.set(id)  # in this request's own task
        begun, status, whole = time.perf_counter(), 500, False

        async def with_id(message: Message) -> None:
            nonlocal status, whole
            whole = message["type"] == "http.response.body" and not message.get("more_body")
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = id
            await send(message)

        try:
            await self.app(scope, receive, with_id)
        except Exception:
            if not whole:
                raise  # the server must handle it, and logs it
            log.exception("A request could not be answered")
        finally:
            route = getattr(scope.get("route"), "path", None)
            taken = round(1000 * (time.perf_counter() - begun))
            facts = {"method": scope["method"], "route": route, "status": status, "milliseconds": taken}
            log.info("A request was answered", extra={"told": facts})
