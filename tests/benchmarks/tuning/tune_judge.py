"""Tunes the embedding model to judge which sentences of a passage answer a question.

    python -m tests.benchmarks.tuning.tune_judge [--epochs 3] [--to FILE]

It learns from `articles.txt.gz` (its README says how that is written): a question and some sentences of an article
are read together, and one softmax says which sentence answers it or refutes what it takes for granted, or that none
does. Low-rank changes (LoRA, Hu et al. 2021) of the model that tune_answers.py has made, and two linear heads, are
learned. Questions whose words give away whether they are answered are drawn less often (evening.py). It prints, for
articles that it did not learn from, read in parts as they are in use, how often the likeliest sentence answers, how
many of several that are needed are among as many likeliest ones, how well the highest log-odds tell answerable from
unanswerable questions, and refuted premises from answerable questions (AUC), and how often they do between twins.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from sklearn.metrics import roc_auc_score
from torch import Tensor, nn

from index.embedding import ANSWERS, JUDGE, LARGER_JUDGE, SentenceEmbeddings
from index.encoders.larger import larger_folder
from index.encoders.minilm import MiniLM
from index.encoders.mpnet import MPNet
from index.encoders.sentence_judge import ASKED, ENTITLED, LONGEST, SENTENCE
from tests.benchmarks.tuning.articles import Article, written
from tests.benchmarks.tuning.evening import weights
from tests.benchmarks.tuning.low_rank import LowRank, descend, halfway, in_batches, rank_of

RANK, RATE, SEED = 32, 7e-4, 0
RANK_OF_LARGER = 16  # its rate is 3e-4, falling to nothing
BATCH = 3000  # tokens, with 30 more for each passage
TOGETHER = 8  # sentences that are read together where an article is judged
ASKED_KINDS = "QULF"  # the items that are questions
COLUMNS = {"Q": 0, "L": 0, "F": 1}  # the bearing of a sentence of each kind of question; nothing bears on the others
# How often the sentences of an item are left out, or another article's nearest are read, so that nothing bears on it.
WITHOUT, ELSEWHERE = 0.2, 0.1
ENTITLED_SHARE = 0.7  # of the passages are read with their title
PARAGRAPH_SHARE = 0.25  # of the passages are the paragraph of the item's sentence
# The heads begin as cosines of the question with each sentence.
BEGUN = (12.0, -6.0), (6.0, -5.0)

Item = tuple[str, list[int], str, Article]  # its kind, the numbers of its sentences, its text, and its article
Near = Mapping[str, Sequence[tuple[Article, int]]]  # the nearest sentences of other articles, by question


@dataclass(frozen=True)
class Drawn:
    """An item with some sentences of its article, and the places of its own among them."""

    kind: str
    text: str
    title: str
    sentences: list[str]
    right: list[int]


class Judge(LowRank):
    """The tuned embedding model, or the larger one, with what can be learned of it, and the heads."""

    def __init__(self, rank: int = RANK, *, larger: bool = False) -> None:
        super().__init__(rank, [] if larger else [ANSWERS], larger_folder() if larger else None)
        self.marks: type[MiniLM] | type[MPNet] = MPNet if larger else MiniLM
        width = self.model.config.hidden_size
        self.told, self.none = nn.Linear(3 * width, len(BEGUN)), nn.Linear(width, 1)
        for head in (self.told, self.none):
            nn.init.zeros_(head.weight)
            nn.init.zeros_(head.bias)
        with torch.no_grad():
            self.told.weight[:, width : 2 * width] = torch.tensor([[scale] for scale, _ in BEGUN])
            self.told.bias[:] = torch.tensor([bias for _, bias in BEGUN])

    def length(self, one: Drawn) -> int:
        return 30 + sum(len(self.tokens(text)[:SENTENCE]) for text in one.sentences)

    def forward(self, drawn: Sequence[Drawn]) -> tuple[Tensor, Tensor, Tensor]:
        """That nothing bears on each, (n, 1); what does, (n, sentences, bearings); which sentences there are."""
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
        states, first = self.states(ids, present, second), (present - second).float()[..., None]
        told, asked_mean = means @ states, (first * states).sum(1, keepdim=True) / first.sum(1, keepdim=True)
        unit, asked_unit = nn.functional.normalize(told, dim=2), nn.functional.normalize(asked_mean, dim=2)
        scores = self.told(torch.cat([told, asked_unit * unit, (asked_unit - unit).abs()], 2))
        return self.none(states[:, 0]), scores, means.sum(2) > 0

    def _read(self, one: Drawn) -> tuple[list[int], int, list[tuple[int, int]]]:
        ends = self.marks.ends
        ids = [self.marks.begins, *self.tokens(one.text)[:ASKED], ends]
        asked, spans = len(ids), list[tuple[int, int]]()
        ids += [*self.marks.between, *self.tokens(one.title)[:ENTITLED], ends] if one.title else self.marks.between
        for text in one.sentences:
            cut = self.tokens(text)[: min(SENTENCE, LONGEST - len(ids))]
            spans.append((len(ids), len(ids) + len(cut)))
            ids += cut
        return [*ids, ends], asked, spans

    def bearings(self, drawn: Sequence[Drawn]) -> Tensor:
        """Log-probabilities, (n, 1 + sentences * bearings), nothing first."""
        none, told, there = self(drawn)
        told = told.masked_fill(~there[..., None], -1e4)
        return torch.cat([none, told.flatten(1)], 1).log_softmax(1)


def draw(item: Item, near: Near, drawn: random.Random) -> Drawn:
    """The item with neighbouring sentences of its own; sometimes without them, and then nothing bears on it."""
    kind, right, text, article = item
    there, kept, left_out = range(len(article.sentences)), set(right), set[int]()
    chance = drawn.random()
    if kind in COLUMNS and chance < WITHOUT and len(there) - len(kept) >= 3:
        kind, left_out = "U", kept
        able = [at for at in there if at not in left_out]
        beside = [at for at in able if {at - 1, at + 1} & left_out]
        kept = {drawn.choice(beside if beside and drawn.random() < 0.6 else able)}
    elif chance > 1 - ELSEWHERE and near.get(text):
        kind = "U"
        article, at = drawn.choice(near[text])
        there, kept = range(len(article.sentences)), {at}
    elif kind == "L" and drawn.random() < 0.8:  # what is needed stands far apart, and is seldom read together
        kept = {drawn.choice(right)}
    if drawn.random() < PARAGRAPH_SHARE:
        kept = set(_paragraph(article, min(kept))) - left_out or kept
    else:
        size = drawn.randint(1, 9)
        able = [at for at in there if at not in left_out]
        while len(kept) < min(size, len(able)):
            edges = [at for one in kept for at in (one - 1, one + 1) if at in there and at not in kept | left_out]
            kept.add(drawn.choice(edges if edges and drawn.random() < 0.95 else [at for at in able if at not in kept]))
    order = sorted(kept)
    places = [order.index(at) for at in right if at in order] if kind in COLUMNS else []
    title = article.title if drawn.random() < ENTITLED_SHARE else ""
    return Drawn(kind if places else "U", text, title, [article.sentences[at] for at in order], places)


def _paragraph(article: Article, at: int) -> range:
    """The numbers of the sentences of that sentence's paragraph."""
    first = 0
    for paragraph in article.paragraphs:
        if at < first + len(paragraph):
            return range(first, first + len(paragraph))
        first += len(paragraph)
    raise IndexError(at)


