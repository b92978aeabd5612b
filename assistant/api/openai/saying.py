"""An answer as text and annotations of the OpenAI protocol, whole or as it arrives, up to the requested length."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from assistant.answers import Answer, unlinked
from assistant.presenting.annotations import annotated, for_openai
from assistant.presenting.notes import ending
from assistant.presenting.source_list import with_sources

Shown = Literal["text", "annotations", "both"]
_WORD = re.compile(r"\S+")


@dataclass(slots=True)
class Saying:
    """`citations` says how citations are shown, `server` is the root of links, `text` is what was sent so far.

    The text ends after `most` tokens, counted by `tokens`, or before a text in `stop`; `finish` says which ended it.
    """

    citations: Shown
    server: str
    tokens: Callable[[str], int]
    most: int | None = None
    stop: Sequence[str] = ()
    text: str = ""
    finish: Literal["stop", "length"] = "stop"
    _came: str = ""  # the answer itself so far, including what is held back
    _ended: bool = field(default=False, repr=False)

    def more(self, piece: str) -> str:
        """The text to send when the next piece of the answer has arrived."""
        self._came += piece
        return self._given(unlinked(self._came), final=False)

    def rest(self, answer: Answer) -> tuple[str, list[dict[str, Any]]]:
        """The rest of the text, and the annotations of all of it."""
        rest, begins = ending(answer, self._came)
        whole = unlinked(self._came + rest)
        if self.citations != "annotations":
            whole = with_sources(whole, answer.citations, self.server)
        last = self._given(whole, final=True)
        if self.citations == "text":
            return last, []
        shifted = (replace(one, start=one.start + begins, end=one.end + begins) for one in annotated(answer))
        shown = (one for one in shifted if one.end <= len(self.text))
        return last, [for_openai(one, lambda link: self.server.rstrip("/") + link) for one in shown]

    def _given(self, whole: str, *, final: bool) -> str:
        """The part of the text so far that has not been sent yet; text that may become a `stop` is held back."""
        if self._ended:
            return ""
        begun = len(self.text)
        stops = [at for one in self.stop if (at := whole.find(one)) >= 0]
        end = min(stops, default=len(whole) if final else max(begun, len(whole) - self._held()))
        if self.most is not None and self.tokens(whole[:end]) > self.most:
            end = max(begun, _fitting(whole[:end], self.most, self.tokens))
            self.finish, self._ended = "length", True
        self._ended = self._ended or bool(stops)
        self.text = whole[:end] if end > begun else self.text
        return self.text[begun:]

    def _held(self) -> int:
        return max((len(one) - 1 for one in self.stop), default=0) or self._came.endswith("<")


def _fitting(text: str, most: int, tokens: Callable[[str], int]) -> int:
    """The length of the longest prefix of the text, in whole words, with at most that many tokens."""
    ends = [word.end() for word in _WORD.finditer(text)]
    if len(ends) < 2:  # a language without spaces
        ends = list(range(1, len(text)))
    fits, low, high = 0, 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        if tokens(text[: ends[middle]]) <= most:
            fits, low = ends[middle], middle + 1
        else:
            high = middle
    return fits
