"""Whether an article bears out a claim that its words alone do not, by logistic regression on them and the judge.

`python -m tests.benchmarks.tuning.fit_claims` fits the weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from assistant.verifying.bearing import Bearing, share_in_order
from assistant.verifying.parsed import Sentence

if TYPE_CHECKING:
    from index.encoders import Borne

BORNE = 0.4  # least log-odds of a supported claim: passing a false claim does more harm than stopping a true one

# The same for a claim that the words support and that is no near copy, with weights for the judge's log-odds that it is
# supported and its log-probability that it is only somebody's word: the lower that is, the less its other doubts count.
AGREED = 0.4  # least log-odds at which it stays supported
AGREEING, AGREEING_INTERCEPT, LEAST = (1.14, -0.48), -2.10, -12.0


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


Weigh = Callable[[Signs], float]
WEIGHTS = Signs(judged=0.811, judged_attributed=-0.136, missed=0.854, hard=-0.436, in_order=-3.682)
INTERCEPT = 0.106


def log_odds(signs: Signs) -> float:
    """The log-odds that the article bears out the claim."""
    return INTERCEPT + sum(one * weight for one, weight in zip(astuple(signs), astuple(WEIGHTS), strict=True))


def agreeing(shown: Borne) -> float:
    """The log-odds that the article bears out a claim that its words support."""
    told, attributed = AGREEING
    return AGREEING_INTERCEPT + told * shown.odds + attributed * max(shown.attributed, LEAST)
