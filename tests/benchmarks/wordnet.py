"""WordNet from Debian's `wordnet-base`: antonyms, sisters under one heading, and whether a word is known.

The benchmark of verification draws from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

FOLDER = Path("/usr/share/wordnet")
FILES = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}


@dataclass(slots=True)
class _Synset:
    words: list[str]
    above: list[str] = field(default_factory=list)
    opposite: list[tuple[int, str, int]] = field(default_factory=list)  # word, synset, word there; from 1


@lru_cache(maxsize=4)
def _read(part: str) -> tuple[dict[str, _Synset], dict[str, list[str]], dict[str, list[str]]]:
    """The synsets by place, the places of each word, most usual sense first, and the places under each heading."""
    synsets: dict[str, _Synset] = {}
    for line in (FOLDER / f"data.{part}").read_text("latin-1").splitlines():
        if line.startswith(" "):
            continue
        parts = line.partition(" | ")[0].split()
        count = int(parts[3], 16)
        one = _Synset([word.partition("(")[0] for word in parts[4 : 4 + 2 * count : 2]])
        at = 4 + 2 * count
        for pointer in range(int(parts[at])):
            sign, place, kind, ends = parts[at + 1 + 4 * pointer : at + 5 + 4 * pointer]
            if sign in ("@", "@i"):
                one.above.append(place)
            elif sign == "!" and kind in (FILES[part], "s"):
                one.opposite.append((int(ends[:2], 16), place, int(ends[2:], 16)))
        synsets[parts[0]] = one
    places: dict[str, list[str]] = {}
    for line in (FOLDER / f"index.{part}").read_text("latin-1").splitlines():
        if not line.startswith(" "):
            parts = line.split()
            places[parts[0]] = parts[-int(parts[2]) :]
    below: dict[str, list[str]] = {}
    for place, one in synsets.items():
        for above in one.above:
            below.setdefault(above, []).append(place)
    return synsets, places, below


def is_there() -> bool:
    return FOLDER.is_dir()


def known(word: str) -> bool:
    return any(word.lower() in _read(part)[1] for part in FILES)


def antonyms(word: str, part: str) -> list[str]:
    """The opposites of a word in its two most usual senses."""
    synsets, places, _ = _read(part)
    found = []
    for place in places.get(word, [])[:2]:
        one = synsets[place]
        for mine, there, theirs in one.opposite:
            if one.words[mine - 1].lower() == word and there in synsets:
                found.append(synsets[there].words[theirs - 1])
    return [other for other in dict.fromkeys(found) if other.isalpha()]


def sisters(word: str, part: str) -> list[str]:
    """Other words under the heading of its most usual sense, none of which is a synonym in any sense."""
    synsets, places, below = _read(part)
    mine = places.get(word, [])
    if not mine:
        return []
    same = {other.lower() for place in mine for other in synsets[place].words}
    near = {mine[0], *synsets[mine[0]].above, *below.get(mine[0], [])}
    found = [
        other
        for above in synsets[mine[0]].above
        for place in below.get(above, [])
        if place not in near
        for other in synsets[place].words[:1]
    ]
    akin = {other.lower() for place in near for other in synsets[place].words} | same
    return [other for other in dict.fromkeys(found) if other.isalpha() and other.islower() and other not in akin]


@lru_cache(maxsize=1)
def irregular() -> dict[str, str]:
    """The past of each irregular verb: of its forms without "ing" or "s", the first by alphabet that is not in "ed"."""
    found: dict[str, str] = {}
    for line in (FOLDER / "verb.exc").read_text("latin-1").splitlines():
        form, base = line.split()[:2]
        if not form.endswith(("ing", "s")) and (base not in found or found[base].endswith("ed")):
            found[base] = form
    return found
