"""Fits whether a paragraph is a notice: `python -m tests.benchmarks.tuning.fit_notices [ARTICLES ...]`.

It takes the signs of all paragraphs in English of the development sets of corrections, of the desks' articles and of
further files `articles.jsonl`, and fits a logistic regression. It prints the weights for index/reading/notices.py and,
for each set, how many notices, look-alikes and other paragraphs are taken for notices by the weights fitted without it.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from index.language.quotations import is_cjk
from index.reading.notices import SURE, Placed, Signs, signs

BENCHMARKS = Path(__file__).parents[1]
UNSEEN = ("corrections_bureaus",)  # sets that are only counted
MOST, SEED = 1500, 1  # articles taken of a further file
STRENGTH = 10.0  # of the regularisation (scikit-learn's C)
FURTHER = 0.3  # how often a paragraph of a further file counts, as these are no news
NAMES = [one.name for one in fields(Signs)]


@dataclass(frozen=True)
class Row:
    """A paragraph that the model reads: its set, its kind ("notice", "look-alike" or "other") and its signs.

    `times` is how often it counts.
    """

    of: str
    kind: str
    signs: Signs
    times: float = 1.0


def main(further: Sequence[Path]) -> None:
    folders = [path.parent for path in sorted(BENCHMARKS.glob("corrections*/cases.jsonl"))]
    rows = [row for folder in folders if folder.name not in UNSEEN for row in _of_cases(folder)]
    rows += [row for path in sorted(BENCHMARKS.glob("desks/*/articles.jsonl")) for row in _of_articles(path)]
    rows += [replace(row, times=FURTHER) for path in further for row in _of_articles(path)]
    sets = np.array([one.of for one in rows])
    odds = np.zeros(len(rows))
    for name in dict.fromkeys(sets.tolist()):
        mine = sets == name
        tested = [one for one in rows if one.of == name]
        fitted = _fitted([one for one in rows if one.of != name])
        odds[mine] = fitted.decision_function(np.array([astuple(one.signs) for one in tested]))
        print(f"{name:24} {_counts(tested, odds[mine])}")
    print(f"all: {_counts(rows, odds)}")
    whole = _fitted(rows)
    print(dict(zip(NAMES, whole.coef_[0].round(2).tolist(), strict=True)), whole.intercept_.round(2).tolist())


def _of_cases(folder: Path) -> Iterator[Row]:
    cases = [json.loads(line) for line in (folder / "cases.jsonl").read_text("utf-8").splitlines()]
    for text, at_edge in _paragraphs(folder / "articles.jsonl"):
        case = next((one for one in cases if one["notice"][:30] in text or text[:30] in one["notice"]), None)
        kind = "other" if case is None else "look-alike" if case["kind"] == "none" else "notice"
        [(found, seen)] = signs([Placed(text, at_edge=at_edge)])
        if found or kind == "notice":
            yield Row(folder.name, kind, seen)


def _of_articles(path: Path) -> Iterator[Row]:
    for text, at_edge in _paragraphs(path, MOST):
        [(found, seen)] = signs([Placed(text, at_edge=at_edge)])
        if found:
            yield Row(path.parent.name, "other", seen)


def _paragraphs(path: Path, most: int | None = None) -> Iterator[tuple[str, bool]]:
    """The paragraphs in English of a file's articles, and whether each is its article's first or last."""
    articles = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    if most and len(articles) > most:
        articles = random.Random(SEED).sample(articles, most)
    for article in articles:
        texts = [one for one in article["text"].split("\n\n") if one.strip()]
        yield from ((text, at in (0, len(texts) - 1)) for at, text in enumerate(texts) if not is_cjk(text))


def _fitted(rows: Sequence[Row]) -> LogisticRegression:
    table, is_notice = np.array([astuple(one.signs) for one in rows]), [one.kind == "notice" for one in rows]
    times = [one.times for one in rows]
    return LogisticRegression(C=STRENGTH, max_iter=1000).fit(table, is_notice, sample_weight=times)


def _counts(rows: Sequence[Row], odds: np.ndarray) -> str:
    said = []
    for kind in ("notice", "look-alike", "other"):
        mine = [one >= SURE for one, row in zip(odds, rows, strict=True) if row.kind == kind]
        said.append(f"{sum(mine)} of {len(mine)} {kind}s")
    return ", ".join(said)


if __name__ == "__main__":
    main([Path(one) for one in sys.argv[1:]])
