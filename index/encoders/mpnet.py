"""all-mpnet-base-v2 (Song et al. 2020), computed with torch alone: eight times as large as all-MiniLM-L6-v2.

The operations of transformers' MPNetModel with eager attention.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from index.encoders.eight_bits import SUPPORTED, EightBits
from index.encoders.minilm import Weights, attended, low_rank_changed

LAYERS = 12
FIRST_PLACE = 2  # the positions before are for padding
BUCKETS, FARTHEST = 32, 128  # of the distances between tokens


class MPNet(Weights):
    """The model in a folder, in float32."""

    epsilon = 1e-5
    begins, ends = 0, 2  # the tokens that mark a text's ends
    between: tuple[int, ...] = (2,)  # the tokens before a second text
    _packed: dict[str, EightBits] = {}

    def adapted(self, file: Path) -> Self:
        """The same model with the changes in a file; its layers in eight bits where the processor is made for it."""
        if not SUPPORTED:
            return super().adapted(file)
        adapted, changes = copy.copy(self), load_file(file)
        adapted._packed, adapted._weights = {}, {}
        for name, weight in self._weights.items():  # one by one: all at once would take half a gigabyte more
            own = {each: changes[each] for each in (name, f"{name}.up", f"{name}.down") if each in changes}
            [changed] = low_rank_changed({name: weight}, own).values()
            if name.startswith("encoder.layer") and changed.dim() == 2:
                adapted._packed[name] = EightBits.of(changed)
            else:
                adapted._weights[name] = changed.clone()  # or the whole file, which is mapped, stays in memory
        return adapted

    @torch.inference_mode()
    def states(self, read: Sequence[Sequence[int]], first: Sequence[int] | None = None) -> list[Tensor]:
        """The last states of the tokens of each text, (tokens, dimensions); this model has no segments."""
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
        parts = [self._linear(f"{name}.attention.attn.{part}", states).split(lengths) for part in "qkv"]
        mixed = torch.cat([attended(*one) for one in zip(*parts, distances, strict=True)])
        states = self._norm(f"{name}.attention", self._linear(f"{name}.attention.attn.o", mixed) + states)
        inner = functional.gelu(self._linear(f"{name}.intermediate.dense", states))
        return self._norm(f"{name}.output", self._linear(f"{name}.output.dense", inner) + states)

    def _linear(self, name: str, states: Tensor) -> Tensor:
        packed = self._packed.get(f"{name}.weight")
        return packed.linear(states, self._weights[f"{name}.bias"]) if packed else super()._linear(name, states)

    def _distances(self, many: int) -> Tensor:
        """What the distance of two tokens adds to how much one attends to the other, (heads, tokens, tokens)."""
        places = torch.arange(many)
        return self._weights["encoder.relative_attention_bias.weight"][
            _buckets(places[None] - places[:, None])
        ].permute(2, 0, 1)


def _buckets(distance: Tensor) -> Tensor:
    """The bucket of each distance: one for each near one, for far ones by their logarithm (Raffel et al. 2020)."""
    half, exact = BUCKETS // 2, BUCKETS // 4
    far = distance.abs()
    log = exact + (torch.log(far.clamp(min=1).float() / exact) / math.log(FARTHEST / exact) * (half - exact)).long()
    return (distance > 0).long() * half + torch.where(far < exact, far, log.clamp(max=half - 1))
