"""Prints the measures of several runs as one Markdown table: `python -m tests.benchmarks.table FILE.json ...`."""

from __future__ import annotations

import sys
from pathlib import Path

from assistant.evaluation.measures import DEFINITIONS
from assistant.evaluation.results import Measure, Results, read_results


def table(runs: dict[str, Results]) -> str:
    """A row for each measure that any run has, with its interval and denominator, and one for citations an answer."""
    rows = [["measure", *runs], ["---"] * (len(runs) + 1)]
    for name in DEFINITIONS:
        if any(run.measures[name].n for run in runs.values()):
            rows.append([f"`{name}`", *(_cell(run.measures[name]) for run in runs.values())])
    rows.append(["citations an answer", *(f"{_citations(run):.2f}" for run in runs.values())])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cell(measure: Measure) -> str:
    if measure.value is None or measure.low is None or measure.high is None:
        return ""
    value, low, high = (f"{bound:.3f}".removeprefix("0") for bound in (measure.value, measure.low, measure.high))
    return f"{value} [{low}, {high}] {measure.n}"


def _citations(run: Results) -> float:
    answers = [one.answer for one in run.questions if one.answer and one.answer["outcome"] == "answered"]
    return sum(len(answer["citations"]) for answer in answers) / max(1, len(answers))


if __name__ == "__main__":
    print(table({Path(path).stem: read_results(Path(path)) for path in sys.argv[1:]}))
