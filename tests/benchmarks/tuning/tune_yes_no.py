"""Tunes the judge of claims to answer yes or no.

    python -m tests.benchmarks.tuning.tune_yes_no [--epochs 2] [--begin FILE] [--to FILE]

It learns from `yes_no.txt.gz` (the README says how it is written) and from those questions of `articles.txt.gz` that
begin with an auxiliary and are not answered. A question, or a claim that may be asked about ("Is it true that ..."),
and the sentences that answer it, or others of the article, are read together, and one softmax says yes or no. Of
articles that it did not learn from, it prints how many questions of each kind it answers with which, from several
probabilities on.
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

from index.embedding import CLAIMS, YES_NO
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
RATE, SEED = 4e-4, 0
ENTITLED_SHARE = 0.7  # are read with the title
BESIDE = 0.4  # of the questions are read with a sentence before or after their own as well
OTHERS = 0.15  # are read once more with other sentences, which do not answer them
CLAIMED = 0.1  # so many claims are read for each question
LABELS = {"y": SUPPORTED, "n": CONTRADICTED, "o": NOT_FOUND}
NAMES = {SUPPORTED: "yes", CONTRADICTED: "no", NOT_FOUND: "neither"}
SURE = (0.5, 0.6, 0.7, 0.8, 0.9)
_AUXILIARY = re.compile(
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
        asked = (one for one in article.items if one[0] == "U" and _AUXILIARY.match(one[2]))
        found += [Item(text, NOT_FOUND, own, article) for _, own, text in asked]
    return found


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


@torch.no_grad()
def measure(tuner: ClaimTuner, every: Sequence[Item]) -> str:
    lines = list[str]()
    read = list[tuple[int, list[float]]]()
    for one in every:
        [row], _ = tuner(
            [Drawn(one.question, 0, one.article.title, [one.article.sentences[at] for at in one.own], None)]
        )
        read.append((one.label, row.exp().tolist()))
    for sure in SURE:
        taken = Counter(
            (label, NAMES[at]) for label, row in read for at in (SUPPORTED, CONTRADICTED) if row[at] >= sure
        )
        told = (f"{name} {[taken[label, said] for said in ('yes', 'no')]}" for label, name in NAMES.items())
        lines.append(f"from {sure}: " + ", ".join(told))
    return "\n".join([f"{Counter(NAMES[label] for label, _ in read)}; answered yes and no", *lines])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=2, help="eleven minutes each on two cores")
    parser.add_argument("--rate", type=float, default=RATE, help="of learning, at its highest")
    parser.add_argument("--begin", type=Path, default=CLAIMS, help="a file written before, to go on from")
    parser.add_argument("--to", type=Path, default=YES_NO)
    chosen = parser.parse_args()
    torch.manual_seed(SEED)
    drawn, tuner = random.Random(SEED), ClaimTuner()
    tuner.begin(chosen.begin)
    articles = written()
    learnt = [one for one in articles if not one.is_held_out]
    asked, claimed = questions(learnt), claims(learnt)
    batches = [
        batch
        for _ in range(chosen.epochs)
        for batch in in_batches(draw(asked, claimed, drawn), tuner.length, BATCH // 2, drawn)
    ]
    descend(tuner, batches, loss, [*tuner.verdict.parameters(), *tuner.token.parameters()], chosen.rate)
    tuner.save(chosen.to)
    print(measure(tuner, questions([one for one in articles if one.is_held_out])))


if __name__ == "__main__":
    main()
