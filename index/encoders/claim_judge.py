"""Judges whether sentences bear out a claim, read together with it: a small cross-encoder.

Low-rank changes of all-MiniLM-L6-v2 and two small heads, which tests/benchmarks/tuning learns.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from index.encoders.minilm import BEGINS, ENDS, MiniLM
from index.encoders.sentence_judge import ENTITLED, Passage

CLAIM, SENTENCE, LONGEST = 64, 60, 220  # how many tokens are read of each, and of all together
SHARP = 20.0  # how much more the most similar tokens of the sentences count for a token of the claim


@dataclass(frozen=True, slots=True)
class Borne:
    """Logarithms of probabilities that add up to 1: what the sentences show about a claim.

    `doubtful` is the span of the claim's word that is least borne out.
    """

    supported: float
    contradicted: float
    not_found: float
    attributed: float
    doubtful: tuple[int, int]

    @property
    def odds(self) -> float:
        """The log-odds that it is supported."""
        others = torch.tensor([self.contradicted, self.not_found, self.attributed], dtype=torch.float64)
        return self.supported - float(others.logsumexp(0))


class ClaimJudge:
    """A model with the changes and the heads of a file."""

    def __init__(self, model: MiniLM, changes: Path) -> None:
        learned = load_file(changes)
        self._model = model.packed(changes)
        self._heads = {name: one.float() for name, one in learned.items() if name.startswith(("verdict.", "token."))}

    @torch.inference_mode()
    def of_claim(self, claim: str, passage: Passage) -> Borne:
        """What the sentences, which need not be adjacent in their article, show about the claim."""
        asked, spans = self._model.spans(claim)
        title, *sentences = self._model.inner([passage.title, *passage.sentences])
        ids = [BEGINS, *asked[:CLAIM], ENDS]
        first = len(ids)
        ids += [*title[:ENTITLED], ENDS] if title else []
        for one in sentences:
            ids += one[: min(SENTENCE, max(0, LONGEST - len(ids)))]
        [states] = self._model.states([[*ids, ENDS]], [first])
        tokens = self._tokens(states[1 : first - 1], states[first:])
        logits = functional.linear(states[0], self._heads["verdict.weight"], self._heads["verdict.bias"])
        doubtful = (0, 0)
        if len(tokens):
            logits[1:] += tokens.logsumexp(0)
            doubtful = _word(claim, spans[int(tokens.logsumexp(1).argmax())])
        supported, contradicted, not_found, attributed = logits.log_softmax(0).tolist()
        return Borne(supported, contradicted, not_found, attributed, doubtful)

    def _tokens(self, claim: Tensor, passage: Tensor) -> Tensor:
        """How much each token of the claim speaks for each verdict but the first, (tokens, 3)."""
        mine, theirs = functional.normalize(claim, dim=1), functional.normalize(passage, dim=1)
        alike = (SHARP * mine @ theirs.T).softmax(1) @ theirs
        features = torch.cat([claim, mine * alike, (mine - alike).abs()], dim=1)
        return functional.linear(features, self._heads["token.weight"], self._heads["token.bias"])


def _word(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The whole word around a part of it."""
    start, end = span
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end
