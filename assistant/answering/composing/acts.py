"""Decides whether a sentence says that an act was done, that it was not (or its opposite was), or leaves it open.

It uses the parse: negation, verbs that deny, and what is only asked, planned or possible.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from assistant.answering.choosing import Candidate
from assistant.question.declaring import NEGATIONS, PAST, Declared, particle
from index.embedding import Encode
from index.language.numbers import numbers_in
from index.language.opposites import opposites, same_meaning, synonyms
from index.language.tokens import words
from index.language.word_lists import word_set
from index.reading.parsing import parse

if TYPE_CHECKING:
    from index.reading.parsing import Doc, Token

Bearing = Literal["yes", "no", "open"]

_DENYING = word_set(
    "deny reject refuse dismiss dispute refute decline fail prevent avoid stop exclude reverse oppose forbid ban "
    "block drop abandon cancel scrap"
)
_OPENING = word_set(
    "ask wonder consider discuss debate examine study explore propose suggest want hope plan threaten expect fear "
    "warn speculate question say-whether demand call urge order require request recommend"
)
_RAISING = word_set("think believe expect suppose imagine want seem appear")  # "not" with these denies the clause below
_UNSURE = word_set("may might could would should can")
_UNDONE = word_set("would could can ca wo")  # "ca" and "wo" of "can't" and "won't"
_SEEMING = word_set("look seem appear")
_SEEMS = tuple(_SEEMING)
_WINNING = word_set("win beat defeat prevail triumph")
_LOSING = word_set("lose")
_YEAR = re.compile(r"\b(?:1\d|20)\d\d\b")
_PRONOUNS = word_set("i we you he she it they who which that this these those nobody none")
_SIDING = word_set("vote argue campaign speak be come decide rule")
_GIVEN = word_set("after since because as when although though while before")
_FURTHER = re.compile(r"\b(?:more|another|further|additional|again|other|others|else)\b", re.I)  # than an earlier one
ALIKE = 0.5  # cosine of two single words from which they can mean the same act
ENOUGH = 0.5  # share of the words for an actor or object that a sentence about them must have


def bearings(said: Declared, found: Sequence[Candidate]) -> list[Bearing | None]:
    """What each sentence says about the statement; None for one about another act, or about somebody else's."""
    if said.act == "be":  # most sentences say that something "is"
        return [None] * len(found)
    acts = _words_of_act(said)
    same = [one for one in found if acts & set(words(one.text)) and _of_same(said, one)]
    docs = (parts[0].doc for parts in parse([one.text for one in same]))
    by_id = {id(one): _bearing(said, one, doc) for one, doc in zip(same, docs, strict=True)}
    return [by_id.get(id(one)) for one in found]


def _words_of_act(said: Declared) -> set[str]:
    """The words for the act and its opposites; a sentence about either has at least one of them."""
    alike = {said.act} | (_one_word(said) or same_meaning(said.act))
    contests = _WINNING | _LOSING if said.act in _WINNING | _LOSING else frozenset[str]()
    acts = alike.union(contests, *map(opposites, alike))
    return {word for act in acts for form in (act, PAST.get(act, act)) for word in words(form)}  # "rose" is a noun


def _one_word(said: Declared) -> frozenset[str]:
    """The one-word synonyms of a verb with a particle: "resign" for "step down"."""
    return synonyms(f"{said.act} {said.particle}", "V") if said.particle else frozenset()


def _bearing(said: Declared, one: Candidate, doc: Doc) -> Bearing | None:
    same = [token for token in doc if _same_act(said, token) and _of_subject(said, token)]
    contrary = [token for token in doc if token not in same and _contrary(said, token) and _of_subject(said, token)]
    answers = [_of_act(said, token) for token in same]
    answers += [_not(_of_act(said, token)) for token in contrary]
    if not answers:
        return None
    bearing: Bearing = next((bearing for bearing in answers if bearing != "open"), "open")
    if bearing == "yes" and (_other_number(said, one) or _other_year(said, same)):
        bearing = "no" if _is_whole_subject(said, one) else "open"
    return _not(bearing) if said.negated else bearing


