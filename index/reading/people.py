"""The people of an article, and whether two names can be one person's.

It knows which full name a surname stands for within one article; it knows nothing of who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from index.language.chinese_names import chinese_names
from index.language.closed_lists import SAID
from index.language.names import Name, is_place, may_be_person, names_in, plain
from index.language.word_lists import DEMONYMS, FUNCTION_WORDS, HE, ORGANISATIONS, ROLES, SHE, THINGS, TITLES, word_set

_AFTER = word_set("jr sr ii iii iv")
# "a spokesman for Roe", "the mayor and Roe": the role is another's.
_APART = word_set("for of to by with and from about on at in against or as than")
# The role that an abbreviated title gives: "Dr. Roe" is "the doctor".
_SPELLED = {
    "dr": "doctor", "prof": "professor", "gov": "governor", "sen": "senator", "rep": "representative", "gen": "general",
    "col": "colonel", "capt": "captain", "sgt": "sergeant", "lt": "lieutenant",
}  # fmt: skip

Gender = Literal["he", "she"]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone whom an article names, as fully as it does, and the pronoun that fits where it shows."""

    name: str
    gender: Gender | None = None
    titles: frozenset[str] = frozenset()


People = tuple[Person, ...]


def find_people(paragraphs: Iterable[str]) -> People:
    """The people that the paragraphs of one article name in full, each once, in order of first mention."""
    texts = list(paragraphs)
    mentions = [(text, name) for text in texts for name in names_in(text) if may_be_person(name)]
    alone = {name.words[0] for _, name in mentions if len(name.words) == 1}
    full = [(text, name) for text, name in mentions if len(name.words) > 1]
    spoken = [
        (text, name)
        for text, name in full
        if name.titles or _shown_as_person(text, name) or _last_word_alone(text, name, alone)
    ]
    people = _with_titles(_merged(spoken), [name for _, name in mentions])
    single = [
        (text, name)
        for text, name in mentions
        if len(name.words) == 1
        and ((set(name.titles) | _roles_before(text, name)) & ROLES or _SPEAKS_NEXT.match(text[name.end :]))
    ]
    chinese = tuple(Person(name, None, titles) for name, titles in chinese_names(texts).items())
    return people + _merged([(text, name) for text, name in single if not named_by(name.text, people)]) + chinese


def _with_titles(people: People, names: Iterable[Name]) -> People:
    """The people, where "Dr. Lopez" or "Ms Lopez" tells the title or gender of the one person of that surname."""
    known = {one.name: one for one in people}
    for name in names:
        meant = named_by(name.text, people) if name.titles and len(name.words) == 1 else []
        if len(meant) == 1:
            one = known[meant[0].name]
            known[one.name] = replace(one, gender=one.gender or _gender(name), titles=one.titles | _titles(name))
    return tuple(known.values())


def _titles(name: Name) -> frozenset[str]:
    """The titles before a name, with the role that an abbreviated one stands for."""
    return frozenset(name.titles) | {_SPELLED[title] for title in name.titles if title in _SPELLED}


def _last_word_alone(text: str, name: Name, alone: set[str]) -> bool:
    """Whether the article goes on to call it by its last word alone, as it does a person."""
    return name.words[-1] in alone


def _shown_as_person(text: str, name: Name) -> bool:
    if _roles_beside(text, name) & ROLES:
        return True
    of = re.search(r"([\w.’'-]+) (?:of|at|for|from|with) (?:the )?$", text[: name.start])
    member = of is not None and (of[1][0].isupper() or plain(of[1]) in ROLES)  # "Ann Roe of Vefsn Water, who"
    if not member and re.match(
        r",? (?:\d{2},|who\b|\(born|\(\d{4})|, (?:an?|the|its|his|her|their) (?:[\w-]+ )", text[name.end :]
    ):
        return True
    return bool(
        _SPEAKS_NEXT.match(text[name.end :])
        or re.search(r"\b(?:said|says|asked) $", text[: name.start])
        or _is_subject(text, name)
        and _PRONOUN_NEXT.match(text[name.end :])
        or _is_subject_within(text, name)
        and _PRONOUN_BEGINS.match(text[name.end :])
    )


def _is_subject(text: str, name: Name) -> bool:
    """Whether it begins a sentence of its own, as who acts in it does."""
    return re.search(r"(?:^|[.!?”\"]\s+)$", text[: name.start]) is not None


def _is_subject_within(text: str, name: Name) -> bool:
    """Whether it acts in a sentence that begins with a place or a time: "At the gate Jane Roe waits"."""
    opening = re.search(
        r"(?:^|[.!?”\"]\s+)(?:In|At|On|From|Near|Outside|Inside|For|By|Behind|Beside)\b([^.!?]*)$", text[: name.start]
    )
    return opening is not None and not re.search(r"\b(?:the|an?|of|in|at|for|with|and|by|from|to)\s+$", opening[1])


