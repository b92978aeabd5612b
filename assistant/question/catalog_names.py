"""Which of the library's outlets and authors a text names: in full, by an unambiguous part, or by surname."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from simplemma import is_known

from index.language.names import abbreviates, plain
from index.language.places import PLACE_PHRASES, PLACES
from index.language.word_lists import FUNCTION_WORDS, word_set
from index.library import Library
from index.reading.register import CLOSE

LONGEST_NAME = 8  # words that may name a writer
MOST_OUTLETS = 500
MOST_AUTHORS = 20  # authors looked up for one word
_WORD = re.compile(r"[\w&](?:[\w.’'&-]*[\w&])?")
_SITE = re.compile(r"(?:www\.)?(?P<name>[\w-]+)(?:\.[a-z]{2,})+", re.I)  # an outlet named by its address
# Last words of outlets that are also nouns for what an outlet is or publishes: in lower case they do not name one.
_COMMON = word_set(
    "news media magazine review letter paper newspaper journal post report press article story times record blog site "
    "website network channel radio tv online agency wire staff"
)


@dataclass(frozen=True, slots=True)
class NamedAt:
    """`text[start:end]` names these outlets, or this author."""

    start: int
    end: int
    names: tuple[str, ...]


def outlets_in(text: str, library: Library, *, bare: bool = False) -> list[NamedAt]:
    """The outlets named in the text, in order; a last word that two outlets share names both.

    A last word counts after "the" or, if `bare` is true, when capitalised without it: "Courier stories".
    """
    return _in(text, [name for name, _ in library.names("outlet", limit=MOST_OUTLETS)], bare=bare)


def outlets_in_full(text: str, library: Library) -> list[NamedAt]:
    """The outlets named in full in the text: "Florida Today" is an outlet, not a day."""
    named = outlets_in(text, library)
    return [one for one in named if bare_words(text[one.start : one.end]) in map(bare_words, one.names)]


def outlets_named(text: str, library: Library) -> tuple[str, ...]:
    """The outlets named first in the text."""
    return next((one.names for one in outlets_in(text, library)), ())


def outlets_begun(words: str, library: Library) -> tuple[str, ...]:
    """The outlets whose name begins with these words, else those that the words name or abbreviate."""
    begun = bare_words(words)
    found = [name for name, _ in library.names("outlet", limit=MOST_OUTLETS) if bare_words(name)[: len(begun)] == begun]
    return tuple(found) or outlets_named(words, library)


def is_outlet(name: str, library: Library) -> bool:
    """Whether the words name one or more outlets and nothing else."""
    name = f"the {name.title()}"
    return any(one.start <= len("the ") and one.end == len(name) for one in outlets_in(name, library))


def outlet_named(text: str, library: Library) -> str | None:
    """The outlet named first in the text; None if there is none, or its words name several."""
    names = outlets_named(text, library)
    return names[0] if len(names) == 1 else None


def authors_in(text: str, library: Library) -> list[NamedAt]:
    """The authors named in the text, by full name or by a surname that only one of them has."""
    said = [word for word in _words(text) if word.bare not in FUNCTION_WORDS]
    names = dict.fromkeys(
        name
        for bare in list(dict.fromkeys(word.bare for word in said))[:LONGEST_NAME]
        if len(bare) > 1
        for name, _ in library.names("author", bare, limit=MOST_AUTHORS)
    )
    return _in(text, list(names), by_surname=True)


def author_named(who: str, library: Library) -> str | None:
    """The first author named in `who`, the question's words for a writer."""
    return next((one.names[0] for one in authors_in(" ".join(who.split()[:LONGEST_NAME]), library)), None)


def author_called(name: str, library: Library) -> str | None:
    """The author with this name, whole or in part: "Roe" or "Jane Roe", and not another Roe."""
    author = author_named(name, library)
    return author if author and set(bare_words(name)) <= set(bare_words(author)) else None


def named(words: str, names: Sequence[str]) -> str | None:
    """The name among these that the words contain, whole or by its last word, as in "the Courier"."""
    found = next((one.names for one in _in(words, names)), ())
    return found[0] if len(found) == 1 else None


def nearly_named(words: str, library: Library) -> str | None:
    """The only outlet or author whose name differs by one letter in a long word, which for authors is the surname."""
    said = bare_words(words)
    outlets, authors = _names(library)
    near = [name for name in outlets if _differs(said, bare_words(name)) is not None]
    near += [name for name in authors if _differs(said, bare_words(name)) == len(said) - 1]
    return near[0] if len(near) == 1 else None


def words_of_names(library: Library) -> list[str]:
    """The words of the outlets' and authors' names."""
    return sorted({word.text for names in _names(library) for name in names for word in _words(name)})