def _of_act(said: Declared, token: Token) -> Bearing:
    """What a word's clause says about the act; reversed if it takes the other side."""
    bearing = _says(token, ahead=said.ahead)
    return _not(bearing) if _other_side(said, token) else bearing


def _of_subject(said: Declared, token: Token) -> bool:
    """Whether the act may be the subject's: in "profit fell despite record sales", it is not sales that fell."""
    if token.pos_ != "VERB" or not said.subject:
        return True
    subject = _own_subject(token)
    if not subject or subject <= _PRONOUNS:
        return True
    if subject & said.subject or said.said is None and subject & said.objects:
        return True
    others = {word for one in token.doc for word in words(one.text)} - subject
    return not said.subject & others and not _is_named(token)


def _not(bearing: Bearing) -> Bearing:
    return "no" if bearing == "yes" else "yes" if bearing == "no" else "open"


def _same_act(said: Declared, token: Token) -> bool:
    if token.pos_ not in ("VERB", "NOUN", "ADJ", "AUX"):
        return False
    lemma = token.lemma_.lower()
    if said.particle:
        same = lemma == said.act and particle(token) == said.particle
        return same or token.pos_ == "VERB" and lemma in _one_word(said)
    if lemma == said.act or set(words(lemma)) & set(words(said.act)):
        return True
    part = {"VERB": "V", "NOUN": "N"}.get(token.pos_)
    return part is not None and said.is_verb and lemma in synonyms(said.act, part)


def _contrary(said: Declared, token: Token) -> bool:
    """Whether the word means the opposite of the act."""
    lemma = token.lemma_.lower()
    if token.pos_ not in ("VERB", "NOUN", "ADJ", "AUX") or lemma == said.act:
        return False
    if said.particle:
        return any(lemma in opposites(act) for act in _one_word(said))
    if said.act in _LOSING and lemma in _WINNING and _own_subject(token) & said.subject:
        return True
    part = {"VERB": "V", "ADJ": "J", "NOUN": "N"}.get(token.pos_, "V")
    # "Start" means "begin", so the opposites of one are those of the other; "travel" is like "move", but "stay" does
    # not deny that somebody travelled.
    alike = synonyms(said.act, part) if opposites(said.act) else ()
    return any(lemma in opposites(act) for act in (said.act, *alike))


def _own_subject(token: Token) -> set[str]:
    """The words of the subject of a verb, or of the verb with which it is coordinated."""
    subject = _subject(token)
    return {word for one in subject.subtree for word in words(one.text)} if subject is not None else set()


def _is_named(token: Token) -> bool:
    """Whether the subject of a verb is a name, or has one in apposition."""
    subject = _subject(token)
    if subject is None:
        return False
    return any(one.pos_ == "PROPN" for one in (subject, *(each for each in subject.children if each.dep_ == "appos")))


