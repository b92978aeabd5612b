"""From a question to the text of its answer, whole or piece by piece, for chat completions and for Responses."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from assistant.access.identity import Identity
from assistant.answers import Answer
from assistant.api.asking import LONGEST_QUESTION, Asking, History
from assistant.api.openai.problems import NotHonoured
from assistant.api.openai.saying import Saying
from assistant.events import Done, Event, Failed, Text
from assistant.presenting.chores import chore
from assistant.presenting.messages import text_of_parts


@dataclass(frozen=True, slots=True)
class Ended:
    """How an answer ended: `rest` is the text not sent yet; `usage` has the fields of OpenAI's chat completions."""

    answer: Answer
    text: str
    rest: str
    annotations: list[dict[str, Any]]
    finish: Literal["stop", "length"]
    usage: dict[str, int]


@dataclass(frozen=True, slots=True)
class AnswerText:
    """Asks, and turns the events into text; `messages` are all messages received, whose tokens count as usage."""

    asking: Asking
    saying: Saying
    messages: Sequence[Mapping[str, Any]]

    async def events(
        self, by: Identity, question: str, history: History, param: str, **limits: Any
    ) -> AsyncGenerator[Event, None]:
        """The assistant's events; a chat program's own requests, such as one for a title, are answered without it."""
        if len(question) > LONGEST_QUESTION:
            sentence = f"The question is longer than {LONGEST_QUESTION:,} characters. Ask in fewer words."
            raise NotHonoured(sentence, param=param, code="context_length_exceeded")
        if (done := chore(question, history)) is None:
            stream = partial(self.asking.assistant.stream, question, history=history, **limits)
            return await self.asking.events("openai", by, stream)
        await self.asking.counted(by)
        return _events_of(Answer.talk(question, done))

    async def whole(self, events: AsyncGenerator[Event, None]) -> Ended:
        """How the answer ended, once all events have arrived; raises their error."""
        async with aclosing(events):
            async for event in events:
                if isinstance(event, Failed):
                    raise event.error
                if isinstance(event, Done):
                    return await self._ended(event.answer)
        raise AssertionError("a stream ends with Done or Failed")

    async def pieces(self, events: AsyncGenerator[Event, None]) -> AsyncGenerator[str | Failed | Ended, None]:
        """The text as it arrives, "" while none may be sent yet, and finally how it ended."""
        async with aclosing(events):
            async for event in events:
                match event:
                    case Text(text):
                        yield await self.asking.in_thread(partial(self.saying.more, text))
                    case Failed():
                        yield event
                    case Done(answer):
                        yield await self._ended(answer)

    async def _ended(self, answer: Answer) -> Ended:
        rest, annotations = await self.asking.in_thread(partial(self.saying.rest, answer))
        used = await self.asking.in_thread(partial(self._used, answer))
        return Ended(answer, self.saying.text, rest, annotations, self.saying.finish, used)

    def _used(self, answer: Answer) -> dict[str, int]:
        """The usage that the chat model's provider reports, else counted in the embedding model's tokens."""
        if usage := answer.usage:
            return _usage(usage["input_tokens"], usage["output_tokens"])
        asked = "\n".join(text_of_parts(message.get("content")) for message in self.messages)
        return _usage(self.saying.tokens(asked), self.saying.tokens(self.saying.text))


def _usage(prompt: int, said: int) -> dict[str, int]:
    return {"prompt_tokens": prompt, "completion_tokens": said, "total_tokens": prompt + said}


async def _events_of(answer: Answer) -> AsyncGenerator[Event, None]:
    yield Text(answer.text)
    yield Done(answer)
