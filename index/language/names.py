"""Names in an English text: runs of capitalised words, without the titles before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.language.closed_lists import MONTHS_AND_NAMES
from index.language.places import PLACE_PHRASES, PLACES
from index.language.word_lists import (
    DATES,
    DEMONYMS,
    DOCUMENTS,
    FUNCTION_WORDS,
    ORGANISATIONS,
    ROLES,
    THINGS,
    TITLES,
    word_set,
)

_LATIN = r"(?:(?![\u3040-\u9fff\uac00-\ud7af])\w)"
_WORD = re.compile(
    rf"(?:[^\W\d_]{_LATIN}*-)?(?:[^\W\d_]\.)+(?:[^\W\d_]\.?)?(?!\w)|"
    rf"[^\W\d_]{_LATIN}*(?:[-’'](?!s\b){_LATIN}+)*(?:\.(?:com|org|net)\b)?\.?"
)
_SHORT = re.compile(r" \(([A-Z]{2,})s?\)")
LONGEST_NAME = 80  # characters of a name that a word can abbreviate
PARTICLES = word_set("de da di del della der den van von bin ibn al el la le du dos y ten ter")
# "West Michigan", "United Nations" and "Fort Worth" are not people.
_PARTS = word_set("new north south east west upper lower greater united national international federal fort port mount")
_PERSONAL = word_set("mr mrs ms miss dr sir lord lady dame prof professor rev sgt capt lt judge")
_DOTTED = word_set("mr mrs ms dr st gen sen rep gov prof lt col sgt capt jr sr rev hon")


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words, `text[start:end]`; `titles` precede it and are not part of it."""

    text: str
    start: int
    end: int
    titles: tuple[str, ...] = ()
    short: str | None = None  # the capitals in parentheses that follow: "Human Landing System (HLS)"

    @property
    def words(self) -> list[str]:
        return [plain(word) for word in self.text.split()]


def plain(word: str) -> str:
    """A word without its case, full stop and possessive ending."""
    return re.sub(r"['’]s$", "", word).rstrip(".,'’").casefold()


def abbreviates(short: str, name: str) -> bool:
    """Whether a word joins the beginnings of all words of a name, in order, except perhaps "the": "NYTimes"."""
    if len(name) > LONGEST_NAME:
        return False
    left = {short.casefold()}
    for word in re.findall(r"\w+", name.casefold()):
        begun = {rest[length:] for rest in left for length in range(1, len(word) + 1) if rest.startswith(word[:length])}
        left = begun | left if word == "the" else begun
    return "" in left


@lru_cache(maxsize=4096)
def names_in(text: str) -> tuple[Name, ...]:
    """The names of a text in order: runs of capitalised words without titles, dates and function words.

    A run that is only a title ("the Prime Minister") is a name with empty text at its end.
    """
    found: list[Name] = []
    run: list[re.Match[str]] = []
    for word in [*_WORD.finditer(text), None]:
        if word is not None and run and _continues(text, run[-1], word):
            run.append(word)
            continue
        if run:
            found.extend(_name_of(text, run))
        run = [word] if word is not None and _capitalised(word.group()) else []
    return tuple(found)


def _capitalised(word: str) -> bool:
    if re.fullmatch(r"[A-Z]\.", word):  # the initial in "Sonya A. Lind"
        return True
    if re.match(r"\w+['’](?:ll|ve|re|m|d|t)\b", word):
        return False
    if word in ("US", "UK", "IT", "WHO"):
        return word != "IT"
    return word[0].isupper() and plain(word) not in FUNCTION_WORDS and plain(word) not in (DATES - {"may", "march"})


def _may_end_name(text: str, word: re.Match[str]) -> bool:
    """Whether a word that is otherwise not a name may end one: "Theresa May", but not "in London May 5"."""
    small = plain(word.group()) in DATES - {*MONTHS_AND_NAMES, "jan"}
    return not small and not word.group().isupper() and not re.match(r",? \d", text[word.end() :])


def _ends_sentence(word: str) -> bool:
    inner = word[:-1]
    return word.endswith(".") and len(inner) > 1 and "." not in inner and inner.casefold() not in _DOTTED


def _continues(text: str, last: re.Match[str], word: re.Match[str]) -> bool:
    if text[last.end() : word.start()] not in (" ", "\u00a0") or _ends_sentence(last.group()):
        return False
    # "Theresa May", "Denzel Day": within a run, only days and most months are certainly not part of a name.
    if word.group()[0].isupper() and (_capitalised(word.group()) or _may_end_name(text, word)):
        return True
    particle, _, rest = word.group().partition("-")
    if particle in PARTICLES and rest[:1].isupper():
        return True  # "Jane al-Roe"
    following = _WORD.match(text, word.end() + 1)
    return (
        word.group() in PARTICLES
        and following is not None
        and (following.group()[0].isupper() or following.group() in PARTICLES)
    )


def _name_of(text: str, run: list[re.Match[str]]) -> list[Name]:
    titles = [index for index, word in enumerate(run[:-1]) if plain(word.group()) in TITLES]
    if plain(run[-1].group()) in TITLES and not (len(run) > 1 and plain(run[-2].group()) not in TITLES | DEMONYMS):
        titles = [len(run) - 1]
    if plain(run[-1].group()) in ORGANISATIONS | THINGS:  # "Foreign Ministry", "Justice Department"
        titles = [index for index in titles if plain(run[index].group()) in _PERSONAL]  # "Dr Law" is not a law
    first = titles[-1] + 1 if titles else 0
    while first < len(run) - 1 and plain(run[first].group()) in DEMONYMS and first + 2 < len(run):
        first += 1
    body = plain(run[-1].group()) in ORGANISATIONS  # "Berlin Wall Foundation"
    while first + 2 < len(run) and not body and plain(run[first].group()) in PLACES:  # "... to Britain Liu Xiaoming"
        first += 1
    start = run[first].start() if first < len(run) else run[-1].end()
    last = run[-1].group()
    ends = _ends_sentence(last) or last.endswith(".") and plain(last) in TITLES  # "the army of Hun Sen."
    end = run[-1].end() - (1 if first < len(run) and ends else 0)
    before = tuple(plain(word.group()) for word in run[:first])
    short = _SHORT.match(text, end)
    return [Name(text[start:end], start, max(start, end), before, short[1] if short else None)]


def is_place(words: Sequence[str]) -> bool:
    return " ".join(words) in PLACE_PHRASES or bool(words) and words[-1] in PLACES and len(words) < 3


def may_be_person(name: Name) -> bool:
    """Whether the form of a name allows a person: not an organisation, thing or nationality."""
    words = name.words
    if len(words) > 1 and words[0] in _PARTS or len(words) > 5 or name.text.isupper():
        return False
    if words[-1] in ORGANISATIONS | THINGS | DOCUMENTS | ROLES:
        return False
    return not {word.removesuffix("s") for word in words} & (DEMONYMS | DATES)
