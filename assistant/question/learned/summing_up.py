"""Whether a question wants an article summed up, by a regression over its words and pairs of words.

tests/benchmarks/tuning/fit_summing_up.py fits it to questions that much of an article answers.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

WORDS = re.compile(r"[^\W\d_]+|\d+")
WANTED = -1.0  # log-odds from which it does


def wants_summary(text: str) -> bool:
    """Whether the question, with any instructions that it had, wants what carries an article, not one thing in it."""
    table = _weights()
    words = WORDS.findall(text.lower())
    said = {*words, *(f"{one} {other}" for one, other in zip(words, words[1:], strict=False))}
    return table[""] + sum(table.get(one, 0.0) for one in said) >= WANTED


@cache
def _weights() -> dict[str, float]:
    """The weight of each word or pair; that of "" is the intercept."""
    rows = resources.files(__package__).joinpath("summing_up.tsv").read_text("utf-8").splitlines()
    return {name: float(weight) for name, weight in (row.split("\t") for row in rows)}
