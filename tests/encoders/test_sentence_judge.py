"""The judge of sentences: which sentence of a passage answers a question or refutes its premise, in its context."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index import encoders
from index.embedding import sentence_judge
from tests.benchmarks.tuning.articles import Article, written

if TYPE_CHECKING:
    from index.encoders import Bearing, Judged, Passage, SentenceJudge

ARTICLES = 8  # of those that the judge did not learn from
TOGETHER = 8  # sentences that are read together
OF_KIND = 4  # questions of an article that are no twins
ANSWERED, REFUTED = 0.75, 0.85  # share of pairs, and area under the curve; .5 by chance


@pytest.fixture(scope="module")
def judge() -> SentenceJudge:
    return sentence_judge()


@pytest.fixture(scope="module")
def unlearned() -> list[Article]:
    return [one for one in written() if one.is_held_out and one.twins][:ARTICLES]


def probabilities(one: Judged) -> float:
    return math.exp(one.nothing) + float(sum(np.exp(values).sum() for values in one.bearings.values()))


def odds(judge: SentenceJudge, article: Article, text: str, bearing: Bearing) -> float:
    """The highest log-odds over the article in parts."""
    parts = [article.sentences[at : at + TOGETHER] for at in range(0, len(article.sentences), TOGETHER)]
    told = judge.of_question(text, [encoders.Passage(article.title, tuple(part)) for part in parts])
    return max(one.odds(bearing) for one in told)


def test_the_probabilities_of_all_that_a_passage_may_be_add_up_to_one(judge: SentenceJudge, clinic: Passage) -> None:
    [one] = judge.of_question("what does it cost", [clinic])
    assert probabilities(one) == pytest.approx(1, abs=1e-4)
    assert all(len(values) == len(clinic.sentences) for values in one.bearings.values())


def test_the_sentence_that_answers_is_the_likeliest(judge: SentenceJudge, clinic: Passage) -> None:
    [told] = judge.of_question("how much is the new machine", [clinic])
    assert int(told.bearings["answers"].argmax()) == 1


def test_a_passage_is_judged_alike_beside_any_others(
    judge: SentenceJudge, clinic: Passage, unlearned: list[Article]
) -> None:
    others = [encoders.Passage(one.title, tuple(one.sentences)) for one in unlearned[:5]]
    question = "how many crowns does the region pay"
    alone = judge.of_question(question, [clinic])[0]
    judge.of_question("something else", others)
    judge._kept.clear()
    beside = judge.of_question(question, [*others, clinic])[-1]
    assert beside.nothing == pytest.approx(alone.nothing, abs=1e-4)
    assert beside.bearings["answers"] == pytest.approx(alone.bearings["answers"], abs=1e-3)


def test_what_was_judged_is_kept(judge: SentenceJudge, clinic: Passage) -> None:
    first = judge.of_question("when does the scanner come", [clinic])[0]
    assert judge.of_question("when does the scanner come", [clinic])[0] is first


def test_no_passage_has_no_judgement(judge: SentenceJudge) -> None:
    assert judge.of_question("who", []) == []
    assert judge.of_question("who", [encoders.Passage("", ())])[0].odds("answers") == -math.inf


def test_what_does_not_fit_bears_on_nothing(judge: SentenceJudge) -> None:
    long = encoders.Passage(
        "word " * 500, tuple(f"The {number}th part of it is {'blue ' * 80}." for number in range(9))
    )
    [told] = judge.of_question("what colour is the last part " * 400, [long])
    assert told.bearings["answers"][-1] < -1000
    assert probabilities(told) == pytest.approx(1, abs=1e-4)


def test_of_two_questions_alike_in_form_the_one_that_the_article_answers_is_told_from_the_other(
    judge: SentenceJudge, unlearned: list[Article]
) -> None:
    right = []
    for article in unlearned:
        for pair in article.twins:
            texts = {kind: text for kind, _, text in pair}
            if texts.keys() == {"Q", "U"}:
                answered, other = (odds(judge, article, texts[kind], "answers") for kind in "QU")
                right.append(answered > other)
    assert np.mean(right) >= ANSWERED


def test_refuted_premises_are_told_from_answered_questions(judge: SentenceJudge, unlearned: list[Article]) -> None:
    from sklearn.metrics import roc_auc_score

    refuted, found = list[bool](), list[float]()
    for article in unlearned:
        for kind in "FQ":
            texts = [text for own, _, text in article.items[: article.paired] if own == kind][:OF_KIND]
            refuted += [kind == "F"] * len(texts)
            found += [odds(judge, article, text, "refutes") for text in texts]
    assert roc_auc_score(refuted, found) >= REFUTED
