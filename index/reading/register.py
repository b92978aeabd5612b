"""All names of a library with the forms under which they appear, and whom a typed name can mean.

If several can be meant it returns all of them; it never chooses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from index.language.quotations import is_cjk
from index.language.word_lists import AFTER_NAMES, COURTESY, ORGANISATIONS, ROLES, TITLES, word_set
from index.reading.records import NameKind

FormKind = Literal[NameKind, "document", "role"]
How = Literal["name", "part", "role", "spelling", "nobody"]

CLOSE = 6  # letters; in a shorter name none may be wrong
NEAREST = 3  # similar names returned if nobody has the requested one
ALIKE = 72.0  # their minimum similarity, out of 100
LONGEST = 200  # characters of a name that are compared

_WORD = re.compile(r"\w[\w&.'’-]*|&")
_LEGAL = word_set("inc ltd llc plc corp corporation co company limited gmbh ag sa nv ab asa oyj spa bv")
_ARTICLES = word_set("the a an this that our their its his her")
_JOINTS = word_set("of for at in from to and with on")
# What may follow the head of a noun phrase: "historian invited by the party", "friend who met her".
_GOING_ON = re.compile(
    r",|\s(?:of|for|at|in|from|with|to|on|by|who|whom|whose|that|which"
    r"|(?:\w+(?:ed|ing)|known|seen|held) (?:by|to|in|as|for|with|at|from))\b"
)
_OWNER = re.compile(r"^.*?\w(?:['’]s|s['’])\s+(?=\w)")
# These change a role: the deputy mayor is not the mayor.
RANKS = word_set(
    "vice deputy former ex acting assistant associate interim outgoing incoming shadow late honorary junior"
)
_SHORT = {
    "ceo": "chief executive", "cfo": "chief financial officer", "coo": "chief operating officer",
    "cto": "chief technology officer", "pm": "prime minister", "vp": "vice president", "fm": "foreign minister",
}  # fmt: skip

Words = tuple[str, ...]
Around = Callable[[Sequence[str]], Mapping[str, Iterable[str]]]


@dataclass(frozen=True, slots=True)
class Form:
    """Words under which somebody or something appears; for a role, `form` is the role and `name` its holder.

    `mentions` counts how often it appears, `statements` how many statements the name has.
    """

    name: str
    form: str
    kind: FormKind
    mentions: int
    statements: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the articles name, or an organisation or document that they quote.

    `forms` are all their names, most frequent first, roles last; `statements` is the number of their statements,
    `articles` the ids of the articles in which they appear, newest first.
    """

    name: str
    kind: FormKind
    forms: tuple[str, ...]
    statements: int
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a name means: the names of all who match, and `how` they were found.

    A match by "spelling" is not the requested name itself. `nearest` are similar names if nobody has it.
    """

    asked: str
    how: How
    names: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()


@dataclass(slots=True)
class _Entry:
    """One name in all spellings: `spellings` and `forms` with their counts."""

    words: Words
    spellings: dict[str, int] = field(default_factory=dict)
    forms: dict[str, int] = field(default_factory=dict)
    roles: dict[str, None] = field(default_factory=dict)
    kinds: dict[FormKind, int] = field(default_factory=dict)
    mentions: int = 0
    statements: int = 0
    searched: str = ""  # all of the above, folded, once computed

    @property
    def name(self) -> str:
        return max(self.spellings, key=lambda name: (self.spellings[name], name))

    @property
    def kind(self) -> FormKind:
        return max(self.kinds, key=lambda kind: (self.kinds[kind], kind == "person"), default="person")


class Register:
    """Names that can be looked up; grows with the forms that are added."""

    def __init__(self) -> None:
        self._entries: dict[Words, _Entry] = {}
        self._by_form: dict[Words, dict[Words, None]] = {}  # the entries that a form names
        self._by_end: dict[str, list[Words]] = {}  # by surname, the last word without a suffix
        self._by_start: dict[str, list[Words]] = {}
        # By a word of the role itself, not of its place: the holder and the whole role.
        self._by_role: dict[str, dict[tuple[Words, str], None]] = {}
        # Computed when first needed after an addition: people and all who are quoted, the most quoted first; their
        # names as texts; all last words.
        self._listed: list[_Entry] | None = None
        self._texts: dict[Words, str] | None = None
        self._ending: tuple[str, ...] | None = None

    def add(self, forms: Iterable[Form]) -> None:
        self._listed = self._texts = self._ending = None
        for one in forms:
            if words := name_words(one.name):
                self._note(self._entry(words), one)

    def _entry(self, words: Words) -> _Entry:
        if (entry := self._entries.get(words)) is None:
            entry = self._entries[words] = _Entry(words)
            self._by_end.setdefault(_surname(words), []).append(words)
            self._by_start.setdefault(words[0], []).append(words)
            if len(words) > 1 and words[-1] in AFTER_NAMES | _LEGAL:
                self._by_form.setdefault(words[:-1], {})[words] = None
        return entry

    def _note(self, entry: _Entry, one: Form) -> None:
        weight = one.mentions + one.statements
        entry.searched = ""
        if one.kind == "role":
            entry.roles[one.form] = None
            entry.spellings.setdefault(one.name, 0)
            for word in _split_role(one.form)[0]:
                self._by_role.setdefault(word, {})[entry.words, one.form] = None
            return
        entry.spellings[one.name] = entry.spellings.get(one.name, 0) + weight
        entry.forms[one.form] = entry.forms.get(one.form, 0) + weight
        entry.kinds[one.kind] = entry.kinds.get(one.kind, 0) + weight
        entry.mentions += one.mentions
        entry.statements += one.statements
        if form := name_words(one.form):
            self._by_form.setdefault(form, {})[entry.words] = None

    # Listing

    def people(self, like: str = "") -> list[Person]:
        """Who is quoted, most often first; with `like`, who is quoted or named in forms with all of its words."""
        wanted = _folded(like[:LONGEST]).split()
        return [
            self._person(entry) for entry in self._people() if (_holds(entry, wanted) if wanted else entry.statements)
        ]

    def _people(self) -> list[_Entry]:
        if self._listed is None:
            entries = self._entries.values()
            listed = [one for one in entries if one.kinds and (one.statements or one.kind == "person")]
            self._listed = sorted(listed, key=lambda entry: (-entry.statements, -entry.mentions, entry.words))
        return self._listed

    def spellings(self, names: Iterable[str]) -> list[str]:
        """All ways in which the names are spelt in the articles."""
        entries = (self._entries.get(name_words(name)) for name in names)
        return [spelling for entry in entries if entry for spelling in entry.spellings]

    def _person(self, entry: _Entry) -> Person:
        forms = sorted(entry.forms, key=lambda form: (-entry.forms[form], form))
        roles = (role for role in entry.roles if role.casefold() not in COURTESY)
        forms = list(dict.fromkeys([entry.name, *forms, *roles]))
        return Person(entry.name, entry.kind, tuple(forms), entry.statements)

    # Looking up

    def find(self, asked: str, around: Around = lambda names: {}) -> Meant:
        """Whom a name means as typed: in lower case, by surname, by role, with a wrong letter.

        `around` maps names to the bodies and places in the articles that give them a role, which resolve a phrase such
        as "the ferry company's chief executive".
        """
        words = name_words(asked)
        if not words:
            return Meant(asked, "nobody")
        looks: tuple[tuple[How, Callable[[Words], list[Words]]], ...] = (
            ("name", self._exactly),
            ("part", self._in_part),
            ("name", self._behind_a_role),
            ("role", lambda words: self._by_their_role(asked, around)),
            ("name", lambda words: self._behind_an_owner(asked)),
            ("name", lambda words: self._before_a_body(asked)),
            ("spelling", self._nearly),
        )
        for how, look in looks:
            for variant in _variants(words):
                if found := look(variant):
                    return Meant(asked, how, tuple(self._entries[one].name for one in found))
        return Meant(asked, "nobody", nearest=self._nearest(words))

    def _exactly(self, words: Words) -> list[Words]:
        """Those with the name or a form of it; for a name of several words, also with a middle name or an initial."""
        found = {words: None} if words in self._entries else {}
        if len(words) > 1:
            found |= {one: None for one in self._by_end.get(_surname(words), ()) if _compatible(words, one)}
        return self._known(found | self._by_form.get(words, {}), also=self._ends(words) if len(words) == 1 else ())

    def _in_part(self, words: Words) -> list[Words]:
        """People (never organisations) whose name ends with these words, as with a surname, else begins with them."""
        if ended := self._known(self._ends(words)):
            return ended
        if is_cjk(words[0]):  # "国家主席习近平", "马克龙总统"
            cuts = range(1, len(words[0]) - 1)
            parts = [*(words[0][at:] for at in cuts), *(words[0][:-at] for at in cuts)]
            return self._known(one for part in parts if (one := (part,)) in self._entries)
        begun = [one for one in self._by_start.get(words[0], ()) if one[: len(words)] == words]
        return self._known(one for one in begun if self._entries[one].kind == "person")

    def _ends(self, words: Words) -> Iterator[Words]:
        for one in self._by_end.get(_surname(words), ()):
            if _without_suffix(one)[-len(words) :] == words and self._entries[one].kind == "person":
                yield one

    def _behind_a_role(self, words: Words) -> list[Words]:
        """Who is named after words that are not part of the name: "utility CEO Ann Lee", "President Xi"."""
        for start in range(1, len(words)):
            last, name = words[start - 1], words[start:]
            found = self._exactly(name) or self._in_part(name)
            if found := [one for one in found if last in TITLES | ROLES or last in self._roles(one)]:
                return found
        return []

    def _behind_an_owner(self, asked: str) -> list[Words]:
        """Who is named after an owner: "Acme's Jane Roe"."""
        owned = without_owner(asked[:LONGEST])
        name = name_words(owned)
        found = self._exactly(name) or self._in_part(name) if owned != asked and name else []
        return [one for one in found if self._entries[one].kind == "person"]

    def _before_a_body(self, asked: str) -> list[Words]:
        """Who is named in full before a body: "Jane Roe of Acme"."""
        name = name_words(_partition_joint(asked[:LONGEST])[0])
        found = self._exactly(name) or self._behind_a_role(name) if len(name) > 1 else []
        return [one for one in found if self._entries[one].kind == "person"]

    def _roles(self, words: Words) -> set[str]:
        return {word for role in self._entries[words].roles for word in name_words(role)} - _ARTICLES - _JOINTS

    def _by_their_role(self, asked: str, around: Around) -> list[Words]:
        head, rest = _split_role(asked)
        if not head:
            return []
        sought = {*head, *rest}
        first, *others = [self._by_role.get(word, {}) for word in head]
        having = {  # the words that each holder's role lacks: the place, or the firm
            owner: rest - own
            for owner, words in first
            if all((owner, words) in other for other in others)
            and (own := _role_words(words)) & RANKS == sought & RANKS
        }
        spelt = {owner: list(self._entries[owner].spellings) for owner, missing in having.items() if missing}
        beside = around([name for names in spelt.values() for name in names]) if spelt else {}
        for owner, names in spelt.items():
            having[owner] -= {word for name in names for one in beside.get(name, ()) for word in _role_words(one)}
        whole = [owner for owner, missing in having.items() if not missing]
        # "The company's head" may be the head of a firm known only by name; if there are several, the firm is unclear.
        of_some = [owner for owner, missing in having.items() if missing <= ORGANISATIONS]
        return self._known(whole or (of_some if len(of_some) == 1 else []))

    def _nearly(self, words: Words) -> list[Words]:
        """Those whose name differs by one letter, but not in the given name: another given name is another person."""
        if sum(map(len, words)) < CLOSE:
            return []
        given, last = words[:-1], words[-1]
        if given:
            near = [one for one in self._by_start.get(given[0], ()) if _without_suffix(one)[:-1] == given]
        else:
            self._ending = self._ending or tuple(self._by_end)
            near = [one for end in _close(last, self._ending) for one in self._by_end.get(end, ())]
        fits = (one for one in near if OSA.distance(_surname(one), last, score_cutoff=1) <= 1)
        return self._known(one for one in fits if self._entries[one].kind == "person" or len(one) == 1)

    def _nearest(self, words: Words) -> tuple[str, ...]:
        """Names similar to one that nobody has, most similar first; those with the same surname before others."""
        people = self._texts = self._texts or {entry.words: " ".join(entry.words) for entry in self._people()}
        same = [one for one in self._by_end.get(_surname(words), ()) if one in people]
        alike = process.extract(" ".join(words), people, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=NEAREST)
        found = dict.fromkeys([*same, *(one for _, _, one in alike)])
        return tuple(self._entries[one].name for one in found)[:NEAREST]

    def _known(self, found: Iterable[Words], also: Iterable[Words] = ()) -> list[Words]:
        """Each once, most quoted first; a place only if it is quoted."""
        each = dict.fromkeys([*found, *also])
        kept = [one for one in each if self._entries[one].statements or self._entries[one].kind != "place"]
        return sorted(kept, key=lambda one: (-self._entries[one].statements, -self._entries[one].mentions, one))


@lru_cache(maxsize=65_536)
def name_words(name: str) -> Words:
    """The words of a name without case, accents, punctuation and "the", as names are compared."""
    words = [_plain(word) for word in _WORD.findall(_folded(name[:LONGEST]))]
    words = [word for word in words if word]
    while len(words) > 1 and words[0] in _ARTICLES:
        del words[0]
    return tuple(words)


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", "".join(one for one in decomposed if not unicodedata.combining(one))).casefold()


def _plain(word: str) -> str:
    return re.sub(r"['’]s?$", "", word).strip(".'’-")


def _variants(words: Words) -> Iterator[Words]:
    """The words, then the same without a final s that may be a possessive: "hanne wolffs"."""
    yield words
    if len(words[-1]) > 3 and words[-1].endswith("s"):
        yield (*words[:-1], words[-1][:-1])


def _without_suffix(words: Words) -> Words:
    return words[:-1] if len(words) > 1 and words[-1] in AFTER_NAMES else words


def _surname(words: Words) -> str:
    return _without_suffix(words)[-1]


def _compatible(asked: Words, known: Words) -> bool:
    """Whether two names with the same last word differ only in middle names, initials and suffixes."""
    one, other = _without_suffix(asked), _without_suffix(known)
    if len(one) < 2 or len(other) < 2 or one[-1] != other[-1] or not _begins(one[0], other[0]):
        return False
    between, among = one[1:-1], other[1:-1]
    if not between or not among:
        # "Bank of England" is not "Bank England", and a particle belongs to the name.
        return all(len(word) == 1 or word not in _JOINTS for word in (*between, *among))
    return len(between) == len(among) and all(map(_begins, between, among))


def _begins(one: str, other: str) -> bool:
    return one == other or min(len(one), len(other)) == 1 and one[0] == other[0]


def _close(word: str, known: tuple[str, ...]) -> list[str]:
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=1, limit=None)
    return [one for one, _, _ in found]


def _holds(entry: _Entry, wanted: list[str]) -> bool:
    entry.searched = entry.searched or _folded("\n".join([*entry.spellings, *entry.forms, *entry.roles]))
    return all(word in entry.searched for word in wanted)


@lru_cache(maxsize=16_384)
def _role_words(text: str) -> frozenset[str]:
    """The words of a role, in the singular, abbreviations written out."""
    words = (part for word in name_words(text) for part in _SHORT.get(word, word).split())
    return frozenset(_singular(word) for word in words if word not in _ARTICLES | _JOINTS)


def _singular(word: str) -> str:
    for ending, instead in (("ies", "y"), ("ss", "ss"), ("s", "")):
        if len(word) > 3 and word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word


def _split_role(asked: str) -> tuple[list[str], set[str]]:
    """The words of the role, and those of the place or body: "the ferry company's chief executive", "mayor of Riga"."""
    text = asked[:LONGEST]
    before, joint, behind = (part.strip() for part in _partition_joint(text))
    possessor, _, owned = before.rpartition("’s ") if "’s " in before else before.rpartition("'s ")
    head = owned if possessor else before
    rest = f"{possessor} {behind}" if joint else possessor
    words = [_singular(part) for word in name_words(head) for part in _SHORT.get(word, word).split()]
    # Without an apostrophe the possessor comes first: "the utilitys ceo". A title marks where the role begins.
    first = next((at for at, word in enumerate(words) if word in TITLES), len(words) - 1)
    return words[max(first, 0) :], set(words[: max(first, 0)]) | set(_role_words(rest))


def without_owner(name: str) -> str:
    """The name without its owner: "Jane Roe" of "Acme's Jane Roe"; any other name as it is."""
    return _OWNER.sub("", name, count=1)


def role_head(asked: str) -> str:
    """The head of a description: "executive" of "the ferry company's chief executive", "mayor" of "mayor of Riga"."""
    words = role_words(asked)
    return words[-1] if words else ""


def role_words(asked: str) -> Words:
    """The words of a description up to its head: "the", "old" and "friend" of "the old friend who met her"."""
    return name_words(_GOING_ON.split(asked[:LONGEST], maxsplit=1)[0])


def _partition_joint(text: str) -> tuple[str, str, str]:
    found = re.search(r"\s(of|for|at|in)\s", text)
    return (text[: found.start()], found[1], text[found.end() :]) if found else (text, "", "")
