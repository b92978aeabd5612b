"""The people, bodies and places that an article names, with their fullest names, forms, kinds and roles.

Names are found by their capital letters; the parse and a few lists only hint at what they are.
"""

from __future__ import annotations

import heapq
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import TYPE_CHECKING, Literal

from simplemma import is_known

from index.language.given_names import pronoun_of
from index.language.names import Name, names_in, plain
from index.language.places import PLACE_PHRASES, PLACES
from index.language.roles import is_listed_role, is_role
from index.language.word_lists import (
    AFTER_NAMES,
    DATES,
    DEMONYMS,
    DOCUMENTS,
    FUNCTION_WORDS,
    HE,
    ORGANISATIONS,
    ROLES,
    SHE,
    THINGS,
    TITLES,
    word_set,
)
from index.reading.cue_verbs import CLAUSE, PAPERS, PEOPLE, VOICES_OF
from index.reading.descriptions import descriptions
from index.reading.records import NameKind
from index.reading.trees import Tree

if TYPE_CHECKING:
    from index.reading.parsing import Token

Gender = Literal["he", "she"]
_FIRM = word_set("inc ltd llc plc corp co gmbh ag sa nv & group holdings records label labs media")
_NOUN_SUBJECTS = ("nsubj", "nsubjpass")
_LABELS = word_set("correction clarification update")  # of a note below an article
_BEFORE_DATES = word_set("in on since until till by from last this next late early mid every each of")
_COMMON = ("NOUN", "ADJ", "VERB", "ADV", "ADP", "SCONJ", "INTJ", "DET", "PRON", "CCONJ")
_STOPS = (".", "!", "?", "…", ":", ";", ",")
LISTED = 2  # the weight of being in a list of places
LONGEST_HEADING = 200
LONGEST_NAME = 12  # words
# "R-TX" after a name is a party and a state.
_PARTY = re.compile(r"[RDI]-[A-Z][\w.]*")


@dataclass(slots=True)
class Entity:
    """Somebody or something that an article names; `roles` are the roles given beside the name."""

    name: str
    kind: NameKind
    gender: Gender | None = None
    roles: list[str] = field(default_factory=list)
    count: int = 0
    titled: bool = False  # whether the gender comes from a title
    speaks: int = 0  # how often it is the subject of a verb of speech or belief
    shown: bool = False  # whether words beside it show what it is
    descriptions: dict[str, None] = field(default_factory=dict)  # everything that the article says about what it is

    @property
    def is_person(self) -> bool:
        return self.kind == "person"


@dataclass(frozen=True, slots=True)
class Naming:
    """One occurrence of a name; `entity` is None if two people with one surname could be meant."""

    paragraph: int
    start: int
    end: int
    form: str
    entity: Entity | None
    gender: Gender | None = None  # of the titles before it


@dataclass(slots=True)
class _Run:
    paragraph: int
    start: int
    end: int
    text: str
    titles: tuple[str, ...]
    short: str | None
    head: Token | None = None
    tree: Tree | None = None
    the: bool = False

    @property
    def words(self) -> list[str]:
        return [plain(word) for word in self.text.split()]

    @property
    def place(self) -> tuple[int, int]:
        return self.paragraph, self.start


class Names:
    """The names of one article, found by place and by form."""

    def __init__(self, namings: Sequence[Naming], forms: dict[str, list[Entity]]) -> None:
        self.namings = namings
        self.entities = list({id(one.entity): one.entity for one in namings if one.entity}.values())
        self._forms = forms
        self._by_paragraph: dict[int, list[Naming]] = defaultdict(list)
        for one in namings:
            self._by_paragraph[one.paragraph].append(one)
        self._starts = {number: [one.start for one in ones] for number, ones in self._by_paragraph.items()}

    def within(self, paragraph: int, start: int, end: int) -> list[Naming]:
        """The names in a span, in order."""
        ones = self._by_paragraph.get(paragraph, [])
        first = bisect_right(self._starts.get(paragraph, []), start)
        first -= bool(first and ones[first - 1].end > start)
        return list(takewhile(lambda one: one.start < end, ones[first:]))

    def called(self, form: str) -> list[Entity]:
        """The entities that a form names in this article."""
        return self._forms.get(" ".join(plain(word) for word in form.split()), [])


