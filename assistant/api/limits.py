"""Limits on the size and depth of request bodies: larger or deeper ones, and non-standard JSON, are refused."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from anyio import to_thread
from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.problems import TOO_LARGE, problem_response
from assistant.serving.uploads import LARGEST_JSON, LARGEST_REQUEST, is_costly

MOST_FILES = 200_000_000  # bytes of a request with files
MOST_DEEP = 100  # levels of lists and objects; Python fails at about a thousand, sooner in writing than in reading
_FILES = "/api/articles"  # the address for files
_REFUSED = "The request cannot be used: {}, at #."


class Limited:
    """Refuses a body whose declared or actual size is too large, or whose JSON is not allowed; plain ASGI."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        is_json = "json" in request.headers.get("content-type", "")
        most = (LARGEST_JSON if is_json else MOST_FILES) if scope["path"] == _FILES else LARGEST_REQUEST
        announced = request.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > most:
            await problem_response(request, 413, TOO_LARGE)(scope, receive, send)
            return
        came = 0

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > most:
                raise HTTPException(413, TOO_LARGE)
            return message

        if not is_json:
            await self.app(scope, counted, send)
            return
        try:
            messages = await _all_of(counted)
        except HTTPException as error:
            await problem_response(request, error.status_code, error.detail)(scope, receive, send)
            return
        body = b"".join(message.get("body", b"") for message in messages)
        if is_costly(body):
            await problem_response(request, 413, TOO_LARGE)(scope, receive, send)
            return
        if fault := await to_thread.run_sync(_fault_of, body):
            fields = {"param": "", "code": "invalid_json"}
            await problem_response(request, 422, _REFUSED.format(fault), fault=fields)(scope, receive, send)
            return
        messages.reverse()

        async def again() -> Message:
            return messages.pop() if messages else await receive()

        await self.app(scope, again, send)


async def _all_of(receive: Receive) -> list[Message]:
    """The messages of a body, up to its end or until the client disconnects."""
    messages = [await receive()]
    while messages[-1].get("more_body"):
        messages.append(await receive())
    return messages


class _NoJson(ValueError):
    """A value that Python accepts as JSON but the standard does not."""


def _fault_of(body: bytes) -> str | None:
    """How a JSON body violates the standard or the depth limit, or None; the route reports invalid JSON."""
    try:
        level = [json.loads(body, parse_constant=_refuse, parse_float=_finite)]
    except _NoJson as error:
        return str(error)
    except RecursionError:
        return _TOO_DEEP
    except ValueError:
        return None
    for _ in range(MOST_DEEP + 1):
        if not level:
            return None
        level = [inner for one in level for inner in _within(one)]
    return _TOO_DEEP


_TOO_DEEP = f"its JSON is nested more than {MOST_DEEP} deep"


def _within(one: Any) -> Any:
    return one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()


def _finite(digits: str) -> float:
    return number if math.isfinite(number := float(digits)) else _refuse(digits)


def _refuse(word: str) -> NoReturn:
    raise _NoJson(f"{word if len(word) < 20 else 'one of its numbers'} is not a JSON number")
