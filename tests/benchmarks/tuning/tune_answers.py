"""Tunes the embedding model to bring questions near the sentences that answer them.

    python -m tests.benchmarks.tuning.tune_answers [--steps 1200] [--to FILE]

It learns from `articles.txt.gz` (its README says how that is written): a question lies nearer to its sentence
than to other sentences of the same and other articles (InfoNCE), and a question that nothing answers lies far from
what tempts (a sigmoid of the cosine). Only low-rank changes of the layers are learned (LoRA, Hu et al. 2021). It
prints how often the nearest sentence of an article answers, and how well the nearest one's cosine tells answerable
from unanswerable questions, before and after, on articles that it did not learn from.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file
from sklearn.metrics import roc_auc_score
from torch import Tensor, nn
from torch.nn.utils import parametrize

from index.embedding import ANSWERS, packaged_folder
from tests.benchmarks.tuning.articles import Article, written

RANK, RATE, TEMPERATURE, LONGEST, SEED = 16, 3e-4, 0.05, 96, 0
# Questions of each kind in a batch, and how many wrong sentences of its article each gets.
ANSWERED, REFUTED, CLAIMED, UNANSWERED, WRONG = 20, 3, 5, 8, 2
APART = 0.5  # the weight of telling answered from unanswered questions, beside that of finding the sentence


@dataclass(frozen=True)
class Asked:
    """A question or claim, the numbers of its sentences, and those of all in its article, nearest first as it was."""

    text: str
    right: list[int]
    sentences: list[str]
    near: list[int]

    @property
    def wrong(self) -> list[int]:
        return [at for at in self.near if at not in self.right]


class _LowRank(nn.Module):
    """Adds a product of two small matrices, which begins as 0, to a matrix."""

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__()
        self.down = nn.Parameter(torch.randn(RANK, columns) / math.sqrt(columns))
        self.up = nn.Parameter(torch.zeros(rows, RANK))

    def forward(self, weight: Tensor) -> Tensor:
        return weight + self.up @ self.down


class Tuned:
    """The embedding model with what can be learned of it."""

    def __init__(self) -> None:
        from transformers import AutoTokenizer, BertModel

        folder = str(packaged_folder())
        self.model: Any = BertModel.from_pretrained(folder, add_pooling_layer=False)
        self.tokenizer: Any = AutoTokenizer.from_pretrained(folder)
        self.model.requires_grad_(False)
        for layer in list(self.model.modules()):
            if isinstance(layer, nn.Linear):
                parametrize.register_parametrization(layer, "weight", _LowRank(*layer.weight.shape))
                layer.bias.requires_grad_(True)
            elif isinstance(layer, nn.LayerNorm):
                layer.requires_grad_(True)
        self.model.embeddings.token_type_embeddings.requires_grad_(True)

    def encode(self, texts: Sequence[str]) -> Tensor:
        read = self.tokenizer(list(texts), truncation=True, max_length=LONGEST, padding=True, return_tensors="pt")
        with torch.autocast("cpu", torch.bfloat16):
            states = self.model(**read).last_hidden_state.float()
        present = read["attention_mask"][..., None].float()
        return nn.functional.normalize((states * present).sum(1) / present.sum(1), dim=1)

    @torch.no_grad()
    def vectors(self, texts: Sequence[str], batch: int = 64) -> dict[str, np.ndarray]:
        self.model.eval()
        order = sorted(dict.fromkeys(texts), key=len)
        parts = [order[at : at + batch] for at in range(0, len(order), batch)]
        found = {text: row for part in parts for text, row in zip(part, self.encode(part).numpy(), strict=True)}
        self.model.train()
        return found

    def learned(self) -> list[nn.Parameter]:
        return [one for one in self.model.parameters() if one.requires_grad]

    def save(self, path: Path) -> None:
        """What was learned, in half precision, as `MiniLM.adapted` reads it."""
        changes = {}
        for name, one in self.model.named_parameters():
            if one.requires_grad:
                changes[name.replace("parametrizations.weight.0.", "weight.")] = one.detach().half().contiguous()
        save_file(changes, path)


def asked(articles: Sequence[Article], kinds: str, before: dict[str, np.ndarray]) -> list[Asked]:
    found = []
    for one in articles:
        rows = np.stack([before[text] for text in one.sentences])
        for kind, right, text in one.items:
            if kind in kinds:
                near = np.argsort(-(rows @ before[text]), kind="stable").tolist()
                found.append(Asked(text, right, one.sentences, near))
    return found


def learn(tuned: Tuned, articles: Sequence[Article], steps: int) -> None:
    drawn = random.Random(SEED)
    before = tuned.vectors([text for one in articles for text in (*one.sentences, *(item[2] for item in one.items))])
    answered, refuted, claimed, unanswered = (
        _endless(asked(articles, kinds, before), drawn) for kinds in ("Q", "F", "SA", "U")
    )
    scale, bias = nn.Parameter(torch.tensor(10.0)), nn.Parameter(torch.tensor(-4.0))
    groups = [{"params": tuned.learned(), "lr": RATE}, {"params": [scale, bias], "lr": 1e-2}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda at: min((at + 1) / (0.1 * steps), (1 - at / steps) / 0.9)
    )
    for step in range(steps):
        batch = [next(answered) for _ in range(ANSWERED)] + [next(refuted) for _ in range(REFUTED)]
        batch += [next(claimed) for _ in range(CLAIMED)]
        tempted = [next(unanswered) for _ in range(UNANSWERED)]
        right = [one.sentences[drawn.choice(one.right)] for one in batch]
        wrong = [
            one.sentences[at]
            for one in batch
            for at in (drawn.choice(one.wrong[:3]), drawn.choice(one.wrong[3:] or one.wrong))
        ]
        tempting = [one.sentences[drawn.choice(one.right if drawn.random() < 0.5 else one.near[:2])] for one in tempted]
        vectors = tuned.encode(
            [*(one.text for one in batch), *right, *wrong, *(one.text for one in tempted), *tempting]
        )
        questions, told, from_, to = vectors.split([len(batch), len(right) + len(wrong), len(tempted), len(tempting)])
        nearness = questions @ told.T
        # Where two questions have the same sentence, neither is a wrong one for the other.
        same = torch.tensor([[one == other for other in (*right, *wrong)] for one in right])
        same[:, : len(batch)].fill_diagonal_(False)
        found = nn.functional.cross_entropy((nearness / TEMPERATURE).masked_fill(same, -1e4), torch.arange(len(batch)))
        own = nearness.diagonal()[:ANSWERED]
        beside = (questions[:ANSWERED] * told[len(right) :: WRONG][:ANSWERED]).sum(1)
        cosines = torch.cat([own, beside, (from_ * to).sum(1)])
        wanted = torch.cat([torch.ones(ANSWERED), torch.zeros(ANSWERED + UNANSWERED)])
        weight = torch.cat([torch.ones(ANSWERED), torch.full((ANSWERED,), 0.4), torch.full((UNANSWERED,), 1.5)])
        apart = nn.functional.binary_cross_entropy_with_logits(cosines * scale + bias, wanted, weight=weight)
        (found + APART * apart).backward()
        nn.utils.clip_grad_norm_(tuned.learned(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        rate.step()
        if step % 100 == 0:
            print(f"{time.strftime('%X')} {step} of {steps}: {found.item():.3f} {apart.item():.3f}", file=sys.stderr)


def _endless(items: Sequence[Asked], drawn: random.Random) -> Iterator[Asked]:
    while True:
        yield from drawn.sample(items, len(items))


def measure(tuned: Tuned, articles: Sequence[Article]) -> str:
    vectors = tuned.vectors([text for one in articles for text in (*one.sentences, *(item[2] for item in one.items))])
    answered, unanswered = (asked(articles, kind, vectors) for kind in "QU")
    first = np.mean([one.near[0] in one.right for one in answered])
    three = np.mean([bool({*one.near[:3]} & {*one.right}) for one in answered])
    best = [float(vectors[one.text] @ vectors[one.sentences[one.near[0]]]) for one in (*answered, *unanswered)]
    told = roc_auc_score([1] * len(answered) + [0] * len(unanswered), best)
    return f"nearest sentence answers {first:.3f}, one of three {three:.3f}; answerable or not, AUC {told:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=1200, help="about a second each on two cores")
    parser.add_argument("--to", type=Path, default=ANSWERS)
    chosen = parser.parse_args()
    torch.manual_seed(SEED)
    articles, tuned = written(), Tuned()
    held_out = [one for one in articles if one.is_held_out]
    print(f"{len(articles)} articles, {len(held_out)} of them held out\nbefore: {measure(tuned, held_out)}")
    learn(tuned, [one for one in articles if not one.is_held_out], chosen.steps)
    print(f"after: {measure(tuned, held_out)}")
    tuned.save(chosen.to)


if __name__ == "__main__":
    main()
