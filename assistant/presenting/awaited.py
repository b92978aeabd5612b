"""Asking on an event loop: threads do the work, and cancelling stops it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Generator, Mapping, Sequence
from contextlib import aclosing
from functools import partial
from typing import Any, Unpack

from anyio import to_thread

from assistant.answers import Answer
from assistant.events import Done, Event, Failed
from assistant.presenting.async_streams import in_threads
from index.articles import Hit
from index.filters import Limits


class Awaited(ABC):
    """`aask`, `astream`, `asearch` and `acheck` do the same as the methods without the "a"."""

    @abstractmethod
    def stream(self, *args: Any, **more: Any) -> Generator[Event, None, None]: ...

    @abstractmethod
    def stream_check(self, *args: Any, **more: Any) -> Generator[Event, None, None]: ...

    @abstractmethod
    def search(self, *args: Any, **more: Any) -> list[Hit]: ...

    async def aask(
        self,
        question: str,
        *,
        history: Sequence[Mapping[str, object]] = (),
        regardless_of: str | Sequence[str] = (),
        **limits: Unpack[Limits],
    ) -> Answer:
        return await _last(self.astream(question, history=history, regardless_of=regardless_of, **limits))

    async def astream(
        self,
        question: str,
        *,
        history: Sequence[Mapping[str, object]] = (),
        regardless_of: str | Sequence[str] = (),
        **limits: Unpack[Limits],
    ) -> AsyncGenerator[Event, None]:
        """Yields the events; to stop the work, close the generator or cancel the task that reads it."""
        stream = self.stream(question, history=history, regardless_of=regardless_of, **limits)
        async with aclosing(in_threads(stream)) as events:
            async for event in events:
                yield event

    async def asearch(self, question: str, *, limit: int = 12, **limits: Unpack[Limits]) -> list[Hit]:
        found = partial(self.search, question, limit=limit, **limits)
        return await to_thread.run_sync(found, abandon_on_cancel=True)  # a search is too short to be cancelled

    async def acheck(self, text: str, paragraphs: Sequence[str] | None = None, **limits: Unpack[Limits]) -> Answer:
        return await _last(in_threads(self.stream_check(text, paragraphs, **limits)))


async def _last(stream: AsyncGenerator[Event, None]) -> Answer:
    async with aclosing(stream) as events:
        async for event in events:
            if isinstance(event, Failed):
                raise event.error
            if isinstance(event, Done):
                return event.answer
    raise AssertionError("a stream ends with Done or Failed")
