"""Why a claim is not borne out: the record that everything that compares two sentences makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Weight = Literal["contradicted", "attributed", "not_found"]
Places = dict[int, int]  # of the claim's words, the words of a sentence that say the same


@dataclass(frozen=True, slots=True)
class Objection:
    """Why the claim is not borne out: what it says and what the sentence says there; either may be empty."""

    weight: Weight
    claimed: str
    told: str
    hard: bool = False  # it holds against what is no copy as well
