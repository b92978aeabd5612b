"""Tunes the judge of claims to answer yes or no, and to say whether what a question takes for granted is so.

    python -m tests.benchmarks.tuning.tune_yes_no [--larger] [--epochs 2] [--begin FILE] [--to FILE]

It learns from `yes_no.txt.gz` and `premises.txt.gz` (the README says how they are written) and from questions of
`articles.txt.gz`. A question, or a claim that may be asked about ("Is it true that ..."), and the sentences that answer
it or deny what it takes for granted, or others of the article, are read together, and one softmax says yes, no or
neither. Of articles that it did not learn from, it prints how many questions of each kind it answers with which, from
several probabilities on, and how many pairs about the same sentences it tells apart. With `--larger` it tunes the
larger judge of claims.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from index.embedding import CLAIMS, LARGER_CLAIMS, LARGER_YES_NO, YES_NO
from tests.benchmarks.tuning.articles import Article, written
from tests.benchmarks.tuning.low_rank import descend, in_batches
from tests.benchmarks.tuning.tune_claims import (
    BATCH,
    CONTRADICTED,
    NOT_FOUND,
    SUPPORTED,
    ClaimTuner,
    Drawn,
    claims,
    loss,
)
from tests.benchmarks.tuning.tune_claims import Item as Claimed
from tests.benchmarks.tuning.tune_claims import draw as draw_claim

LABELLED = Path(__file__).parent / "yes_no.txt.gz"
PRESUMING = Path(__file__).parent / "premises.txt.gz"
RATE, SEED = 4e-4, 0
ENTITLED_SHARE = 0.7  # are read with the title
BESIDE = 0.4  # of the questions are read with a sentence before or after their own as well
OTHERS = 0.15  # are read once more with other sentences, which do not answer them
CLAIMED = 0.1  # so many claims are read for each question
ANSWERED = 0.3  # so many answered questions, and so many that nothing answers, as a share of the pairs
LABELS = {"y": SUPPORTED, "n": CONTRADICTED, "o": NOT_FOUND}
NAMES = {SUPPORTED: "yes", CONTRADICTED: "no", NOT_FOUND: "neither"}
SURE = (0.5, 0.6, 0.7, 0.8, 0.9)
AUXILIARY = re.compile(
    r"(?:and |so |but )?(?:isn'?t|didn'?t|is|are|did|does|do|was|were|has|have|had|can|could|will|would|should|may|must"
    r"|shall)\b",
    re.I,
)


@dataclass(frozen=True)
class Item:
    question: str
    label: int
    own: list[int]  # the numbers of the sentences that answer it, or of the one that tempts most
    article: Article


def questions(articles: Sequence[Article]) -> list[Item]:
    """Questions on them that ask for yes or no; nothing answers those of which an article does not say."""
    by_title, found = {one.title: one for one in articles}, list[Item]()
    for line in gzip.decompress(LABELLED.read_bytes()).decode().splitlines():
        title, label, own, text = line.split("\t")
        if article := by_title.get(title):
            found.append(Item(text, LABELS[label], [int(one) - 1 for one in own.split("+")], article))
    for article in articles:
        asked = (one for one in article.items if one[0] == "U" and AUXILIARY.match(one[2]))
        found += [Item(text, NOT_FOUND, own, article) for _, own, text in asked]
    return found


def pairs(articles: Sequence[Article]) -> list[tuple[Item, Item]]:
    """Questions that take for granted what sentences deny, each with one that presumes what they bear out."""
    by_title, found = {one.title: one for one in articles}, list[tuple[Item, Item]]()
    for line in gzip.decompress(PRESUMING.read_bytes()).decode().splitlines():
        title, numbers, false, true = line.split("\t")
        if article := by_title.get(title):
            own = [int(one) - 1 for one in numbers.split("+")]
            found.append((Item(false, CONTRADICTED, own, article), Item(true, SUPPORTED, own, article)))
    return found


def others(articles: Sequence[Article], many: int, drawn: random.Random) -> list[Item]:
    """Open questions that are answered, as many as are asked for, and as many that nothing answers."""
    told = {"Q": SUPPORTED, "U": NOT_FOUND}
    found: dict[str, list[Item]] = {kind: [] for kind in told}
    for article in articles:
        for kind, own, text in article.items:
            if kind in told and not AUXILIARY.match(text):
                found[kind].append(Item(text, told[kind], own, article))
    return [one for each in found.values() for one in drawn.sample(each, min(many, len(each)))]


def draw(every: Sequence[Item], claimed: Sequence[Claimed], drawn: random.Random) -> list[Drawn]:
    """The questions, each with the sentences that answer it and some with others, and some claims, shuffled."""
    found = [draw_claim(one, drawn) for one in drawn.sample(claimed, int(CLAIMED * len(every)))]
    for one in every:
        sentences, own = one.article.sentences, set(one.own)
        title = one.article.title if drawn.random() < ENTITLED_SHARE else ""
        if drawn.random() < BESIDE:
            own.add(max(0, min(len(sentences) - 1, drawn.choice(one.own) + drawn.choice((-1, 1)))))
        found.append(Drawn(one.question, one.label, title, [sentences[at] for at in sorted(own)], None))
        others = [at for at in range(len(sentences)) if at not in one.own]
        if others and drawn.random() < OTHERS:
            found.append(Drawn(one.question, NOT_FOUND, title, [sentences[drawn.choice(others)]], None))
    drawn.shuffle(found)
    return found


def _read(tuner: ClaimTuner, one: Item) -> Tensor:
    """The log-probabilities of yes, no and neither, and of somebody's word, (4,)."""
    told = [one.article.sentences[at] for at in one.own]
    [row], _ = tuner([Drawn(one.question, 0, one.article.title, told, None)])
    return row


