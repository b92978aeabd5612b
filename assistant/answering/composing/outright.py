"""Acts of law, office and life that a report names outright: where an article has none of their words, it tells none.

Most acts can be told in words of any kind; who was fired, sued or fined is told in few. It knows words, and no parse.
"""

from __future__ import annotations

from collections.abc import Iterable

from index.language.opposites import synonyms
from index.language.tokens import words

# The verbs that name each act, and after the stroke what else tells that it was done.
_ACTS = (
    "fire sack dismiss oust / axe terminate terminated discharge redundant redundancy layoff laid removed contract job "
    "shoot shot launch gun rocket",
    "resign quit / step stepped stand stood leave left depart departure retire vacate exit",
    "sue / suit lawsuit litigation litigant court plaintiff legal claim complaint",
    "fine / penalty penalise penalize sanction",
    "arrest detain / custody apprehend jail imprison prison seize caught police",
    "jail imprison / prison prisoner custody sentence bars cell",
    "convict / conviction guilty verdict sentence court jail prison",
    "acquit / acquittal verdict court clear innocent guilty",
    "indict prosecute / indictment prosecution prosecutor charge court trial",
    "impeach / impeachment",
    "divorce / separate split marriage wife husband",
    "marry wed / wedding marriage wife husband spouse bride groom couple",
    "die / death dead deadly kill fatal perish funeral obituary murder late suicide body",
    "murder assassinate / kill death dead homicide slay shoot shot stab murderer assassin",
    "kidnap abduct / hostage captive kidnapper abduction ransom",
    "expel evict deport / expulsion eviction deportation exile banish remove oust",
    "elect / election vote voter win won poll ballot choose chosen appoint nominate name",
    "bribe / bribery corruption corrupt",
)


def _indexed(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in words(text))


def _table() -> dict[str, frozenset[str]]:
    told: dict[str, frozenset[str]] = {}
    for row in _ACTS:
        verbs, others = (part.split() for part in row.split("/"))
        every = [*verbs, *others, *(noun for verb in verbs for noun in synonyms(verb, "+"))]
        for verb in _indexed(verbs):
            told[verb] = told.get(verb, frozenset()) | _indexed(every)
    return told


_TOLD = _table()


def told_by(act: Iterable[str]) -> frozenset[str] | None:
    """The words, as they are indexed, of which a report of the act has one; None where it needs none of its own.

    `act` is what a question says of whom it names, function words included, as it is indexed.
    """
    return next((_TOLD[word] for word in act if word in _TOLD), None)
