"""From scores of questions to figures with intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.evaluation.measures import DEFINITIONS, measured
from assistant.evaluation.refusals import refusal_curve
from assistant.evaluation.results import Measure, Result

ANSWER = {"outcome": "answered", "claims": [], "citations": [], "closest": [], "answerability": None}


def result(answerable: bool | None = True, **scores: float) -> Result:
    return Result("q", "?", "", answerable, (), (), ANSWER, None, (), scores)


def judged(*, refused: bool, answerable: bool, odds: float | None) -> Result:
    scores = {"refusal_f1": float(not answerable)} if refused or not answerable else {}
    if not answerable:
        scores = {"refusal_f1": float(refused), "refused_unanswerable": float(refused)}
    if refused:
        scores["refusal_precision"] = float(not answerable)
    answer = ANSWER | {"outcome": "not_found" if refused else "answered", "answerability": odds}
    return Result("q", "?", "", answerable, (), (), answer, None, (), scores)


def test_a_measure_is_a_mean_over_the_questions_it_applies_to() -> None:
    found = measured([result(**{"mrr@10": 1.0}), result(**{"mrr@10": 0.5}), result()], seed=0)["mrr@10"]
    assert (found.value, found.n) == (0.75, 2)


def test_a_measure_of_nothing_has_no_value() -> None:
    assert measured([result()], seed=0)["mrr@10"] == Measure(None, None, None, 0)


def test_supported_is_a_share_of_claims_and_not_of_questions() -> None:
    one = result(supported=1.0)
    many = Result(
        "r", "?", "", True, (), (), ANSWER | {"claims": [{"supported": False}] * 3}, None, (), {"supported": 0}
    )
    one = Result("q", "?", "", True, (), (), ANSWER | {"claims": [{"supported": True}]}, None, (), {"supported": 1})
    found = measured([one, many], seed=0)["supported"]
    assert (found.value, found.n) == (0.25, 4)


def test_refusal_precision_and_f1_are_those_of_the_confusion_matrix() -> None:
    # Three right refusals, one wrong one, one unanswerable question answered.
    right = [judged(refused=True, answerable=False, odds=None)] * 3
    wrong = [judged(refused=True, answerable=True, odds=None)]
    missed = [judged(refused=False, answerable=False, odds=None)]
    found = measured([*right, *wrong, *missed, judged(refused=False, answerable=True, odds=None)], seed=0)
    assert found["refusal_precision"].value == 3 / 4
    assert found["refusal_f1"].value == pytest.approx(2 * 3 / (2 * 3 + 1 + 1))


def test_refusals_have_no_precision_where_every_question_can_be_answered() -> None:
    assert measured([judged(refused=True, answerable=True, odds=None)], seed=0)["refusal_precision"].n == 0


def test_an_interval_is_that_of_the_normal_approximation_where_that_holds() -> None:
    results = [result(**{"hit@1": float(number < 300)}) for number in range(400)]
    found = measured(results, seed=1)["hit@1"]
    half = 1.96 * np.sqrt(0.75 * 0.25 / 400)
    assert found.low == pytest.approx(0.75 - half, abs=0.006)
    assert found.high == pytest.approx(0.75 + half, abs=0.006)


def test_an_interval_is_the_same_for_the_same_seed() -> None:
    results = [result(**{"mrr@10": 1 / number}) for number in range(1, 30)]
    assert measured(results, seed=3) == measured(results, seed=3)


@settings(max_examples=25)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_a_value_always_lies_within_its_interval_and_that_between_0_and_1(scores: list[float]) -> None:
    found = measured([result(**{"ndcg@10": score}) for score in scores], seed=0)["ndcg@10"]
    assert found.low is not None and found.value is not None and found.high is not None
    assert -1e-9 <= found.low <= found.value + 1e-9 and found.value - 1e-9 <= found.high <= 1 + 1e-9


def test_every_measure_is_explained() -> None:
    assert all(definition.meaning and definition.of for definition in DEFINITIONS.values())


def test_the_curve_says_what_each_threshold_would_refuse() -> None:
    results = [
        judged(refused=True, answerable=False, odds=-2.0),
        judged(refused=False, answerable=False, odds=0.5),
        judged(refused=False, answerable=True, odds=0.0),
        judged(refused=False, answerable=True, odds=3.0),
        judged(refused=True, answerable=True, odds=None),  # a rule refused it, at any threshold
        judged(refused=False, answerable=True, odds=None),
    ]
    curve = {point.threshold: point for point in refusal_curve(results, -1.0)}
    assert list(curve) == [-2.0001, -2.0, -1.0, 0.0, 0.5, 3.0]
    assert (curve[-2.0001].refused_unanswerable, curve[-2.0001].refused_answerable) == (0.0, 0.25)
    assert (curve[-2.0].refused_unanswerable, curve[-2.0].refused_answerable) == (0.5, 0.25)
    assert (curve[0.5].refused_unanswerable, curve[0.5].refused_answerable) == (1.0, 0.5)
    assert curve[0.5].precision == 2 / 4
    assert curve[0.5].f1 == pytest.approx(2 * 2 / (2 + 2 + 2))


def test_there_is_no_curve_without_both_kinds_of_question() -> None:
    assert refusal_curve([judged(refused=True, answerable=True, odds=1.0)], 0.0) == ()


def test_a_long_curve_has_at_most_a_hundred_points_and_its_last() -> None:
    many = [judged(refused=False, answerable=bool(number % 2), odds=number / 10) for number in range(1000)]
    curve = refusal_curve(many, -1.0)
    assert len(curve) <= 103
    assert curve[-1].refused_unanswerable == curve[-1].refused_answerable == 1.0
