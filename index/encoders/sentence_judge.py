"""Judges which sentences of a passage answer a question, with a small cross-encoder that reads them in context.

It is a model with low-rank changes (LoRA) and two small heads, trained in tests/benchmarks/tuning.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from index.encoders.minilm import MiniLM
from index.encoders.mpnet import MPNet

Bearing = Literal["answers", "refutes"]

ASKED, ENTITLED, SENTENCE, LONGEST = 80, 24, 90, 508  # maximum tokens of each and in total; there are 512 positions
BATCH = 1200  # tokens, so that they stay in the cache
KEPT = 2048  # passages
BEARINGS: tuple[Bearing, ...] = ("answers", "refutes")  # the columns of the second head


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences that are read together, and the title of their article, or ""."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """The log-probabilities that no sentence bears on a question, and of each bearing; their exponentials sum to 1."""

    nothing: float
    bearings: dict[Bearing, np.ndarray]  # each (sentences,)

    def odds(self, bearing: Bearing) -> float:
        """The log-odds that some sentence has this bearing."""
        others = [values for other, values in self.bearings.items() if other != bearing]
        against = torch.from_numpy(np.concatenate([[self.nothing], *others])).logsumexp(0)
        return float(torch.from_numpy(self.bearings[bearing]).logsumexp(0) - against)


@dataclass(frozen=True, slots=True)
class _Tokens:
    ids: list[int]
    asked: int  # the number of them that belong to the question
    spans: list[tuple[int, int]]  # of the sentences


class SentenceJudge:
    """A model with the low-rank changes and the heads from a file; the latest results are cached."""

    def __init__(self, model: MiniLM | MPNet, changes: Path) -> None:
        learned = load_file(changes)
        self._model = model.packed(changes) if isinstance(model, MPNet) else model.adapted(changes)
        self._heads = {name: one.float() for name, one in learned.items() if name.startswith(("told.", "none."))}
        self._lock = threading.Lock()
        self._kept = OrderedDict[tuple[str, Passage], Judged]()

    def of_question(self, question: str, passages: Sequence[Passage]) -> list[Judged]:
        """For each passage, which sentences answer a question or refute what it takes for granted."""
        with self._lock:
            known = {one: self._kept[question, one] for one in passages if (question, one) in self._kept}
        missing = [one for one in dict.fromkeys(passages) if one not in known]
        for batch in _batches([self._tokens(question, one) for one in missing]):
            judged = self._read([tokens for _, tokens in batch])
            known.update(zip([missing[at] for at, _ in batch], judged, strict=True))
        with self._lock:
            for one in dict.fromkeys(passages):
                self._kept[question, one] = known[one]
                self._kept.move_to_end((question, one))
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return [known[one] for one in passages]

    def _tokens(self, text: str, passage: Passage) -> _Tokens:
        asked, title, *sentences = self._model.inner([text, passage.title, *passage.sentences])
        begins, ends = self._model.begins, self._model.ends
        ids = [begins, *asked[:ASKED], ends]
        first, spans = len(ids), list[tuple[int, int]]()
        ids += [*self._model.between, *title[:ENTITLED], ends] if title else self._model.between
        for one in sentences:
            cut = one[: min(SENTENCE, LONGEST - len(ids))]
            spans.append((len(ids), len(ids) + len(cut)))
            ids += cut
        return _Tokens([*ids, ends], first, spans)

    @torch.inference_mode()
    def _read(self, batch: Sequence[_Tokens]) -> Iterator[Judged]:
        states = self._model.states([one.ids for one in batch], [one.asked for one in batch])
        for one, state in zip(batch, states, strict=True):
            nothing = functional.linear(state[0], self._heads["none.weight"], self._heads["none.bias"])
            every = torch.cat([nothing, self._told(state, one).flatten()]).log_softmax(0).numpy()
            bearings = every[1:].reshape(-1, len(BEARINGS)).T
            yield Judged(float(every[0]), dict(zip(BEARINGS, bearings, strict=True)))

    def _told(self, state: Tensor, one: _Tokens) -> Tensor:
        """The logits of each sentence for each bearing, (sentences, bearings); -1e4 for a sentence that did not fit."""
        asked = functional.normalize(state[: one.asked].mean(0), dim=0)
        if not one.spans:
            return state.new_zeros(0, len(self._heads["told.bias"]))
        means = torch.stack([state[start:end].mean(0) if end > start else state[0] * 0 for start, end in one.spans])
        sentences = functional.normalize(means, dim=1)
        features = torch.cat([means, asked * sentences, (asked - sentences).abs()], dim=1)
        scores = functional.linear(features, self._heads["told.weight"], self._heads["told.bias"])
        fits = torch.tensor([end > start for start, end in one.spans])
        return scores.masked_fill(~fits[:, None], -1e4)


def _batches(read: Sequence[_Tokens]) -> Iterator[list[tuple[int, _Tokens]]]:
    """The passages with their indexes, in batches of BATCH tokens."""
    batch, length = list[tuple[int, _Tokens]](), 0
    for at, one in enumerate(read):
        if batch and length + len(one.ids) > BATCH:
            yield batch
            batch, length = [], 0
        batch.append((at, one))
        length += len(one.ids)
    if batch:
        yield batch
