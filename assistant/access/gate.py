"""Rejects unauthenticated requests to every address that is not open; plain ASGI, around the whole app.

It stores the identity in `scope["state"]`, from which the handlers decide what is allowed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.access.access import Access
from assistant.access.addresses import MCP, OPEN_UNDER, SIGN_IN, is_open
from assistant.access.identity import Identity
from assistant.errors import AccessError
from assistant.serving.named_origins import is_from_named_origin

log = logging.getLogger(__name__)

AT_ONCE = 10  # most requests whose keys and cookies are looked up in a database at the same time
NO_KEY = (
    "This server requires a key. Send it as 'Authorization: Bearer KEY'; the server's "
    "administrator creates one with `article-assistant keys add`."
)
WRONG_KEY = "This key is unknown or was revoked. Ask the administrator of this server for another."
NOT_SIGNED_IN = "You are not signed in. Open the page again and sign in."
NOT_IN_A_FRAME = (
    "You are not signed in. Open the assistant in a window of its own, sign in there, and load this page again."
)
NOT_ENOUGH = "This token allows nothing here. Ask for one with the scope 'ask' or 'read'."
NO_LIBRARY = "There is no library of that name here. GET /api/libraries lists those you may see."
UNREADABLE = "The list of users cannot be read at the moment. Ask the administrator of this server to read its log."


class Refusal(Protocol):
    """Makes a response that says `sentence`, in the format expected at the requested address."""

    def __call__(
        self, scope: Scope, status: int, sentence: str, headers: Mapping[str, str] | None = None
    ) -> ASGIApp: ...


class Gate:
    """`takes_key` says whether an address is for programs, which send a key; all others are for people, who sign in.

    `libraries` are the names of all libraries served, if there are several.
    """

    def __init__(
        self,
        app: ASGIApp,
        access: Access,
        takes_key: Callable[[str], bool],
        refusal: Refusal,
        libraries: Sequence[str] = (),
    ) -> None:
        self.libraries = libraries
        self.app = app
        self.access = access
        self.takes_key = takes_key
        self.refusal = refusal
        self.limiter = CapacityLimiter(AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":  # this server uses no websockets
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        try:
            identity = await self._who(scope)
        except AccessError as error:
            log.error("%s", error)  # only logged, since it contains a path on this machine
            identity = None
            if not is_open(path):
                await self.refusal(scope, 503, UNREADABLE)(scope, receive, send)
                return
        scope.setdefault("state", {})["identity"] = identity  # in place: outer layers read the route from this scope
        if self.access.comes_through_proxy(scope):
            scope["scheme"] = "https" if self.access.is_secure(scope) else "http"
        if is_open(path):
            await self.app(scope, receive, send)
        elif identity is None:
            await self._strangers(scope)(scope, receive, send)
        elif identity.by == "token" and not identity.scopes:
            challenge = {"WWW-Authenticate": self.access.challenge(path, "insufficient_scope")}
            await self.refusal(scope, 403, NOT_ENOUGH, challenge)(scope, receive, send)
        elif not (refusing := self._hidden(scope, identity)):
            await self.app(scope, receive, send if identity.is_local else _unkept(send))
        else:
            await refusing(scope, receive, send)

    def _hidden(self, scope: Scope, identity: Identity) -> ASGIApp | None:
        """The response if the requested library does not exist, or this identity may not see it."""
        if not self.libraries:
            return None
        state, seen = scope["state"], [name for name in self.libraries if self.access.sees(identity, name)]
        state["libraries"] = seen
        if state.get("library", self.libraries[0]) in seen:
            return None
        if seen and scope["path"] == "/" and not state.get("below"):
            return RedirectResponse(f"/libraries/{seen[0]}/", 307, {"Cache-Control": "no-store"})
        return self.refusal(scope, 404, NO_LIBRARY)

    async def _who(self, scope: Scope) -> Identity | None:
        path = scope["path"]
        if path.startswith(OPEN_UNDER):
            return None
        ask = partial(self.access.who, scope, keys=self.takes_key(path), people=not is_from_named_origin(scope))
        # A database or an issuer is queried in a thread, so that other requests need not wait.
        waits = self.access.shared or (self.access.tokens and path == MCP)
        return await to_thread.run_sync(ask, limiter=self.limiter) if waits else ask()

    def _strangers(self, scope: Scope) -> ASGIApp:
        """The response to an unauthenticated request."""
        headers = Headers(scope=scope)
        if self.takes_key(scope["path"]):
            sentence, error = (WRONG_KEY, "invalid_token") if "authorization" in headers else (NO_KEY, "")
            challenge = {"WWW-Authenticate": self.access.challenge(scope["path"], error)}
            return self.refusal(scope, 401, sentence, challenge)
        if scope["state"].get("embedded"):  # no sign-in form inside another site's page
            return self.refusal(scope, 401, NOT_IN_A_FRAME)
        if scope["method"] in ("GET", "HEAD") and "text/html" in headers.get("accept", ""):
            query = f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""
            below = scope["state"].pop("below", "")
            asked = below + scope.get("raw_path", scope["path"].encode()).decode("latin-1") + query
            there = "" if asked == "/" else f"?next={quote(asked, safe='/')}"
            return RedirectResponse(SIGN_IN + there, 303, {"Cache-Control": "no-store"})
        return self.refusal(scope, 401, NOT_SIGNED_IN)


def _unkept(send: Send) -> Send:
    """Keeps browsers and proxies from caching what one person sees, unless the response has its own `Cache-Control`."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).setdefault("Cache-Control", "no-store")
        await send(message)

    return sending
