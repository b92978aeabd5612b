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
    "search": 2.505,
    "search_blind": 5.456,
    "blind": -0.614,
    "meaning": 2.937,
    "chosen_meaning": 1.607,
    "lead": 3.805,
    "above_rest": 4.241,
    "held": 1.197,
    "held_blind": 1.662,
    "overlap": -0.360,
    "names_missing": -0.591,
    "kind_missing": 0.000,
    "length": 0.013,
}
INTERCEPT = -6.142
# An answer is given where the log-odds that there is one are above this. Lower answers more and refuses less.
THRESHOLD = -0.75


def signs(
    question: Question, hits: Sequence[Hit], found: Sequence[Candidate], weights: Mapping[str, float]
) -> dict[str, float]:
    """The figures that tell an answerable question from one that is not; all about 0 to 1."""
    blind = cjk_share(question.text)
    best, top = found[0], hits[0].score
    second = hits[1].score if len(hits) > 1 else 0.0
    paragraph = best.hit.paragraph.text
    held = set(words(paragraph)) | set(words(best.hit.heading.title))
    return {
        "search": top * (1 - blind),
        "search_blind": top * blind,
        "blind": blind,
        "meaning": max(one.meaning for one in found),
        "chosen_meaning": best.meaning,
        "lead": top - second,
        "above_rest": top - sum(hit.score for hit in hits[:10]) / len(hits[:10]),
        "held": share(weights, held) * (1 - blind),
        "held_blind": share(weights, held) * blind,
        "overlap": max(one.overlap for one in found),
        "names_missing": _missing(question.names, f"{best.hit.heading.title} {paragraph}"),
        "kind_missing": float(bool(question.asks_for) and not any(one.right_kind for one in found)),
        "length": len(weights) / 20,
    }


def _missing(names: Sequence[str], text: str) -> float:
    """The share of the question's names of which no word stands in the text."""
    lowered = text.lower()
    missing = [name for name in names if not any(word.lower() in lowered for word in name.split())]
    return len(missing) / len(names) if names else 0.0


def answerable(figures: Mapping[str, float]) -> float:
    """The log-odds that the question can be answered."""
    return INTERCEPT + sum(weight * figures[name] for name, weight in SIGNS.items())
