"""Real pages against the text that people marked in them: `python -m tests.benchmarks.extraction DIR`.

DIR holds pages and `expected.jsonl`, whose rows name a page's `file` and its `expected_text`.

F1 is the mean over the pages of the harmonic mean of precision and recall, over words (as SQuAD compares answers, but
with articles and punctuation treated alike) and over runs of four words (as Zyte's article-extraction-benchmark does,
which also sees their order). A word is a run of letters, digits and underscores in lower case (`\\w+`).
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import trafilatura

from index.articles import SEARCHED_ROLES, Paragraph, Role
from index.errors import Unreadable
from index.extraction.html import quieten
from index.loading.decoding import declared_encoding, decode, expand
from index.loading.guarded import read
from index.loading.items import Item
from index.loading.loading import find

RUN = 4  # words in a row
OUTSIDE = 0.5  # a paragraph with a smaller share of its runs in the expected text is not the article's


@dataclass(frozen=True, slots=True)
class Sample:
    """A page and the text that people marked in it."""

    path: Path
    expected: str


def samples(folder: Path) -> list[Sample]:
    rows = map(json.loads, (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines())
    return [Sample(folder / row["file"], row["expected_text"]) for row in rows]


def paragraphs(sample: Sample) -> tuple[Paragraph, ...]:
    """The paragraphs that a library would store; none if it would skip the page."""
    item = next(find([sample.path]))
    assert isinstance(item, Item), item
    try:
        return read(item).paragraphs
    except Unreadable:
        return ()


def f1(found: Sequence[object], expected: Sequence[object]) -> float:
    """The harmonic mean of precision and recall of the items that both hold, counted as often as they occur."""
    common = (Counter(found) & Counter(expected)).total()
    return 2 * common / (len(found) + len(expected)) if common else 0.0


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def runs(text: str) -> list[tuple[str, ...]]:
    """Every four words in a row; all words if there are fewer."""
    found = words(text)
    return [tuple(found[start : start + RUN]) for start in range(max(1, len(found) - RUN + 1))]


def place(paragraph: str, expected: str) -> str:
    """Whether a paragraph belongs to the article ("in"), to the page around it ("out"), or to both ("mixed")."""
    if "".join(words(paragraph)) in "".join(words(expected)):
        return "in"
    known, own = set(runs(expected)), runs(paragraph)
    return "out" if sum(run in known for run in own) < OUTSIDE * len(own) else "mixed"


def texts_and_time(pages: Sequence[Sample], text_of: Callable[[Sample], str]) -> tuple[list[str], float]:
    """The text of each page, and the milliseconds per page."""
    start = time.perf_counter()
    texts = [text_of(page) for page in pages]
    return texts, (time.perf_counter() - start) * 1000 / len(pages)


def by_trafilatura(**options: bool) -> Callable[[Sample], str]:
    def text_of(sample: Sample) -> str:
        content = expand(sample.path.read_bytes())
        return trafilatura.extract(decode(content, declared=declared_encoding(content)), **options) or ""

    return text_of


def ours(roles: Iterable[Role]) -> Callable[[Sample], str]:
    return lambda sample: "\n".join(found.text for found in paragraphs(sample) if found.role in roles)


SYSTEMS: dict[str, Callable[[Sample], str]] = {
    "all paragraphs": ours(get_args(Role)),
    "searched paragraphs": ours(SEARCHED_ROLES),
    "body alone": ours(("body",)),
    "trafilatura": by_trafilatura(),
    "trafilatura, recall, no comments": by_trafilatura(favor_recall=True, include_comments=False),
    "trafilatura, precision, no comments": by_trafilatura(favor_precision=True, include_comments=False),
}


def print_texts(pages: Sequence[Sample]) -> None:
    print("| text | F1 of words | odd pages | even pages | F1 of runs of four | ms a page |\n" + "| --- " * 6 + "|")
    for name, text_of in SYSTEMS.items():
        texts, milliseconds = texts_and_time(pages, text_of)
        scores = [f1(words(text), words(page.expected)) for text, page in zip(texts, pages, strict=True)]
        ordered = [f1(runs(text), runs(page.expected)) for text, page in zip(texts, pages, strict=True)]
        means = (statistics.fmean(part) for part in (scores, scores[::2], scores[1::2], ordered))
        print(f"| {name} | {' | '.join(f'{mean:.4f}' for mean in means)} | {milliseconds:.0f} |")


def print_roles(pages: Sequence[Sample], *, verbose: bool) -> None:
    """How many paragraphs of the article and of the page around it got each role."""
    counted: Counter[tuple[str, Role]] = Counter()
    for page in pages:
        for paragraph in paragraphs(page):
            where = place(paragraph.text, page.expected)
            counted[where, paragraph.role] += 1
            if verbose and (where == "in") != (paragraph.role in SEARCHED_ROLES):
                print(f"{page.path.name[:12]} {where:5} {paragraph.role:11} {paragraph.text[:100]}")
    print("\n| paragraphs | body | caption | note | boilerplate |\n" + "| --- " * 5 + "|")
    for where in ("in", "mixed", "out"):
        print(f"| {where} | {' | '.join(str(counted[where, role]) for role in get_args(Role))} |")
    article = sum(count for (where, _), count in counted.items() if where == "in")
    marked = {where: counted[where, "note"] + counted[where, "boilerplate"] for where in ("in", "out")}
    furniture = marked["out"] + counted["out", "body"]
    print(f"\nOf the article, boilerplate: {counted['in', 'boilerplate'] / article:.2%}", end="; ")
    print(f"boilerplate or note: {marked['in'] / article:.2%} of {article}.")
    print(f"Of the furniture (captions apart), caught: {marked['out'] / furniture:.0%} of {furniture}", end="; ")
    print(f"of what was marked, furniture: {marked['out'] / (marked['out'] + marked['in']):.0%}.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--verbose", action="store_true", help="print each paragraph whose role is not what it should be"
    )
    chosen = parser.parse_args()
    quieten()
    pages = samples(chosen.folder)
    print(f"{len(pages)} pages\n")
    print_texts(pages)
    print_roles(pages, verbose=chosen.verbose)
