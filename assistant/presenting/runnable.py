"""The assistant as a LangChain Runnable: a question or a conversation in, a message with its citations out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any, Protocol, cast

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, convert_to_messages, convert_to_openai_messages
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.tools import BaseTool, StructuredTool

from assistant.answers import Answer
from assistant.events import Done, Event, Failed, Text
from assistant.presenting.annotations import annotated, for_langchain
from assistant.presenting.async_streams import in_threads
from assistant.presenting.messages import question_and_history
from assistant.presenting.notes import ending, with_remarks
from index.errors import WrongUsage

Asked = LanguageModelInput | Mapping[str, Any]
_TOOL = (
    "Answers a question from a library of news articles, each statement with its source, or says that the articles do "
    "not say it. Ask one question in full."
)


class Answering(Protocol):
    """What the Runnable needs from an Assistant."""

    @property
    def ask(self) -> Callable[..., Answer]: ...
    @property
    def stream(self) -> Callable[..., Iterator[Event]]: ...


class CitedAnswers(Runnable[Any, AIMessage]):
    """Takes a chat model's input; the last message is the question. `bind` sets other arguments of `Assistant.ask`.

    It also takes a dictionary: either with "question", and optionally "history", or with "messages", as in the state of
    a graph. For "messages" it returns {"messages": [the answer]}.

    The text block of the returned message carries a `Citation` for each paragraph that a claim rests on, and the
    message's response metadata holds the whole answer/1 record as "answer".
    """

    def __init__(self, assistant: Answering) -> None:
        self.assistant = assistant

    def invoke(self, input: Asked, config: RunnableConfig | None = None, **limits: Any) -> Any:
        message = self._call_with_config(self._answered, input, config, **limits)
        return {"messages": [message]} if isinstance(input, Mapping) and "messages" in input else message

    def as_tool(
        self, args_schema: Any = None, *, name: str | None = None, description: str | None = None, arg_types: Any = None
    ) -> BaseTool:
        """A tool that answers one question, with its sources below the text and the record as its artifact."""

        def ask_articles(question: str) -> tuple[str, dict[str, Any]]:
            answer = self.assistant.ask(question)
            return str(answer), answer.to_dict()

        return StructuredTool.from_function(
            ask_articles,
            name=name or "ask_articles",
            description=description or _TOOL,
            args_schema=args_schema,
            response_format="content_and_artifact",
        )

    def stream(
        self, input: LanguageModelInput, config: RunnableConfig | None = None, **limits: Any
    ) -> Iterator[AIMessageChunk]:
        """The text in pieces, then one empty piece with the citations and the whole record."""
        pieces = self._transform_stream_with_config(iter([input]), self._pieces, config, **limits)
        return cast("Iterator[AIMessageChunk]", pieces)

    async def astream(
        self, input: LanguageModelInput, config: RunnableConfig | None = None, **limits: Any
    ) -> AsyncIterator[AIMessageChunk]:
        async with aclosing(in_threads(self.stream(input, config, **limits))) as pieces:
            async for piece in pieces:
                yield piece

    def _answered(self, input: Asked, **limits: Any) -> AIMessage:
        question, history = question_and_history(_messages(input))
        answer = self.assistant.ask(question, history=history, **limits)
        return AIMessage([_block(answer, with_remarks(answer))], id=answer.id, response_metadata=_metadata(answer))

    def _pieces(self, inputs: Iterator[LanguageModelInput], **limits: Any) -> Iterator[AIMessageChunk]:
        (input,) = inputs
        question, history = question_and_history(_messages(input))
        shown = ""
        for event in self.assistant.stream(question, history=history, **limits):
            match event:
                case Text(piece) if piece:
                    shown += piece
                    yield AIMessageChunk(content=[{"type": "text", "text": piece, "index": 0}])
                case Done(answer):
                    yield _last(answer, shown)
                case Failed():
                    raise event.error


def _messages(input: Asked) -> list[dict[str, Any]]:
    if isinstance(input, Mapping):
        if "messages" in input:
            input = input["messages"]
        elif "question" in input:
            input = [*input.get("history", ()), ("user", input["question"])]
        else:
            raise WrongUsage("A dictionary needs 'question', with 'history' beside it, or 'messages'. Give one.")
    messages: Sequence[Any] = [("user", input)] if isinstance(input, str) else convert_to_messages(input)
    return convert_to_openai_messages(messages)


def _block(answer: Answer, text: str, *, begins: int = 0) -> dict[str, Any]:
    """The text with its annotations; the answer's own text `begins` at that offset in what was shown."""
    shifted = (replace(one, start=one.start + begins, end=one.end + begins) for one in annotated(answer))
    return {"type": "text", "text": text, "annotations": [for_langchain(one) for one in shifted]}


def _last(answer: Answer, shown: str) -> AIMessageChunk:
    text, begins = ending(answer, shown)
    block = {**_block(answer, text, begins=begins), "index": 0}
    metadata = _metadata(answer)
    return AIMessageChunk(content=[block], id=answer.id, response_metadata=metadata, chunk_position="last")


def _metadata(answer: Answer) -> dict[str, Any]:
    return {"output_version": "v1", "model_name": answer.writer, "answer": answer.to_dict()}
