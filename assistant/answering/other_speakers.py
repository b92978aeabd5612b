"""Finds others quoted on a topic if the requested person is not; they are named as closest, never as an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.answering.choosing import ON_TOPIC, Candidate, share
from assistant.answering.speakers import Speakers, same_speaker
from assistant.answering.wording import where
from assistant.question.question import Question
from assistant.question.speaker_frames import speaker_names
from assistant.texts.coded import Coded
from index.language.tokens import words

NAMED = 2  # maximum number of others
LONGEST_TOPIC = 60  # maximum characters of a topic that a sentence repeats


def spoken_instead(
    question: Question,
    topic: Mapping[str, float],
    near: Sequence[Candidate],
    found: Sequence[Candidate],
    speakers: Speakers,
) -> list[Candidate]:
    """The closest sentences, each replaced by one in its paragraph where somebody else speaks on the topic, if any."""
    if question.speaker is None or question.topic == question.text:
        return list(near)
    return [
        next(
            (one for one in found if one.hit.place == close.hit.place and _other(question, topic, one, speakers)), close
        )
        for close in near
    ]


def not_reported(
    question: Question, topic: Mapping[str, float], near: Sequence[Candidate], speakers: Speakers
) -> list[Coded]:
    """The statement that the requested person is not quoted on the topic, and who is."""
    about, of_topic = _phrase(question), question.topic != question.text
    who = {"who": _as_asked(question.speaker or "", question.text)}
    nobody = Coded("quotes.not_said_that" if of_topic else "quotes.nothing_said", who)
    if about:
        nobody = Coded("quotes.not_said", who | {"topic": about})
    instead: dict[str, Coded] = {}
    for one in near:
        speaker = speakers.of(one).speaker
        if speaker and of_topic and _other(question, topic, one, speakers):
            other = speaker[0].upper() + speaker[1:]
            values = {"who": other, "topic": about or Coded("quotes.it"), "where": where(one.hit.heading)}
            instead.setdefault(other, Coded("quotes.instead", values))
    return [nobody, *list(instead.values())[:NAMED]]


def _as_asked(speaker: str, question: str) -> str:
    """The speaker, with "the" if the question has it: "the mayor"."""
    found = re.search(rf"\bthe {re.escape(speaker)}\b", question, re.I)
    return f"the {speaker}" if found else speaker


def _other(question: Question, topic: Mapping[str, float], one: Candidate, speakers: Speakers) -> bool:
    """Whether the sentence gives the words on the topic of exactly one person, who is not the one asked for."""
    if share(topic, set(words(one.text))) < ON_TOPIC:
        return False
    speaker = speakers.of(one).speaker or ""
    return bool(speaker) and len(speaker_names(speaker)) == 1 and not same_speaker(question.speaker or "", speaker)


_ABOUT = r"(?:about|on|of|regarding|concerning|mention(?:ed)?|discuss(?:ed)?|towards?|to)"


def _phrase(question: Question) -> str | None:
    """The topic in a form for a sentence: what follows "about" in the question, if it is short; else None."""
    topic = question.topic
    if question.topic == question.text or len(topic) > LONGEST_TOPIC:
        return None
    if question.language == "zh":
        return None if re.search(r"[吗呢？，]|什么|怎么", topic) else topic
    after = re.search(rf"\b{_ABOUT}\s+{re.escape(topic)}(?!\w)", question.text, re.I)
    clause = re.search(r"\b(?:is|are|was|were|will|would|has|had|have|did|does|when|that|which|who|if)\b", topic, re.I)
    return topic if after and not clause else None
