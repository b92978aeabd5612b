"""How often each question is learned from, so that its words alone do not show whether its article answers it.

    python -m tests.benchmarks.tuning.evening

Whoever invents questions that an article does not answer asks for names, ages and prices. A judge that learns from them
as they are refuses "name of the furnace" without reading. The command prints how well the words alone tell unanswerable
questions and false premises from answered ones (AUC, learned from other articles), as they are, as weighed, and of
twins.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from tests.benchmarks.tuning.articles import written

LEAST, MOST = 0.1, 5.0  # bounds of a weight: a question that only one kind has would be drawn again and again
_WORDS = r"[^\s]+"


def told_by_words(texts: Sequence[str], kinds: Sequence[str], articles: Sequence[str]) -> np.ndarray:
    """The probability of each kind, (n, kinds in their order), from one and two words, learned from other articles."""
    words = CountVectorizer(ngram_range=(1, 2), min_df=10, token_pattern=_WORDS, binary=True, lowercase=False)
    return cross_val_predict(
        LogisticRegression(C=0.3, max_iter=300),
        words.fit_transform(texts),
        kinds,
        groups=articles,
        cv=GroupKFold(4),
        method="predict_proba",
    )


def weights(texts: Sequence[str], kinds: Sequence[str], articles: Sequence[str]) -> np.ndarray:
    """How often to draw each, (n,), 1 on average: the share of its kind by the probability that its words give it."""
    told, order = told_by_words(texts, kinds, articles), sorted(set(kinds))
    shares = np.array([list(kinds).count(kind) for kind in order]) / len(kinds)
    own = np.array([order.index(kind) for kind in kinds])
    weighed = np.clip(shares[own] / told[np.arange(len(own)), own], LEAST, MOST)
    return weighed / weighed.mean()


def auc(told: np.ndarray, kinds: np.ndarray, high: str, weighed: np.ndarray | None = None) -> float:
    """How well the probabilities tell one kind from answered questions."""
    able = (kinds == high) | (kinds == "Q")
    column = sorted(set(kinds)).index(high)
    weighed = None if weighed is None else weighed[able]
    return float(roc_auc_score(kinds[able] == high, told[able, column], sample_weight=weighed))


def main() -> None:
    articles = written()
    alone = [(one, one.items[: one.paired]) for one in articles]
    paired = [(one, [item for pair in one.twins for item in pair]) for one in articles]
    for name, items in (("not paired", alone), ("twins", paired)):
        asked = [
            (text, "Q" if kind == "L" else kind, one.title)
            for one, own in items
            for kind, _, text in own
            if kind in "QULF"
        ]
        texts, kinds, titles = (list(part) for part in zip(*asked, strict=True))
        told, weighed = told_by_words(texts, kinds, titles), weights(texts, kinds, titles)
        for high, what in (("U", "unanswerable"), ("F", "false premises")):
            as_they_are, even = (auc(told, np.array(kinds), high, one) for one in (None, weighed))
            print(f"{name}, {len(asked)} questions: {what} {as_they_are:.3f}, as weighed {even:.3f}")


if __name__ == "__main__":
    main()
