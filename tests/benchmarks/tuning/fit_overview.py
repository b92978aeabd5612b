"""Fits the regression that finds an article's key sentences: `python -m tests.benchmarks.tuning.fit_overview`.

It learns from the questions of `articles.txt.gz` that several sentences answer together and that ask what the article
is about. It prints the weights for assistant/answering/key_sentences.py, and how many of those sentences are among
the five likeliest, cross-validated by article, beside how many are among the first five.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from assistant.answering.key_sentences import WEIGHTS, key_figures
from index.embedding import SentenceEmbeddings
from tests.benchmarks.tuning.articles import written

FIVE = 5
NEEDED = range(4, 8)  # sentences that such a question needs
ABOUT = re.compile(
    r"\b(?:about|sum|summar\w+|gist|main|key|in short|in brief|overview|points|nutshell|rundown|recap|highlights?"
    r"|story|takeaways?)\b",
    re.I,
)


@dataclass(frozen=True)
class Asked:
    """The figures of an article's sentences, which of them are needed, and the number of the article."""

    figures: np.ndarray
    needed: np.ndarray
    article: int

    def found(self, scores: np.ndarray, among: int = FIVE) -> int:
        """How many of them are among so many with the highest scores."""
        return int(self.needed[np.argsort(-scores, kind="stable")[:among]].sum())


def asked() -> list[Asked]:
    encode, found = SentenceEmbeddings().encode, []
    for number, one in enumerate(written()):
        needed = [own for kind, own, text in one.items if kind == "L" and len(own) in NEEDED and ABOUT.search(text)]
        if needed:
            paragraphs = [at for at, paragraph in enumerate(one.paragraphs) for _ in paragraph]
            figures = key_figures(one.title, one.sentences, paragraphs, encode)
            found += [Asked(figures, np.isin(np.arange(len(figures)), own), number) for own in needed]
    return found


def fitted(rows: list[Asked]) -> LogisticRegression:
    fit = LogisticRegression(class_weight="balanced", max_iter=2000)
    return fit.fit(np.concatenate([one.figures for one in rows]), np.concatenate([one.needed for one in rows]))


def main() -> None:
    rows = asked()
    folds = GroupKFold(5).split(rows, groups=[one.article for one in rows])
    found = []
    for learned, left in folds:
        fit = fitted([rows[at] for at in learned])
        found += [rows[at].found(fit.decision_function(rows[at].figures)) for at in left]
    first = [one.found(-np.arange(len(one.needed))) for one in rows]
    needed = np.mean([one.needed.sum() for one in rows])
    print(
        f"{len(rows)} questions; of {needed:.2f} sentences {np.mean(found):.2f} among five, {np.mean(first):.2f} first"
    )
    for name, weight in zip(WEIGHTS, fitted(rows).coef_[0], strict=True):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
