"""Given names with the pronouns that fit them: a hint to what a name is, never a veto.

The table's header names its source.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

Pronoun = Literal["he", "she", "both"]


@cache
def _names() -> dict[str, Pronoun]:
    found: dict[str, Pronoun] = {}
    section: Pronoun = "both"
    for line in files("index.language").joinpath("given_names.txt").read_text("utf-8").splitlines():
        if line in ("[she]", "[he]", "[both]"):
            section = line.strip("[]")  # type: ignore[assignment]
        elif not line.startswith("#"):
            found.update(dict.fromkeys(line.split(), section))
    return found


def pronoun_of(name: str) -> Pronoun | None:
    """The pronoun that goes with a given name; None if the name is not in the table."""
    return _names().get(name.casefold())
