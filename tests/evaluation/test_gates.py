"""Gates: what is read from their text, when they are passed, and the sentence that says so."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.gates import Gate, Outcome, check, figure, parse_gate, parse_gates
from assistant.evaluation.measures import DEFINITIONS
from assistant.evaluation.results import Results
from index.errors import WrongUsage
from tests.evaluation.test_comparing import refusals, result, results, scored

TIMES = {"latency_ms": {"total": {"p50": 10.0, "p95": 120.0, "p99": 180.5, "n": 4}}}
TYPED = results(
    [
        *(result(f"s{place}", {"hit@4": float(place != 0)}, type="speaker") for place in range(10)),
        *(result(f"d{place}", {"hit@4": 1.0}, type="a [date") for place in range(10)),
        result("n", type="nothing"),
    ],
    timings=TIMES,
)


def checked(text: str, run: Results, baseline: Results | None = None) -> Outcome:
    return check([parse_gate(text)], run, baseline)[0]


@pytest.mark.parametrize(
    ("text", "gate"),
    [
        ("hit@4>=0.9", Gate("hit@4>=0.9", "hit@4", None, ">=", 0.9)),
        (" hit@4 [ a type ] ≥ 90 % ", Gate("hit@4 [ a type ] ≥ 90 %", "hit@4", " a type ", ">=", 0.9)),
        ("mrr@10[a<=b]≤.5", Gate("mrr@10[a<=b]≤.5", "mrr@10", "a<=b", "<=", 0.5)),
        ("verbatim==1", Gate("verbatim==1", "verbatim", None, "==", 1.0)),
        ("errors<1e-2", Gate("errors<1e-2", "errors", None, "<", 0.01)),
        ("hit@1>baseline", Gate("hit@1>baseline", "hit@1", None, ">", 0.0, baseline=True)),
        ("hit@1>=baseline - 2%", Gate("hit@1>=baseline - 2%", "hit@1", None, ">=", -0.02, baseline=True)),
        ("hit@1>=Baseline+.01", Gate("hit@1>=Baseline+.01", "hit@1", None, ">=", 0.01, baseline=True)),
        ("latency_total_p95<=800", Gate("latency_total_p95<=800", "latency_total_p95", None, "<=", 800.0)),
        ("latency_a_b_p50<baseline+9", Gate("latency_a_b_p50<baseline+9", "latency_a_b_p50", None, "<", 9.0, True)),
        (
            "latency_total_p99<=baseline+10%",
            Gate("latency_total_p99<=baseline+10%", "latency_total_p99", None, "<=", 0.1, True, True),
        ),
    ],
)
def test_a_gate_is_read(text: str, gate: Gate) -> None:
    assert parse_gate(text) == gate


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "cannot be read"),
        ("hit@4", "in quotation marks"),
        ("hit@4=>0.9", "cannot be read"),
        ("hit@4[]>=0.9", "cannot be read"),
        ("hitt@4>=0.9", "The nearest is 'hit@4'"),
        ("halucination<=.1", "The nearest is 'hallucination'"),
        ("latency_total_p90<=100", "The nearest is 'latency_total_p9"),
        ("hit@4>=", "no bound that can be read"),
        ("hit@4>=high", "no bound that can be read"),
        ("hit@4>=0,9", "no bound that can be read"),
        ("hit@4>=nan", "no bound that can be read"),
        ("hit@4>=1e999", "no bound that can be read"),
        ("hit@4>=baseline*2", "no bound that can be read"),
        ("hit@4>=baseline-", "no bound that can be read"),
        ("hit@4>=90", "is between 0 and 1"),
        ("hit@4>=baseline+2", "is between 0 and 1"),
        ("latency_total_p95<=90%", "in milliseconds"),
        ("latency_total_p95[speaker]<=90", "not measured by type"),
    ],
)
def test_what_cannot_be_read_is_told_with_the_way_out(text: str, said: str) -> None:
    with pytest.raises(WrongUsage, match=r"\.$") as error:
        parse_gate(text)
    assert said in str(error.value)
    assert f"The gate '{text}'" in str(error.value)


@given(st.text() | st.from_regex(r"(hit@1|latency_total_p95)(\[.*\])?(>=|<|==)\s*(baseline)?[-+]?.*%?", fullmatch=True))
def test_any_text_is_a_gate_or_wrong_usage(text: str) -> None:
    with contextlib.suppress(WrongUsage):
        assert isinstance(parse_gate(text), Gate)


def test_a_gate_on_the_baseline_needs_one_before_anything_runs() -> None:
    texts = ["hit@4>=0.9", "hit@1>=baseline"]
    with pytest.raises(WrongUsage, match="'hit@1>=baseline' needs an earlier run"):
        parse_gates(texts, baseline=False)
    assert [gate.baseline for gate in parse_gates(texts, baseline=True)] == [False, True]
    with pytest.raises(WrongUsage, match="--baseline"):
        check([parse_gate("hit@1>=baseline")], TYPED)


@pytest.mark.parametrize(
    ("sign", "below", "equal", "above"),
    [
        (">=", False, True, True),
        ("<=", True, True, False),
        (">", False, False, True),
        ("<", True, False, False),
        ("==", False, True, False),
    ],
)
def test_each_sign_means_what_it_says(sign: str, below: bool, equal: bool, above: bool) -> None:
    run = scored("hit@4", [1, 1, 1, 0])
    for bound, passed in ((0.76, below), (0.75, equal), (0.74, above)):
        assert checked(f"hit@4{sign}{bound}", run).passed == passed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hit@4>=.7", "is at least the .70 that the gate asks for"),
        ("hit@4>=.8", "is less than the .80 that the gate asks for"),
        ("hit@4<=.8", "is at most the .80 that the gate allows"),
        ("hit@4<=.7", "is more than the .70 that the gate allows"),
        ("hit@4>.7", "is more than the .70 that the gate sets"),
        ("hit@4>.75", "is not more than the .75 that the gate sets"),
        ("hit@4<.8", "is less than the .80 that the gate sets"),
        ("hit@4<.75", "is not less than the .75 that the gate sets"),
        ("hit@4==.75", "is exactly the .75 that the gate asks for"),
        ("hit@4==.7", "is not the .70 that the gate asks for"),
    ],
)
def test_the_sentence_says_how_the_figure_stands_to_the_bound(text: str, said: str) -> None:
    assert f", which {said}." in checked(text, scored("hit@4", [1, 1, 1, 0])).sentence


def test_floating_point_does_not_decide_a_gate() -> None:
    ten, thirty, eighty = (scored("hit@4", [1] * right + [0] * (100 - right)) for right in (10, 30, 80))
    assert 0.1 + 0.2 > 0.3 and 0.1 + 0.7 < 0.8  # in floating point
    assert checked("hit@4>=baseline+0.2", thirty, ten).passed
    assert checked("hit@4<=baseline+70%", eighty, ten).passed
    assert checked("hit@4==baseline+0.2", thirty, ten).passed
    assert not checked("hit@4<baseline+0.2", thirty, ten).passed
    assert not checked("hit@4>baseline+70%", eighty, ten).passed
    assert not checked("hit@4<=baseline+0.6999", eighty, ten).passed


def test_the_sentence_has_the_figure_its_interval_and_what_was_asked() -> None:
    run = scored("hit@4", [1] * 87 + [0] * 13)
    low, high = (figure(bound, 2) for bound in (run.measures["hit@4"].low, run.measures["hit@4"].high))
    failed = checked("hit@4>=0.9", run)
    assert not failed.passed
    assert failed.sentence == f"hit@4 is .87 [{low}, {high}] of 100, which is less than the .90 that the gate asks for."
    passed = checked("hit@4[speaker]>=80%", TYPED)
    assert passed.passed
    assert "hit@4 of type 'speaker' is .90" in passed.sentence
    assert "of 10, which is at least the .80 that the gate asks for." in passed.sentence


def test_the_sentence_tells_figures_apart_that_are_nearly_the_same() -> None:
    run = scored("hit@4", [1] * 1798 + [0] * 202)  # .899, which two digits show as .90
    sentence = checked("hit@4>=0.9", run).sentence
    assert "is .899 [" in sentence and "less than the .900 that" in sentence


def test_a_gate_on_a_type_sees_that_type_alone() -> None:
    assert checked("hit@4[a [date]==1", TYPED).passed
    assert not checked("hit@4[speaker]==1", TYPED).passed
    unknown = checked("hit@4[who]>=0", TYPED)
    assert not unknown.passed
    assert "no question has this type (types are: a [date, nothing, speaker)" in unknown.sentence


def test_a_gate_with_nothing_to_measure_fails_and_says_so() -> None:
    for text in ("hit@4[nothing]>=0", "answer_held>=0", "refusal_f1>=0", "answer_held>=baseline"):
        outcome = checked(text, TYPED, TYPED)
        assert not outcome.passed
        assert "has no value" in outcome.sentence
    one_kind = refusals([(False, True)] * 3)
    assert not checked("refusal_precision>=baseline", one_kind, one_kind).passed


def test_beside_a_baseline_only_questions_of_both_runs_count() -> None:
    before = scored("hit@4", [1, 1, 0, 0])
    after = scored("hit@4", [1, 0, 0, 0, 1, 1, 1, 1, 1, 1])
    outcome = checked("hit@4>=baseline", after, before)
    assert not outcome.passed
    assert outcome.sentence == (
        "hit@4 is .25 over the 4 questions of both runs, which is less than the .50 that the gate asks for "
        "(the baseline has .50)."
    )


def test_a_gate_that_names_no_baseline_sees_all_questions_also_where_there_is_one() -> None:
    before, after = scored("hit@4", [0]), scored("hit@4", [0, 1, 1, 1])
    assert checked("hit@4==.75", after, before).passed


def test_beside_a_baseline_a_type_is_compared_with_that_type() -> None:
    before = results([result("a", {"hit@4": 0.0}, type="x"), result("b", {"hit@4": 1.0}, type="y")])
    after = results([result("a", {"hit@4": 1.0}, type="x"), result("b", {"hit@4": 0.0}, type="y")])
    assert checked("hit@4[x]>baseline+90%", after, before).passed
    assert not checked("hit@4[y]>=baseline", after, before).passed
    only_after = results([*after.questions, result("c", {"hit@4": 1.0}, type="z")])
    assert "no question of this type is in both runs" in checked("hit@4[z]>=baseline", only_after, before).sentence


def test_latency_is_in_milliseconds_and_per_cent_of_the_baseline() -> None:
    slower = results([result("a")], timings={"latency_ms": {"total": {"p95": 131.0}}})
    assert checked("latency_total_p95<=120", TYPED).passed
    failed = checked("latency_total_p95 < 100", TYPED)
    assert failed.sentence == "latency_total_p95 is 120 ms, which is not less than the 100 ms that the gate sets."
    assert checked("latency_total_p95<=baseline+10%", slower, results([result("a")], timings=TIMES)).passed is True
    assert checked("latency_total_p95<=baseline+9%", slower, results([result("a")], timings=TIMES)).passed is False
    assert checked("latency_total_p95<=baseline+11", slower, results([result("a")], timings=TIMES)).passed is True
    assert "'write' was not timed (stages are: total)" in checked("latency_write_p50<9", TYPED).sentence
    assert "'total' was not timed" in checked("latency_total_p50<9", results([result("a")])).sentence


@given(st.sampled_from([*DEFINITIONS]), st.sampled_from([">=", "<=", "<", ">", "=="]), st.floats(0, 1))
def test_every_measure_can_be_gated_and_its_sentence_agrees_with_the_outcome(
    measure: str, sign: str, bound: float
) -> None:
    outcome = checked(f"{measure}{sign}{bound!r}", TYPED)
    negative = any(word in outcome.sentence for word in ("is less", "is more", "is not", "has no value"))
    assert outcome.sentence.endswith(".")
    assert outcome.passed or negative
