"""English words for German, French, Spanish and Chinese ones.

The table is made from FreeDict and CC-CEDICT by tests/benchmarks/dictionary_table.py; see dictionary-licence.txt.
"""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

from simplemma import lemmatize

TABLE = Path(__file__).with_name("dictionary.tsv.gz")
LONGEST = 40  # letters of a word that is looked up
PART = 4  # the fewest letters of each part of a German compound
LINKS = ("s", "n", "en", "es")  # letters between the parts


def english_of(word: str, language: str) -> str | None:
    """The English for a word in any inflected form, or for both parts of a German compound; None if not known."""
    folded = word.casefold()
    if len(folded) > LONGEST:
        return None
    return _known(folded, language) or (_compound(folded) if language == "de" else None)


def _known(folded: str, language: str) -> str | None:
    table = _tables()[language]
    if language == "zh":  # Chinese words have no inflected forms
        return table.get(folded)
    return table.get(folded) or table.get(lemmatize(folded, lang=language).casefold())


def _compound(folded: str) -> str | None:
    """The English for both parts of a German compound, the second as long as possible."""
    for at in range(PART, len(folded) - PART + 1):
        if not (second := _known(folded[at:], "de")):
            continue
        first = folded[:at]
        for one in (first, *(first.removesuffix(link) for link in LINKS if first.endswith(link))):
            if len(one) >= PART - 1 and (english := _known(one, "de")):
                return f"{english} {second}"
    return None


@cache
def _tables() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {}
    with gzip.open(TABLE, "rt", encoding="utf-8") as lines:
        for line in lines:
            language, word, english = line.rstrip("\n").split("\t")
            tables.setdefault(language, {})[word] = english
    return tables
