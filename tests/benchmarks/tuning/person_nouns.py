"""Makes index/language/person_nouns.txt.gz from Debian's `wordnet-base`: nouns that name people, and words with the
ending of one that do not.

`python -m tests.benchmarks.tuning.person_nouns`. A noun names people if one of its first two senses, at least half as
usual as the first, is of WordNet's file `noun.person`, and the noun is at least as usual as a verb or adjective of that
form; with the ending of an agent also if its first sense, or more than half of all, are of that file or of `noun.group`
("insurer").
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterator

from index.language.roles import AGENT, TABLE
from tests.benchmarks.wordnet_table import FOLDER

PERSON, GROUP = 18, 14  # the numbers of the lexicographer's files noun.person and noun.group
WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


def main() -> None:
    files, common = dict[str, int](), set[str]()
    for fields in _lines("data.noun"):
        files[fields[0]] = int(fields[1])
        common.update(word for word in fields[4 : 4 + 2 * int(fields[3], 16) : 2] if int(fields[1]) in (PERSON, GROUP))
    senses = {fields[0]: [files[place] for place in fields[-int(fields[2]) :]] for fields in _lines("index.noun")}
    others = {fields[0] for part in ("verb", "adj", "adv") for fields in _lines(f"index.{part}")}
    of_noun, of_sense, of_others = _counts()
    people = set[str]()
    for word in filter(WORD.fullmatch, common & senses.keys()):  # a name has capitals there
        kinds = senses[word]
        usual = PERSON in [one for at, one in enumerate(kinds[:2], 1) if 2 * of_sense[word, at] >= of_sense[word, 1]]
        agents = sum(kind in (PERSON, GROUP) for kind in kinds)
        is_noun = (
            of_noun[word] > of_others[word]
            or of_noun[word] == of_others[word]
            and (of_noun[word] or word not in others)
        )
        if usual and is_noun or AGENT.fullmatch(word) and (kinds[0] in (PERSON, GROUP) or 2 * agents > len(kinds)):
            people.add(word)
    people |= {plural for plural, one in _lines("noun.exc") if one in people and WORD.fullmatch(plural)}
    things = {word for word in {*senses, *others} if AGENT.fullmatch(word) and WORD.fullmatch(word)} - people
    text = f"{' '.join(sorted(people))}\n{' '.join(sorted(things))}\n"
    TABLE.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{len(people)} nouns for people, {len(things)} others, {TABLE.stat().st_size} bytes")


def _lines(name: str) -> Iterator[list[str]]:
    for line in (FOLDER / name).read_text("latin-1").splitlines():
        if not line.startswith(" "):
            fields = line.split()
            yield fields[:2] if name == "noun.exc" else fields


def _counts() -> tuple[Counter[str], Counter[tuple[str, int]], Counter[str]]:
    """How often a word occurs in the texts tagged by sense: as a noun, in each sense of it, and otherwise."""
    of_noun, of_sense, of_others = Counter[str](), Counter[tuple[str, int]](), Counter[str]()
    for key, number, count in _lines("cntlist.rev"):
        word, _, place = key.partition("%")
        if place.startswith("1:"):
            of_noun[word] += int(count)
            of_sense[word, int(number)] += int(count)
        else:
            of_others[word] += int(count)
    return of_noun, of_sense, of_others


if __name__ == "__main__":
    main()
