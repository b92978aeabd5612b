"""Fits which questions want an article summed up: `python -m tests.benchmarks.tuning.fit_summing_up`.

It learns from the questions of `articles.txt.gz`: those that five sentences or more answer together, spread over half
of the article, against those that fewer answer. It writes assistant/question/learned/summing_up.tsv and prints the
area under the curve on articles that it did not learn from.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assistant.question.learned.summing_up import WORDS
from tests.benchmarks.tuning.articles import Article, written

TABLE = Path(__file__).parents[3] / "assistant" / "question" / "learned" / "summing_up.tsv"
MANY, FEW, SPREAD = 5, 4, 0.5
ENOUGH = 5  # questions that have a word, for it to be weighed


def asked(articles: list[Article]) -> tuple[list[str], np.ndarray]:
    """The questions in lower case, and whether each wants much of its article; those between are left out."""
    texts, labels = [], []
    for one in articles:
        for kind, own, text in one.items:
            spread = (max(own) - min(own)) / len(one.sentences)
            wants = kind == "L" and len(own) >= MANY and spread >= SPREAD
            if wants or kind in "QUF" or kind == "L" and len(own) <= FEW:
                texts.append(text.lower())
                labels.append(wants)
    return texts, np.array(labels)


def main() -> None:
    articles = written()
    texts, labels = asked([one for one in articles if not one.is_held_out])
    counter = CountVectorizer(ngram_range=(1, 2), min_df=ENOUGH, token_pattern=WORDS.pattern, binary=True)
    fit = LogisticRegression(C=1.0, l1_ratio=1.0, solver="liblinear", max_iter=3000, random_state=0)
    fit.fit(counter.fit_transform(texts), labels)
    held, wanted = asked([one for one in articles if one.is_held_out])
    print(f"{labels.sum()} of {len(labels)} questions; {wanted.sum()} of {len(wanted)} held out, AUC", end=" ")
    print(f"{roc_auc_score(wanted, fit.decision_function(counter.transform(held))):.3f}")
    weights = dict(zip(counter.get_feature_names_out(), fit.coef_[0], strict=True))
    rows = [f"{name}\t{weight:.2f}" for name, weight in sorted(weights.items()) if abs(weight) >= 0.005]
    TABLE.write_text("\n".join([f"\t{fit.intercept_[0]:.2f}", *rows, ""]), "utf-8")


if __name__ == "__main__":
    main()
