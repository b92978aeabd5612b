"""What a question takes for granted, held against the articles: borne out, contradicted, or shown nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answering.choosing import Candidate
from assistant.answering.composing.acts import acts_alike, bearings, opposite
from assistant.answering.composing.asking import Asking
from assistant.answering.composing.telling import Telling
from assistant.answering.quoting import Draft
from assistant.answering.sources import sources_of
from assistant.answers import Premise
from assistant.question.declaring import Declared
from index.language.tokens import words

Standing = Literal["shown", "contradicted", "not_shown"]

SAYING = frozenset(
    "say think believe claim argue tell want feel call mean suggest report write ask seem appear matter happen "
    "need".split()
)
LOOKED_AT = 12  # of the nearest sentences
SOURCES = 4  # paragraphs that the claim is checked against
CLOSE = 0.72  # cosine with the claim at which a sentence bears it out in other words
QUOTED = 2


@dataclass(frozen=True, slots=True)
class Held:
    """How the premise stands, with the sentences that say so."""

    standing: Standing
    evidence: tuple[Candidate, ...] = ()


def hold(asking: Asking, said: Declared, near: Sequence[Candidate]) -> Held:
    """How what is taken for granted stands; what is no act is taken as shown."""
    if not said.is_verb or said.act in SAYING or said.negated:
        return Held("shown")
    looked_at = near[:LOOKED_AT]
    told = list(zip(looked_at, bearings(said, looked_at), strict=True))
    if any(bearing == "yes" for _, bearing in told):
        return Held("shown", tuple(one for one, bearing in told if bearing == "yes"))
    denied = [one for one, bearing in told if bearing == "no"] or _entitled(said, looked_at)
    if denied:
        return Held("contradicted", tuple(denied[:QUOTED]))
    if any(bearing == "open" for _, bearing in told):
        return Held("shown", tuple(one for one, bearing in told if bearing == "open"))
    about = [one for one in looked_at if _of_subject(said, one)]
    if acts_alike(said.act, about, asking.library.embeddings.encode) or any(one.meaning >= CLOSE for one in looked_at):
        return Held("shown")
    verdict = asking.verifier().verify(
        said.claim, sources_of([one.hit for one in looked_at[:SOURCES]], asking.speakers)
    )
    return Held("shown") if verdict.supported else Held("not_shown", tuple(about[:QUOTED]))


def _entitled(said: Declared, near: Sequence[Candidate]) -> list[Candidate]:
    """The nearest sentence of an article whose title tells the opposite of the act."""
    against = {word for act in opposite(said.act) for word in words(act)}
    found = []
    for one in near:
        title = set(words(one.hit.heading.title))
        if against & title and (said.subject | said.objects) & title and not set(words(said.act)) & title:
            found.append(one)
    return found


def _of_subject(said: Declared, one: Candidate) -> bool:
    around = set(words(f"{one.hit.heading.title} {one.hit.paragraph.text}"))
    return not said.subject or bool(said.subject & around)


def told_otherwise(asking: Asking, said: Declared, held: Held, near: Sequence[Candidate]) -> Draft:
    """The answer to a question whose premise the articles do not bear out."""
    telling = Telling(asking)
    frames = asking.frames
    contradicted = held.standing == "contradicted"
    telling.sentence(frames.contradicted if contradicted else frames.not_shown.format(number=asking.searched()))
    for one in held.evidence or near[:QUOTED]:
        telling.quote(one)
    premise = Premise(
        said.claim, "contradicted" if contradicted else "not_shown", tuple(range(1, len(telling.citations) + 1))
    )
    return telling.draft("answered" if contradicted else "not_found", premise=premise)
