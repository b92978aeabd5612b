"""How well claims are told apart: true sentences, reworded ones, and ones altered on purpose.

`python -m tests.benchmarks.verification DATA` draws claims from the development sets under DATA, with a seed, and
prints how many of each kind come out right: altered ones false, the others supported.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

from assistant.verifying.verification import Source, Verdict, Verifier
from index.articles import Heading, Paragraph
from index.embedding import SentenceEmbeddings
from index.reading.attribution import attribute
from tests.benchmarks.alterations import ALTERED, REWORDED, Told, drawn, told_in

SETS = ("xquad_en", "clapnq_dev")


def source_of(text: str, title: str) -> Source:
    """A paragraph alone, as a claim of the benchmark is held against it."""
    heading = Heading(id="given", title=title)
    return Source(Paragraph("given", 1, text, "body"), heading, lambda start, end: attribute(text, start, end))


def verdict(verifier: Verifier, kind: str, told: Told, claim: str) -> Verdict:
    text = told.elsewhere if kind == "other paragraph" else told.paragraph
    return verifier.verify(claim, [source_of(text, told.title)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of development sets")
    parser.add_argument("--each", type=int, default=150, help="claims of each kind and set")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", type=int, default=0, help="wrong verdicts to print of each kind")
    order = parser.parse_args()
    verifier = Verifier(SentenceEmbeddings().encode)
    right, total, shown = Counter[str](), Counter[str](), Counter[str]()
    makers = {"unaltered": lambda told, chance: f"{told.text} "} | REWORDED | ALTERED
    seconds = 0.0
    for name in SETS:
        for kind, told, claim in drawn(told_in(order.data / name), makers, order.each, order.seed):
            begun = time.perf_counter()
            found = verdict(verifier, kind, told, claim.strip())
            seconds += time.perf_counter() - begun
            fine = (found.supported is False) if kind in ALTERED else found.supported is True
            right[kind] += fine
            total[kind] += 1
            if not fine and shown[kind] < order.show:
                shown[kind] += 1
                print(f"{kind}: {found.supported} {found.reason}\n  {told.text}\n  {claim}")
    for kind in makers:
        wanted = "false" if kind in ALTERED else "supported"
        print(f"{kind:16} {right[kind]:4} of {total[kind]:4} {wanted:9} {right[kind] / max(1, total[kind]):.3f}")
    print(f"{1000 * seconds / sum(total.values()):.1f} ms a claim")


if __name__ == "__main__":
    main()
