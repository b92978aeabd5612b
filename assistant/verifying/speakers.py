"""Compares the speaker that a claim names with the speakers of the sentences that support it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.question.speaker_frames import speaker_names
from assistant.verifying.objections import Objection
from assistant.verifying.verdicts import Evidence
from index import reading
from index.language.names import names_in
from index.language.quotations import is_cjk
from index.reading.attributed import attributed
from index.reading.people import same_person
from index.reading.voices import Attribution


def other_speaker(claim: str, evidence: Sequence[Evidence]) -> Objection | None:
    """Why the claim may not be attributed to the speaker that it names, if any."""
    objections = [_other_speaker(claim, one) for one in evidence]
    if objections[0] and (objections[0].weight == "contradicted" or all(objections)):
        return objections[0]
    return None


def only_said(claim: str, evidence: Evidence) -> Objection | None:
    """The speaker if a sentence is only somebody's words and the claim names no speaker."""
    said = evidence.source.said(evidence.start, evidence.end)
    if said.voice not in ("direct", "reported") or _said_in(claim).voice != "outlet":
        return None
    if said.speaker and any(_stands_in(name, claim) for name in speaker_names(said.speaker)):
        return None
    return Objection("attributed", "", evidence.text)


def _other_speaker(claim: str, evidence: Evidence) -> Objection | None:
    source = evidence.source
    said = source.said(evidence.start, evidence.end)
    told = [name for one in said.among for name in speaker_names(one)]
    named = [name for name in told if _is_named(name)]
    for name in _speakers(claim):
        if named and not any(_one_person(name, other) for other in named):
            return Objection("contradicted", name, named[0])
        if named or _stands_in(name, evidence.text):
            continue
        if said.voice == "outlet" or not (told and _stands_in(name, source.paragraph.text)):
            return Objection("not_found", name, "")
    return None


@lru_cache(maxsize=1024)
def _said_in(claim: str) -> Attribution:
    return attributed(reading.read_texts([claim]), 1, 0, len(claim))


def _speakers(claim: str) -> tuple[str, ...]:
    said = _said_in(claim)
    names = speaker_names(said.speaker) if said.speaker and said.voice != "outlet" else ()
    return tuple(name for name in names if _is_named(name))


def _is_named(speaker: str) -> bool:
    """Whether it is a name, not "he" or "the president"."""
    return is_cjk(speaker) or any(name.text and name.end == len(speaker) for name in names_in(speaker))


def _one_person(name: str, other: str) -> bool:
    """Whether both are one person, of whom one may give the role or the rest of the name: "Zoologist Moira Leask"."""
    one, two = sorted((name.split(), other.split()), key=len)
    return same_person(name, other) or (len(one) > 1 and one in (two[-len(one) :], two[: len(one)]))


def _stands_in(name: str, text: str) -> bool:
    """Whether the last word of a name, by which a person is called, is in the text."""
    return (
        re.search(rf"(?<!\w){re.escape(name.split()[-1])}(?!\w)", text, re.I) is not None
        or is_cjk(name)
        and name in text
    )