def _subject(token: Token) -> Token | None:
    at = token
    while True:
        subject = next((child for child in at.children if child.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None or at.head == at or at.dep_ not in ("xcomp", "advcl", "conj", "acl"):
            return subject
        at = at.head


def _other_side(said: Declared, token: Token) -> bool:
    """Whether the clause is for what the claim is against, or against what the claim is for."""
    sides = {child.lower_ for child in token.children if child.lower_ in ("for", "against")}
    return bool(said.sided and sides) and said.sided not in sides and said.act in _SIDING


def _of_same(said: Declared, one: Candidate) -> bool:
    """Whether the sentence, in its context, is about the same subject and object."""
    around = set(words(f"{one.hit.heading.title} {one.hit.asked} {one.hit.paragraph.text}"))
    if said.subject and not said.subject & around:
        return False
    if _FURTHER.search(said.claim) and not _FURTHER.search(one.text):
        return False
    objects = {word for word in said.objects if not word.isdigit()}  # a different year may be the contradiction
    return len(objects & around) >= ENOUGH * len(objects)


def _negated(token: Token) -> bool:
    """Whether a word is negated, by "not" or by a "no" or "nobody" in its subject or object."""
    for child in token.children:
        # "He answered no" does not deny that he answered.
        denies = child.lower_ in NEGATIONS and child.tag_ != "UH"
        if child.dep_ == "neg" or denies and (child.i < token.i or child.dep_ == "dobj"):
            return True
        if child.dep_ in ("nsubj", "nsubjpass", "dobj", "attr") and any(
            one.lower_ in NEGATIONS and one.dep_ in ("det", "neg") for one in child.children
        ):
            return True
    return False


def _says(token: Token, *, ahead: bool) -> Bearing:
    """Whether the word's clause, and those above it, state it as fact, deny it or leave it open."""
    positive, sure = True, True
    at: Token | None = token
    clause = ""  # the dependency that leads from `at` down to the first word
    while at is not None:
        if _negated(at):
            # "Not sure when it comes" and "did not say that it came" do not deny it; "did not think that it came" does.
            sure = sure and (clause not in ("ccomp", "advcl", "csubj") or at.lemma_ in _RAISING)
            positive = not positive
        if not ahead and _is_unsure(at):
            sure = False
        if any(child.dep_ == "auxpass" and child.lower_.startswith(_SEEMS) for child in at.children):
            sure = False  # "looked beaten"
        marks = {child.lower_ for child in at.children if child.dep_ == "mark"}
        if marks & {"if", "whether", "unless"}:
            sure = False
        above = at.head if at.head != at else None
        if above is not None:
            # What is mentioned in passing, "after pleading guilty", holds whatever the main clause says.
            if at.dep_ == "relcl" or above.lower_ in _GIVEN and at.dep_ == "pcomp" or marks & _GIVEN:
                break
            if above.lemma_ in _DENYING and at.dep_ in ("ccomp", "xcomp", "dobj", "pcomp", "pobj", "acl", "prep"):
                positive = not positive
            if above.lemma_ in _SEEMING and at.dep_ in ("acomp", "oprd", "xcomp", "advcl"):
                sure = False
            if above.lemma_ == "rule" and any(child.lower_ == "out" for child in above.children):
                sure = sure and not any(child.dep_ == "neg" for child in above.children)
            if above.lemma_ in _OPENING and at.dep_ in ("ccomp", "xcomp", "advcl", "pcomp", "dobj") and not ahead:
                sure = False
        clause, at = at.dep_, above
    return ("yes" if positive else "no") if sure else "open"


def _is_unsure(verb: Token) -> bool:
    """Whether a verb states only a possibility; "could not" or "would not" means not done, unless "have" follows."""
    helping = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    undone = _negated(verb) and helping & _UNDONE and "have" not in helping
    return bool(helping & _UNSURE) and not undone


def _is_whole_subject(said: Declared, one: Candidate) -> bool:
    """Whether the sentence, or its title, names all of the subject: the price of another house denies nothing."""
    return said.subject <= set(words(f"{one.hit.heading.title} {one.hit.asked} {one.text}"))


def _other_number(said: Declared, one: Candidate) -> bool:
    """Whether claim and sentence count the same things but give different numbers."""
    asked, given = numbers_in(said.claim), numbers_in(one.text)
    pairs = [(here, there) for here in asked for there in given if here.of & there.of]
    return bool(pairs) and not any(here.agrees(there) for here, there in pairs)


def _other_year(said: Declared, acts: Sequence[Token]) -> bool:
    """Whether claim and sentence give different years for the act."""
    asked = set(_YEAR.findall(said.claim))
    given = {one.text for act in acts for one in act.subtree if _YEAR.fullmatch(one.text)}
    return bool(asked and given) and not asked & given


def acts_alike(act: str, found: Sequence[Candidate], encode: Encode) -> list[Candidate]:
    """The sentences with a verb or noun that can mean the act and is not its opposite."""
    verbs: list[list[str]] = []
    for parts in parse([one.text for one in found]):
        verbs.append([token.lemma_.lower() for token in parts[0].doc if token.pos_ in ("VERB", "NOUN")])
    every = sorted({verb for own in verbs for verb in own} - opposites(act))
    if not every:
        return []
    vectors = encode([act, *every])
    near = {verb for verb, vector in zip(every, vectors[1:], strict=True) if float(vectors[0] @ vector) >= ALIKE}
    near |= {verb for verb in every if set(words(verb)) & set(words(act))}
    return [one for one, own in zip(found, verbs, strict=True) if near & set(own)]
