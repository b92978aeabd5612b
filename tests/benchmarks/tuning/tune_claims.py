"""Tunes the judge of sentences to judge claims.

    python -m tests.benchmarks.tuning.tune_claims [--larger] [--epochs 2] [--begin FILE [--halfway]] [--to FILE]

It learns from `articles.txt.gz` (its README says how that is written): a claim and some sentences of its article are
read together, and one softmax says whether they support or contradict it, say it only as somebody's word, or not at
all. Each token of the claim adds to what speaks against it; in a false claim whose true twin is known, the words that
differ should. Low-rank changes (LoRA, Hu et al. 2021) of the judge of sentences and two linear heads are learned. It
prints, for claims about articles that it did not learn from, how well the log-odds that they are supported tell true
from false (AUC), and how often a true claim has higher ones than its twin. With `--larger` it begins with the larger
judge of sentences.
"""

from __future__ import annotations

import argparse
import difflib
import math
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import roc_auc_score
from torch import Tensor, nn

from index.embedding import ANSWERS, CLAIMS, JUDGE, LARGER_CLAIMS, LARGER_JUDGE
from index.encoders.claim_judge import CLAIM, LONGEST, SENTENCE, SHARP
from index.encoders.larger import larger_folder
from index.encoders.minilm import MiniLM
from index.encoders.mpnet import MPNet
from index.encoders.sentence_judge import ENTITLED
from tests.benchmarks.tuning.articles import Article, written
from tests.benchmarks.tuning.low_rank import LowRank, descend, halfway, in_batches, rank_of

RATE, SEED = 5e-4, 0
BATCH = 3600  # tokens
SUPPORTED, CONTRADICTED, NOT_FOUND, ATTRIBUTED = range(4)
FALSE = -1  # not supported: which of the others is not known
LABELS = {"S": SUPPORTED, "T": SUPPORTED, "C": CONTRADICTED, "N": NOT_FOUND, "A": ATTRIBUTED, "X": FALSE}
ALIKE = 0.4  # how alike the words of twins are at least (difflib's ratio)
NEAREST = 10  # sentences by the words shared with the claim
READ = (1, 2, 2, 3, 3, 4)  # how many of these are read, drawn; the claim's own come with them, or mostly
WITHOUT = 0.06  # true claims without their own sentences, which are then not found
OWN = 0.9  # of the others are read with their own sentences, wherever these are among the nearest
ENTITLED_SHARE = 0.5  # are read with the title
COPIES = 8  # for so many claims one sentence as it stands, or shortened, is added as a true one
SHORTENED = 0.7  # of these sentences lose a clause if they can
SHORTEST = 6  # words of such a sentence
# A clause with one of these words is kept: without it, the sentence might say more.
_KEPT = re.compile(
    r"\b(?:if|unless|not?|never|without|until|except|only|sa(?:id|ys)|according|told|claim\w*|alleg\w*|report\w*|would"
    r"|may|might|could|almost|nearly|about|some|but|than|neither|nor|hardly|denied)\b|n't",
    re.I,
)
TOKENS = 0.3  # the weight of the tokens' loss
WRONG = 1.5  # that of a token that differs from the true twin
REWRITTEN = 0.6  # of the tokens: where more differ, it is not known which is wrong


@dataclass(frozen=True)
class Item:
    """A claim, its label, the numbers of its own sentences and of those nearest to it, and its true twin, if known."""

    text: str
    label: int
    own: list[int]
    near: list[int]
    article: Article
    twin: str | None


@dataclass(frozen=True)
class Drawn:
    claim: str
    label: int
    title: str
    sentences: list[str]
    twin: str | None


