"""Gates, the bounds that a run must meet to pass, such as `hit@4>=0.9`: parsed, checked, reported in a sentence.

The baseline is another run of the same questions.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from assistant.evaluation.comparing import matched, sides
from assistant.evaluation.measures import DEFINITIONS
from assistant.evaluation.results import Results
from index.errors import WrongUsage

TOLERANCE = 1e-9  # so that .91 is not more than .9 + .01
_GATE = re.compile(r"\s*([^\[\]<>=≥≤]+?)\s*(?:\[([^\]]+)\]\s*)?(>=|<=|==|[≥≤<>])(.*)", re.DOTALL)
_NUMBER = r"((?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?)\s*(%?)"
_VALUE = re.compile(rf"\s*(?:{_NUMBER}|(baseline)\s*(?:([+-])\s*{_NUMBER})?)\s*", re.IGNORECASE)
_LATENCY = re.compile(r"latency_(\w+)_(p50|p95|p99)")
_LATENCIES = [f"latency_{stage}_{point}" for stage in ("search", "write", "total") for point in ("p50", "p95", "p99")]
# For each operator: the words for a value that passes and for one that fails, and for what the gate requires.
_WORDS = {
    ">=": ("at least", "less than", "asks for"),
    "<=": ("at most", "more than", "allows"),
    ">": ("more than", "not more than", "sets"),
    "<": ("less than", "not less than", "sets"),
    "==": ("exactly", "not", "asks for"),
}


@dataclass(frozen=True, slots=True)
class Gate:
    """A bound on a measure, for one type of question if `type` is given, or on a latency in milliseconds.

    The bound is `value`; with `baseline`, the baseline's figure plus `value`; with `relative`, plus that share of the
    baseline's figure.
    """

    text: str
    measure: str
    type: str | None
    sign: str
    value: float
    baseline: bool = False
    relative: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a gate passed, and its finding in one sentence for people."""

    gate: Gate
    passed: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class _Found:
    """The value that a gate checks, a remark about it, and the baseline's value."""

    value: float
    beside: str
    baseline: float = 0.0


class _NoValue(Exception):
    """The value was not measured; the message says why."""


def parse_gates(texts: Iterable[str], *, baseline: bool) -> list[Gate]:
    """Parses all gates before anything runs; raises WrongUsage if one is invalid or lacks the baseline it needs."""
    gates = [parse_gate(text) for text in texts]
    for gate in gates:
        if gate.baseline and not baseline:
            raise _without_baseline(gate)
    return gates


def parse_gate(text: str) -> Gate:
    """Reads MEASURE[TYPE] SIGN VALUE, such as `hit@4[speaker] >= 90%` or `latency_total_p95 <= baseline+10%`.

    1 % is .01 of a measure, which goes from 0 to 1; for a latency, it is a hundredth of the baseline's.
    """
    found = _GATE.fullmatch(text)
    if not found:
        raise WrongUsage(
            f"The gate '{text}' cannot be read. Write it in quotation marks, such as 'hit@4>=0.9' or "
            "'hallucination<=baseline+0.01'."
        )
    measure, type_, sign, bound = found.groups()
    timed = bool(_LATENCY.fullmatch(measure))
    if not timed and measure not in DEFINITIONS:
        nearest = get_close_matches(measure, [*DEFINITIONS, *_LATENCIES], n=1, cutoff=0)[0]
        raise WrongUsage(f"The gate '{text}' names '{measure}', which is no measure. The nearest is '{nearest}'.")
    if timed and type_:
        raise WrongUsage(f"The gate '{text}' cannot be checked: latency is not measured by type. Leave out [{type_}].")
    value, of_baseline, per_cent = _bound(text, bound)
    if timed and per_cent and not of_baseline:
        raise WrongUsage(f"The gate '{text}' cannot be checked: a latency is in milliseconds. Leave out the %.")
    if not timed and abs(value) > 1:
        raise WrongUsage(f"The gate '{text}' has no meaning: {measure} is between 0 and 1. Write 0.9 or 90%.")
    sign = {"≥": ">=", "≤": "<="}.get(sign, sign)
    return Gate(text.strip(), measure, type_, sign, value, of_baseline, relative=timed and per_cent)


def _bound(text: str, bound: str) -> tuple[float, bool, bool]:
    """The number, whether it is relative to the baseline, and whether it was given in per cent."""
    found = _VALUE.fullmatch(bound)
    number, per_cent, baseline, direction, step, step_per_cent = found.groups() if found else [None] * 6
    value = float(number or step or 0) * (0.01 if per_cent or step_per_cent else 1)
    if not found or not math.isfinite(value):
        raise WrongUsage(
            f"The gate '{text}' has no bound that can be read. Give a number, such as 0.9 or 90%, or 'baseline', "
            "'baseline+0.01' or 'baseline-2%'."
        )
    return (-value if direction == "-" else value), bool(baseline), bool(per_cent or step_per_cent)


