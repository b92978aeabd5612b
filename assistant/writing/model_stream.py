"""A chat model's output piece by piece, which can be stopped at any moment."""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections import Counter
from collections.abc import Generator
from typing import Any, Literal

from langchain_core.language_models import BaseChatModel

from index.on_first_use import once

HEARTBEAT = 0.25  # seconds of silence after which an empty piece says that the model is still at work
AGAIN = 0.05  # seconds after which a request that still runs is cancelled again
LONGEST = 600.0  # seconds for a whole answer: a server can keep a stream alive forever
TRIES, FIRST_WAIT = 3, 0.5  # if the provider's package does not retry a request itself
Ended = Literal["whole", "long", "filtered", "broken"]  # "long": cut off at the maximum length
# The fields in which providers name the reason for an end, and what the reasons mean.
_REASON = ("finish_reason", "stop_reason", "done_reason")
_LENGTH = {"length", "max_tokens"}
_FILTERED = {"content_filter", "refusal", "safety", "recitation", "blocklist", "prohibited_content", "spii"}
# Packages that pass on the provider's reason, so that a stream without one was interrupted.
_SAY_HOW_IT_ENDS = ("openai-chat", "azure-openai-chat")
_USAGE = ("input_tokens", "output_tokens", "total_tokens")
_THOUGHT = ("<think>", "</think>")
_END = object()


@once
def _loop() -> asyncio.AbstractEventLoop:
    """The event loop of all models, in its own thread: the packages keep connections, which belong to a loop."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="chat models", daemon=True).start()
    return loop


def pieces(
    model: BaseChatModel, prompt: str, *, within: float | None = None, usage: Counter[str] | None = None
) -> Generator[str, None, Ended]:
    """The text of the answer as it arrives, and "" after each silence; a model's thoughts are left out.

    Returns how it ended. Closing the generator cancels the request. Provider usage is added to `usage`.
    Raises what the model's package raises, and TimeoutError after `within` seconds, LONGEST by default.
    """
    arrived: queue.SimpleQueue[Any] = queue.SimpleQueue()
    loop = _loop()
    reading = asyncio.run_coroutine_threadsafe(_begun(model, prompt, arrived), loop).result()
    until = time.monotonic() + (within or LONGEST)
    ended: Ended = "broken" if model._llm_type in _SAY_HOW_IT_ENDS else "whole"
    thought = _Thoughts()
    try:
        while True:
            if time.monotonic() > until:
                raise TimeoutError
            try:
                one = arrived.get(timeout=HEARTBEAT)
            except queue.Empty:
                yield ""
                continue
            if isinstance(one, Exception):
                raise one
            if one is _END:
                yield thought.left()
                return ended
            ended = _ended(one.response_metadata) or ended
            if usage is not None:
                usage.update({name: (one.usage_metadata or {}).get(name, 0) for name in _USAGE})
            yield thought.without(str(one.text))
    finally:
        asyncio.run_coroutine_threadsafe(_stop(reading), loop)


async def _begun(model: BaseChatModel, prompt: str, arrived: queue.SimpleQueue[Any]) -> asyncio.Task[None]:
    return asyncio.create_task(_read(model, prompt, arrived))


async def _stop(reading: asyncio.Task[None]) -> None:
    # Repeatedly: asyncio.wait_for, which packages use, loses a cancellation that coincides with an arriving piece.
    while not reading.done():
        reading.cancel()
        await asyncio.sleep(AGAIN)


async def _read(model: BaseChatModel, prompt: str, arrived: queue.SimpleQueue[Any]) -> None:
    """Puts every chunk, and finally _END or the error, into the queue."""
    tries = 1 if "max_retries" in type(model).model_fields else TRIES
    for left in reversed(range(tries)):
        begun = False
        try:
            async for chunk in model.astream(prompt):
                begun = True
                arrived.put(chunk)
        except Exception as error:  # the providers' packages share no base class of errors
            if begun or not left or not _passes(error):
                arrived.put(error)
                return
            await asyncio.sleep(FIRST_WAIT * 2 ** (tries - left - 1))
        else:
            arrived.put(_END)
            return


def _passes(error: Exception) -> bool:
    """Whether the same request may succeed a little later."""
    status = getattr(error, "status_code", None)
    return isinstance(status, int) and (status == 429 or status >= 500)


def _ended(metadata: dict[str, Any]) -> Ended | None:
    """How a chunk says that the answer ended; None if it does not."""
    reasons = {value.lower() for name, value in metadata.items() if name in _REASON and isinstance(value, str)}
    if not reasons:
        return None
    return "long" if reasons & _LENGTH else "filtered" if reasons & _FILTERED else "whole"


class _Thoughts:
    """Removes <think>...</think> from the beginning of an answer, where a local model writes its thoughts."""

    def __init__(self) -> None:
        self._held: str | None = ""

    def without(self, piece: str) -> str:
        if self._held is None:
            return piece
        self._held += piece
        begun = self._held.lstrip()
        opening, closing = _THOUGHT
        if begun.startswith(opening):
            thought, closed, after = begun.partition(closing)
            if not closed:  # a model may think for very long, and only the end matters
                self._held = opening + thought.removeprefix(opening)[-len(closing) :]
            begun = after.lstrip()
            if not closed or not begun:
                return ""
        elif opening.startswith(begun):
            return ""
        self._held = None
        return begun

    def left(self) -> str:
        held, self._held = self._held or "", None
        return "" if held.lstrip().startswith(_THOUGHT[0]) else held
