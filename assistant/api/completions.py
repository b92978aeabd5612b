"""The records of the OpenAI protocol: what is asked for, and an answer as a completion, whole or in chunks.

It knows the protocol and answers; it knows nothing of connections.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urljoin

from pydantic import BaseModel, ConfigDict, Field

from assistant.answers import Answer
from assistant.api.sent import LONGEST_MESSAGE, QUESTION, WHOLE, Limits
from assistant.presenting.annotations import annotated, for_openai
from index.errors import WrongUsage

MODEL = "article-assistant"
MOST_MESSAGES = 1_000
_KNOWN_SINCE = 1_764_028_800  # 2025-11-25; clients expect that a model was made some day
_Text = Annotated[str, Field(max_length=LONGEST_MESSAGE)]


class _Part(BaseModel):
    """A part of a message; other parts than text are refused where they are part of the question."""

    model_config = ConfigDict(strict=True)

    type: Annotated[str, Field(max_length=100)]
    text: _Text | None = None


class ChatMessage(BaseModel):
    """Of the roles only `user` and `assistant` say something; instructions to a model are passed over."""

    model_config = ConfigDict(strict=True)

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: _Text | Annotated[list[_Part], Field(max_length=MOST_MESSAGES)] | None = None

    def text(self) -> str:
        parts = [self.content] if isinstance(self.content, str) else [part.text for part in self.content or ()]
        return "\n".join(filter(None, parts))


class StreamOptions(BaseModel):
    include_usage: bool = False


class CompletionRequest(Limits):
    """What else the protocol knows, such as a temperature, changes nothing in what articles say and is passed over.

    `articles`, `outlets`, `authors`, `since`, `until` and `as_of` limit what is searched.
    """

    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={"examples": [{"model": MODEL, "messages": [{"role": "user", "content": QUESTION}]}]},
    )

    # Another name is refused in OpenAI's own way, not as a request that cannot be used.
    model: Annotated[str, Field(max_length=200, json_schema_extra={"enum": [MODEL]})]
    messages: Annotated[list[ChatMessage], Field(min_length=1, max_length=MOST_MESSAGES)]
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: Annotated[int, Field(ge=1, le=1), WHOLE] | None = None
    response_format: dict[str, Any] | None = Field(default=None, description='Only {"type": "text"}.')

    def check(self) -> None:
        """Raises WrongUsage where the answer is wanted in a form that it does not have."""
        if self.response_format and self.response_format.get("type") != "text":
            raise WrongUsage("Answers are text and citations. Leave out 'response_format'; the last field is 'answer'.")

    @property
    def with_usage(self) -> bool:
        return bool(self.stream_options and self.stream_options.include_usage)


class Completion(BaseModel):
    """OpenAI's chat completion; `answer` is the whole record, answer/1."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[dict[str, Any]]
    usage: dict[str, int]
    answer: dict[str, Any]


class _Error(BaseModel):
    message: str = Field(description="One sentence with the next step.")
    type: str
    param: str | None
    code: str | None


class Failure(BaseModel):
    """OpenAI's form of what went wrong."""

    error: _Error


class Models(BaseModel):
    object: Literal["list"]
    data: list[dict[str, Any]]


def model() -> dict[str, Any]:
    return {"id": MODEL, "object": "model", "created": _KNOWN_SINCE, "owned_by": MODEL}


def completion(answer: Answer, content: str, usage: dict[str, int], server: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": content, "refusal": None, "annotations": url_citations(answer, server)}
    created = int(datetime.fromisoformat(answer.created).timestamp())
    return {
        "id": f"chatcmpl-{answer.id}",
        "object": "chat.completion",
        "created": created,
        "model": MODEL,
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}],
        "usage": usage,
        "answer": answer.to_dict(),
    }


def chunk(
    id: str, created: int, delta: dict[str, Any] | None, *, finished: bool = False, **more: Any
) -> dict[str, Any]:
    """One piece of a streamed completion; without a delta it holds no choice."""
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": "stop" if finished else None}
    choices = [] if delta is None else [choice]
    head = {"id": id, "object": "chat.completion.chunk", "created": created, "model": MODEL}
    return {**head, "choices": choices, **more}


def url_citations(answer: Answer, server: str, *, begins: int = 0) -> list[dict[str, Any]]:
    """The citations with full addresses, where the answer's text begins so far in the content."""
    shifted = (replace(one, start=one.start + begins, end=one.end + begins) for one in annotated(answer))
    return [for_openai(one, lambda link: urljoin(server, link)) for one in shifted]


def usage(prompt: int, said: int) -> dict[str, int]:
    return {"prompt_tokens": prompt, "completion_tokens": said, "total_tokens": prompt + said}