def find_names(texts: Sequence[str], trees: Sequence[Sequence[Tree]], titles: Iterable[str] = ()) -> Names:
    """The names in the paragraphs of an article; `titles` are texts above it that may hold a fuller name."""
    runs: list[_Run] = []
    # Words that are also capitalised within a sentence are names everywhere.
    known = {
        one.text
        for ones in trees
        for tree in ones
        for one in tree.doc[1:]
        if one.pos_ == "PROPN" and one.text.istitle()
    }
    for number, text in enumerate(texts):
        runs += _runs(number, text, trees[number] if number < len(trees) else (), known)
    headings = {number for number, text in enumerate(texts) if is_heading(text)}
    named = {" ".join(run.words) for run in runs if run.paragraph not in headings}
    runs = [one for one in runs if one.paragraph not in headings or " ".join(one.words) in named or _is_given(one)]
    runs = [_freed(one, named) for one in runs]
    alone = {" ".join(run.words) for run in runs}
    runs = _joined(texts, runs)
    for title in titles:
        runs += [run for run in _runs(-1, title, (), known) if " ".join(run.words) in alone]
    return _named(texts, runs)


def is_heading(text: str) -> bool:
    """Whether all words but function words are capitalised and no stop ends the text: capitals then show no names."""
    if len(text) > LONGEST_HEADING or text.rstrip("\"'”’)] ").endswith(_STOPS):
        return False
    return all(not word[0].islower() or plain(word) in FUNCTION_WORDS for word in re.findall(r"[^\W_]+", text))


def _freed(run: _Run, named: set[str]) -> _Run:
    """A run without what precedes its name: a role, "Engineer Jan Roe", or letters run into it, "PhotoJan Roe"."""
    words = run.text.split()
    for at in range(len(words) - 1, max(0, len(words) - LONGEST_NAME), -1):
        _, hyphen, tail = words[at - 1].rpartition("-")
        if hyphen and tail.islower() and len(tail) > 3 and is_known(tail, lang="en"):
            return _behind(run, len(" ".join(words[:at])) + 1)  # "Riga-based Acme"
    for at in range(len(words) - 2, max(0, len(words) - LONGEST_NAME), -1):
        whole = is_role(words[at - 1].lower()) or " ".join(map(plain, words[at:])) in named
        if not whole and len(words) - at < 4 and _is_word(words[at - 1]):  # "Sheriff Jan Roe"
            whole = not _is_word(words[at]) and not _is_word(words[-1])
        if whole and pronoun_of(words[at]) and not (at < 3 and pronoun_of(words[0])):  # not "Jane Baker Roe"
            return _behind(run, len(" ".join(words[:at])) + 1)
    for glued in re.finditer(r"(?<=[^\W\d_A-Z])(?=[A-Z])", words[0]) if len(words) > 1 else ():
        if " ".join(map(plain, run.text[glued.start() :].split())) in named:
            return _behind(run, glued.start())
    return run


def _is_word(word: str) -> bool:
    return is_known(word.lower(), lang="en")


def _behind(run: _Run, at: int) -> _Run:
    return replace(run, start=run.start + at, text=run.text[at:])


def _is_given(run: _Run) -> bool:
    """Whether a run is a given name with a surname, as in a caption."""
    words = run.text.split()
    return len(words) in (2, 3) and not run.text.isupper() and pronoun_of(words[0]) is not None


def _runs(number: int, text: str, trees: Sequence[Tree], known: set[str]) -> list[_Run]:
    """The runs of capitals in a paragraph, corrected by the parse if there is one."""
    tokens = {at: (token, tree) for tree in trees for at, token in zip(tree.starts, tree.doc, strict=True)}
    firsts = {next((at for at, one in zip(tree.starts, tree.doc, strict=True) if one.is_alpha), 0) for tree in trees}
    found: list[_Run] = []
    for name in names_in(text):
        if not name.text or _PARTY.fullmatch(name.text):
            continue
        run = _corrected(number, text, name, tokens, firsts, known)
        if run is not None:
            found.append(run)
    taken = [(run.start, run.end) for run in found]
    for start, (token, tree) in tokens.items():  # "May said", which `names_in` leaves out
        inside = bisect_right(taken, (start, len(text) + 1)) - 1
        if inside >= 0 and taken[inside][1] > start or tree.quotation(token):
            continue
        if token.text[0].isupper() and token.text.isalpha() and _is_subject_alone(token):
            found.append(_Run(number, start, start + len(token), token.text, (), None, token, tree))
    return sorted(found, key=lambda run: run.start)


