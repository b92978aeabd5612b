"""Fits the regression that refuses, on all development sets together: `python -m tests.benchmarks.fit_refusal DATA`.

DATA is the folder of development sets. It prints the weights for assistant/refusing.py, then what each threshold
refuses in each set, from five-fold cross-validation. Questions about a speaker are left out: a rule answers them.
For sets of which every question can be answered, each question is asked again without its gold paragraph.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

from assistant.choosing import candidates, of_kind, read
from assistant.evaluation.gold import Located, locate
from assistant.evaluation.reading import read_questions
from assistant.question import read_question
from assistant.refusing import signs
from index.articles import Hit
from index.filters import Filters
from index.library import Library

SETS = ("seed", "xquad_en", "xquad_zh", "clapnq_dev", "nomiracl_en", "nomiracl_zh")
# Each set weighs the same, but for the one in which nothing told answerable from unanswerable (AUC .5).
WEIGHTS = {"nomiracl_zh": 0.3, "seed": 0.3}
THRESHOLDS = (-2.0, -1.5, -1.25, -1.0, -0.75, -0.5, -0.25, 0.0, 0.5)
Row = tuple[dict[str, float] | None, bool]


def rows(library: Library, located: Sequence[Located]) -> Iterator[Row]:
    for one in located:
        asked = one.question.question
        if read_question(asked).speaker:
            continue
        hits = library.search(asked, limit=12, filters=Filters(articles=one.articles))
        yield figures(library, asked, hits), bool(one.question.must_be_answered)
        if one.question.must_be_answered and one.gold:
            gold = {(place.article_id, number) for place in one.gold for number in place.paragraphs}
            if rest := [hit for hit in hits if (hit.paragraph.article_id, hit.paragraph.number) not in gold]:
                yield figures(library, asked, rest), False


def figures(library: Library, text: str, hits: list[Hit]) -> dict[str, float] | None:
    """The figures of a question; none where no sentence holds the kind of thing that it asks for."""
    question, weights = read_question(text), library.weights(text)
    found = read(question, of_kind(question, candidates(question, hits, weights)), library.embeddings.encode)
    return signs(question, hits, found, weights) if found else None


def main(folder: Path) -> None:
    names, x, y, weight = [], [], [], []
    for name in SETS:
        with tempfile.TemporaryDirectory() as made, Library(made) as library:
            library.add(folder / name)
            questions, _ = read_questions(folder / name / "questions.jsonl")
            asked = list(rows(library, locate(questions, library).located))
        found = [(figure, answerable) for figure, answerable in asked if figure]
        print(name, len(asked), "rows, without the kind asked for:", len(asked) - len(found), file=sys.stderr)
        names += [name] * len(found)
        x += [list(figure.values()) for figure, _ in found]
        y += [answerable for _, answerable in found]
        for _, answerable in found:
            alike = sum(other == answerable for _, other in found)
            weight.append(1000 * WEIGHTS.get(name, 1.0) / alike)
        signs_named = list(found[0][0])
    report(signs_named, np.array(names), np.array(x), np.array(y), np.array(weight))


def report(signs_named: list[str], names: np.ndarray, x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> None:
    scores = np.zeros(len(y))
    for train, test in StratifiedKFold(5, shuffle=True, random_state=0).split(x, names):
        scores[test] = fitted(x[train], y[train], weight[train]).decision_function(x[test])
    model = fitted(x, y, weight)
    print("SIGNS = {")
    for name, value in zip(signs_named, model.coef_[0], strict=True):
        print(f'    "{name}": {value:.3f},')
    print(f"}}\nINTERCEPT = {model.intercept_[0]:.3f}\n")
    for name in dict.fromkeys(names):
        mine = names == name
        print(f"{name:14} n={mine.sum():4}  AUC {roc_auc_score(y[mine], scores[mine]):.3f}")
        for threshold in THRESHOLDS:
            refused = scores[mine] <= threshold
            print(
                f"    {threshold:6.2f}  unanswerable refused {refused[~y[mine]].mean():.3f}"
                f"  answerable refused {refused[y[mine]].mean():.3f}"
            )


def fitted(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=0.3, max_iter=5000).fit(x, y, sample_weight=weight)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
