"""Fits when a claim about an article is supported: `python -m tests.benchmarks.tuning.fit_claims [CLAIMS] [--larger]`.

It takes claims about the articles that the judge of claims did not learn from, and the development sets, which count
`WEIGHT` times, each claim checked against its own article. For what the comparison of words and the judge, or the
larger one, find about those that the words do not support, and for what the judge finds about those that they support
and that are no near copies, it fits a logistic regression each, and prints the weights for
assistant/verifying/weighing.py; and for each set, by the weights fitted without it (without a fifth of the articles),
the AUC, and how many true and false ones have log-odds of so much. `check` also stops what lacks most words.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, field, fields
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from assistant import Assistant
from assistant.verifying import Verifier
from assistant.verifying.weighing import FLOOR, SMALL, Signs, Weighing
from index.embedding import claim_judge, larger_claim_judge
from index.encoders import Borne, ClaimJudge
from tests.benchmarks.tuning.articles import Article, written
from tests.benchmarks.tuning.as_set import article

CLAIMS, SEED = 1800, 0
FOLDS = 5
LEASTS = (0.0, 0.1, 0.2, 0.4, 0.6)
WEIGHT = 3.0
STRENGTH = 0.3  # of the regularisation of the weights (scikit-learn's C)
TRUE, FALSE = "ST", "CNXA"
BENCHMARKS = Path(__file__).parents[1]
# Sets with the names of their claims and articles.
DEVELOPMENT = (
    ("desks/claims_1", "claims", "articles"),
    ("desks/claims_3", "claims", "articles"),
    ("desks/claims_9", "claims", "articles"),
    ("fresh", "claims", "claims_articles"),
    ("fresh", "claims_acts", "articles"),
)


@dataclass(frozen=True)
class Checked:
    """A claim's set, the name of its article, whether it is true, whether its words support it, and what was found.

    That is the values of `Signs`, or what the judge found if the words support the claim.
    """

    of: str
    article: str
    true: bool
    agreed: bool
    found: tuple[float, ...]


@dataclass(frozen=True)
class _Recorder(Weighing):
    """Keeps what was found, and supports nothing."""

    kept: list[tuple[bool, tuple[float, ...]]] = field(default_factory=list)

    def log_odds(self, signs: Signs) -> float:
        self.kept.append((False, astuple(signs)))
        return -np.inf

    def agreed(self, shown: Borne) -> float:
        self.kept.append((True, (shown.odds, max(shown.attributed, FLOOR))))
        return -np.inf


def checked(
    name: str, articles: Path, claims: Iterable[tuple[str, bool, str]], judge: Callable[[], ClaimJudge]
) -> Iterator[Checked]:
    """The claims, each with the id of its article and whether it is true, that are weighed."""
    with TemporaryDirectory() as place, Assistant.open(library=Path(place)) as assistant:
        assistant.add(articles)
        recorder = _Recorder(*(getattr(SMALL, one.name) for one in fields(SMALL)))
        assistant.__dict__["verifier"] = Verifier(None, lambda *read: judge().of_claim(*read), recorder)
        for id, true, text in claims:
            recorder.kept.clear()
            if len(assistant.check(text, articles=id).claims) == 1 and recorder.kept:
                yield Checked(name, id, true, *recorder.kept[0])


def written_claims(most: int, judge: Callable[[], ClaimJudge]) -> list[Checked]:
    held_out = [one for one in written() if one.is_held_out]
    claims = [
        (f"a{number}", kind in TRUE, text)
        for number, one in enumerate(held_out)
        for kind, _, text in one.items
        if kind in TRUE + FALSE
    ]
    with TemporaryDirectory() as place:
        sample = random.Random(SEED).sample(claims, min(most, len(claims)))
        return list(checked("written", _as_file(held_out, Path(place)), sample, judge))


def _as_file(articles: list[Article], folder: Path) -> Path:
    file = folder / "articles.jsonl"
    lines = [json.dumps(article(f"a{number}", one)) for number, one in enumerate(articles)]
    file.write_text("\n".join(lines), "utf-8")
    return file


def developed(folder: str, claims: str, articles: str, judge: Callable[[], ClaimJudge]) -> list[Checked]:
    lines = (BENCHMARKS / folder / f"{claims}.jsonl").read_text("utf-8").splitlines()
    rows = [(row["article_id"], row["label"] == "supported", row["claim"]) for row in map(json.loads, lines)]
    return list(checked(f"{folder} {claims}", BENCHMARKS / folder / f"{articles}.jsonl", rows, judge))


def fitted(rows: Sequence[Checked]) -> tuple[np.ndarray, float]:
    """The weights of what was found, and the intercept."""
    found = np.array([one.found for one in rows])
    scaler = StandardScaler().fit(found)
    counts = [1.0 if one.of == "written" else WEIGHT for one in rows]
    able = LogisticRegression(C=STRENGTH, max_iter=1000)
    able.fit(scaler.transform(found), [one.true for one in rows], sample_weight=counts)
    weights = able.coef_[0] / scaler.scale_
    return weights, float(able.intercept_[0] - weights @ scaler.mean_)


def fit(rows: Sequence[Checked]) -> None:
    """Prints what the weights tell of each set that they were fitted without, and the weights fitted to all."""
    of = dict.fromkeys(one.of for one in rows)
    places = {name: at for at, name in enumerate(dict.fromkeys(one.article for one in rows))}
    odds = np.zeros(len(rows))
    for name in of:
        for fold in range(FOLDS) if name == "written" else [None]:
            left = [one.of == name and fold in (None, places[one.article] % FOLDS) for one in rows]
            weights, intercept = fitted([one for one, out in zip(rows, left, strict=True) if not out])
            for at in np.flatnonzero(left):
                odds[at] = weights @ rows[at].found + intercept
    for name in of:
        mine = np.array([one.of == name for one in rows])
        true, its = np.array([one.true for one in rows])[mine], odds[mine]
        line = f"{name}: AUC {roc_auc_score(true, its):.3f}; from"
        for least in LEASTS:
            passed = its >= least
            line += f" {least:.1f}: {sum(passed & true)} of {sum(true)} and {sum(passed & ~true)} of {sum(~true)};"
        print(line.rstrip(";"))
    weights, intercept = fitted(rows)
    print("weights:", *(f"{one:.3f}" for one in weights), f"intercept: {intercept:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("claims", nargs="?", type=int, default=CLAIMS, help="how many about the tuning articles")
    parser.add_argument("--larger", action="store_true", help="for the larger judge of claims")
    chosen = parser.parse_args()
    judge = larger_claim_judge if chosen.larger else claim_judge
    rows = written_claims(chosen.claims, judge)
    for one in DEVELOPMENT:
        rows += developed(*one, judge)
    for agreed in (False, True):
        print("what the words support" if agreed else "what the words do not support")
        fit([one for one in rows if one.agreed == agreed])


if __name__ == "__main__":
    main()
