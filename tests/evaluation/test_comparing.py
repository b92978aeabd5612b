"""Comparing two runs: what is called better or worse, on which questions, and what is only chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_rel

from assistant.evaluation import comparing
from assistant.evaluation.comparing import MIRRORS, Difference, compare, holm
from assistant.evaluation.measures import DEFINITIONS, measured
from assistant.evaluation.results import Gold, Result, Results
from index.errors import WrongUsage


def answer(text: str = "", *, claims: int = 0, quotes: int = 0, milliseconds: int = 0) -> dict[str, Any]:
    """As much of an answer/1 record as measures and tables read."""
    return {
        "outcome": "answered" if text else "not_found",
        "text": text or "The articles do not say.",
        "claims": [{"supported": True}] * claims,
        "citations": [{}] * quotes,
        "closest": [],
        "timings_ms": {"total": milliseconds},
    }


def result(name: str, scores: Mapping[str, float] | None = None, **fields: Any) -> Result:
    given = {"question": f"What of {name}?", "type": "", "answerable": True, "answers": (), "gold": ()}
    given |= {"answer": answer(f"This of {name}."), "error": None, "hits": (), "scores": dict(scores or {})} | fields
    return Result(id=name, **given)


def results(questions: Sequence[Result], **fields: Any) -> Results:
    types = sorted({one.type for one in questions})
    return Results(
        **{
            "measures": measured(questions, seed=0),
            "by_type": {name: measured([one for one in questions if one.type == name], seed=0) for name in types},
            "refusal_curve": (),
            "questions": tuple(questions),
            "warnings": (),
            "settings": {},
            "versions": {},
        }
        | fields
    )


def scored(measure: str, values: Sequence[float], **fields: Any) -> Results:
    """A run with one score a question."""
    return results([result(f"q{place}", {measure: value}, **fields) for place, value in enumerate(values)])


def difference(measure: str, before: Sequence[float], after: Sequence[float], *, seed: int = 1) -> Difference:
    return compare(scored(measure, before), scored(measure, after), seed=seed).differences[measure]


def refusals(decided: Sequence[tuple[bool, bool]]) -> Results:
    """A run of (answerable, refused)."""
    rows = []
    for place, (answerable, refused) in enumerate(decided):
        right = float(refused and not answerable)
        scores = {"refusal_precision": right} if refused else {}
        if answerable:
            scores |= {"refused_answerable": float(refused)} | ({"refusal_f1": 0.0} if refused else {})
        else:
            scores |= {"refused_unanswerable": right, "refusal_recall": right, "hallucination": 1 - right}
            scores |= {"refusal_f1": right}
        rows.append(result(f"q{place}", scores, answerable=answerable))
    return results(rows)


@given(
    st.lists(
        st.dictionaries(st.sampled_from([*DEFINITIONS]), st.sampled_from([0.0, 0.1, 1 / 3, 0.7, 1.0])),
        min_size=1,
        max_size=9,
    ),
    st.integers(0, 9),
)
@settings(max_examples=25, deadline=None)
def test_a_run_never_differs_from_itself(scores: list[dict[str, float]], seed: int) -> None:
    rows = [
        result(f"q{place}", one, answerable=place % 2 == 0, answer=answer("a", claims=3, quotes=2))
        for place, one in enumerate(scores)
    ]
    run = results(rows)
    for one in compare(run, run, seed=seed).differences.values():
        assert (one.after - one.before, one.low, one.high) == (0, 0, 0)
        assert (one.p, one.p_adjusted, one.verdict) == (1, 1, "no difference")
        assert one.gained == one.lost == ()


def test_yes_or_no_is_tested_by_the_exact_test_of_mcnemar() -> None:
    found = difference("hit@4", [0] * 8 + [1] + [1] * 30, [1] * 8 + [0] + [1] * 30)
    assert found.test == "McNemar"
    assert found.p == pytest.approx(20 / 512, abs=1e-12)  # 2 (C(9, 0) + C(9, 1)) / 2^9
    assert found.gained == tuple(f"q{place}" for place in range(8))
    assert found.lost == ("q8",)
    assert (found.before, found.after, found.n) == (31 / 39, 38 / 39, 39)


def test_what_is_better_lower_gains_where_it_falls() -> None:
    found = difference("refused_answerable", [1] * 20 + [0], [0] * 20 + [1])
    assert (len(found.gained), found.lost, found.verdict) == (20, ("q20",), "better")
    assert difference("hit@4", [1] * 20, [0] * 20).verdict == "worse"


def test_other_scores_are_tested_by_a_paired_bootstrap_that_agrees_with_the_t_test_where_that_holds() -> None:
    random = np.random.default_rng(5)
    before = random.uniform(0, 0.9, 400)
    after = before + random.normal(0.006, 0.06, 400)
    found = difference("mrr@10", list(before), list(after))
    assert found.test == "paired bootstrap"
    assert found.p == pytest.approx(ttest_rel(before, after).pvalue, abs=0.01)
    interval = ttest_rel(after, before).confidence_interval(0.95)
    assert (found.low, found.high) == (pytest.approx(interval.low, abs=0.001), pytest.approx(interval.high, abs=0.001))


@pytest.mark.parametrize("changed", range(1, 6))
def test_a_handful_of_questions_that_changed_are_never_more_than_chance(changed: int) -> None:
    found = difference("mrr@10", [0.0] * changed + [0.5] * 50, [1.0] * changed + [0.5] * 50)
    assert found.p >= 0.5 ** (changed - 1)
    assert found.verdict == "no difference"
    assert difference("mrr@10", [0.0] * changed, [1.0] * changed).verdict == "no difference"


@given(st.lists(st.tuples(*[st.sampled_from([0.0, 0.2, 0.5, 1.0])] * 2), min_size=1, max_size=60))
@settings(max_examples=25, deadline=None)
def test_comparing_the_other_way_round_says_the_opposite(values: list[tuple[float, float]]) -> None:
    one, other = (list(side) for side in zip(*values, strict=True))
    there, back = difference("ndcg@10", one, other), difference("ndcg@10", other, one)
    assert (there.before, there.after, there.p) == (back.after, back.before, back.p)
    assert (there.low, there.high) == (pytest.approx(-back.high, abs=1e-9), pytest.approx(-back.low, abs=1e-9))
    opposite = {"better": "worse", "worse": "better", "no difference": "no difference"}
    assert there.verdict == opposite[back.verdict]


def test_the_same_seed_gives_the_same_comparison() -> None:
    random = np.random.default_rng(2)
    before, after = (scored("token_f1", list(random.uniform(size=50))) for _ in range(2))
    assert compare(before, after, seed=3) == compare(before, after, seed=3)


def test_a_ratio_keeps_what_each_run_refused() -> None:
    before = refusals([(True, True)] * 10 + [(False, True)] * 10 + [(False, False)] * 20)
    after = refusals([(True, False)] * 10 + [(False, True)] * 30)
    found = compare(before, after, seed=1).differences
    assert (found["refusal_precision"].before, found["refusal_precision"].after) == (0.5, 1.0)
    assert found["refusal_f1"].before == pytest.approx(2 * 10 / (2 * 10 + 10 + 20))
    assert found["refusal_f1"].after == 1.0
    assert (found["refusal_precision"].n, found["refusal_f1"].n) == (40, 40)
    assert found["refusal_precision"].verdict == found["refusal_f1"].verdict == "better"


def test_a_ratio_weighs_claims_and_not_questions() -> None:
    many, one = answer("a", claims=9), answer("a", claims=1)
    before = results([result("a", {"supported": 1.0}, answer=many), result("b", {"supported": 0.0}, answer=one)])
    after = results([result("a", {"supported": 0.0}, answer=one), result("b", {"supported": 1.0}, answer=one)])
    found = compare(before, after, seed=1).differences["supported"]
    assert (found.before, found.after) == (0.9, 0.5)


def test_refusing_is_compared_only_where_the_shared_questions_are_of_both_kinds() -> None:
    decided = [(False, True)] * 5
    one_kind = compare(refusals(decided), refusals(decided), seed=1).differences
    assert not {"refusal_precision", "refusal_f1"} & set(one_kind)
    both_kinds = refusals([*decided, (True, True)])
    assert {"refusal_precision", "refusal_f1"} <= set(compare(both_kinds, both_kinds, seed=1).differences)


def test_a_measure_is_compared_on_the_questions_that_have_it_in_both_runs() -> None:
    before = results([result("a", {"hit@1": 1.0}), result("b", {"hit@1": 1.0}), result("c", {"mrr@10": 1.0})])
    after = results([result("a", {"hit@1": 1.0}), result("b"), result("c", {"hit@1": 0.0})])
    found = compare(before, after, seed=1).differences
    assert set(found) == {"hit@1"}
    assert (found["hit@1"].before, found["hit@1"].after, found["hit@1"].n) == (1, 1, 1)


def test_holm_gives_the_figures_worked_out_by_hand() -> None:
    adjusted = holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.005})
    assert adjusted == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06, "d": 0.02})


def test_measures_that_mirror_each_other_are_one_test_and_have_one_p() -> None:
    before = refusals([(False, False)] * 9 + [(False, True)] + [(True, False)] * 5)
    after = refusals([(False, True)] * 10 + [(True, False)] * 5)
    found = compare(before, after, seed=1).differences
    rest = set(found) - set(MIRRORS)
    assert set(MIRRORS) < set(found)
    assert holm({name: found[name].p for name in rest}) == {name: found[name].p_adjusted for name in rest}
    for name, twin in MIRRORS.items():
        assert (found[name].p, found[name].p_adjusted) == (found[twin].p, found[twin].p_adjusted)
        assert found[name].verdict == found[twin].verdict == "better"
        assert found[name].gained == found[twin].gained


def test_a_small_difference_is_no_verdict_when_many_measures_are_tested() -> None:
    """Alone p is .04; beside other measures it may be chance."""
    others = ("hit@1", "hit@10", "answer_held")
    flips = [(0.0, 1.0)] * 8 + [(1.0, 0.0)] + [(1.0, 1.0)] * 30
    before, after = (
        results(
            [
                result(f"q{place}", {"hit@4": flip[side], **dict.fromkeys(others, 1.0)})
                for place, flip in enumerate(flips)
            ]
        )
        for side in (0, 1)
    )
    found = compare(before, after, seed=1).differences["hit@4"]
    assert found.p < 0.05 < found.p_adjusted
    assert found.verdict == "no difference"


def test_runs_that_differ_by_chance_alone_are_seldom_called_different() -> None:
    random = np.random.default_rng(11)
    called = 0
    for seed in range(20):
        runs = []
        for _ in range(2):
            rows = [
                {"hit@1": float(rank == 1), "mrr@10": 1 / rank, "answer_held": float(held), "token_f1": held * shared}
                for rank, held, shared in zip(
                    random.geometric(0.7, 100), random.random(100) < 0.6, random.beta(0.5, 0.5, 100), strict=True
                )
            ]
            runs.append(results([result(f"q{place}", row) for place, row in enumerate(rows)], measures={}, by_type={}))
        verdicts = {one.verdict for one in compare(*runs, seed=seed).differences.values()}
        called += verdicts != {"no difference"}
    assert called <= 2


def test_only_questions_with_the_same_words_and_gold_are_compared() -> None:
    gold = Gold("article", (1,), None, 0)
    before = results([result(name, {"hit@1": 1.0}) for name in "abcdef"], settings={"search": "hybrid", "seed": 0})
    after = results(
        [
            result("a", {"hit@1": 1.0}),
            result("b", {"hit@1": 0.0}, question="What else?"),
            result("c", {"hit@1": 0.0}, answers=("gold",)),
            result("d", {"hit@1": 0.0}, gold=(gold,)),
            result("e", {"hit@1": 0.0}, answerable=None),
            result("g", {"hit@1": 0.0}),
        ],
        settings={"search": "dense", "seed": 0, "judge": "fake"},
    )
    found = compare(before, after, seed=1)
    assert (found.shared, found.only_before, found.only_after) == (1, ("f",), ("g",))
    assert found.changed == ("b", "c", "d", "e")
    assert found.differences["hit@1"].after == 1.0
    assert found.settings == {"search": ("hybrid", "dense"), "judge": (None, "fake")}


def test_runs_of_different_sets_cannot_be_compared() -> None:
    with pytest.raises(WrongUsage, match="no question is in both"):
        compare(results([result("a")]), results([result("b")]), seed=1)
    with pytest.raises(WrongUsage, match="has changed"):
        compare(results([result("a")]), results([result("a", question="Else?")]), seed=1)


def test_every_measure_that_is_named_in_the_comparison_exists() -> None:
    assert {*comparing.RATIOS, *MIRRORS, *MIRRORS.values()} <= set(DEFINITIONS)
