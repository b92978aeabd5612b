"""Fits from which log-odds of the judge of claims a claim is supported: `python -m tests.benchmarks.tuning.fit_claims`.

The claims are those about the articles that the judge did not learn from, each checked against its own article. For
each verdict of the comparison of words it prints the threshold at which the shares of true claims that are supported
and of false ones that are not add up to most, cross-validated by article, and how many of both there are.
"""

from __future__ import annotations

import json
import math
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from assistant import Assistant
from assistant.verifying import Verifier
from assistant.verifying.verification import BORNE, DOUBTED
from index import encoders
from index.embedding import claim_judge
from tests.benchmarks.tuning.articles import Article, written
from tests.benchmarks.tuning.as_set import article

CLAIMS, SEED = 2500, 0
FOLDS = 5
TRUE, FALSE = "ST", "CNX"


@dataclass(frozen=True)
class Checked:
    """The article's number, whether the claim is true, its verdict by the comparison of words, and the log-odds."""

    article: int
    true: bool
    compared: str
    odds: float


class _Recorder:
    """Keeps the log-odds, and gives some that leave the verdict as it is."""

    def __init__(self) -> None:
        self.odds = math.nan

    def __call__(self, claim: str, passage: encoders.Passage) -> encoders.Borne:
        self.odds = claim_judge().of_claim(claim, passage).odds
        chance = 1 / (1 + math.exp(-(DOUBTED + BORNE) / 2))
        return encoders.Borne(math.log(chance), math.log(1 - chance), -math.inf, -math.inf, (0, 0))


def checked(most: int = CLAIMS) -> list[Checked]:
    held_out = [one for one in written() if one.is_held_out]
    claims = [
        (number, kind in TRUE, text)
        for number, one in enumerate(held_out)
        for kind, _, text in one.items
        if kind in TRUE + FALSE
    ]
    claims = random.Random(SEED).sample(claims, min(most, len(claims)))
    with TemporaryDirectory() as place, Assistant.open(library=Path(place) / "library") as assistant:
        assistant.add(_as_file(held_out, Path(place)))
        recorder = _Recorder()
        assistant.__dict__["verifier"] = Verifier(None, recorder)
        found = []
        for number, true, text in claims:
            recorder.odds = math.nan
            [*verdicts] = assistant.check(text, articles=f"a{number}").claims
            if len(verdicts) == 1 and verdicts[0].verdict and not math.isnan(recorder.odds):
                found.append(Checked(number, true, verdicts[0].verdict, recorder.odds))
        return found


def _as_file(articles: list[Article], folder: Path) -> Path:
    file = folder / "articles.jsonl"
    lines = [json.dumps(article(f"a{number}", one)) for number, one in enumerate(articles)]
    file.write_text("\n".join(lines), "utf-8")
    return file


def threshold(rows: list[Checked], true: int, false: int) -> float:
    """The least log-odds of supported claims with which most of `true` and `false` ones are judged rightly."""
    able = sorted(rows, key=lambda one: one.odds)
    gained = np.cumsum([-1 / true if one.true else 1 / false for one in able])  # up to each one, none is supported
    if not able or gained.max() <= 0:
        return -math.inf
    best = int(gained.argmax())
    return able[best].odds if best + 1 == len(able) else (able[best].odds + able[best + 1].odds) / 2


def main() -> None:
    rows = checked(int(sys.argv[1]) if sys.argv[1:] else CLAIMS)
    true = sum(one.true for one in rows)
    false = len(rows) - true
    print(f"{true} true and {false} false claims")
    passed: dict[bool, list[int]] = {True: [0, 0], False: [0, 0]}
    for verdict in ("supported", "not_found"):
        its = [one for one in rows if one.compared == verdict]
        whole = threshold(its, true, false)
        for fold in range(FOLDS):
            least = threshold([one for one in its if one.article % FOLDS != fold], true, false)
            for one in its:
                if one.article % FOLDS == fold:
                    passed[one.true][0] += verdict == "supported"
                    passed[one.true][1] += one.odds >= least
        print(f"{verdict}: supported from {whole:.2f}; {sum(one.true for one in its)} true of {len(its)}")
    for name, at in (("the words alone", 0), ("with the judge, cross-validated", 1)):
        print(
            f"{name}: {passed[True][at] / true:.3f} of true and {passed[False][at] / false:.3f} of false ones supported"
        )


if __name__ == "__main__":
    main()
