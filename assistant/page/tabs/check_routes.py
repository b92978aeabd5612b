"""The routes under /check, for the Check tab; no part of a text is kept, in memory or on disk.

It defines addresses and what may be sent to them; other modules decide how the tab looks and what a verdict is.
"""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import AsyncGenerator, Generator, Iterator
from contextlib import aclosing, closing
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Protocol, Unpack, cast

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse
from pydantic import AfterValidator, BaseModel, ConfigDict
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.types import Send

from assistant.access.identity import identity_of
from assistant.access.may import may
from assistant.access.pace import Questions
from assistant.answers import NEVER_CHECKED, Checked, Citation, Claim
from assistant.events import Cited, Claimed, Done, Event, Failed
from assistant.page.article_beside import reading
from assistant.page.cards import NO_TURN
from assistant.page.tabs import check_tab
from assistant.page.tabs.check_kept import Ending, as_markdown, as_word
from assistant.page.tabs.check_tab import Marking
from assistant.page.tabs.library_routes import Say, fragment, served
from assistant.page.tabs.sent import known, sent
from assistant.page.words import Words
from assistant.presenting.shown_text import visible
from assistant.presenting.word import MEDIA_TYPE
from assistant.serving.uploads import LARGEST_REQUEST, receive, tidy_name, too_large
from index.errors import WrongUsage
from index.filters import Limits
from index.library import Library
from index.loading.decoding import LARGEST_FILE
from index.loading.drafts import read_draft

log = logging.getLogger(__name__)


class Checks(Protocol):
    """What the tab needs from an assistant."""

    @property
    def library(self) -> Library: ...

    def stream_check(self, text: str, *, earlier: Checked, **limits: Unpack[Limits]) -> Iterator[Event]: ...


class _Earlier(BaseModel):
    """What the page holds of an earlier check, and the state of the articles at that time."""

    model_config = ConfigDict(extra="forbid")
    state: str
    claims: list[Claim]
    citations: list[Citation]


class _Text(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str
    filters: Annotated[dict[str, list[str] | str | None], AfterValidator(known)] = {}
    earlier: _Earlier | None = None


class _Kept(BaseModel):
    """A checked text to save as a file."""

    model_config = ConfigDict(extra="forbid")
    text: str
    claims: list[Claim]
    citations: list[Citation]


class _Look(BaseModel):
    """The citation to read in its article, with the others of the text."""

    model_config = ConfigDict(extra="forbid")
    citations: list[Citation]
    marker: int
    look: int


def _small(request: Request) -> None:
    announced = request.headers.get("content-length", "")
    if not announced.isdecimal() or int(announced) > LARGEST_REQUEST:
        raise WrongUsage("That is more than can be checked at a time. Check a part of it.")


def routes(assistant: Checks, questions: Questions) -> APIRouter:
    """Checking a text counts as a question, and so does reading a file."""
    router = APIRouter()
    asks = may("ask")

    @router.get("/check", dependencies=[asks])
    def view(say: Say) -> HTMLResponse:
        return fragment(check_tab.view(say))

    @router.post("/check/text", dependencies=[asks, Depends(_small)])
    def text(wanted: Annotated[_Text, sent(_Text)], request: Request, say: Say) -> StreamingResponse:
        questions.count(identity_of(request))
        return _Lines(_lines(_marked(assistant, wanted, say)))

    @router.post("/check/file", dependencies=[asks], max_body_size=LARGEST_FILE)
    async def file(name: str, request: Request) -> dict[str, str]:
        await run_in_threadpool(questions.count, identity_of(request))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"draft{Path(tidy_name(name)).suffix}"
            if await receive(request.stream(), path, most=LARGEST_FILE, heard=lambda _: True) is None:
                raise WrongUsage(f"'{name}' cannot be read: {too_large(path.name)}.")
            try:
                return {"text": await run_in_threadpool(read_draft, path)}
            except WrongUsage as error:
                raise WrongUsage(str(error).replace(str(path), name)) from error

    @router.post("/check/article", dependencies=[asks, Depends(_small)])
    def article(wanted: Annotated[_Look, sent(_Look)], say: Say) -> HTMLResponse:
        record = {"outcome": "answered", "citations": [asdict(one) for one in wanted.citations]}
        drawn = reading(
            NO_TURN, wanted.marker, record, assistant.library, say=say, look=wanted.look, name="check-reading"
        )
        return fragment(drawn)

    @router.post("/check/kept.{ending}", dependencies=[asks, Depends(_small)])
    def kept(ending: Ending, wanted: Annotated[_Kept, sent(_Kept)], say: Say) -> Response:
        checked, text = Checked(wanted.claims, wanted.citations), visible(wanted.text)
        name = {"Content-Disposition": f'attachment; filename="checked.{ending}"'}
        if ending == "docx":
            return Response(as_word(text, checked, say), media_type=MEDIA_TYPE, headers=name)
        return Response(as_markdown(text, checked, say), media_type="text/markdown", headers=name)

    for name, kind in (("check.js", "text/javascript"), ("check.css", "text/css")):
        router.get(f"/page/{name}")(served(name, kind))
    return router


class _Lines(StreamingResponse):
    """Sends lines as they are made; closes their source when the client disconnects."""

    def __init__(self, lines: AsyncGenerator[str]) -> None:
        super().__init__(lines, media_type="application/x-ndjson", headers={"Cache-Control": "no-store"})
        self._made = lines

    async def stream_response(self, send: Send) -> None:
        async with aclosing(self._made):
            await super().stream_response(send)


async def _lines(pieces: Generator[dict[str, Any]]) -> AsyncGenerator[str]:
    with closing(pieces):
        async for piece in iterate_in_threadpool(pieces):
            yield json.dumps(piece) + "\n"


def _state(library: Library, wanted: _Text) -> str:
    """What verdicts depend on besides the text; once it has changed, no earlier verdict holds."""
    unread, _ = library.readers()
    return f"{library.last_change()}-{unread}-{json.dumps(wanted.filters, sort_keys=True)}"


def _marked(assistant: Checks, wanted: _Text, say: Words) -> Generator[dict[str, Any]]:
    """The text piece by piece, each with its new cards and the progress."""
    text = visible(wanted.text)  # the offsets of claims refer to this form
    marking, cards, citations = Marking(text, assistant.library, say), "", list[dict[str, Any]]()
    try:
        state = _state(assistant.library, wanted)
        held = wanted.earlier
        earlier = Checked(held.claims, held.citations) if held and held.state == state else NEVER_CHECKED
        for event in assistant.stream_check(text, earlier=earlier, **cast(Limits, wanted.filters)):
            match event:
                case Cited():
                    cards += marking.card(event.citation)
                    citations.append(asdict(event.citation))
                case Claimed():
                    share = event.claim.end / len(text)
                    yield {"text": marking.sentence(event.claim), "cards": cards, "citations": citations} | {
                        "claim": asdict(event.claim),
                        "state": state,
                        "share": share,
                        "tally": marking.tally(),
                        "told": say.checking_text(sum(marking.counted.values())),
                    }
                    cards, citations = "", []
                case Done():
                    ended = {
                        "tally": marking.tally(),
                        "told": marking.summary(),
                        "notice": say.notice(event.answer.to_dict()),
                    }
                    yield {"text": marking.rest(), "cards": "", "citations": [], "share": 1, "done": True} | ended
                case Failed():
                    yield {"error": event.message}
    except Exception:
        log.exception("A text could not be checked")
        yield {"error": say.unexpected}
