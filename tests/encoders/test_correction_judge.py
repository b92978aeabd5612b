"""The judge of claims by notices of correction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sklearn.metrics import roc_auc_score

from index import encoders
from index.embedding import correction_judge
from tests.benchmarks.tuning.corrected import written_claims

if TYPE_CHECKING:
    from index.encoders import Borne, ClaimJudge

TITLE = "Orlen clinic gets second scanner"
NOTICE = (
    "An earlier version of this article gave the wrong price of the scanner.",
    "It costs 1.2 million crowns, not 9 million.",
)


@pytest.fixture(scope="module")
def judge() -> ClaimJudge:
    return correction_judge()


def likeliest(one: Borne) -> str:
    return max(("supported", "contradicted", "not_found"), key=lambda name: float(getattr(one, name)))


@pytest.mark.parametrize(
    ("claim", "shown"),
    [
        ("The second scanner of the clinic in Orlen costs 9 million crowns.", "contradicted"),
        ("The second scanner of the clinic in Orlen costs 1.2 million crowns.", "supported"),
        ("Nurses in Orlen went on strike for a week in spring.", "not_found"),
    ],
)
def test_the_old_words_are_contradicted_and_the_new_ones_borne_out(judge: ClaimJudge, claim: str, shown: str) -> None:
    assert likeliest(judge.of_claim(claim, encoders.Passage(TITLE, NOTICE))) == shown


def test_claims_are_told_apart_by_notices_not_learned_from(judge: ClaimJudge) -> None:
    labels, odds = list[bool](), list[float]()
    for one in [one for one in written_claims() if one.is_held_out][:60]:
        passage = encoders.Passage(one.title, tuple(one.sentences))
        for kind, claim in one.claims:
            if kind in "OR":
                labels.append(kind == "R")
                odds.append(judge.of_claim(claim, passage).odds)
    assert roc_auc_score(labels, odds) >= 0.8
