"""Resolves the words that name a speaker: a name, "he", "the mayor", "the agency", "a study by the fund".

It looks back over at most two paragraphs and forty sentences for the nearest match, and names nobody if two could be
meant.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from heapq import nlargest
from typing import TYPE_CHECKING

from index.language.names import plain
from index.language.roles import is_role
from index.language.word_lists import DEMONYMS, ORGANISATIONS, ROLES, word_set
from index.reading.acts import SUBJECTS, speaker_of
from index.reading.cue_verbs import CLAUSE, FINDING, PAPERS, VOICES_OF
from index.reading.named import Entity, Gender, Names, Naming
from index.reading.records import SpeakerKind
from index.reading.trees import Tree
from index.reading.voices import NEAR, REACH, Place

if TYPE_CHECKING:
    from index.reading.parsing import Token

MOST_BODIES = 20  # of one kind, such as ministries, that are compared
_DEFINITE = word_set("the this that his her their its")
_BODIES = (ORGANISATIONS - word_set("times post side sides")) | word_set(
    "band brand giant nonprofit carrier lender duo trio site platform"
)
# Nouns for a firm whose name need not contain them, and words in the names of firms.
_FIRMS = word_set(
    "company firm group corporation bank fund airline manufacturer operator developer retailer maker startup "
    "automaker carmaker drugmaker conglomerate publisher newspaper magazine broadcaster outlet website service brand "
    "giant carrier lender site platform network organization organisation agency charity band duo trio team"
)
_NAMING_FIRMS = word_set("corp inc ltd co companies times post news journal press house labour services")
_ISSUES = word_set("issue release post publish send write share make put file give read tweet")
_RANKS = word_set("prime vice deputy assistant")
_OF = ("of", "for", "from", "by", "at", "with", "in")
_SHOWN_BY_ANYTHING = FINDING | {"make", "mean", "imply"}  # their subject "it" may stand for a whole fact


@dataclass(frozen=True, slots=True)
class Referent:
    """Who speaks: the entity if exactly one is meant, else None; `source` is the wording, `place` that of the name."""

    kind: SpeakerKind
    entity: Entity | None = None
    others: tuple[Entity, ...] = ()
    source: str | None = None
    place: Place | None = None

    @property
    def name(self) -> str | None:
        return " and ".join(one.name for one in (self.entity, *self.others) if one) or None

    @property
    def is_person(self) -> bool:
        return self.entity is not None and self.entity.is_person and not self.others


@dataclass(slots=True)
class Heard:
    """What later sentences need to know about a sentence: who speaks and who acts in it."""

    paragraph: int
    start: int
    end: int
    speaker: Referent | None = None
    spoken: bool = False  # somebody's words, named or not
    bare: bool = False  # nothing but a quotation
    asks: bool = False
    actors: list[Referent] = field(default_factory=list)  # subjects, pronouns resolved
    named: list[tuple[Naming, bool]] = field(default_factory=list)  # with whether the name owns or modifies a noun
    subject_unknown: bool = False  # an unresolved "he" or "the minister"


class Referents:
    """Resolves the words for speakers in one article, given the sentences so far."""

    def __init__(self, texts: Sequence[str], names: Names, trees: Sequence[Sequence[Tree]] = ()) -> None:
        self.texts, self.names = texts, names
        self._learn_pronouns(trees)
        self.heard: list[Heard] = []
        self._papers: dict[str, Referent] = {}  # the body whose study, report ... was named last
        self._roles: dict[str, Referent] = {}
        self._bodies: dict[str, dict[str, Entity]] = defaultdict(dict)  # by kind, then by their words
        self._other_bodies: set[str] = set()  # kinds with a body that no place identifies
        self._learn_placed_bodies(trees)
        self._kinds: dict[frozenset[str], Entity | None] = {}  # the one body of a kind, by its words
        # For a surname that two share: whom sentences were about last, and whom it meant when alone.
        self._sharing: dict[str, dict[int, Entity]] = {}
        self._alone: dict[str, Entity] = {}

    # ------------------------------------------------------------------------------- what a sentence says of itself

    def of(self, who: Token, tree: Tree) -> Referent:
        """Whom the noun phrase of a token means."""
        source = self.source(who, tree)
        small = who.lower_
        if small in ("he", "she", "his", "her", "him", "they", "their", "it", "its"):
            return replace(self._of_pronoun(who, tree), source=source)
        named = self._naming(who, tree)
        if named is not None and not self._is_label(who, named):
            return self._of_name(named, who, tree, source)
        return replace(self._of_noun(who, tree, source), source=source)

    def source(self, who: Token, tree: Tree) -> str:
        """The printable words of a speaker's noun phrase: up to its head, with an "of" or "for" phrase."""
        tokens = [token for token in _noun_phrase(who) if tree.quotation(token) is None] or [who]
        spans = [tree.span(token) for token in tokens]
        start, end = min(start for start, _ in spans), max(end for _, end in spans)
        for one in self.names.within(tree.paragraph, *tree.span(who)):
            start, end = min(start, one.start), max(end, one.end)
        return self.texts[tree.paragraph][start:end]

    def _naming(self, who: Token, tree: Tree) -> Naming | None:
        found = self.names.within(tree.paragraph, *tree.span(who))
        return found[0] if found else None

    def _is_label(self, who: Token, named: Naming) -> bool:
        """Whether a capitalised word is a role, not a name: "The President said"."""
        return named.form == who.text and who.i > 0 and who.nbor(-1).lower_ in _DEFINITE and is_role(who.lower_)

    def _near(self, paragraph: int) -> Iterator[Heard]:
        """The sentences near enough to a paragraph to resolve its words, the last one first."""
        for heard in reversed(self.heard[-NEAR:]):
            if heard.paragraph < paragraph - REACH:
                return
            yield heard

    def _of_name(self, named: Naming, who: Token, tree: Tree, source: str) -> Referent:
        entity = named.entity
        place = (named.paragraph, named.start, named.end)
        if entity is None:
            entity = self._of_surname(named)
            if entity is None:
                return Referent("person", source=source)
        others = []
        for child in _joined_to(who):
            other = self._naming(child, tree)
            if other and other.entity and other.entity is not entity:
                others.append(other.entity)
        kind: SpeakerKind = "person" if entity.is_person else "organisation"
        return Referent(kind, entity, tuple(others), source, place)

    def _of_surname(self, named: Naming) -> Entity | None:
        """Whom a shared surname alone means: the person a sentence was last about, unless it has meant another.

        If a title shows that it is a man or a woman, only such a person is meant.
        """
        if named.gender:
            fitting = [one for one in self.names.called(named.form) if one.gender in (None, named.gender)]
            if len(fitting) < 2:
                return fitting[0] if fitting else None
        meant = dict(self._sharing.get(named.form, {}))
        if (before := self._alone.get(named.form)) is not None:
            meant[id(before)] = before
        if len(meant) != 1:
            return _salient(self.names.called(named.form))
        return self._alone.setdefault(named.form, next(iter(meant.values())))

    def _hear_surnames(self, heard: Heard, heads: Sequence[tuple[Naming, Token]]) -> None:
        """Remembers which of those who share a surname a sentence is about; owners and modifiers do not count."""
        about: dict[str, dict[int, Entity]] = defaultdict(dict)
        beside: dict[str, dict[int, Entity]] = defaultdict(dict)
        for one, token in heads:
            surname = one.form.split()[-1]
            if one.entity is None or one.form == surname or len(self.names.called(surname)) < 2:
                continue
            speaks = heard.speaker is not None and heard.speaker.entity is one.entity
            if speaks or _is_subject(token):
                about[surname][id(one.entity)] = one.entity
            elif not _is_added(token) and surname not in self._alone:
                beside[surname][id(one.entity)] = one.entity
        for surname in {*about, *beside}:
            known = about.get(surname) or self._sharing.get(surname, {})
            self._sharing[surname] = known | beside[surname]

    def _of_noun(self, who: Token, tree: Tree, source: str) -> Referent:
        lemma = who.lemma_.lower()
        for named in (self._naming(child, tree) for child in who.children if child.dep_ == "appos"):
            if named and named.entity and (named.entity.is_person or lemma in _BODIES):
                return replace(_referent(named), source=source)
        if (before := self._apposed_to(who, tree, lemma)) is not None:
            return replace(_referent(before), source=source)
        if is_role(lemma) and (apposed := self._apposed_within(who, tree)) is not None:
            return replace(_referent(apposed), source=source)
        owner = self._owner(who, tree)
        if lemma in VOICES_OF:
            if owner is not None and owner.entity and not owner.entity.is_person:
                self._roles[lemma] = owner
                return owner
            return self._roles.get(lemma, Referent("unnamed")) if self._is_definite(who) else Referent("unnamed")
        if lemma in PAPERS or who.lower_ in PAPERS:
            return self._of_paper(who, lemma, owner)
        if who.tag_ == "NNS" and lemma != "police":
            return Referent("unnamed")
        if lemma in _BODIES and (placed := self._of_placed_body(who, tree, source)):
            return placed
        if self._is_definite(who):
            if lemma in _BODIES:
                found = self._of_body(who, tree)
                return found or Referent("organisation")
            if is_role(lemma) and (found := self._of_role(who, tree)):
                return found
        return Referent("organisation" if lemma in _BODIES else "unnamed")

    def _apposed_to(self, who: Token, tree: Tree, lemma: str) -> Naming | None:
        """The name to which a noun is in apposition: "Acme, a group that has praised it"."""
        first = who.left_edge.i
        closed = who.i + 1 == len(who.doc) or who.nbor().pos_ not in ("VERB", "AUX")  # not "Roe, the club said"
        if who.dep_ != "appos" or first < 2 or not closed:
            return None
        named = self._naming(who.doc[first - 2], tree)
        if named is None or named.entity is None:
            return None
        fits = is_role(lemma) if named.entity.is_person else lemma in _BODIES
        return named if fits else None

    def _apposed_within(self, who: Token, tree: Tree) -> Naming | None:
        """The person named after a role, attached to its last word in the parse: "the mayor of Riga, Jane Roe"."""
        apposed = (self._naming(token, tree) for token in who.subtree if token.dep_ == "appos" and token.i > who.i)
        return next((one for one in apposed if one and one.entity and one.entity.is_person), None)

    def _is_definite(self, who: Token) -> bool:
        return any(
            child.dep_ == "poss" or child.dep_ == "det" and child.lower_ in _DEFINITE for child in who.children
        ) or (who.i == 0 and who.text[0].isupper())

    def _owner(self, who: Token, tree: Tree) -> Referent | None:
        """The body or person behind a spokesman, study or police: "a NASA spokesman", "a study by the fund"."""
        edge = who.left_edge.i
        before = who.doc[edge - 1] if edge else None
        # "referred to Roe's earlier report": the owner may be attached to the verb.
        owners = [before.head] if before is not None and before.dep_ == "case" else []
        for child in (*owners, *who.children):
            inner: list[Token] = []
            if child in owners or child.dep_ in ("compound", "nmod", "poss", "amod"):
                inner = [child]
            elif (
                child.dep_ in ("prep", "agent", "acl")
                and child.i > who.i
                and child.lower_ in (*_OF, "published", "conducted")
            ):
                inner = [one for one in child.subtree if one.dep_ == "pobj"][:2]
            for one in inner:
                if one.lower_ in ("its", "their"):
                    found = self._of_pronoun(one, tree)
                    if found.entity and not found.entity.is_person:
                        return found
                named = self._naming(one, tree)
                if named is None and one.dep_ == "pobj" and one.lemma_.lower() in _BODIES:  # "by the bank Roe & Sons"
                    named = next(
                        filter(None, (self._naming(at, tree) for at in one.children if at.dep_ == "appos")), None
                    )
                if named and named.entity:
                    return _referent(named)
                is_body = child.dep_ != "compound" and one.lemma_.lower() in _BODIES and self._is_definite(one)
                if is_body and (body := self._of_body(one, tree)) is not None:
                    return body
        return None

    def _of_paper(self, who: Token, lemma: str, owner: Referent | None) -> Referent:
        if owner is not None and owner.entity is not None:
            self._papers[lemma] = owner
            return owner
        if self._is_definite(who) and lemma in self._papers and all(one.dep_ != "compound" for one in who.children):
            return self._papers[lemma]
        return Referent("document")

    def wrote(self, paper: str, who: Referent) -> None:
        """Remembers the author of a statement, letter or study for "the statement" in a later sentence."""
        if who.entity is not None:
            self._papers[paper] = who

    def _hear_papers(self, tree: Tree) -> None:
        for token in tree.doc:
            lemma = token.lemma_.lower()
            if token.pos_ != "NOUN" or lemma not in PAPERS or token.tag_ == "NNS" or token.dep_ in SUBJECTS:
                continue
            owner = self._owner(token, tree)
            verb = token.head
            if owner is None and token.dep_ == "dobj" and verb.lemma_ in _ISSUES:
                subject = speaker_of(verb)
                owner = self.of(subject, tree) if subject is not None else None
            if owner is not None:
                self.wrote(lemma, owner)

    def _placed_body(self, who: Token, tree: Tree) -> Place | None:
        """The span of a body named by its location and kind: "Hong Kong police", "China's commerce ministry"."""
        end = tree.span(who)[1]
        for child in who.children:
            named = self._naming(child, tree) if child.dep_ in ("compound", "nmod", "poss") else None
            if named is None or named.entity is None:
                continue
            if child.dep_ == "poss" and named.entity.kind == "place" or named.end + 1 == tree.span(who)[0]:
                return tree.paragraph, named.start, end
        return None

    def _learn_placed_bodies(self, trees: Sequence[Sequence[Tree]]) -> None:
        for tree in (tree for ones in trees for tree in ones):
            for token in tree.doc:
                kind = token.lemma_.lower()
                if kind in _BODIES and token.pos_ == "NOUN" and (place := self._placed_body(token, tree)):
                    words = self.texts[tree.paragraph][place[1] : place[2]]
                    self._bodies[kind].setdefault(words, Entity(words, "organisation"))

    def _of_placed_body(self, who: Token, tree: Tree, source: str) -> Referent | None:
        """A body named by its location and kind, or "the city's police" if the article has only one police."""
        known = self._bodies[who.lemma_.lower()]
        if place := self._placed_body(who, tree):
            words = self.texts[tree.paragraph][place[1] : place[2]]
            entity = known.setdefault(words, Entity(words, "organisation"))
            return Referent("organisation", entity, (), source, place)
        if len(known) > MOST_BODIES:
            return None
        kinds = _kinds(who)
        fitting = [one for one in known.values() if kinds <= {plain(word) for word in one.name.split()}]
        if known and not fitting:
            self._other_bodies.add(who.lemma_.lower())  # from here on "the ministry" is ambiguous
        if len(fitting) == 1 and (kinds or who.lemma_.lower() not in self._other_bodies):
            return Referent("organisation", fitting[0], (), source)
        return None

    def _of_body(self, who: Token, tree: Tree) -> Referent | None:
        """The body meant by "the company" or "the agency": the last one that acted or spoke."""
        if any(child.dep_ in ("poss", "prep") for child in who.children):
            return None
        if kinds := _kinds(who):
            return self._of_kind(kinds | {who.lemma_.lower()})
        return self._nearest_body(who, tree, who.lemma_.lower())

    def _of_kind(self, words: frozenset[str]) -> Referent | None:
        """The only body whose name contains the words: "Roe News Agency" for "the news agency"."""
        if words not in self._kinds:
            fitting = [
                one
                for one in self.names.entities
                if one.kind == "organisation" and words <= {plain(word) for word in one.name.split()}
            ]
            self._kinds[words] = fitting[0] if len(fitting) == 1 else None
        body = self._kinds[words]
        return _referent(next(one for one in self.names.namings if one.entity is body)) if body else None

    def _nearest_body(self, who: Token, tree: Tree, called: str = "") -> Referent | None:
        """The last body that acted or spoke; `called` is the kind of body it must be."""
        barred = self._beside(who, tree)

        def fits(one: Naming | Referent) -> bool:
            return one.entity is not None and one.entity.kind == "organisation" and _is_called(one.entity.name, called)

        before = self.names.within(tree.paragraph, tree.start, tree.span(who)[0])
        own = [one for one in before if fits(one) and (at := _token_at(tree, one)) is not None and at.dep_ in SUBJECTS]
        if own := self._salient_body(own):
            return _referent(own[0])
        for heard in self._near(tree.paragraph):
            spoke = [heard.speaker] if heard.speaker and not called else []
            for actor in (*spoke, *reversed(heard.actors)):
                speaks = actor in spoke or actor.entity is not None and actor.entity.speaks
                if fits(actor) and id(actor.entity) not in barred and speaks:
                    return actor
            bodies = [one for one, _ in heard.named if fits(one) and id(one.entity) not in barred]
            bodies = [one for one in bodies if one.entity and one.entity.speaks] or bodies
            if bodies:
                return _referent(chief[0]) if (chief := self._salient_body(bodies)) else None
        return None

    def _salient_body(self, bodies: Sequence[Naming]) -> list[Naming]:
        """The only body, or the one that the article names three times as often as the next."""
        found = {id(one.entity): one for one in bodies if one.entity}
        chief = _salient([one.entity for one in found.values() if one.entity])
        return [found[id(chief)]] if chief else []

    def _of_role(self, who: Token, tree: Tree) -> Referent | None:
        """The person meant by "the president": the nearest one to whom the article gives that role."""
        role = plain(who.text)
        wanted = {plain(word) for word in re.split(r"[\s-]+", self.source(who, tree))} - _DEFINITE - set(_OF) - {"to"}

        def fits(entity: Entity) -> bool:
            # "The minister" is not the prime minister, nor "the president" a vice president.
            held = ({plain(word) for word in re.split(r"[\s-]+", called)} for called in entity.roles)
            return any(role in has and wanted <= has and has & _RANKS <= wanted for has in held)

        barred = self._beside(who, tree)
        for heard in self._near(tree.paragraph):
            candidates: dict[int, Referent] = {}
            for one, _ in heard.named:
                if one.entity and one.entity.is_person and id(one.entity) not in barred and fits(one.entity):
                    candidates[id(one.entity)] = _referent(one)
            if heard.speaker and heard.speaker.entity and heard.speaker.is_person and fits(heard.speaker.entity):
                candidates[id(heard.speaker.entity)] = heard.speaker
            if candidates:
                return next(iter(candidates.values())) if len(candidates) == 1 else Referent("unnamed")
        holders = [one for one in self.names.entities if one.is_person and fits(one)]
        if len(holders) == 1:
            return _referent(next(one for one in self.names.namings if one.entity is holders[0]))
        # "The welder added": the previous speaker, if no other is near.
        last = self.heard[-1] if self.heard else None
        if last and last.speaker and last.speaker.is_person and last.paragraph >= tree.paragraph - 1 and not holders:
            alone = {id(one.entity) for one, _ in last.named if one.entity and one.entity.is_person}
            known = last.speaker.entity
            if known and alone <= {id(known)} and (role not in ROLES or not known.roles):
                return last.speaker
        return None

    def _learn_pronouns(self, trees: Sequence[Sequence[Tree]]) -> None:
        """Learns each person's pronoun from sentences that name one person and continue with "he" or "she"."""
        votes: dict[int, Counter[Gender]] = defaultdict(Counter)
        things: Counter[int] = Counter()
        alone: Entity | None = None  # the only person in the previous sentence, if its subject
        for tree in (tree for ones in trees for tree in ones):
            named = [one for one in self.names.within(tree.paragraph, tree.start, tree.end) if one.entity]
            people = {id(one.entity): one for one in named if one.entity and one.entity.is_person}
            heads = {key: _token_at(tree, one) for key, one in people.items()}
            people = {key: one for key, one in people.items() if (at := heads[key]) is None or at.dep_ != "poss"}
            for one in named:
                at = _token_at(tree, one)
                if one.entity and at is not None and at.dep_ == "nsubj" and at.head.lemma_ in CLAUSE:
                    one.entity.speaks += 1
            here = {key: one for key, one in people.items() if heads[key] is not None}
            said = [one for one in tree.doc if one.lower_ in ("he", "she", "his", "her") and one.i]
            first = tree.doc[0].lower_
            if alone is not None and not people and first in ("he", "she"):
                votes[id(alone)]["he" if first == "he" else "she"] += 1
            elif len(here) == 1 and len(people) == 1 and said:
                one = next(iter(here.values()))
                after = [token for token in said if tree.span(token)[0] > one.start]
                if after and one.entity:
                    votes[id(one.entity)]["he" if after[0].lower_ in ("he", "his") else "she"] += 1
            if len(here) == 1 and not said:
                one = next(iter(here.values()))
                after = [
                    token for token in tree.doc if token.lower_ in ("it", "its") and tree.span(token)[0] > one.start
                ]
                things[id(one.entity)] += any(token.dep_ in ("nsubj", "poss") for token in after)
            subject = [one for key, one in here.items() if (at := heads[key]) is not None and at.dep_ in SUBJECTS]
            alone = subject[0].entity if len(people) == 1 and len(subject) == 1 else None
        for entity in self.names.entities:
            hinted = entity.shown or entity.gender is not None  # by words beside it, or by a given name
            if entity.is_person and not hinted and things[id(entity)] and id(entity) not in votes:
                entity.kind = "organisation"
            counted = votes.get(id(entity))
            if counted and not entity.titled:
                entity.gender = next(iter(counted)) if len(counted) == 1 else None

    # ---------------------------------------------------------------------------------------------- he, she, they, it

    def _of_pronoun(self, who: Token, tree: Tree) -> Referent:
        small = {"his": "he", "him": "he", "her": "she", "its": "it", "their": "they"}.get(who.lower_, who.lower_)
        if small in ("it", "they"):
            return self._of_it(who, tree, small)
        gender: Gender = "he" if small == "he" else "she"
        own = self._in_own_sentence(who, tree, gender)
        return own or self._nearest_person(tree, gender, self._beside(who, tree))

    def _beside(self, who: Token, tree: Tree) -> frozenset[int]:
        """Entities named after a subject in its clause, which it cannot mean: "he met Roe" (Principle C of binding)."""
        if who.dep_ not in SUBJECTS:
            return frozenset()  # an apposition to it, "the chairman, Jan Roe", is named in its own phrase
        verb = who.head
        named = self.names.within(tree.paragraph, tree.span(who)[1], tree.span(verb.right_edge)[1])
        return frozenset(
            id(one.entity)
            for one in named
            if one.entity and (token := _token_at(tree, one)) is not None and not who.is_ancestor(token)
        )

    def _in_own_sentence(self, who: Token, tree: Tree, gender: Gender) -> Referent | None:
        """The person before "he" in the same sentence: its subject, if only one fits; unknown if another might."""
        start = tree.span(who)[0]
        subjects: dict[int, Referent] = {}
        others: list[tuple[Token, Referent]] = []
        for one in self.names.within(tree.paragraph, tree.start, start):
            token = _token_at(tree, one)
            if one.entity is None and token is not None:
                one = replace(one, entity=self._of_surname(one))
                if one.entity is None and token.dep_ in SUBJECTS:
                    return Referent("unnamed")
            if one.entity is None or not one.entity.is_person or one.entity.gender not in (None, gender):
                continue
            if token is None:
                continue  # within a quotation
            if token.dep_ in SUBJECTS or token.dep_ in ("appos", "conj") and token.head.dep_ in SUBJECTS:
                subjects[id(one.entity)] = _referent(one)
            elif token.dep_ not in ("poss", "compound", "nmod"):
                others.append((token, _referent(one)))
        if subjects:
            return next(iter(subjects.values())) if len(subjects) == 1 else Referent("unnamed")
        speaker = next(filter(None, (_described_subject(one) for one in who.ancestors if one.dep_ == "ccomp")), None)
        if speaker is not None:
            found = self.of(speaker, tree)
            return found if found.is_person else Referent("unnamed")
        return Referent("unnamed") if others and not self._chain(tree, gender) else None

    def _chain(self, tree: Tree, gender: Gender) -> bool:
        """Whether "he" has meant one person for a while, so that an object in the same sentence is another."""
        last = self.heard[-1] if self.heard else None
        if last is None or last.paragraph < tree.paragraph - 1:
            return False
        referent = last.speaker or (last.actors[0] if last.actors else None)
        return referent is not None and referent.is_person and _fits(referent.entity, gender)

    def _nearest_person(self, tree: Tree, gender: Gender, barred: frozenset[int]) -> Referent:
        for heard in self._near(tree.paragraph):
            found = (self._of_spoken if heard.spoken else self._of_acting)(heard, gender, barred)
            if found is not None:
                return found
        return Referent("unnamed")

    def _of_spoken(self, heard: Heard, gender: Gender, barred: frozenset[int]) -> Referent | None:
        speaker = heard.speaker
        if speaker is None:
            return Referent("unnamed") if heard.bare else self._of_acting(heard, gender, barred)
        if speaker.is_person and _fits(speaker.entity, gender, barred):
            return speaker
        others = {
            id(one.entity): _referent(one)
            for one, owner in heard.named
            if one.entity and one.entity.is_person and not owner and _fits(one.entity, gender, barred)
        }
        if others and heard.subject_unknown:
            return Referent("unnamed")
        if others:
            return next(iter(others.values())) if len(others) == 1 else Referent("unnamed")
        return None

    def _of_acting(self, heard: Heard, gender: Gender, barred: frozenset[int]) -> Referent | None:
        actors = {id(one.entity): one for one in heard.actors if one.is_person and _fits(one.entity, gender, barred)}
        if len(actors) == 1:
            return next(iter(actors.values()))
        if actors:
            return Referent("unnamed")
        people = [(one, owner) for one, owner in heard.named if _fits(one.entity, gender, barred)]
        people = [(one, owner) for one, owner in people if one.entity and one.entity.is_person]
        chief = [one for one, owner in people if not owner] or [one for one, _ in people]
        named = {id(one.entity): _referent(one) for one in chief}
        if not named:
            return Referent("unnamed") if heard.subject_unknown else None
        if heard.subject_unknown or len(named) > 1:
            return Referent("unnamed")
        one = next(iter(named.values()))
        return one if one.entity and (one.entity.shown or one.entity.gender) else Referent("unnamed")

    def _of_it(self, who: Token, tree: Tree, small: str) -> Referent:
        last = self.heard[-1] if self.heard else None
        if small == "it" and who.dep_ in SUBJECTS and who.head.lemma_.lower() in _SHOWN_BY_ANYTHING:
            return Referent("unnamed")
        if small == "it" or who.lower_ == "their":
            return self._nearest_body(who, tree) or Referent("unnamed")
        near = last is not None and last.paragraph >= tree.paragraph - 1
        return last.speaker if near and last and last.speaker and not last.speaker.is_person else Referent("unnamed")

    # -------------------------------------------------------------------------------------------------- what is heard

    def hear(self, heard: Heard, trees: Sequence[Tree]) -> None:
        """Records a sentence, with who acts in it, for those that follow."""
        heads: list[tuple[Naming, Token]] = []
        for one in self.names.within(heard.paragraph, heard.start, heard.end):
            token, tree = next(
                ((token, tree) for tree in trees if (token := _token_at(tree, one)) is not None), (None, None)
            )
            if token is None or tree is None or token.dep_ == "amod":  # "a Swedish firm" names nobody
                continue
            owner = token.dep_ in ("poss", "compound", "nmod")
            heard.named.append((one, owner))
            heads.append((one, token))
        self._hear_surnames(heard, heads)
        for tree in trees:
            self._hear_papers(tree)
            for token in tree.doc:
                if token.dep_ in ("nsubj", "nsubjpass") and tree.quotation(token) is None and _is_main(token):
                    if token.lower_ in ("he", "she"):
                        found = self._of_pronoun(token, tree)
                        if found.entity is None:
                            heard.subject_unknown = True
                        else:
                            heard.actors.append(found)
                    elif named := self._naming(token, tree):
                        joined = [self._naming(one, tree) for one in _joined_to(token)]
                        subject = replace(named, entity=named.entity or self._of_surname(named))
                        heard.actors += [_referent(one) for one in (subject, *joined) if one and one.entity]
                        heard.subject_unknown |= subject.entity is None
                    elif is_role(token.lower_) and token.tag_ == "NN":
                        found = self.of(token, tree)
                        if found.entity is not None and found.is_person:
                            heard.actors.append(found)
                        else:
                            heard.subject_unknown = True
        self.heard.append(heard)


