"""Lets pages of named origins use the API with a key, through CORS as in the Fetch standard; plain ASGI.

For these pages, a browser's cookie or a proxy's sign-in does not count, only the page's own key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_METHODS = "GET, POST, PATCH, DELETE"
_READABLE = "ETag, Location, Mcp-Session-Id, Retry-After, WWW-Authenticate, X-Request-ID"
_MINUTES = 10  # for which a browser may cache the permission
_HEADER_NAMES = re.compile(r"[\w!#$%&'*+.^`|~-]+(?:[ \t]*,[ \t]*[\w!#$%&'*+.^`|~-]+)*", re.ASCII)


class NamedOrigins:
    """`origins` returns the origins named at present; `takes` says whether their pages may use an address."""

    def __init__(self, app: ASGIApp, origins: Callable[[], Collection[str]], takes: Callable[[str], bool]) -> None:
        self.app = app
        self.origins = origins
        self.takes = takes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not (origins := self.origins()) or not self.takes(scope["path"]):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin", "").lower()
        named = origin in origins and len(headers.getlist("origin")) == 1

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                response_headers = MutableHeaders(scope=message)
                response_headers.add_vary_header("Origin")
                if named:
                    response_headers["Access-Control-Allow-Origin"] = origin
                    response_headers["Access-Control-Expose-Headers"] = _READABLE
            await send(message)

        if not named:
            await self.app(scope, receive, sending)
        elif scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            await _allowed(headers)(scope, receive, sending)
        else:
            scope.setdefault("state", {})["named_origin"] = True
            await self.app(scope, receive, sending)


def is_from_named_origin(scope: Scope) -> bool:
    """Whether the request comes from a page of a named origin, which needs a key."""
    return bool(scope.get("state", {}).get("named_origin"))


def _allowed(headers: Headers) -> Response:
    """The response to a browser's preflight request."""
    allowed = {"Access-Control-Allow-Methods": _METHODS, "Access-Control-Max-Age": str(60 * _MINUTES)}
    # Clients send their own headers, so each requested one is allowed by name; "*" would not cover the key's header.
    asked = headers.get("access-control-request-headers", "")
    if _HEADER_NAMES.fullmatch(asked):
        allowed |= {"Access-Control-Allow-Headers": asked, "Vary": "Access-Control-Request-Headers"}
    return Response(status_code=204, headers=allowed)
