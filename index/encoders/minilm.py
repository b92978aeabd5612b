"""all-MiniLM-L6-v2, computed with torch alone: importing transformers takes longer than answering a question.

It performs the operations of transformers' BertModel with eager attention, and of sentence-transformers' mean pooling,
in the same order, so that the vectors are the same.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from index.encoders.eight_bits import SUPPORTED, EightBits

BEGINS, ENDS = 101, 102  # the tokens that mark a text's ends
LAYERS = 6
HEADS = 12


class Weights:
    """The weights and tokenizer in a folder. Raises whatever safetensors and tokenizers raise if it cannot be read."""

    epsilon = 1e-12  # of the layer norms
    _packed: dict[str, EightBits] = {}  # the eight-bit weights, which `_weights` lacks

    def __init__(self, folder: Path) -> None:
        self._weights = load_file(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def adapted(self, file: Path) -> Self:
        """The same model with the low-rank changes in a file, as `low_rank_changed` describes them."""
        adapted = copy.copy(self)
        adapted._weights = low_rank_changed(self._weights, load_file(file))
        return adapted

    def packed(self, file: Path) -> Self:
        """The same model with the changes in a file, and with eight-bit layers where the processor supports them."""
        if not SUPPORTED:
            return self.adapted(file)
        packed, changes = copy.copy(self), load_file(file)
        packed._packed, packed._weights = {}, {}
        for name, weight in self._weights.items():  # one by one: all at once would take half a gigabyte more
            own = {each: changes[each] for each in (name, f"{name}.up", f"{name}.down") if each in changes}
            [changed] = low_rank_changed({name: weight}, own).values()
            if name.startswith("encoder.layer") and changed.dim() == 2:
                packed._packed[name] = EightBits.of(changed)
            else:
                packed._weights[name] = changed
        return packed

    def inner(self, texts: Sequence[str]) -> list[list[int]]:
        """The tokens of each text, without the special tokens at its ends."""
        return [one.ids for one in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    def spans(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """The tokens of a text, without the special tokens at its ends, and the span of each in the text."""
        read = self._tokenizer.encode(text, add_special_tokens=False)
        return read.ids, read.offsets

    def _linear(self, name: str, states: Tensor) -> Tensor:
        return self._linears([name], states)[0]

    def _linears(self, names: Sequence[str], states: Tensor) -> list[Tensor]:
        """The outputs of several linear layers for the same states."""
        weights, biases = [f"{name}.weight" for name in names], [self._weights[f"{name}.bias"] for name in names]
        if weights[0] not in self._packed:
            return [
                functional.linear(states, self._weights[weight], bias)
                for weight, bias in zip(weights, biases, strict=True)
            ]
        rows = EightBits.of(states)
        return [rows.linear(self._packed[weight], bias) for weight, bias in zip(weights, biases, strict=True)]

    def _fed_forward(self, name: str, states: Tensor) -> Tensor:
        """The feed-forward half of a layer."""
        inner = functional.gelu(self._linear(f"{name}.intermediate.dense", states))
        return self._norm(f"{name}.output", self._linear(f"{name}.output.dense", inner) + states)

    def _norm(self, name: str, states: Tensor) -> Tensor:
        weight, bias = (self._weights[f"{name}.LayerNorm.{part}"] for part in ("weight", "bias"))
        return functional.layer_norm(states, weight.shape, weight, bias, self.epsilon)


class MiniLM(Weights):
    """The model in a folder, in float32."""

    dimensions = 384
    window = 256
    encodes_questions_apart = False
    independent = True
    begins, ends = BEGINS, ENDS
    between: tuple[int, ...] = ()  # the tokens before a second text

    def halved(self) -> MiniLM:
        """The same model in bfloat16."""
        half = copy.copy(self)
        half._weights = {name: weight.to(torch.bfloat16) for name, weight in self._weights.items()}
        return half

    def tokens(self, text: str) -> int:
        return len(self._tokenizer.encode(text, add_special_tokens=False))

    def lengths(self, texts: Sequence[str]) -> list[int]:
        return [len(ids) for ids in self._read(texts)]

    @torch.inference_mode()
    def encode(self, texts: Sequence[str], *, query: bool = False) -> Tensor:
        """Unit vectors, (n, dimensions), each the same as for its text alone, since no text is padded."""
        states = self.states(self._read(texts))
        means = [rows.sum(0, dtype=torch.float32) / len(rows) for rows in states]
        return functional.normalize(torch.stack(means).to(states[0].dtype), dim=1)

    @torch.inference_mode()
    def states(self, read: Sequence[Sequence[int]], first: Sequence[int] | None = None) -> list[Tensor]:
        """The last hidden states of the tokens of each text, (tokens, dimensions).

        `first` is the number of tokens in each text's first segment, all by default; the rest are its second segment.
        """
        lengths = [len(ids) for ids in read]
        states = self._embedded(read, first or lengths)
        for layer in range(LAYERS):
            states = self._layer(f"encoder.layer.{layer}", states, lengths)
        return list(states.split(lengths))

    def _read(self, texts: Sequence[str]) -> list[list[int]]:
        """The tokens of each text, cut to fit the window, with the special tokens at its ends."""
        read = [one.ids for one in self._tokenizer.encode_batch(list(texts))]
        return [ids if len(ids) <= self.window else [*ids[: self.window - 1], ids[-1]] for ids in read]

    def _embedded(self, read: Sequence[Sequence[int]], first: Sequence[int]) -> Tensor:
        """The embeddings of the tokens of all texts, one text after the other, (tokens, dimensions)."""
        words, kinds, places = (
            self._weights[f"embeddings.{name}_embeddings.weight"] for name in ("word", "token_type", "position")
        )
        ids = torch.tensor([one for ids in read for one in ids])
        at = torch.tensor([place for ids in read for place in range(len(ids))])
        kind = torch.tensor([place >= many for ids, many in zip(read, first, strict=True) for place in range(len(ids))])
        return self._norm("embeddings", words[ids] + kinds[kind.long()] + places[at])

    def _layer(self, name: str, states: Tensor, lengths: list[int]) -> Tensor:
        states = self._norm(f"{name}.attention.output", self._attended(f"{name}.attention", states, lengths) + states)
        return self._fed_forward(name, states)

    def _attended(self, name: str, states: Tensor, lengths: list[int]) -> Tensor:
        layers = [f"{name}.self.{part}" for part in ("query", "key", "value")]
        parts = [one.split(lengths) for one in self._linears(layers, states)]
        mixed = [attended(*one) for one in zip(*parts, strict=True)]
        return self._linear(f"{name}.output.dense", torch.cat(mixed))


def low_rank_changed(weights: Mapping[str, Tensor], changes: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The weights with low-rank changes (LoRA, Hu et al. 2021).

    For a matrix of shape (out, in) the changes have `NAME.up`, (out, rank), and `NAME.down`, (rank, in), whose product
    is added; a change under the name of a weight replaces that weight.
    """
    whole = {name: change.float() for name, change in changes.items()}
    changed = {**weights, **{name: one for name, one in whole.items() if name in weights}}
    for name in (one.removesuffix(".up") for one in whole if one.endswith(".up")):
        changed[name] = changed[name] + whole[f"{name}.up"] @ whole[f"{name}.down"]
    return changed


def attended(query: Tensor, key: Tensor, value: Tensor, added: Tensor | None = None) -> Tensor:
    """Multi-head attention over a text's tokens; the arguments and the result are (tokens, dimensions).

    `added`, (heads, tokens, tokens), is added to the scores before the softmax.
    """
    query, key, value = (part.view(len(part), HEADS, -1).transpose(0, 1) for part in (query, key, value))
    scores = query @ key.transpose(1, 2) * query.shape[-1] ** -0.5
    weights = functional.softmax(scores if added is None else scores + added, dim=-1)
    return (weights @ value).transpose(0, 1).flatten(1)
