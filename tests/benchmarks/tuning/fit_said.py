"""Fits which of somebody's statements are on a topic: `python -m tests.benchmarks.tuning.fit_said`.

It asks the questions of `articles.txt.gz` for somebody's words, in a library of the articles that the judge of
sentences did not learn from: those that a sentence answers, those that none does, and each again of somebody in another
article. It prints the weights for assistant/answering/composing/nearness.py; cross-validated by article, how often the
statement that answers is among the first one, two, three and five; and how many of the other questions are answered if
so many of the answerable ones are refused.
"""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from assistant.answering.choosing import Candidate
from assistant.answering.composing.composer_input import Asking
from assistant.answering.composing.nearness import WEIGHED, WEIGHTS, figures, topic_weights, words_held
from assistant.answering.composing.said import statements_of
from assistant.answering.speakers import Speakers
from assistant.question.plan import make_plan
from assistant.question.question import read_question
from index.filters import Filters
from index.library import Library
from tests.benchmarks.tuning.articles import written
from tests.benchmarks.tuning.as_set import article

REFUSED = (0.02, 0.05, 0.1)
SHOWN = (1, 2, 3, 5)


@dataclass(frozen=True)
class Asked:
    """The figures of somebody's statements, which of them answer, their highest share of words, and the article."""

    figures: np.ndarray
    answers: np.ndarray
    held: float
    answerable: bool
    article: str
    away: bool

    @property
    def whether_any(self) -> list[float]:
        highest = dict(zip(WEIGHTS, self.figures.max(axis=0), strict=True))
        return [highest["told"], self.held, highest["topic"], highest["paragraph"]]


def asked(folder: Path) -> list[Asked]:
    held_out = {f"written-{number:04}": one for number, one in enumerate(written(), start=1) if one.is_held_out}
    lines = "".join(f"{json.dumps(article(name, one))}\n" for name, one in held_out.items())
    (folder / "articles.jsonl").write_text(lines, "utf-8")
    found = []
    with Library(folder / "library") as library:
        library.add([folder / "articles.jsonl"])
        last = ""
        for name, one in held_out.items():
            for kind, own, text in one.items:
                speaker = read_question(text).speaker or ""
                if kind in "QU" and speaker in text and speaker:
                    gold = [one.sentences[at] for at in own] if kind == "Q" else []
                    found += _of_question(library, name, text, gold)
                    if last:
                        found += _of_question(library, name, text.replace(speaker, last), [], away=True)
            spoken = [each.speaker for each in library.statements(article=name) if each.speaker]
            last = next(iter(spoken), last)
    return [one for one in found if one.answers.any() or not one.answerable]


def _of_question(library: Library, name: str, text: str, gold: list[str], *, away: bool = False) -> list[Asked]:
    plan = make_plan(text, library, Filters())
    asking = Asking(plan, [], library, Filters(), 0.0, _unused, _unused, Speakers(library))
    statements = statements_of(asking, plan.speakers)[:WEIGHED] if plan.speakers and plan.topic else []
    weights = topic_weights(asking, plan.topic)
    if not statements or not weights:
        return []
    answers = [one.hit.heading.id == name and any(_overlap(one, each) for each in gold) for one in statements]
    held = max(words_held(asking, weights, one) for one in statements)
    return [Asked(figures(asking, statements, text), np.array(answers), held, bool(gold), name, away)]


def _unused(*_: object) -> Any:
    raise AssertionError("nothing is searched here")


def _overlap(one: Candidate, sentence: str) -> bool:
    said, told = (" ".join(re.findall(r"\w+", text.lower())) for text in (one.text, sentence))
    return said in told or told in said


def belonging(rows: list[Asked]) -> LogisticRegression:
    fit = LogisticRegression(C=0.5, max_iter=5000)
    return fit.fit(np.concatenate([one.figures for one in rows]), np.concatenate([one.answers for one in rows]))


def whether_any(rows: list[Asked]) -> LogisticRegression:
    fit = LogisticRegression(max_iter=3000)
    return fit.fit([one.whether_any for one in rows], [one.answerable for one in rows])


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = asked(Path(folder))
    among, odds = [], np.zeros(len(rows))
    for learned, left in GroupKFold(5).split(rows, groups=[one.article for one in rows]):
        best, any_is = (fit([rows[at] for at in learned]) for fit in (belonging, whether_any))
        odds[left] = any_is.decision_function([rows[at].whether_any for at in left])
        for one in (rows[at] for at in left):
            order = np.argsort(-best.decision_function(one.figures), kind="stable")
            among += [[one.answers[order[:most]].any() for most in SHOWN]] if one.answerable else []
    can = np.array([one.answerable for one in rows])
    print(f"{can.sum()} answerable questions: the statement is among the first", end="")
    print("".join(f" {most}: {share:.3f}" for most, share in zip(SHOWN, np.mean(among, axis=0), strict=True)))
    away = np.array([one.away for one in rows])
    for name, others in (("that none answers", ~can & ~away), ("of somebody elsewhere", away)):
        answered = (
            f"{(odds[others] >= np.quantile(odds[can], refused)).mean():.2f} ({refused})" for refused in REFUSED
        )
        auc = roc_auc_score(can[can | others], odds[can | others])
        print(f"{others.sum()} {name}: AUC {auc:.3f}, answered if so many are refused", *answered)
    best, any_is = belonging(rows), whether_any(rows)
    for name, weight in zip(WEIGHTS, best.coef_[0], strict=True):
        print(f'    "{name}": {weight:.2f},')
    print(f"INTERCEPT = {best.intercept_[0]:.2f}")
    print("WHETHER_ANY", any_is.coef_[0].round(2), "ANY_INTERCEPT =", any_is.intercept_.round(2))


if __name__ == "__main__":
    main()
