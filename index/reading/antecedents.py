"""Whom the words that name a speaker stand for: "Roe", "he" or "the president".

It looks back through at most two paragraphs for the nearest person who fits, and gives none where two do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.language.names import may_be_person, names_in, plain
from index.language.places import PLACES
from index.language.word_lists import DEMONYMS, DOCUMENTS, HE, ORGANISATIONS, ROLES, SHE, THINGS, word_set
from index.reading.people import People, Person, named_by
from index.reading.speech import Speech, continues
from index.reading.subjects import head_of, main_subject
from index.reading.voices import Voice

Place = tuple[int, int, int]
Found = tuple[str | None, Place | None]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A sentence or clause with its quotations blanked out and who says it; `back` counts paragraphs, 0 is this one."""

    back: int
    start: int
    end: int
    bare: str
    voice: Voice
    speaker: str | None
    place: Place | None
    sentence: int = 0  # where the sentence begins that it is a clause of

    def moved_back(self, paragraphs: int) -> Earlier:
        place = (self.place[0] + paragraphs, *self.place[1:]) if self.place else None
        return replace(self, back=self.back + paragraphs, place=place)

    def holds(self, place: Place) -> bool:
        return place[0] == self.back and self.start <= place[1] < self.end


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, as it is and with quotations blanked out, the article's people, and what came before."""

    text: str
    bare: str
    people: People
    earlier: tuple[Earlier, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    person: Person
    place: Place
    possessive: bool
    known: bool = True  # else only the form of a name that nothing else shows to be a person's


_OBJECT = re.compile(
    r"\b(?:with|to|about|of|against|from|for|by|on|alongside|than|between|told|met|meeting|asked|urged|and)\s+"
    r"(?:[\w.’'-]+\s+){0,4}$"
)
_REPLIES = re.compile(r"\b(?:repl|answer|respond|retort|counter)(?:y|ies|ied|s|ed|ing)?\b")
# "the ambassador to Britain Jane Roe": where names_in leaves the place out.
_PLACE_BEFORE = re.compile(r"^(?:[\w’'-]+ )*[a-z]+ (?:to|in|for|of) (?:the )?(?:[A-Z][\w.]+ )+$")
# "at the Brandenburg Gate", "the White House"
_PLACED = re.compile(r"\b(?:the|an?|in|at|near|on|into|through|outside|across)\s+$", re.I)
# "The minister" is not the prime minister, nor "the president" a vice president.
_RANKS = word_set("prime vice deputy")
# Who is named in a relative clause only is not who the next sentence is about.
_RELATIVE = re.compile(r", (?:who|whose|whom|which)\b[^,.;]*(?=[,.;]|$)")
_DEFINITE = re.compile(r"^(?:the|his|her|their|its|this|that)\b", re.I)


def mentions(bare: str, back: int, offset: int, people: People) -> list[Mention]:
    """The people of the article named in a piece of text that begins at `offset` of its paragraph."""
    found = []
    for name in names_in(bare):
        known = named_by(name.text, people) if name.text else []
        # A full name may be a person where nothing else shows one: it is who the sentence is about, or another.
        sure = bool(known) or not bare[: name.start].strip(" ,;—–-")
        if not known and len(name.words) > 1 and may_be_person(name) and not _PLACED.search(bare[: name.start]):
            known = [Person(name.text)]
        if known:  # of two with one surname nobody knows which, so the name stands for somebody of its own
            person = known[0] if len(known) == 1 else Person(name.text)
            owner = re.match(r"['’]s?\b|['’]\s", bare[name.end :]) is not None
            found.append(Mention(person, (back, offset + name.start, offset + name.end), owner, sure))
    return found


def speaker_named(passage: Passage, speech: Speech, start: int, said: list[Earlier]) -> Found:
    """The speaker whom the words of a speech name, and where the name stands."""
    phrase = re.sub(r"['’]s?$", "", passage.text[speech.start : speech.end].strip(" ,"))
    pronoun = {"his": "he", "her": "she", "their": "they"}.get(phrase.casefold(), phrase.casefold())
    if pronoun in ("he", "she", "they"):
        return _of_pronoun(passage, speech, pronoun, start, said)
    names = [name for name in names_in(phrase) if name.text and not _owns(phrase, name.end)]
    both = re.fullmatch(r"(.+) and (.+)", phrase)
    if both and len(names) == 2:
        pair = [full_name(passage, name.text, speech.start, said)[0] or name.text for name in names]
        return " and ".join(pair), (0, speech.start, speech.end)
    head = len(head_of(phrase))  # "a Nissan spokesperson" is not Nissan
    in_head = [name for name in names if head - 1 <= name.end <= head + 1]
    longer = re.search(r" (?:of|for) (?:the )?[A-Z]", phrase) and not re.search(
        r"^\S+ \S", phrase[: head + 1].removeprefix("the ")
    )
    if not in_head and names and (names[-1].end == len(phrase)) and _PLACE_BEFORE.search(phrase[: names[-1].start]):
        in_head, longer = names[-1:], None  # "the ambassador to Britain Jane Roe"
    if in_head and not _is_body(in_head[-1].words) and not (longer and not named_by(in_head[-1].text, passage.people)):
        place = (0, speech.start + in_head[-1].start, speech.start + in_head[-1].end)
        full, elsewhere = full_name(passage, in_head[-1].text, speech.start, said, in_head[-1].titles)
        if phrase.startswith("The ") and speech.start > start and in_head[-1].start == 4 and not in_head[-1].titles:
            full = f"The {full}"  # "according to The Lancet": it is part of the name
        return full, place if full else elsewhere
    if _DEFINITE.match(phrase) or phrase[:1].isupper() and not in_head:
        return _of_role(passage, phrase, speech, start, said)
    return phrase, (0, speech.start, speech.end)


def _owns(phrase: str, end: int) -> bool:
    return re.match(r"['’]s?\s+\w", phrase[end:]) is not None


def _is_body(words: list[str]) -> bool:
    """Whether a name is an organisation's or a place's, which keeps its article: "the White House"."""
    return words[-1] in ORGANISATIONS | THINGS | DEMONYMS or words[-1] in PLACES and len(words) == 1


def full_name(passage: Passage, name: str, at: int, said: list[Earlier], titles: Sequence[str] = ()) -> Found:
    """The fullest name in the article; of two people with one surname, the one named nearby, or none."""
    known = named_by(name, passage.people)
    if len(known) < 2:
        return (known[0].name if known else name), None
    gender = "he" if HE.intersection(titles) else "she" if SHE.intersection(titles) else None
    fitting = [one for one in known if gender is None or one.gender in (None, gender)]
    if len(fitting) == 1:  # "Miss Lomax" of Edda Lomax and her father
        return fitting[0].name, None
    here = [one for one in mentions(passage.bare[:at], 0, 0, passage.people) if one.person in known]
    for earlier in passage.earlier:
        here += [
            one for one in mentions(earlier.bare, earlier.back, earlier.start, passage.people) if one.person in known
        ]
    people = {one.person.name for one in here}
    return (people.pop(), None) if len(people) == 1 else (None, None)


def _of_pronoun(passage: Passage, speech: Speech, pronoun: str, start: int, said: list[Earlier]) -> Found:
    before = [*passage.earlier, *said]
    last = before[-1] if before else None
    if pronoun == "they":
        plural = (
            last is not None and last.voice != "outlet" and last.speaker and not named_by(last.speaker, passage.people)
        )
        return (last.speaker, last.place) if last and plural else (None, None)
    own = mentions(passage.bare[start : speech.start], 0, start, passage.people)
    objects = [one for one in own if one.possessive or _OBJECT.search(passage.bare[start : one.place[1]])]
    subjects = {one.person.name: one for one in own if one not in objects and one.person.gender in (None, pronoun)}
    if subjects:
        one = next(iter(subjects.values()))
        return (one.person.name, one.place) if len(subjects) == 1 else (None, None)
    # "After talks with Xi, he said": perhaps Xi, perhaps another.
    if any(one.person.gender in (None, pronoun) for one in objects if not one.possessive):
        return None, None
    if last is not None and _REPLIES.match(speech.verb) and (other := _addressee(passage, last, pronoun)):
        return other
    goes_on = continues(passage.bare, speech)
    found = _nearest(passage, before, lambda person: person.gender in (None, pronoun), goes_on)
    # "His claim" after "the expert warned": rather his of whom the expert spoke.
    return (None, None) if speech.verb == "noun" and found[0] and not _known(found[0], passage.people) else found


def _addressee(passage: Passage, last: Earlier, pronoun: str) -> Found | None:
    """Who replies to the sentence before: the one other person whom its speaker spoke to; None where none is named."""
    named = mentions(last.bare, last.back, last.start, passage.people)
    others = {one.person.name: one for one in named if one.person.name != last.speaker and not one.possessive}
    if last.voice == "outlet" or last.speaker is None or not others:
        return None
    one = next(iter(others.values()))
    told = re.search(
        r"\b(?:told|tells|asked|asks|to|urged|reminded|assured)\s+$", last.bare[: one.place[1] - last.start]
    )
    if len(others) > 1 or not told or one.person.gender not in (None, pronoun):
        return None, None
    return one.person.name, one.place


def _nearest(passage: Passage, before: list[Earlier], fits: Callable[[Person], bool], goes_on: bool) -> Found:
    """The one fitting person of the nearest sentence with any; its speaker, where the verb goes on."""
    for earlier in reversed(before):
        main = _RELATIVE.sub(lambda clause: " " * len(clause.group()), earlier.bare)
        named = [one for one in mentions(main, earlier.back, earlier.start, passage.people) if fits(one.person)]
        chief = [one for one in named if not one.possessive] or named
        people = {one.person.name: one.place for one in chief}
        unsure = {one.person.name for one in chief if not one.known}
        if earlier.voice == "outlet" and people and _acts_another(main, earlier, chief):
            return None, None
        if earlier.voice != "outlet":
            known = _known(earlier.speaker, passage.people)
            if earlier.speaker is None and re.search(r"\b(?:he|she)\b", earlier.bare, re.I):
                return None, None
            owners = {one.person.name for one in named if one.possessive}
            if earlier.speaker is not None and not known and not set(people) - owners:
                # "Roe's wife said ... She": not Roe; "the president said ... He": the president still.
                role = plain(head_of(earlier.speaker).split()[-1])
                if not named and (role in ORGANISATIONS or role in PLACES):
                    continue  # a ministry is no "he"
                return (earlier.speaker, earlier.place) if role in ROLES else (None, None)
            if known and fits(known[0]) and (goes_on or not set(people) - unsure - {known[0].name}):
                return earlier.speaker, earlier.place
            if known and not fits(known[0]) and not people:
                continue
        if people:
            one = next(iter(people.items()))
            return one if len(people) == 1 and one[0] not in unsure else (None, None)
    return None, None


def _acts_another(bare: str, earlier: Earlier, named: list[Mention]) -> bool:
    """Whether a sentence's subject is "he" or "the minister", and who is named stands in its object."""
    first = min(one.place[1] for one in named) - earlier.start
    if not all(_OBJECT.search(bare[: one.place[1] - earlier.start]) for one in named):
        return False
    span = main_subject(bare, first)
    words = bare[slice(*span)].split() if span else []
    role = bool(words) and plain(words[-1]) in ROLES and not words[-1].endswith("s")
    return role or re.search(r"\b(?:he|she)\b", bare[:first], re.I) is not None


def _may_be_he(role: str) -> bool:
    return role not in ORGANISATIONS | THINGS | DOCUMENTS and role not in PLACES


def _known(speaker: str | None, people: People) -> list[Person]:
    """The person whom a sentence was attributed to, also one whom the article never names in full."""
    if speaker is None:
        return []
    names = [name for name in names_in(speaker) if name.text == speaker and may_be_person(name)]
    return named_by(speaker, people) or [Person(name.text) for name in names]


def _of_role(passage: Passage, phrase: str, speech: Speech, start: int, said: list[Earlier]) -> Found:
    """Who "the president" or "the Chinese leader" is, where the passage names one; else the phrase itself."""
    words = [plain(word) for word in head_of(phrase).split()]
    role, nations = words[-1], {word for word in words if word in DEMONYMS}
    ranks = _RANKS.intersection(words)
    itself = (phrase, (0, speech.start, speech.end))
    before = [*passage.earlier, *said]
    if role not in ROLES and before and continues(passage.bare, speech) and before[-1].voice != "outlet":
        known = _known(before[-1].speaker, passage.people)  # "The former welder added": who spoke before
        return (before[-1].speaker, before[-1].place) if known and words[0] == "the" and _may_be_he(role) else itself
    if role not in ROLES or role.endswith("s") and role != "boss" or "'s" in phrase or "’s" in phrase:
        return itself
    own = {one.person.name for one in mentions(passage.bare[start : speech.start], 0, start, passage.people)}

    def fits(person: Person) -> bool:
        nation = person.titles & DEMONYMS
        alike = role in person.titles and person.titles & _RANKS == ranks
        return alike and (not nation or nations <= nation) and person.name not in own

    for each in reversed(before):  # "A spokesman for Roe said ... The spokesman added"
        spoken = [plain(word) for word in head_of(each.speaker).split()] if each.speaker else []
        if spoken and spoken[-1] == role and _DEFINITE.match(phrase) and set(words) <= {*spoken, "the", "this", "that"}:
            return each.speaker, each.place
        named = mentions(each.bare, each.back, each.start, passage.people)
        known = named_by(each.speaker, passage.people) if each.speaker else []
        if any(fits(one.person) for one in named) or any(map(fits, known)):
            return _nearest(passage, before, fits, continues(passage.bare, speech))
    return itself
