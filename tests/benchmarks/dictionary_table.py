"""Makes assistant/question/translated/dictionary.tsv.gz from Debian's `dict-freedict-*` packages.

    python -m tests.benchmarks.dictionary_table

It reads German, French and Spanish from and to English (`dict-freedict-deu-eng`, `-eng-deu` and so on), and keeps for
each single word the English words that come first in them, if they occur in the articles of tests/benchmarks/tuning.
Forms that have the translation of their dictionary form are left out.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from simplemma import lemmatize

from tests.benchmarks.tuning.articles import written

FOLDER = Path("/usr/share/dictd")
LICENCES = Path("/usr/share/doc")
TABLE = Path(__file__).parents[2] / "assistant" / "question" / "translated" / "dictionary.tsv.gz"
LANGUAGES = {"de": "deu", "fr": "fra", "es": "spa"}
LINES = 3  # of an entry that are read
OCCURS = 3  # times in the articles, in any form
OFTEN = 50  # occurrences beyond which a word is not preferred to another
_HEAD = re.compile(r"(\S[^/<]*?) //?[^/]*//?")
_BESIDE = re.compile(r"\s*(?:see:|Synonym|Note|\"|\()")  # lines that translate nothing
_MARKS = re.compile(r"<[^>]*>|\[[^\]]*\]|\([^)]*\)|/[^/]*/|\{[^}]*\}|^\s*\d+\.\s*")


def entries(name: str) -> Iterator[tuple[str, str, int]]:
    """Each headword with each of its translations and that one's place, from 0."""
    head, lines = "", 0
    with gzip.open(FOLDER / f"freedict-{name}.dict.dz", "rt", encoding="utf-8", errors="replace") as read:
        for line in read:
            if found := _HEAD.match(line):
                head, lines = found[1].strip().lower(), 0
                continue
            if not head or not line.strip() or _BESIDE.match(line) or lines == LINES:
                continue
            lines += 1
            told = _MARKS.sub("", line.strip())
            if len(told) > 90 or re.search(r"[.:]\s", told):  # it explains
                continue
            for place, word in enumerate(re.split(r"[;,]", told)):
                bare = re.sub(r"^(?:to|the|an?) | (?:sth|sb|s\.th|so)\b.*$", "", word.strip().lower()).strip(" .!?")
                if bare:
                    yield head, bare, lines - 1 + place


def translations(code: str, occurs: Counter[str]) -> dict[str, str]:
    worth: dict[str, Counter[str]] = defaultdict(Counter)
    for theirs, ours, place in entries(f"{code}-eng"):
        worth[theirs][ours] += 1 / (1 + place)
    for ours, theirs, place in entries(f"eng-{code}"):
        worth[theirs][ours.removeprefix("to ")] += 1 / (1 + place)
    found = {}
    for theirs, able in worth.items():
        if not re.fullmatch(r"[^\W\d_]{2,}", theirs):
            continue
        usual = {
            ours: weight * (1 + min(1.0, min(occurs[lemmatize(one, lang="en")] for one in ours.split()) / OFTEN))
            for ours, weight in able.items()
            if re.fullmatch(r"[a-z]+(?: [a-z]+)?", ours)
            and all(occurs[lemmatize(one, lang="en")] >= OCCURS for one in ours.split())
        }
        if usual:
            found[theirs] = min(usual, key=lambda one: (-usual[one], one))
    return found


def _licence(name: str) -> list[str]:
    """What Debian's copyright file says of a dictionary."""
    text = (LICENCES / f"dict-freedict-{name}" / "copyright").read_text("utf-8")
    return [part.strip() for part in text.split("\n\n") if part.strip().startswith(f"Files: {name}/")]


def main() -> None:
    occurs: Counter[str] = Counter()
    for article in written():
        for word in re.findall(r"[a-z]+", " ".join((article.title, *article.sentences)).lower()):
            occurs[lemmatize(word, lang="en")] += 1
    lines, names = list[str](), list[str]()
    for language, code in LANGUAGES.items():
        found = translations(code, occurs)
        for word, english in sorted(found.items()):
            form = lemmatize(word, lang=language).casefold()
            if form == word or found.get(form) != english:
                lines.append(f"{language}\t{word}\t{english}\n")
        names += [f"{code}-eng", f"eng-{code}"]
    TABLE.write_bytes(gzip.compress("".join(lines).encode(), 9, mtime=0))
    told = [part for name in names for part in _licence(name)]
    short = "dictionary.tsv.gz is made from these dictionaries of FreeDict (https://freedict.org), shortened.\n\n"
    TABLE.with_name("dictionary-licence.txt").write_text(short + "\n\n".join(told) + "\n", encoding="utf-8")
    print(f"{len(lines)} lines, {TABLE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
