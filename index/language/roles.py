"""Recognises English nouns that name people by what they do or are, from a list or by their ending."""

from __future__ import annotations

import re

from index.language.word_lists import DOCUMENTS, ORGANISATIONS, ROLES, THINGS, TITLES

_AGENT = re.compile(r".{3,}(?:er|or|ist|ian|eer|man|woman|men|women|chief|head|star|boss)s?")


def is_role(word: str) -> bool:
    """Whether a noun names people by what they do: it is listed, or has the ending of a role."""
    return is_listed_role(word) or bool(_AGENT.fullmatch(word)) and word not in ORGANISATIONS | THINGS | DOCUMENTS


def is_listed_role(word: str) -> bool:
    """Whether a noun is listed as a title, or as a description that may follow "the"."""
    return word in ROLES or word in TITLES
