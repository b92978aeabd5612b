"""What the page fetches beside itself: its style, what a question can be limited to, and whether the server is there.

It knows addresses; it knows nothing of how a page is drawn.
"""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from assistant.access.identity import identity_of
from assistant.access.may import may
from assistant.page.article_page import STYLE_ADDRESS
from assistant.page.brief import stocked
from assistant.page.choices import choices
from assistant.page.words import LANGUAGE_COOKIE, words_for
from index.library import Library

_SHEETS = ("style", "conversation", "sources", "article", "memory", "embedding", "sign_in")


def routes(library: Library) -> APIRouter:
    router = APIRouter()
    run = uuid.uuid4().hex  # a tab that another run of the server drew is known by it
    sheet = "\n".join(Path(__file__).with_name(f"{name}.css").read_text("utf-8") for name in _SHEETS)

    @router.get(STYLE_ADDRESS)
    def style() -> Response:
        return Response(sheet, media_type="text/css", headers={"Cache-Control": "no-cache"})

    @router.get("/page/alive")
    def alive(request: Request) -> PlainTextResponse:
        # A tab that somebody else opened loads itself anew as well.
        whose = uuid.uuid5(uuid.UUID(run), identity_of(request).owner).hex
        return PlainTextResponse(whose, headers={"Cache-Control": "no-store"})

    @router.get("/page/stock", dependencies=[may("read")])
    def stock(request: Request, seen: Annotated[str, Query(max_length=40)] = "") -> HTMLResponse:
        say = words_for(request.cookies.get(LANGUAGE_COOKIE), request.headers.get("accept-language"))
        return HTMLResponse(stocked(library, say, seen=seen), headers={"Cache-Control": "no-store"})

    @router.get("/page/choices", dependencies=[may("ask")])
    def fitting(request: Request, text: str = "") -> dict[str, list[dict[str, Any]]]:
        say = words_for(request.cookies.get(LANGUAGE_COOKIE), request.headers.get("accept-language"))
        return choices(library, text, say)

    return router