def _is_subject_alone(token: Token) -> bool:
    """Whether a capitalised word alone is the subject of a verb of saying: "May said"."""
    modal = token.dep_ == "aux" and token.tag_ in ("MD", "NNP") and token.head.tag_ == "VBD"  # no modal precedes "said"
    return (
        (token.dep_ == "nsubj" or modal)
        and token.pos_ not in ("PRON", "DET")
        and token.head.lemma_ in ("say", "tell", "add", "argue", "warn", "write")
        and token.text.casefold() in FUNCTION_WORDS | DATES | TITLES
        and all(child.is_punct for child in token.children)
    )


def _corrected(
    number: int, text: str, name: Name, tokens: dict[int, tuple[Token, Tree]], firsts: set[int], known: set[str]
) -> _Run | None:
    """A run with the words that the parse adds to it or takes from it; None if it is not a name."""
    start, end = name.start, name.end
    inner = [tokens[at] for at in range(start, end) if at in tokens]
    if inner:
        if verb := next((at for at, (token, _) in enumerate(inner) if at and _is_verb_of_headline(token)), 0):
            inner = inner[:verb]  # a headline: "Jan Roe Says It Rains"
            end = inner[-1][1].span(inner[-1][0])[1]
        first, tree = inner[0]
        if all(token.like_num or token.is_punct for token, _ in inner):
            return None
        if len(inner) == 1 and start in firsts and _is_common(first, known):
            return None
        if start in firsts and first.pos_ in _COMMON and not name.titles and first.text not in known:
            if len(inner) == 1 and first.dep_ not in _NOUN_SUBJECTS:
                return None
            if len(inner) == 1 and (first.pos_ != "NOUN" or first.tag_ == "NNS" or _is_usual(first)):
                return None
            if len(inner) > 1 and first.pos_ != "NOUN" and pronoun_of(first.text) is None:
                inner = inner[1:]
                start = inner[0][1].span(inner[0][0])[0]
        first, tree = inner[0]
        # "Will Smith", "Jan Roe": the parse joins what a list of words would separate.
        while first.i and _joins(first.nbor(-1), first):
            first = first.nbor(-1)
            start = tree.span(first)[0]
        last = inner[-1][0]
        while first.i and _is_of_nation(first.nbor(-1), last):  # "the European Space Agency"
            first = first.nbor(-1)
            start = tree.span(first)[0]
        if len(inner) == 1 and first == inner[0][0] and _is_no_name(first):
            return None
        the = first.i > 0 and first.nbor(-1).lower_ == "the"
        return _Run(number, start, end, text[start:end], name.titles, name.short, last, tree, the)
    the = text[max(0, start - 4) : start].casefold() == "the "
    if len(name.words) == 1 and re.search(r"(?:^|[.!?:“\"‘]\s*)$", text[max(0, start - 3) : start]) and not name.titles:
        return None  # the first word of a sentence that was not parsed
    return _Run(number, start, end, text[start:end], name.titles, name.short, None, None, the)


def _is_verb_of_headline(token: Token) -> bool:
    """Whether a word in a run of capitals is a verb whose subject precedes it."""
    return token.tag_ == "VBZ" and any(one.dep_ in _NOUN_SUBJECTS and one.i < token.i for one in token.children)


def _is_common(token: Token, known: set[str]) -> bool:
    """Whether a word capitalised only as the first of a sentence is a common noun: "Workers said", "Studies show"."""
    word, many = token.lower_, token.lower_.endswith("s")
    if many and token.lemma_.lower() in PAPERS:
        return True
    return token.text not in known and (word in PEOPLE | _LABELS or many and is_role(word))


def _is_usual(token: Token) -> bool:
    """Whether a noun that opens a sentence is a common noun: "Research shows", "Lack of money has denied"."""
    if token.head.lemma_ not in CLAUSE or any(child.dep_ == "prep" for child in token.children):
        return True
    return token.lower_ in ORGANISATIONS | DOCUMENTS | PAPERS | ROLES


