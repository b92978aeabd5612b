"""What proxies report about a request (`X-Forwarded-*`), believed only from a trusted proxy."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Send
from starlette.types import Scope as Asked

from assistant.serving.cross_site import is_host
from assistant.settings import read_prefix

_Headers = Iterable[tuple[bytes, bytes]]


class Forwarding:
    """Removes these headers from every request; plain ASGI, around everything that reads them.

    If `is_trusted` says that a request comes through a proxy, the user's name, address and scheme that the proxy sent
    are kept, and `Host` becomes the host that the visitor requested. `root_path` is the path under which the visitor
    sees this server, from the proxy or from `root`; `path` is what follows, whether or not the proxy has stripped it.
    """

    def __init__(self, app: ASGIApp, is_trusted: Callable[[Asked], bool], root: str = "") -> None:
        self.app = app
        self.is_trusted = is_trusted
        self.root = root

    async def __call__(self, scope: Asked, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            headers, is_trusted = scope["headers"], self.is_trusted(scope)
            kept = _as_asked(headers) if is_trusted else [one for one in headers if not _forwards(one[0])]
            root = (is_trusted and _prefix(headers)) or self.root or scope.get("root_path", "")
            below = scope.get("state", {}).get("below", "")  # the path of one of several libraries, already stripped
            if root and scope["path"] == root and scope["type"] == "http":
                await RedirectResponse(f"{root}/", 308)(scope, receive, send)
                return
            scope = {**scope, "headers": kept, **_under(root, scope)}
            scope["root_path"] = root + below
            send = _leading_there(send, root + below) if root + below else send
        await self.app(scope, receive, send)


def root_of(request: Request) -> str:
    """The path under which the visitor sees this server, without a trailing slash; empty at the root."""
    return str(request.scope.get("root_path", ""))


def _prefix(headers: _Headers) -> str:
    """The last prefix in the list that the proxy sent; empty if it is no path, or begins like one of this server's."""
    prefixes = [value.rpartition(b",")[2].decode("latin-1") for name, value in headers if name == b"x-forwarded-prefix"]
    return (read_prefix(prefixes[-1]) or "") if prefixes else ""


def _under(root: str, scope: Asked) -> dict[str, object]:
    path, raw = scope["path"], scope.get("raw_path") or scope["path"].encode()
    if root and path.startswith(f"{root}/"):
        path = path[len(root) :]
        raw = raw[len(root) :] if raw.startswith(root.encode()) else path.encode()
    return {"root_path": root, "path": path, "raw_path": raw}


def _leading_there(send: Send, root: str) -> Send:
    """Rewrites redirects within this server to the address that the visitor sees."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if (address := headers.get("location", "")).startswith("/") and not address.startswith("//"):
                headers["Location"] = root + address
        await send(message)

    return sending


def _forwards(name: bytes) -> bool:
    return name.startswith(b"x-forwarded-") or name in (b"forwarded", b"x-real-ip")


def _as_asked(headers: _Headers) -> list[tuple[bytes, bytes]]:
    """The headers with the last host in the proxy's list as `Host`; the visitor may have sent earlier ones."""
    hosts = [value.rpartition(b",")[2].strip() for name, value in headers if name == b"x-forwarded-host"]
    kept = [one for one in headers if one[0] not in (b"x-forwarded-host", b"forwarded", b"x-real-ip")]
    if hosts and is_host(hosts[-1].decode("latin-1")):
        return [*(one for one in kept if one[0] != b"host"), (b"host", hosts[-1])]
    return kept
