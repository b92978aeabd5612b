"""Whether an article bears a claim out: a logistic regression over the comparison of words and the judge of claims.

`python -m tests.benchmarks.tuning.fit_claims` fits the weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from assistant.verifying.bearing import Bearing, share_in_order
from assistant.verifying.otherwise import denials
from assistant.verifying.parsed import Sentence

if TYPE_CHECKING:
    from assistant.answers import ClaimVerdict
    from index.encoders import Borne


@dataclass(frozen=True, slots=True)
class Signs:
    """What was found about a claim; the fields are in the order of `WEIGHTS`."""

    judged: float
    judged_contradicted: float
    judged_attributed: float
    judged_compared: float
    judged_in_order: float
    compared: float
    contradicted: float
    missed: float
    hard: float
    in_order: float
    shortened: float
    held: float
    words: float
    names: float
    numbers: float
    dates: float
    denial: float
    operators: float
    denies_more: float
    denies_less: float
    several: float

    @classmethod
    def of(
        cls, claim: Sentence, sentences: Sequence[Sentence], found: Bearing, compared: ClaimVerdict | None, shown: Borne
    ) -> Signs:
        missing = [word for word in claim.content if word.text in found.missing]
        kinds = [word.kind for word in missing]
        telling = max(1, len(claim.content))
        order = max((share_in_order(claim, one) for one in sentences), default=0.0)
        supports = compared == "supported"
        weights = {one.weight for one in found.objections}
        mine, theirs = denials(claim), max((denials(sentences[at]) for at in found.used[:2]), default=0)
        return cls(
            shown.odds,
            shown.contradicted,
            shown.attributed,
            shown.odds * supports,
            shown.odds * order,
            float(supports),
            float("contradicted" in weights),
            float("not_found" in weights),
            float(any(one.hard for one in found.objections)),
            order,
            float(any(is_shortened(claim, one) for one in sentences)),
            found.held,
            kinds.count("word") / telling,
            float("name" in kinds),
            float("number" in kinds),
            float("date" in kinds),
            float(any(word.lemma in ("not", "never", "no", "without", "hardly") for word in missing if word.kind == "operator")),
            float("operator" in kinds),
            float(mine > theirs),
            float(mine < theirs),
            float(len(found.used) > 1),
        )


def is_shortened(claim: Sentence, sentence: Sentence) -> bool:
    """Whether the claim consists only of words of the sentence, in the same order."""
    rest = iter(sentence.tokens)
    return all(token in rest for token in claim.tokens if token[0].isalnum())


Weigh = Callable[[Signs], float]


def log_odds(signs: Signs) -> float:
    """The log-odds that the article bears the claim out."""
    return INTERCEPT + sum(one * weight for one, weight in zip(astuple(signs), astuple(WEIGHTS), strict=True))


BORNE = 0.3  # log-odds from which a claim is supported
WEIGHTS = Signs(*[0.0] * 21)
INTERCEPT = 0.0
