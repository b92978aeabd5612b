"""Serves several libraries at one address, each with its own app, and finds the one that a request is for.

The library is named by the path (`/libraries/NAME/...`), by the parameter or field `library`, or by the model of the
OpenAI protocol (`article-assistant/NAME`); a feed's address belongs to the library of its alert; any other request goes
to the first library. Each app's gate decides who may see it, and responds alike to a missing and a forbidden library.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

from anyio import TASK_STATUS_IGNORED, Event, create_task_group
from anyio.abc import TaskStatus
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import Message, Receive, Scope, Send

from assistant.serving.uploads import LARGEST_JSON, is_costly
from index.errors import WrongUsage

UNDER = "/libraries/"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
MODEL = "article-assistant/"  # prefix of model names that are libraries
ASKING = ("/api/", "/v1/chat/completions", "/v1/responses", "/mcp")  # whose bodies may name a library
FEEDS = re.compile(r"/api/feeds/([^/]+)\.atom")
_LACKS_STROKE = re.compile(rf"{UNDER}{NAME.pattern}")
_OF_ALL = ("/sign-in", "/sign-out")  # a person signs in once for all libraries


def checked_names(names: list[str]) -> None:
    """Raises WrongUsage if a folder's name cannot name a library in an address, or if two names are the same."""
    if wrong := [name for name in names if not NAME.fullmatch(name)]:
        raise WrongUsage(f"'{wrong[0]}' cannot be a library's name in an address. Rename the folder in plain letters.")
    if twice := [name for name in names if names.count(name) > 1]:
        raise WrongUsage(f"Two libraries are called '{twice[0]}'. Rename the folder of one.")


class Several:
    """`root` is the path under which a proxy shows the server, if the proxy does not strip it.

    `has_feed`, given a library's name and a token, says whether that library has the alert whose feed the token opens.
    Bodies are read only for clients that `is_known` recognises.
    """

    def __init__(
        self,
        apps: Mapping[str, FastAPI],
        root: str = "",
        has_feed: Callable[[str, str], bool] = lambda name, token: False,
        is_known: Callable[[Scope], bool] = lambda scope: True,
    ) -> None:
        self.apps = dict(apps)
        self._is_known = is_known
        self._has_feed = has_feed
        self._first = next(iter(self.apps))
        self._root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if _LACKS_STROKE.fullmatch(self._below_root(scope)):  # the page's relative addresses need the slash
            await RedirectResponse(f"{scope['path']}/", 307)(scope, receive, send)
            return
        name, below, scope = self._by_path(scope)
        if name is None and scope["type"] == "http":
            path = self._below_root(scope)
            name = _last(parse_qs(scope["query_string"].decode("latin-1")).get("library"))
            if name is None and _may_name(scope, path) and await self._knows(scope, path):
                name, scope, receive = await _by_body(scope, receive)
            if name is None and (feed := FEEDS.fullmatch(path)):
                name = await run_in_threadpool(self._by_feed, feed[1])
            below = "" if name is None or path.startswith(_OF_ALL) else UNDER + name
        if name is not None and not NAME.fullmatch(name):  # not a library's name, and unfit for a header
            below = ""
        name = self._first if name is None else name
        state = {**scope.get("state", {}), "library": name, "below": below}
        await self.apps.get(name, self.apps[self._first])({**scope, "state": state}, receive, send)

    async def _knows(self, scope: Scope, path: str) -> bool:
        return await run_in_threadpool(self._is_known, {**scope, "path": path})

    def _below_root(self, scope: Scope) -> str:
        path: str = scope["path"]
        return path.removeprefix(self._root) if path.startswith(f"{self._root}/") else path

    def _by_path(self, scope: Scope) -> tuple[str | None, str, Scope]:
        path = scope["path"]
        root = self._root if self._root and path.startswith(f"{self._root}/") else ""
        if not path.startswith(root + UNDER):
            return None, "", scope
        name, _, rest = path[len(root + UNDER) :].partition("/")
        raw: bytes = scope.get("raw_path") or path.encode()
        start = (root + UNDER + name).encode()
        rest = f"/{rest}"
        raw = raw[len(start) :] if raw.startswith(start + b"/") else rest.encode()
        below = "" if rest.startswith(_OF_ALL) else UNDER + name
        return name, below, {**scope, "path": rest, "raw_path": raw}

    def _by_feed(self, token: str) -> str | None:
        return next((name for name in self.apps if self._has_feed(name, token)), None)

    async def _live(self, receive: Receive, send: Send) -> None:
        """Runs each app's lifespan in its own task, so that stopping takes as long as the slowest app, not the sum."""
        await receive()
        stopping = Event()

        async def live(app: FastAPI, *, task_status: TaskStatus[None] = TASK_STATUS_IGNORED) -> None:
            async with app.router.lifespan_context(app):
                task_status.started()
                await stopping.wait()

        async with create_task_group() as tasks:
            for app in self.apps.values():
                await tasks.start(live, app)
            await send({"type": "lifespan.startup.complete"})
            await receive()
            stopping.set()
        await send({"type": "lifespan.shutdown.complete"})


def _last(values: list[str] | None) -> str | None:
    return values[-1] if values else None


def _may_name(scope: Scope, path: str) -> bool:
    """Whether a request has a body that may name a library."""
    kind = Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()
    return scope["method"] == "POST" and path.startswith(ASKING) and kind == "application/json"


async def _by_body(scope: Scope, receive: Receive) -> tuple[str | None, Scope, Receive]:
    """The library that a JSON body names, and the request without that name.

    A body that is too large or too costly to read goes to the first library, which refuses it.
    """
    messages, size, more = list[Message](), 0, True
    while more and size <= LARGEST_JSON:
        message = await receive()
        messages.append(message)
        size += len(message.get("body", b""))
        more = message["type"] == "http.request" and message.get("more_body", False)

    async def again() -> Message:
        return messages.pop(0) if messages else await receive()

    body = b"".join(message.get("body", b"") for message in messages)
    name, body = (None, b"") if more or is_costly(body) else await run_in_threadpool(_taken_out, body)
    if name is None:
        return None, scope, again
    messages[:] = [{"type": "http.request", "body": body, "more_body": False}]
    headers = [(key, value) for key, value in scope["headers"] if key != b"content-length"]
    return name, {**scope, "headers": [*headers, (b"content-length", str(len(body)).encode())]}, again


def _taken_out(body: bytes) -> tuple[str | None, bytes]:
    """The library that a body names, and the body without that name."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return None, body
    name = _taken_from(sent)
    return name, body if name is None else json.dumps(sent).encode()


def _taken_from(sent: Any) -> str | None:
    """Removes the library's name from a JSON object and returns it; None if there is none."""
    if not isinstance(sent, dict):
        return None
    model = sent.get("model")
    if isinstance(model, str) and model.startswith(MODEL):
        sent["model"] = MODEL.rstrip("/")
        return model.removeprefix(MODEL)
    given: Any = sent
    if sent.get("method") == "tools/call" and isinstance(sent.get("params"), dict):
        given = sent["params"].get("arguments")
    if isinstance(given, dict) and isinstance(given.get("library"), str):
        return str(given.pop("library"))
    return None
