"""Asks the assistant for all doors: in threads, at most so many at once, and counted.

It knows nothing of protocols.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Callable, Generator, Iterator, Mapping, Sequence
from contextlib import aclosing, closing
from functools import partial
from typing import Any, TypeVar

from anyio import CapacityLimiter, to_thread

from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.doors.figures import Figures
from assistant.doors.problems import UNEXPECTED
from assistant.events import Done, Event, Failed
from assistant.threads import in_threads

log = logging.getLogger(__name__)

AT_ONCE = 16  # threads that answer; more only take the processor from one another
LONGEST_QUESTION = 8_000  # characters
History = Sequence[Mapping[str, object]]
Got = TypeVar("Got")


class Asking:
    """The one way from the doors to the assistant."""

    def __init__(self, assistant: Assistant, figures: Figures) -> None:
        self.assistant = assistant
        self._figures = figures
        self._limiter = CapacityLimiter(AT_ONCE)

    async def answer(self, door: str, question: str, history: History, **limits: Any) -> Answer:
        answer = await self.in_thread(partial(self.assistant.ask, question, history=history, **limits))
        self._figures.answered(door, answer)
        return answer

    async def events(self, door: str, question: str, history: History, **limits: Any) -> AsyncGenerator[Event, None]:
        """What the assistant streams, once it has begun; closing it, or cancelling who waits for it, stops the work.

        Raises what `ask` raises where nothing can be begun.
        """
        stream = self.assistant.stream(question, history=history, **limits)
        events = in_threads(self._counted(door, stream), limiter=self._limiter)
        first = await anext(events)
        if isinstance(first, Failed):
            await events.aclose()
            raise first.error
        return _again(first, events)

    async def in_thread(self, work: Callable[[], Got]) -> Got:
        return await to_thread.run_sync(work, limiter=self._limiter)

    def _counted(self, door: str, stream: Generator[Event, None, None]) -> Iterator[Event]:
        with closing(stream):
            for event in stream:
                if isinstance(event, Done):
                    self._figures.answered(door, event.answer)
                yield event


async def _again(first: Event, others: AsyncGenerator[Event, None]) -> AsyncGenerator[Event, None]:
    async with aclosing(others):
        yield first
        try:
            async for event in others:
                yield event
        except Exception:
            log.exception("A question could not be answered")
            yield Failed(UNEXPECTED)
