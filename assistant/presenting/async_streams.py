"""Runs an iterator in threads for code on an event loop."""

from __future__ import annotations

import threading
from collections.abc import AsyncGenerator, Iterator
from typing import Any, TypeVar

from anyio import CancelScope, CapacityLimiter, to_thread

One = TypeVar("One")
_END: Any = object()


async def in_threads(made: Iterator[One], *, limiter: CapacityLimiter | None = None) -> AsyncGenerator[One, None]:
    """Yields each item as it is made; on closing or cancelling, the iterator is closed first.

    `limiter` limits how many threads work at once.
    """
    turn = threading.Lock()

    def following() -> One:
        with turn:
            return next(made, _END)

    def close() -> None:
        with turn:
            getattr(made, "close", lambda: None)()

    try:
        while (one := await to_thread.run_sync(following, limiter=limiter)) is not _END:
            yield one
    finally:
        # A cancelled asyncio task does not wait for its thread, which may be working on the next item.
        with CancelScope(shield=True):
            await to_thread.run_sync(close)
