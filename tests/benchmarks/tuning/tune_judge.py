"""Tunes the embedding model to judge the sentences of a passage against a question or a claim.

    python -m tests.benchmarks.tuning.tune_judge [--epochs 1.3] [--to FILE]

It learns from `articles.txt.gz` (its README says how that is written): question or claim and some sentences of the
article are read together, and one softmax says which sentence answers the question or refutes what it takes for
granted, which bears out, contradicts or attributes the claim, or that none does. Low-rank changes (LoRA, Hu et al.
2021) of the model that tune_answers.py has made, and two linear heads, are learned. It prints, for articles that it
did not learn from, each read whole, how often the likeliest sentence answers, and how well the log-odds tell
answerable from unanswerable questions, what is refuted from what is answered, and true from false claims (AUC).
"""

from __future__ import annotations

import argparse
import math
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from sklearn.metrics import roc_auc_score
from torch import Tensor, nn

from index.embedding import ANSWERS, JUDGE, packaged_folder
from index.encoders.sentence_judge import ASKED, BEGINS, ENDS, ENTITLED, LONGEST, SENTENCE
from tests.benchmarks.tuning.articles import Article, written

RANK, RATE, HEADS_RATE, SEED = 32, 7e-4, 1e-3, 0
BATCH = 3000  # tokens, with 30 more for each passage
SORTED = 800  # items are sorted by length among so many, and then put into batches
# The bearing of a sentence of each kind of item, by its column; those of the other kinds bear on nothing.
COLUMNS = {"Q": 0, "F": 1, "S": 2, "T": 2, "C": 3, "A": 4}
QUESTIONS, CLAIMS = "QUF", "STXNCA"
# How often the sentences of an item are left out, so that nothing bears on it.
WITHOUT = {"Q": 0.12, "S": 0.2, "T": 0.2, "C": 0.05, "X": 0.05}
ENTITLED_SHARE = 0.7  # of the passages are read with their title
COPIED = 3  # sentences of an article as claims, as they stand and with something exchanged
SHORTEST = 6  # words of a sentence without its last clause
_NUMBER = re.compile(r"(?<![\w.,])\d[\d,.]*\d|(?<![\w.,])\d\b")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][^\W\dA-Z_]{3,}(?: [A-Z][^\W\dA-Z_]{2,})*")
# What a sentence may not say without its last clause.
_LEANING = re.compile(
    r"[\"“”'‘’]|\b(?:not|no|never|if|unless|although|but|except|without|only|may|might|could|would|until|before|after)\b"
)
PLACED = 0.3  # the weight of finding a claim's sentence, beside that of its verdict
# The heads begin as cosines of the question, or claim, with each sentence.
BEGUN = (12.0, -6.0), (6.0, -5.0), (12.0, -6.0), (8.0, -5.0), (8.0, -6.0)

Item = tuple[str, list[int], str, Article]  # its kind, the numbers of its sentences, its text, and its article


@dataclass(frozen=True)
class Drawn:
    """An item with some sentences of its article, and the places of its own among them."""

    kind: str
    text: str
    title: str
    sentences: list[str]
    right: list[int]


class _LowRank(nn.Module):
    """A linear layer to whose result that of a product of two small matrices, which begins as 0, is added."""

    def __init__(self, whole: nn.Linear) -> None:
        super().__init__()
        rows, columns = whole.weight.shape
        self.whole = whole
        self.down = nn.Parameter(torch.randn(RANK, columns) / math.sqrt(columns))
        self.up = nn.Parameter(torch.zeros(rows, RANK))
        whole.bias.requires_grad_(True)

    def forward(self, states: Tensor) -> Tensor:
        return self.whole(states) + nn.functional.linear(nn.functional.linear(states, self.down), self.up)


