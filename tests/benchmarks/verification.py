"""How well claims are told apart: sentences altered on purpose, true ones reworded, and claims judged by people.

`python -m tests.benchmarks.verification DATA` draws claims from the development sets under DATA, and from the
repository's own articles, with a seed; it prints how many of each kind are called supported. It also measures the sets
judged by people in DATA/verification, with two baselines whose thresholds come from the other sets: the cosine of the
most similar sentence, and the share of the claim's content words that the source holds. All claims go through
`Assistant.check`; nothing here imports what it measures.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.settings import Settings
from index.embedding import SentenceEmbeddings
from index.library import Library
from tests.benchmarks.alterations import ALTERED, drawn
from tests.benchmarks.article_sentences import pipeline, told_in
from tests.benchmarks.paraphrases import PARAPHRASED

SETS = ("xquad_en", "clapnq_dev", "pages", "natural")
JUDGED = ("ragtruth_qa", "wice", "summedits", "summedits_measure", "med", "breaking_nli", "hans_made")
ROWS = 400  # of a set judged by people, except ragtruth_qa, which is read whole
WIDTHS = (9, 12, 10, 9, 7)
VERDICTS = ("supported", "contradicted", "attributed", "not_found", None)
Verdict = str | None


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim that people judged, with its verdict here and the figures of the baselines."""

    row: dict[str, Any]
    verdict: Verdict
    words: float
    cosine: float

    @property
    def good(self) -> bool:
        return self.row["label"] == "supported"

    @property
    def stopped(self) -> bool:
        return self.verdict in ("contradicted", "not_found")


def verdict(assistant: Assistant, claim: str, paragraphs: Sequence[str]) -> tuple[Verdict, str | None]:
    """The worst verdict on a sentence of the claim, with its reason."""
    claims = assistant.check(claim, [one for one in paragraphs if one.strip()]).claims
    found = [(_verdict(one), one.reason) for one in claims]
    order = ("contradicted", "not_found", "attributed", "supported", None)
    return min(found, key=lambda one: order.index(one[0]), default=(None, None))


def _verdict(claim: Any) -> Verdict:
    """The verdict on a claim, also in versions without verdicts, where a false claim with citations is contradicted."""
    if hasattr(claim, "verdict"):
        return str(claim.verdict) if claim.verdict else None
    if claim.supported is None:
        return None if "claims nothing" in (claim.reason or "") else "not_found"
    return "supported" if claim.supported else "contradicted" if claim.citations else "not_found"


def altered(assistant: Assistant, places: Iterable[Path], order: argparse.Namespace) -> list[dict[str, Any]]:
    rows = []
    makers = {kind: make for kind, make in (PARAPHRASED | ALTERED).items() if not order.kind or kind in order.kind}
    for place in places:
        for kind, told, claim in drawn(told_in(place), makers, order.each, order.seed):
            text = told.elsewhere if kind == "other paragraph" else told.paragraph
            begun = time.perf_counter()
            found, reason = verdict(assistant, claim, [text])
            rows.append(
                {"set": place.name, "kind": kind, "verdict": found, "reason": reason, "claim": claim,
                 "told": told.text, "seconds": time.perf_counter() - begun}
            )  # fmt: skip
    return rows


def table(rows: Sequence[dict[str, Any]], show: int) -> None:
    print(f"{'kind':22} {'n':>5}  supported  contradicted  attributed  not_found  nothing")
    for kinds, true in ((PARAPHRASED, True), (ALTERED, False)):
        total: Counter[Verdict] = Counter()
        for kind in kinds:
            own = [row for row in rows if row["kind"] == kind]
            found = Counter(row["verdict"] for row in own)
            total += found
            if own:
                print(_line(kind, found))
            wrong = [row for row in own if (row["verdict"] == "supported") is not true]
            for row in random.Random(0).sample(wrong, min(show, len(wrong))):
                print(f"    {row['verdict']}: {row['reason']}\n      {row['told']}\n      {row['claim']}")
        print(_line("TRUE" if true else "FALSE", total) + "\n")
    if rows:
        print(f"{1000 * sum(row['seconds'] for row in rows) / len(rows):.1f} ms a claim, its paragraph read anew\n")


def _line(name: str, found: Counter[Verdict]) -> str:
    number = sum(found.values())
    shares = [found[one] / max(1, number) for one in VERDICTS]
    return f"{name:22} {number:5}  " + "  ".join(f"{one:{width}.3f}" for one, width in zip(shares, WIDTHS, strict=True))


def judged(assistant: Assistant, file: Path, rows: int | None) -> list[Judged]:
    held = file.read_bytes()
    read = [json.loads(line) for line in (gzip.decompress(held) if file.suffix == ".gz" else held).splitlines()]
    if rows is not None and len(read) > rows:
        read = random.Random(0).sample(read, rows)
    embeddings = assistant.library.embeddings
    found: list[Judged] = []
    seen: dict[str, tuple[set[str], Any]] = {}
    for row in read:
        key = "\n".join(row["source"])
        if key not in seen:
            stems = {stem for text in row["source"] for stem in _stems(text)}
            seen = {key: (stems, embeddings.encode(_sentences(row["source"])))}
        stems, vectors = seen[key]
        mine = _stems(row["claim"])
        words = sum(word in stems for word in mine) / max(1, len(mine))
        cosine = float((vectors @ embeddings.encode([row["claim"]])[0]).max())
        found.append(Judged(row, verdict(assistant, row["claim"], row["source"])[0], words, cosine))
    return found


