"""Tunes the embedding model to read notices of correction.

    python -m tests.benchmarks.tuning.tune_notices [--epochs 4] [--rate 1.5e-3] [--begin FILE [--halfway]] [--to FILE]

It learns from `notices.txt.gz`, `other_texts.txt.gz` and the ordinary paragraphs of `articles.txt.gz` (the README says
how they are written): whether a paragraph is a notice and of which kind, and of each token whether it belongs to the
notice, to its old words or to its new ones. Low-rank changes (LoRA, Hu et al. 2021) of the model and two linear heads
are learned, and the weights of tokens by which most paragraphs are seen to be none before the model reads them. It
prints how many of the notices and of the other paragraphs that it did not learn from are taken for one, and in how many
of the notices the old and the new words are exactly those marked.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from math import log
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from torch import Tensor, nn

from index.embedding import ANSWERS, NOTICES, packaged_folder
from index.encoders.minilm import BEGINS, ENDS, MiniLM
from index.encoders.notice_reader import BUCKETS, KINDS, LONGEST, NEW, OLD, OTHER, PART, NoticeReader, buckets
from tests.benchmarks.tuning.articles import written
from tests.benchmarks.tuning.low_rank import LowRank, descend, halfway, in_batches
from tests.benchmarks.tuning.notices import Item, ordinary, other_texts, written_notices

RANK, RATE, SEED = 32, 1.5e-3, 0
SURE = 0.95  # the probability from which a paragraph is counted as taken for a notice
BATCH = 1200  # tokens
MISTAKEN = 3  # times that a paragraph taken for a notice by what was learned before is learned
LED_IN = 0.1  # of the notices come after a sentence of an article, in one paragraph
MARKED = 2.0  # the weight of a token of old or new words
MISSED = 0.07  # of the notices may be taken for none by their tokens alone
OTHER_KINDS = 3  # times that paragraphs of other texts than news count among the others when the filter is fitted
STRENGTH = 0.1  # of the regularisation of the tokens' weights (scikit-learn's C)
TAGS = {"-": OLD, "+": NEW}


class NoticeTuner(LowRank):
    """The embedding model with what can be learned of it, and the heads."""

    def __init__(self) -> None:
        super().__init__(RANK, [ANSWERS])
        width = self.model.config.hidden_size
        self.kind, self.tag = nn.Linear(width, len(KINDS)), nn.Linear(width, 4)

    def read(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """The first tokens of a text, and where they stand in it."""
        told = self.tokenizer(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        return told["input_ids"][:LONGEST], told["offset_mapping"][:LONGEST]

    def length(self, one: Item) -> int:
        return len(self.read(one.text)[0]) + 2

    def forward(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Log-probabilities of the kinds, (n, kinds), and of the tags of the tokens, (n, tokens, 4)."""
        read = [self.read(text)[0] for text in texts]
        longest = max(map(len, read)) + 2
        ids, present = torch.zeros(2, len(read), longest, dtype=torch.long).unbind()
        for row, own in enumerate(read):
            ids[row, : len(own) + 2] = torch.tensor([BEGINS, *own, ENDS])
            present[row, : len(own) + 2] = 1
        states = self.states(ids, present, torch.zeros_like(ids))
        return self.kind(states[:, 0]).log_softmax(1), self.tag(states[:, 1:-1]).log_softmax(2)


def loss(tuner: NoticeTuner, batch: Sequence[Item]) -> Tensor:
    kinds, tags = tuner([one.text for one in batch])
    whole = nn.functional.nll_loss(kinds, torch.tensor([KINDS.index(one.kind) for one in batch]))
    wanted = torch.full(tags.shape[:2], -100)
    for row, one in enumerate(batch):
        for at, span in enumerate(tuner.read(one.text)[1]):
            wanted[row, at] = _tag(one, span)
    weight = torch.tensor([1.0, 1.0, MARKED, MARKED])
    return whole + nn.functional.nll_loss(tags.flatten(0, 1), wanted.flatten(), weight=weight)


def _tag(one: Item, span: tuple[int, int]) -> int:
    if not one.is_notice or span[1] <= one.start:
        return OTHER
    return next((TAGS[mark] for mark, start, end in one.marks if span[0] < end and start < span[1]), PART)


def counted(tuner: NoticeTuner, items: Sequence[Item]) -> csr_matrix:
    """Which buckets the tokens of each text fall into, (n, BUCKETS)."""
    rows = [buckets(tuner.read(one.text)[0]) for one in items]
    places = [0, *np.cumsum([len(row) for row in rows])]
    columns = [one for row in rows for one in row]
    return csr_matrix((np.ones(len(columns)), columns, places), (len(items), BUCKETS))


