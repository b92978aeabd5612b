"""Reads notices of correction: whether a paragraph is one, and which of its words are the old and the new ones.

It is the embedding model with low-rank changes (LoRA) and two linear heads, trained in tests/benchmarks/tuning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import torch
from langchain_core.utils.iter import batch_iterate
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from index.encoders.minilm import BEGINS, ENDS, MiniLM

KINDS = ("correction", "clarification", "update", "withdrawal", "none")  # the rows of the first head
OTHER, PART, OLD, NEW = range(4)  # the rows of the second: outside the notice, in it, its old words, its new ones
TOGETHER = 16  # parts of paragraphs that are read together
LONGEST = 250  # tokens read at once; a longer paragraph is read at its start and at its end
BUCKETS = 1 << 14  # for tokens and pairs of tokens
_FACTOR = 40_503  # spreads the pairs over the buckets
_ADDRESS = re.compile(r"https?://\S+")  # would be taken for a notice in a line with little else


@dataclass(frozen=True, slots=True)
class ReadNotice:
    """A notice that begins at `start`; its old and new words are spans of the paragraph, in text order.

    `odds` are the log-odds that it is one.
    """

    odds: float
    kind: str
    start: int
    old: tuple[tuple[int, int], ...]
    new: tuple[tuple[int, int], ...]


class _Part(NamedTuple):
    """Tokens of the paragraph with this number, and their spans in it."""

    paragraph: int
    ids: list[int]
    spans: list[tuple[int, int]]


def buckets(ids: Sequence[int]) -> list[int]:
    """The hash buckets of a text's tokens and pairs of adjacent tokens, each once, in order."""
    pairs = ((one * _FACTOR + other) % BUCKETS for one, other in zip(ids, ids[1:], strict=False))
    return sorted({*(one % BUCKETS for one in ids), *pairs})


class NoticeReader:
    """A model with the low-rank changes and the heads from a file."""

    def __init__(self, model: MiniLM, changes: Path) -> None:
        learned = load_file(changes)
        self._model = model.packed(changes)
        self._heads = {name: one.float() for name, one in learned.items() if name.startswith(("kind.", "tag."))}
        self._gate, self._least = learned["gate.weight"].float(), float(learned["gate.least"])

    def read(self, text: str, *, anyway: bool = False) -> ReadNotice | None:
        """The likeliest notice that a paragraph consists of or ends with, however unlikely.

        None if there are no tokens, or if the tokens alone rule out a notice and the paragraph is not read `anyway`.
        """
        return self.read_all([text], [anyway])[0]

    def read_all(self, texts: Sequence[str], anyway: Sequence[bool]) -> list[ReadNotice | None]:
        """The same for several paragraphs; short ones are read together, each with the same result as alone."""
        parts = [part for at, text in enumerate(texts) for part in self._parts(at, text, anyway[at])]
        found = list[ReadNotice | None]([None] * len(texts))
        for together in batch_iterate(TOGETHER, parts):
            for part, one in zip(together, self._notices(together), strict=True):
                before = found[part.paragraph]
                if before is None or one.odds > before.odds:
                    found[part.paragraph] = one
        return found

    def _parts(self, paragraph: int, text: str, anyway: bool) -> Iterator[_Part]:
        """The start and the end of a paragraph, one part if it is short, without those that are not to be read."""
        ids, spans = self._model.spans(_ADDRESS.sub(lambda found: " " * len(found[0]), text))
        for at in {0, max(0, len(ids) - LONGEST)} if ids else ():
            part = _Part(paragraph, ids[at : at + LONGEST], spans[at : at + LONGEST])
            if anyway or float(self._gate[buckets(part.ids)].sum()) >= self._least:
                yield part

    @torch.inference_mode()
    def _notices(self, parts: Sequence[_Part]) -> list[ReadNotice]:
        every = self._model.states([[BEGINS, *part.ids, ENDS] for part in parts])
        return [self._notice(part.spans, states) for part, states in zip(parts, every, strict=True)]

    def _notice(self, spans: Sequence[tuple[int, int]], states: Tensor) -> ReadNotice:
        kinds = functional.linear(states[0], self._heads["kind.weight"], self._heads["kind.bias"])
        tags = functional.linear(states[1:-1], self._heads["tag.weight"], self._heads["tag.bias"]).argmax(1).tolist()
        inside = [span for tag, span in zip(tags, spans, strict=True) if tag != OTHER]
        return ReadNotice(
            float(kinds[:-1].logsumexp(0) - kinds[-1]),
            KINDS[int(kinds[:-1].argmax())],
            inside[0][0] if inside else spans[0][0],
            tuple(_runs(tags, spans, OLD)),
            tuple(_runs(tags, spans, NEW)),
        )


def _runs(tags: Sequence[int], spans: Sequence[tuple[int, int]], wanted: int) -> Iterator[tuple[int, int]]:
    """The spans of adjacent tokens with a tag."""
    start = end = -1
    for tag, (first, last) in zip(tags, spans, strict=True):
        if tag == wanted:
            start, end = (start if start >= 0 else first), last
        elif start >= 0:
            yield start, end
            start = -1
    if start >= 0:
        yield start, end
