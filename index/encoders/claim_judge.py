"""Judges whether sentences support a claim, with a small cross-encoder that reads them together.

It is a model with low-rank changes (LoRA) and two small heads, trained in tests/benchmarks/tuning.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from index.encoders.minilm import MiniLM
from index.encoders.mpnet import MPNet
from index.encoders.sentence_judge import ENTITLED, Passage

CLAIM, SENTENCE, LONGEST = 64, 60, 220  # maximum tokens of the claim, of each sentence and in total
SHARP = 20.0  # scales the similarities before the softmax: a higher value favours the most similar tokens


@dataclass(frozen=True, slots=True)
class Borne:
    """The log-probabilities of the verdicts on a claim; the probabilities add up to 1.

    `doubtful` is the span of the claim's least supported word.
    """

    supported: float
    contradicted: float
    not_found: float
    attributed: float
    doubtful: tuple[int, int]

    @property
    def odds(self) -> float:
        """The log-odds that the claim is supported."""
        others = torch.tensor([self.contradicted, self.not_found, self.attributed], dtype=torch.float64)
        return self.supported - float(others.logsumexp(0))


class ClaimJudge:
    """A model with the low-rank changes and the heads from a file."""

    def __init__(self, model: MiniLM | MPNet, changes: Path) -> None:
        learned = load_file(changes)
        self._model = model.packed(changes)
        self._heads = {name: one.float() for name, one in learned.items() if name.startswith(("verdict.", "token."))}

    @torch.inference_mode()
    def of_claim(self, claim: str, passage: Passage) -> Borne:
        """What the sentences, which need not be adjacent in their article, show about the claim."""
        asked, spans = self._model.spans(claim)
        title, *sentences = self._model.inner([passage.title, *passage.sentences])
        ends, between = self._model.ends, self._model.between
        ids = [self._model.begins, *asked[:CLAIM], ends]
        first = len(ids)
        ids += [*between, *title[:ENTITLED], ends] if title else between
        for one in sentences:
            ids += one[: min(SENTENCE, max(0, LONGEST - len(ids)))]
        [states] = self._model.states([[*ids, ends]], [first])
        tokens = self._tokens(states[1 : first - 1], states[first:])
        logits = functional.linear(states[0], self._heads["verdict.weight"], self._heads["verdict.bias"])
        doubtful = (0, 0)
        if len(tokens):
            logits[1:] += tokens.logsumexp(0)
            doubtful = _word(claim, spans[int(tokens.logsumexp(1).argmax())])
        supported, contradicted, not_found, attributed = logits.log_softmax(0).tolist()
        return Borne(supported, contradicted, not_found, attributed, doubtful)

    def _tokens(self, claim: Tensor, passage: Tensor) -> Tensor:
        """The logits of each token of the claim for every verdict except "supported", (tokens, 3)."""
        mine, theirs = functional.normalize(claim, dim=1), functional.normalize(passage, dim=1)
        alike = (SHARP * mine @ theirs.T).softmax(1) @ theirs
        features = torch.cat([claim, mine * alike, (mine - alike).abs()], dim=1)
        return functional.linear(features, self._heads["token.weight"], self._heads["token.bias"])


def _word(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span widened to whole words."""
    start, end = span
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end
