"""The records of OpenAI's Responses: the request, and an answer as a response, whole or as events."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from assistant.api.openai.answer_text import Ended
from assistant.api.openai.completions import MODEL, MOST_MESSAGES, MOST_TOKENS, NO, NOUGHT, PLAIN, Asks, Part, only
from assistant.api.openai.problems import NotHonoured
from assistant.api.sent import LONGEST_MESSAGE, QUESTION, WHOLE

_Text = Annotated[str, Field(max_length=LONGEST_MESSAGE)]


class Item(BaseModel):
    """An item of the input: a message, or anything else that a client keeps from a conversation, which is ignored."""

    model_config = ConfigDict(strict=True)

    type: Annotated[str, Field(max_length=100)] = "message"
    role: Literal["system", "developer", "user", "assistant"] | None = None
    content: _Text | Annotated[list[Part], Field(max_length=MOST_MESSAGES)] | None = None

    def message(self) -> dict[str, Any] | None:
        """The item as a message of chat completions."""
        if self.type != "message" or self.role is None:
            return None
        if isinstance(self.content, str | None):
            return {"role": self.role, "content": self.content}
        parts = [{"type": _KINDS.get(part.type, part.type), "text": part.text} for part in self.content]
        if self.role == "assistant":
            return {"role": self.role, "content": "".join(part["text"] or "" for part in parts)}
        return {"role": self.role, "content": parts}


_KINDS = {"input_text": "text", "output_text": "text"}


class ResponseRequest(Asks):
    """The filters limit what is searched."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"model": MODEL, "input": QUESTION}]})

    input: _Text | Annotated[list[Item], Field(min_length=1, max_length=MOST_MESSAGES)]
    instructions: _Text | None = None
    previous_response_id: Annotated[str, Field(max_length=200)] | None = Field(
        default=None,
        description="The id of a response from the last hour, while the server keeps it; else send its items.",
    )
    max_output_tokens: Annotated[int, Field(ge=1, le=MOST_TOKENS), WHOLE] | None = None
    text: Annotated[dict[str, Any] | None, only({"type": "object", "properties": {"format": PLAIN}})] = Field(
        default=None, description='Only {"format": {"type": "text"}}.'
    )
    stream_options: dict[str, Any] | None = None
    include: Annotated[list[str], Field(max_length=20)] | None = None
    reasoning: dict[str, Any] | None = None
    truncation: str | None = None
    max_tool_calls: Annotated[int | None, WHOLE] = None
    background: Annotated[bool | None, only(NO)] = Field(default=None, description="Only false.")
    conversation: Annotated[str | dict[str, Any] | None, WithJsonSchema({"type": "null"})] = Field(
        default=None, description="Only null."
    )
    prompt: Annotated[dict[str, Any] | None, WithJsonSchema({"type": "null"})] = Field(
        default=None, description="Only null."
    )
    top_logprobs: Annotated[int | None, only(NOUGHT), WHOLE] = Field(default=None, description="Only 0.")

    def check(self) -> None:
        super().check()
        form = (self.text or {}).get("format")
        if form is not None and not (isinstance(form, dict) and form.get("type") == "text"):
            raise NotHonoured("Answers are text and citations. Leave out 'text.format'.", param="text.format")
        for name in ("background", "conversation", "prompt", "top_logprobs"):
            if getattr(self, name):
                raise NotHonoured(f"This is not offered here. Leave out '{name}'.", param=name)

    def messages(self) -> list[dict[str, Any]]:
        instructions = [{"role": "system", "content": self.instructions}] if self.instructions else []
        if isinstance(self.input, str):
            return [*instructions, {"role": "user", "content": self.input}]
        return [*instructions, *(one for item in self.input if (one := item.message()))]


class Response(BaseModel):
    """OpenAI's response; `answer` is the whole record, answer/1."""

    id: str
    object: Literal["response"]
    created_at: int
    status: Literal["completed", "incomplete", "in_progress", "failed"]
    model: str
    output: list[dict[str, Any]]
    usage: dict[str, Any] | None
    previous_response_id: str | None
    answer: dict[str, Any] | None