def _sentences(texts: Iterable[str]) -> list[str]:
    cut = [one for text in texts for one in re.split(r"(?<=[.!?])\s+", text) if one.strip()]
    return cut[:400] or [""]


def _stems(text: str) -> list[str]:
    """The content words of a text, without the usual endings."""
    stop = pipeline().Defaults.stop_words
    found = re.findall(r"[a-z0-9]+(?:[.,]\d+)*", text.lower())
    return [re.sub(r"(?:ing|ed|es|s|ly)$", "", word) if len(word) > 4 else word for word in found if word not in stop]


def balanced(found: Sequence[tuple[bool, bool]]) -> float:
    """The mean of the share of good claims that pass and of bad ones that are stopped, from (good, stopped) pairs."""
    passed = [not stopped for good, stopped in found if good]
    caught = [stopped for good, stopped in found if not good]
    return (sum(passed) / max(1, len(passed)) + sum(caught) / max(1, len(caught))) / 2


def threshold(found: Sequence[Sequence[tuple[float, bool]]]) -> float:
    """The value below which stopping is best on average over these sets."""
    able = sorted({round(value, 2) for one in found for value, _ in one})
    return max(able, key=lambda cut: sum(balanced([(good, value < cut) for value, good in one]) for one in found))


def show_judged(sets: dict[str, list[Judged]]) -> None:
    print(
        f"{'set':18} {'good':>5} {'bad':>5}  here  words  (cut)  cosine (cut)   good stopped  bad stopped  attributed"
    )
    for name, found in sets.items():
        line = f"{name:18} {sum(one.good for one in found):5} {sum(not one.good for one in found):5}"
        line += f"  {balanced([(one.good, one.stopped) for one in found]):.3f}"
        # Nothing is fitted on ragtruth_qa, and each set's threshold comes from the others.
        others = [sets[other] for other in sets if other not in (name, "ragtruth_qa") and other[:9] != name[:9]]
        for of in ("words", "cosine") if others else ():
            cut = threshold([[(getattr(one, of), one.good) for one in other] for other in others])
            line += f"  {balanced([(one.good, getattr(one, of) < cut) for one in found]):.3f} ({cut:.2f})"
        for good in (True, False):
            own = [one for one in found if one.good is good]
            line += f"   {sum(one.stopped for one in own) / max(1, len(own)):.3f}"
        print(f"{line}   {sum(one.verdict == 'attributed' for one in found) / max(1, len(found)):.3f}")
    models: dict[str, list[Judged]] = defaultdict(list)
    for one in sets.get("ragtruth_qa", []):
        models[one.row["kind"].partition(":")[0]].append(one)
    print(f"\n{'ragtruth_qa by model':24} {'good':>5} {'stopped':>8} {'contradicted':>13} {'bad':>5} {'stopped':>8}")
    for model, found in sorted(models.items()):
        good, bad = [one for one in found if one.good], [one for one in found if not one.good]
        shares = [
            sum(test) / max(1, len(test))
            for test in (
                [one.stopped for one in good],
                [one.verdict == "contradicted" for one in good],
                [one.stopped for one in bad],
            )
        ]
        print(f"{model:24} {len(good):5} {shares[0]:8.3f} {shares[1]:13.3f} {len(bad):5} {shares[2]:8.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of development sets")
    parser.add_argument("--each", type=int, default=25, help="claims of each kind and set")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", type=int, default=0, help="wrong verdicts to print of each kind")
    parser.add_argument("--kind", action="append", help="only this kind; may be repeated")
    parser.add_argument("--sets", nargs="*", default=["own", *SETS], help='"own" are the repository\'s articles')
    parser.add_argument("--judged", nargs="*", default=list(JUDGED))
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--json", type=Path)
    order = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Library(Path(folder), embeddings=SentenceEmbeddings()) as library:
        assistant = Assistant(library, Settings(model=None))
        places = [order.data / name for name in order.sets]
        rows = altered(assistant, [place for place in places if place.is_dir() or place.name == "own"], order)
        table(rows, order.show)
        files = {file.name.partition(".")[0]: file for file in sorted((order.data / "verification").glob("*.jsonl*"))}
        sets = {
            name: judged(assistant, files[name], None if name == "ragtruth_qa" else order.rows)
            for name in order.judged
            if name in files
        }
        if sets:
            show_judged(sets)
    if order.json:
        people = [one.row | {"set": name, "verdict": one.verdict} for name, found in sets.items() for one in found]
        order.json.write_text(json.dumps({"altered": rows, "judged": people}, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