def _kinds(who: Token) -> frozenset[str]:
    """The words that specify the kind of body a noun means: "news" in "the news agency"."""
    kinds = {plain(child.text) for child in who.children if child.dep_ in ("amod", "compound")}
    return frozenset(kinds - DEMONYMS - {"own"})


def _salient(entities: Sequence[Entity]) -> Entity | None:
    """The only entity, or the one that the article names three times as often as the next."""
    ranked = nlargest(2, entities, key=lambda one: one.count)
    return ranked[0] if ranked and (len(ranked) < 2 or ranked[0].count >= 3 * ranked[1].count) else None


def _described_subject(clause: Token) -> Token | None:
    """The subject who reports a clause, if described but not named: "a lawyer said he hoped"."""
    before = (child for child in clause.head.lefts if child.dep_ == "nsubj" and child.i < clause.i)
    return next((child for child in before if child.tag_ == "NN" and is_role(child.lower_)), None)


def _is_called(name: str, kind: str) -> bool:
    """Whether a body with this name can be called "the union" or "the company".

    A firm's name need not show its kind; that of any other body must, unless it consists of initials.
    """
    words = {plain(word) for word in name.split()}
    if not kind or kind in words or name.isupper():
        return True
    return kind in _FIRMS and not words & (ORGANISATIONS - _FIRMS - _NAMING_FIRMS)


