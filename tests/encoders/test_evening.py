"""How often the judge of sentences learns from a question: less where its words give away that nothing answers it."""

from __future__ import annotations

import numpy as np

from tests.benchmarks.tuning.evening import auc, told_by_words, weights

ARTICLES = 60


def test_what_words_alone_tell_of_a_question_is_weighed_away() -> None:
    texts, kinds, articles = list[str](), list[str](), list[str]()
    for number in range(ARTICLES):
        # Names are asked for in vain three times of four, reasons once of four.
        texts += [f"name of the {thing} {number}" for thing in ("ship", "dog", "firm", "road")]
        kinds += ["U", "U", "U", "Q"]
        texts += [f"why was the {thing} {number} sold" for thing in ("ship", "dog", "firm", "road")]
        kinds += ["Q", "Q", "Q", "U"]
        articles += [str(number)] * 8
    found, sorts = weights(texts, kinds, articles), np.array(kinds)
    told = told_by_words(texts, kinds, articles).round(3)  # the folds differ in the fifth digit, and break ties
    assert auc(told, sorts, "U") > 0.7
    assert auc(told, sorts, "U", found) < 0.6
    names = np.array([text.startswith("name") for text in texts])
    answered, unanswered = (found[names & (sorts == kind)].sum() for kind in "QU")
    assert 0.8 < answered / unanswered < 1.25
    assert abs(found.mean() - 1) < 1e-9
