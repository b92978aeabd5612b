"""Which objection stops claims that people judged: `python -m tests.benchmarks.objections DATA [SETS...]`.

For each objection, by the function and line that make it, it prints in how many good and bad claims it is made, how
much likelier it is in a bad one, and how many claims would pass without it. Unlike verification.py it looks inside.
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import json
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.verifying import bearing as rules
from assistant.verifying import verification
from assistant.verifying.objections import Objection
from index.embedding import SentenceEmbeddings
from index.library import Library
from tests.benchmarks.verification import ROWS, verdict

SETS = ("wice", "summedits")  # ragtruth_qa may be measured, but nothing is to be chosen by it
MAKERS = (
    "_objections",
    "said_otherwise",
    "_only_said",
    "_reasons_turned",
    "crossed",
    "_unheld",
    "_exchanged",
    "_replaced",
)


@dataclass(frozen=True, slots=True)
class Made(Objection):
    """An objection with the function and line that made it."""

    rule: str = ""


class Watched:
    """The rules of bearing.py, each of whose objections is recorded, and left out if its rule is switched off."""

    def __init__(self) -> None:
        self.off: set[str] = set()
        self.made: set[str] = set()
        for name in MAKERS:
            setattr(rules, name, self._watched(getattr(rules, name)))
        bearing = rules.bearing

        def recorded(*given: Any) -> Any:
            found = bearing(*given)
            self.made |= {one.rule for one in found.objections if isinstance(one, Made)}
            return found

        verification.bearing = recorded

    def _watched(self, maker: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        def watched(*given: Any, **named: Any) -> Iterator[Any]:
            running = maker(*given, **named)
            for found in running:
                place, objection = found if isinstance(found, tuple) else (None, found)
                if (rule := _line(running)) not in self.off:
                    made = Made(
                        **{one.name: getattr(objection, one.name) for one in dataclasses.fields(Objection)}, rule=rule
                    )
                    yield made if place is None else (place, made)

        return watched


def _line(running: Any) -> str:
    """The innermost of generators that yield from each other, and its line."""
    while running.gi_yieldfrom is not None:
        running = running.gi_yieldfrom
    return f"{running.gi_code.co_name}:{running.gi_frame.f_lineno}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of development sets")
    parser.add_argument("sets", nargs="*", default=list(SETS))
    parser.add_argument("--rows", type=int, default=ROWS)
    order = parser.parse_args()
    watched = Watched()
    with tempfile.TemporaryDirectory() as folder, Library(Path(folder), embeddings=SentenceEmbeddings()) as library:
        assistant = Assistant(library, Settings(model=None))
        for name in order.sets:
            held = next((order.data / "verification").glob(f"{name}.jsonl*"))
            text = gzip.decompress(held.read_bytes()) if held.suffix == ".gz" else held.read_bytes()
            read = [json.loads(line) for line in text.splitlines()]
            _show(name, assistant, watched, random.Random(0).sample(read, min(order.rows, len(read))))


def _show(name: str, assistant: Assistant, watched: Watched, rows: list[dict[str, Any]]) -> None:
    total, made, freed = Counter[bool](), Counter[tuple[str, bool]](), Counter[tuple[str, bool]]()
    for row in rows:
        good = row["label"] == "supported"
        total[good] += 1
        watched.made = set()
        stopped = verdict(assistant, row["claim"], row["source"])[0] in ("contradicted", "not_found")
        for rule in sorted(watched.made):
            made[rule, good] += 1
            watched.off = {rule}
            without = verdict(assistant, row["claim"], row["source"])[0] if stopped else None
            freed[rule, good] += without in ("supported", "attributed")
            watched.off = set()
    print(f"\n{name:28} {total[True]:5} good {total[False]:5} bad   likelier   pass without: good  bad")
    for rule in sorted({rule for rule, _ in made}, key=lambda one: -made[one, True] - made[one, False]):
        good, bad = made[rule, True], made[rule, False]
        ratio = (bad + 0.5) / (total[False] + 1) / ((good + 0.5) / (total[True] + 1))
        print(f"{rule:28} {good:10} {bad:9} {ratio:10.2f} {freed[rule, True]:20} {freed[rule, False]:4}")


if __name__ == "__main__":
    main()