@dataclass(slots=True)
class Responding:
    """One response from start to finish."""

    wanted: ResponseRequest
    id: str
    created: int = field(default_factory=lambda: int(time.time()))
    _number: int = 0

    def begun(self) -> Iterator[dict[str, Any]]:
        yield self._event("created", response=self.record("in_progress"))
        yield self._event("in_progress", response=self.record("in_progress"))
        yield self._event("output_item.added", output_index=0, item=self._message("in_progress", []))
        yield self._event("content_part.added", **self._at(), part=_part("", []))

    def more(self, text: str) -> dict[str, Any]:
        return self._event("output_text.delta", **self._at(), delta=text, logprobs=[])

    def ended(self, ended: Ended) -> Iterator[dict[str, Any]]:
        whole = self.whole(ended)
        message = whole["output"][0]
        part = message["content"][0]
        for number, one in enumerate(part["annotations"]):
            yield self._event("output_text.annotation.added", **self._at(), annotation_index=number, annotation=one)
        yield self._event("output_text.done", **self._at(), text=ended.text, logprobs=[])
        yield self._event("content_part.done", **self._at(), part=part)
        yield self._event("output_item.done", output_index=0, item=message)
        yield self._event(whole["status"], response=whole)

    def failed(self, error: dict[str, Any]) -> dict[str, Any]:
        fault = error["error"]
        self._number += 1
        about = {"code": fault["code"], "message": fault["message"], "param": fault["param"]}
        return {"type": "error", "sequence_number": self._number - 1, **about, **error}

    def whole(self, ended: Ended) -> dict[str, Any]:
        flat = [{"type": one["type"], **one["url_citation"]} for one in ended.annotations]
        cut, usage = ended.finish == "length", ended.usage
        output = [self._message("incomplete" if cut else "completed", [_part(ended.text, flat)])]
        record = self.record("incomplete" if cut else "completed", output)
        return record | {
            "incomplete_details": {"reason": "max_output_tokens"} if cut else None,
            "usage": {
                "input_tokens": usage["prompt_tokens"],
                "input_tokens_details": {"cached_tokens": 0},
                "output_tokens": usage["completion_tokens"],
                "output_tokens_details": {"reasoning_tokens": 0},
                "total_tokens": usage["total_tokens"],
            },
            "answer": ended.answer.to_dict(),
        }

    def record(self, status: str, output: list[dict[str, Any]] | None = None) -> dict[str, Any]:
        wanted = self.wanted
        return {
            "id": self.id,
            "object": "response",
            "created_at": self.created,
            "status": status,
            "error": None,
            "incomplete_details": None,
            "instructions": wanted.instructions,
            "max_output_tokens": wanted.max_output_tokens,
            "metadata": wanted.metadata or {},
            "model": MODEL,
            "output": output or [],
            "parallel_tool_calls": True,
            "previous_response_id": wanted.previous_response_id,
            "reasoning": {"effort": None, "summary": None},
            "service_tier": "default",
            "store": wanted.store is not False,
            "temperature": wanted.temperature,
            "text": {"format": {"type": "text"}},
            "tool_choice": "auto",
            "tools": wanted.tools or [],
            "top_p": wanted.top_p,
            "truncation": "disabled",
            "usage": None,
            "user": wanted.user,
            "answer": None,
        }

    def _message(self, status: str, content: list[dict[str, Any]]) -> dict[str, Any]:
        id = self.id.replace("resp_", "msg_")
        return {"id": id, "type": "message", "status": status, "role": "assistant", "content": content}

    def _at(self) -> dict[str, Any]:
        return {"item_id": self.id.replace("resp_", "msg_"), "output_index": 0, "content_index": 0}

    def _event(self, kind: str, **more: Any) -> dict[str, Any]:
        self._number += 1
        return {"type": f"response.{kind}", "sequence_number": self._number - 1, **more}


def _part(text: str, annotations: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "output_text", "text": text, "annotations": annotations, "logprobs": []}
