"""What the page fetches: its style, filters, the library's stock, questions to ask, and whether the server is there."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, cast
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from pydantic import AfterValidator, BaseModel, ConfigDict

from assistant.access.identity import identity_of
from assistant.access.may import may
from assistant.access.pace import Questions
from assistant.page.answering_turn import Asked
from assistant.page.article_page import STYLE_ADDRESS
from assistant.page.brief import besides, stocked
from assistant.page.choices import choices
from assistant.page.frame import next_questions, to_try
from assistant.page.related import related
from assistant.page.tabs.sent import known, sent
from assistant.page.turns import LEADING
from assistant.page.words import LANGUAGE_COOKIE, words_for
from index.filters import Limits

LARGEST_AFTER = 200_000  # bytes that the page may send about an answer
LONGEST_TOPIC = 1_000  # characters, as for a question
_SHEETS = ("style", "conversation", "sources", "article", "memory", "embedding", "sign_in")


class _After(BaseModel):
    """What an answer cites, its topic, and the questions of its conversation."""

    model_config = ConfigDict(extra="forbid")
    cited: list[tuple[str, int]]
    topic: str = ""
    asked: list[str] = []
    filters: Annotated[dict[str, list[str] | str | None], AfterValidator(known)] = {}


def routes(assistant: Asked, follow_ups: Questions, model: Callable[[], str | None]) -> APIRouter:
    """Questions to ask next have their own rate limit, equal to that of questions: several are tried per answer."""
    router, library = APIRouter(), assistant.library
    run = uuid.uuid4().hex  # by which a tab detects that another run of the server drew it
    sheet = "\n".join(Path(__file__).with_name(f"{name}.css").read_text("utf-8") for name in _SHEETS)

    @router.get(STYLE_ADDRESS)
    def style() -> Response:
        return Response(sheet, media_type="text/css", headers={"Cache-Control": "no-cache"})

    @router.get("/page/alive")
    def alive(request: Request) -> PlainTextResponse:
        # A tab that somebody else opened reloads as well.
        whose = uuid.uuid5(uuid.UUID(run), identity_of(request).owner).hex
        return PlainTextResponse(whose, headers={"Cache-Control": "no-store", "Writer": quote(model() or "")})

    @router.get("/page/stock", dependencies=[may("read")])
    def stock(request: Request, seen: Annotated[str, Query(max_length=40)] = "") -> HTMLResponse:
        say = words_for(request.cookies.get(LANGUAGE_COOKIE), request.headers.get("accept-language"))
        return HTMLResponse(stocked(library, say, seen=seen), headers={"Cache-Control": "no-store"})

    @router.get("/page/tries", dependencies=[may("ask")])
    def tries(request: Request, article: Annotated[str | None, Query(max_length=1_000)] = None) -> HTMLResponse:
        """Tried questions of the library, or those of one article with its related articles."""
        follow_ups.count(identity_of(request))
        say = words_for(request.cookies.get(LANGUAGE_COOKIE), request.headers.get("accept-language"))
        questions = assistant.suggestions(article, wait=True, language=say.language)
        if article is None:
            return HTMLResponse(to_try(questions, say), headers={"Cache-Control": "no-store"})
        found = library.article(article)
        return HTMLResponse(
            besides(found, questions, related(found, library), say), headers={"Cache-Control": "no-store"}
        )

    @router.get("/page/choices", dependencies=[may("ask")])
    def fitting(request: Request, text: str = "") -> dict[str, list[dict[str, Any]]]:
        say = words_for(request.cookies.get(LANGUAGE_COOKIE), request.headers.get("accept-language"))
        return choices(library, text, say)

    @router.post("/page/next", dependencies=[may("ask")])
    def next_ones(after: Annotated[_After, sent(_After, most=LARGEST_AFTER)], request: Request) -> HTMLResponse:
        follow_ups.count(identity_of(request))
        say = words_for(request.cookies.get(LANGUAGE_COOKIE), request.headers.get("accept-language"))
        limits, asked = cast(Limits, after.filters), set(after.asked)
        found = assistant.follow_ups(after.cited[:LEADING], topic=after.topic[:LONGEST_TOPIC], asked=asked, **limits)
        return HTMLResponse(next_questions(found, say), headers={"Cache-Control": "no-store"})

    return router
