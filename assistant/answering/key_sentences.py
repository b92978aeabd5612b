"""Finds the sentences that say what an article is about, with a regression fitted to sentences that people chose.

tests/benchmarks/tuning/fit_overview.py fits it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from index.embedding import Encode
from index.language.tokens import words

WEIGHTS = {
    "middle": 0.13,  # cosine with the mean of all sentences
    "title": 1.47,  # cosine with the title
    "entitled": 0.80,  # the share of the title's words
    "early": 0.86,  # 1 for a sentence of the first paragraph, 1/2 for one of the second
    "late": -1.33,  # how far into the article it is, 0 to 1
    "length": 1.03,  # in index words, divided by 20
    "begins_quoted": -1.37,
    "quotes": -0.22,
    "figure": 0.65,
    "leans": -0.20,  # begins with a pronoun or a conjunction
}
# Weight of the log-probability that a sentence answers, and the floor for that probability.
TOLD, LEAST = 0.5, 1e-4
_LEANS = re.compile(r"(?:He|She|It|They|His|Her|Their|But|And|That|This)\b")


def key_figures(title: str, sentences: Sequence[str], paragraphs: Sequence[int], encode: Encode) -> np.ndarray:
    """The features of the sentences, of shape (sentences, len(WEIGHTS)); `paragraphs` holds their paragraph numbers."""
    entitled, *vectors = encode([title, *sentences])
    matrix = np.stack(vectors)
    middle = matrix.mean(axis=0)
    places = {number: at for at, number in enumerate(dict.fromkeys(paragraphs))}
    named = set(words(title))
    return np.stack(
        [
            matrix @ middle / float(np.linalg.norm(middle) or 1),
            matrix @ entitled,
            [len(named & set(words(one))) / (len(named) or 1) for one in sentences],
            [1 / (1 + places[number]) for number in paragraphs],
            np.arange(len(sentences)) / len(sentences),
            [len(words(one)) / 20 for one in sentences],
            [one.startswith(('"', "“", "‘", "'")) for one in sentences],
            [bool(re.search(r"[\"“”]", one)) for one in sentences],
            [bool(re.search(r"\d", one)) for one in sentences],
            [bool(_LEANS.match(one)) for one in sentences],
        ],
        axis=1,
    ).astype(float)


def key_sentences(
    title: str, sentences: Sequence[str], paragraphs: Sequence[int], told: Sequence[float], wanted: int, encode: Encode
) -> list[int]:
    """The indices of the key sentences, at most `wanted`, in text order.

    `told` holds the probabilities from the judge of sentences that each answers the question; they are all equal if the
    judge was not asked.
    """
    if len(sentences) <= wanted:
        return list(range(len(sentences)))
    scores = key_figures(title, sentences, paragraphs, encode) @ np.array(list(WEIGHTS.values()))
    scores += TOLD * np.log(np.maximum(told, LEAST))
    return sorted(np.argsort(-scores, kind="stable")[:wanted].tolist())
