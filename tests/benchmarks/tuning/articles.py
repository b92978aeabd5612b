"""The articles with questions and claims in `articles.txt.gz`, from which models are tuned."""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

WRITTEN = Path(__file__).parent / "articles.txt.gz"
HELD_OUT = 8  # one article in so many is not learned from
TWINS = "=="  # the line before those items of an article that are twins
_ITEM = re.compile(r"([QULFSNCATX]) ([\d+/]+) (.+)")
_SENTENCE = re.compile(r"(\d+) (.+)")


@dataclass
class Article:
    """Its paragraphs of sentences, and of each item its kind, the numbers of its sentences from 0, and its text.

    Items are twins, two by two, from the place `paired` on.
    """

    title: str
    paragraphs: list[list[str]] = field(default_factory=list)
    items: list[tuple[str, list[int], str]] = field(default_factory=list)
    paired: int | None = None

    @cached_property
    def sentences(self) -> list[str]:
        return [sentence for paragraph in self.paragraphs for sentence in paragraph]

    @property
    def twins(self) -> list[tuple[tuple[str, list[int], str], tuple[str, list[int], str]]]:
        """Pairs of items alike in form, one of them a question that the article answers."""
        found = [] if self.paired is None else self.items[self.paired :]
        return list(zip(found[::2], found[1::2], strict=True))

    @property
    def is_held_out(self) -> bool:
        return int(hashlib.md5(self.title.encode()).hexdigest(), 16) % HELD_OUT == 0


def written(path: Path = WRITTEN) -> list[Article]:
    """The articles of a file, whose README gives its form."""
    articles: list[Article] = []
    begins = True  # a paragraph
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        if line.startswith("# "):
            articles.append(Article(line[2:].rpartition(" | ")[0]))
            begins = True
        elif found := _ITEM.fullmatch(line):
            numbers = [int(number) - 1 for number in re.split(r"[+/]", found[2])]
            articles[-1].items.append((found[1], sorted(set(numbers)), found[3]))
        elif line == TWINS:
            articles[-1].paired = len(articles[-1].items)
        elif found := _SENTENCE.fullmatch(line):
            if begins:
                articles[-1].paragraphs.append([])
            articles[-1].paragraphs[-1].append(found[2])
            begins = False
        else:
            begins = True
    return articles
