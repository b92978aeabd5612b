"""all-mpnet-base-v2 (Song et al. 2020), computed with torch alone: eight times as large as all-MiniLM-L6-v2.

It performs the operations of transformers' MPNetModel with eager attention.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import torch
from torch import Tensor

from index.encoders.minilm import Weights, attended

LAYERS = 12
FIRST_PLACE = 2  # lower positions are for padding
BUCKETS, FARTHEST = 32, 128  # of the distances between tokens


class MPNet(Weights):
    """The model in a folder, in float32."""

    epsilon = 1e-5
    begins, ends = 0, 2  # the tokens that mark a text's ends
    between: tuple[int, ...] = (2,)  # the tokens before a second text

    def packed(self, file: Path) -> Self:
        packed = super().packed(file)
        if packed._packed:  # otherwise the whole memory-mapped file stays in memory
            packed._weights = {name: one.clone() for name, one in packed._weights.items()}
        return packed

    @torch.inference_mode()
    def states(self, read: Sequence[Sequence[int]], first: Sequence[int] | None = None) -> list[Tensor]:
        """The last hidden states of the tokens of each text, (tokens, dimensions); this model has no segments."""
        lengths = [len(ids) for ids in read]
        ids = torch.tensor([one for text in read for one in text])
        at = torch.tensor([place + FIRST_PLACE for text in read for place in range(len(text))])
        words, places = (self._weights[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position"))
        states = self._norm("embeddings", words[ids] + places[at])
        distances = [self._distances(many) for many in lengths]
        for layer in range(LAYERS):
            states = self._layer(f"encoder.layer.{layer}", states, lengths, distances)
        return list(states.split(lengths))

    def _layer(self, name: str, states: Tensor, lengths: list[int], distances: Sequence[Tensor]) -> Tensor:
        layers = [f"{name}.attention.attn.{part}" for part in "qkv"]
        parts = [one.split(lengths) for one in self._linears(layers, states)]
        mixed = torch.cat([attended(*one) for one in zip(*parts, distances, strict=True)])
        states = self._norm(f"{name}.attention", self._linear(f"{name}.attention.attn.o", mixed) + states)
        return self._fed_forward(name, states)

    def _distances(self, many: int) -> Tensor:
        """The relative position bias that is added to the attention scores, (heads, tokens, tokens)."""
        places = torch.arange(many)
        return self._weights["encoder.relative_attention_bias.weight"][
            _buckets(places[None] - places[:, None])
        ].permute(2, 0, 1)


def _buckets(distance: Tensor) -> Tensor:
    """The bucket of each distance: one per near distance, logarithmic ones for far distances (Raffel et al. 2020)."""
    half, exact = BUCKETS // 2, BUCKETS // 4
    far = distance.abs()
    log = exact + (torch.log(far.clamp(min=1).float() / exact) / math.log(FARTHEST / exact) * (half - exact)).long()
    return (distance > 0).long() * half + torch.where(far < exact, far, log.clamp(max=half - 1))
