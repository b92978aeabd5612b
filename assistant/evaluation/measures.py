"""The measures: what each means, which direction is better, and how question scores become one figure and its interval.

Every measure is a weighted mean of the questions' scores, so that one bootstrap serves them all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from assistant.evaluation.results import Measure, Measures, Result

RESAMPLES = 2000
LEVEL = 0.95
BATCH = 200  # resamples at a time, so that 5,000 questions need only a few megabytes


def _claims(result: Result) -> float:
    claims = result.answer["claims"] if result.answer else ()
    return sum(claim["supported"] is not None for claim in claims)


def _quotes(result: Result) -> float:
    return len(result.answer["citations"]) + len(result.answer["closest"]) if result.answer else 0


def _once(_: Result) -> float:
    return 1.0


def _doubled_if_right(result: Result) -> float:
    """F1 = 2 TP / (2 TP + FP + FN)."""
    return 1.0 + result.scores["refusal_f1"]


@dataclass(frozen=True, slots=True)
class Definition:
    """A measure: its meaning and scope in words, which way is better, whether a score is yes or no, and its weight."""

    meaning: str
    of: str
    better: Literal["higher", "lower"] = "higher"
    yes_no: bool = False
    weight: Callable[[Result], float] = _once
    pooled: bool = False  # its denominator is the sum of the weights, not the number of questions
    needs_both: bool = False  # undefined if all questions are answerable or all unanswerable


DEFINITIONS = {
    "hit@1": Definition("the best paragraph is gold", "questions with evidence", yes_no=True),
    "hit@4": Definition("one of the best 4 paragraphs is gold", "questions with evidence", yes_no=True),
    "hit@10": Definition("one of the best 10 paragraphs is gold", "questions with evidence", yes_no=True),
    "mrr@10": Definition("one over the rank of the first gold paragraph", "questions with evidence"),
    "ndcg@10": Definition("gain of gold paragraphs by rank, over the best order's", "questions with evidence"),
    "all_groups@10": Definition("each group of evidence is in the best 10", "questions with evidence", yes_no=True),
    "right": Definition("outcome, premise and groups, all as required", "questions that require one", yes_no=True),
    "outcome_right": Definition("the outcome is the required one", "questions that require one", yes_no=True),
    "premise_right": Definition("the premise has the required verdict", "questions that require one", yes_no=True),
    "enough_cited": Definition("enough groups are cited by paragraph", "answerable with evidence", yes_no=True),
    "citation_precision": Definition("share of citations in a gold paragraph", "answerable with evidence"),
    "citation_recall": Definition("share of groups cited by paragraph", "answerable with evidence"),
    "quote_precision": Definition("share of quotes that hold a gold quote", "answerable with gold quotes"),
    "quote_recall": Definition("share of groups whose gold quote is quoted", "answerable with gold quotes"),
    "quote_hit": Definition("one of the quotes holds a gold quote", "answerable with gold quotes", yes_no=True),
    "chosen_right": Definition("a gold quote was chosen", "answered, with gold quotes", yes_no=True),
    "speaker_right": Definition("share of right quotes with the right speaker", "right quotes with a gold speaker"),
    "voice_right": Definition("share of right quotes with the right voice", "right quotes with a gold voice"),
    "answer_held": Definition("the answer holds a gold answer", "answerable with gold answers", yes_no=True),
    "token_f1": Definition("words shared with the nearest gold answer, F1", "answerable with gold answers"),
    "judged_correct": Definition("correct, according to the judge", "answerable with gold answers"),
    "judged_complete": Definition("complete, according to the judge", "answerable with gold answers"),
    "refused_unanswerable": Definition("refused, rightly", "unanswerable", yes_no=True),
    "refused_answerable": Definition("refused, wrongly", "answerable", "lower", yes_no=True),
    "hallucination": Definition("answered, though the articles do not say", "unanswerable", "lower", yes_no=True),
    "refusal_precision": Definition("refusals that are right", "refused", needs_both=True),
    "refusal_recall": Definition("unanswerable questions that are refused", "unanswerable", yes_no=True),
    "refusal_f1": Definition("F1 of refusing", "refused or unanswerable", weight=_doubled_if_right, needs_both=True),
    "supported": Definition("claims that verification supports", "claims with a verdict", weight=_claims, pooled=True),
    "verbatim": Definition("quotes that are verbatim in their paragraph", "quotes", weight=_quotes, pooled=True),
    "errors": Definition("the question failed", "questions", "lower", yes_no=True),
}


def measured(results: Sequence[Result], *, seed: int) -> Measures:
    """Every measure over these questions: value, bounds of the 95 % interval, and denominator.

    The interval is a percentile bootstrap over questions (Efron and Tibshirani, "An Introduction to the Bootstrap",
    1993, chapter 13) by scipy.stats.bootstrap; if all scores are the same it has no width.
    """
    both = {True, False} <= {one.answerable for one in results}
    by_name = {name: results if both or not definition.needs_both else () for name, definition in DEFINITIONS.items()}
    return {name: _measure(*weighted(name, of), DEFINITIONS[name].pooled, seed) for name, of in by_name.items()}


def weighted(name: str, results: Sequence[Result]) -> tuple[np.ndarray, np.ndarray]:
    """For each question, the score times its weight, and the weight; both 0 if the measure does not apply."""
    weight = DEFINITIONS[name].weight
    weights = np.array([weight(one) if name in one.scores else 0.0 for one in results])
    scores = np.array([one.scores.get(name, 0.0) for one in results])
    return scores * weights, weights


def share(parts: np.ndarray, wholes: np.ndarray, axis: int = -1) -> np.ndarray:
    """The weighted mean along an axis; 0 if all weights are 0, as in a resample that drew no question with a weight."""
    whole = wholes.sum(axis=axis)
    return parts.sum(axis=axis) / np.where(whole == 0, 1.0, whole)


def _measure(parts: np.ndarray, wholes: np.ndarray, pooled: bool, seed: int) -> Measure:
    counted = wholes > 0
    parts, wholes = parts[counted], wholes[counted]
    n = int(wholes.sum()) if pooled else len(wholes)
    if not n:
        return Measure(None, None, None, 0)
    value = float(share(parts, wholes))
    shares = parts / wholes
    if len(shares) < 2 or np.all(shares == shares[0]):
        return Measure(value, value, value, n)
    from scipy.stats import bootstrap  # imported here: it takes a second, and checking a set does not need it

    interval = bootstrap(
        (parts, wholes),
        share,
        paired=True,
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=BATCH,
        confidence_level=LEVEL,
        method="percentile",
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return Measure(value, float(interval.low), float(interval.high), n)