def _is_no_name(token: Token) -> bool:
    """Whether a lone word is a nationality before its noun, or a month."""
    word = plain(token.text)
    if word in DEMONYMS and token.dep_ in ("amod", "compound", "nmod"):
        return True
    return word in DATES and token.dep_ not in (*_NOUN_SUBJECTS, "dobj", "poss")


def _joins(left: Token, first: Token) -> bool:
    if plain(left.text) in DATES and left.i and left.nbor(-1).lower_ in _BEFORE_DATES:
        return False  # "In June Roe left"
    within = left.pos_ in ("PROPN", "AUX") and left.dep_ in ("compound", "nmod") and left.head.i >= first.i
    named = left.i > 0 and pronoun_of(left.text) is not None
    vetoed = left.text.istitle() and plain(left.text) in FUNCTION_WORDS | DATES and left.whitespace_ == " "
    return vetoed and (within or named)


def _is_of_nation(left: Token, last: Token) -> bool:
    """Whether a nationality begins the name of a body that ends in the body's kind."""
    nation = plain(left.text) in DEMONYMS and left.text[0].isupper() and left.dep_ in ("amod", "compound", "nmod")
    return nation and plain(last.text) in ORGANISATIONS and left.head == last


def _joined(texts: Sequence[str], runs: list[_Run]) -> list[_Run]:
    """The runs, with "Bank" "of" "England" and "Johnson" "&" "Johnson" each joined into one."""
    made: list[_Run] = []
    for run in runs:
        last = made[-1] if made and made[-1].paragraph == run.paragraph else None
        if last is not None and not run.titles and _is_one(texts[run.paragraph][last.end : run.start], last, run):
            text = texts[run.paragraph][last.start : run.end]
            head = last.head if " of " in texts[run.paragraph][last.end : run.start] else run.head
            made[-1] = _Run(run.paragraph, last.start, run.end, text, last.titles, run.short, head, last.tree, last.the)
        else:
            made.append(run)
    return made


def _is_one(between: str, last: _Run, run: _Run) -> bool:
    if between in ("’s ", "'s ", "’ ", "' "):  # "the People's Liberation Army"
        return last.the and run.words[-1] in ORGANISATIONS and last.words[-1] not in PLACES
    if between in ("’ and ", "' and "):  # "the Bakers' and Millers' Union"
        return last.the
    if between == " and ":  # "the Securities and Exchange Commission"
        return last.the and run.words[-1] in ORGANISATIONS and last.words[-1] not in ORGANISATIONS | PLACES
    head = last.words[-1]
    if between in (" of ", " of the ", " for ", " for the "):
        body = head in ORGANISATIONS | THINGS or last.the and len(last.words) == 1
        return body and head not in TITLES and last.head is not None
    return between == " & "


# ------------------------------------------------------------------------------------------------ who is who


@dataclass(slots=True)
class _Group:
    text: str
    runs: list[_Run] = field(default_factory=list)
    person: float = 0.0
    body: float = 0.0
    place: float = 0.0
    speaks: int = 0
    genders: set[Gender] = field(default_factory=set)
    given: Gender | None = None  # suggested by the given name
    roles: list[str] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        words = [plain(word) for word in self.text.split()]
        return words[:-1] if len(words) > 2 and words[-1] in AFTER_NAMES else words

    def _is_of_common_words(self) -> bool:
        """Whether all its words are in a dictionary, or the first is in capitals: "Falcon Heavy", "SLS Block"."""
        return self.text.split()[0].isupper() or all(is_known(word, lang="en") for word in self.words)

    def kind(self) -> NameKind:
        best = max(self.person, self.body, self.place)
        if best <= 0:
            return "person" if len(self.words) in (2, 3) and not self._is_of_common_words() else "organisation"
        if self.person == best:
            return "person"
        if self.place == best and self.speaks and best < LISTED:
            return "organisation"  # "in Acme", if Acme speaks elsewhere
        return "organisation" if self.body == best else "place"


