"""The chat inside a page of another site: the same page at an address of its own, which those sites may frame.

It knows addresses and headers; the furniture is hidden by the style.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ADDRESS = "/embed"
SCRIPT_ADDRESS = "/embed.js"
# Before anything is drawn, so that the furniture is never seen.
HEAD = f"""<script>if (location.pathname.endsWith("{ADDRESS}")) {{
  document.documentElement.classList.add("embedded");
  const accent = new URLSearchParams(location.search).get("accent");
  if (accent && CSS.supports("color", accent)) {{
    for (const name of ["--accent", "--fill"]) document.documentElement.style.setProperty(name, accent);
  }}
}}</script>"""

_NOBODY = "'none'"


def routes() -> APIRouter:
    router = APIRouter()
    script = Path(__file__).with_name("embedding.js").read_text("utf-8")

    @router.get(SCRIPT_ADDRESS)
    def embedding_script() -> Response:
        """Any site may load it: what it draws is up to the browser, which asks the page whether it may be framed."""
        headers = {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "no-cache"}
        return Response(script, media_type="text/javascript", headers=headers)

    return router


class Embeddable:
    """Answers for the embedded page with the chat at the root, and lets these origins frame it; plain ASGI."""

    def __init__(self, app: ASGIApp, policy: str, origins: Sequence[str]) -> None:
        self.app = app
        self.policy = f"{policy}; frame-ancestors {' '.join(origins) or _NOBODY}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != ADDRESS:
            await self.app(scope, receive, send)
            return

        async def framed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Content-Security-Policy"] = self.policy
            await send(message)

        state = {**scope.get("state", {}), "embedded": True}
        await self.app({**scope, "path": "/", "raw_path": b"/", "state": state}, receive, framed)
