"""The articles with questions and claims in `articles.txt.gz`, from which models are tuned."""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

WRITTEN = Path(__file__).parent / "articles.txt.gz"
HELD_OUT = 8  # one article in so many is not learned from
_ITEM = re.compile(r"([QUFSNCA]) ([\d+/]+) (.+)")
_SENTENCE = re.compile(r"(\d+) (.+)")


@dataclass
class Article:
    """Its sentences, and of each item its kind, the numbers of its sentences from 0, and its text."""

    title: str
    sentences: list[str] = field(default_factory=list)
    items: list[tuple[str, list[int], str]] = field(default_factory=list)

    @property
    def is_held_out(self) -> bool:
        return int(hashlib.md5(self.title.encode()).hexdigest(), 16) % HELD_OUT == 0


def written(path: Path = WRITTEN) -> list[Article]:
    """The articles of a file, whose README gives its form."""
    articles: list[Article] = []
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        if line.startswith("# "):
            articles.append(Article(line[2:].rpartition(" | ")[0]))
        elif found := _ITEM.fullmatch(line):
            numbers = [int(number) - 1 for number in re.split(r"[+/]", found[2])]
            articles[-1].items.append((found[1], sorted(set(numbers)), found[3]))
        elif found := _SENTENCE.fullmatch(line):
            articles[-1].sentences.append(found[2])
    return articles
