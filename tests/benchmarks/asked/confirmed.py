"""Sentences of articles turned into questions, "Is it true that ...?", unchanged and with a number or a name changed.

    python -m tests.benchmarks.asked.confirmed tests/benchmarks/fresh/articles.jsonl

"Yes" to a changed sentence is the worst result, "No" to an unchanged one the second worst. It draws and changes
sentences by patterns of its own, and imports nothing that reads, measures or judges questions.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from assistant import Assistant

SEED = 3
FEWEST, MOST = 7, 22  # words
# What depends on the sentence before it, or is not a plain statement.
_LEANS = re.compile(
    r"(?:He|She|It|They|This|That|These|Those|His|Her|Its|Their|But|And|So|Or|Then|There|However|Meanwhile|Also|I|We|You"
    r"|My|Our|Your|If|When|While|As|Because|Although|Though|After|Before|What|Who|How|Why|Please|Let|Do|Is|Are)\b"
)
_ODD = re.compile(r"[\"“”‘’?!#|:;()\[\]{}<>@]")
_NUMBER = re.compile(r"(?<![\w.,-])([1-9]\d{0,2})(?![\w.,-]*\d)")
_NAME = re.compile(r"(?<!^)(?<![.\w] )\b[A-Z][a-z]+ [A-Z][a-z]+\b")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--each", type=int, default=100)
    parser.add_argument("--wrong", action="store_true", help="print changed ones told Yes and others told No")
    chosen = parser.parse_args()
    told: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory() as folder, Assistant.open(folder) as assistant:
        assistant.add(list(chosen.articles))
        statements = list(_statements(assistant))
        random.Random(SEED).shuffle(statements)
        for kind, text in _drawn(statements, chosen.each):
            answer = assistant.ask(f"Is it true that {text}?")
            begins = re.match(r"Yes|No\b", answer.text)
            said = begins[0] if begins else "neither"
            told.setdefault(kind, Counter())[said] += 1
            if chosen.wrong and said == ("No" if kind == "as it stands" else "Yes"):
                print(f"{kind}: {text}\n    {' '.join(answer.text.split())[:240]}")
    for kind, counted in told.items():
        print(f"{kind:16}" + "".join(f"{said:>10} {counted[said]:3}" for said in ("Yes", "No", "neither")))


def _statements(assistant: Assistant) -> Iterator[str]:
    for heading in assistant.library.articles():
        for paragraph in assistant.library.paragraphs_of([heading.id], 1000)[heading.id]:
            for text in re.split(r"(?<=[a-z)][.])\s+(?=[A-Z])", paragraph.text):
                words = text.split()
                if (
                    FEWEST <= len(words) <= MOST
                    and text.endswith(".")
                    and not (_LEANS.match(text) or _ODD.search(text))
                ):
                    yield text.rstrip(".")


def _drawn(statements: list[str], each: int) -> Iterator[tuple[str, str]]:
    """The sentences to ask, each with its kind; a changed name comes from another sentence."""
    names = sorted({name for text in statements for name in _NAME.findall(text)})
    numbered = [text for text in statements if _NUMBER.search(text)]
    naming = [text for text in statements if _NAME.search(text)]
    yield from (("as it stands", text) for text in statements[:each])
    for text in numbered[:each]:
        yield "another number", _NUMBER.sub(lambda found: str(int(found[1]) + 3), text, count=1)
    slips = random.Random(SEED)
    for text in naming[:each] if len(names) > 1 else ():
        other = slips.choice([name for name in names if not set(name.split()) & set(text.split())])
        yield "another name", _NAME.sub(other, text, count=1)


if __name__ == "__main__":
    main()
