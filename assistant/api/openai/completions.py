"""The records of OpenAI's chat completions: the request, and an answer as a completion, whole or in chunks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from assistant.api.openai.answer_text import Ended
from assistant.api.openai.problems import NotHonoured
from assistant.api.openai.saying import Shown
from assistant.api.sent import LONGEST_MESSAGE, QUESTION, WHOLE, Limits, Regardless

MODEL = "article-assistant"
MOST_MESSAGES = 1_000
MOST_TOOLS = 128  # OpenAI's own limit
MOST_TOKENS = 10_000_000  # the most that may be requested
_KNOWN_SINCE = 1_764_028_800  # 2025-11-25; clients expect a creation time
Stop = Annotated[str, Field(min_length=1, max_length=200)]
_Text = Annotated[str, Field(max_length=LONGEST_MESSAGE)]


def only(schema: dict[str, Any]) -> WithJsonSchema:
    """The schema of a field that accepts more than it describes, so that an unsupported value is refused by name."""
    return WithJsonSchema({"anyOf": [schema, {"type": "null"}]})


NO = {"type": "boolean", "const": False}
NOUGHT = {"type": "integer", "minimum": 0, "maximum": 0}
PLAIN = {"type": "object", "properties": {"type": {"type": "string", "const": "text"}}, "required": ["type"]}
_WORDS = {"type": "array", "items": {"type": "string", "const": "text"}, "minItems": 1, "maxItems": 1}


class Part(BaseModel):
    """A part of a message; parts other than text are refused in the question."""

    model_config = ConfigDict(strict=True)

    type: Annotated[str, Field(max_length=100)]
    text: _Text | None = None


class ChatMessage(BaseModel):
    """`user` and `assistant` converse; what `system` and `developer` say about an answer's form is followed."""

    model_config = ConfigDict(strict=True)

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: _Text | Annotated[list[Part], Field(max_length=MOST_MESSAGES)] | None = None

    def text(self) -> str:
        parts = [self.content] if isinstance(self.content, str) else [part.text for part in self.content or ()]
        return "\n".join(filter(None, parts))


class StreamOptions(BaseModel):
    include_usage: bool = False


class Hints(BaseModel):
    """Sampling parameters, the user and the like: accepted, without effect on answers."""

    temperature: float | None = None
    top_p: float | None = None
    top_k: float | None = None
    min_p: float | None = None
    seed: Annotated[int | None, WHOLE] = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    repetition_penalty: float | None = None
    parallel_tool_calls: bool | None = None
    user: str | None = None
    metadata: dict[str, Any] | None = None
    prompt_cache_key: str | None = None
    prompt_cache_retention: str | None = None
    safety_identifier: str | None = None
    service_tier: str | None = None


class Asks(Limits, Hints):
    """The fields of both forms of the protocol: the model, the filters of the search, and how sources are shown.

    An unsupported request is refused by name.
    """

    # Any other name is refused in OpenAI's own way, not as an invalid request.
    model: Annotated[str, Field(max_length=200, json_schema_extra={"enum": [MODEL]})]
    stream: bool | None = None
    store: bool | None = None
    regardless_of: Regardless = None
    citations: Shown | None = Field(
        default=None, description="Where sources are shown: in the text, as annotations, or both (the default)."
    )
    tools: Annotated[list[dict[str, Any]], Field(max_length=MOST_TOOLS)] | None = Field(
        default=None, description="Accepted, and never called."
    )
    tool_choice: Annotated[dict[str, Any] | str | None, only({"type": "string", "enum": ["auto", "none"]})] = Field(
        default=None, description="`auto` or `none`, since no tool is called."
    )

    def check(self) -> None:
        """Raises NotHonoured if something requested would have to be ignored."""
        if self.tool_choice not in (None, "auto", "none"):
            raise NotHonoured(
                "This model calls no tools. Leave out 'tool_choice', or set it to 'auto'.", param="tool_choice"
            )


class CompletionRequest(Asks):
    """The filters limit what is searched."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"model": MODEL, "messages": [{"role": "user", "content": QUESTION}]}]}
    )

    messages: Annotated[list[ChatMessage], Field(min_length=1, max_length=MOST_MESSAGES)]
    stream_options: StreamOptions | None = None
    n: Annotated[int, Field(ge=1, le=1), WHOLE] | None = None
    max_tokens: Annotated[int, Field(ge=1, le=MOST_TOKENS), WHOLE] | None = None
    max_completion_tokens: Annotated[int, Field(ge=1, le=MOST_TOKENS), WHOLE] | None = None
    stop: Stop | Annotated[list[Stop], Field(max_length=4)] | None = None
    response_format: Annotated[dict[str, Any] | None, only(PLAIN)] = Field(
        default=None, description='Only {"type": "text"}.'
    )
    modalities: Annotated[list[str] | None, Field(max_length=5), only(_WORDS)] = Field(
        default=None, description='Only ["text"].'
    )
    logprobs: Annotated[bool | None, only(NO)] = Field(default=None, description="Only false.")
    top_logprobs: Annotated[int | None, only(NOUGHT), WHOLE] = Field(default=None, description="Only 0.")
    logit_bias: Annotated[dict[str, float] | None, only({"type": "object", "maxProperties": 0})] = Field(
        default=None, description="Only empty."
    )
    reasoning_effort: str | None = None
    verbosity: str | None = None

    def check(self) -> None:
        super().check()
        if self.response_format and self.response_format.get("type") != "text":
            raise NotHonoured(
                "Answers are text and citations. Leave out 'response_format'; the last field is 'answer'.",
                param="response_format",
            )
        if self.modalities and self.modalities != ["text"]:
            raise NotHonoured("Answers are text alone. Leave out 'modalities'.", param="modalities")
        for name in ("logprobs", "top_logprobs", "logit_bias"):
            if getattr(self, name):
                raise NotHonoured(f"Answers have no token probabilities. Leave out '{name}'.", param=name)


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
    """An error in OpenAI's form."""

    error: _Error


class Models(BaseModel):
    object: Literal["list"]
    data: list[dict[str, Any]]


def model(name: str = MODEL) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": _KNOWN_SINCE, "owned_by": MODEL}


def completion(ended: Ended) -> dict[str, Any]:
    message = {"role": "assistant", "content": ended.text, "refusal": None, "annotations": ended.annotations}
    created = int(datetime.fromisoformat(ended.answer.created).timestamp())
    return {
        "id": f"chatcmpl-{ended.answer.id}",
        "object": "chat.completion",
        "created": created,
        "model": MODEL,
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": ended.finish}],
        "usage": ended.usage,
        "answer": ended.answer.to_dict(),
    }


def chunk(
    id: str, created: int, delta: dict[str, Any] | None, *, finished: str | None = None, **more: Any
) -> dict[str, Any]:
    """One piece of a streamed completion; without a delta its `choices` are empty."""
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finished}
    choices = [] if delta is None else [choice]
    head = {"id": id, "object": "chat.completion.chunk", "created": created, "model": MODEL}
    return {**head, "choices": choices, **more}
