"""Answers yes or no with the sentence that settles the question; without one, quotes what is closest or looks it up."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import islice

from assistant.answering.choosing import Candidate
from assistant.answering.composing import lookup
from assistant.answering.composing.acts import bearings
from assistant.answering.composing.assembling import Telling
from assistant.answering.composing.composer_input import Asking
from assistant.answering.composing.finding import content_weights, equivalents, nearest, with_equivalents
from assistant.answering.judged import another_is_likely
from assistant.answering.quoting import Draft
from assistant.answering.sources import sources_of
from assistant.question.declaring import Declared, declared
from assistant.texts.coded import Coded
from assistant.verifying.verdicts import Evidence
from index.language.tokens import words

LOOKED_AT = 10
CHECKED = 3  # paragraphs that the statement is checked against
QUOTED = 2
_IF = re.compile(r"\b(?:if|unless)\b", re.I)  # what holds under a condition
_DIRECTED = re.compile(r"\b(?:under|over|against|before|after|above|below|without|except)\b")
_OR = re.compile(r"\bor\b(?! not\b)", re.I)  # "up or down" is answered by neither yes nor no


def compose(asking: Asking) -> Draft:
    plan = asking.plan
    statement = declared(asking.asked) if plan.question.language == "en" else None
    if statement is None or _OR.search(statement.claim) or _IF.search(statement.claim):
        return lookup.compose(asking)
    near = nearest(asking, statement.claim, asking.within, hits=asking.hits)
    near = list(islice((one for one in near if not _is_of_notice(asking, one)), LOOKED_AT))
    judged = list(zip(near, bearings(statement, near), strict=True))
    if {"yes", "no"} <= {found for _, found in judged}:
        both = lookup.compose(asking)
        if any(claim.differs_from for claim in both.claims):
            return both
        return _unsettled(asking, [one for one, found in judged if found in ("yes", "no")])
    for bearing in ("yes", "no"):
        settling = [one for one, found in judged if found == bearing]
        if settling and not any(
            found in ("yes", "no") and found != bearing for one, found in judged[: near.index(settling[0])]
        ):
            borne_out = _is_borne_out(asking, statement, settling[:QUOTED])
            # The parse sees a denial better than the check does, but what the check supports is not denied.
            if borne_out == (bearing == "yes"):
                return _answered(asking, bearing, settling[:QUOTED])
            return _unsettled(asking, settling)
    verdict = asking.verifier().verify(
        statement.claim, sources_of([one.hit for one in near[:CHECKED]], asking.speakers)
    )
    evidence = [one for one in near if any(_same(one, each) for each in verdict.evidence)]
    left_open = [one for one, found in judged if found == "open"]
    settling = [
        one for one in evidence if one not in left_open and _says_all(asking, statement, one, known=frozenset())
    ]
    if verdict.supported and settling:
        return _answered(asking, "yes", settling)
    # Only a sentence on the act denies it: a sale in one country denies none in another.
    if verdict.verdict == "contradicted" and any(found and one in evidence for one, found in judged):
        return _answered(asking, "no", evidence)
    if left_open and not another_is_likely(plan.question.text, asking.hits, asking.library, left_open):
        telling = Telling(asking)
        telling.sentence(Coded("answers.unsettled"))
        return telling.quoting(left_open[:QUOTED], "not_found")
    return lookup.compose(asking)


def _is_borne_out(asking: Asking, statement: Declared, settling: Sequence[Candidate]) -> bool:
    """Whether the check supports the statement, by a sentence that says all of it."""
    known = {*statement.subject, *words(statement.act)}
    able = [one for one in settling if _says_all(asking, statement, one, known=known)]
    verdicts = (asking.verifier().verify(statement.claim, sources_of([one.hit], asking.speakers)) for one in able)
    return any(one.verdict in ("supported", "attributed") for one in verdicts)


def _says_all(asking: Asking, statement: Declared, one: Candidate, *, known: Set[str]) -> bool:
    """Whether the sentence or title has each word of the statement except the `known` ones, or an equivalent."""
    if not set(_DIRECTED.findall(statement.claim.lower())) <= set(_DIRECTED.findall(one.text.lower())):
        return False
    asked = {word: weight for word, weight in content_weights(asking, statement.claim).items() if word not in known}
    same = {word: others for word, others in equivalents(statement.claim).items() if word in asked}
    text = f"{one.hit.heading.title} {one.hit.asked} {one.text}"
    return asked.keys() <= with_equivalents(set(words(text)), text, same)


def _is_of_notice(asking: Asking, one: Candidate) -> bool:
    """Whether the sentence is in a notice, which repeats the error; notices are shown beside what they correct."""
    id, number = one.hit.heading.id, one.hit.paragraph.number
    notices = asking.library.corrections(id)
    return any((each.article_id, each.paragraph) == (id, number) for each in notices if each.kind != "change")


def _same(one: Candidate, evidence: Evidence) -> bool:
    return evidence.source.paragraph == one.hit.paragraph and evidence.start <= one.start < evidence.end


def _answered(asking: Asking, bearing: str, settling: Sequence[Candidate]) -> Draft:
    telling = Telling(asking)
    telling.sentence(Coded("answers.yes") if bearing == "yes" else Coded("answers.no"))
    return telling.quoting(settling)


def _unsettled(asking: Asking, settling: Sequence[Candidate]) -> Draft:
    """The sentences about the act, without yes or no; what a lookup finds if another sentence is likely to answer."""
    if another_is_likely(asking.plan.question.text, asking.hits, asking.library, settling):
        return lookup.compose(asking)
    return Telling(asking).quoting(settling[:QUOTED])
