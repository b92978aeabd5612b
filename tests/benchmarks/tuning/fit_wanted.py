"""Fits what a question wants of articles themselves: `python -m tests.benchmarks.tuning.fit_wanted`.

It learns from `wanted.txt.gz` (the README says how it is written) and the questions of `articles.txt.gz`: of these,
those that five sentences or more answer together, spread over half of the article, want an overview, and those that
fewer answer want something in it. It writes assistant/question/learned/wanted.tsv, and prints for each kind how many of
its questions, and of the others, are taken for it by weights fitted without their writer's.
"""

from __future__ import annotations

import gzip
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from assistant.question.learned.wanted import KINDS, LEAST, WORDS, log_odds
from tests.benchmarks.tuning.articles import Article, written

TABLE = Path(__file__).parents[3] / "assistant" / "question" / "learned" / "wanted.tsv"
WRITTEN = Path(__file__).parent / "wanted.txt.gz"
MANY, FEW, SPREAD = 5, 4, 0.5
ENOUGH = 4  # questions that have a word, for it to be weighed
APART = 5  # of a kind's questions, no two on one article, for a word to count towards the kind
TIMES = 4.0  # how often a question of `wanted.txt.gz` counts
STRENGTH = 1.0  # of the regularisation (scikit-learn's C)
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A question with its writer (0 for those of `articles.txt.gz`), its kind, and what it is about, as a number."""

    writer: int
    kind: str
    text: str
    about: int


def of_articles(articles: list[Article]) -> list[Row]:
    """The articles' questions; those that neither many nor few sentences answer are left out."""
    found = []
    for number, one in enumerate(articles):
        for kind, own, text in one.items:
            spread = (max(own) - min(own)) / len(one.sentences)
            wants = kind == "L" and len(own) >= MANY and spread >= SPREAD
            if wants or kind in "QUF" or kind == "L" and len(own) <= FEW:
                found.append(Row(0, "overview" if wants else "none", text, number))
    return found


def names_in(articles: list[Article]) -> set[str]:
    """The words that stand with a capital more often than without, the first of a sentence not counted."""
    words = [one for each in articles for text in each.sentences for one in WORDS.findall(text)[1:]]
    plain = Counter(one for one in words if one.islower())
    return {one for one, times in Counter(one.lower() for one in words).items() if times > 2 * plain[one]}


def fitted(rows: list[Row], kind: str, names: set[str]) -> dict[str, float]:
    """The weight of each word or pair; that of "" is the intercept.

    Nothing with a name has one, and nothing that few of the kind's questions have a positive one: it would come from
    what these happen to be about. What a fit gives such a weight is left out, and the rest fitted again.
    """
    counter = CountVectorizer(ngram_range=(1, 2), min_df=ENOUGH, token_pattern=WORDS.pattern, binary=True)
    table = counter.fit_transform([one.text for one in rows]).tocsc()
    said = counter.get_feature_names_out()
    is_kind = np.array([one.kind == kind for one in rows])
    about = np.array([one.about for one in rows])
    few = np.array([len(set(about[own[is_kind[own]]])) < APART for own in np.split(table.indices, table.indptr[1:-1])])
    left = np.array([number for number, one in enumerate(said) if names.isdisjoint(one.split())])
    times = [TIMES if one.writer else 1.0 for one in rows]
    for _ in range(ROUNDS):
        fit = LogisticRegression(C=STRENGTH, l1_ratio=1.0, solver="liblinear", max_iter=3000, random_state=0)
        weights = fit.fit(table[:, left], is_kind, sample_weight=times).coef_[0]
        kept = (weights <= 0) | ~few[left]
        left, weights = left[kept], weights[kept]
        if kept.all():
            break
    return {"": fit.intercept_[0], **dict(zip(said[left], weights, strict=True))}


def main() -> None:
    lines = [line.split("\t") for line in gzip.decompress(WRITTEN.read_bytes()).decode().splitlines()]
    ours = [Row(int(writer), kind, text, -number) for number, (writer, kind, text) in enumerate(lines, 1)]
    articles = [one for one in written() if not one.is_held_out]
    names = names_in(articles)
    rows = of_articles(articles) + ours
    others = [one.text for one in of_articles([one for one in written() if one.is_held_out]) if one.kind == "none"]
    table = list[str]()
    for kind in KINDS:
        counts = {True: [0, 0], False: [0, 0]}
        for writer in sorted({one.writer for one in ours}):
            weights = fitted([row for row in rows if row.writer != writer], kind, names)
            for one in ours:
                if one.writer == writer:
                    counts[one.kind == kind][0] += log_odds(weights, one.text) >= LEAST[kind]
                    counts[one.kind == kind][1] += 1
        weights = fitted(rows, kind, names)
        plain = sum(log_odds(weights, one) >= LEAST[kind] for one in others)
        (mine, of), (more, of_more) = counts[True], counts[False]
        print(f"{kind}: {mine} of {of}, others {more} of {of_more}", end=", ")
        print(f"for something in an article {plain} of {len(others)}", flush=True)
        table += [f"{kind}\t{name}\t{weight:.2f}" for name, weight in sorted(weights.items()) if abs(weight) >= 0.005]
    TABLE.write_text("\n".join([*table, ""]), "utf-8")


if __name__ == "__main__":
    main()
