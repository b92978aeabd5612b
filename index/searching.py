"""Hybrid search: candidates from the vectors and from the words, one score for each.

The weights are measured; see docs/decisions.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from index.language.spans import LONGEST
from index.language.tokens import cjk_share, words
from index.store.catalog import Searched

Mode = Literal["hybrid", "dense", "lexical"]
MEANING = 0.85  # weight of the cosine relative to BM25, for a question in a script that the model knows
WINDOW = 25  # words; about 50 characters of Chinese, which are 100 indexed characters and pairs
CJK_WINDOW = 100
WINDOW_WEIGHT = 0.30
WINDOWED = 20  # best candidates that are read for their best window


def rank(
    question: str,
    vector: np.ndarray,
    candidates: Sequence[Searched],
    lexical: Mapping[int, float],
    asked: Mapping[str, float],
    mode: Mode = "hybrid",
) -> list[tuple[Searched, float]]:
    """Candidates with their scores (0 to 1, higher is better), best first; `asked` weighs the question's words.

    The score is a convex combination of the cosine, of BM25 divided by the question's best BM25 (Bruch et al.,
    "An Analysis of Fusion Functions for Hybrid Retrieval", 2023), and of the share of the question's words, by
    rarity, that occur together within one window of the paragraph. In the mode "dense" it is the cosine alone, in
    "lexical" BM25 alone.
    """
    # Chinese, Japanese and Korean are almost noise to the English model: its weight depends on the question's script.
    blind = cjk_share(question)
    meaning, is_cjk = {"hybrid": MEANING * (1 - blind), "dense": 1.0, "lexical": 0.0}[mode], blind > 0.5
    best = max(lexical.values(), default=1.0)
    scores = {
        found.key: meaning * cosine(found.vectors, vector) + (1 - meaning) * lexical.get(found.key, 0.0) / best
        for found in candidates
    }
    ordered = sorted(candidates, key=lambda found: (-scores[found.key], found.key))
    if mode != "hybrid":
        return [(found, scores[found.key]) for found in ordered]
    width = CJK_WINDOW if is_cjk else WINDOW
    for found in ordered[:WINDOWED]:
        scores[found.key] += WINDOW_WEIGHT * best_window(asked, words(found.paragraph.text[:LONGEST]), width)
    ordered.sort(key=lambda found: (-scores[found.key], found.key))
    return [(found, scores[found.key] / (1 + WINDOW_WEIGHT)) for found in ordered]


def cosine(vectors: np.ndarray, vector: np.ndarray) -> float:
    """The best cosine of a paragraph's pieces, (pieces, dimensions), with a question's vector, (dimensions,)."""
    return max(0.0, float(np.max(vectors @ vector)))


def best_window(asked: Mapping[str, float], text: Sequence[str], width: int) -> float:
    """The largest share of the asked words' weight within any `width` words of the text, 0 to 1."""
    total = sum(asked.values())
    places = [(place, word) for place, word in enumerate(text) if word in asked]
    best, after = 0.0, 0
    held: Counter[str] = Counter()  # how often each word is in the window
    for start, word in places:
        more = False  # whether this window has a word that the last one lacked, without which it is no better
        while after < len(places) and places[after][0] < start + width:
            more |= not held[places[after][1]]
            held[places[after][1]] += 1
            after += 1
        if more:
            best = max(best, sum(map(asked.__getitem__, held)))
        held[word] -= 1
        if not held[word]:
            del held[word]
    return best / total if total else 0.0


def held(asked: Mapping[str, float], text: str) -> float:
    """The share of the asked words' weight in a text, 0 to 1."""
    there, total = set(words(text)), sum(asked.values())
    return sum(weight for word, weight in asked.items() if word in there) / total if total else 0.0
