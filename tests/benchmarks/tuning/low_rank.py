"""Low-rank changes (LoRA, Hu et al. 2021) of the packaged model: what is learned of it, and how."""

from __future__ import annotations

import math
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from index.embedding import packaged_folder
from index.encoders.minilm import low_rank_changed

HEADS = 1.4  # how much faster the heads learn
SORTED = 800  # items are sorted by length among so many, and then put into batches
READ = 90  # tokens of a text
FAST = torch.cpu._is_amx_tile_supported()  # without it bfloat16 is slower than float32

T = TypeVar("T")
M = TypeVar("M", bound="LowRank")


class _Changed(nn.Module):
    """A linear layer to whose result that of a product of two small matrices, which begins as 0, is added."""

    def __init__(self, whole: nn.Linear, rank: int) -> None:
        super().__init__()
        rows, columns = whole.weight.shape
        self.whole = whole
        self.down = nn.Parameter(torch.randn(rank, columns) / math.sqrt(columns))
        self.up = nn.Parameter(torch.zeros(rows, rank))
        whole.bias.requires_grad_(True)

    def forward(self, states: Tensor) -> Tensor:
        return self.whole(states) + nn.functional.linear(nn.functional.linear(states, self.down), self.up)


class LowRank(nn.Module):
    """A model with the changes in some files, of which further ones can be learned: the packaged one, or a folder's."""

    def __init__(self, rank: int, before: Sequence[Path], folder: Path | None = None) -> None:
        super().__init__()
        from transformers import AutoModel, AutoTokenizer

        folder = folder or packaged_folder()
        self.tokenizer: Any = AutoTokenizer.from_pretrained(str(folder))
        # Dropout takes a quarter of the time, and attention by matrices less than torch's fused one.
        self.model: Any = AutoModel.from_pretrained(
            str(folder),
            add_pooling_layer=False,
            attn_implementation="eager",
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        for file in before:
            self.model.load_state_dict(low_rank_changed(self.model.state_dict(), load_file(file)))
        self.model.requires_grad_(False)
        for module in list(self.model.modules()):
            for name, part in list(module.named_children()):
                if isinstance(part, nn.Linear):
                    setattr(module, name, _Changed(part, rank))
        for module in list(self.model.modules()):
            if isinstance(module, nn.LayerNorm):
                module.requires_grad_(True)
        self.segments = hasattr(self.model.embeddings, "token_type_embeddings")
        if self.segments:
            self.model.embeddings.token_type_embeddings.requires_grad_(True)
        self._known: dict[str, list[int]] = {}

    def tokens(self, text: str) -> list[int]:
        if text not in self._known:
            self._known[text] = self.tokenizer.encode(text, add_special_tokens=False, verbose=False)[:READ]
        return self._known[text]

    def states(self, ids: Tensor, present: Tensor, second: Tensor) -> Tensor:
        """The last states, (texts, tokens, dimensions), of tokens of which those `present` are read."""
        with torch.autocast("cpu", torch.bfloat16, enabled=FAST):
            told = {"token_type_ids": second} if self.segments else {}
            read = self.model(input_ids=ids, attention_mask=present, **told)
        return read.last_hidden_state.float()

    def save(self, path: Path) -> None:
        """What was learned, in half precision, as `MiniLM.adapted` and the judges read it."""
        save_file({name: one.detach().half().contiguous() for name, one in self._learned()}, path)

    def begin(self, path: Path) -> None:
        """Goes on from what was learned before, as `save` has written it, by a model of the same rank.

        What was not learned before stays as it is.
        """
        before = load_file(path)
        with torch.no_grad():
            for name, one in self._learned():
                if name in before:
                    one.copy_(before[name].float())

    def _learned(self) -> Iterator[tuple[str, nn.Parameter]]:
        for name, one in self.named_parameters():
            if one.requires_grad:
                kept = name.removeprefix("model.").replace(".whole.bias", ".bias")
                yield kept.replace(".down", ".weight.down").replace(".up", ".weight.up"), one


def rank_of(file: Path) -> int:
    """The rank of the changes in a file."""
    return next(int(one.shape[1]) for name, one in load_file(file).items() if name.endswith(".up"))


def halfway(before: Mapping[str, Tensor], after: Mapping[str, Tensor], to: Path) -> None:
    """Writes the mean of two files' changes (Wortsman et al. 2022), of the rank of the second."""
    mean = dict[str, Tensor]()
    for name, one in before.items():
        ours, theirs = one.float(), after[name].float()
        if name.endswith(".up"):
            down = name.removesuffix(".up") + ".down"
            both = torch.cat([ours, theirs], 1) / 2, torch.cat([before[down].float(), after[down].float()], 0)
            mean[name], mean[down] = _of_rank(*both, theirs.shape[1])
        elif not name.endswith(".down"):
            mean[name] = (ours + theirs) / 2
    save_file({name: one.half().contiguous() for name, one in mean.items()}, to)


def _of_rank(up: Tensor, down: Tensor, rank: int) -> tuple[Tensor, Tensor]:
    """Factors of that rank whose product is nearest to that of these."""
    (left, upper), (right, lower) = torch.linalg.qr(up), torch.linalg.qr(down.T)
    first, sizes, second = torch.linalg.svd(upper @ lower.T)
    roots = sizes[:rank].sqrt()
    return left @ first[:, :rank] * roots, roots[:, None] * second[:rank] @ right.T


def in_batches(items: Sequence[T], length: Callable[[T], int], most: int, drawn: random.Random) -> Iterator[list[T]]:
    """Items of like length together, as many as have `most` tokens when padded to the longest."""
    for start in range(0, len(items), SORTED):
        batches: list[list[T]] = [[]]
        for one in sorted(items[start : start + SORTED], key=length):
            if batches[-1] and length(one) * (len(batches[-1]) + 1) > most:
                batches.append([])
            batches[-1].append(one)
        yield from drawn.sample(batches, len(batches))


def descend(
    model: M,
    batches: Sequence[list[T]],
    loss: Callable[[M, list[T]], Tensor],
    heads: Sequence[nn.Parameter],
    rate: float,
) -> None:
    """Learns from each batch once (AdamW), the heads faster than the rest."""
    changes = [one for one in model.model.parameters() if one.requires_grad]
    groups = [{"params": changes, "lr": rate}, {"params": heads, "lr": HEADS * rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = len(batches)
    rates = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda at: min((at + 1) / (0.06 * steps), max(0.0, 1 - at / steps) / 0.94)
    )
    for step, batch in enumerate(batches):
        now = loss(model, batch)
        now.backward()
        nn.utils.clip_grad_norm_([*changes, *heads], 1.0)
        optimizer.step()
        optimizer.zero_grad()
        rates.step()
        if step % 100 == 0:
            print(f"{time.strftime('%X')} {step} of {steps}: {now.item():.3f}", file=sys.stderr)
