"""Names in a text, and the people of an article: which full name a surname stands for there.

It knows how names, titles and organisations are written in English; it knows nothing of who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.words import (
    DATES,
    DEMONYMS,
    DOCUMENTS,
    FUNCTION_WORDS,
    HE,
    ORGANISATIONS,
    PLACE_PHRASES,
    PLACES,
    ROLES,
    SHE,
    THINGS,
    TITLES,
)

_WORD = re.compile(r"(?:[^\W\d_]\w*-)?(?:[^\W\d_]\.)+(?:[^\W\d_]\.?)?|[^\W\d_][\w]*(?:[-’'](?!s\b)\w+)*\.?")
_PARTICLES = frozenset("de da di del della der den van von bin ibn al el la le du dos y ten ter".split())
_DOTTED = frozenset("mr mrs ms dr st gen sen rep gov prof lt col sgt capt jr sr rev hon".split())

Gender = Literal["he", "she"]


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words, `text[start:end]`; `titles` stood before it and are not part of it."""

    text: str
    start: int
    end: int
    titles: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        return [plain(word) for word in self.text.split()]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone whom an article names, as fully as it does, and the pronoun that fits where it shows."""

    name: str
    gender: Gender | None = None
    titles: frozenset[str] = frozenset()


People = tuple[Person, ...]


def plain(word: str) -> str:
    """A word without its case, full stop and possessive ending."""
    return re.sub(r"['’]s$", "", word).rstrip(".,'’").casefold()


@lru_cache(maxsize=4096)
def names_in(text: str) -> tuple[Name, ...]:
    """The names of a text in order: runs of capitalised words without titles, dates and function words.

    A run that is nothing but a title ("the Prime Minister") is a name with empty text at its end.
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
    return word[0].isupper() and plain(word) not in FUNCTION_WORDS and plain(word) not in (DATES - {"may", "march"})


def _ends_sentence(word: str) -> bool:
    inner = word[:-1]
    return word.endswith(".") and len(inner) > 1 and "." not in inner and inner.casefold() not in _DOTTED


def _continues(text: str, last: re.Match[str], word: re.Match[str]) -> bool:
    if text[last.end() : word.start()] not in (" ", "\u00a0") or _ends_sentence(last.group()):
        return False
    if _capitalised(word.group()):
        return True
    following = _WORD.match(text, word.end() + 1)
    return word.group() in _PARTICLES and following is not None and (
        following.group()[0].isupper() or following.group() in _PARTICLES
    )


def _name_of(text: str, run: list[re.Match[str]]) -> list[Name]:
    titles = [index for index, word in enumerate(run[:-1]) if plain(word.group()) in TITLES]
    if plain(run[-1].group()) in TITLES and not (len(run) > 1 and plain(run[-2].group()) not in TITLES | DEMONYMS):
        titles = [len(run) - 1]
    if plain(run[-1].group()) in ORGANISATIONS | THINGS:  # "Foreign Ministry", "Justice Department"
        titles = []
    first = titles[-1] + 1 if titles else 0
    while first < len(run) - 1 and plain(run[first].group()) in DEMONYMS and first + 2 < len(run):
        first += 1
    start = run[first].start() if first < len(run) else run[-1].end()
    end = run[-1].end() - (1 if first < len(run) and _ends_sentence(run[-1].group()) else 0)
    before = tuple(plain(word.group()) for word in run[:first])
    return [Name(text[start:end], start, max(start, end), before)]


def is_place(words: Sequence[str]) -> bool:
    return " ".join(words) in PLACE_PHRASES or bool(words) and words[-1] in PLACES and len(words) < 3


def may_be_person(name: Name) -> bool:
    """Whether the form of a name allows a person: no place, no organisation, no thing, no nationality."""
    words = name.words
    if not words or len(words) > 5 or is_place(words):
        return False
    if words[-1] in ORGANISATIONS | THINGS | DOCUMENTS | ROLES or " ".join(words[:2]) in PLACE_PHRASES:
        return False
    return not (set(words) & (DEMONYMS | DATES)) and not (len(words) == 1 and name.text.isupper())


def find_people(paragraphs: Iterable[str]) -> People:
    """The people that the paragraphs of one article name in full, each once, in order of first mention."""
    texts = list(paragraphs)
    mentions = [(text, name) for text in texts for name in names_in(text) if may_be_person(name)]
    alone = {name.words[0] for _, name in mentions if len(name.words) == 1}
    full = [(text, name) for text, name in mentions if len(name.words) > 1]
    spoken = [
        (text, name)
        for text, name in full
        if name.titles or _shown_as_person(text, name) or alone & {name.words[0], name.words[-1]}
    ]
    return _merged(spoken)