def _names(library: Library) -> tuple[list[str], list[str]]:
    """The outlets and the authors with the most articles."""
    outlets, authors = (library.names(column, limit=MOST_OUTLETS) for column in ("outlet", "author"))
    return [name for name, _ in outlets], [name for name, _ in authors]


def _differs(one: tuple[str, ...], other: tuple[str, ...]) -> int | None:
    """The index of the one long word in which two names differ by a letter; None if they are equal or differ more."""
    if len(one) != len(other):
        return None
    places = [at for at, words in enumerate(zip(one, other, strict=True)) if words[0] != words[1]]
    if len(places) != 1 or len(other[places[0]]) < CLOSE:
        return None
    return places[0] if OSA.distance(one[places[0]], other[places[0]], score_cutoff=1) == 1 else None


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    bare: str


def _words(text: str) -> list[_Word]:
    return [_Word(*found.span(), found[0], plain(found[0])) for found in _WORD.finditer(text)]


def bare_words(name: str) -> tuple[str, ...]:
    """The words of a name without their case and possessive endings, and without a leading article."""
    words = tuple(word.bare for word in _words(name))
    return words[1:] if len(words) > 1 and words[0] in ("the", "a") else words


def _in(text: str, names: Iterable[str], *, by_surname: bool = False, bare: bool = False) -> list[NamedAt]:
    said = _words(text)
    lower = text.islower()
    whole: dict[tuple[str, ...], list[str]] = {}
    begun: dict[tuple[str, ...], list[str]] = {}
    ends: dict[str, list[str]] = {}
    for name in names:
        parts = [name, *re.split(r"\s*[;,/]\s*", name)] if by_surname else [name]
        for part in dict.fromkeys(filter(None, map(bare_words, parts))):
            whole.setdefault(part, []).append(name)
            for length in range(2, len(part)) if not by_surname else ():
                if " ".join(part[:length]) in PLACE_PHRASES:  # "New York" is a city before it is The New York Post
                    continue
                begun.setdefault(part[:length], []).append(name)
            if len(part) > 1 or by_surname:
                ends.setdefault(part[-1], []).append(name)
            # "CTV" for "CTV News", but not "harbour" for "The Harbour Post".
            known = by_surname or part[0] in PLACES or is_known(part[0], lang="en")
            if len(part) == 2 and part[1] in _COMMON and not known:
                ends.setdefault(part[0], []).append(name)
        if not by_surname and (site := _SITE.fullmatch(name)):
            ends.setdefault(plain(site["name"]), []).append(name)
    alone = {words: found for words, found in begun.items() if len(found) == 1 and words[-1] not in ("&", "and", "of")}
    longest = max(map(len, [*whole, *alone]), default=0)
    found, at = list[NamedAt](), 0
    while at < len(said):
        one, length = None, 1
        for length in range(min(longest, len(said) - at), 0, -1):
            run = tuple(word.bare for word in said[at : at + length])
            if one := whole.get(run) or alone.get(run):
                break
        if not one and not by_surname:
            one, length = _shortened(said[at : at + 2], whole, lower=lower)
        word = said[at]
        if not one and (by_end := ends.get(word.bare)):
            if by_surname:
                one = by_end if len(by_end) == 1 else None
            elif (at and said[at - 1].bare == "the") or (
                bare and word.text[0].isupper() and (at or word.bare not in _COMMON)
            ):
                one = by_end if word.text[0].isupper() or lower and word.bare not in _COMMON else None
        if one:
            found.append(NamedAt(word.start, said[at + length - 1].end, tuple(dict.fromkeys(one))))
        at += length if one else 1
    return found


def _shortened(
    said: Sequence[_Word], whole: Mapping[tuple[str, ...], list[str]], *, lower: bool
) -> tuple[list[str] | None, int]:
    """The outlets that these words abbreviate, as "NYT" or "LA Times", and how many words the abbreviation has."""
    short = said[0].bare
    if len(short) < 2 or short in FUNCTION_WORDS:
        return None, 1
    two = said[-1].bare if len(said) > 1 else None
    found = [
        each
        for name, named in whole.items()
        if len(name) > 2 and name[-1] == two and abbreviates(short, " ".join(name[:-1]))
        for each in named
    ]
    capitals = sum(letter.isupper() for letter in said[0].text)
    if found or len(short) < 3 or not (capitals > 1 or lower and not is_known(short, lang="en")):
        return found or None, 2 if found else 1
    alike = (named for name, named in whole.items() if len(name) > 1 and abbreviates(short, " ".join(name)))
    return [each for named in alike for each in named] or None, 1
