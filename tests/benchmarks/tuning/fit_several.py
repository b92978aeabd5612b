"""Fits the regression that finds what belongs to an answer of several sentences.

    python -m tests.benchmarks.tuning.fit_several

It learns from the questions of `articles.txt.gz` that several sentences answer together, except those on what an
article is about, in the articles that the judge of sentences did not learn from. It prints the weights for
assistant/answering/composing/enumerating.py, and of how many questions all sentences are among the eight likeliest, or
half of the article if that is less: cross-validated by article, and by the judge or the cosine alone.
"""

from __future__ import annotations

import numpy as np
from sklearn.model_selection import GroupKFold

from assistant.answering.composing.enumerating import SEVERAL, WEIGHTS, figures
from assistant.answering.judged import TOGETHER
from index import encoders
from index.embedding import Encode, SentenceEmbeddings, sentence_judge
from tests.benchmarks.tuning.articles import Article, written
from tests.benchmarks.tuning.fit_overview import ABOUT, Asked, fitted

LENGTH = 14  # sentences of an article at least, so that some are left out


def asked() -> list[Asked]:
    encode, judge, found = SentenceEmbeddings().encode, sentence_judge(), []
    for number, one in enumerate(written()):
        if one.is_held_out and len(one.sentences) >= LENGTH:
            for kind, own, text in one.items:
                if kind == "L" and not ABOUT.search(text):
                    needed = np.isin(np.arange(len(one.sentences)), own)
                    found.append(Asked(_figures(one, text, encode, judge), needed, number))
    return found


def _figures(one: Article, question: str, encode: Encode, judge: encoders.SentenceJudge) -> np.ndarray:
    told = one.sentences
    parts = [tuple(told[first : first + TOGETHER]) for first in range(0, len(told), TOGETHER)]
    judged = judge.of_question(question, [encoders.Passage(one.title, part) for part in parts])
    vector, *vectors = encode([question, *told], asked=1)
    return figures(
        np.array([float(vector @ other) for other in vectors]),
        np.exp(np.concatenate([each.bearings["answers"] for each in judged])),
        np.exp(np.concatenate([np.full(len(part), each.nothing) for each, part in zip(judged, parts, strict=True)])),
        [at for at, paragraph in enumerate(one.paragraphs) for _ in paragraph],
    )


def _has_all(one: Asked, scores: np.ndarray) -> bool:
    return one.found(scores, min(SEVERAL, (len(scores) + 1) // 2)) == one.needed.sum()


def main() -> None:
    rows = asked()
    found = []
    for learned, left in GroupKFold(5).split(rows, groups=[one.article for one in rows]):
        fit = fitted([rows[at] for at in learned])
        found += [_has_all(rows[at], fit.decision_function(rows[at].figures)) for at in left]
    names = list(WEIGHTS)
    judge, cosine = (
        np.mean([_has_all(one, one.figures[:, names.index(name)]) for one in rows]) for name in ("answers", "cosine")
    )
    print(f"{len(rows)} questions: {np.mean(found):.3f}; the judge alone {judge:.3f}, the cosine alone {cosine:.3f}")
    for name, weight in zip(names, fitted(rows).coef_[0], strict=True):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
