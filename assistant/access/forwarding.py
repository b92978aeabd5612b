"""What proxies say about a request on its way here (`X-Forwarded-*`), believed from a trusted proxy only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as Asked

_HOST = re.compile(rb"(?:[A-Za-z0-9._-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_Headers = Iterable[tuple[bytes, bytes]]


class Forwarding:
    """Removes such headers from every request; plain ASGI, around everything that reads them.

    Where `is_trusted` says that a request comes through a proxy, the user's name, the address and the scheme that it
    told stay, and the host that the visitor asked for is in `Host` again.
    """

    def __init__(self, app: ASGIApp, is_trusted: Callable[[Asked], bool]) -> None:
        self.app = app
        self.is_trusted = is_trusted

    async def __call__(self, scope: Asked, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            told = scope["headers"]
            kept = _as_asked(told) if self.is_trusted(scope) else [one for one in told if not _forwards(one[0])]
            scope = {**scope, "headers": kept}
        await self.app(scope, receive, send)


def _forwards(name: bytes) -> bool:
    return name.startswith(b"x-forwarded-") or name in (b"forwarded", b"x-real-ip")


def _as_asked(headers: _Headers) -> list[tuple[bytes, bytes]]:
    """With the host that the proxy reports, the last entry of its list: earlier ones may be a visitor's."""
    hosts = [value.rpartition(b",")[2].strip() for name, value in headers if name == b"x-forwarded-host"]
    kept = [one for one in headers if one[0] not in (b"x-forwarded-host", b"forwarded", b"x-real-ip")]
    if hosts and _HOST.fullmatch(hosts[-1]):
        return [*(one for one in kept if one[0] != b"host"), (b"host", hosts[-1])]
    return kept
