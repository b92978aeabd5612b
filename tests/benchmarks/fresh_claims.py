"""Checks claims that were written by hand against their articles.

`python -m tests.benchmarks.fresh_claims FOLDER [CLAIMS ARTICLES]`, the names of two files in FOLDER.

FOLDER has `claims.jsonl` ({"id", "claim", "article_id", "label", "kind"}) and `claims_articles.jsonl`. It prints how
many false claims are called supported, how many true ones are not, how many that only somebody says are not called
attributed, and each of these with its kind.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant import Assistant


def main(folder: Path, told: str = "claims.jsonl", articles: str = "claims_articles.jsonl") -> None:
    claims = [json.loads(line) for line in (folder / told).read_text("utf-8").splitlines()]
    passed, stopped, unsourced = [], [], []
    with TemporaryDirectory() as place, Assistant.open(library=place) as assistant:
        assistant.add(folder / articles)
        for row in claims:
            found = [one.verdict for one in assistant.check(row["claim"], articles=row["article_id"]).claims]
            supported = all(verdict == "supported" for verdict in found) and bool(found)
            if row["label"] != "supported" and supported:
                passed.append(row)
            if row["label"] == "supported" and any(verdict not in ("supported", None) for verdict in found):
                stopped.append({**row, "found": found})
            if row["label"] == "attributed" and any(verdict != "attributed" for verdict in found):
                unsourced.append({**row, "found": found})
    true = sum(row["label"] == "supported" for row in claims)
    print(f"false claims called supported: {len(passed)} of {len(claims) - true}")
    print(*(f"  {row['id']} {row['kind']}" for row in passed), sep="\n")
    print(f"true claims stopped: {len(stopped)} of {true}")
    print(*(f"  {row['id']} {row['kind']} {row['found']}" for row in stopped), sep="\n")
    said = sum(row["label"] == "attributed" for row in claims)
    print(f"said by somebody and not called attributed: {len(unsourced)} of {said}")
    print(*(f"  {row['id']} {row['kind']} {row['found']}" for row in unsourced), sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
