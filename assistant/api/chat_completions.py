"""The OpenAI protocol: the assistant as a chat model, whose answers keep their citations, whole or as a stream.

It knows addresses and the order of what is sent; the records are those of completions.py.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse, Response

from assistant.access.identity import Identity, identity_of
from assistant.access.may import may
from assistant.answers import Answer
from assistant.api import sending
from assistant.api.asking import LONGEST_QUESTION, Asking, History
from assistant.api.completions import (
    MODEL,
    Completion,
    CompletionRequest,
    Failure,
    Models,
    chunk,
    completion,
    model,
    usage,
)
from assistant.api.openai_problems import NotHonoured, openai_error
from assistant.api.problems import status_of
from assistant.api.saying import Saying
from assistant.events import Done, Event, Failed, Text
from assistant.presenting.chores import chore
from assistant.presenting.messages import question_and_history, text_of_parts

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
    async def list_models() -> dict[str, Any]:
        return {"object": "list", "data": [model()]}

    @router.get("/models/{name}", response_model=dict[str, Any], summary="Tell of a model")
    async def retrieve_model(name: Annotated[str, Path(max_length=200, json_schema_extra={"enum": [MODEL]})]) -> Any:
        return model() if name == MODEL else no_model(name)

    @router.post("/chat/completions", response_class=Response, responses=_ANSWERS, summary="Complete a chat")
    async def complete_chat(wanted: CompletionRequest, request: Request) -> Response:
        """The last message is the question, and the messages before it are the history.

        Each citation is an annotation of the type `url_citation`, whose `start_index` and `end_index` are the claim
        that rests on it, in code points of the content, and a line of the list of sources at the content's end;
        `citations` chooses one of the two. With `stream` the annotations and `answer` come last.
        """
        if wanted.model != MODEL:
            return no_model(wanted.model)
        wanted.check()
        question, history = question_and_history([one.model_dump(exclude_none=True) for one in wanted.messages])
        check_length(question, "messages")
        tokens = asking.assistant.library.embeddings.tokens
        shown = wanted.citations or asking.assistant.settings.citations
        saying = Saying(shown, asking.server(request), tokens, wanted.most, wanted.stops)
        count = partial(used, [{"content": message.text()} for message in wanted.messages], saying)
        events = await openai_events(asking, identity_of(request), question, history, **wanted.given())
        if wanted.stream:
            return sending.EventStream(_sent(asking, events, wanted, saying, count))
        async with aclosing(events):
            async for event in events:
                if isinstance(event, Failed):
                    raise event.error
                if isinstance(event, Done):
                    content, annotations = await asking.in_thread(partial(saying.rest, event.answer))
                    usage = await asking.in_thread(partial(count, event.answer))
                    told = completion(event.answer, content, annotations, saying.finish, usage)
                    return Response(sending.written(told), media_type="application/json")
        raise AssertionError("a stream ends with Done or Failed")

    return router


async def openai_events(
    asking: Asking, by: Identity, question: str, history: History, **limits: Any
) -> AsyncGenerator[Event, None]:
    """What the assistant streams; what a chat program wants for itself, such as a title, is not asked of it."""
    if (told := chore(question, history)) is None:
        return await asking.events("openai", by, partial(asking.assistant.stream, question, history=history, **limits))
    await asking.counted(by)
    return _told(Answer.talk(question, told))


async def _told(answer: Answer) -> AsyncGenerator[Event, None]:
    yield Text(answer.text)
    yield Done(answer)


def check_length(question: str, param: str) -> None:
    if len(question) > LONGEST_QUESTION:
        sentence = f"The question is longer than {LONGEST_QUESTION:,} characters. Ask in fewer words."
        raise NotHonoured(sentence, param=param, code="context_length_exceeded")


def no_model(name: str) -> Response:
    sentence = f"There is no model '{name}' here. The model is called '{MODEL}'."
    return JSONResponse(openai_error(404, sentence, code="model_not_found", param="model"), 404)


def used(messages: Sequence[Mapping[str, Any]], saying: Saying, answer: Answer) -> dict[str, int]:
    """As the chat model's provider reports it, else counted as the embedding model reads."""
    if told := answer.usage:
        return usage(told["input_tokens"], told["output_tokens"])
    asked = "\n".join(text_of_parts(message.get("content")) for message in messages)
    return usage(saying.tokens(asked), saying.tokens(saying.text))


async def _sent(
    asking: Asking,
    events: AsyncGenerator[Event, None],
    wanted: CompletionRequest,
    saying: Saying,
    count: Callable[[Answer], dict[str, int]],
) -> AsyncGenerator[bytes, None]:
    piece = partial(chunk, f"chatcmpl-{uuid.uuid4().hex}", int(time.time()))
    yield sending.event(piece({"role": "assistant", "content": ""}))
    async with aclosing(events):
        async for event in events:
            match event:
                case Text(text):
                    more = await asking.in_thread(partial(saying.more, text))
                    yield sending.event(piece({"content": more})) if more else sending.STILL_AT_WORK
                case Failed(message):
                    yield sending.event(openai_error(status_of(event.error), message))
                    return
                case Done(answer):
                    rest, annotations = await asking.in_thread(partial(saying.rest, answer))
                    yield sending.event(piece({"content": rest, "annotations": annotations}))
                    yield sending.event(piece({}, finished=saying.finish, answer=answer.to_dict()))
                    if wanted.with_usage:
                        yield sending.event(piece(None, usage=await asking.in_thread(partial(count, answer))))
    yield _END
