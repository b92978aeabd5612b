"""Finds the part of a long paragraph that fits a question: consecutive sentences with its words close together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.answering.choosing import share
from index.language.sentences import sentences
from index.language.tokens import words
from index.searching import WINDOW, best_window

LONGEST = 800  # characters; see docs/decisions.md
READ = 8_000  # characters of a paragraph that are split into sentences
NEAR = 0.5  # weight of words close together, relative to words anywhere


def passage(text: str, asked: Mapping[str, float]) -> tuple[int, int]:
    """The span of the best part, in code points: a short text in full, otherwise at most LONGEST of its first READ.

    A sentence is never cut, so a longer one is returned whole. `asked` maps the question's words to their weights.
    """
    if len(text) <= LONGEST:
        return 0, len(text)
    spans = sentences(text[:READ])
    own = [words(text[start:end]) for start, end in spans]
    best, where = -1.0, (0, len(text))
    for first, after in _windows(spans):
        held = [word for row in own[first:after] for word in row]
        fits = share(asked, set(held)) + NEAR * best_window(asked, held, WINDOW)
        if fits > best:
            best, where = fits, (spans[first][0], spans[after - 1][1])
    return where


def _windows(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """For each sentence, the window `spans[first:after]`: it and the following sentences that fit in LONGEST."""
    after = 0
    for first, (start, _) in enumerate(spans):
        after = max(after, first + 1)
        while after < len(spans) and spans[after][1] - start <= LONGEST:
            after += 1
        yield first, after
