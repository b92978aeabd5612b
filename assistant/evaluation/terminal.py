"""How results, comparisons and gates look in a terminal or a file; it knows nothing of how they were made."""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from assistant.evaluation.comparing import MIRRORS, Comparison, Difference
from assistant.evaluation.gates import Outcome, figure
from assistant.evaluation.measures import DEFINITIONS
from assistant.evaluation.questions import Problem
from assistant.evaluation.results import Measure, Measures, Result, Results
from assistant.terminal import plain

GAP = 2  # between columns
NARROWEST = 80  # columns; below that the terminal breaks lines as it likes
PRINTED_TYPES = 24
PRINTED_WARNINGS = 20
PRINTED_ERRORS = 5
PRINTED_FLIPS = 5  # each way, of a measure
SHORT = 240  # characters of an answer beside another
HEADING = 8  # characters of a line of a type's name
LONGEST_TYPE = 60
FLIPS_SHOWN_OF = ("hit@1", "hit@4", "quote_hit", "answer_held", "refused_unanswerable", "refused_answerable", "errors")
VERDICT_STYLES = {"better": "green", "worse": "red", "no difference": "dim"}


def _console() -> Console:
    console = Console(markup=False, highlight=False)
    console.width = max(NARROWEST, console.width)
    return console


def _line(text: str) -> str:
    """The text on one line, without control characters."""
    return " ".join(plain(text).split())


def _table(*columns: str, right: Sequence[str] = (), gap: int = GAP) -> Table:
    """A table without lines; only its last column is broken, between words."""
    table = Table(box=None, pad_edge=False, padding=(0, gap, 0, 0), header_style="bold")
    for name in columns:
        last = name == columns[-1]
        table.add_column(name, justify="right" if name in right else "left", no_wrap=not last, overflow="fold")
    return table


def show_results(results: Results) -> None:
    """Prints every measure, then what differs by type, how long it took, and what a person should look at."""
    console = _console()
    console.print(_measures(results.measures))
    if missing := [name for name in DEFINITIONS if not _known(results.measures, name)]:
        console.print(Text(f"\nNothing to measure for: {', '.join(missing)}.", style="dim"))
    if len(results.by_type) > 1:
        for table in _by_type(results, console.width):
            console.print()
            console.print(table)
        _show_left(console, len(results.by_type) - PRINTED_TYPES, "types")
    console.print()
    for line in (*_latency(results), *_tokens(results)):
        console.print(line, soft_wrap=True)
    _show_warnings(console, results.warnings)
    _show_errors(console, results.questions)


def _known(measures: Measures, name: str) -> bool:
    return name in measures and measures[name].value is not None


def _measures(measures: Measures) -> Table:
    table = _table("Measure", "Value", "95 % interval", "Of", "What it says", right=("Value", "Of"))
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
    """Measures by type, as many types beside each other as there is room for; of very many the largest."""
    counts = Counter(one.type for one in results.questions)
    largest = sorted(results.by_type, key=lambda type_: -counts[type_])[:PRINTED_TYPES]
    shown = [type_ for type_ in results.by_type if type_ in largest]
    names = [name for name in DEFINITIONS if any(_known(results.by_type[one], name) for one in shown)]
    for types in _fitting(shown, width - max(map(len, names), default=0)):
        headings = [_heading(one) for one in types]
        table = _table("By type", *headings, right=headings)
        table.add_row("questions", *(f"{counts[one]:,}" for one in types), style="dim")
        for name in names:
            table.add_row(name, *(_value(results.by_type[one].get(name)) for one in types))
        yield table


def _heading(type_: str) -> str:
    """A type's name over as many lines as it needs, broken where a word ends."""
    lines = [""]
    for word in re.findall(r"[^\W_]{1,16}[\W_]?|[\W_]", _line(type_)[:LONGEST_TYPE] or "(no type)"):
        if len(lines[-1]) + len(word) > HEADING:
            lines.append("")
        lines[-1] += word
    return "\n".join(line.strip() for line in lines if line.strip())


