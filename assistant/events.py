"""What happens while a question is answered, as events.

The order is one Searching; then pieces of Text, each claim's last piece followed by its new citations and the claim;
finally one Done or one Failed. An empty Text may come at any time, even before Searching, while a model rewrites a
follow-up. Only Done is final: if a writer failed halfway, its text differs from the pieces.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from assistant.answers import Answer, Citation, Claim, Framed
from index.errors import ArticleAssistantError


@dataclass(frozen=True, slots=True)
class Searching:
    """The articles are being searched for the standalone question; with `warming_up`, once the models are loaded."""

    type: ClassVar[Literal["searching"]] = "searching"
    question: str
    standalone_question: str
    warming_up: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """The next piece of the answer's text; an empty one only shows that the writer is still at work.

    The offsets of the `framed` parts index into the joined pieces.
    """

    type: ClassVar[Literal["text"]] = "text"
    text: str
    framed: tuple[Framed, ...] = ()


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim of the text so far, with its verdict; its `start` and `end` index into the joined pieces."""

    type: ClassVar[Literal["claim"]] = "claim"
    claim: Claim


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation whose marker is in the text so far."""

    type: ClassVar[Literal["citation"]] = "citation"
    citation: Citation


@dataclass(frozen=True, slots=True)
class Done:
    """The whole answer."""

    type: ClassVar[Literal["done"]] = "done"
    answer: Answer


@dataclass(frozen=True, slots=True)
class Failed:
    """Why there is no answer, in one sentence with the next step, and the error that `ask` raises."""

    type: ClassVar[Literal["error"]] = "error"
    message: str
    error: ArticleAssistantError = field(default_factory=ArticleAssistantError, repr=False, compare=False)


Event = Searching | Text | Claimed | Cited | Done | Failed
