"""Results, gates and problems as printed in a terminal or a file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.evaluation.gates import Outcome, figure
from assistant.evaluation.measures import DEFINITIONS
from assistant.evaluation.question_files.questions import Problem
from assistant.evaluation.reporting.printing import GAP, one_line, open_console, plain_table, show_left
from assistant.evaluation.reporting.progress import duration
from assistant.evaluation.results import Measure, Measures, Result, Results
from assistant.presenting.counted import counted

PRINTED_TYPES = 24
PRINTED_WARNINGS = 20
PRINTED_ERRORS = 5
HEADING = 8  # characters per line of a type's name in a column heading
LONGEST_TYPE = 60


def show_results(results: Results) -> None:
    """Prints every measure, then measures by type, timings, and what a person should look at."""
    console = open_console()
    console.print(_measures(results.measures))
    if missing := [name for name in DEFINITIONS if not _known(results.measures, name)]:
        console.print(Text(f"\nNothing to measure for: {', '.join(missing)}.", style="dim"))
    if len(results.by_type) > 1:
        for table in _by_type(results, console.width):
            console.print()
            console.print(table)
        show_left(console, len(results.by_type) - PRINTED_TYPES, "types")
    console.print()
    for line in (*_latency(results), *_tokens(results)):
        console.print(line, soft_wrap=True)
    _show_warnings(console, results.warnings)
    _show_errors(console, results.questions)


def _known(measures: Measures, name: str) -> bool:
    return name in measures and measures[name].value is not None


def _measures(measures: Measures) -> Table:
    table = plain_table("Measure", "Value", "95 % interval", "Of", "What it says", right=("Value", "Of"))
    for name, definition in DEFINITIONS.items():
        if _known(measures, name):
            one = measures[name]
            meaning = definition.meaning + (" (lower is better)" if definition.better == "lower" else "")
            table.add_row(name, _value(one), f"[{_bound(one.low)}, {_bound(one.high)}]", f"{one.n:,}", meaning)
    return table


def _value(measure: Measure | None) -> str:
    return "" if measure is None or measure.value is None else figure(measure.value)


def _bound(value: float | None) -> str:
    return figure(value or 0.0)


def _by_type(results: Results, width: int) -> Iterator[Table]:
    """Tables of measures by type, with as many types side by side as fit; only the PRINTED_TYPES largest types."""
    counts = Counter(one.type for one in results.questions)
    largest = sorted(results.by_type, key=lambda type_: -counts[type_])[:PRINTED_TYPES]
    shown = [type_ for type_ in results.by_type if type_ in largest]
    names = [name for name in DEFINITIONS if any(_known(results.by_type[one], name) for one in shown)]
    for types in _fitting(shown, width - max(map(len, [*names, "questions"]))):
        headings = [_heading(one) for one in types]
        table = plain_table("By type", *headings, right=headings)
        table.add_row("questions", *(f"{counts[one]:,}" for one in types), style="dim")
        for name in names:
            table.add_row(name, *(_value(results.by_type[one].get(name)) for one in types))
        yield table


def _heading(type_: str) -> str:
    """A type's name on as many lines as it needs, broken between words."""
    lines = [""]
    for word in re.findall(r"[^\W_]{1,16}[\W_]?|[\W_]", one_line(type_)[:LONGEST_TYPE] or "(no type)"):
        if len(lines[-1]) + len(word) > HEADING:
            lines.append("")
        lines[-1] += word
    return "\n".join(line.strip() for line in lines if line.strip())


def _fitting(types: Iterable[str], room: int) -> Iterator[list[str]]:
    """The types in groups whose columns fit the width."""
    group: list[str] = []
    left = room
    for type_ in types:
        width = GAP + max(len("1.000"), *map(cell_len, _heading(type_).split("\n")))
        if group and width > left:
            yield group
            group, left = [], room
        group.append(type_)
        left -= width
    yield group


def _latency(results: Results) -> Iterator[str]:
    stages = results.timings.get("latency_ms", {})
    if stages:
        percentiles = [
            f"{one_line(name)} {one['p50']:,.0f} / {one['p95']:,.0f} / {one['p99']:,.0f}"
            for name, one in stages.items()
        ]
        yield f"Latency in ms (p50 / p95 / p99): {', '.join(percentiles)}."
    failed = sum(one.error is not None for one in results.questions)
    seconds = results.timings.get("seconds")
    took = f" in {duration(seconds)}" if seconds is not None else ""
    yield f"{counted(len(results.questions), 'question')}{took}, {failed:,} failed."


def _tokens(results: Results) -> Iterator[str]:
    if results.tokens:
        usage = [f"{one_line(name)} {one['input']:,} in, {one['output']:,} out" for name, one in results.tokens.items()]
        yield f"Tokens: {'; '.join(usage)}."


def _show_warnings(console: Console, warnings: Sequence[str]) -> None:
    if warnings:
        console.print(f"\n{counted(len(warnings), 'warning')}:")
    for warning in warnings[:PRINTED_WARNINGS]:
        console.print(Text(f"  {one_line(warning)}", style="yellow"), soft_wrap=True)
    show_left(console, len(warnings) - PRINTED_WARNINGS)


def _show_errors(console: Console, questions: Sequence[Result]) -> None:
    failed = [one for one in questions if one.error is not None]
    if failed:
        console.print(f"\n{counted(len(failed), 'question')} failed:")
    for one in failed[:PRINTED_ERRORS]:
        console.print(Text(f"  {one_line(one.id)}: {one_line(one.error or '')}", style="red"), soft_wrap=True)
    show_left(console, len(failed) - PRINTED_ERRORS)


def show_gates(outcomes: Sequence[Outcome]) -> None:
    """Prints one line for each gate: whether it passed, its text, and its finding."""
    console = open_console()
    for outcome in outcomes:
        mark = Text("passed  " if outcome.passed else "FAILED  ", style="green" if outcome.passed else "red")
        console.print(
            mark.append(one_line(f"{outcome.gate.text}: {outcome.sentence}"), style="default"), soft_wrap=True
        )


def show_problems(path: str | Path, problems: Sequence[Problem]) -> None:
    """Prints one line for each error in a question file."""
    console = open_console()
    for problem in problems:
        console.print(one_line(f"{path}, {problem}"), soft_wrap=True)
