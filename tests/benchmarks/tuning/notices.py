"""The paragraphs in `notices.txt.gz`, and ordinary ones, from which the reader of notices is tuned."""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.tuning.articles import HELD_OUT, written

WRITTEN = Path(__file__).parent / "notices.txt.gz"
OTHER_TEXTS = Path(__file__).parent / "other_texts.txt.gz"
_MARK = re.compile(r"\{([-+])(?:\d:)?(.*?)\1\}")
_BEGINS = " || "
_OF_CORRECTIONS = re.compile(r"correct|earlier version|clarif", re.I)


@dataclass(frozen=True)
class Item:
    """A paragraph, the kind of its notice or "none", where that begins, and the spans of old ("-") and new words."""

    text: str
    kind: str
    start: int
    marks: tuple[tuple[str, int, int], ...]

    @property
    def is_notice(self) -> bool:
        return self.kind != "none"

    @property
    def is_held_out(self) -> bool:
        return int(hashlib.md5(self.text.encode()).hexdigest(), 16) % HELD_OUT == 0

    def after(self, lead: str) -> Item:
        """The same item behind other words."""
        by = len(lead) + 1
        marks = tuple((mark, start + by, end + by) for mark, start, end in self.marks)
        return Item(f"{lead} {self.text}", self.kind, self.start + by, marks)


def written_notices(path: Path = WRITTEN) -> list[Item]:
    """The items of a file, whose README gives its form."""
    found = []
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        kind, _, marked = line.partition("\t")
        before, begins, rest = marked.partition(_BEGINS)
        text = f"{before} " if begins else ""
        start, at, marks = len(text), 0, list[tuple[str, int, int]]()
        marked = rest if begins else before
        for one in _MARK.finditer(marked):
            text += marked[at : one.start()]
            marks.append((one[1], len(text), len(text) + len(one[2])))
            text += one[2]
            at = one.end()
        found.append(Item(text + marked[at:], kind, start, tuple(marks)))
    return found


def ordinary() -> list[Item]:
    """Paragraphs of articles without corrections."""
    return [
        Item(" ".join(sentences), "none", 0, ())
        for article in written()
        if not any(_OF_CORRECTIONS.search(one) for one in article.sentences)
        for sentences in article.paragraphs
    ]


def other_texts(path: Path = OTHER_TEXTS) -> list[Item]:
    """Paragraphs of other kinds of text than news: of encyclopaedias, manuals, biographies; a paragraph a line."""
    return [Item(text, "none", 0, ()) for text in gzip.decompress(path.read_bytes()).decode().splitlines()]
