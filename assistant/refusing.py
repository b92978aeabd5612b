"""Says whether what was found answers the question at all.

A logistic regression over a few figures of the best paragraphs and sentences, fitted on all development sets
together by tests/benchmarks/fit_refusal.py; how well it does is in docs/decisions.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.choosing import Candidate, share
from assistant.question import Question
from index.articles import Hit
from index.lexical import cjk_share, words

SIGNS = {
    "search": 3.082,
    "search_blind": 6.031,
    "blind": -1.049,
    "meaning": 1.737,
    "chosen_meaning": 2.086,
    "held": 1.322,
    "held_blind": 3.887,
    "names_missing": -0.625,
    "lead": 5.542,
    "number": -1.088,
    "date": -0.320,
}
INTERCEPT = -5.584
# The score that the best paragraph of an unrelated article has, where no second article comes near enough to tell. For
# a question to which the model is blind there is none: the best paragraph by words alone always scores high.
UNRELATED = 0.3


def signs(
    question: Question, hits: Sequence[Hit], found: Sequence[Candidate], weights: Mapping[str, float]
) -> dict[str, float]:
    """The figures that tell an answerable question from one that is not; all about 0 to 1.

    `found` holds the judged sentences, best first, at least one. Figures of meaning are 0 where the model is blind.
    """
    blind, best = cjk_share(question.text), found[0]
    paragraph = f"{best.hit.heading.title} {best.hit.paragraph.text}"
    held = share(weights, set(words(paragraph)))
    others = [hit.score for hit in hits if hit.heading.id != best.hit.heading.id and hit.score >= UNRELATED]
    untold = hits[0].score * blind + UNRELATED * (1 - blind)
    return {
        "search": hits[0].score * (1 - blind),
        "search_blind": hits[0].score * blind,
        "blind": blind,
        "meaning": max(one.meaning for one in found),
        "chosen_meaning": best.meaning,
        "held": held * (1 - blind),
        "held_blind": held * blind,
        "names_missing": _missing(question.names, paragraph),
        # Against other articles only: in an article on the subject all paragraphs score alike.
        "lead": hits[0].score - max(others, default=untold),
        "number": float(question.asks_for == "number"),
        "date": float(question.asks_for == "date"),
    }


def _missing(names: Sequence[str], text: str) -> float:
    """The share of the question's names whose last word, which tells most, stands nowhere in the text."""
    held = text.lower()
    missing = [name for name in names if name.split()[-1].lower() not in held]
    return len(missing) / len(names) if names else 0.0


def answerable(figures: Mapping[str, float]) -> float:
    """The log-odds that the question can be answered."""
    return INTERCEPT + sum(weight * figures[name] for name, weight in SIGNS.items())
