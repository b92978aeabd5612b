"""Questions as people type them: which are answered right, by kind, judged independently of the product.

    python -m tests.benchmarks.natural ../shared/data/natural

An answer is right if its outcome is the required one and its citations are in enough of the gold places; by a stricter
measure, printed beside it, a citation must hold the gold words themselves. It reads the sets' lines and the answers'
records, and imports nothing that reads, measures or judges questions.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant import Assistant
from index.filters import ALL

Row = Mapping[str, Any]
SEED = 5
LEFT_OUT = ("correction", "genre")  # unless --types names them: they measure something else
# For each verdict of a reader on a sentence of a draft, the verdicts that count as right.
VERDICTS = {
    "outdated": ("contradicted",),
    "needs-source": ("attributed",),
    "not-found": ("not_found",),
    "withdrawn": ("contradicted",),
}
MOST_IS_GOOD = ("overview",)  # three of five main facts make a good summary
YES_NO = "yes_no.tsv"  # beside the folder: set/id, a tab, and "yes" or "no"
HOWEVER = ("lower", "capitals", "typo")  # a question without capitals, all in capitals, or with one typing error
OF_ARTICLE = ("metadata",)  # any place in the article is right: the evidence only says which article is meant


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", default="questions.jsonl", help="the file of questions in that folder")
    parser.add_argument("--articles", type=Path, help="where the articles are; else the folder's articles.jsonl")
    parser.add_argument("--wrong", action="store_true", help="print what came of each question that is not right")
    parser.add_argument("--typed", choices=HOWEVER, help="how the questions are typed; as they stand by default")
    parser.add_argument("--types", nargs="*", default=())
    parser.add_argument("--drafts", action="store_true", help="check draft_check.jsonl instead of asking")
    chosen = parser.parse_args()
    if chosen.drafts:
        _check_drafts(chosen.folder)
        return
    rows = [json.loads(line) for line in (chosen.folder / chosen.questions).read_text().splitlines()]
    rows = [
        row for row in rows if row.get("type") in chosen.types or not chosen.types and row.get("type") not in LEFT_OUT
    ]
    if chosen.typed:
        slips = random.Random(SEED)
        rows = [{**row, "question": _typed(row["question"], chosen.typed, slips)} for row in rows]
    with tempfile.TemporaryDirectory() as folder, Assistant.open(folder) as assistant:
        assistant.add([chosen.articles or chosen.folder / "articles.jsonl"])
        asked = [(row, *_answered(assistant, row)) for row in rows]
        texts = {id(row): _held(assistant, row, answer) for row, answer, _ in asked}
    known = chosen.folder.parent / YES_NO
    if known.exists():
        begins = dict(line.split("\t") for line in known.read_text().splitlines())
        _print_begun([(begins.get(f"{chosen.folder.name}/{row['id']}"), answer) for row, answer, _ in asked])
    if chosen.wrong:
        _print_wrong([(row, answer) for row, answer, _ in asked], texts)
    _print_by_kind([(row, answer) for row, answer, _ in asked], texts)
    taken = sorted(seconds for _, _, seconds in asked)
    print(f"{1000 * taken[len(taken) // 2]:.0f} ms p50, {1000 * taken[int(len(taken) * 0.95)]:.0f} ms p95")


def _typed(question: str, how: str, slips: random.Random) -> str:
    """The question in lower case, in capitals, or with a letter of one long word left out, doubled or exchanged."""
    if how != "typo":
        return question.lower().rstrip("?.!") if how == "lower" else question.upper()
    places = [found.span() for found in re.finditer(r"[a-z]{6,}", question)]
    if not places:
        return question
    start, end = slips.choice(places)
    at = slips.randrange(start + 1, end - 1)
    letters = slips.choice(("", 2 * question[at], question[at + 1] + question[at]))
    return question[:at] + letters + question[at + 1 + (len(letters) == 2 and letters[0] != question[at]) :]


def _check_drafts(folder: Path) -> None:
    rows = [json.loads(line) for line in (folder / "draft_check.jsonl").read_text().splitlines()]
    right = 0
    with tempfile.TemporaryDirectory() as place, Assistant.open(place) as assistant:
        assistant.add([folder / "articles.jsonl"])
        for row in rows:
            verdict = assistant.check(row["text"]).claims[0].verdict
            right += verdict in VERDICTS.get(row["verdict"], (row["verdict"],))
            print(f"{row['id']} {row['verdict']:13} {verdict}  {row['text']}")
    print(f"right: {right} of {len(rows)}")


def _answered(assistant: Assistant, row: Row) -> tuple[dict[str, Any], float]:
    started = time.perf_counter()
    answer = assistant.ask(
        row["question"],
        history=row.get("history", ()),
        articles=row.get("given_contexts") or ALL,
        as_of=row.get("as_of"),
    )
    return json.loads(answer.to_json()), time.perf_counter() - started


def _held(assistant: Assistant, row: Row, answer: Row) -> tuple[int, int, int]:
    """How many groups of evidence are cited by paragraph, how many by words, and how many suffice."""
    groups = {place.get("group", 0) for place in row.get("evidence", ())}
    by_place, by_words = set(), set()
    for place in row.get("evidence", ()):
        for one in answer["citations"]:
            if one["article_id"] != place["article_id"]:
                continue
            if row.get("type") in OF_ARTICLE:
                by_place.add(place.get("group", 0))
                by_words.add(place.get("group", 0))
                continue
            text = assistant.library.paragraph(one["article_id"], one["paragraph"]).text
            if _plain(place["quote"]) in _plain(text):
                by_place.add(place.get("group", 0))
                if _plain(place["quote"]) in _plain(one["quote"]) or _plain(one["quote"] or "-") in _plain(
                    place["quote"]
                ):
                    by_words.add(place.get("group", 0))
    enough = math.ceil(0.6 * len(groups)) if row.get("type") in MOST_IS_GOOD else len(groups)
    return len(by_place), len(by_words), row.get("enough") or enough


def _wanted(row: Row) -> tuple[str, str | None]:
    """The required outcome, and the required verdict on the premise."""
    answerable = row.get("answerable")
    outcome = row.get("outcome") or ("reply" if answerable is None else "answered" if answerable else "not_found")
    premise = row.get("premise") or ("contradicted" if row.get("type") == "false-premise" and answerable else None)
    return outcome, premise


def _right(row: Row, answer: Row, found: int, enough: int) -> bool:
    outcome, premise = _wanted(row)
    if outcome == "reply" and (answer["citations"] or answer["claims"]):
        return False
    if premise == "contradicted" and (answer.get("premise") or {}).get("verdict") != premise:
        return False
    return answer["outcome"] == outcome and (outcome != "answered" or found >= enough)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _print_wrong(asked: Sequence[tuple[Row, Row]], held: Mapping[int, tuple[int, int, int]]) -> None:
    for row, answer in asked:
        found, _, enough = held[id(row)]
        if not _right(row, answer, found, enough):
            told = " / ".join(message["content"] for message in row.get("history", ()))
            print(f"--- {row['id']} {row['type']}: {row['question']}  {f'<{told}>' if told else ''}")
            read_as = answer.get("read_as") or {}
            print(f"    {answer['outcome']} {found}/{enough} {answer['standalone_question']} {dict(read_as)}")
            print("    " + answer["text"].replace("\n", "\n    ")[:700])


def _print_begun(asked: Sequence[tuple[str | None, Row]]) -> None:
    """How many answers begin with the "yes" or "no" that a reader of the gold quotes gave, and with the other."""
    told = [(wanted, re.match(r"\W*(yes|no)\b[.,:]", answer["text"], re.I)) for wanted, answer in asked if wanted]
    right = sum(found is not None and found[1].lower() == wanted for wanted, found in told)
    wrong = sum(bool(found) for _, found in told) - right
    print(f"yes or no: {right} of {len(told)} begin with the right word, {wrong} with the other")


def _print_by_kind(asked: Sequence[tuple[Row, Row]], held: Mapping[int, tuple[int, int, int]]) -> None:
    kinds: dict[str, list[tuple[bool, bool]]] = {}
    refused, answerable, fallen, unanswerable = 0, 0, 0, 0
    for row, answer in asked:
        found, words, enough = held[id(row)]
        right = _right(row, answer, found, enough), _right(row, answer, words, enough)
        kinds.setdefault(row.get("type") or "-", []).append(right)
        outcome, premise = _wanted(row)
        if premise or outcome == "not_found":
            unanswerable += 1
            fallen += answer["outcome"] == "answered" and not answer.get("premise")
        elif outcome == "answered":
            answerable += 1
            refused += answer["outcome"] != "answered"
    kinds["all"] = [right for rights in kinds.values() for right in rights]
    for kind, rights in kinds.items():
        by_place, by_words = (sum(one[eye] for one in rights) for eye in (0, 1))
        print(f"{kind:16} {by_place:3} of {len(rights):3} {by_place / len(rights):.3f}   by words {by_words:3}")
    print(f"answerable refused {refused}/{answerable}")
    print(f"unanswerable or with a false premise, answered as asked {fallen}/{unanswerable}")


if __name__ == "__main__":
    sys.exit(main())
