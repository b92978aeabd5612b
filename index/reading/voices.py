"""How a sentence says what it says, and where the words stand that name its speaker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Voice = Literal["direct", "mixed", "reported", "outlet", "author"]  # the author's own words, in an opinion piece


@dataclass(frozen=True, slots=True)
class SpeakerFrom:
    """Where the words stand that name the speaker, when the quoted sentence itself says only "he"."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a span; `speaker` is None where the voice is the outlet's or where more than one could be meant.

    `speaker_from` is (how many paragraphs back, start, end) of the words that name the speaker, where the span says
    only "he" or "the president"; `among` names everybody whose words stand in it.
    """

    voice: Voice
    speaker: str | None = None
    speaker_from: tuple[int, int, int] | None = None
    among: tuple[str, ...] = ()


OUTLET = Attribution("outlet")
