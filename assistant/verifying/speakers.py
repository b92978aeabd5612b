"""Compares the speaker that a claim names with the speakers of the sentences that support it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.question.speaker_frames import speaker_names
from assistant.verifying.normal import normal
from assistant.verifying.objections import Objection
from assistant.verifying.verdicts import Evidence
from index import reading
from index.language.names import names_in
from index.language.quotations import is_cjk
from index.reading.attributed import attributed
from index.reading.people import same_person
from index.reading.voices import Attribution


def other_speaker(claim: str, evidence: Sequence[Evidence]) -> Objection | None:
    """The objection to attributing the claim to the speaker that it names; None if there is none."""
    objections = [_other_speaker(claim, one) for one in evidence]
    if objections[0] and (objections[0].weight == "contradicted" or all(objections)):
        return objections[0]
    return None


def is_only_said(claim: str, evidence: Evidence, stands: tuple[str, int] | None = None) -> bool:
    """Whether a sentence only reports what somebody says while the claim names no speaker.

    `stands` is the normalised sentence and the deciding offset in it; if that is outside the reported words, the
    result is false.
    """
    said = evidence.source.said(evidence.start, evidence.end)
    if said.voice == "outlet" or _said_in(claim).voice != "outlet":
        return False
    words = words_in(evidence).replace(said.speaker or "\n", "")
    if stands is not None and not _is_within(*stands, evidence):
        return False
    named = speaker_names(said.speaker) if said.speaker else []
    return not any(_stands_in(name, claim) and not _stands_in(name, words) for name in named)


def words_in(evidence: Evidence) -> str:
    """The reported words of a sentence, without the words that attribute them; empty if it reports none."""
    return " ".join(_reported(evidence))


def _reported(evidence: Evidence) -> list[str]:
    """The reported parts of a sentence."""
    source = evidence.source
    parts = source.said(evidence.start, evidence.end).parts
    return [source.paragraph.text[max(start, evidence.start) : min(end, evidence.end)] for start, end in parts]


def _is_within(sentence: str, at: int, evidence: Evidence) -> bool:
    """Whether an offset in a normalised sentence is within the reported words; true if these are not found in it."""
    begins = [(sentence.find(text), len(text)) for text in map(normal, _reported(evidence))]
    return any(start < 0 or start <= at < start + length for start, length in begins)


def _other_speaker(claim: str, evidence: Evidence) -> Objection | None:
    source = evidence.source
    said = source.said(evidence.start, evidence.end)
    names = [name for one in said.among for name in speaker_names(one)]
    named = [name for name in names if _is_named(name)]
    for name in _speakers(claim):
        if named and not any(_one_person(name, other) for other in named):
            return Objection("contradicted", name, named[0])
        if named or _stands_in(name, evidence.text):
            continue
        if said.voice == "outlet" or not (names and _stands_in(name, source.paragraph.text)):
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
    """Whether the speaker is given by name, not as "he" or "the president"."""
    return is_cjk(speaker) or any(name.text and name.end == len(speaker) for name in names_in(speaker))


def _one_person(name: str, other: str) -> bool:
    """Whether two names mean one person; either may add a role or more of the name: "Zoologist Moira Leask"."""
    one, two = sorted((name.split(), other.split()), key=len)
    return same_person(name, other) or (len(one) > 1 and one in (two[-len(one) :], two[: len(one)]))


def _stands_in(name: str, text: str) -> bool:
    """Whether the text has the last word of a name, usually the surname, or the head noun of a description."""
    called = name if _is_named(name) else re.split(r" (?:of|for|in|at|on|from|by|with|who|that|which) ", name)[0]
    return (
        re.search(rf"(?<!\w){re.escape(called.split()[-1])}(?!\w)", text, re.I) is not None
        or is_cjk(name)
        and name in text
    )
