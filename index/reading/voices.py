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
