"""The judge of claims: whether sentences bear a claim out, read together with it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from index import encoders
from index.embedding import claim_judge
from tests.benchmarks.tuning.articles import Article, written

if TYPE_CHECKING:
    from index.encoders import Borne, ClaimJudge, Passage

ARTICLES = 8  # of those that the judge did not learn from
LEAST = 0.7  # area under the curve


@pytest.fixture(scope="module")
def judge() -> ClaimJudge:
    return claim_judge()


@pytest.fixture(scope="module")
def unlearned() -> list[Article]:
    able = [one for one in written() if one.is_held_out and len(one.sentences) > 17]
    return [one for one in able if any(kind == "T" for kind, *_ in one.items)][:ARTICLES]


def test_the_probabilities_of_the_verdicts_add_up_to_one(judge: ClaimJudge, clinic: Passage) -> None:
    one = judge.of_claim("A second scanner comes to Orlen in March.", clinic)
    logs = (one.supported, one.contradicted, one.not_found, one.attributed)
    assert sum(map(math.exp, logs)) == pytest.approx(1, abs=1e-4)
    assert one.odds == pytest.approx(one.supported - math.log(1 - math.exp(one.supported)), abs=1e-3)


def test_the_word_that_is_least_borne_out_is_whole(judge: ClaimJudge, clinic: Passage) -> None:
    claim = "The clinic in Orlen will get a helicopter in March."
    start, end = judge.of_claim(claim, clinic).doubtful
    assert claim[start:end] == "helicopter"


def test_true_claims_are_told_from_false_ones_about_articles_not_learned_from(
    judge: ClaimJudge, unlearned: list[Article]
) -> None:
    labels, odds = list[bool](), list[float]()
    for article in unlearned:
        for kind, own, text in article.items:
            if kind in "TCN":
                told = tuple(article.sentences[at] for at in sorted({*own, max(0, own[0] - 1)}))
                labels.append(kind == "T")
                odds.append(judge.of_claim(text, encoders.Passage(article.title, told)).odds)
    assert roc_auc_score(labels, odds) >= LEAST


@pytest.mark.parametrize("claim", ["", "?", "word " * 500, "’" * 2000, "\u200b"])
def test_any_claim_is_judged(judge: ClaimJudge, clinic: Passage, claim: str) -> None:
    one: Borne = judge.of_claim(claim, clinic)
    assert np.isfinite(one.odds)
    start, end = one.doubtful
    assert 0 <= start <= end <= len(claim)


def test_a_claim_is_judged_without_any_sentence(judge: ClaimJudge) -> None:
    assert judge.of_claim("The region pays half.", encoders.Passage("", ())).odds < 0
