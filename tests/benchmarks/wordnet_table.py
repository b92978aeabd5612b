"""Makes index/language/wordnet.tsv.gz from Debian's `wordnet-base`: opposites, synonyms, also of verbs with a
particle, nouns of verbs, wider words.

`python -m tests.benchmarks.wordnet_table`. Words are synonyms if they share a sense that is the first of one and among
the first two of the other: rarer senses would make "bank" a synonym of "trust". A wider word shares one of both words'
first senses, is above the word, or is caused or entailed by it: whoever was killed died.
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from pathlib import Path

FOLDER = Path("/usr/share/wordnet")
TABLE = Path(__file__).parents[2] / "index" / "language" / "wordnet.tsv.gz"
PARTS = {"noun": "N", "verb": "V", "adj": "J", "adv": "R"}
POINTERS = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}
USUAL, OTHER = 1, 2  # the senses, counted from 1, in which two words must meet
WIDE = {"noun": 3, "verb": 4, "adj": 3, "adv": 3}  # the senses of a word whose wider words are taken
UP = {"noun": 2, "verb": 1, "adj": 0, "adv": 0}  # how many steps up
WIDER = "*>$&"  # entails, causes, is grouped with, is similar to
PHRASE = re.compile(r"[a-z]+_(?:up|down|in|out|on|off|over|away|back|through)")  # "step down" means "resign"
LICENCE = Path("/usr/share/doc/wordnet-base/copyright")


def main() -> None:
    synsets: dict[tuple[str, str], list[str]] = {}
    pointers: list[tuple[str, str, str, str, int, int]] = []
    over: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)  # the senses above and beside each
    senses: dict[tuple[str, str], list[str]] = {}
    usual: set[tuple[str, str]] = set()
    for part in PARTS:
        for line in (FOLDER / f"data.{part}").read_text("latin-1").splitlines():
            if line.startswith(" "):
                continue
            fields = line.partition(" | ")[0].split()
            count = int(fields[3], 16)
            words = [word.partition("(")[0].lower() for word in fields[4 : 4 + 2 * count : 2]]
            synsets[part, fields[0]] = words
            at = 4 + 2 * count
            for pointer in range(int(fields[at])):
                sign, place, kind, ends = fields[at + 1 + 4 * pointer : at + 5 + 4 * pointer]
                if POINTERS[kind] == part and sign in "@" + WIDER:
                    over[part, fields[0]].append((sign, place))
                if sign in "!+\\":
                    pointers.append((sign, part, fields[0], f"{kind} {place}", int(ends[:2], 16), int(ends[2:], 16)))
        for line in (FOLDER / f"index.{part}").read_text("latin-1").splitlines():
            if not line.startswith(" "):
                fields = line.split()
                senses[part, fields[0]] = fields[-int(fields[2]) :]
                if int(fields[-int(fields[2]) - 1]):  # it occurs in the texts that were tagged by sense
                    usual.add((part, fields[0]))
    usual_words = {word for _, word in usual}
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for sign, part, place, there, one, other in pointers:
        kind, target = there.split()
        mine, theirs = synsets[part, place][one - 1], synsets[POINTERS[kind], target][other - 1]
        if not (mine.isalpha() and theirs.isalpha() and {mine, theirs} <= usual_words):
            continue
        if sign == "!":
            found["!", mine].add(theirs)
        elif {part, POINTERS[kind]} == {"noun", "verb"} and place in senses[part, mine][:OTHER]:
            found["+", mine].add(theirs)
        elif sign == "\\" and part == "adj":  # "Chinese" and "China", "electoral" and "election"
            found["+", mine].add(theirs)
            found["+", theirs].add(mine)
    for (part, _place), words in synsets.items():
        able = [word for word in words if word.isalpha() and len(word) > 2 and (part, word) in usual]
        for one in able:
            for other in able:
                ranks = [senses[part, word].index(_place) + 1 for word in (one, other)]
                if one != other and min(ranks) <= USUAL and max(ranks) <= OTHER:
                    found[PARTS[part], one].add(other)
            for phrase in filter(PHRASE.fullmatch, words if part == "verb" else ()):
                ranks = [senses[part, word].index(_place) + 1 for word in (one, phrase)]
                if (part, phrase) in usual and min(ranks) <= USUAL and max(ranks) <= OTHER:
                    found[PARTS[part], phrase.replace("_", " ")].add(one)
    for part, word in usual:
        if word.isalpha() and len(word) > 2:
            around = {
                sense
                for first in senses[part, word][: WIDE[part]]
                for sense in _wider(first, part, over, UP[part])
                if sense in senses[part, word][: WIDE[part]] or sense not in senses[part, word]
            }
            wide = {
                other
                for sense in around
                for other in synsets[part, sense]
                if other.isalpha() and len(other) > 2 and sense in senses[part, other][: WIDE[part]]
                if (part, other) in usual and other not in found["!", word]
            }
            found[PARTS[part].lower(), word] |= wide - {word}
    lines = [
        f"{kind}\t{word}\t{' '.join(sorted(others))}\n" for (kind, word), others in sorted(found.items()) if others
    ]
    TABLE.write_bytes(gzip.compress("".join(lines).encode(), 9, mtime=0))
    TABLE.with_name("wordnet-licence.txt").write_text(LICENCE.read_text("utf-8"), encoding="utf-8")
    print(f"{len(lines)} lines, {TABLE.stat().st_size} bytes")


def _wider(sense: str, part: str, over: dict[tuple[str, str], list[tuple[str, str]]], steps: int) -> set[str]:
    """A sense, those up to so many steps above it, and those that it entails, causes, is grouped with or like."""
    found = {sense} | {place for sign, place in over[part, sense] if sign in WIDER}
    level = {sense}
    for _ in range(steps):
        level = {place for one in level for sign, place in over[part, one] if sign == "@"}
        found |= level
    return found


if __name__ == "__main__":
    main()
