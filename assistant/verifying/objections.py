"""Why a claim is not supported: the record that each comparison of two sentences produces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Weight = Literal["contradicted", "attributed", "not_found"]
Places = dict[int, int]  # claim word -> the word of a sentence that says the same


@dataclass(frozen=True, slots=True)
class Objection:
    """Why the claim is not supported: what it says and what the sentence says instead; either may be empty."""

    weight: Weight
    claimed: str
    stated: str
    hard: bool = False  # it also holds against claims that are not copies
