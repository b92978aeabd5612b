"""Whether two names can be one person's, and for whom in an article a name stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.language.names import plain
from index.language.word_lists import FUNCTION_WORDS, ORGANISATIONS, THINGS, TITLES, word_set
from index.reading.register import without_owner

CHINESE = 200  # people of one article whose Chinese names are looked for around a pronoun or a title
_AFTER = word_set("jr sr ii iii iv")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Person:
    """Someone named in an article, by the fullest name, with the titles before it."""

    name: str
    titles: frozenset[str] = frozenset()


class People:
    """The people whom an article names, in order."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self._people = tuple(people)
        self.chinese = [person.name for person in self._people if _CHINESE.match(person.name)][:CHINESE]
        self._by_last: dict[str, list[Person]] = defaultdict(list)
        self._by_surname: dict[str, list[Person]] = defaultdict(list)
        self._by_first: dict[str, list[Person]] = defaultdict(list)
        for person in self._people:
            words = [plain(word) for word in person.name.split()]
            self._by_surname[_surname(words)].append(person)
            self._by_first[words[0]].append(person)
            if without := _without_suffix(words):
                self._by_last[without[-1]].append(person)

    def __iter__(self) -> Iterator[Person]:
        return iter(self._people)

    def called(self, name: str) -> list[Person]:
        """Those for whom a name may stand; a match of the last word precedes one of the first."""
        words = [plain(word) for word in name.split()]
        if not words:
            return []
        if len(words) == 1:
            return self._by_surname.get(words[0]) or self._by_first.get(words[0], [])
        without = _without_suffix(words)
        near = self._by_last.get(without[-1], []) if without else []
        return [person for person in near if _same_full_name(person.name, name)]


def _without_suffix(words: Iterable[str]) -> list[str]:
    return [word for word in words if word not in _AFTER]


def _same_full_name(one: str, other: str) -> bool:
    """Whether two full names are one: equal, or equal except for a middle name or a shortened first one."""
    first, second = (_without_suffix(plain(word) for word in name.split()) for name in (one, other))
    if not first or not second:
        return False
    if first == second:
        return True
    if first[-1] != second[-1] or min(len(first), len(second)) != 2:
        return False
    short, long = sorted((first[0], second[0]), key=len)  # "Josh" and "Joshua"
    return short == long or len(short) > 2 and long.startswith(short) and len(first) == len(second) == 2


def _surname(words: Sequence[str]) -> str:
    return words[-2] if len(words) > 2 and words[-1] in _AFTER else words[-1]


_CHINESE_TITLE = re.compile(
    r"(?:国家|副)?(?:主席|总统|总理|首相|部长|外长|大臣|发言人|先生|女士|书记|总书记|大使|议员|教授|博士|市长|省长|州长|校长|院长|会长|董事长)$"
)


def same_person(asked: str, speaker: str) -> bool:
    """Whether a requested name and a speaker's name can be one person or organisation.

    A firm is not the person who belongs to it: "Acme's Jane Roe".
    """
    one, other = _core(asked), _core(speaker)
    if one != other and (owned := without_owner(asked)) != asked:
        one = _core(owned)
    if not one or not other:
        return False
    if _CHINESE.match(one[0]) and _CHINESE.match(other[0]):
        return _same_chinese(*sorted((one[0], other[0]), key=len))
    if one == other or (one[0], one[-1]) == (other[0], other[-1]):
        return True
    if len(one) > 1 and len(other) > 1:
        return one[-1] == other[-1] and _compatible(one[0], other[0])
    single, full = sorted((one, other), key=len)
    if len(full) > 1 and single[0] == "".join(word[0] for word in full if word not in FUNCTION_WORDS):
        return True  # "AAA" and "American Automobile Association"
    return single[0] in (full[0], full[-1]) and (full[-1] not in ORGANISATIONS | THINGS or single[0] == full[-1])


def _same_chinese(short: str, long: str) -> bool:
    """A surname and its name, a part of a transliterated name, or a name and the same after a title."""
    if len(short) == 1:
        return long.startswith(short)
    return long.endswith(short) or short in re.split("[·•・]", long)


def _compatible(one: str, other: str) -> bool:
    return one[0] == other[0] and (len(one) == 1 or len(other) == 1)


def _core(name: str) -> list[str]:
    """The words of a name without titles and articles; the whole name if nothing else is left."""
    name = _CHINESE_TITLE.sub("", name.strip()) or name.strip()
    words = [plain(word) for word in re.findall(r"[^\s,]+", name)]
    words = [word for word in words if word and word not in ("the", "a", "an")]
    titled = [index for index, word in enumerate(words[:-1]) if word in TITLES]
    return words[titled[-1] + 1 :] if titled else words
