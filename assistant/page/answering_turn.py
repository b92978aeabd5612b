"""A question being answered: its turn as the assistant's events arrive, and how it is stopped."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, Protocol, Unpack

from assistant.events import Cited, Claimed, Done, Event, Failed, Searching, Text
from assistant.page.turns import Turn, limits_of
from assistant.page.words import Words
from index.errors import ArticleAssistantError
from index.filters import Limits
from index.library import Library

log = logging.getLogger(__name__)


class Asked(Protocol):
    """What the page needs from an assistant."""

    @property
    def library(self) -> Library: ...

    def suggestions(
        self, article: str | None = None, *, wait: bool = False, untried: bool = True, language: str = ""
    ) -> Sequence[str]: ...

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Mapping[str, object]] = (),
        regardless_of: str | Sequence[str] = (),
        **limits: Unpack[Limits],
    ) -> Iterator[Event]: ...

    def finds(self, question: str, *, regardless_of: str | Sequence[str] = (), **limits: Unpack[Limits]) -> bool: ...

    def follow_ups(
        self,
        cited: Iterable[tuple[str, int]],
        *,
        topic: str = "",
        asked: Collection[str] = (),
        **limits: Unpack[Limits],
    ) -> Sequence[str]: ...


class Asking:
    """One question being answered. Iterate over it for its turn as it grows; `stop` ends it at once.

    The assistant works in its own thread, so that stopping need not wait for a slow model.
    """

    def __init__(self, assistant: Asked, turn: Turn, history: Sequence[Mapping[str, str]], say: Words) -> None:
        self._assistant = assistant
        self.turn = replace(turn, stage="searching")  # so far
        self._history = history
        self._say = say
        self._stopped = False
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()

    def stop(self) -> None:
        self._stopped = True
        self._events.put(None)

    def fail(self, sentence: str) -> None:
        """Ends the turn with this error, whatever has arrived."""
        self._events.put(Failed(sentence))

    def __iter__(self) -> Iterator[Turn]:
        """Starts at once; yields the turn each time it grows, the last time complete, failed or stopped."""
        threading.Thread(target=self._work, name="answer", daemon=True).start()
        return self._growing()

    def _growing(self) -> Iterator[Turn]:
        try:
            while self.turn.stage not in (None, "stopped"):
                for event in self._waiting():
                    self.turn = self._after(self.turn, event)
                yield self.turn
        finally:
            self._stopped = True

    def _work(self) -> None:
        stream = self._assistant.stream(self.turn.question, history=self._history, **self.turn.filters)
        try:
            for event in stream:
                if self._stopped:
                    break
                self._events.put(event)
        except ArticleAssistantError as error:
            self._events.put(Failed(str(error)))
        except Exception:
            log.exception("A question could not be answered")
            self._events.put(Failed(self._say.unexpected))

    def _waiting(self) -> Iterator[Event | None]:
        """Waits for the next event, then yields it and all that have arrived since: drawing is slower than writing."""
        yield self._events.get()
        while not self._events.empty():
            yield self._events.get()

    def _after(self, turn: Turn, event: Event | None) -> Turn:
        if turn.stage in (None, "stopped"):
            return turn
        if self._stopped or event is None:
            return replace(turn, stage="stopped")
        match event:
            case Done():
                return replace(turn, answer=event.answer.to_dict(), stage=None)
            case Failed():
                return replace(turn, answer=None, error=event.message, stage=None)
            case Searching():
                begun = _begun(event.question, event.standalone_question)
                return replace(turn, answer=begun, stage="warming" if event.warming_up else "searching")
        written = dict(turn.answer or _begun(turn.question, turn.question))
        match event:
            case Text():
                written["text"] += event.text
                written["framed"] = [*written["framed"], *map(asdict, event.framed)]
            case Cited():
                written["citations"] = [*written["citations"], asdict(event.citation)]
            case Claimed():
                written["claims"] = [*written["claims"], asdict(event.claim)]
        return replace(turn, answer=written, stage="checking" if written["text"] else "reading")


def _begun(question: str, standalone: str) -> dict[str, Any]:
    """An answer/1 record before anything is written."""
    return {
        "question": question,
        "standalone_question": standalone,
        "outcome": "answered",
        "searched": {},
        "text": "",
        "claims": [],
        "citations": [],
        "closest": [],
        "framed": [],
    }


def with_elsewhere(turn: Turn, assistant: Asked) -> Turn:
    """The turn; if its answer found nothing, the record says which filters or limits to drop to find something.

    `found_without_filters` says whether dropping the filters helps. `found_regardless_of` lists the limits in the
    question's words that help when dropped: each one that helps alone, or else all of them together.
    """
    answer = turn.answer
    if answer is None or turn.stage or answer["outcome"] != "not_found":
        return turn
    question, filters = answer["standalone_question"], answer["searched"]["filters"]
    dropped, limits = tuple((answer.get("read_as") or {}).get("regardless_of") or ()), limits_of(answer)
    tried: dict[str, Any] = {}

    def found(*more: str) -> bool:
        return assistant.finds(question, regardless_of=(*dropped, *more), **filters)

    try:
        if filters:
            tried["found_without_filters"] = assistant.finds(question, regardless_of=dropped)
        if limits:
            alone = [[*dropped, limit] for limit in limits if found(limit)]
            together = [[*dropped, *limits]] if not alone and limits[1:] and found(*limits) else []
            tried["found_regardless_of"] = alone or together
    except ArticleAssistantError:
        return turn
    return replace(turn, answer={**answer, "searched": {**answer["searched"], **tried}}) if tried else turn
