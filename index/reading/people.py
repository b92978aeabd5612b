"""Whether two names can be one person's, and whom a name means in an article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from index.language.names import plain
from index.language.word_lists import FUNCTION_WORDS, ORGANISATIONS, THINGS, TITLES
from index.reading.register import without_owner

if TYPE_CHECKING:
    from index.reading.named import Names

CHINESE = 200  # people of one article whose Chinese names are looked for around a pronoun or a title
IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
_CHINESE_TITLE = re.compile(
    r"(?:国家|副)?(?:主席|总统|总理|首相|部长|外长|大臣|发言人|先生|女士|书记|总书记|大使|议员|教授|博士|市长|省长|州长|校长|院长|会长|董事长)$"
)


class People:
    """The people whom an article names; `titles` maps each Chinese name to the titles beside it."""

    def __init__(self, names: Names, titles: Mapping[str, frozenset[str]]) -> None:
        self._names, self.titles = names, titles
        self.chinese = list(titles)[:CHINESE]

    def called(self, name: str) -> list[str]:
        """The full names of the people whom a name may mean."""
        return [name] if name in self.titles else [one.name for one in self._names.called(name) if one.is_person]

    def is_he_or_she(self, name: str) -> bool:
        """Whether the article shows that a name is that of a man or of a woman."""
        return any(one.gender for one in self._names.called(name) if one.is_person)

    def are_none(self, name: str) -> bool:
        """Whether the article names something of that name, and nobody."""
        found = self._names.called(name)
        return bool(found) and not any(one.is_person for one in found)


def same_person(asked: str, speaker: str) -> bool:
    """Whether a requested name and a speaker's name can be one person or organisation.

    A firm is not the person who belongs to it: "Acme's Jane Roe".
    """
    one, other = _core(asked), _core(speaker)
    if one != other and (owned := without_owner(asked)) != asked:
        one = _core(owned)
    if not one or not other:
        return False
    if IDEOGRAPH.match(one[0]) and IDEOGRAPH.match(other[0]):
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
    """Whether the short name is the long one's surname, its end after a title, or a part of a transliterated name."""
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
