"""Whether a question wants an article summed up, by a logistic regression on its words and word pairs.

tests/benchmarks/tuning/fit_summing_up.py fits it to questions that take much of an article to answer.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

WORDS = re.compile(r"[^\W\d_]+|\d+")
WANTED = -1.0  # least log-odds at which a question wants a summary


def wants_summary(text: str) -> bool:
    """Whether the question, with any instructions it had, wants the main points of an article, not one fact in it."""
    table = _weights()
    words = WORDS.findall(text.lower())
    said = {*words, *(f"{one} {other}" for one, other in zip(words, words[1:], strict=False))}
    return table[""] + sum(table.get(one, 0.0) for one in said) >= WANTED


@cache
def _weights() -> dict[str, float]:
    """The weight of each word or pair; that of "" is the intercept."""
    rows = resources.files(__package__).joinpath("summing_up.tsv").read_text("utf-8").splitlines()
    return {name: float(weight) for name, weight in (row.split("\t") for row in rows)}
