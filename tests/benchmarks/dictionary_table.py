"""Makes assistant/question/translated/dictionary.tsv.gz from Debian's `dict-freedict-*` and `dict-cc-cedict` packages.

    python -m tests.benchmarks.dictionary_table [LANGUAGE ...]

It reads German, French and Spanish from and to English (`dict-freedict-deu-eng`, `-eng-deu` and so on), French to
German, since FreeDict has little French in English, and Chinese to English. For each single word it keeps the English
words that come first in them and occur most in the articles of tests/benchmarks/tuning. Forms that have the translation
of their dictionary form are left out.
The lines of languages that are not named stay as they are.
"""

from __future__ import annotations

import gzip
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from simplemma import lemmatize

from tests.benchmarks.tuning.articles import written

FOLDER = Path("/usr/share/dictd")
LICENCES = Path("/usr/share/doc")
TABLE = Path(__file__).parents[2] / "assistant" / "question" / "translated" / "dictionary.tsv.gz"
LANGUAGES = {"de": "deu", "fr": "fra", "es": "spa"}
LINES = 3  # of an entry that are read
OCCURS = 3  # times in the articles, in any form
FIRST = 3  # how much it counts that a word comes first, beside the logarithm of how often it occurs
GLOSSES = 5  # of a Chinese word that are read
CHARACTERS = 6  # of a Chinese word at most
_HEAD = re.compile(r"(\S[^/<]*?) //?[^/]*//?")
_WORD = re.compile(r"[^\W\d_]{2,}")
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


def _worth(code: str) -> dict[str, Counter[str]]:
    """How much each English word is worth as a translation of each word of a language."""
    worth: dict[str, Counter[str]] = defaultdict(Counter)
    for theirs, ours, place in entries(f"{code}-eng"):
        worth[theirs][ours] += 1 / (1 + place)
    for ours, theirs, place in entries(f"eng-{code}"):
        worth[theirs][ours.removeprefix("to ")] += 1 / (1 + place)
    return worth


def translations(code: str, occurs: Counter[str]) -> dict[str, str]:
    return _usual(_worth(code), occurs, _WORD)


def french(occurs: Counter[str]) -> dict[str, str]:
    """The English of each French word; of one that FreeDict has in German alone, that of its German."""
    german, worth = _worth("deu"), dict[str, Counter[str]]()
    for theirs, word, place in entries("fra-deu"):
        able = german.get(word, Counter())
        whole = able.total()
        for ours, weight in able.items():
            worth.setdefault(theirs, Counter())[ours] += weight / whole / (1 + place)
    return _usual(worth, occurs, _WORD) | translations("fra", occurs)


def chinese(occurs: Counter[str]) -> dict[str, str]:
    """The English of each Chinese word, in simplified and in traditional characters."""
    worth: dict[str, Counter[str]] = defaultdict(Counter)
    words, measures, place = list[str](), set[str](), 0
    with gzip.open(FOLDER / "cc-cedict.dict.dz", "rt", encoding="utf-8", errors="replace") as read:
        for line in read:
            told = line.strip()
            if re.match(r"[\u3400-\u9fff]", told):
                words, place = told.split("|"), 0
            elif told and not told.startswith("[") and place < GLOSSES:
                measures |= {one for one in words if len(one) == 1 and "classifier for" in told}
                for gloss in re.split(r"[;,/]", re.sub(r"\([^)]*\)|\[[^\]]*\]", "", told)):
                    bare = re.sub(r"^(?:to (?:be |have )?|the|an?) ?\b", "", gloss.strip().lower()).strip(" .!?")
                    for word in words:
                        worth[word][bare] += 1 / (1 + place)
                    place += 1
    for word in measures:
        del worth[word]
    return _usual(worth, occurs, re.compile(rf"[\u3400-\u9fff]{{1,{CHARACTERS}}}"))


def _usual(worth: Mapping[str, Counter[str]], occurs: Counter[str], form: re.Pattern[str]) -> dict[str, str]:
    """For each word of such a form the English that comes first and occurs most."""
    found = {}
    for theirs, able in worth.items():
        if not form.fullmatch(theirs):
            continue
        usual = {
            ours: weight * (FIRST + math.log(min(occurs[lemmatize(one, lang="en")] for one in ours.split()) or 1))
            for ours, weight in able.items()
            if re.fullmatch(r"[a-z]+(?: [a-z]+)?", ours)
            and all(occurs[lemmatize(one, lang="en")] >= OCCURS for one in ours.split())
        }
        if usual:
            found[theirs] = min(usual, key=lambda one: (-usual[one], one))
    return found


def _licence(package: str, files: str) -> list[str]:
    """What Debian's copyright file says of a dictionary."""
    text = (LICENCES / package / "copyright").read_text("utf-8")
    return [part.strip() for part in text.split("\n\n") if part.strip().startswith(f"Files: {files}")]


def main() -> None:
    occurs: Counter[str] = Counter()
    for article in written():
        for word in re.findall(r"[a-z]+", " ".join((article.title, *article.sentences)).lower()):
            occurs[lemmatize(word, lang="en")] += 1
    named = sys.argv[1:] or [*LANGUAGES, "zh"]
    before = gzip.decompress(TABLE.read_bytes()).decode().splitlines(keepends=True) if TABLE.exists() else []
    lines = [line for line in before if line.split("\t")[0] not in named]
    for language, code in LANGUAGES.items():
        if language not in named:
            continue
        found = french(occurs) if language == "fr" else translations(code, occurs)
        for word, english in sorted(found.items()):
            form = lemmatize(word, lang=language).casefold()
            if form == word or found.get(form) != english:
                lines.append(f"{language}\t{word}\t{english}\n")
    if "zh" in named:
        lines += [f"zh\t{word}\t{english}\n" for word, english in sorted(chinese(occurs).items())]
    TABLE.write_bytes(gzip.compress("".join(lines).encode(), 9, mtime=0))
    names = [name for code in LANGUAGES.values() for name in (f"{code}-eng", f"eng-{code}")] + ["fra-deu"]
    told = [part for name in names for part in _licence(f"dict-freedict-{name}", f"{name}/")]
    told += ["CC-CEDICT", *_licence("dict-cc-cedict", "*")]
    short = (
        "dictionary.tsv.gz is made from these dictionaries of FreeDict (https://freedict.org) and from CC-CEDICT\n"
        "(https://www.mdbg.net/chinese/dictionary?page=cedict), shortened.\n\n"
    )
    TABLE.with_name("dictionary-licence.txt").write_text(short + "\n\n".join(told) + "\n", encoding="utf-8")
    print(f"{len(lines)} lines, {TABLE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
