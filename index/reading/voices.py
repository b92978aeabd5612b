"""The voice and speaker of a span, with the place of the words that name the speaker."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

REACH = 2  # paragraphs back in which a speaker is looked for
NEAR = 40  # sentences back
BARE = 0.6  # the share in quotation marks that makes a sentence a quotation

Place = tuple[int, int, int]  # paragraph, start, end
PlaceBack = tuple[int, int, int]  # how many paragraphs back, start, end
Voice = Literal["direct", "mixed", "reported", "outlet", "author"]  # "author" is the author of an opinion piece


@dataclass(frozen=True, slots=True)
class SpeakerFrom:
    """The place of the words that name the speaker, if the quoted sentence itself says only "he"."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a span; `speaker` is None if the voice is the outlet's or more than one could be meant.

    `speaker_from` is the place of the words that name the speaker, if the span says only "he" or "the president";
    `among` names everybody whose words are in the span, and `parts` are the spans of those words.
    """

    voice: Voice
    speaker: str | None = None
    speaker_from: PlaceBack | None = None
    among: tuple[str, ...] = ()
    parts: tuple[tuple[int, int], ...] = field(default=(), compare=False)


OUTLET = Attribution("outlet")