def nearest_elsewhere(items: Sequence[Item], most: int = 5) -> Near:
    """The sentences of other articles that are nearest to each answered question, of the items' own articles."""
    embeddings = SentenceEmbeddings()
    articles = list({item[3].title: item[3] for item in items}.values())
    places = [(one, at) for one in articles for at in range(len(one.sentences))]
    of = np.array([number for number, one in enumerate(articles) for _ in one.sentences])
    vectors = embeddings.encode([one.sentences[at] for one, at in places])
    asked = [item for item in items if item[0] in "QL"]
    near: dict[str, list[tuple[Article, int]]] = {}
    numbers = {one.title: number for number, one in enumerate(articles)}
    for start in range(0, len(asked), 500):
        part = asked[start : start + 500]
        cosines = embeddings.encode([text for _, _, text, _ in part]) @ vectors.T
        for row, (_, _, text, article) in zip(cosines, part, strict=True):
            row[of == numbers[article.title]] = -1
            near[text] = [places[at] for at in np.argpartition(-row, most)[:most]]
    return near


def loss(judge: Judge, batch: Sequence[Drawn]) -> Tensor:
    told, bearings = judge.bearings(batch), len(BEGUN)
    total = torch.zeros(())
    for row, one in zip(told, batch, strict=True):
        if not one.right:
            total = total - row[0]
            continue
        right = row[[1 + at * bearings + COLUMNS[one.kind] for at in one.right]]
        total = total - (torch.logsumexp(right, 0) if one.kind == "Q" else right.mean())
    return total / len(batch)


def learn(judge: Judge, items: Sequence[Item], epochs: float, highest: float = RATE) -> None:
    near = nearest_elsewhere(items)
    titles = [one.title for *_, one in items]
    even = weights([text for _, _, text, _ in items], _answered(items), titles).tolist()
    drawn, batches = random.Random(SEED), list[list[Drawn]]()
    for epoch in range(math.ceil(epochs)):
        part = drawn.choices(items, even, k=int(len(items) * min(1.0, epochs - epoch)))
        batches += in_batches([draw(item, near, drawn) for item in part], judge.length, BATCH, drawn)
    descend(judge, batches, loss, [*judge.told.parameters(), *judge.none.parameters()], highest)