def _shown_as_person(text: str, name: Name) -> bool:
    before = re.findall(r"[\w-]+", text[max(0, name.start - 30) : name.start])
    if before and before[-1].casefold() in ROLES:
        return True
    if re.match(r",? (?:\d{2},|who\b|\(born|\(\d{4})|, (?:an?|the|its|his|her|their) (?:[\w-]+ )", text[name.end :]):
        return True
    return bool(_SPEAKS_NEXT.match(text[name.end :]) or re.search(r"\b(?:said|says|asked) $", text[: name.start]))


_SPEAKS_NEXT = re.compile(
    r" (?:has |had |also |then |later )*(?:said|says|told|added|argued|warned|wrote|asked|stated|stressed|insisted|"
    r"claimed|explained|noted|announced|called|pledged|vowed|urged|reiterated|spoke|visited|met|won|was born)\b"
)


def _merged(mentions: list[tuple[str, Name]]) -> People:
    people: list[Person] = []
    for _, name in mentions:
        titles, gender = frozenset(name.titles), _gender(name)
        at = next((index for index, one in enumerate(people) if _same_full_name(one.name, name.text)), None)
        if at is None:
            people.append(Person(name.text, gender, titles))
        else:
            known = people[at]
            longest = max(known.name, name.text, key=len)
            people[at] = Person(longest, known.gender or gender, known.titles | titles)
    return tuple(people)


def _gender(name: Name) -> Gender | None:
    cues = {*name.titles, name.words[0]}
    if cues & HE and not cues & SHE:
        return "he"
    return "she" if cues & SHE and not cues & HE else None


def _same_full_name(one: str, other: str) -> bool:
    """Whether two full names are one: equal, or with the same ends and one without the middle ("Donald J.")."""
    first, second = ([plain(word) for word in name.split()] for name in (one, other))
    return first == second or (first[0], first[-1]) == (second[0], second[-1]) and min(len(first), len(second)) == 2


def named_by(name: str, people: People) -> list[Person]:
    """The people of the article whom a name may stand for; a last word counts before a first one."""
    words = [plain(word) for word in name.split()]
    if not words:
        return []
    if len(words) > 1:
        return [person for person in people if _same_full_name(person.name, name)]
    last = [person for person in people if plain(person.name.split()[-1]) == words[0]]
    return last or [person for person in people if plain(person.name.split()[0]) == words[0]]


_CHINESE_TITLE = re.compile(
    r"(?:国家|副)?(?:主席|总统|总理|首相|部长|外长|大臣|发言人|先生|女士|书记|总书记|大使|议员|教授|博士|市长|省长|州长|校长|院长|会长|董事长)$"
)


def same_person(asked: str, speaker: str) -> bool:
    """Whether a name that is asked for and a speaker's name can be one person or organisation."""
    one, other = _core(asked), _core(speaker)
    if not one or not other:
        return False
    if re.match(r"[\u3400-\u9fff]", one[0]) and re.match(r"[\u3400-\u9fff]", other[0]):
        short, long = sorted((one[0], other[0]), key=len)
        return long.startswith(short) or len(short) > 1 and "·" in long and short in long.split("·")
    if one == other or (one[0], one[-1]) == (other[0], other[-1]):
        return True
    if len(one) > 1 and len(other) > 1:
        return one[-1] == other[-1] and _compatible(one[0], other[0])
    single, full = sorted((one, other), key=len)
    return single[0] in (full[0], full[-1]) and (full[-1] not in ORGANISATIONS | THINGS or single[0] == full[-1])


def _compatible(one: str, other: str) -> bool:
    return one[0] == other[0] and (len(one) == 1 or len(other) == 1)


def _core(name: str) -> list[str]:
    """The words of a name without titles and articles; the whole where nothing else is left."""
    name = _CHINESE_TITLE.sub("", name.strip()) or name.strip()
    words = [plain(word) for word in re.findall(r"[^\s,]+", name)]
    words = [word for word in words if word and word not in ("the", "a", "an")]
    titled = [index for index, word in enumerate(words[:-1]) if word in TITLES]
    return words[titled[-1] + 1 :] if titled else words