class Judge(nn.Module):
    """The tuned embedding model with what can be learned of it, and the heads."""

    def __init__(self) -> None:
        super().__init__()
        from transformers import AutoTokenizer, BertModel

        folder = str(packaged_folder())
        self.tokenizer: Any = AutoTokenizer.from_pretrained(folder)
        # Dropout takes a quarter of the time, and attention by matrices less than torch's fused one.
        self.model: Any = BertModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            attn_implementation="eager",
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        self.model.load_state_dict(_answering(self.model.state_dict()))
        self.model.requires_grad_(False)
        for module in list(self.model.modules()):
            for name, part in list(module.named_children()):
                if isinstance(part, nn.Linear):
                    setattr(module, name, _LowRank(part))
        for module in list(self.model.modules()):
            if isinstance(module, nn.LayerNorm):
                module.requires_grad_(True)
        self.model.embeddings.token_type_embeddings.requires_grad_(True)
        width = self.model.config.hidden_size
        self.told, self.none = nn.Linear(3 * width, len(BEGUN)), nn.Linear(width, 2)
        for head in (self.told, self.none):
            nn.init.zeros_(head.weight)
            nn.init.zeros_(head.bias)
        with torch.no_grad():
            self.told.weight[:, width : 2 * width] = torch.tensor([[scale] for scale, _ in BEGUN])
            self.told.bias[:] = torch.tensor([bias for _, bias in BEGUN])
        self._known: dict[str, list[int]] = {}

    def tokens(self, text: str) -> list[int]:
        if text not in self._known:
            self._known[text] = self.tokenizer.encode(text, add_special_tokens=False, verbose=False)[:SENTENCE]
        return self._known[text]

    def length(self, one: Drawn) -> int:
        return 30 + sum(len(self.tokens(text)) for text in one.sentences)

    def forward(self, drawn: Sequence[Drawn]) -> tuple[Tensor, Tensor, Tensor]:
        """That nothing bears on each, (n, 2); what does, (n, sentences, bearings); which sentences there are."""
        read = [self._read(one) for one in drawn]
        length, most = max(len(ids) for ids, *_ in read), max(len(one.sentences) for one in drawn)
        ids, present, second = torch.zeros(3, len(read), length, dtype=torch.long).unbind()
        means = torch.zeros(len(read), most, length)
        for row, (own, asked, spans) in enumerate(read):
            ids[row, : len(own)] = torch.tensor(own)
            present[row, : len(own)] = 1
            second[row, asked : len(own)] = 1
            for at, (start, end) in enumerate(spans):
                means[row, at, start:end] = 1 / max(1, end - start)
        with torch.autocast("cpu", torch.bfloat16):
            states = self.model(input_ids=ids, attention_mask=present, token_type_ids=second).last_hidden_state
        states, first = states.float(), (present - second).float()[..., None]
        told, asked_mean = means @ states, (first * states).sum(1, keepdim=True) / first.sum(1, keepdim=True)
        unit, asked_unit = nn.functional.normalize(told, dim=2), nn.functional.normalize(asked_mean, dim=2)
        scores = self.told(torch.cat([told, asked_unit * unit, (asked_unit - unit).abs()], 2))
        return self.none(states[:, 0]), scores, means.sum(2) > 0

    def _read(self, one: Drawn) -> tuple[list[int], int, list[tuple[int, int]]]:
        ids = [BEGINS, *self.tokens(one.text)[:ASKED], ENDS]
        asked, spans = len(ids), list[tuple[int, int]]()
        ids += [*self.tokens(one.title)[:ENTITLED], ENDS] if one.title else []
        for text in one.sentences:
            cut = self.tokens(text)[: LONGEST - len(ids)]
            spans.append((len(ids), len(ids) + len(cut)))
            ids += cut
        return [*ids, ENDS], asked, spans

    def bearings(self, drawn: Sequence[Drawn], *, claims: bool) -> tuple[Tensor, int]:
        """Log-probabilities, (n, 1 + sentences * bearings), nothing first, and the number of bearings."""
        none, told, there = self(drawn)
        columns = [2, 3, 4] if claims else [0, 1]
        told = told[:, :, columns].masked_fill(~there[..., None], -1e4)
        return torch.cat([none[:, [int(claims)]], told.flatten(1)], 1).log_softmax(1), len(columns)

    def save(self, path: Path) -> None:
        """What was learned, in half precision, as `MiniLM.adapted` and `SentenceJudge` read it."""
        changes = {
            name.removeprefix("model.")
            .replace(".whole.bias", ".bias")
            .replace(".down", ".weight.down")
            .replace(".up", ".weight.up"): one.detach().half().contiguous()
            for name, one in self.named_parameters()
            if one.requires_grad
        }
        save_file(changes, path)


