"""Corrections as outlets word them: found, linked to what they correct, shown by answers, heeded by checking.

    python -m tests.benchmarks.corrections_found [FOLDER] [--wrong]

FOLDER has `articles.jsonl` and `cases.jsonl`. It imports nothing that finds, links or judges corrections.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant import Assistant

Case = Mapping[str, Any]
HERE = Path(__file__).with_name("corrections")
BORNE_OUT = ("supported", "attributed")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=HERE)
    parser.add_argument("--wrong", action="store_true", help="print each case that is not right")
    chosen = parser.parse_args()
    cases = [json.loads(line) for line in (chosen.folder / "cases.jsonl").read_text("utf-8").splitlines()]
    counts: dict[str, list[bool]] = {}
    with tempfile.TemporaryDirectory() as place, Assistant.open(place) as assistant:
        assistant.add(chosen.folder / "articles.jsonl")
        for case in cases:
            for name, right in measured(assistant, case).items():
                counts.setdefault(name, []).append(right)
                if chosen.wrong and not right:
                    print(f"{case['id']} {case['kind']}: {name}: {case['notice'][:150]}")
    for name, rights in counts.items():
        print(f"{name:58} {sum(rights):3} of {len(rights)}")


def measured(assistant: Assistant, case: Case) -> dict[str, bool]:
    """What holds of a case, by what is asked of it."""
    told = assistant.library.corrections()
    mine = [one for one in told if one.article_id == case["article_id"] and _overlap(one.quote, case["notice"])]
    if case["kind"] == "none":
        verdict = assistant.check(case["claim_new"]).claims[0].verdict
        return {
            "look-alike: taken for none": not mine,
            "look-alike: its claim is not contradicted": verdict != "contradicted",
        }
    found = {"notice found": bool(mine)}
    if mine:
        found["linked to the article that it corrects"] = mine[0].corrects == case["target"]
    answer = assistant.ask(case["question"])
    quoted = [one.quote for one in answer.citations if one.article_id == case["article_id"]]
    found["shown where its question is asked"] = any(_overlap(quote, case["notice"]) for quote in quoted)
    if case["claim_old"]:
        found["old claim not supported"] = assistant.check(case["claim_old"]).claims[0].verdict != "supported"
    if case["claim_new"]:
        found["new claim borne out"] = assistant.check(case["claim_new"]).claims[0].verdict in BORNE_OUT
    return found


def _overlap(one: str, other: str) -> bool:
    return one[:30] in other or other[:30] in one


if __name__ == "__main__":
    sys.exit(main())
