"""What a sentence says of an act: that it was done, that it was not, the opposite, or neither.

It reads the parse of a sentence: negation, verbs that deny, what is only asked, planned or possible.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np

from assistant.answering.choosing import Candidate
from assistant.question.declaring import Declared
from index.language.numbers import numbers_in
from index.language.tokens import words
from index.language.word_lists import word_set
from index.reading.parsing import Doc, Token, parse

Bearing = Literal["yes", "no", "open"]

_DENYING = word_set(
    "deny reject refuse dismiss dispute refute decline fail prevent avoid stop exclude reverse oppose forbid ban "
    "block drop abandon cancel scrap"
)
_OPENING = word_set(
    "ask wonder consider discuss debate examine study explore propose suggest want hope plan threaten expect fear "
    "warn speculate question say-whether"
)
_UNSURE = word_set("may might could would should can")
_OPPOSITES: dict[str, set[str]] = {}
for _pair in (
    "approve/reject accept/reject accept/refuse back/reject support/oppose back/oppose open/close open/shut "
    "begin/end start/end start/stop begin/stop "
    "rise/fall increase/decrease increase/fall raise/cut raise/lower grow/shrink win/lose buy/sell hire/fire "
    "arrive/leave join/leave stay/resign "
    "stay/leave remain/resign stay/quit confirm/deny admit/deny allow/ban allow/forbid permit/ban pass/fail "
    "succeed/fail launch/shut launch/close launch/scrap build/demolish "
    "build/scrap extend/shorten expand/reduce praise/criticise welcome/criticise welcome/condemn agree/disagree "
    "agree/refuse arrest/release jail/free "
    "convict/acquit charge/clear appoint/dismiss elect/defeat sign/veto lift/impose introduce/abolish "
    "strengthen/weaken improve/worsen widen/narrow "
    "keep/scrap keep/drop publish/withdraw deploy/withdraw advance/delay speed/delay postpone/advance "
    "safe/dangerous guilty/innocent cheap/expensive right/wrong uphold/overturn defend/attack "
    "survive/die approve/block approve/oppose enter/leave accelerate/slow gain/lose adopt/reject adopt/scrap"
).split():
    _one, _other = _pair.split("/")
    _OPPOSITES.setdefault(_one, set()).add(_other)
    _OPPOSITES.setdefault(_other, set()).add(_one)
ALIKE = 0.5  # cosine of two verbs alone from which they can mean one act
ENOUGH = 0.5  # of the words beside the act, the share that stands with it


def opposite(act: str) -> set[str]:
    return _OPPOSITES.get(act, set())


def bearings(said: Declared, found: Sequence[Candidate]) -> list[Bearing | None]:
    """What each sentence says of it; None where it does not speak of the act, or of another's."""
    docs = [parts[0].doc for parts in parse([one.text for one in found])]
    return [_bearing(said, one, doc) for one, doc in zip(found, docs, strict=True)]


def _bearing(said: Declared, one: Candidate, doc: Doc) -> Bearing | None:
    if not _of_same(said, one):
        return None
    told: list[Bearing] = []
    for token in doc:
        lemma = token.lemma_.lower()
        same = _same_act(said, token)
        if not same and lemma not in opposite(said.act):
            continue
        bearing = _says(token, ahead=said.ahead)
        if not same and bearing != "open":
            bearing = "no" if bearing == "yes" else "yes"
        told.append(bearing)
    if not told:
        return None
    settled = [bearing for bearing in told if bearing != "open"]
    bearing = settled[0] if settled else "open"
    if bearing == "yes" and _other_number(said, one):
        bearing = "no"
    if said.negated and bearing != "open":
        return "no" if bearing == "yes" else "yes"
    return bearing


def _same_act(said: Declared, token: Token) -> bool:
    if token.pos_ not in ("VERB", "NOUN", "ADJ", "AUX"):
        return False
    lemma = token.lemma_.lower()
    return lemma == said.act or bool(set(words(lemma)) & set(words(said.act)))


def _of_same(said: Declared, one: Candidate) -> bool:
    """Whether the sentence, where it stands, speaks of the same subject and of what is done to what."""
    around = set(words(f"{one.hit.heading.title} {one.hit.asked} {one.hit.paragraph.text}"))
    if said.subject and not said.subject & around:
        return False
    return not said.objects or len(said.objects & around) >= ENOUGH * len(said.objects)


def _says(token: Token, *, ahead: bool) -> Bearing:
    """Whether the word's clause, and those above it, say that it is so."""
    positive, sure = True, True
    at: Token | None = token
    while at is not None:
        if any(
            child.dep_ == "neg" or child.lower_ in ("no", "never", "nobody", "none", "neither") and child.i < at.i
            for child in at.children
        ):
            positive = not positive
        if any(child.dep_ == "aux" and child.lower_ in _UNSURE for child in at.children) and not ahead:
            sure = False
        if any(child.dep_ == "mark" and child.lower_ in ("if", "whether", "unless") for child in at.children):
            sure = False
        above = at.head if at.head != at else None
        if above is not None:
            if above.lemma_ in _DENYING and at.dep_ in (
                "ccomp",
                "xcomp",
                "dobj",
                "pcomp",
                "pobj",
                "acl",
                "prep",
                "relcl",
            ):
                positive = not positive
            if above.lemma_ == "rule" and any(child.lower_ == "out" for child in above.children):
                sure = sure and not any(child.dep_ == "neg" for child in above.children)
            if above.lemma_ in _OPENING and at.dep_ in ("ccomp", "xcomp", "pcomp", "dobj") and not ahead:
                sure = False
        at = above
    return ("yes" if positive else "no") if sure else "open"


def _other_number(said: Declared, one: Candidate) -> bool:
    """Whether both count the same things and give another number of them."""
    asked, told = numbers_in(said.claim), numbers_in(one.text)
    pairs = [(here, there) for here in asked for there in told if here.of & there.of]
    return bool(pairs) and not any(here.agrees(there) for here, there in pairs)


def acts_alike(act: str, found: Sequence[Candidate], encode: Callable[[Sequence[str]], np.ndarray]) -> list[Candidate]:
    """The sentences with a verb or its noun that can mean the act, and is not its opposite."""
    verbs: list[list[str]] = []
    for parts in parse([one.text for one in found]):
        verbs.append([token.lemma_.lower() for token in parts[0].doc if token.pos_ in ("VERB", "NOUN")])
    every = sorted({verb for own in verbs for verb in own} - opposite(act))
    if not every:
        return []
    vectors = encode([act, *every])
    near = {verb for verb, vector in zip(every, vectors[1:], strict=True) if float(vectors[0] @ vector) >= ALIKE}
    near |= {verb for verb in every if set(words(verb)) & set(words(act))}
    return [one for one, own in zip(found, verbs, strict=True) if near & set(own)]
