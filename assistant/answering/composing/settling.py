"""Yes or no: from the sentence that settles it; what none settles is not found, with what comes near."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.choosing import Candidate
from assistant.answering.composing import lookup, said
from assistant.answering.composing.acts import bearings
from assistant.answering.composing.asking import Asking, sentences_of
from assistant.answering.composing.finding import nearest
from assistant.answering.composing.telling import Telling
from assistant.answering.quoting import Draft
from assistant.answering.sources import sources_of
from assistant.question.declaring import Declared, declared
from assistant.verifying.verdicts import Evidence
from index.language.tokens import words

LOOKED_AT = 10
CHECKED = 3  # paragraphs that the statement is checked against
SAME_QUESTION = 0.6  # of the words of what is asked, the share that an interview's own question holds
LEFT_OPEN = 0.5  # of the words beside the act, the share that stands in a sentence that leaves it open
QUOTED = 2
_OR = re.compile(r"\bor\b(?! not\b)", re.I)  # "up or down" is answered by neither yes nor no
_YES = re.compile(r"\W*(?:yes|yeah|certainly|absolutely|of course|definitely|indeed)\b", re.I)
_NO = re.compile(r"\W*(?:no|nope|never|not at all|certainly not|not really)\b", re.I)


def compose(asking: Asking) -> Draft:
    plan = asking.plan
    statement = declared(asking.asked) if plan.question.language == "en" else None
    if statement is None or _OR.search(statement.claim):
        return lookup.compose(asking)
    near = nearest(asking, statement.claim, asking.within)[:LOOKED_AT]
    if asked := _asked_in_interview(statement, near):
        return _answered(asking, _first_word(asked), asked)
    told = list(zip(near, bearings(statement, near), strict=True))
    if {"yes", "no"} <= {found for _, found in told}:
        both = lookup.compose(asking)
        if any(claim.differs_from for claim in both.claims):
            return both
    for bearing in ("yes", "no"):
        settling = [one for one, found in told if found == bearing]
        if settling and not any(
            found in ("yes", "no") and found != bearing for one, found in told[: near.index(settling[0])]
        ):
            settled = bearing == "no" or _is_borne_out(asking, statement, settling[:QUOTED])
            return _answered(asking, bearing if settled else None, settling[:QUOTED])
    if plan.form.wanted == "position" and plan.form.sides and (draft := _of_person(asking)):
        return draft
    verdict = asking.verifier().verify(
        statement.claim, sources_of([one.hit for one in near[:CHECKED]], asking.speakers)
    )
    evidence = [one for one in near if any(_same(one, each) for each in verdict.evidence)]
    if verdict.supported and evidence:
        return _answered(asking, "yes", evidence)
    if verdict.verdict == "contradicted" and evidence:
        return _answered(asking, "no", evidence)
    if opened := [one for one, found in told if found == "open" and _tells_of(statement, one)]:
        telling = Telling(asking)
        telling.sentence(asking.frames.unsettled)
        for one in opened[:QUOTED]:
            telling.quote(one)
        return telling.draft("not_found")
    return lookup.compose(asking)


def _is_borne_out(asking: Asking, statement: Declared, settling: Sequence[Candidate]) -> bool:
    """Whether the check of what is asked agrees; what denies an act is plainer to the parse than to the check."""
    told = asking.verifier().verify(statement.claim, sources_of([one.hit for one in settling], asking.speakers))
    return told.verdict in ("supported", "attributed")


def _tells_of(statement: Declared, one: Candidate) -> bool:
    """Whether what is asked about stands in the sentence that leaves it open, and not only around it."""
    return len(statement.objects & set(words(one.text))) >= LEFT_OPEN * len(statement.objects)


def _same(one: Candidate, evidence: Evidence) -> bool:
    return evidence.source.paragraph == one.hit.paragraph and evidence.start <= one.start < evidence.end


def _answered(asking: Asking, bearing: str | None, settling: Sequence[Candidate]) -> Draft:
    telling = Telling(asking)
    if bearing:
        telling.sentence(asking.frames.yes if bearing == "yes" else asking.frames.no)
    for one in settling:
        telling.quote(one)
    return telling.draft()


def _of_person(asking: Asking) -> Draft | None:
    """Whether somebody is for it, in their own words; None where no such words are."""
    plan = asking.plan
    people = asking.library.meant_by(plan.form.sides[0]).names
    if not people:
        return None
    of_them = replace(asking, plan=replace(plan, speakers=people, asked_speaker=plan.form.sides[0]))
    draft = said.compose(of_them)
    return draft if draft.outcome == "answered" else None


def _asked_in_interview(statement: Declared, near: Sequence[Candidate]) -> list[Candidate]:
    """The sentences of the answer to an interview's question that asks the same."""
    wanted = set(words(statement.act)) | statement.objects | statement.subject
    for one in near:
        asked = set(words(one.hit.asked))
        if one.hit.asked and set(words(statement.act)) & asked and len(wanted & asked) >= SAME_QUESTION * len(wanted):
            return sentences_of(one.hit.heading, one.hit.paragraph)[:5]
    return []


def _first_word(answer: Sequence[Candidate]) -> str | None:
    text = answer[0].text
    return "yes" if _YES.match(text) else "no" if _NO.match(text) else None