def _answering(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """The weights with the changes that tune_answers.py has learned."""
    changes = {name: change.float() for name, change in load_file(ANSWERS).items()}
    weights = weights | {name: one for name, one in changes.items() if name in weights}
    for name in (one.removesuffix(".up") for one in changes if one.endswith(".up")):
        weights[name] = weights[name] + changes[f"{name}.up"] @ changes[f"{name}.down"]
    return weights


def copied(article: Article, drawn: random.Random) -> Iterator[Item]:
    """Claims in the article's own words: three sentences as they stand, one without its last clause, and three in
    which a number or name is exchanged for another of the article's. Those written keep fewer of the article's words
    if they are true than if they are false; without these claims, what is worded alike is taken for false."""
    places, whole = range(len(article.sentences)), " ".join(article.sentences)
    for at in drawn.sample(places, min(COPIED, len(places))):
        yield "S", [at], article.sentences[at], article
    for at in drawn.sample(places, len(places)):
        head, comma, _ = article.sentences[at].rpartition(", ")
        if comma and not _LEANING.search(article.sentences[at]) and len(head.split()) >= SHORTEST:
            yield "S", [at], f"{head}.", article
            break
    exchanged = (one for at in drawn.sample(places, len(places)) if (one := _exchanged(article, at, whole, drawn)))
    yield from (("X", *one, article) for one in islice(exchanged, COPIED))


def _exchanged(article: Article, at: int, whole: str, drawn: random.Random) -> tuple[list[int], str] | None:
    text = article.sentences[at]
    for pattern in drawn.sample((_NUMBER, _NAME), 2):
        own = list(pattern.finditer(text))
        others = sorted({one[0] for one in pattern.finditer(whole)} - {one[0] for one in own})
        if own and others:
            one = drawn.choice(own)
            return [at], text[: one.start()] + drawn.choice(others) + text[one.end() :]
    return None


def draw(item: Item, drawn: random.Random) -> Drawn:
    """The item with neighbouring sentences of its own; sometimes without its own, and then nothing bears on it."""
    kind, right, text, article = item
    there, kept, left_out = range(len(article.sentences)), set(right), set[int]()
    if drawn.random() < WITHOUT.get(kind, 0) and len(there) - len(kept) >= 3:
        kind, left_out = ("U" if kind in QUESTIONS else "N"), kept
        beside = min(right) - 1 if min(right) > 0 else max(right) + 1
        kept = {
            beside if beside in there and beside not in left_out else next(at for at in there if at not in left_out)
        }
    size = drawn.randint(3, 9) if kind in QUESTIONS else drawn.randint(2, 6)
    able = [at for at in there if at not in left_out]
    while len(kept) < min(size, len(able)):
        edges = [at for one in kept for at in (one - 1, one + 1) if at in there and at not in kept | left_out]
        kept.add(drawn.choice(edges if edges and drawn.random() < 0.9 else [at for at in able if at not in kept]))
    order = sorted(kept)
    places = [order.index(at) for at in right if at in order] if kind in COLUMNS else []
    title = article.title if drawn.random() < ENTITLED_SHARE else ""
    return Drawn(kind, text, title, [article.sentences[at] for at in order], places)


def loss(judge: Judge, batch: Sequence[Drawn]) -> Tensor:
    total = torch.zeros(())
    for claims in (False, True):
        own = [one for one in batch if (one.kind in CLAIMS) == claims]
        if not own:
            continue
        told, bearings = judge.bearings(own, claims=claims)
        every = range((told.shape[1] - 1) // bearings)
        for row, one in zip(told, own, strict=True):
            if one.kind == "X":  # contradicted or nowhere, which its writer does not say
                total = total - torch.logsumexp(row[[0, *(1 + at * bearings + 1 for at in every)]], 0)
            elif one.kind not in COLUMNS:
                total = total - row[0]
            else:
                column = COLUMNS[one.kind] - (2 if claims else 0)
                right = row[[1 + at * bearings + column for at in one.right]]
                if one.kind == "Q":
                    total = total - torch.logsumexp(right, 0)
                elif one.kind == "F":
                    total = total - right.mean()
                else:
                    verdict = torch.logsumexp(row[[1 + at * bearings + column for at in every]], 0)
                    total = total - verdict - PLACED * torch.logsumexp(right, 0)
    return total / len(batch)


def learn(judge: Judge, items: Sequence[Item], epochs: float) -> None:
    drawn, batches = random.Random(SEED), list[list[Drawn]]()
    for epoch in range(math.ceil(epochs)):
        part = drawn.sample(items, int(len(items) * min(1.0, epochs - epoch)))
        batches += _batches(judge, [draw(item, drawn) for item in part], drawn)
    heads = [*judge.told.parameters(), *judge.none.parameters()]
    changes = [one for one in judge.model.parameters() if one.requires_grad]
    groups = [{"params": changes, "lr": RATE}, {"params": heads, "lr": HEADS_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = len(batches)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda at: min((at + 1) / (0.06 * steps), max(0.0, 1 - at / steps) / 0.94)
    )
    for step, batch in enumerate(batches):
        now = loss(judge, batch)
        now.backward()
        nn.utils.clip_grad_norm_([*changes, *heads], 1.0)
        optimizer.step()
        optimizer.zero_grad()
        rate.step()
        if step % 100 == 0:
            print(f"{time.strftime('%X')} {step} of {steps}: {now.item():.3f}", file=sys.stderr)


def _batches(judge: Judge, items: Sequence[Drawn], drawn: random.Random) -> Iterator[list[Drawn]]:
    """Items of like length together, as many as have BATCH tokens when padded to the longest."""
    for start in range(0, len(items), SORTED):
        batches: list[list[Drawn]] = [[]]
        for one in sorted(items[start : start + SORTED], key=judge.length):
            if batches[-1] and judge.length(one) * (len(batches[-1]) + 1) > BATCH:
                batches.append([])
            batches[-1].append(one)
        yield from drawn.sample(batches, len(batches))


@torch.no_grad()
def judged(judge: Judge, items: Sequence[Item], *, claims: bool) -> list[tuple[float, np.ndarray]]:
    """For each item, read with its whole article, that nothing bears on it, and each sentence's bearings."""
    drawn = [Drawn(kind, text, article.title, article.sentences, []) for kind, _, text, article in items]
    found: list[tuple[float, np.ndarray]] = []
    for one in drawn:
        told, bearings = judge.bearings([one], claims=claims)
        found.append((float(told[0, 0]), told[0, 1:].reshape(-1, bearings).numpy()))
    return found


def measure(judge: Judge, items: Sequence[Item]) -> str:
    asked = [item for item in items if item[0] in QUESTIONS]
    read = judged(judge, asked, claims=False)
    kinds = np.array([kind for kind, *_ in asked])
    right = np.mean(
        [int(told[:, 0].argmax()) in own for (kind, own, *_), (_, told) in zip(asked, read, strict=True) if kind == "Q"]
    )
    answered, refuted = (np.array([_odds(nothing, told, column) for nothing, told in read]) for column in range(2))
    said = [item for item in items if item[0] in CLAIMS]
    claimed = np.array([kind for kind, *_ in said])
    borne_out = np.array([_odds(nothing, told, 0) for nothing, told in judged(judge, said, claims=True)])
    parts = [f"{kind} {_auc(claimed, borne_out, 'S', kind):.3f}" for kind in "NCA"]
    return "\n".join(
        [
            f"likeliest sentence answers {right:.3f}; AUC of",
            f"answerable against unanswerable {_auc(kinds, answered, 'Q', 'U'):.3f}",
            f"refuted against answerable {_auc(kinds, refuted, 'F', 'Q'):.3f}",
            f"true claims against {', '.join(parts)}",
            f"true twins against false ones {_auc(claimed, borne_out, 'T', 'X'):.3f}",
        ]
    )


def _odds(nothing: float, told: np.ndarray, column: int) -> float:
    against = np.logaddexp.reduce([nothing, *np.delete(told, column, axis=1).ravel()])
    return float(np.logaddexp.reduce(told[:, column]) - against)


def _auc(kinds: np.ndarray, odds: np.ndarray, high: str, low: str) -> float:
    able = (kinds == high) | (kinds == low)
    return float(roc_auc_score(kinds[able] == high, odds[able]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=float, default=1.3, help="half an hour each on two cores")
    parser.add_argument("--to", type=Path, default=JUDGE)
    chosen = parser.parse_args()
    torch.manual_seed(SEED)
    articles, judge = written(), Judge()
    written_items: list[Item] = [(kind, right, text, one) for one in articles for kind, right, text in one.items]
    drawn = random.Random(SEED)
    items = [*written_items, *(item for one in articles for item in copied(one, drawn))]
    learn(judge, [item for item in items if not item[3].is_held_out], chosen.epochs)
    judge.save(chosen.to)
    print(measure(judge, [item for item in written_items if item[3].is_held_out]))


if __name__ == "__main__":
    main()