@torch.no_grad()
def measure_pairs(tuner: ClaimTuner, every: Sequence[tuple[Item, Item]]) -> str:
    read = [[_read(tuner, one) for one in pair] for pair in every]
    against = [[float(row[CONTRADICTED] - row[SUPPORTED]) for row in pair] for pair in read]
    apart = sum(false > true for false, true in against)
    return "\n".join(
        [
            f"the false one of two is the more denied: {apart} of {len(every)}",
            *(
                f"denied from {sure}: {sum(float(false[CONTRADICTED].exp()) >= sure for false, _ in read)} false, "
                f"{sum(float(true[CONTRADICTED].exp()) >= sure for _, true in read)} true"
                for sure in SURE
            ),
        ]
    )


@torch.no_grad()
def measure(tuner: ClaimTuner, every: Sequence[Item]) -> str:
    lines = list[str]()
    read = [(one.label, _read(tuner, one).exp().tolist()) for one in every]
    for sure in SURE:
        taken = Counter(
            (label, NAMES[at]) for label, row in read for at in (SUPPORTED, CONTRADICTED) if row[at] >= sure
        )
        told = (f"{name} {[taken[label, said] for said in ('yes', 'no')]}" for label, name in NAMES.items())
        lines.append(f"from {sure}: " + ", ".join(told))
    return "\n".join([f"{Counter(NAMES[label] for label, _ in read)}; answered yes and no", *lines])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=2, help="thirty-five minutes each on two cores")
    parser.add_argument("--larger", action="store_true", help="the larger judge: low-rank changes of all-mpnet-base-v2")
    parser.add_argument("--rate", type=float, default=RATE, help="of learning, at its highest")
    parser.add_argument("--begin", type=Path, help="a file written before, to go on from")
    parser.add_argument("--to", type=Path)
    chosen = parser.parse_args()
    torch.manual_seed(SEED)
    drawn, tuner = random.Random(SEED), ClaimTuner(larger=chosen.larger)
    tuner.begin(chosen.begin or (LARGER_CLAIMS if chosen.larger else CLAIMS))
    articles = written()
    learnt = [one for one in articles if not one.is_held_out]
    asked, presuming, claimed = questions(learnt), pairs(learnt), claims(learnt)
    batches = list[list[Drawn]]()
    for _ in range(chosen.epochs):
        open_ones = others(learnt, int(ANSWERED * len(presuming)), drawn)
        every = [*asked, *(one for pair in presuming for one in pair), *open_ones]
        batches += in_batches(draw(every, claimed, drawn), tuner.length, BATCH // 2, drawn)
    descend(tuner, batches, loss, [*tuner.verdict.parameters(), *tuner.token.parameters()], chosen.rate)
    tuner.save(chosen.to or (LARGER_YES_NO if chosen.larger else YES_NO))
    held_out = [one for one in articles if one.is_held_out]
    print(measure(tuner, questions(held_out)))
    print(measure_pairs(tuner, pairs(held_out)))


if __name__ == "__main__":
    main()
