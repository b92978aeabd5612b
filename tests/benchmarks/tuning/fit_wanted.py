"""Fits what a question wants of articles themselves: `python -m tests.benchmarks.tuning.fit_wanted`.

It learns from `wanted.txt.gz` (the README says how it is written) and the questions of `articles.txt.gz`: of these,
those that five sentences or more answer together, spread over half of the article, want an overview, and those that
fewer answer want something in it. It writes assistant/question/learned/wanted.tsv, and prints for each kind how many of
its questions, and of the others, are taken for it by weights fitted without their writer's.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from assistant.question.learned.wanted import KINDS, LEAST, WORDS
from tests.benchmarks.tuning.articles import Article, written

TABLE = Path(__file__).parents[3] / "assistant" / "question" / "learned" / "wanted.tsv"
WRITTEN = Path(__file__).parent / "wanted.txt.gz"
MANY, FEW, SPREAD = 5, 4, 0.5
ENOUGH = 4  # questions that have a word, for it to be weighed
TIMES = 4.0  # how often a question of `wanted.txt.gz` counts
STRENGTH = 1.0  # of the regularisation (scikit-learn's C)


def of_articles(articles: list[Article]) -> list[tuple[int, str, str]]:
    """Writer (0), kind and question; those that neither many nor few sentences answer are left out."""
    found = []
    for one in articles:
        for kind, own, text in one.items:
            spread = (max(own) - min(own)) / len(one.sentences)
            wants = kind == "L" and len(own) >= MANY and spread >= SPREAD
            if wants or kind in "QUF" or kind == "L" and len(own) <= FEW:
                found.append((0, "overview" if wants else "none", text))
    return found


def fitted(rows: list[tuple[int, str, str]], kind: str) -> tuple[CountVectorizer, LogisticRegression]:
    counter = CountVectorizer(ngram_range=(1, 2), min_df=ENOUGH, token_pattern=WORDS.pattern, binary=True)
    fit = LogisticRegression(C=STRENGTH, l1_ratio=1.0, solver="liblinear", max_iter=3000, random_state=0)
    table = counter.fit_transform([text for *_, text in rows])
    times = [TIMES if writer else 1.0 for writer, *_ in rows]
    return counter, fit.fit(table, [one == kind for _, one, _ in rows], sample_weight=times)


def main() -> None:
    lines = [line.split("\t") for line in gzip.decompress(WRITTEN.read_bytes()).decode().splitlines()]
    ours = [(int(writer), kind, text) for writer, kind, text in lines]
    rows = of_articles([one for one in written() if not one.is_held_out]) + ours
    others = of_articles([one for one in written() if one.is_held_out])
    table = list[str]()
    for kind in KINDS:
        counts = {True: [0, 0], False: [0, 0]}
        for writer in sorted({one for one, *_ in ours}):
            counter, fit = fitted([row for row in rows if row[0] != writer], kind)
            left = [row for row in ours if row[0] == writer]
            odds = fit.decision_function(counter.transform([text for *_, text in left]))
            for (_, one, _), each in zip(left, odds, strict=True):
                counts[one == kind][0] += each >= LEAST[kind]
                counts[one == kind][1] += 1
        counter, fit = fitted(rows, kind)
        plain = fit.decision_function(counter.transform([text for _, one, text in others if one == "none"]))
        (mine, of), (more, of_more) = counts[True], counts[False]
        print(f"{kind}: {mine} of {of}, others {more} of {of_more}", end=", ")
        print(f"for something in an article {(np.array(plain) >= LEAST[kind]).sum()} of {len(plain)}")
        table.append(f"{kind}\t\t{fit.intercept_[0]:.2f}")
        weights = zip(counter.get_feature_names_out(), fit.coef_[0], strict=True)
        table += [f"{kind}\t{name}\t{weight:.2f}" for name, weight in sorted(weights) if abs(weight) >= 0.005]
    TABLE.write_text("\n".join([*table, ""]), "utf-8")


if __name__ == "__main__":
    main()
