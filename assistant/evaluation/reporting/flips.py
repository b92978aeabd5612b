"""Two runs side by side in a terminal or a file: what differs, and the questions that flipped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.evaluation.comparing import MIRRORS, Comparison, Difference
from assistant.evaluation.gates import figure
from assistant.evaluation.reporting.printing import one_line, open_console, plain_table
from assistant.evaluation.results import Result, Results
from assistant.presenting.counted import counted

PRINTED_FLIPS = 5  # questions printed in each direction for a measure
SHORT = 240  # characters printed of each of two answers side by side
FLIPS_SHOWN_OF = ("hit@1", "hit@4", "quote_hit", "answer_held", "refused_unanswerable", "refused_answerable", "errors")
VERDICT_STYLES = {"better": "green", "worse": "red", "no difference": "dim"}


def show_comparison(before: Results, after: Results, comparison: Comparison) -> None:
    """Prints the comparison: each difference with its test, and flipped questions with both answers."""
    console = open_console()
    for line in _compared(comparison):
        console.print(line, soft_wrap=True)
    console.print()
    console.print(_differences(comparison.differences))
    tests = len([name for name in comparison.differences if MIRRORS.get(name) not in comparison.differences])
    console.print(
        Text(
            f"\np allows for {counted(tests, 'test')} (Holm): McNemar's exact test where a score is yes or no, else a "
            "paired bootstrap. Better and worse need p < .05.",
            style="dim",
        )
    )
    _show_flips(console, before, after, comparison)


def _compared(comparison: Comparison) -> Iterator[str]:
    yield f"Compared: {counted(comparison.shared, 'question')} that both runs asked alike."
    for ids, why in (
        (comparison.only_before, "only in the earlier run"),
        (comparison.only_after, "only in this run"),
        (comparison.changed, "worded differently or with other gold"),
    ):
        if ids:
            few = ", ".join(one_line(name) for name in ids[:PRINTED_FLIPS]) + (
                ", ..." if len(ids) > PRINTED_FLIPS else ""
            )
            yield f"Left out: {len(ids):,} {why} ({few})."
    for name, (earlier, later) in comparison.settings.items():
        yield f"Setting {one_line(name)}: {_shortened(str(earlier))} before, {_shortened(str(later))} now."


def _differences(differences: Mapping[str, Difference]) -> Table:
    right = ("Before", "After", "Change", "p")
    table = plain_table("Measure", "Before", "After", "Change", "95 %", "p", "Verdict", right=right, gap=1)
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
    counts = [f"{name} {len(one.lost)} / {len(one.gained)}" for name, one in flips.items()]
    console.print(f"\nFlipped (worse / better): {', '.join(counts)}.")
    chosen = _chosen(flips)
    sides = [{one.id: one for one in results.questions} for results in (before, after)]
    for name in chosen:
        console.print()
        _show_flip(console, sides[0][name], sides[1][name], flips)
    flipped = {name for one in flips.values() for name in (*one.lost, *one.gained)}
    if left := len(flipped) - len(chosen):
        console.print(f"\n{counted(left, 'more question')} flipped; --report and --json have them all.")


def _chosen(flips: Mapping[str, Difference]) -> list[str]:
    """A few flipped questions in each direction for the main measures, each question once, the worse ones first."""
    chosen: dict[str, None] = {}
    for way in ("lost", "gained"):
        for name in FLIPS_SHOWN_OF:
            ids = getattr(flips[name], way) if name in flips else ()
            room = PRINTED_FLIPS - sum(one in chosen for one in ids)
            chosen |= dict.fromkeys([one for one in ids if one not in chosen][: max(0, room)])
    return list(chosen)


def _show_flip(console: Console, before: Result, after: Result, flips: Mapping[str, Difference]) -> None:
    heading = Text(one_line(after.id), style="bold")
    for style, word, way in (("red", "worse", "lost"), ("green", "better", "gained")):
        if names := [name for name, one in flips.items() if after.id in getattr(one, way)]:
            heading.append(f"  {word}: {', '.join(names)}", style=style)
    console.print(heading, soft_wrap=True)
    console.print(one_line(after.question), soft_wrap=True)
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
    """The rank of the first gold paragraph among the hits."""
    right = {(place.article_id, number) for place in result.gold for number in place.paragraphs}
    ranks = [rank for rank, hit in enumerate(result.hits, start=1) if hit in right]
    return f"rank {ranks[0]}" if ranks else f"not in the best {len(result.hits)}"


def _said(result: Result) -> str:
    if result.answer is None:
        return f"(failed: {_shortened(result.error or 'no answer')})"
    return _shortened(result.answer.get("text", ""))


def _shortened(text: str) -> str:
    """The text on one line, cut after a word if it is long."""
    text = one_line(text)
    return text if len(text) <= SHORT else f"{text[:SHORT].rsplit(' ', 1)[0]} ..."
