"""A chat model that scores how correct and complete an answer is against gold answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage

from assistant.writing.chat_models import chat_model, failure
from prompts import render

SCALE = (0.0, 0.5, 1.0)
REASON = 500  # characters kept of a reason
READ = 10_000  # characters read of a reply, from its end
TRIES = 2

_THOUGHT = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)
_DECODER = json.JSONDecoder()


class _Unreadable(ValueError):
    """A reply without a verdict; the message says why."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judge's verdict: `correct` and `complete` are 0, 0.5 or 1, or None; then `error` says why.

    Token counts cover all tries; `reported` says whether the model reported them for each.
    """

    correct: float | None
    complete: float | None
    reason: str = ""
    error: str | None = None
    input_tokens: int = 0
    output_tokens: int = 0
    reported: bool = False


class Judge:
    """A judging model, safe across threads. Raises ChatModelError if the model cannot be opened."""

    def __init__(self, name: str, *, model: BaseChatModel | None = None) -> None:
        self.name = name
        self._model = model or chat_model(name)

    def verdict(self, question: str, golds: Sequence[str], answer_text: str) -> Verdict:
        """Compares an answer with the gold answers, any of which is right; a failure is a verdict with an `error`."""
        if not golds:
            raise ValueError("There is no gold answer to judge by.")
        # The prompt has one gold answer per line.
        lines = "\n".join(" ".join(gold.split()) for gold in golds)
        prompt = render("judge_answer", question=question, gold_answers=lines, answer=answer_text)
        replies: list[AIMessage] = []
        error = ""
        for _ in range(TRIES):
            try:
                replies.append(self._model.invoke(prompt))
            except Exception as failed:  # the providers' errors have no common base class
                return _verdict(replies, error=failure(self.name, failed))
            try:
                return _verdict(replies, marks=_marks(replies[-1].text))
            except _Unreadable as unreadable:
                error = f"The reply of '{self.name}' cannot be read: {unreadable}."
                # At temperature 0 the same prompt would give the same reply.
                prompt += "\n" + render("judge_again")
        return _verdict(replies, error=error)


def _verdict(replies: Sequence[AIMessage], *, marks: dict[str, Any] | None = None, error: str | None = None) -> Verdict:
    usages = [reply.usage_metadata for reply in replies if reply.usage_metadata]
    return Verdict(
        **(marks or {"correct": None, "complete": None}),
        error=error,
        input_tokens=sum(usage["input_tokens"] for usage in usages),
        output_tokens=sum(usage["output_tokens"] for usage in usages),
        reported=bool(replies) and len(usages) == len(replies),
    )


def _marks(reply: str) -> dict[str, Any]:
    """The marks and the reason in a reply; raises _Unreadable if it has no marks, or marks that differ."""
    found = list(_objects(_THOUGHT.sub("", reply)[-READ:]))
    if not found:
        raise _Unreadable(f"it holds no JSON object with both marks; it begins {reply.strip()[:80]!r}")
    marks = [{name: _mark(name, one[name]) for name in ("correct", "complete")} for one in found]
    if any(pair != marks[0] for pair in marks):
        # It is unclear which is meant: one may be quoted from the judged answer.
        raise _Unreadable("it holds verdicts that differ")
    reason = found[-1].get("reason")
    return marks[0] | {"reason": " ".join(reason.split())[:REASON] if isinstance(reason, str) else ""}


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Every JSON object in the text that has both marks, except those nested in another such object."""
    at = text.find("{")
    while at >= 0:
        end = at + 1
        try:
            value, after = _DECODER.raw_decode(text, at)
            if isinstance(value, dict) and {"correct", "complete"} <= value.keys():
                yield value
                end = after
        except (ValueError, RecursionError):
            pass
        at = text.find("{", end)


def _mark(name: str, value: Any) -> float:
    if isinstance(value, (int, float, str)) and not isinstance(value, bool):
        with suppress(ValueError, OverflowError):
            if (mark := float(value)) in SCALE:
                return mark
    raise _Unreadable(f"'{name}' is {str(value)[:40]!r}, not 0, 0.5 or 1")