def _named(texts: Sequence[str], runs: list[_Run]) -> Names:
    groups: dict[str, _Group] = {}
    for run in runs:
        key = " ".join(run.words)
        group = groups.setdefault(key, _Group(run.text))
        group.text = run.text if group.text.isupper() and not run.text.isupper() else group.text
        group.runs.append(run)
        _weigh(group, run, texts)
    entities: dict[str, list[Entity]] = {}
    full = {key: group for key, group in groups.items() if len(group.words) > 1}
    singles = Counter(word for one in groups.values() if len(one.words) == 1 for word in one.words)
    for group in full.values():
        if singles[group.words[-1]] and not group.body and not group.place and not group._is_of_common_words():
            group.person += 1.5  # the article also uses the last word alone, as for a person
    several = _Several(full)
    for key, group in sorted(full.items(), key=lambda one: -len(one[1].words)):
        kind = group.kind()
        entities[key] = [_same(group, kind, several, entities) or _entity(group, kind)]
    whole = _Whole({id(one[0]): one[0] for one in entities.values()}.values())
    first: dict[int, tuple[int, int]] = {}  # where each is first named with several words
    for key in full:
        for run in groups[key].runs:
            first[id(entities[key][0])] = min(first.get(id(entities[key][0]), run.place), run.place)
    for key, group in groups.items():
        if key not in full:
            entities[key] = _of_one_word(group, whole, first)
    shorts = {plain(run.short): run for run in runs if run.short}
    for short, run in shorts.items():
        entities[short] = entities[" ".join(run.words)]
    namings = []
    given: set[tuple[str, int]] = set()  # names whose roles an entity already has
    for run in runs:
        key = " ".join(run.words)
        group = groups[key]
        one = _chosen(entities[key], run, both=len(group.genders) > 1)
        if one is not None:
            one.count += 1
            if one.is_person and len(group.genders) == 1 and one.gender is None:
                one.gender, one.titled = next(iter(group.genders)), True
            if (key, id(one)) not in given:
                given.add((key, id(one)))
                one.roles[:] = dict.fromkeys([*one.roles, *group.roles])
            if run.head is not None and run.tree is not None:
                phrases = descriptions(run.head, run.tree, run.start, run.end, texts[run.paragraph])
                one.descriptions |= {words: None for words in phrases if words}
        if run.paragraph >= 0:
            namings.append(Naming(run.paragraph, run.start, run.end, run.text, one, _gender(run.titles)))
    return Names(namings, entities)


def _chosen(meant: list[Entity], run: _Run, *, both: bool) -> Entity | None:
    """The bearer of a name; by gender, if several have it or `both` "Mr Roe" and "Mrs Roe" stand in the article."""
    gender = _gender(run.titles)
    if len(meant) == 1 and not (both and gender):
        return meant[0]
    fitting = [one for one in meant if gender is None or one.gender in (None, gender)]
    return fitting[0] if len(fitting) == 1 else None


def _entity(group: _Group, kind: NameKind) -> Entity:
    gender = next(iter(group.genders)) if len(group.genders) == 1 else group.given
    shown = max(group.person, group.body, group.place) >= 1
    return Entity(group.text, kind, gender, list(group.roles), titled=bool(group.genders), shown=shown)


class _Several:
    """The names of several words, by the part that another form shares: beginning, ending, or initial and surname.

    Each comes as (its rank in the article, its key, its words).
    """

    def __init__(self, full: Mapping[str, _Group]) -> None:
        self.sharing: dict[tuple[str, ...], list[tuple[int, str, list[str]]]] = defaultdict(list)
        for number, (key, group) in enumerate(full.items()):
            words = group.words
            for at in range(1, len(words)):
                self.sharing["begins", *words[:at]].append((number, key, words))
                self.sharing["ends", *words[at:]].append((number, key, words))
            self.sharing["called", words[0][:1], words[-1]].append((number, key, words))

    def like(self, words: Sequence[str], kind: NameKind) -> Iterable[tuple[int, str, list[str]]]:
        forms = [("begins", *words)]
        if kind == "person":
            forms += [("ends", *words), ("called", words[0][:1], words[-1])]
        return heapq.merge(*(self.sharing.get(form, ()) for form in forms))


