"""What a question asks about articles themselves, by logistic regression on its words and word pairs.

tests/benchmarks/tuning/fit_wanted.py fits one regression per kind to questions written for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, get_args

from index.language.word_lists import FUNCTION_WORDS

WORDS = re.compile(r"[^\W\d_]+|\d+")
WantedKind = Literal["overview", "articles", "author", "date", "outlet"]
KINDS: tuple[WantedKind, ...] = get_args(WantedKind)
# The least log-odds of each kind. An overview needs less, since a summary of an article also contains its facts.
LEAST: dict[WantedKind, float] = {"overview": -1.0, "articles": 1.0, "author": 1.0, "date": 1.0, "outlet": 1.0}
LONGEST = 400  # characters of a question that are read


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted: an overview, the articles on something, or an article's author, date or outlet.

    `subject` is the question from its first to its last word that is not part of the asking; it may be empty.
    """

    kind: WantedKind
    subject: str


def wanted(text: str) -> Wanted | None:
    """What the question, including any instructions, asks about articles; None if it asks for something in them."""
    text = text[:LONGEST]
    kind = max(KINDS, key=lambda one: log_odds(_tables()[one], text) - LEAST[one])
    table = _tables()[kind]
    if log_odds(table, text) < LEAST[kind]:
        return None
    about = [
        one
        for one in WORDS.finditer(text)
        if table.get(one[0].lower(), 0.0) <= 0 and one[0].lower() not in FUNCTION_WORDS
    ]
    return Wanted(kind, text[about[0].start() : about[-1].end()] if about else "")


def log_odds(table: Mapping[str, float], text: str) -> float:
    words = WORDS.findall(text.lower())
    said = {*words, *(f"{one} {other}" for one, other in zip(words, words[1:], strict=False))}
    return table[""] + sum(table.get(one, 0.0) for one in said)


@cache
def _tables() -> dict[WantedKind, dict[str, float]]:
    """The weights of words and word pairs for each kind; the weight of "" is the intercept."""
    rows = resources.files(__package__).joinpath("wanted.tsv").read_text("utf-8").splitlines()
    found = [row.split("\t") for row in rows]
    return {kind: {name: float(weight) for of, name, weight in found if of == kind} for kind in KINDS}
