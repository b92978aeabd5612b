"""Fits which article a notice is about: `python -m tests.benchmarks.tuning.fit_targets`.

It adds the articles of the development sets of corrections and takes, for each notice of a case that is found, the
signs of its own article and of the earlier ones of its outlet, alone and among articles of the other sets, as outlets
have more than a set gives them. A choice among them is fitted, with "none of them" among the alternatives: notices
about another article count a quarter of a time more without it. A second regression tells from a notice's own article
alone that it is that one. It prints their weights for index/store/notices/targets.py and, for each set, how many
notices have the right article by the weights fitted without it, alone and among so many other articles.
"""

from __future__ import annotations

import json
import random
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
from index.store.notices.targets import SURE, Notice, Signs, signs
from index.store.notices.texts import Text

WITHOUT = 0.25  # how often a notice counts without the article that it is about
PENALTY = 0.3  # of the squared weights
NAMES = [one.name for one in fields(Signs)]
MORE, SEED = (0, 30, 150), 1  # other sets' articles among which a notice's own and its outlet's are
ALONE = ["column", "this", "words", "was", "now"]  # the signs that differ between articles taken alone
BENCHMARKS = Path(__file__).parents[1]
UNSEEN = ("corrections_regions",)  # sets that are only counted


@dataclass(frozen=True)
class Case:
    """A notice of a set, the articles that it may be about, and the place of the one that it is about."""

    of: str
    notice: Notice
    able: Sequence[Text]
    own: Text | None
    right: int

    @property
    def is_own(self) -> bool:
        return self.able[self.right] is self.own


@dataclass(frozen=True)
class Choice:
    """A case's signs, a row for each article among so many `more`; those without the right one, and its own's alone."""

    case: Case
    more: int
    able: np.ndarray
    left: np.ndarray
    alone: np.ndarray


def main() -> None:
    folders = [path.parent for path in sorted(BENCHMARKS.glob("corrections*/cases.jsonl"))]
    cases = [one for folder in folders if folder.name not in UNSEEN for one in _cases(folder)]
    choices = list(_choices(cases))
    right, sure, mistaken = Counter[tuple[str, int]](), Counter[str](), 0
    for name in dict.fromkeys(one.of for one in cases):
        others = [one for one in choices if one.case.of != name]
        weights, alone = _fitted(others), _fitted_alone(others)
        for one in (each for each in choices if each.case.of == name):
            right[name, one.more] += _chosen(one.able, weights) == one.case.right
            is_sure = not one.more and _log_odds(alone, one) >= SURE
            sure[name] += is_sure
            mistaken += is_sure and not one.case.is_own
        rights = ", ".join(f"{right[name, more]} among {more}" for more in MORE)
        print(f"{name:24} of {sum(one.of == name for one in cases)} right {rights}; surely own {sure[name]}")
    rights = ", ".join(f"{sum(n for (_, at), n in right.items() if at == more)} among {more}" for more in MORE)
    print(f"all of {len(cases)} right {rights}; surely own {sure.total()}, {mistaken} of them wrongly")
    weights, alone = _fitted(choices), _fitted_alone(choices)
    print("of all", dict(zip([*NAMES, "none", "none among"], weights.round(2).tolist(), strict=True)))
    print("alone", dict(zip(ALONE, alone.coef_[0].round(2).tolist(), strict=True)), alone.intercept_.round(2).tolist())


def _cases(folder: Path) -> Iterator[Case]:
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
            yield Case(folder.name, notice, able, own, right)


def _choices(cases: Sequence[Case]) -> Iterator[Choice]:
    drawn = random.Random(SEED)
    articles = {id(one): (case.of, one) for case in cases for one in case.able}.values()
    for case in cases:
        others = [one for of, one in articles if of != case.of]
        alone = np.array(astuple(signs(case.notice, [case.own], case.own)[0])) if case.own else np.zeros(len(NAMES))
        for more in MORE:
            able = [*case.able, *drawn.sample(others, more)]
            left = [one for at, one in enumerate(able) if at != case.right]
            yield Choice(case, more, _table(case, able), _table(case, left), alone)


def _table(case: Case, able: Sequence[Text]) -> np.ndarray:
    return np.array([astuple(one) for one in signs(case.notice, able, case.own)]).reshape(len(able), len(NAMES))


def _overlap(one: str, other: str) -> bool:
    return one[:30] in other or other[:30] in one


def _fitted(choices: Sequence[Choice]) -> np.ndarray:
    """The weights of the signs, and those of "none of them" and of how many there are."""
    tables = [(_with_none(one.able), one.case.right, 1 / len(MORE)) for one in choices]
    tables += [
        (_with_none(one.left), len(one.left), WITHOUT / len(MORE))
        for one in choices
        if not one.case.is_own and len(one.left)
    ]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = PENALTY * weights @ weights, 2 * PENALTY * weights
        for table, right, times in tables:
            scores = table @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            total -= times * np.log(chances[right])
            slope = slope - times * (table[right] - chances @ table)
        return total, slope

    return minimize(loss, np.zeros(len(NAMES) + 2), jac=True, method="L-BFGS-B").x


def _with_none(able: np.ndarray) -> np.ndarray:
    """The signs with two columns for "none of them", and its row."""
    none = np.array([[1.0, np.log(1 + len(able))]])
    return np.block([[able, np.zeros((len(able), 2))], [np.zeros((1, able.shape[1])), none]])


def _chosen(able: np.ndarray, weights: np.ndarray) -> int:
    return int((_with_none(able) @ weights).argmax())


def _fitted_alone(choices: Sequence[Choice]) -> LogisticRegression:
    once = [one for one in choices if not one.more]
    signs_alone = [one.alone[[NAMES.index(name) for name in ALONE]] for one in once]
    return LogisticRegression(C=1 / (2 * PENALTY)).fit(signs_alone, [one.case.is_own for one in once])


def _log_odds(model: LogisticRegression, one: Choice) -> float:
    return float(model.decision_function([one.alone[[NAMES.index(name) for name in ALONE]]])[0])


if __name__ == "__main__":
    sys.exit(main())
