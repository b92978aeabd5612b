"""Is what only somebody says called so? What a reader marked as said, and the articles' own sentences, as claims.

    python -m tests.benchmarks.only_said DATA [--wrong]

DATA/who_said holds the marks, DATA/pages the texts. Claims are the marked words that are whole sentences, right if
`attributed`, and 150 sentences that nobody is marked as saying, drawn with a seed, right if `supported`.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant import Assistant
from tests.benchmarks.article_sentences import pipeline
from tests.benchmarks.who_said import lines, place, texts

SHORTEST, LONGEST = 5, 35  # words
OWN = 150
ORDER = ("contradicted", "not_found", "attributed", "supported", None)
FINITE = ("VBD", "VBZ", "VBP", "MD")
Claim = tuple[str, str]  # the page, the sentence


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--wrong", action="store_true", help="print each claim with another verdict")
    chosen = parser.parse_args()
    pages, marks = texts(chosen.data), defaultdict[str, list[dict[str, Any]]](list)
    for mark in lines(chosen.data / "who_said" / "attributions.jsonl"):
        marks[mark["page"]].append(mark)
    said = [(page, one) for page, marked in marks.items() for one in _said(marked)]
    own = [(page, one) for page, marked in marks.items() for one in _own(pages[page], marked)]
    random.Random(3).shuffle(own)
    with tempfile.TemporaryDirectory() as folder, Assistant.open(library=folder) as assistant:
        rows = [{"id": page, "title": "", "text": "\n\n".join(pages[page])} for page in marks]
        Path(folder, "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
        assistant.add(Path(folder, "articles.jsonl"))
        _show(assistant, "only said", said, "attributed", wrong=chosen.wrong)
        _show(assistant, "the article's own", own[:OWN], "supported", wrong=chosen.wrong)


def _show(assistant: Assistant, name: str, claims: Sequence[Claim], wanted: str, *, wrong: bool) -> None:
    found: Counter[str | None] = Counter()
    for page, claim in claims:
        verdicts = [one.verdict for one in assistant.check(claim, articles=page).claims]
        worst = min(verdicts, key=ORDER.index)
        found[worst] += 1
        if wrong and worst != wanted:
            print(f"    {worst}: {claim}")
    print(f"{name:18} {len(claims):4}  " + "  ".join(f"{verdict} {found[verdict]}" for verdict in ORDER))


def _said(marks: Sequence[dict[str, Any]]) -> Iterator[str]:
    for mark in marks:
        words = mark["content"].strip().rstrip(".,;")
        sentence = f"{words[:1].upper()}{words[1:]}."
        if _is_sentence(sentence):
            yield sentence


def _own(paragraphs: Sequence[str], marks: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The sentences that overlap nothing marked, from paragraphs without quotations."""
    for number, text in enumerate(paragraphs, 1):
        spans = [place(text, mark["content"]) for mark in marks if mark["paragraph"] == number]
        for found in re.finditer(r"[A-Z][^.!?]*(?:\.\d[^.!?]*)*\.(?=\s|$)", text if not set(text) & set('"“') else ""):
            if not any(start < found.end() and found.start() < end for start, end in spans) and _is_sentence(found[0]):
                yield found[0]


def _is_sentence(text: str) -> bool:
    """Whether it has a finite main verb with a subject, and an ordinary length."""
    root = next(token for token in pipeline()(text) if token.dep_ == "ROOT")
    finite = root.tag_ in FINITE or any(one.dep_ in ("aux", "auxpass") and one.tag_ in FINITE for one in root.children)
    subject = any(one.dep_ in ("nsubj", "nsubjpass", "expl") for one in root.children)
    return SHORTEST <= len(text.split()) <= LONGEST and finite and subject


if __name__ == "__main__":
    main()
