"""Rejects requests that another site's page makes a visitor's browser send."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.serving.named_origins import is_from_named_origin

Refusal = Callable[[Scope, int, str], ASGIApp]  # a status and a sentence
_READING = ("GET", "HEAD", "OPTIONS")
OTHER_PAGE = "A page of another site asked this server to change something; it was not done."
OTHER_NAME = (
    "This server only answers to its own names. Open it as 'localhost', or start it with "
    "ARTICLE_ASSISTANT_ALLOWED_HOSTS set to the name that it has here."
)
NO_HOST = "The Host header names no server. Send the name or address of this server in it."
_HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,255}|\[(?P<number>[0-9A-Fa-f:.]{2,45})\])(?::[0-9]{1,5})?")


def own_names(host: str, allowed: Collection[str] = ()) -> frozenset[str] | None:
    """The host names that a server listening on `host` answers to; None for any.

    The owner of a domain name can point it at 127.0.0.1, so that a page under that name can read what responds there
    (DNS rebinding). A server that only this machine can reach has few names, so it can refuse all others; a server on
    a network cannot know its names.
    """
    if not is_loopback(host) and not allowed:
        return None
    return frozenset(name.lower() for name in ("localhost", host, *allowed))


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that listens there."""
    number = _number(host)
    return number.is_loopback if number else host.lower() == "localhost"


class OwnPagesOnly:
    """Refuses requests under a foreign or missing host name, and those from foreign pages that may change something.

    `refusal` makes the response; by default it is plain text.
    """

    def __init__(self, app: ASGIApp, names: frozenset[str] | None = None, refusal: Refusal | None = None) -> None:
        self.app = app
        self.names = names
        self.refusal = refusal or (lambda _scope, status, sentence: PlainTextResponse(sentence, status))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not self._is_own_name(headers.get("host", "")):
            await self.refusal(scope, 421, OTHER_NAME)(scope, receive, send)
        elif headers.get("host") and not is_host(headers["host"]):
            await self.refusal(scope, 400, NO_HOST)(scope, receive, send)
        elif scope["method"] not in _READING and comes_from_elsewhere(scope):
            await self.refusal(scope, 403, OTHER_PAGE)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _is_own_name(self, host: str) -> bool:
        """Whether the server answers to `host`; a numeric address is always its own, since DNS cannot redirect it."""
        name = _host(f"//{host}")
        return self.names is None or name in self.names or _number(name) is not None


def comes_from_elsewhere(scope: Scope) -> bool:
    """Whether a browser reports that a page of another site makes the request, unless that is a named origin.

    Browsers send the page's site on secure or local connections, and its origin on all; other clients send neither.
    """
    if is_from_named_origin(scope):
        return False
    headers = Headers(scope=scope)
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2].lower() != headers.get("host", "").lower()


def is_host(host: str) -> bool:
    """Whether `host` is a valid name or address, with or without a port; links to this server are made from it."""
    found = _HOST.fullmatch(host)
    return found is not None and (found["number"] is None or _number(found["number"]) is not None)


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _number(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