_PRONOUN_BEGINS = re.compile(r" [a-z][^.!?]*[.!?]\s+(?:He|She)\b")
# "Ronald Reagan stood before the gate. He ..."
_PRONOUN_NEXT = re.compile(r" [a-z][^.!?]*[.!?]\s+(?:[“\"][^”\"]*[”\"]\s+)?(?:he|she|his|her)\b", re.I)
_SPEAKS_NEXT = re.compile(
    rf" (?:has |had |also |then |later )*(?:{'|'.join(SAID)}|says|called|spoke|visited|met|won|was born)\b"
)


def _merged(mentions: list[tuple[str, Name]]) -> People:
    people: list[Person] = []
    for text, name in mentions:
        titles, gender = _titles(name) | _roles_beside(text, name), _gender(name, text)
        at = next((index for index, one in enumerate(people) if _same_full_name(one.name, name.text)), None)
        if at is None:
            people.append(Person(name.text, gender, titles))
        else:
            known = people[at]
            longest = max(known.name, name.text, key=len)
            people[at] = Person(longest, known.gender or gender, known.titles | titles)
    return tuple(people)


def _roles_beside(text: str, name: Name) -> frozenset[str]:
    """The roles given in apposition: "spokesperson Lin Jian", "Mark Carney, Canada's prime minister,"."""
    after = re.match(r", ((?:[\w’'-]+ ){0,5}[\w’'-]+)", text[name.end :])
    words = {plain(word) for word in after[1].split()} if after else set()
    return _roles_before(text, name, 3) | words & (ROLES | TITLES | DEMONYMS)


def _roles_before(text: str, name: Name, width: int = 1) -> frozenset[str]:
    """The roles among the last words before a name: "her husband Erik", but not "the mayor of Riga"."""
    before = re.search(rf"((?:[\w’'-]+ ){{0,{width - 1}}}[\w-]+),? $", text[max(0, name.start - 60) : name.start])
    words = [plain(word) for word in before[1].split()] if before else []
    apart = max((index for index, word in enumerate(words) if word in _APART), default=-1)
    if is_place(words[apart + 1 :]):  # "the ambassador to Britain Jane Roe"
        apart = -1
    return frozenset(words[apart + 1 :]) & (ROLES | TITLES | DEMONYMS)


def _gender(name: Name, text: str = "") -> Gender | None:
    cues = set(name.titles) | _roles_before(text, name)
    if cues & HE and not cues & SHE:
        return "he"
    return "she" if cues & SHE and not cues & HE else None


def _same_full_name(one: str, other: str) -> bool:
    """Whether two full names are one: equal, or alike but for a middle name or a short first one."""
    first, second = ([plain(word) for word in name.split() if plain(word) not in _AFTER] for name in (one, other))
    if not first or not second:
        return False
    if first == second:
        return True
    if first[-1] != second[-1] or min(len(first), len(second)) != 2:
        return False
    short, long = sorted((first[0], second[0]), key=len)  # "Josh" and "Joshua"
    return short == long or len(short) > 2 and long.startswith(short) and len(first) == len(second) == 2


def named_by(name: str, people: People) -> list[Person]:
    """The people of the article whom a name may stand for; a last word counts before a first one."""
    words = [plain(word) for word in name.split()]
    if not words:
        return []
    if len(words) > 1:
        return [person for person in people if _same_full_name(person.name, name)]
    last = [person for person in people if words[0] == _surname(person.name)]
    # "Xi" for "Xi Jinping" or "Adam" for "Adam Roe", but not "Apple" for a product that looks like a name.
    sure = [person for person in people if person.gender or person.titles & ROLES]
    return last or [person for person in sure if plain(person.name.split()[0]) == words[0]]


def _surname(name: str) -> str:
    words = [plain(word) for word in name.split()]
    return words[-2] if len(words) > 2 and words[-1] in _AFTER else words[-1]


_CHINESE_TITLE = re.compile(
    r"(?:国家|副)?(?:主席|总统|总理|首相|部长|外长|大臣|发言人|先生|女士|书记|总书记|大使|议员|教授|博士|市长|省长|州长|校长|院长|会长|董事长)$"
)


def same_person(asked: str, speaker: str) -> bool:
    """Whether a name that is asked for and a speaker's name can be one person or organisation."""
    one, other = _core(asked), _core(speaker)
    if not one or not other:
        return False
    if re.match(r"[\u3400-\u9fff]", one[0]) and re.match(r"[\u3400-\u9fff]", other[0]):
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
    """The words of a name without titles and articles; the whole where nothing else is left."""
    name = _CHINESE_TITLE.sub("", name.strip()) or name.strip()
    words = [plain(word) for word in re.findall(r"[^\s,]+", name)]
    words = [word for word in words if word and word not in ("the", "a", "an")]
    titled = [index for index, word in enumerate(words[:-1]) if word in TITLES]
    return words[titled[-1] + 1 :] if titled else words