def check(gates: Sequence[Gate], results: Results, baseline: Results | None = None) -> list[Outcome]:
    """Whether each gate passes; a gate with nothing to measure does not.

    A gate relative to the baseline compares the questions that both runs asked alike.
    """
    return [_outcome(gate, results, baseline) for gate in gates]


def _outcome(gate: Gate, results: Results, baseline: Results | None) -> Outcome:
    if gate.baseline and baseline is None:
        raise _without_baseline(gate)
    try:
        found = _found(gate, results, baseline if gate.baseline else None)
    except _NoValue as reason:
        return Outcome(gate, False, f"{_subject(gate)} has no value: {reason}.")
    bound = gate.value if not gate.relative else gate.value * found.baseline
    bound += found.baseline
    passed = _holds(found.value, gate.sign, bound)
    return Outcome(gate, passed, _sentence(gate, found, bound, passed))


def _holds(value: float, sign: str, bound: float) -> bool:
    over = value - bound
    return {
        ">=": over >= -TOLERANCE,
        "<=": over <= TOLERANCE,
        ">": over > TOLERANCE,
        "<": over < -TOLERANCE,
        "==": abs(over) <= TOLERANCE,
    }[sign]


def _found(gate: Gate, results: Results, baseline: Results | None) -> _Found:
    if gate.measure not in DEFINITIONS:
        return _Found(_latency(gate, results), "", _latency(gate, baseline) if baseline else 0.0)
    if gate.type is not None and gate.type not in (known := {one.type for one in results.questions}):
        raise _NoValue(f"no question has this type (types are: {', '.join(sorted(known - {''})) or 'none'})")
    if baseline:
        return _found_in_both(gate, results, baseline)
    measures = results.measures if gate.type is None else results.by_type.get(gate.type, {})
    measure = measures.get(gate.measure)
    if measure is None or measure.value is None:
        raise _NoValue(f"it is measured on '{DEFINITIONS[gate.measure].of}', and there is nothing of that kind")
    low, high = (figure(bound or 0.0, 2) for bound in (measure.low, measure.high))
    return _Found(measure.value, f" [{low}, {high}] of {measure.n:,}")


def _found_in_both(gate: Gate, results: Results, baseline: Results) -> _Found:
    pairs = [pair for pair in matched(baseline, results) if gate.type in (None, pair[1].type)]
    if not pairs:
        raise _NoValue("no question of this type is in both runs")
    before, whole_before, after, whole_after = (float(side.sum()) for side in sides(gate.measure, pairs))
    if not whole_before or not whole_after:
        raise _NoValue(f"one of the two runs has nothing of the kind '{DEFINITIONS[gate.measure].of}'")
    return _Found(after / whole_after, f" over the {len(pairs):,} questions of both runs", before / whole_before)


def _latency(gate: Gate, results: Results) -> float:
    stage, point = _LATENCY.fullmatch(gate.measure).groups()  # type: ignore[union-attr]
    stages = results.timings.get("latency_ms", {})
    if stages.get(stage, {}).get(point) is None:
        raise _NoValue(f"the stage '{stage}' was not timed (stages are: {', '.join(stages) or 'none'})")
    return float(stages[stage][point])


def _sentence(gate: Gate, found: _Found, bound: float, passed: bool) -> str:
    """The finding, with enough digits for value and bound to differ."""
    timed = gate.measure not in DEFINITIONS
    least = 0 if timed else 2
    apart = (digits for digits in range(least, 10) if figure(found.value, digits) != figure(bound, digits))
    digits = least if abs(found.value - bound) <= TOLERANCE else next(apart, 10)
    value, limit, before = (
        figure(number, digits) + (" ms" if timed else "") for number in (found.value, bound, found.baseline)
    )
    holding, failing, does = _WORDS[gate.sign]
    beside = f" (the baseline has {before})" if gate.baseline else ""
    relation = holding if passed else failing
    return f"{_subject(gate)} is {value}{found.beside}, which is {relation} the {limit} that the gate {does}{beside}."


def _subject(gate: Gate) -> str:
    return gate.measure if gate.type is None else f"{gate.measure} of type '{gate.type}'"


def figure(value: float, digits: int = 3) -> str:
    """A number as tables show it: .943, -.02, 1.000."""
    return re.sub(r"^(-?)0\.", r"\1.", f"{round(value, digits) + 0.0:.{digits}f}")


def _without_baseline(gate: Gate) -> WrongUsage:
    return WrongUsage(f"The gate '{gate.text}' needs an earlier run to compare with. Give one with --baseline.")
