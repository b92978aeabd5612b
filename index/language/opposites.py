"""English opposites, synonyms and wider words; the tables are WordNet's."""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).with_name("wordnet.tsv.gz")


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, frozenset[str]], dict[tuple[str, str], frozenset[str]]]:
    """The opposites of each word, and its synonyms by part of speech."""
    against: dict[str, frozenset[str]] = {}
    alike: dict[tuple[str, str], frozenset[str]] = {}
    with gzip.open(TABLE, "rt", encoding="utf-8") as lines:
        for line in lines:
            kind, word, others = line.rstrip("\n").split("\t")
            if kind == "!":
                against[word] = frozenset(others.split())
            else:
                alike[kind, word] = frozenset(others.split())
    return against, alike


def opposite(one: str, other: str) -> bool:
    """Whether two dictionary forms are opposites."""
    return other in _tables()[0].get(one, ())


def synonyms(word: str, part: str) -> frozenset[str]:
    """Synonyms in the most usual sense of both words; `part` is V, N, J or R."""
    return _tables()[1].get((part, word), frozenset())


def same_meaning(word: str) -> frozenset[str]:
    """Synonyms in the most usual sense of both words, for any part of speech."""
    return frozenset().union(*(synonyms(word, part) for part in "VNJR"))


def wider(word: str, part: str) -> frozenset[str]:
    """Words that mean the same as this one, or something wider, in one of its usual senses; `part` is V, N, J or R."""
    return _tables()[1].get((part.lower(), word), frozenset())
