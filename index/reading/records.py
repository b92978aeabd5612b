"""The reading of an article, made once when it is added: mentions and statements, kind of text, brief.

Paragraphs are given by number, spans in code points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from index.articles import TextKind
from index.reading.voices import SpeakerFrom, Voice

if TYPE_CHECKING:  # stored readings are loaded without the parser
    from index.language.corrections import NoticeKind

NameKind = Literal["person", "organisation", "place"]
SpeakerKind = Literal["person", "organisation", "document", "unnamed"]


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a paragraph: `paragraph_text[start:end]`, in code points; paragraphs count from 1."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names somebody or something; `name` is the full name in this article, `form` the words there."""

    span: Span
    form: str
    name: str
    kind: NameKind


@dataclass(frozen=True, slots=True)
class Role:
    """A description of somebody in an article, besides the name: "mayor", "chief executive of the ferry line"."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A span attributed to a speaker; one for each sentence or part of one.

    `cue` is the attributing word (None in the second sentence of a quotation), `source` the words for the speaker, such
    as "she", `speaker` the full name in this article, None if nobody is named.
    """

    span: Span
    voice: Voice
    cue: str | None
    source: str | None
    speaker: str | None
    kind: SpeakerKind
    speaker_from: SpeakerFrom | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A notice that corrects or withdraws what was published; `was` and `now` are None if it does not quote them."""

    span: Span
    kind: NoticeKind
    was: str | None = None
    now: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading of one article; `signs` says in words why it has this kind of text.

    Statements are in text order. `descriptions` are all the words that say what a speaker is, roles among them.
    """

    mentions: tuple[Mention, ...] = ()
    roles: tuple[Role, ...] = ()
    descriptions: tuple[Role, ...] = ()
    statements: tuple[Statement, ...] = ()
    text_kind: TextKind = "unknown"
    signs: tuple[str, ...] = ()
    brief: tuple[Span, ...] = ()
    corrections: tuple[Correction, ...] = ()
