"""The routes of OpenAI's chat completions: the assistant as a chat model whose answers keep their citations.

The records are in completions.py.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse, Response

from assistant.access.identity import identity_of
from assistant.access.may import may
from assistant.api import sending
from assistant.api.asking import Asking
from assistant.api.openai.answer_text import AnswerText, Ended
from assistant.api.openai.completions import (
    MODEL,
    Completion,
    CompletionRequest,
    Failure,
    Models,
    chunk,
    completion,
    model,
)
from assistant.api.openai.problems import openai_error
from assistant.api.openai.saying import Saying
from assistant.api.problems import status_of
from assistant.events import Event, Failed
from assistant.presenting.messages import question_and_history

_END = b"data: [DONE]\n\n"
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"model": Completion, "content": {sending.MEDIA_TYPE: {"schema": sending.DESCRIBED}}}
}

FAILURES: dict[int | str, dict[str, Any]] = {
    400: {"model": Failure, "description": "The request cannot be used."},
    "default": {"model": Failure, "description": "What went wrong, in one sentence."},
}


def openai_routes(asking: Asking) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["openai"], dependencies=[may("ask")], responses=FAILURES)

    @router.get("/models", response_model=Models, summary="List the models")
    async def list_models(request: Request) -> dict[str, Any]:
        """With several libraries, each one that you may see is a model, `article-assistant/NAME`."""
        return {"object": "list", "data": [model(), *(model(name) for name in _libraries(request))]}

    @router.get("/models/{name:path}", response_model=dict[str, Any], summary="Describe a model")
    async def retrieve_model(
        name: Annotated[str, Path(max_length=200, json_schema_extra={"enum": [MODEL]})], request: Request
    ) -> Any:
        if name in _libraries(request):
            return model(name)
        return model() if name == MODEL else no_model(name)

    @router.post("/chat/completions", response_class=Response, responses=_ANSWERS, summary="Complete a chat")
    async def complete_chat(wanted: CompletionRequest, request: Request) -> Response:
        """The last message is the question, and the messages before it are the history.

        Each citation is an annotation of the type `url_citation`, whose `start_index` and `end_index` enclose the claim
        that rests on it, in code points of the content, and a line in the list of sources at the content's end;
        `citations` can choose one of the two. With `stream` the annotations and `answer` come last.
        """
        if wanted.model != MODEL:
            return no_model(wanted.model)
        wanted.check()
        question, history = question_and_history([one.model_dump(exclude_none=True) for one in wanted.messages])
        tokens = asking.assistant.library.embeddings.tokens
        shown = wanted.citations or asking.assistant.settings.citations
        most = wanted.max_completion_tokens or wanted.max_tokens
        stops = [wanted.stop] if isinstance(wanted.stop, str) else wanted.stop or []
        saying = Saying(shown, asking.server(request), tokens, most, stops)
        telling = AnswerText(asking, saying, [{"content": message.text()} for message in wanted.messages])
        events = await telling.events(identity_of(request), question, history, "messages", **wanted.given())
        if wanted.stream:
            with_usage = bool(wanted.stream_options and wanted.stream_options.include_usage)
            return sending.EventStream(_sent(telling, events, with_usage=with_usage))
        record = completion(await telling.whole(events))
        return Response(sending.written(record), media_type="application/json")

    return router


def _libraries(request: Request) -> list[str]:
    return [f"{MODEL}/{name}" for name in getattr(request.state, "libraries", ())]


def no_model(name: str) -> Response:
    sentence = f"There is no model '{name}' here. The model is called '{MODEL}'."
    return JSONResponse(openai_error(404, sentence, code="model_not_found", param="model"), 404)


async def _sent(
    telling: AnswerText, events: AsyncGenerator[Event, None], *, with_usage: bool
) -> AsyncGenerator[bytes, None]:
    piece = partial(chunk, f"chatcmpl-{uuid.uuid4().hex}", int(time.time()))
    yield sending.event(piece({"role": "assistant", "content": ""}))
    async with aclosing(telling.pieces(events)) as pieces:
        async for one in pieces:
            match one:
                case str(more):
                    yield sending.event(piece({"content": more})) if more else sending.STILL_AT_WORK
                case Failed(message):
                    yield sending.event(openai_error(status_of(one.error), message))
                    return
                case Ended():
                    yield sending.event(piece({"content": one.rest, "annotations": one.annotations}))
                    yield sending.event(piece({}, finished=one.finish, answer=one.answer.to_dict()))
                    if with_usage:
                        yield sending.event(piece(None, usage=one.usage))
    yield _END