def _referent(named: Naming) -> Referent:
    kind: SpeakerKind = "person" if named.entity and named.entity.is_person else "organisation"
    return Referent(kind, named.entity, (), None, (named.paragraph, named.start, named.end))


def _joined_to(who: Token) -> Iterator[Token]:
    """The nouns coordinated with one, "Roe, Lind and Day", but not an owner, "Roe, Acme's chairman"."""
    for child in who.children:
        if child.dep_ == "conj" and not any(one.dep_ == "case" for one in child.children):
            yield child
            yield from _joined_to(child)


def _fits(entity: Entity | None, gender: Gender, barred: frozenset[int] = frozenset()) -> bool:
    return entity is not None and entity.gender in (None, gender) and id(entity) not in barred


def _is_main(token: Token) -> bool:
    verb = token.head
    return verb.dep_ in ("ROOT", "conj", "ccomp", "parataxis") or verb.head.dep_ == "ROOT"


def _token_at(tree: Tree, named: Naming) -> Token | None:
    """The head of a name in the tree's paragraph; None if the name is outside the tree or within a quotation."""
    if not tree.start <= named.start < tree.end:
        return None
    inside = tree.within(named.start, named.end)
    if not inside:
        return None
    numbers = {token.i for token in inside}
    return next((token for token in inside if token.head.i not in numbers), inside[-1])


