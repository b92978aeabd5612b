"""The routes of OpenAI's Responses, which its newest clients try first.

The records are in responses.py.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from assistant.access.identity import Identity, identity_of
from assistant.access.may import may
from assistant.api import sending
from assistant.api.asking import Asking
from assistant.api.openai import responses
from assistant.api.openai.answer_text import AnswerText, Ended
from assistant.api.openai.chat_completions import FAILURES, no_model
from assistant.api.openai.completions import MODEL, MOST_MESSAGES
from assistant.api.openai.problems import NotHonoured, openai_error
from assistant.api.openai.responses import Responding, ResponseRequest
from assistant.api.openai.saying import Saying
from assistant.api.problems import status_of
from assistant.errors import NotSaved
from assistant.events import Event, Failed
from assistant.presenting.messages import question_and_history

_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"model": responses.Response, "content": {sending.MEDIA_TYPE: {"schema": sending.DESCRIBED}}}
}
Id = Annotated[str, Path(min_length=1, max_length=200)]
_GONE = (
    "There is no response '{}' here, or it is no longer kept. Send the earlier messages as items of 'input' instead."
)


def response_routes(asking: Asking) -> APIRouter:
    router = APIRouter(prefix="/v1/responses", tags=["openai"], dependencies=[may("ask")], responses=FAILURES)

    @router.post("", response_class=Response, responses=_ANSWERS, summary="Create a response")
    async def create_response(wanted: ResponseRequest, request: Request) -> Response:
        """The last message is the question; those before it, or the response before it, are the history.

        Each citation is an annotation of the type `url_citation`, whose `start_index` and `end_index` enclose the claim
        that rests on it, in code points of the text, and a line in the list of sources at the text's end; `citations`
        can choose one of the two.
        """
        if wanted.model != MODEL:
            return no_model(wanted.model)
        wanted.check()
        by, earlier = identity_of(request), list[dict[str, Any]]()
        if (before := wanted.previous_response_id) is not None:
            if (kept := await to_thread.run_sync(asking.responses.find, by.owner, before)) is None:
                raise NotHonoured(
                    _GONE.format(before), param="previous_response_id", code="previous_response_not_found"
                )
            earlier = json.loads(kept)["messages"]
        question, history = question_and_history([*earlier, *wanted.messages()])
        tokens = asking.assistant.library.embeddings.tokens
        shown = wanted.citations or asking.assistant.settings.citations
        saying = Saying(shown, asking.server(request), tokens, wanted.max_output_tokens)
        responding = Responding(wanted, f"resp_{uuid.uuid4().hex}")
        telling = AnswerText(asking, saying, [*history, {"content": question}])
        events = await telling.events(by, question, history, "input", **wanted.given())

        async def keep(record: dict[str, Any]) -> None:
            if wanted.store is not False:
                said = {"role": "assistant", "content": record["answer"]["text"]}
                spoken = [one for one in history if one["role"] != "system"]
                messages = [*spoken, _asked(question), said][-MOST_MESSAGES:]
                kept = sending.written({"messages": messages, "response": record})
                await to_thread.run_sync(asking.responses.keep, by.owner, responding.id, kept)

        if wanted.stream:
            return sending.EventStream(_sent(telling, events, responding, keep))
        record = responding.whole(await telling.whole(events))
        await keep(record)
        return Response(sending.written(record), media_type="application/json")

    @router.get("/{response_id}", response_model=responses.Response, summary="Retrieve a response")
    async def retrieve_response(response_id: Id, request: Request) -> Any:
        kept = await to_thread.run_sync(_kept, asking, identity_of(request), response_id)
        return Response(sending.written(kept), media_type="application/json")

    @router.delete("/{response_id}", response_model=dict[str, Any], summary="Delete a response")
    async def delete_response(response_id: Id, request: Request) -> Any:
        by = identity_of(request)
        await to_thread.run_sync(_kept, asking, by, response_id)
        await to_thread.run_sync(asking.responses.forget, by.owner, response_id)
        return {"id": response_id, "object": "response", "deleted": True}

    return router


def _asked(question: str) -> dict[str, Any]:
    return {"role": "user", "content": question}


def _kept(asking: Asking, by: Identity, id: str) -> Any:
    if (kept := asking.responses.find(by.owner, id)) is None:
        raise NotSaved(f"There is no response '{id}' here, or it is no longer kept.")
    return json.loads(kept)["response"]


async def _sent(
    telling: AnswerText,
    events: AsyncGenerator[Event, None],
    responding: Responding,
    keep: Callable[[dict[str, Any]], Awaitable[None]],
) -> AsyncGenerator[bytes, None]:
    for one in responding.begun():
        yield _event(one)
    async with aclosing(telling.pieces(events)) as pieces:
        async for piece in pieces:
            match piece:
                case str(more):
                    yield _event(responding.more(more)) if more else sending.STILL_AT_WORK
                case Failed(message):
                    yield _event(responding.failed(openai_error(status_of(piece.error), message)))
                    return
                case Ended():
                    if piece.rest:
                        yield _event(responding.more(piece.rest))
                    for one in responding.ended(piece):
                        if "response" in one:
                            await keep(one["response"])
                        yield _event(one)


def _event(record: dict[str, Any]) -> bytes:
    return sending.event(record, name=record["type"])