def _same(group: _Group, kind: NameKind, several: _Several, entities: dict[str, list[Entity]]) -> Entity | None:
    """The entity with a longer name of which this name of several words is another form; None if there is none."""
    words = group.words
    for _, key, longer in several.like(words, kind):
        if key not in entities:
            continue
        entity = entities[key][0]
        if kind == "person" and entity.kind == "person":
            if len(longer) > len(words) and longer[-len(words) :] == words:
                return entity  # "Van Der Beek"
            if words[-1] == longer[-1] and (words[0] == longer[0] or _nick(words[0], longer[0])):
                return entity
        elif len(longer) > len(words) and longer[: len(words)] == words and entity.kind != "person":
            return entity
    return None


def _nick(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) > 2 and long.startswith(short) or len(short) == 1 and long.startswith(short)


_OF = word_set("of for at in")


class _Whole:
    """The entities with names of several words, by a single word that may mean them."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.by_surname: dict[str, list[Entity]] = defaultdict(list)
        self.by_first: dict[str, list[Entity]] = defaultdict(list)
        self.by_initials: dict[str, list[Entity]] = defaultdict(list)
        self.by_noun: dict[str, list[Entity]] = defaultdict(list)  # "court" for "Supreme Court of Roeland"
        for one in entities:
            words = [plain(word) for word in one.name.split()]
            self.by_first[words[0]].append(one)
            if one.is_person:
                self.by_surname[_surname(words)].append(one)
            else:
                initials = "".join(word[0] for word in words if word and word not in ("of", "and", "the", "for"))
                self.by_initials[initials].append(one)
                noun = words[next((at for at, word in enumerate(words) if at and word in _OF), len(words)) - 1]
                self.by_noun[noun].append(one)

    def short_for(self, word: str, text: str) -> list[Entity]:
        """The bodies that a word may mean as their initials or the first word of their name."""
        if text.isupper() and len(text) > 2:
            return self.by_initials.get(word, [])
        if word in PLACES:
            return []
        bodies = [one for one in self.by_first.get(word, []) if not one.is_person]
        return [one for one in bodies if plain(one.name.split()[-1]) not in DEMONYMS and " of " not in one.name]


def _of_one_word(group: _Group, whole: _Whole, first_named: Mapping[int, tuple[int, int]]) -> list[Entity]:
    word = group.words[0]
    if not group.text.isupper() and (people := whole.by_surname.get(word)):
        return people
    first = [one for one in whole.by_first.get(word, []) if one.is_person and one.shown]
    if len(first) == 1 and group.place <= group.person + 1 and word not in PLACES:
        return first
    bodies = whole.short_for(word, group.text)
    if not group.text.isupper():  # a body's full name comes first: "Roe" is not a "Roe Radio" named later
        begins = min(run.place for run in group.runs)
        bodies = [one for one in bodies if first_named[id(one)] < begins or _is_firm(one.name)]
    if len(bodies) == 1 and group.place <= 1:
        return bodies
    if any(run.the for run in group.runs):  # "the Court"
        begins = min(run.place for run in group.runs)
        named = [one for one in whole.by_noun.get(word, []) if first_named[id(one)] < begins]
        if len(named) == 1:
            return named
    return [_entity(group, group.kind())]


def _is_firm(name: str) -> bool:
    """Whether the words after the first only say that it is a firm: "Roe Group"."""
    return all(word in _FIRM | ORGANISATIONS for word in map(plain, name.split()[1:]))


def _surname(words: Sequence[str]) -> str:
    return words[-2] if len(words) > 2 and words[-1] in AFTER_NAMES else words[-1]


def _gender(titles: Iterable[str]) -> Gender | None:
    cues = set(titles)
    if cues & HE and not cues & SHE:
        return "he"
    return "she" if cues & SHE and not cues & HE else None


def _weigh(group: _Group, run: _Run, texts: Sequence[str]) -> None:
    """Adds the evidence of one occurrence for the kind of its name: hints from lists, stronger ones from the parse."""
    words, text = run.words, run.text
    before = set(run.titles)
    if before & (TITLES - word_set("press senior former acting foreign defense defence finance interior")):
        group.person += 3
    if gender := _gender(run.titles):
        group.genders.add(gender)
    if held := [title for title in run.titles if title in TITLES]:
        group.roles.append(" ".join(held))
    if len(words) > 1:
        ends = words[-1] in ORGANISATIONS | THINGS | DOCUMENTS | _FIRM or " of " in f" {text} " or "&" in text
        group.body += 1.0 * ends
        group.body += 1.0 * (run.the and not _is_part(run))
    if len(words) in (2, 3, 4) and not run.the and (fits := pronoun_of(run.text.split()[0])):
        group.person += 0.75 if is_known(words[0], lang="en") else 1.5
        if fits != "both" and not group.genders:
            group.given = fits
    if words[0] in _FIRM or words[-1] in _FIRM:
        group.body += 1
    if len(words) == 1 and (
        run.the and not _is_part(run) or words[0] in ORGANISATIONS or text.isupper() and len(text) > 1
    ):
        group.body += 1 + text.isupper()
    phrase = " ".join(words)
    if phrase in PLACE_PHRASES or len(words) == 1 and words[0] in PLACES:
        group.place += LISTED
    if {word.removesuffix("s") for word in words} & DEMONYMS:
        group.body += 1
    head, tree = run.head, run.tree
    if head is None or tree is None:
        return
    if head.dep_ == "pobj" and head.head.lower_ in ("in", "at", "near", "outside", "across"):
        group.place += 0.7
    for child in head.children:
        if child.dep_ == "appos" and _names_a_role(child):
            group.person += 3 if is_listed_role(child.lower_) else 0.9  # too little for `shown`: firms are carriers too
            group.roles.append(_phrase(child, tree, texts[run.paragraph]))
            _genders_of(group, child)
        elif child.dep_ == "appos" and child.pos_ == "NOUN" and child.lower_ in ORGANISATIONS:
            group.body += 3
        elif child.dep_ == "appos" and child.pos_ == "NUM" or child.dep_ == "nummod" and child.i > head.i:
            group.person += 2 * (child.text.isdigit() and len(child.text) == 2)
        elif child.dep_ == "relcl" and any(one.lower_ == "who" for one in child.children):
            group.person += 2
        elif child.dep_ in ("compound", "nmod", "amod") and child.i < head.i and _is_small_role(child):
            group.person += 2 if is_listed_role(child.lower_) else 1
            group.roles.append(_phrase(child, tree, texts[run.paragraph]))
            _genders_of(group, child)
    if head.dep_ == "appos" and head.head.pos_ in ("NOUN", "PROPN") and is_role(head.head.lower_):
        group.person += 3 if is_listed_role(head.head.lower_) else 1
        group.roles.append(_phrase(head.head, tree, texts[run.paragraph]))
        _genders_of(group, head.head)
    elif head.dep_ == "appos" and head.head.lower_ in ORGANISATIONS:
        group.body += 3
    speaks = head.dep_ == "nsubj" and head.head.lemma_ in CLAUSE and not run.the and not text.isupper()
    group.speaks += speaks
    if (
        speaks and not group.place and (len(words) > 1 or pronoun_of(text))
    ):  # people are introduced by more than a surname
        group.person += 0.5
    if head.head.lemma_ in VOICES_OF or head.dep_ == "pobj" and head.head.head.lemma_ in VOICES_OF:
        group.body += 1  # "a WeWork spokesperson"


def _names_a_role(token: Token) -> bool:
    """Whether a noun is somebody's role; a capitalised one only if it is listed: "the MP for Riga"."""
    return token.pos_ == "NOUN" and is_role(token.lower_) or token.pos_ == "PROPN" and is_listed_role(token.lower_)


def _is_small_role(token: Token) -> bool:
    return token.text[0].islower() and is_role(token.lower_)


def _is_part(run: _Run) -> bool:
    """Whether a name modifies a noun, whose article precedes it: "the Roe administration"."""
    return run.head is not None and run.head.dep_ in ("compound", "nmod", "amod", "poss")


def _genders_of(group: _Group, noun: Token) -> None:
    if gender := _gender([noun.lower_]):
        group.genders.add(gender)


def _phrase(noun: Token, tree: Tree, text: str) -> str:
    """The words of a role: the noun with its modifiers, without the article and the name."""
    tokens = [noun]
    for child in noun.children:
        if child.dep_ in ("compound", "amod", "poss", "nmod", "prep") and child.pos_ != "PRON":
            tokens += list(child.subtree)[:12]
    spans = [tree.span(token) for token in tokens]
    words = text[min(start for start, _ in spans) : max(end for _, end in spans)]
    return re.sub(r"^(?:the|an?) ", "", words, flags=re.I).strip(" ,")