def _answered(items: Sequence[Item]) -> list[str]:
    """The kinds, those that are answered as one."""
    return ["Q" if kind == "L" else kind for kind, *_ in items]


@torch.no_grad()
def judged(judge: Judge, items: Sequence[Item]) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each item each sentence's bearings, (sentences, bearings), and their log-odds, the highest of the parts."""
    found = []
    for kind, _, text, article in items:
        parts = [article.sentences[at : at + TOGETHER] for at in range(0, len(article.sentences), TOGETHER)]
        read = judge.bearings([Drawn(kind, text, article.title, part, []) for part in parts])
        told = [row[1:].reshape(-1, len(BEGUN))[: len(part)].numpy() for row, part in zip(read, parts, strict=True)]
        odds = [
            [_odds(float(row[0]), part, at) for at in range(len(BEGUN))] for row, part in zip(read, told, strict=True)
        ]
        found.append((np.concatenate(told), np.array(odds).max(axis=0)))
    return found


def measure(judge: Judge, items: Sequence[Item]) -> str:
    read = judged(judge, items)
    kinds = np.array([kind for kind, *_ in items])
    ranked = [np.argsort(-told[:, 0]).tolist() for told, _ in read]
    hits = [
        [bool({*order[:most]} & {*own}) for (kind, own, *_), order in zip(items, ranked, strict=True) if kind == "Q"]
        for most in (1, 3)
    ]
    needed = [
        len({*order[: len(own)]} & {*own}) / len(own)
        for (kind, own, *_), order in zip(items, ranked, strict=True)
        if kind == "L"
    ]
    answered, refuted = (np.array([odds[at] for _, odds in read]) for at in range(2))
    told = [answered[of] > answered[other] for of, other in _twins(items, "U")]
    taken = [refuted[of] < refuted[other] for of, other in _twins(items, "F")]
    return "\n".join(
        [
            f"likeliest sentence answers {np.mean(hits[0]):.3f}, one of three {np.mean(hits[1]):.3f}",
            f"of several needed among as many likeliest {np.mean(needed):.3f}" if needed else "",
            f"AUC of answerable against unanswerable {_auc(kinds, answered, 'Q', 'U'):.3f}",
            f"and of refuted against answerable {_auc(kinds, refuted, 'F', 'Q'):.3f}",
            f"answered rather than its twin {np.mean(told):.3f}, refuted rather than its twin {np.mean(taken):.3f}",
        ]
    )


def _twins(items: Sequence[Item], kind: str) -> list[tuple[int, int]]:
    """The places of answered questions, and of their twins of the kind."""
    places = {(article.title, text): at for at, (_, _, text, article) in enumerate(items)}
    return [
        (places[title, text], places[title, twin])
        for title, article in {article.title: article for *_, article in items}.items()
        for pair in article.twins
        if (found := {sort: text for sort, _, text in pair}).keys() == {"Q", kind}
        for text, twin in [(found["Q"], found[kind])]
    ]


def _odds(nothing: float, told: np.ndarray, column: int) -> float:
    against = np.logaddexp.reduce([nothing, *np.delete(told, column, axis=1).ravel()])
    return float(np.logaddexp.reduce(told[:, column]) - against)


def _auc(kinds: np.ndarray, odds: np.ndarray, high: str, low: str) -> float:
    able = (kinds == high) | (kinds == low)
    return float(roc_auc_score(kinds[able] == high, odds[able]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=float, default=3, help="twenty-five minutes each on two cores")
    parser.add_argument("--larger", action="store_true", help="the larger judge: low-rank changes of all-mpnet-base-v2")
    parser.add_argument("--rate", type=float, default=RATE, help="of learning, at its highest")
    parser.add_argument("--begin", type=Path, help="a file written before, to go on from")
    parser.add_argument("--halfway", action="store_true", help="write the mean of these and of what was learned")
    parser.add_argument("--to", type=Path)
    chosen = parser.parse_args()
    if chosen.halfway and not chosen.begin:
        parser.error("--halfway needs --begin")
    torch.manual_seed(SEED)
    rank = RANK_OF_LARGER if chosen.larger else RANK
    judge = Judge(rank_of(chosen.begin) if chosen.begin else rank, larger=chosen.larger)
    items: list[Item] = [
        (kind, right, text, one) for one in written() for kind, right, text in one.items if kind in ASKED_KINDS
    ]
    if chosen.begin:
        judge.begin(chosen.begin)
    learn(judge, [item for item in items if not item[3].is_held_out], chosen.epochs, chosen.rate)
    before, to = (
        load_file(chosen.begin) if chosen.begin else {},
        chosen.to or (LARGER_JUDGE if chosen.larger else JUDGE),
    )
    judge.save(to)
    if chosen.halfway:
        halfway(before, load_file(to), to)
        judge = Judge(rank_of(to), larger=chosen.larger)
        judge.begin(to)
    print(measure(judge, [item for item in items if item[3].is_held_out]))


if __name__ == "__main__":
    main()
