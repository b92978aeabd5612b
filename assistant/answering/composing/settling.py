"""Yes or no, from the sentence that settles it; without one the outcome is `not_found`, with what is closest."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import islice

from assistant.answering.choosing import Candidate
from assistant.answering.composing import lookup, said
from assistant.answering.composing.acts import bearings
from assistant.answering.composing.assembling import Telling
from assistant.answering.composing.composer_input import Asking
from assistant.answering.composing.finding import content_weights, equivalents, nearest, with_equivalents
from assistant.answering.quoting import Draft
from assistant.answering.sources import sources_of
from assistant.question.catalog_names import author_called
from assistant.question.declaring import Declared, declared
from assistant.texts.coded import Coded
from assistant.verifying.verdicts import Evidence
from index.language.names import names_in
from index.language.tokens import words

LOOKED_AT = 10
CHECKED = 3  # paragraphs that the statement is checked against
QUOTED = 2
LONGEST_BEFORE = 600  # characters before a paragraph in which its "he" may be named
_IF = re.compile(r"\b(?:if|unless)\b", re.I)  # what holds under a condition
_DIRECTED = re.compile(r"\b(?:under|over|against|before|after|above|below|without|except)\b")
_HE = re.compile(r"\W*(?:he|she)\b", re.I)
_OR = re.compile(r"\bor\b(?! not\b)", re.I)  # "up or down" is answered by neither yes nor no


def compose(asking: Asking) -> Draft:
    plan = asking.plan
    statement = declared(asking.asked) if plan.question.language == "en" else None
    if statement is None or _OR.search(statement.claim) or _IF.search(statement.claim):
        return lookup.compose(asking)
    near = nearest(asking, statement.claim, asking.within, hits=asking.hits)
    near = list(islice((one for one in near if not _is_of_notice(asking, one)), LOOKED_AT))
    told = list(zip(near, bearings(statement, near), strict=True))
    if {"yes", "no"} <= {found for _, found in told}:
        both = lookup.compose(asking)
        if any(claim.differs_from for claim in both.claims):
            return both
        settling = [one for one, found in told if found in ("yes", "no")]
        return _answered(asking, None, settling[:QUOTED])
    for bearing in ("yes", "no"):
        settling = [one for one, found in told if found == bearing]
        if settling and not any(
            found in ("yes", "no") and found != bearing for one, found in told[: near.index(settling[0])]
        ):
            borne_out = _is_borne_out(asking, statement, settling[:QUOTED])
            # The parse sees a denial better than the check does, but what the check supports is not denied.
            settled = borne_out == (bearing == "yes")
            return _answered(asking, bearing if settled else None, settling[:QUOTED])
    if plan.form.wanted == "position" and plan.form.sides and (draft := _of_person(asking)):
        return draft
    verdict = asking.verifier().verify(
        statement.claim, sources_of([one.hit for one in near[:CHECKED]], asking.speakers)
    )
    evidence = [one for one in near if any(_same(one, each) for each in verdict.evidence)]
    left_open = [one for one, found in told if found == "open"]
    settling = [
        one for one in evidence if one not in left_open and _says_all(asking, statement, one, known=frozenset())
    ]
    if verdict.supported and settling:
        return _answered(asking, "yes", settling)
    # Only a sentence on the act denies it: a sale in one country denies none in another.
    if verdict.verdict == "contradicted" and any(found and one in evidence for one, found in told):
        return _answered(asking, "no", evidence)
    if opened := [one for one, found in told if found == "open"]:
        telling = Telling(asking)
        telling.sentence(Coded("answers.unsettled"))
        for one in opened[:QUOTED]:
            telling.quote(one)
        return telling.draft("not_found")
    return lookup.compose(asking)


def _is_borne_out(asking: Asking, statement: Declared, settling: Sequence[Candidate]) -> bool:
    """Whether the check supports the statement, by a sentence that says all of it."""
    known = {*statement.subject, *words(statement.act)}
    able = [one for one in settling if _says_all(asking, statement, one, known=known)]
    told = (asking.verifier().verify(statement.claim, sources_of([one.hit], asking.speakers)) for one in able)
    return any(one.verdict in ("supported", "attributed") for one in told)


def _says_all(asking: Asking, statement: Declared, one: Candidate, *, known: Set[str]) -> bool:
    """Whether each word of the statement but those `known` is in the sentence or title, itself or by an equivalent."""
    if not set(_DIRECTED.findall(statement.claim.lower())) <= set(_DIRECTED.findall(one.text.lower())):
        return False
    if not _names_whom(asking, statement, one):
        return False
    asked = {word: weight for word, weight in content_weights(asking, statement.claim).items() if word not in known}
    same = {word: others for word, others in equivalents(statement.claim).items() if word in asked}
    text = f"{one.hit.heading.title} {one.hit.asked} {one.text}"
    return asked.keys() <= with_equivalents(set(words(text)), text, same)


def _names_whom(asking: Asking, statement: Declared, one: Candidate) -> bool:
    """Whether the article has the full names of the statement, and a "he" in the sentence is not somebody else."""
    paragraphs, number = asking.paragraphs(one.hit.heading.id), one.hit.paragraph.number
    text = "\n".join((one.hit.heading.title, *(each.text for each in paragraphs)))
    if not all(name.text in text for name in names_in(statement.claim) if " " in name.text):
        return False
    before = "\n".join(each.text for each in paragraphs if each.number < number)[-LONGEST_BEFORE:]
    before = f"{before}\n{one.hit.paragraph.text[: one.start]}"
    named = [name.text for name in names_in(before) if name.text] if _HE.match(one.text) else []
    return not named or bool(statement.subject & set(words(named[-1])))


def _is_of_notice(asking: Asking, one: Candidate) -> bool:
    """Whether it is in a notice, which repeats what was wrong; it is shown beside what it corrects."""
    id, number = one.hit.heading.id, one.hit.paragraph.number
    notices = asking.library.corrections(id)
    return any((each.article_id, each.paragraph) == (id, number) for each in notices if each.kind != "change")


def _same(one: Candidate, evidence: Evidence) -> bool:
    return evidence.source.paragraph == one.hit.paragraph and evidence.start <= one.start < evidence.end


def _answered(asking: Asking, bearing: str | None, settling: Sequence[Candidate]) -> Draft:
    telling = Telling(asking)
    if bearing:
        telling.sentence(Coded("answers.yes") if bearing == "yes" else Coded("answers.no"))
    for one in settling:
        telling.quote(one)
    return telling.draft()


def _of_person(asking: Asking) -> Draft | None:
    """Whether somebody is for it, in their own words; None if there are no such words."""
    plan = asking.plan
    people = asking.library.meant_by(plan.form.sides[0]).names
    author = author_called(plan.form.sides[0], asking.library)
    if not (people or author):
        return None
    of_them = replace(asking, plan=replace(plan, speakers=people, asked_speaker=plan.form.sides[0], author=author))
    draft = said.compose(of_them)
    return draft if draft.outcome == "answered" else None
