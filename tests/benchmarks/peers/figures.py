"""The rows of the table, from what the processes saw in all rounds; it starts and times nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np

from tests.benchmarks.peers.articles import Article, Asked, Chunk
from tests.benchmarks.peers.killing import Moment
from tests.benchmarks.peers.scoring import Scores, kept, missing_or_doubled, scored
from tests.benchmarks.peers.table import Row

Seen = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Killed:
    """What a killed process had acknowledged, and what the next process saw."""

    acknowledged: list[str]
    after: Seen


@dataclass(frozen=True, slots=True)
class Run:
    """What one round saw of a system."""

    seen: Seen
    killed: dict[Moment, Killed]


def rows(
    runs: dict[str, list[Run]], articles: Sequence[Article], questions: Sequence[Asked], read: Callable[[str, int], int]
) -> list[Row]:
    """The whole table; of two rounds the better figure counts, of two kills the worse.

    `read` returns how many characters of a text a model with a window of so many tokens reads.
    """
    first = {system: own[0].seen for system, own in runs.items()}
    scores = {system: scored(questions, seen["results"]) for system, seen in first.items()}

    def told(figure: Callable[[Seen], float | str]) -> dict[str, float | str]:
        return {system: figure(seen) for system, seen in first.items()}

    def least(figure: Callable[[Seen], float]) -> dict[str, float]:
        return {system: min(figure(run.seen) for run in own) for system, own in runs.items()}

    def mean(figure: Callable[[Scores], float]) -> dict[str, float]:
        return {system: figure(one) for system, one in scores.items()}

    characters = sum(len(article.text) for article in articles)
    embedded = told(lambda seen: sum(_read(chunk["text"], seen["window"], read) for chunk in seen["stored"]))
    add, again = least(lambda seen: seen["add"]), least(lambda seen: seen["again"])
    return [
        Row("articles are embedded in", told(lambda seen: seen["type"])),
        Row("characters of a chunk, mean / most", told(_sizes)),
        Row("adding: characters of article a second", {one: characters / add[one] for one in runs}, "higher"),
        Row(
            "adding: characters a second that the model reads",
            {one: embedded[one] / add[one] for one in runs},
            "higher",
        ),
        Row("adding: seconds of processor", least(lambda seen: seen["processor"]), "lower", ".1f"),
        Row("from the start of the process to all added, s", least(lambda seen: seen["until_added"]), "lower", ".1f"),
        Row("adding the same again, s", again, "lower", ".3f"),
        Row("adding the same again, of the first time", {one: again[one] / add[one] for one in runs}, "lower", ".3f"),
        Row(
            "chunks after that, of before",
            told(lambda seen: seen["stored_again"] / len(seen["stored"])),
            "lower",
            ".2f",
        ),
        Row("a question, p50, ms", least(lambda seen: _milliseconds(seen, 50)), "lower", ".1f"),
        Row("a question, p95, ms", least(lambda seen: _milliseconds(seen, 95)), "lower", ".1f"),
        Row("hit@1", mean(lambda one: one.hit_1), "higher", ".3f"),
        Row("hit@4", mean(lambda one: one.hit_4), "higher", ".3f"),
        Row("hit@10", mean(lambda one: one.hit_10), "higher", ".3f"),
        Row("MRR@10", mean(lambda one: one.mrr_10), "higher", ".3f"),
        Row("to read of the first four results, characters", mean(lambda one: one.characters_first), "lower"),
        Row("- and the gold sentence is in it", mean(lambda one: one.read_4), "higher", ".3f"),
        Row("to read until the gold sentence is in it, characters", mean(lambda one: one.characters_down), "lower"),
        Row("peak memory, MiB", least(lambda seen: seen["memory"] / 2**20), "lower"),
        Row("on disk, MiB", least(lambda seen: seen["disk"] / 2**20), "lower", ".1f"),
        *(row for moment in _moments(runs) for row in _killed(runs, moment)),
    ]


def _moments(runs: dict[str, list[Run]]) -> list[Moment]:
    """The moments at which every system was killed in every round."""
    return [moment for moment in get_args(Moment) if all(moment in run.killed for own in runs.values() for run in own)]


def _killed(runs: dict[str, list[Run]], moment: Moment) -> list[Row]:
    lost = {system: max(_lost(run, moment) for run in own) for system, own in runs.items()}
    astray = {system: _worst([_astray(run, moment) for run in own]) for system, own in runs.items()}
    return [
        Row(f"killed while {moment}: articles lost whose add had returned", lost, "lower"),
        Row(f"killed while {moment}, then all added again: chunks missing or doubled", astray, "lower"),
    ]


def _lost(run: Run, moment: Moment) -> int:
    killed = run.killed[moment]
    left = _chunks(killed.after.get("left", []))
    return len(killed.acknowledged) - kept(killed.acknowledged, _chunks(run.seen["stored"]), left)


def _astray(run: Run, moment: Moment) -> int | str:
    after = run.killed[moment].after
    if "rerun" not in after:
        return f"fails: {after['error']}"
    return missing_or_doubled(_chunks(run.seen["stored"]), _chunks(after["rerun"]))


def _worst(figures: Sequence[int | str]) -> int | str:
    words = [figure for figure in figures if isinstance(figure, str)]
    return words[0] if words else max(figure for figure in figures if isinstance(figure, int))


def _chunks(told: Sequence[Seen]) -> list[Chunk]:
    return [Chunk(**one) for one in told]


def _sizes(seen: Seen) -> str:
    sizes = [len(chunk["text"]) for chunk in seen["stored"]]
    return f"{np.mean(sizes):,.0f} / {max(sizes):,}"


def _read(text: str, window: int | None, read: Callable[[str, int], int]) -> int:
    return len(text) if window is None else read(text, window)


def _milliseconds(seen: Seen, percentile: float) -> float:
    return 1000 * float(np.percentile(seen["queries"], percentile))