class ClaimTuner(LowRank):
    """The judge of sentences, or the larger one, with what can be learned of it, and the heads."""

    def __init__(self, *, larger: bool = False) -> None:
        before = LARGER_JUDGE if larger else JUDGE
        super().__init__(rank_of(before), [] if larger else [ANSWERS], larger_folder() if larger else None)
        self.marks: type[MiniLM] | type[MPNet] = MPNet if larger else MiniLM
        self.begin(before)
        width = self.model.config.hidden_size
        self.verdict, self.token = nn.Linear(width, 4), nn.Linear(3 * width, 3)
        nn.init.zeros_(self.verdict.weight)
        nn.init.normal_(self.token.weight, std=0.01)
        with torch.no_grad():  # at first a token speaks against the claim if none of the sentences is like it
            self.token.weight[:, width : 2 * width] = -8.0
            self.token.bias[:] = 2.0
            self.verdict.bias[:] = torch.tensor([1.0, 0, 0, 0])

    def length(self, one: Drawn) -> int:
        return len(self._read(one)[0])

    def forward(self, drawn: Sequence[Drawn]) -> tuple[Tensor, Tensor]:
        """Log-probabilities of the verdicts, (n, 4), and what each token of the claims adds, (n, tokens, 3)."""
        read = [self._read(one) for one in drawn]
        length, most = max(len(ids) for ids, _ in read), max(asked for _, asked in read)
        ids, present, second = torch.zeros(3, len(read), length, dtype=torch.long).unbind()
        mine = torch.zeros(len(read), most, dtype=torch.bool)
        for row, (own, asked) in enumerate(read):
            ids[row, : len(own)] = torch.tensor(own)
            present[row, : len(own)] = 1
            second[row, asked : len(own)] = 1
            mine[row, 1 : asked - 1] = True
        states = self.states(ids, present, second)
        claim, unit = states[:, :most], nn.functional.normalize(states, dim=2)
        alike = (unit[:, :most] @ unit.transpose(1, 2)).masked_fill(second[:, None, :] == 0, -1e4)
        aligned = (SHARP * alike).softmax(2) @ unit
        features = torch.cat([claim, unit[:, :most] * aligned, (unit[:, :most] - aligned).abs()], 2)
        tokens = self.token(features).masked_fill(~mine[..., None], -1e4)
        verdict = self.verdict(states[:, 0])
        return torch.cat([verdict[:, :1], verdict[:, 1:] + tokens.logsumexp(1)], 1).log_softmax(1), tokens

    def _read(self, one: Drawn) -> tuple[list[int], int]:
        ends, between = self.marks.ends, self.marks.between
        ids = [self.marks.begins, *self.tokens(one.claim)[:CLAIM], ends]
        asked = len(ids)
        ids += [*between, *self.tokens(one.title)[:ENTITLED], ends] if one.title else between
        for text in one.sentences:
            ids += self.tokens(text)[: min(SENTENCE, max(0, LONGEST - len(ids)))]
        return [*ids, ends], asked


def claims(articles: Sequence[Article]) -> list[Item]:
    """The claims about these articles, with the sentences nearest to each."""
    items = list[Item]()
    words = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    words.fit([sentence for article in articles for sentence in article.sentences])
    for article in articles:
        told = [item for item in article.items if item[0] in LABELS]
        if not told:
            continue
        twins = _twins(told)
        cosines = (words.transform([text for *_, text in told]) @ words.transform(article.sentences).T).toarray()
        for number, ((kind, own, text), row) in enumerate(zip(told, cosines, strict=True)):
            near = np.argsort(-row)[:NEAREST].tolist()
            items.append(Item(text, LABELS[kind], own, near, article, twins.get(number)))
    return items


def _twins(told: Sequence[tuple[str, list[int], str]]) -> Mapping[int, str]:
    """The true twins of false claims, by their numbers: twins stand beside each other, either first."""
    twins, taken = dict[int, str](), set[int]()
    for at, (one, other) in enumerate(zip(told, told[1:], strict=False)):
        if at in taken or (one[0] == "T") == (other[0] == "T") or {one[0], other[0]} & {"S", "A"}:
            continue
        if difflib.SequenceMatcher(None, one[2].split(), other[2].split()).ratio() > ALIKE:
            taken.add(at + 1)
            twins[at if other[0] == "T" else at + 1] = (other if other[0] == "T" else one)[2]
    return twins


def draw(item: Item, drawn: random.Random) -> Drawn:
    """The claim with sentences near it; a true one that has lost its own is not found."""
    size, label, twin, chance = drawn.choice(READ), item.label, item.twin, drawn.random()
    kept = item.near[:size]
    if chance < WITHOUT and label == SUPPORTED and len(item.article.sentences) > len(item.own) + 3:
        kept, label = [at for at in item.near if at not in item.own][:size], NOT_FOUND
    elif chance < OWN or not {*item.own}.isdisjoint(kept):
        kept = [*dict.fromkeys([*item.own, *kept])][: max(size, len(item.own))]
    elif label == SUPPORTED:
        label = NOT_FOUND
    title = item.article.title if drawn.random() < ENTITLED_SHARE else ""
    return Drawn(item.text, label, title, [item.article.sentences[at] for at in sorted(kept)], twin)


def copies(articles: Sequence[Article], many: int, drawn: random.Random) -> list[Drawn]:
    """Sentences as they stand, or without a clause, among their neighbours."""
    found = list[Drawn]()
    while len(found) < many:
        told = drawn.choice(articles).sentences
        at = drawn.randrange(len(told))
        if '"' in told[at] or "said" in told[at]:
            continue
        claim = _shortened(told[at], drawn) if drawn.random() < SHORTENED else told[at]
        found.append(
            Drawn(claim, SUPPORTED, "", told[max(0, at - drawn.randint(0, 3)) : at + drawn.randint(1, 4)], None)
        )
    return found


def _shortened(sentence: str, drawn: random.Random) -> str:
    """The sentence without one of its clauses, if any can go."""
    clauses = sentence.split(", ")
    cut = drawn.randrange(len(clauses))
    rest = ", ".join(clauses[:cut] + clauses[cut + 1 :])
    if _KEPT.search(clauses[cut]) or len(rest.split()) < SHORTEST:
        return sentence
    return f"{rest[0].upper()}{rest[1:].rstrip('.')}."


