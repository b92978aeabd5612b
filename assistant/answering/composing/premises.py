"""Checks what a question takes for granted against the articles: supported, contradicted, or not shown."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answering.choosing import Candidate, is_question
from assistant.answering.composing import judging
from assistant.answering.composing.acts import acts_alike, bearings
from assistant.answering.composing.assembling import Telling
from assistant.answering.composing.composer_input import Asking
from assistant.answering.judged import WHOLE, judged, place_of
from assistant.answering.quoting import Draft
from assistant.answering.sources import sources_of
from assistant.answers import Premise
from assistant.question.declaring import Declared, declared
from assistant.texts.coded import Coded
from index.language.tokens import words

Standing = Literal["shown", "contradicted", "not_shown"]

SAYING = frozenset(
    "say think believe claim argue tell want feel call mean suggest report write ask seem appear matter happen "
    "need".split()
)
LOOKED_AT = 12  # nearest sentences that are examined
SOURCES = 4  # paragraphs that the claim is checked against
CLOSE = 0.72  # cosine with the claim at which a sentence supports it in other words
QUOTED = 2
# The probability from which a sentence may refute the premise if its paragraph is read alone, the probability from
# which it does if its article is read as a whole, and its least cosine with the question.
MAY_REFUTE, REFUTED, NEAR = 0.4, 0.5, 0.4
# The first of these where the question would otherwise be answered, and how many times the probability that a sentence
# of its article answers the square of its own must then be.
MAY_RATHER, TIMES = 0.3, 2.0
# For choosing that sentence: how many articles are read, the value to which lower probabilities are raised, the weight
# of the logarithm of the probability that nothing read with it answers or refutes, and the weight of that cosine.
READ, LEAST, NOTHING, MEANING = 3, 1e-6, 0.5, 3.0
ENOUGH = 0.5  # share of the words for who does what to whom that a sentence must have to deny the premise
_LEANS = re.compile(r"\W*(?:no one|nobody|none|neither|they|he|she|it|this|that)\b", re.I)


@dataclass(frozen=True, slots=True)
class Held:
    """The verdict on the premise, with the sentences that show it."""

    standing: Standing
    evidence: tuple[Candidate, ...] = ()


def hold(asking: Asking, said: Declared, near: Sequence[Candidate]) -> Held:
    """The verdict on what is taken for granted; anything but an act counts as shown."""
    if said.said is not None and said.said.is_verb:
        # What somebody says can only be contradicted: no article reports all that was said.
        theirs = [one for one in near[:LOOKED_AT] if _of_subject(said, one)]
        held = _held(asking, said.said, theirs)
        return held if held.standing == "contradicted" else Held("shown")
    if not (said.is_verb or said.denied) or said.act in SAYING:
        return Held("shown")
    return _held(asking, said, near[:LOOKED_AT])


def _held(asking: Asking, said: Declared, looked_at: Sequence[Candidate]) -> Held:
    if (held := borne(said, looked_at)) is not None:
        return held
    if said.negated:
        return Held("shown")
    about = [one for one in looked_at if _of_subject(said, one)]
    if acts_alike(said.act, about, asking.library.embeddings.encode) or any(one.meaning >= CLOSE for one in looked_at):
        return Held("shown")
    verdict = asking.verifier().verify(
        said.claim, sources_of([one.hit for one in looked_at[:SOURCES]], asking.speakers)
    )
    return Held("shown") if verdict.supported else Held("not_shown", tuple(about[:QUOTED]))


def borne(said: Declared, looked_at: Sequence[Candidate]) -> Held | None:
    """The verdict of the sentences about the same act or its opposite; None if there are none."""
    related = [(one, bearing) for one, bearing in zip(looked_at, bearings(said, looked_at), strict=True) if bearing]
    settled = [(one, bearing) for one, bearing in related if bearing != "open"]
    denied = [one for one, bearing in settled if bearing == "no" and _is_about(said, one)]
    shown = [one for one, bearing in settled if bearing == "yes"]
    if denied and (not shown or looked_at.index(denied[0]) < looked_at.index(shown[0])):
        return Held("contradicted", tuple(denied[:QUOTED]))
    if shown:
        return Held("shown", tuple(shown))
    return Held("shown", tuple(one for one, _ in related)) if related else None


def denied(said: Declared, near: Sequence[Candidate]) -> Held | None:
    """The verdict if sentences contradict what is taken for granted, else None."""
    if said.said is not None and said.said.is_verb:
        held = borne(said.said, [one for one in near if _of_subject(said, one)])
    elif (said.is_verb or said.denied) and said.act not in SAYING:
        held = borne(said, near)
    else:
        return None
    return held if held and held.standing == "contradicted" else None


def refuted(asking: Asking, *, rather: bool = False) -> Draft | None:
    """What the articles say instead, if the judge finds a sentence that refutes what the question presumes, or None.

    With `rather`, for a question that would be answered otherwise, only the closest article is read; its sentence need
    not be as probable, but far more so than that any sentence of it answers.
    """
    judgement = judged(asking.plan.question.text, asking.hits, asking.library)
    if max(judgement.refutes.values(), default=0.0) < (MAY_RATHER if rather else MAY_REFUTE):
        return None
    said = declared(asking.asked)
    if said and said.said is not None:  # no article reports all that somebody said
        return None
    if (one := _refuting(asking, rather=rather)) is None:
        return None
    if said and (held := borne(said, [one])) and held.standing == "shown":  # the sentence itself says so
        return None
    article = "\n".join((one.hit.heading.title, *(each.text for each in asking.paragraphs(one.hit.heading.id))))
    if not all(name in article for name in asking.named if " " in name):  # the article is about somebody else
        return None
    telling = Telling(asking)
    telling.sentence(Coded("answers.contradicted"))
    telling.quote(one)
    claim = said.claim if said else asking.plan.question.text.rstrip(" ?")
    return telling.draft(premise=Premise(claim, "contradicted", (1,)))


def _refuting(asking: Asking, *, rather: bool) -> Candidate | None:
    """The sentence of the first articles, each read as a whole, that best refutes the premise; None if none does.

    With `rather`, of the first article alone.
    """
    headings = list({hit.heading.id: hit.heading for hit in asking.hits}.values())[: 1 if rather else READ]
    judgements = {heading.id: judging.of_article(asking, heading) for heading in headings}
    able = [one for heading in headings for one in asking.sentences(heading)[:WHOLE] if not is_question(one.text)]
    if not able:
        return None
    asked, *vectors = asking.library.embeddings.encode(
        [asking.plan.question.text, *(one.text for one in able)], asked=1
    )
    near = [float(vector @ asked) for vector in vectors]
    refutes = [judgements[one.hit.heading.id].refutes.get(place_of(one), 0.0) for one in able]
    nothing = [judgements[one.hit.heading.id].nothing.get(place_of(one), 1.0) for one in able]

    def worth(at: int) -> float:
        against, without = math.log(max(refutes[at], LEAST)), math.log(max(nothing[at], LEAST))
        return against - NOTHING * without + MEANING * near[at]

    best = max(range(len(able)), key=worth)
    answers = max((probability for one in judgements.values() for probability in one.answers.values()), default=0.0)
    if rather:
        return able[best] if refutes[best] ** 2 >= TIMES * answers else None
    return able[best] if refutes[best] >= max(REFUTED, answers) and near[best] >= NEAR else None


def _is_about(said: Declared, one: Candidate) -> bool:
    """Whether the paragraph or title has the whole subject, and the sentence itself half of the subject and objects.

    Neighbouring sentences may be about something else.
    """
    named = {word for word in said.subject | said.objects if not word.isdigit()}
    if not (said.subject or named) <= set(words(f"{one.hit.heading.title} {one.hit.asked} {one.hit.paragraph.text}")):
        return False
    around = f"{one.hit.asked} {one.text}"
    if _LEANS.match(one.text):  # its subject is named before it
        around += f" {one.hit.heading.title} {one.hit.paragraph.text[: one.start]}"
    return len(named & set(words(around))) >= ENOUGH * len(named)


def _of_subject(said: Declared, one: Candidate) -> bool:
    around = set(words(f"{one.hit.heading.title} {one.hit.paragraph.text}"))
    return not said.subject or bool(said.subject & around)


def premise_unsupported(asking: Asking, said: Declared, held: Held, near: Sequence[Candidate]) -> Draft:
    """The answer to a question whose premise the articles do not support."""
    telling = Telling(asking)
    contradicted = held.standing == "contradicted"
    not_shown = Coded("answers.not_shown", {"n": asking.searched()})
    telling.sentence(Coded("answers.contradicted") if contradicted else not_shown)
    for one in held.evidence or near[:QUOTED]:
        telling.quote(one)
    premise = Premise(
        said.claim, "contradicted" if contradicted else "not_shown", tuple(range(1, len(telling.citations) + 1))
    )
    return telling.draft("answered" if contradicted else "not_found", premise=premise)
