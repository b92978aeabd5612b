"""Recognises English nouns that name people by what they do or are: those of a list, and WordNet's."""

from __future__ import annotations

import gzip
import re
from functools import lru_cache
from pathlib import Path

from index.language.word_lists import DOCUMENTS, ORGANISATIONS, ROLES, THINGS, TITLES
from index.on_first_use import once

TABLE = Path(__file__).with_name("person_nouns.txt.gz")  # made by tests/benchmarks/tuning/person_nouns.py
AGENT = re.compile(r".{3,}(?:er|or|ist|ian|eer|man|woman)")
_PLURALS = (("men", "man"), ("ies", "y"), ("es", ""), ("s", ""))


@lru_cache(maxsize=8192)
def is_role(word: str) -> bool:
    """Whether a noun names people by what they do or are.

    It is listed here or in WordNet, or has the ending of an agent and is not in WordNet at all.
    """
    if is_listed_role(word):
        return True
    if word in ORGANISATIONS | THINGS | DOCUMENTS:
        return False
    people, things = _nouns()
    last = word.rpartition("-")[2]
    forms = {word, last, *(last[: -len(ending)] + one for ending, one in _PLURALS if last.endswith(ending))}
    return bool(forms & people) or not forms & things and any(map(AGENT.fullmatch, forms))


def is_listed_role(word: str) -> bool:
    """Whether a noun is listed as a title, or as a description that may follow "the"."""
    return word in ROLES or word in TITLES


@once
def _nouns() -> tuple[frozenset[str], frozenset[str]]:
    """Nouns for people, and words with the ending of an agent that name none."""
    people, things = gzip.decompress(TABLE.read_bytes()).decode().splitlines()
    return frozenset(people.split()), frozenset(things.split())
