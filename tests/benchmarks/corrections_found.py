"""Corrections as outlets word them: found, linked to what they correct, shown in answers, heeded in checking.

    python -m tests.benchmarks.corrections_found [FOLDER] [--form html] [--wrong]

FOLDER has `articles.jsonl` and `cases.jsonl`. A form writes the articles as pages, Word or Markdown; "versions" adds
each article first without and then with its notices. It imports nothing that finds or links them.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant import Assistant, Citation
from tests.benchmarks.article_forms import FORMS, without_notices

Case = Mapping[str, Any]
HERE = Path(__file__).with_name("corrections")
BORNE_OUT = ("supported", "attributed")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=HERE)
    parser.add_argument("--form", choices=[*FORMS, "versions"], default="jsonl")
    parser.add_argument("--wrong", action="store_true", help="print each case that is not right")
    chosen = parser.parse_args()
    articles, cases = (_rows(chosen.folder / name) for name in ("articles.jsonl", "cases.jsonl"))
    counts: dict[str, list[bool]] = {}
    with tempfile.TemporaryDirectory() as place, Assistant.open(Path(place, "library")) as assistant:
        set_in = _added(assistant, chosen.form, articles, [case["notice"] for case in cases], Path(place, "files"))
        names = {Path(one.source).stem: one.id for one in assistant.library.articles()}
        for case in cases:
            own = {name: names.get(case[name], case[name]) for name in ("article_id", "target")}
            for name, right in measured(assistant, {**case, **own}).items():
                counts.setdefault(name, []).append(right)
                if chosen.wrong and not right:
                    where = next((place for text, place in set_in.items() if case["notice"][:30] in text), chosen.form)
                    print(f"{case['id']} {case['kind']}, {where}: {name}: {case['notice'][:120]}")
    for name, rights in counts.items():
        print(f"{name:58} {sum(rights):3} of {len(rights)}")


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _added(
    assistant: Assistant, form: str, articles: Sequence[dict[str, Any]], notices: Sequence[str], folder: Path
) -> dict[str, str]:
    """Adds the articles in a form, and returns where it set each notice."""
    folder.mkdir()
    if form == "versions":
        FORMS["jsonl"]([one for row in articles if (one := without_notices(row, notices))], notices, folder)
        assistant.add(folder)
        form = "jsonl"
    set_in = FORMS[form](articles, notices, folder)
    assistant.add(folder)
    return set_in


def measured(assistant: Assistant, case: Case) -> dict[str, bool]:
    """The results of a case, by what is checked."""
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
        for name, given in (("was", [one.was for one in mine]), ("now", [one.now for one in mine])):
            if told := [one for one in given if one]:
                old_or_new = "old" if name == "was" else "new"
                meant = (case[name], case[f"claim_{old_or_new}"])
                found[f"{old_or_new} words, where any are given, are those"] = any(_are(one, meant) for one in told)
    found |= heeded(assistant, case, case)
    if beside := case.get("claim_beside"):
        verdict = assistant.check(beside).claims[0].verdict
        found["claim beside the correction not contradicted"] = verdict != "contradicted"
        found["claim beside the correction borne out"] = verdict in BORNE_OUT
    for other in case.get("others", ()):
        for name, right in heeded(assistant, case, other).items():
            found.setdefault(f"{name}: further items", True)
            found[f"{name}: further items"] &= right
    return found


def heeded(assistant: Assistant, case: Case, item: Case) -> dict[str, bool]:
    """Whether what is corrected by one item of a notice is shown in answers and judged by."""

    def cited(quotes: Sequence[Citation]) -> bool:
        return any(one.article_id == case["article_id"] and _overlap(one.quote, case["notice"]) for one in quotes)

    found = {"shown where its question is asked": cited(assistant.ask(item["question"]).citations)}
    if item["claim_old"]:
        checked = assistant.check(item["claim_old"])
        verdict = checked.claims[0].verdict
        found["old claim not supported"] = verdict != "supported"
        found["old claim contradicted, with the notice"] = verdict == "contradicted" and cited(checked.citations)
    if item["claim_new"]:
        verdict = assistant.check(item["claim_new"]).claims[0].verdict
        found["new claim borne out"] = verdict in BORNE_OUT
        found["new claim not contradicted"] = verdict != "contradicted"
    return found


def _are(given: str, meant: Sequence[str]) -> bool:
    """Whether words have others that were meant in them, or stand in them."""
    mine = given.casefold()
    return any(one and (mine in one.casefold() or one.casefold() in mine) for one in meant)


def _overlap(one: str, other: str) -> bool:
    return one[:30] in other or other[:30] in one


if __name__ == "__main__":
    sys.exit(main())
