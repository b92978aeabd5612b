"""Fits which article a notice is about: `python -m tests.benchmarks.tuning.fit_targets`.

It adds the articles of the development sets of corrections and takes, for each notice of a case that is found, the
signs of its own article and of the earlier ones of its outlet. A choice among them is fitted, with "none of them" among
the alternatives: notices about another article count half a time more without that article. A second regression tells
from a notice's own article alone that it is that one. It prints their weights for index/store/notice_targets.py and,
for each set, how many notices have the right article by the weights fitted without it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from assistant import Assistant
from index.store import corrections
from index.store.notice_targets import SURE, Notice, Signs, signs
from index.store.notice_texts import Text

WITHOUT = 0.5  # how often a notice counts without the article that it is about
PENALTY = 0.3  # of the squared weights
NAMES = [one.name for one in fields(Signs)]
ALONE = ["column", "this", "words", "was", "now"]  # the signs that differ between articles taken alone
BENCHMARKS = Path(__file__).parents[1]
UNSEEN = ("corrections_regions",)  # sets that are only counted


@dataclass(frozen=True)
class Choice:
    """The signs of each article that a notice may be about, a row each, and the one it is about; `alone` of its own."""

    of: str
    able: np.ndarray
    right: int
    alone: np.ndarray
    is_own: bool


def main() -> None:
    folders = [path.parent for path in sorted(BENCHMARKS.glob("corrections*/cases.jsonl"))]
    choices = [one for folder in folders if folder.name not in UNSEEN for one in _choices(folder)]
    right, sure, mistaken = Counter[str](), Counter[str](), 0
    for name in dict.fromkeys(one.of for one in choices):
        others = [one for one in choices if one.of != name]
        weights, alone = _fitted(others), _fitted_alone(others)
        for one in (each for each in choices if each.of == name):
            right[name] += _chosen(one.able, weights) == one.right
            is_sure = _log_odds(alone, one) >= SURE
            sure[name] += is_sure
            mistaken += is_sure and not one.is_own
        print(f"{name:24} right {right[name]} of {sum(one.of == name for one in choices)}, surely own {sure[name]}")
    print(f"all {right.total()} of {len(choices)}, surely own {sure.total()}, {mistaken} of them wrongly")
    weights, alone = _fitted(choices), _fitted_alone(choices)
    print("of all", dict(zip([*NAMES, "none"], weights.round(2).tolist(), strict=True)))
    print("alone", dict(zip(ALONE, alone.coef_[0].round(2).tolist(), strict=True)), alone.intercept_.round(2).tolist())


def _choices(folder: Path) -> Iterator[Choice]:
    rows = [json.loads(line) for line in (folder / "cases.jsonl").read_text("utf-8").splitlines()]
    found: list[tuple[Any, Sequence[Text], Text | None, Notice]] = []

    def keep(texts: Any, row: Any, among: Any, text: str) -> Any:
        own = corrections._own(texts, row)
        every = corrections._candidates(texts._connection, row, text)
        able = [*([own] if own else []), *texts.of([key for key, _ in every])]
        found.append((row, able, own, corrections._as_notice(row, text)))
        return linked(texts, row, among, text)

    linked, corrections._linked = corrections._linked, keep
    try:
        with TemporaryDirectory() as place, Assistant.open(place) as assistant:
            assistant.add([folder / "articles.jsonl"])
            names = {Path(one.source).stem: one.id for one in assistant.library.articles()}
            assistant.library.corrections()
    finally:
        corrections._linked = linked
    for case in (row for row in rows if row["kind"] != "none"):
        in_article, about = (names.get(case[name], case[name]) for name in ("article_id", "target"))
        mine = (one for one in found if one[0].id == in_article and _overlap(one[3].quote, case["notice"]))
        _, able, own, notice = next(mine, (None, (), None, None))
        right = next((at for at, one in enumerate(able) if one.id == about), None)
        if notice and right is not None:
            alone = np.array(astuple(signs(notice, [own], own)[0])) if own else np.zeros(len(NAMES))
            every = np.array([astuple(one) for one in signs(notice, able, own)])
            yield Choice(folder.name, every, right, alone, about == in_article)


def _overlap(one: str, other: str) -> bool:
    return one[:30] in other or other[:30] in one


def _fitted(choices: Sequence[Choice]) -> np.ndarray:
    """The weights of the signs, and the score of "none of them"."""
    tables = [(_with_none(one.able), one.right, 1.0) for one in choices]
    for one in choices:
        if not one.is_own:
            left = np.delete(one.able, one.right, axis=0)
            tables.append((_with_none(left), len(left), WITHOUT))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = PENALTY * weights @ weights, 2 * PENALTY * weights
        for table, right, times in tables:
            scores = table @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            total -= times * np.log(chances[right])
            slope = slope - times * (table[right] - chances @ table)
        return total, slope

    return minimize(loss, np.zeros(len(NAMES) + 1), jac=True, method="L-BFGS-B").x


def _with_none(able: np.ndarray) -> np.ndarray:
    """The signs with a column for "none of them" and its row."""
    return np.block([[able, np.zeros((len(able), 1))], [np.zeros((1, able.shape[1])), np.ones((1, 1))]])


def _chosen(able: np.ndarray, weights: np.ndarray) -> int:
    return int((_with_none(able) @ weights).argmax())


def _fitted_alone(choices: Sequence[Choice]) -> LogisticRegression:
    signs_alone = [one.alone[[NAMES.index(name) for name in ALONE]] for one in choices]
    return LogisticRegression(C=1 / (2 * PENALTY)).fit(signs_alone, [one.is_own for one in choices])


def _log_odds(model: LogisticRegression, one: Choice) -> float:
    return float(model.decision_function([one.alone[[NAMES.index(name) for name in ALONE]]])[0])


if __name__ == "__main__":
    sys.exit(main())