def gate_of(tuner: NoticeTuner, items: Sequence[Item]) -> tuple[np.ndarray, float]:
    """The weights of buckets, and the least sum of a paragraph that may be a notice."""
    told, is_notice = counted(tuner, items), np.array([one.is_notice for one in items])
    half = np.arange(len(items)) % 2 == 0
    able = LogisticRegression(C=STRENGTH, max_iter=400).fit(told[half], is_notice[half])
    least = float(np.quantile(told[~half & is_notice] @ able.coef_[0], MISSED))
    return able.coef_[0], least


def passing(tuner: NoticeTuner, gate: tuple[np.ndarray, float], items: Sequence[Item]) -> np.ndarray:
    """Which of the paragraphs may be notices by their tokens alone, (n,)."""
    return counted(tuner, items) @ gate[0] >= gate[1]


def learned(tuner: NoticeTuner, items: Sequence[Item], epochs: int, rate: float, drawn: random.Random) -> None:
    sentences = [sentence for article in written() for sentence in article.sentences]
    batches = list[list[Item]]()
    for _ in range(epochs):
        every = [
            one.after(drawn.choice(sentences)) if one.is_notice and drawn.random() < LED_IN else one for one in items
        ]
        drawn.shuffle(every)
        batches += in_batches(every, tuner.length, BATCH, drawn)
    descend(tuner, batches, loss, [*tuner.kind.parameters(), *tuner.tag.parameters()], rate)


@torch.no_grad()
def measure(tuner: NoticeTuner, gate: tuple[np.ndarray, float], items: Sequence[Item]) -> str:
    counts = dict[str, list[bool]]()
    for one, may_be in zip(items, passing(tuner, gate, items), strict=True):
        name = "notices" if one.is_notice else "other paragraphs"
        counts.setdefault(f"{name} that the model reads", []).append(bool(may_be))
        if not (may_be or one.is_notice):
            counts.setdefault(f"{name} taken for notices", []).append(False)
            continue
        kinds, tags = tuner([one.text])
        counts.setdefault(f"{name} taken for notices", []).append(bool(may_be and 1 - kinds[0, -1].exp() >= SURE))
        if one.is_notice:
            counts.setdefault("of the right kind", []).append(KINDS[int(kinds[0].argmax())] == one.kind)
            spans = tuner.read(one.text)[1]
            wanted = [_tag(one, span) for span in spans]
            for tag, words in ((OLD, "old"), (NEW, "new")):
                if tag in wanted:
                    found = [int(row.argmax()) == tag for row in tags[0]]
                    counts.setdefault(f"{words} words exactly", []).append(found == [mine == tag for mine in wanted])
    return "\n".join(f"{name}: {sum(rights)} of {len(rights)}" for name, rights in sorted(counts.items()))


def _changes(file: Path) -> dict[str, Tensor]:
    """What a file holds except for the weights of tokens."""
    return {name: one for name, one in load_file(file).items() if not name.startswith("gate.")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=4, help="two minutes each on two cores")
    parser.add_argument("--rate", type=float, default=RATE, help="of learning, at its highest")
    parser.add_argument("--begin", type=Path, help="a file written before, to go on from")
    parser.add_argument("--halfway", action="store_true", help="write the mean of these and of what was learned")
    parser.add_argument("--to", type=Path, default=NOTICES)
    chosen = parser.parse_args()
    if chosen.halfway and not chosen.begin:
        parser.error("--halfway needs --begin")
    torch.manual_seed(SEED + bool(chosen.begin))
    drawn, tuner = random.Random(SEED + bool(chosen.begin)), NoticeTuner()
    if chosen.begin:
        tuner.begin(chosen.begin)
    items = written_notices()
    learnt, held_out = ([one for one in items if one.is_held_out == wanted] for wanted in (False, True))
    others, not_learnt = ([one for one in ordinary() if one.is_held_out == wanted] for wanted in (False, True))
    elsewhere = [one for one in other_texts() if not one.is_held_out]
    gate = gate_of(tuner, learnt + others + OTHER_KINDS * elsewhere)
    others += elsewhere
    part = [one for one, may_be in zip(others, passing(tuner, gate, others), strict=True) if may_be]
    if chosen.begin:
        reader = NoticeReader(MiniLM(packaged_folder()).adapted(ANSWERS), chosen.begin)
        mistaken = [one for one in part if (found := reader.read(one.text)) and found.odds >= log(SURE / (1 - SURE))]
        print(f"{len(mistaken)} of {len(others)} paragraphs are taken for notices", file=sys.stderr)
        part += MISTAKEN * mistaken
    learned(tuner, learnt + part, chosen.epochs, chosen.rate, drawn)
    before = _changes(chosen.begin) if chosen.halfway else {}
    tuner.save(chosen.to)
    if chosen.halfway:
        halfway(before, load_file(chosen.to), chosen.to)
        tuner.begin(chosen.to)
    kept = {"gate.weight": torch.tensor(gate[0]).half(), "gate.least": torch.tensor([gate[1]])}
    save_file(load_file(chosen.to) | kept, chosen.to)
    print(measure(tuner, gate, held_out + not_learnt))


if __name__ == "__main__":
    main()
