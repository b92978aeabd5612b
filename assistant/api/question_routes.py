"""The REST routes for questions: an answer as JSON or as server-sent events, and the search alone."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import asdict
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from assistant.access.identity import identity_of
from assistant.access.may import may
from assistant.answers import Answer
from assistant.api import sending
from assistant.api.asking import Asking, Stream
from assistant.api.problems import problem, status_of
from assistant.api.records import AnswerRecord, Hits, Suggested, found
from assistant.api.sent import Check, Name, Question, QuestionByAddress, Search
from assistant.errors import NotAllowed
from assistant.events import Cited, Claimed, Done, Event, Failed, Searching, Text
from assistant.serving.conversations import Conversations
from assistant.serving.cross_site import comes_from_elsewhere
from index.errors import ArticleAssistantError, WrongUsage
from index.library import Library

_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "model": AnswerRecord,
        "description": "The answer, or its progress as events, of which `done` is the last.",
        "content": {sending.MEDIA_TYPE: {"schema": sending.DESCRIBED}},
    }
}


Keep = Callable[[Answer], None]


def question_routes(asking: Asking, conversations: Conversations) -> APIRouter:
    router = APIRouter(prefix="/api", tags=["questions"])

    asks: dict[str, Any] = {"dependencies": [may("ask")], "response_class": Response, "responses": _ANSWERS}

    @router.post("/ask", summary="Ask a question", **asks)
    async def ask(wanted: Question, request: Request) -> Response:
        """Not finding an answer is an outcome, `not_found`, not an error.

        With `Accept: text/event-stream` events are sent: `searching`, then pieces of `text`, each `citation` and
        `claim` as it is ready, and last `done` with the whole answer, or `error` with problem details.
        """
        history, keep = [message.model_dump() for message in wanted.history], None
        if (id := wanted.conversation) is not None:
            if history:
                raise WrongUsage("A saved conversation is its own history. Send 'history' or 'conversation', not both.")
            theirs = conversations.of(identity_of(request).owner)
            history = await asking.in_thread(partial(_continued, theirs, id))
            keep = partial(_keep, theirs, id, asking.assistant.library)
        begin = partial(asking.assistant.stream, wanted.question, history=history, **wanted.given())
        return await _answered(asking, begin, request, keep)

    @router.get("/ask", summary="Ask a question by URL", **asks)
    async def ask_by_address(request: Request, wanted: Annotated[QuestionByAddress, Query()]) -> Response:
        """The same as POST, for a browser's EventSource, which can only GET.

        Errors arrive as the event `error`. Close the EventSource on `done` or `error`, or it asks again.
        """
        if comes_from_elsewhere(
            request.scope
        ):  # the page could not read the answer, and the user charged for it did not ask
            raise NotAllowed("A page of another site asked this question; it was not answered.")
        begin = partial(asking.assistant.stream, wanted.question, **wanted.given())
        return await _answered(asking, begin, request)

    @router.post("/check", summary="Check a text", **asks)
    async def check(wanted: Check, request: Request) -> Response:
        """Checks a text, sentence by sentence, against the articles or against paragraphs sent with it.

        Each sentence is a claim of the answer, with its verdict. With `Accept: text/event-stream` each `claim` is
        sent as it is checked, after its new `citation`s.
        """
        begin = partial(asking.assistant.stream_check, wanted.text, wanted.paragraphs, **wanted.given())
        return await _answered(asking, begin, request)

    @router.post("/search", dependencies=[may("read")], summary="Find paragraphs")
    async def search(wanted: Search, request: Request) -> Hits:
        """The best-matching paragraphs, best first, without an answer."""
        await asking.counted(identity_of(request))
        return await asking.in_thread(partial(_hits, asking, wanted))

    @router.get("/suggestions", dependencies=[may("ask")], summary="Suggest questions")
    async def suggest(
        request: Request, article: Annotated[Name | None, Query(description="Only of this article, by id.")] = None
    ) -> Suggested:
        """Up to three questions, each tried beforehand and answered; about one article if one is named."""
        await asking.counted(identity_of(request))
        found = await asking.in_thread(partial(asking.assistant.suggestions, article, wait=True))
        return Suggested(questions=list(found))

    return router


def _continued(theirs: Conversations, id: str) -> list[dict[str, str]]:
    """The messages of a saved conversation; raises NoRoomLeft if no more can be saved."""
    history = theirs.open(id).history()
    theirs.check_room()
    return history


def _keep(theirs: Conversations, id: str, library: Library, answer: Answer) -> None:
    theirs.save(answer.to_dict(), library, conversation=id)


async def _answered(asking: Asking, begin: Stream, request: Request, keep: Keep | None = None) -> Response:
    """The answer as JSON, or as events if the request accepts them; `keep` saves it before it is sent."""
    by = identity_of(request)
    if sending.MEDIA_TYPE not in request.headers.get("accept", ""):
        answer = await asking.answer("rest", by, begin)
        if keep:
            await asking.in_thread(partial(keep, answer))
        return Response(answer.to_json(), media_type="application/json")
    try:
        return sending.EventStream(_sent(asking, await asking.events("sse", by, begin), keep))
    except ArticleAssistantError as error:
        if request.method != "GET":
            raise
        return sending.EventStream(_failed(error))  # an EventSource ignores the status


async def _failed(error: ArticleAssistantError) -> AsyncGenerator[bytes, None]:
    yield _written(Failed(str(error), error))


def _hits(asking: Asking, wanted: Search) -> Hits:
    hits = asking.assistant.search(wanted.question, limit=wanted.limit, **wanted.given())
    notices = asking.assistant.library.corrections()
    return Hits(hits=[found(hit, notices) for hit in hits], notice=asking.assistant.library.notice)


async def _sent(asking: Asking, events: AsyncGenerator[Event, None], keep: Keep | None) -> AsyncGenerator[bytes, None]:
    async with aclosing(events):
        async for event in events:
            if keep and isinstance(event, Done):
                try:
                    await asking.in_thread(partial(keep, event.answer))
                except ArticleAssistantError as error:
                    event = Failed(str(error), error)
            yield _written(event)


def _written(event: Event) -> bytes:
    match event:
        case Text(""):
            return sending.STILL_AT_WORK
        case Searching() | Text():
            record = asdict(event)
        case Claimed(one) | Cited(one):
            record = asdict(one)
        case Done(answer):
            record = answer.to_dict()
        case Failed(message):
            record = problem(status_of(event.error), message)
    return sending.event(record, name=event.type)
