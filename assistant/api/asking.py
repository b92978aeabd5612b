"""Asks the assistant on behalf of every protocol: in threads, a limited number at once, counting each question."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Callable, Generator, Iterator, Mapping, Sequence
from contextlib import aclosing, closing
from functools import partial
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Request

from assistant.access.identity import Identity
from assistant.access.pace import Questions
from assistant.access.seals import Seals
from assistant.answers import Answer
from assistant.api.figures import Figures
from assistant.api.problems import UNEXPECTED
from assistant.assistant import Assistant
from assistant.errors import ServerStops
from assistant.events import Done, Event, Failed
from assistant.presenting.async_streams import in_threads
from assistant.serving.recent import Recent
from assistant.serving.shared import Shared
from assistant.serving.shared_recent import SharedRecent
from assistant.serving.shutdown import Ending

log = logging.getLogger(__name__)

AT_ONCE = 16  # threads that answer; more would only compete for the processor
LONGEST_QUESTION = 8_000  # characters
History = Sequence[Mapping[str, object]]
Got = TypeVar("Got")
Stream = Callable[[], Generator[Event, None, None]]  # starts one of the assistant's streams


class Asking:
    """The one way from the API to the assistant."""

    def __init__(
        self,
        assistant: Assistant,
        figures: Figures,
        questions: Questions | None = None,
        ending: Ending | None = None,
        seals: Seals | None = None,
        shared: Shared | None = None,
    ) -> None:
        self.assistant = assistant
        self._seals = seals
        self._questions = questions
        self._figures = figures
        self._ending = ending or Ending()
        self._limiter = CapacityLimiter(AT_ONCE)
        minutes = assistant.settings.keep_answers_minutes
        made = partial(SharedRecent, shared) if shared else lambda _kind, minutes: Recent(minutes)
        self.recent: Recent | SharedRecent = made("answers", minutes)
        self.responses: Recent | SharedRecent = made("responses", minutes)

    def server(self, request: Request) -> str:
        """This server's address, for links: from the settings, otherwise from the request."""
        return self.assistant.settings.public_url or str(request.base_url)

    def check_open(self) -> None:
        """Raises ServerStops once the server is stopping."""
        if self._ending.begun:
            raise ServerStops()

    def count(self, identity: Identity) -> None:
        """Counts a question; raises TooOften if it exceeds the rate limit."""
        if self._questions:
            self._questions.count(identity)

    async def counted(self, identity: Identity) -> None:
        """`count` for coroutines: it may query the servers' shared database, which would block the event loop."""
        await to_thread.run_sync(self.count, identity)

    async def answer(self, door: str, by: Identity, begin: Stream) -> Answer:
        """The answer at the end of a stream, which can be cancelled; raises the stream's error."""
        async with aclosing(self._stream(door, by, begin)) as events:
            async for event in events:
                if isinstance(event, Failed):
                    raise event.error
                if isinstance(event, Done):
                    return event.answer
        raise AssertionError("a stream ends with Done or Failed")

    async def events(self, door: str, by: Identity, begin: Stream) -> AsyncGenerator[Event, None]:
        """The events of a stream, once it has begun; closing it, or cancelling the waiting task, stops the work.

        Raises the stream's error if it cannot begin.
        """
        events = self._stream(door, by, begin)
        first = await anext(events)
        if isinstance(first, Failed):
            await events.aclose()
            raise first.error
        return _again(first, events)

    async def _stream(self, door: str, by: Identity, begin: Stream) -> AsyncGenerator[Event, None]:
        await self.counted(by)
        self.check_open()
        made = in_threads(self._counted(door, begin()), limiter=self._limiter)
        with self._ending.answering():
            async with aclosing(made) as events:
                async for event in events:
                    if isinstance(event, Done):
                        written = event.answer.to_json().encode()
                        await to_thread.run_sync(self.recent.keep, by.owner, event.answer.id, written)
                    yield event

    async def in_thread(self, work: Callable[[], Got]) -> Got:
        return await to_thread.run_sync(work, limiter=self._limiter)

    def _counted(self, door: str, stream: Generator[Event, None, None]) -> Iterator[Event]:
        with closing(stream):
            try:
                for event in stream:
                    if isinstance(event, Done):
                        self._figures.answered(door, event.answer)
                        event = Done(self._seals.sealed(event.answer)) if self._seals else event
                    yield event
                    self._ending.check()
            except ServerStops as error:
                yield Failed(str(error), error)


async def _again(first: Event, others: AsyncGenerator[Event, None]) -> AsyncGenerator[Event, None]:
    async with aclosing(others):
        yield first
        try:
            async for event in others:
                yield event
        except Exception:
            log.exception("A question could not be answered")
            yield Failed(UNEXPECTED)