def loss(tuner: ClaimTuner, batch: Sequence[Drawn]) -> Tensor:
    told, tokens = tuner(batch)
    whole, of_tokens = torch.zeros(()), list[Tensor]()
    for row, against, one in zip(told, tokens, batch, strict=True):
        whole = whole - (row[1:].logsumexp(0) if one.label == FALSE else row[one.label])
        ids = tuner.tokens(one.claim)[:CLAIM]
        wrong = _wrong(ids, tuner.tokens(one.twin)[:CLAIM]) if one.twin and one.label != SUPPORTED else set[int]()
        if one.label == SUPPORTED or 0 < len(wrong) < REWRITTEN * len(ids):
            right = torch.tensor([float(at in wrong) for at in range(len(ids))])
            odds = against[1 : 1 + len(ids)].logsumexp(1)
            weight = 1 + (WRONG - 1) * right
            of_tokens.append(nn.functional.binary_cross_entropy_with_logits(odds, right, weight=weight))
    return whole / len(batch) + (TOKENS * torch.stack(of_tokens).mean() if of_tokens else 0)


def _wrong(claim: list[int], twin: list[int]) -> set[int]:
    """The places of the tokens that the true twin has not, or beside which it has others."""
    wrong = set[int]()
    for kind, _, _, start, end in difflib.SequenceMatcher(None, twin, claim, autojunk=False).get_opcodes():
        if kind != "equal":
            wrong |= set(range(start, end)) or {max(0, start - 1), min(len(claim) - 1, start)}
    return wrong


def learn(tuner: ClaimTuner, items: Sequence[Item], epochs: float, highest: float) -> None:
    drawn, batches = random.Random(SEED), list[list[Drawn]]()
    articles = list({item.article.title: item.article for item in items}.values())
    for epoch in range(math.ceil(epochs)):
        part = drawn.sample(items, int(len(items) * min(1.0, epochs - epoch)))
        every = [draw(item, drawn) for item in part] + copies(articles, len(part) // COPIES, drawn)
        drawn.shuffle(every)
        batches += in_batches(every, tuner.length, BATCH, drawn)
    descend(tuner, batches, loss, [*tuner.verdict.parameters(), *tuner.token.parameters()], highest)


@torch.no_grad()
def measure(tuner: ClaimTuner, items: Sequence[Item], most: int = 4) -> str:
    odds = []
    for item in items:
        told = [item.article.sentences[at] for at in sorted(item.near[:most])]
        [row], _ = tuner([Drawn(item.text, item.label, item.article.title, told, None)])
        odds.append(float(row[SUPPORTED] - row[1:].logsumexp(0)))
    found, labels = np.array(odds), np.array([item.label for item in items])
    lines = []
    for name, label in (("contradicts", CONTRADICTED), ("does not say", NOT_FOUND), ("only reports", ATTRIBUTED)):
        able = (labels == SUPPORTED) | (labels == label)
        auc = roc_auc_score(labels[able] == SUPPORTED, found[able])
        lines.append(f"AUC of true claims against those that the article {name}: {auc:.3f}")
    by_text = {(item.article.title, item.text): one for item, one in zip(items, odds, strict=True)}
    pairs = [by_text[item.article.title, item.twin] > one for item, one in zip(items, odds, strict=True) if item.twin]
    return "\n".join([*lines, f"true twins with higher log-odds: {np.mean(pairs):.3f} of {len(pairs)}"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=float, default=2, help="fifty minutes each on two cores")
    parser.add_argument("--larger", action="store_true", help="the larger judge: low-rank changes of all-mpnet-base-v2")
    parser.add_argument("--rate", type=float, default=RATE, help="of learning, at its highest")
    parser.add_argument("--begin", type=Path, help="a file written before, to go on from")
    parser.add_argument("--halfway", action="store_true", help="write the mean of these and of what was learned")
    parser.add_argument("--to", type=Path)
    chosen = parser.parse_args()
    if chosen.halfway and not chosen.begin:
        parser.error("--halfway needs --begin")
    torch.manual_seed(SEED)
    tuner, to = ClaimTuner(larger=chosen.larger), chosen.to or (LARGER_CLAIMS if chosen.larger else CLAIMS)
    if chosen.begin:
        tuner.begin(chosen.begin)
    articles = written()
    learn(tuner, claims([one for one in articles if not one.is_held_out]), chosen.epochs, chosen.rate)
    before = load_file(chosen.begin) if chosen.begin else {}
    tuner.save(to)
    if chosen.halfway:
        halfway(before, load_file(to), to)
        tuner.begin(to)
    print(measure(tuner, claims([one for one in articles if one.is_held_out])))


if __name__ == "__main__":
    main()