def _is_subject(token: Token) -> bool:
    """Whether a name is a subject, in apposition to one, or coordinated with one."""
    return token.dep_ in SUBJECTS or token.dep_ in ("appos", "conj") and _is_subject(token.head)


def _is_added(token: Token) -> bool:
    """Whether a name only identifies another noun: "the work of his son, Jan Roe", "Jan Roe's father"."""
    owned = any(child.dep_ == "poss" for noun in (token, token.head) for child in noun.children)
    return token.dep_ in ("poss", "compound", "nmod") or owned or token.dep_ == "appos" and token.head.dep_ == "pobj"


def _follows(who: Token, prep: Token) -> bool:
    """Whether a phrase directly follows its noun and is short."""
    return not any(one.is_punct for one in who.doc[who.i + 1 : prep.i]) and len(list(prep.subtree)) < 12


def _noun_phrase(who: Token) -> Iterator[Token]:
    """The tokens of a printable noun phrase: up to its head, with a following "of" or "for" phrase."""
    yield who
    for child in who.children:
        if child.i < who.i and child.dep_ not in ("punct", "mark"):
            yield from child.subtree
        elif child.i > who.i and child.dep_ == "prep" and child.lower_ in _OF and _follows(who, child):
            yield from (one for one in child.subtree if not one.is_punct)
