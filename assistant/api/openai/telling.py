"""From a question to what is told of its answer, whole or piece by piece, the same in both forms of the protocol.

It knows nothing of the records that hold it.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import Any

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
    """`rest` is what had not been given out of the text before; `usage` has OpenAI's names of a chat completion."""

    answer: Answer
    text: str
    rest: str
    annotations: list[dict[str, Any]]
    usage: dict[str, int]


@dataclass(frozen=True, slots=True)
class Telling:
    """`messages` are all that were sent, which count as used."""

    asking: Asking
    saying: Saying
    messages: Sequence[Mapping[str, Any]]

    async def events(
        self, by: Identity, question: str, history: History, param: str, **limits: Any
    ) -> AsyncGenerator[Event, None]:
        """What the assistant streams; what a chat program wants for itself, such as a title, is not asked of it."""
        if len(question) > LONGEST_QUESTION:
            sentence = f"The question is longer than {LONGEST_QUESTION:,} characters. Ask in fewer words."
            raise NotHonoured(sentence, param=param, code="context_length_exceeded")
        if (told := chore(question, history)) is None:
            stream = partial(self.asking.assistant.stream, question, history=history, **limits)
            return await self.asking.events("openai", by, stream)
        await self.asking.counted(by)
        return _told(Answer.talk(question, told))

    async def whole(self, events: AsyncGenerator[Event, None]) -> Ended:
        """Raises what the events fail by."""
        async with aclosing(events):
            async for event in events:
                if isinstance(event, Failed):
                    raise event.error
                if isinstance(event, Done):
                    return await self._ended(event.answer)
        raise AssertionError("a stream ends with Done or Failed")

    async def pieces(self, events: AsyncGenerator[Event, None]) -> AsyncGenerator[str | Failed | Ended, None]:
        """The text as it comes, "" where none of it may be given out yet, and last how it ended."""
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
        return Ended(answer, self.saying.text, rest, annotations, used)

    def _used(self, answer: Answer) -> dict[str, int]:
        """As the chat model's provider reports it, else counted as the embedding model reads."""
        if told := answer.usage:
            return _usage(told["input_tokens"], told["output_tokens"])
        asked = "\n".join(text_of_parts(message.get("content")) for message in self.messages)
        return _usage(self.saying.tokens(asked), self.saying.tokens(self.saying.text))


def _usage(prompt: int, said: int) -> dict[str, int]:
    return {"prompt_tokens": prompt, "completion_tokens": said, "total_tokens": prompt + said}


async def _told(answer: Answer) -> AsyncGenerator[Event, None]:
    yield Text(answer.text)
    yield Done(answer)
