"""How often each question is learned from, so that its words alone do not show whether its article answers it.

Whoever invents questions that an article does not answer asks for names, ages and prices, and for what it does not
answer rightly, why: from the words of 64,147 questions alone, unanswerable ones are told from answered ones by an AUC
of .89. A judge that learns from them as they are refuses "name of the furnace" without reading.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

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


def auc(texts: Sequence[str], kinds: Sequence[str], articles: Sequence[str], high: str) -> float:
    """How well the words alone tell one kind from the others."""
    column = sorted(set(kinds)).index(high)
    told = told_by_words(texts, kinds, articles)[:, column]
    return float(roc_auc_score([kind == high for kind in kinds], told))