def _fitting(types: Iterable[str], room: int) -> Iterator[list[str]]:
    """The types in groups whose columns fit into the room."""
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
        told = [
            f"{_line(name)} {one['p50']:,.0f} / {one['p95']:,.0f} / {one['p99']:,.0f}" for name, one in stages.items()
        ]
        yield f"Latency in ms (p50 / p95 / p99): {', '.join(told)}."
    failed = sum(one.error is not None for one in results.questions)
    seconds = results.timings.get("seconds")
    took = f" in {_duration(seconds)}" if seconds is not None else ""
    yield f"{len(results.questions):,} questions{took}, {failed:,} failed."


def _tokens(results: Results) -> Iterator[str]:
    if results.tokens:
        told = [f"{_line(name)} {one['input']:,} in, {one['output']:,} out" for name, one in results.tokens.items()]
        yield f"Tokens: {'; '.join(told)}."


def _show_warnings(console: Console, warnings: Sequence[str]) -> None:
    if warnings:
        console.print(f"\n{_counted(len(warnings), 'warning')}:")
    for warning in warnings[:PRINTED_WARNINGS]:
        console.print(Text(f"  {_line(warning)}", style="yellow"), soft_wrap=True)
    _show_left(console, len(warnings) - PRINTED_WARNINGS)


def _show_errors(console: Console, questions: Sequence[Result]) -> None:
    failed = [one for one in questions if one.error is not None]
    if failed:
        console.print(f"\n{_counted(len(failed), 'question')} failed:")
    for one in failed[:PRINTED_ERRORS]:
        console.print(Text(f"  {_line(one.id)}: {_line(one.error or '')}", style="red"), soft_wrap=True)
    _show_left(console, len(failed) - PRINTED_ERRORS)


def _show_left(console: Console, left: int, what: str = "") -> None:
    if left > 0:
        console.print(f"  and {left:,} more {what}".rstrip())


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def show_comparison(before: Results, after: Results, comparison: Comparison) -> None:
    """Prints what was compared, each difference with its test, and questions that flipped with both answers."""
    console = _console()
    for line in _compared(comparison):
        console.print(line, soft_wrap=True)
    console.print()
    console.print(_differences(comparison.differences))
    tests = len([name for name in comparison.differences if MIRRORS.get(name) not in comparison.differences])
    console.print(
        Text(
            f"\np allows for {_counted(tests, 'test')} (Holm): McNemar's exact test where a score is yes or no, else a "
            "paired bootstrap. Better and worse need p < .05.",
            style="dim",
        )
    )
    _show_flips(console, before, after, comparison)


def _compared(comparison: Comparison) -> Iterator[str]:
    yield f"Compared: {_counted(comparison.shared, 'question')} that both runs asked alike."
    for ids, why in (
        (comparison.only_before, "only in the earlier run"),
        (comparison.only_after, "only in this run"),
        (comparison.changed, "in other words or with other gold"),
    ):
        if ids:
            few = ", ".join(_line(name) for name in ids[:PRINTED_FLIPS]) + (", ..." if len(ids) > PRINTED_FLIPS else "")
            yield f"Left out: {len(ids):,} {why} ({few})."
    for name, (earlier, later) in comparison.settings.items():
        yield f"Setting {_line(name)}: {_shortened(str(earlier))} before, {_shortened(str(later))} now."


def _differences(differences: Mapping[str, Difference]) -> Table:
    right = ("Before", "After", "Change", "p")
    table = _table("Measure", "Before", "After", "Change", "95 %", "p", "Verdict", right=right, gap=1)
    for name, one in differences.items():
        table.add_row(
            name,
            figure(one.before),
            figure(one.after),
            _signed(one.after - one.before),
            f"[{_signed(one.low)}, {_signed(one.high)}]",
            "<.001" if one.p_adjusted < 0.001 else figure(one.p_adjusted),
            Text(one.verdict, style=VERDICT_STYLES[one.verdict]),
        )
    return table


def _signed(value: float) -> str:
    shown = figure(value)
    return f"+{shown}" if value > 0 and float(shown) else shown


def _show_flips(console: Console, before: Results, after: Results, comparison: Comparison) -> None:
    flips = {
        name: one
        for name, one in comparison.differences.items()
        if (one.gained or one.lost) and MIRRORS.get(name) not in comparison.differences
    }
    if not flips:
        return
    told = [f"{name} {len(one.lost)} / {len(one.gained)}" for name, one in flips.items()]
    console.print(f"\nFlipped (worse / better): {', '.join(told)}.")
    chosen = _chosen(flips)
    sides = [{one.id: one for one in results.questions} for results in (before, after)]
    for name in chosen:
        console.print()
        _show_flip(console, sides[0][name], sides[1][name], flips)
    flipped = {name for one in flips.values() for name in (*one.lost, *one.gained)}
    if left := len(flipped) - len(chosen):
        console.print(f"\n{_counted(left, 'more question')} flipped; --report and --json have them all.")


