"""Tunes the judge of claims to judge them by notices of correction.

    python -m tests.benchmarks.tuning.tune_corrected [--epochs 3] [--begin FILE [--halfway]] [--to FILE]

It learns from `corrected.txt.gz` (the README says how that is written): a claim, the title of a corrected article and
its notice are read together, and one softmax says whether the notice bears out or contradicts the claim, or neither.
It prints how many claims of each kind about notices that it did not learn from it takes for which.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file

from index.embedding import CLAIMS, CORRECTED
from tests.benchmarks.tuning.corrected import Corrected, written_claims
from tests.benchmarks.tuning.low_rank import descend, halfway, in_batches
from tests.benchmarks.tuning.tune_claims import BATCH, CONTRADICTED, NOT_FOUND, SUPPORTED, ClaimTuner, Drawn, loss

RATE, SEED = 3e-4, 0
ENTITLED_SHARE = 0.8  # are read with the title
OTHERS = 0.3  # so many of the claims are also read with the notice of another article, which does not concern them
LABELS = {"O": CONTRADICTED, "R": SUPPORTED, "P": NOT_FOUND}
NAMES = {SUPPORTED: "borne out", CONTRADICTED: "contradicted", NOT_FOUND: "neither"}


def draw(every: Sequence[Corrected], drawn: random.Random) -> list[Drawn]:
    """The claims with their notices, and some with others; of two claims one after the other, one may be a twin."""
    found = list[Drawn]()
    for one in every:
        for at, (kind, claim) in enumerate(one.claims):
            label = LABELS[kind]
            title = one.title if drawn.random() < ENTITLED_SHARE else ""
            follows = one.claims[at + 1] if at + 1 < len(one.claims) else ("", "")
            twin = follows[1] if kind + follows[0] == "OR" else None
            found.append(Drawn(claim, label, title, one.sentences, twin))
            if drawn.random() < OTHERS:
                other = drawn.choice(every)
                if other is not one:
                    found.append(Drawn(claim, NOT_FOUND, other.title, other.sentences, None))
    drawn.shuffle(found)
    return found


@torch.no_grad()
def measure(tuner: ClaimTuner, every: Sequence[Corrected]) -> str:
    taken = Counter[tuple[int, int]]()
    for one in every:
        for kind, claim in one.claims:
            label = LABELS[kind]
            [row], _ = tuner([Drawn(claim, label, one.title, one.sentences, None)])
            taken[label, int(row.argmax())] += 1
    return "\n".join(
        f"{name}: " + ", ".join(f"{taken[label, other]} taken for {NAMES[other]}" for other in NAMES)
        for label, name in NAMES.items()
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=3, help="some minutes each on two cores")
    parser.add_argument("--rate", type=float, default=RATE, help="of learning, at its highest")
    parser.add_argument("--begin", type=Path, default=CLAIMS, help="a file written before, to go on from")
    parser.add_argument("--halfway", action="store_true", help="write the mean of these and of what was learned")
    parser.add_argument("--to", type=Path, default=CORRECTED)
    chosen = parser.parse_args()
    torch.manual_seed(SEED)
    drawn, tuner = random.Random(SEED), ClaimTuner()
    tuner.begin(chosen.begin)
    every = written_claims()
    learnt = [one for one in every if not one.is_held_out]
    batches = [
        batch
        for _ in range(chosen.epochs)
        for batch in in_batches(draw(learnt, drawn), tuner.length, BATCH // 2, drawn)
    ]
    descend(tuner, batches, loss, [*tuner.verdict.parameters(), *tuner.token.parameters()], chosen.rate)
    before = load_file(chosen.begin)
    tuner.save(chosen.to)
    if chosen.halfway:
        halfway(before, load_file(chosen.to), chosen.to)
        tuner.begin(chosen.to)
    print(measure(tuner, [one for one in every if one.is_held_out]))


if __name__ == "__main__":
    main()
