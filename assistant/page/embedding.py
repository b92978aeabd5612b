"""The chat embedded in a page of another site: the same page at its own address, which allowed sites may frame.

The style hides the parts that are not the chat.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from anyio import to_thread
from fastapi import APIRouter
from fastapi.responses import Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.access.access import Access
from assistant.access.gate import UNREADABLE, Refusal
from assistant.errors import AccessError, NotSignedIn

log = logging.getLogger(__name__)

ADDRESS = "/embed"
SCRIPT_ADDRESS = "/embed.js"
# Runs before anything is drawn, so that the hidden parts never flash up.
HEAD = f"""<script>if (/\\{ADDRESS}(\\/[^/]+\\/)?$/.test(location.pathname)) {{
  document.documentElement.classList.add("embedded");
  const accent = new URLSearchParams(location.search).get("accent");
  if (accent && CSS.supports("color", accent)) {{
    for (const name of ["--accent", "--fill"]) document.documentElement.style.setProperty(name, accent);
  }}
}}</script>"""

_NOBODY = "'none'"
NO_TOKEN = "This page can no longer show the assistant. Reload the page around it."
NOT_THIS_PAGE = "The assistant may not be shown here. Tell the people who run this page."


def routes() -> APIRouter:
    router = APIRouter()
    script = Path(__file__).with_name("embedding.js").read_text("utf-8")

    @router.get(SCRIPT_ADDRESS)
    def embedding_script() -> Response:
        """Any site may load it; the browser shows the frame only where the framed page's policy allows it."""
        headers = {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "no-cache"}
        return Response(script, media_type="text/javascript", headers=headers)

    return router


class Embeddable:
    """Serves the chat, which is at the root, as the embedded page that the allowed origins may frame; plain ASGI.

    Pages below an address with a token need no cookie, since browsers withhold cookies from frames on other sites.
    """

    def __init__(
        self, app: ASGIApp, policy: str, access: Access, for_programs: Callable[[str], bool], refusal: Refusal
    ) -> None:
        self.app = app
        self._for_programs = for_programs
        self.access = access
        self.refusal = refusal
        self._policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope.get("path", "")
        if scope["type"] == "http" and path == ADDRESS:
            await self._framed({**scope, **_at_root()}, receive, send, self.access.embed_origins)
        elif scope["type"] == "http" and path.startswith(f"{ADDRESS}/"):
            await self._with_token(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _with_token(self, scope: Scope, receive: Receive, send: Send) -> None:
        token, _, rest = scope["path"].removeprefix(f"{ADDRESS}/").partition("/")
        try:
            identity, origin = await to_thread.run_sync(self.access.embedding.known_by, token)
        except NotSignedIn as error:
            log.warning("Somebody was not let in: %s.", error)
            # Shown in place of the chat, so that the person knows why.
            shown = {"Content-Security-Policy": f"default-src 'none'; {_framed_by(self.access.embed_origins)}"}
            await self.refusal(scope, 401, NO_TOKEN, shown)(scope, receive, send)
            return
        except AccessError as error:
            log.error("%s", error)
            await self.refusal(scope, 503, UNREADABLE)(scope, receive, send)
            return
        if origin not in self.access.embed_origins or (not rest and _stands_elsewhere(Headers(scope=scope), origin)):
            await self.refusal(scope, 403, NOT_THIS_PAGE)(scope, receive, send)
            return
        if self._for_programs(f"/{rest}"):
            await self.refusal(scope, 404, NO_TOKEN)(scope, receive, send)
            return
        before = f"{ADDRESS}/{token}"
        raw = scope.get("raw_path") or scope["path"].encode()
        under = {**scope, "path": f"/{rest}", "raw_path": raw.removeprefix(before.encode())}
        under["root_path"] = scope.get("root_path", "") + before
        under["state"] = {**scope.get("state", {}), "embedded_for": identity}
        if rest:
            await self.app(under, receive, send)
        else:
            await self._framed({**under, **_at_root(under["state"])}, receive, send, (origin,))

    async def _framed(self, scope: Scope, receive: Receive, send: Send, origins: Sequence[str]) -> None:
        policy = f"{self._policy}; {_framed_by(origins)}"

        async def framed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Content-Security-Policy"] = policy
            await send(message)

        await self.app(scope, receive, framed)


def _framed_by(origins: Sequence[str]) -> str:
    return f"frame-ancestors {' '.join(origins) or _NOBODY}"


def _at_root(state: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {"path": "/", "raw_path": b"/", "state": {**(state or {}), "embedded": True}}


def _stands_elsewhere(headers: Headers, origin: str) -> bool:
    """Whether the browser's headers say that a page of another origin frames the chat, or that no page does."""
    sender = urlsplit(headers.get("referer", ""))
    if sender.netloc and f"{sender.scheme}://{sender.netloc}".lower() != origin:
        return True
    return headers.get("sec-fetch-dest", "iframe") not in ("iframe", "frame")
