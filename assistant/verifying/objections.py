"""Why a claim is not supported: the record made by everything that compares two sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Weight = Literal["contradicted", "attributed", "not_found"]
Places = dict[int, int]  # for the claim's words, the words of a sentence that say the same


@dataclass(frozen=True, slots=True)
class Objection:
    """Why the claim is not supported: what it says and what the sentence says instead; either may be empty."""

    weight: Weight
    claimed: str
    stated: str
    hard: bool = False  # it also holds against claims that are not copies
