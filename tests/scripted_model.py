"""A stand-in for a chat model, in a file of its own because its imports take a moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult


class ScriptedModel(BaseChatModel):
    """A chat model that says what a test sets, in pieces of a few characters, and keeps its prompts.

    Each item of `says` is a text, an error to raise after the texts before it, or a function from the prompt to a text.
    """

    says: list[str | Exception | Callable[[str], str]]
    prompts: list[str] = []
    width: int = 5

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        text = "".join(str(chunk.message.content) for chunk in self._stream(messages))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(text))])

    def _stream(self, messages: list[BaseMessage], *_: Any, **__: Any) -> Iterator[ChatGenerationChunk]:
        prompt = str(messages[-1].content)
        self.prompts.append(prompt)
        for one in self.says:
            if isinstance(one, Exception):
                raise one
            text = one if isinstance(one, str) else one(prompt)
            for at in range(0, len(text), self.width):
                yield ChatGenerationChunk(message=AIMessageChunk(text[at : at + self.width]))