def _chosen(flips: Mapping[str, Difference]) -> list[str]:
    """Of each measure that matters most a few questions each way, each question once, the worsened first."""
    chosen: dict[str, None] = {}
    for way in ("lost", "gained"):
        for name in FLIPS_SHOWN_OF:
            ids = getattr(flips[name], way) if name in flips else ()
            room = PRINTED_FLIPS - sum(one in chosen for one in ids)
            chosen |= dict.fromkeys([one for one in ids if one not in chosen][: max(0, room)])
    return list(chosen)


def _show_flip(console: Console, before: Result, after: Result, flips: Mapping[str, Difference]) -> None:
    heading = Text(_line(after.id), style="bold")
    for style, word, way in (("red", "worse", "lost"), ("green", "better", "gained")):
        if names := [name for name, one in flips.items() if after.id in getattr(one, way)]:
            heading.append(f"  {word}: {', '.join(names)}", style=style)
    console.print(heading, soft_wrap=True)
    console.print(_line(after.question), soft_wrap=True)
    if after.answers:
        console.print(Text(f"Gold: {_shortened(' | '.join(after.answers))}", style="dim"), soft_wrap=True)
    if after.gold and _rank(before) != _rank(after):
        console.print(Text(f"Gold paragraph: {_rank(before)} before, {_rank(after)} now.", style="dim"))
    answers = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", expand=True)
    for name in ("Before", "Now"):
        answers.add_column(name, ratio=1, overflow="fold")
    answers.add_row(_said(before), _said(after))
    console.print(answers)


def _rank(result: Result) -> str:
    """Where the first gold paragraph stands among the hits."""
    right = {(place.article_id, number) for place in result.gold for number in place.paragraphs}
    ranks = [rank for rank, hit in enumerate(result.hits, start=1) if hit in right]
    return f"rank {ranks[0]}" if ranks else f"not in the best {len(result.hits)}"


def _said(result: Result) -> str:
    if result.answer is None:
        return f"(failed: {_shortened(result.error or 'no answer')})"
    return _shortened(result.answer.get("text", ""))


def _shortened(text: str) -> str:
    """The text on one line, cut after a word where it is long."""
    text = _line(text)
    return text if len(text) <= SHORT else f"{text[:SHORT].rsplit(' ', 1)[0]} ..."


def show_gates(outcomes: Sequence[Outcome]) -> None:
    """Prints one line for each gate: whether it was passed, and the sentence."""
    console = _console()
    for outcome in outcomes:
        mark = Text("passed  " if outcome.passed else "FAILED  ", style="green" if outcome.passed else "red")
        console.print(mark.append(_line(f"{outcome.gate.text}: {outcome.sentence}"), style="default"), soft_wrap=True)


def show_problems(path: str | Path, problems: Sequence[Problem]) -> None:
    """Prints one line for each thing that is wrong in a question file."""
    console = _console()
    for problem in problems:
        console.print(_line(f"{path}, {problem}"), soft_wrap=True)


@contextmanager
def progress(total: int, *, clock: Callable[[], float] = time.monotonic) -> Iterator[Callable[[], None]]:
    """A function to call after each question; it moves a bar on standard error, or prints a line now and then.

    Lines come where standard error is no terminal, about one for every 10 %. `clock` gives seconds.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(total, clock)
        return
    columns = (TextColumn("Asking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)


def _lines(total: int, clock: Callable[[], float]) -> Callable[[], None]:
    started = clock()
    done = 0

    def advance() -> None:
        nonlocal done
        done += 1
        if done < total and done * 10 // total == (done - 1) * 10 // total:
            return
        left = (clock() - started) / done * (total - done)
        rest = f", about {_duration(left)} left" if done < total else ""
        print(f"{done} of {_counted(total, 'question')}{rest}", file=sys.stderr, flush=True)

    return advance


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    if seconds < 120:
        return f"{max(1, round(seconds))} s"
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"
