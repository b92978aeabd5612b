"""Two runs of one question set side by side: what differs, whether it is more than chance, which questions flipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from assistant.evaluation.measures import BATCH, DEFINITIONS, LEVEL, weighted
from assistant.evaluation.results import Result, Results
from index.errors import WrongUsage

RESAMPLES = 10_000  # so that a p multiplied by twenty (Holm) is still precise enough
SIGNIFICANT = 0.05
# Measures whose denominators come from the run itself and so differ between two runs.
RATIOS = ("refusal_precision", "refusal_f1", "supported", "verbatim")
# Measures identical or complementary to another on the same questions: one hypothesis, counted once.
MIRRORS = {"refusal_recall": "refused_unanswerable", "hallucination": "refused_unanswerable"}

Verdict = Literal["better", "worse", "no difference"]
Pair = tuple[Result, Result]


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure before and after, over the questions that it applies to in both runs.

    `low` and `high` bound the difference (95 % interval). `p` comes from the named test; `p_adjusted` allows for the
    number of measures (Holm). `gained` and `lost` are the ids of questions whose yes or no flipped for better or worse.
    """

    before: float
    after: float
    low: float
    high: float
    n: int
    test: Literal["McNemar", "paired bootstrap"]
    p: float
    p_adjusted: float
    verdict: Verdict
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Differences by measure, and what was not compared: ids in one run only, or whose question or gold has changed."""

    differences: dict[str, Difference]
    shared: int
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    changed: tuple[str, ...]
    settings: dict[str, tuple[object, object]]  # those that differ: name -> (before, after)


def compare(before: Results, after: Results, *, seed: int) -> Comparison:
    """Each measure over the questions that both runs asked alike; raises WrongUsage if there is no such question.

    Yes-or-no measures are tested by McNemar's exact test, all others by a paired bootstrap. Each p is adjusted by
    Holm's method over all measures that have a value in both runs; a measure in MIRRORS and its twin count as one.
    A difference is better or worse only with an adjusted p below .05.
    """
    pairs = matched(before, after)
    shared = {one.id for _, one in pairs}
    ids_before, ids_after = ([one.id for one in results.questions] for results in (before, after))
    return Comparison(
        differences=_differences(pairs, seed),
        shared=len(pairs),
        only_before=tuple(name for name in ids_before if name not in set(ids_after)),
        only_after=tuple(name for name in ids_after if name not in set(ids_before)),
        changed=tuple(name for name in ids_after if name in set(ids_before) and name not in shared),
        settings=_changed_settings(before.settings, after.settings),
    )


def matched(before: Results, after: Results) -> list[Pair]:
    """The questions that both runs asked in the same words and with the same gold, in the order of the later run."""
    earlier = {one.id: one for one in before.questions}
    known = [(earlier[one.id], one) for one in after.questions if one.id in earlier]
    pairs = [(one, other) for one, other in known if _asked(one) == _asked(other)]
    if not pairs:
        what = "every question or its gold answer has changed" if known else "no question is in both"
        raise WrongUsage(f"The two runs cannot be compared: {what}. Run the same question set for both.")
    return pairs


def sides(name: str, pairs: Sequence[Pair]) -> np.ndarray:
    """Weighted scores and weights before, then both after: (4, questions), 0 where the measure does not apply.

    A measure in RATIOS keeps each run's own questions; every other is taken over those that have a score in both runs.
    """
    before, after = zip(*pairs, strict=True)
    if DEFINITIONS[name].needs_both and not {True, False} <= {one.answerable for one in after}:
        return np.zeros((4, len(pairs)))
    table = np.stack([*weighted(name, before), *weighted(name, after)])
    return table if name in RATIOS else table * np.all(table[1::2] > 0, axis=0)


def _asked(result: Result) -> tuple[object, ...]:
    return result.question, result.answers, result.answerable, result.gold


def _changed_settings(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, tuple[object, object]]:
    both = {name: (before.get(name), after.get(name)) for name in [*before, *after]}
    return {name: values for name, values in both.items() if values[0] != values[1]}


def _differences(pairs: Sequence[Pair], seed: int) -> dict[str, Difference]:
    tables = {name: sides(name, pairs) for name in DEFINITIONS}
    tables = {name: table for name, table in tables.items() if table[1].any() and table[3].any()}
    if not tables:
        return {}
    resampled = _resampled(np.stack(list(tables.values())), seed)
    ids = [one.id for _, one in pairs]
    tested = {
        name: _tested(name, table, differences, ids)
        for (name, table), differences in zip(tables.items(), resampled.T, strict=True)
    }
    adjusted = holm({name: one.p for name, one in tested.items() if MIRRORS.get(name) not in tested})
    adjusted |= {name: adjusted[twin] for name, twin in MIRRORS.items() if twin in tested and name in tested}
    return {name: _judged(name, one, adjusted[name]) for name, one in tested.items()}


def _tested(name: str, table: np.ndarray, resampled: np.ndarray, ids: Sequence[str]) -> Difference:
    """The difference in one measure, still without a verdict; `resampled` holds its differences in the resamples."""
    sums = table.sum(axis=1)
    low, high = np.nanquantile(resampled, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    definition = DEFINITIONS[name]
    gained, lost = _flipped(table, ids, definition.better) if definition.yes_no else ((), ())
    p = mcnemar(len(gained), len(lost)) if definition.yes_no else bootstrap_p(table, resampled)
    return Difference(
        before=float(sums[0] / sums[1]),
        after=float(sums[2] / sums[3]),
        low=float(low),
        high=float(high),
        n=int(np.any(table[1::2] > 0, axis=0).sum()),
        test="McNemar" if definition.yes_no else "paired bootstrap",
        p=p,
        p_adjusted=p,
        verdict="no difference",
        gained=gained,
        lost=lost,
    )


def _flipped(table: np.ndarray, ids: Sequence[str], better: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The questions whose score improved, and those whose score got worse."""
    steps = table[2] - table[0] if better == "higher" else table[0] - table[2]
    gained, lost = ([ids[int(place)] for place in np.flatnonzero(flipped)] for flipped in (steps > 0, steps < 0))
    return tuple(gained), tuple(lost)


