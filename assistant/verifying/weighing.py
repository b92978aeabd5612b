"""Whether an article bears out a claim, by logistic regression on what the words show and what a judge does.

`python -m tests.benchmarks.tuning.fit_claims [--larger]` fits the weights for each judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from assistant.verifying.bearing import Bearing, share_in_order
from assistant.verifying.parsed import Sentence

if TYPE_CHECKING:
    from index.encoders import Borne

FLOOR = -12.0  # of the judge's log-probability that a claim is only somebody's word


@dataclass(frozen=True, slots=True)
class Signs:
    """The findings on a claim that is not a near copy and that the words do not support, or their weights."""

    judged: float  # the judge's log-odds that the claim is supported
    judged_attributed: float  # the judge's log-probability that the claim is only somebody's word
    missed: float  # whether the words show that something is missing
    hard: float  # whether they contradict it in a way that also counts against claims that are not copies
    in_order: float  # the share of the claim's words that a sentence has in the same order

    @classmethod
    def of(cls, claim: Sentence, sentences: Sequence[Sentence], found: Bearing, shown: Borne) -> Signs:
        return cls(
            judged=shown.odds,
            judged_attributed=shown.attributed,
            missed=float(any(one.weight == "not_found" for one in found.objections)),
            hard=float(any(one.hard for one in found.objections)),
            in_order=max((share_in_order(claim, one) for one in sentences), default=0.0),
        )


@dataclass(frozen=True)
class Weighing:
    """The weights for one judge."""

    weights: Signs
    intercept: float
    # For a claim that the words support and that is no near copy, the weights of the judge's log-odds that it is
    # supported and of its log-probability that it is only somebody's word: the lower that is, the less its other
    # doubts count.
    agreeing: tuple[float, float]
    agreeing_intercept: float
    least: float  # log-odds of a supported claim: passing a false claim does more harm than stopping a true one
    copied: float  # the judge's least log-odds for a near copy that the words support, where these are more reliable

    def log_odds(self, signs: Signs) -> float:
        """The log-odds that the article bears out a claim that its words do not support."""
        return self.intercept + sum(
            one * weight for one, weight in zip(astuple(signs), astuple(self.weights), strict=True)
        )

    def agreed(self, shown: Borne) -> float:
        """The log-odds that the article bears out a claim that its words support."""
        told, attributed = self.agreeing
        return self.agreeing_intercept + told * shown.odds + attributed * max(shown.attributed, FLOOR)


SMALL = Weighing(
    weights=Signs(judged=0.811, judged_attributed=-0.136, missed=0.854, hard=-0.436, in_order=-3.682),
    intercept=0.106,
    agreeing=(1.14, -0.48),
    agreeing_intercept=-2.10,
    least=0.4,
    copied=-1.2,
)
LARGER = Weighing(
    weights=Signs(judged=0.689, judged_attributed=-0.313, missed=0.703, hard=-0.111, in_order=-3.545),
    intercept=-0.699,
    agreeing=(1.015, -0.131),
    agreeing_intercept=-0.23,
    least=0.1,
    copied=-1.0,
)