def _judged(name: str, difference: Difference, p_adjusted: float) -> Difference:
    verdict: Verdict = "no difference"
    if p_adjusted < SIGNIFICANT:
        rose = difference.after > difference.before
        verdict = "better" if rose == (DEFINITIONS[name].better == "higher") else "worse"
    return replace(difference, p_adjusted=p_adjusted, verdict=verdict)


def mcnemar(gained: int, lost: int) -> float:
    """The exact two-sided p of McNemar's test (1947): by chance, a flip is as likely in one direction as the other."""
    from scipy.stats import binomtest  # here, as in measures.py

    return float(binomtest(gained, gained + lost).pvalue) if gained + lost else 1.0


def bootstrap_p(table: np.ndarray, resampled: np.ndarray) -> float:
    """The two-sided p of no difference, by a bootstrap that draws each question with its scores in both runs.

    Pairing as in Koehn, "Statistical Significance Tests for Machine Translation Evaluation", 2004; the resampled
    differences are centred on 0, and those at least as far out as the observed one are counted, as in Efron and
    Tibshirani, "An Introduction to the Bootstrap", 1993, section 16.4; one is added to both counts, so that p is never
    0. The share of resamples on the other side of 0, which is simpler, is too small if few questions changed: 8 that
    all rose give .0007 where a sign test gives .008. For the same reason p is at least that of a sign test in which
    every changed question changed in the same direction.
    """
    observed = change(table.sum(axis=1))
    defined = resampled[~np.isnan(resampled)]
    beyond = np.count_nonzero(np.abs(defined - observed) >= abs(observed) - 1e-9)
    moved = np.count_nonzero(np.any(table[:2] != table[2:], axis=0))
    return min(1.0, max((1 + beyond) / (1 + len(defined)), 0.5 ** (moved - 1)))


def holm(ps: Mapping[str, float]) -> dict[str, float]:
    """Each p times the number of hypotheses not yet rejected (Holm, "A Simple Sequentially Rejective Multiple Test
    Procedure", 1979)."""
    adjusted, highest = {}, 0.0
    for done, name in enumerate(sorted(ps, key=lambda name: ps[name])):
        highest = max(highest, min(1.0, (len(ps) - done) * ps[name]))
        adjusted[name] = highest
    return adjusted


def _resampled(tables: np.ndarray, seed: int) -> np.ndarray:
    """The difference in each measure in each resample of the questions: (RESAMPLES, measures).

    All measures share the resamples; where a measure has nothing to measure in one of the runs, its difference is NaN.
    """
    measures, four, questions = tables.shape
    columns = tables.reshape(measures * four, questions).T
    random = np.random.default_rng(seed)
    sums = np.concatenate([_drawn(questions, random) @ columns for _ in range(RESAMPLES // BATCH)])
    return change(sums.reshape(RESAMPLES, measures, four))


def _drawn(questions: int, random: np.random.Generator) -> np.ndarray:
    """How often each question is in each resample of a batch."""
    rows = random.integers(questions, size=(BATCH, questions)) + questions * np.arange(BATCH)[:, np.newaxis]
    return np.bincount(rows.ravel(), minlength=BATCH * questions).reshape(BATCH, questions).astype(float)


def change(sums: np.ndarray) -> np.ndarray:
    """The value after minus that before, from sums of a table's rows (..., 4); rounded to hide floating-point error."""
    parts, wholes = sums[..., ::2], sums[..., 1::2]
    shares = parts / np.where(wholes > 0, wholes, np.nan)
    return np.round(shares[..., 1] - shares[..., 0], 12) + 0.0
