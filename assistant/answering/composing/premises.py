"""Finds what in the articles contradicts a question's premise, and says so if nothing supports it."""

from __future__ import annotations

import math

from assistant.answering.choosing import Candidate, is_question
from assistant.answering.composing import judging
from assistant.answering.composing.assembling import Telling
from assistant.answering.composing.composer_input import Asking
from assistant.answering.composing.finding import nearest
from assistant.answering.judged import WHOLE, judged, place_of
from assistant.answering.quoting import Draft
from assistant.answering.sources import sources_of
from assistant.answers import Premise
from assistant.question.declaring import declared
from assistant.texts.coded import Coded
from index import encoders
from index.embedding import yes_no_judge
from index.language.tokens import words

SOURCES = 4  # paragraphs that the premise is checked against
QUOTED = 2
# The minimum probability for a sentence that may refute the premise, with its paragraph read alone; the minimum for one
# that does, with its article read as a whole; and the minimum cosine of the latter with the question.
MAY_REFUTE, REFUTED, NEAR = 0.4, 0.5, 0.4
# The first of these if the question would otherwise be answered, and the minimum ratio, in that case, of the square of
# the sentence's probability to the highest probability that a sentence of its article answers.
MAY_RATHER, TIMES = 0.3, 2.0
# For choosing that sentence: the number of articles read, the floor for probabilities, the weight of the
# log-probability that nothing read with it answers or refutes, and the weight of that cosine.
READ, LEAST, NOTHING, MEANING = 3, 1e-6, 0.5, 3.0


def refuted(asking: Asking, *, rather: bool = False) -> Draft | None:
    """What the articles say instead, if the judge finds a sentence that refutes the question's premise; otherwise None.

    With `rather`, for a question that would otherwise be answered, only the closest article is read. Its sentence may
    be less likely to refute, but must be far likelier to refute than any sentence of the article is to answer.
    """
    judgement = judged(asking.plan.question.text, asking.hits, asking.library)
    if max(judgement.refutes.values(), default=0.0) < (MAY_RATHER if rather else MAY_REFUTE):
        return None
    said = declared(asking.asked)
    if said and said.reports:  # no article reports everything that somebody said
        return None
    if (one := _refuting(asking, rather=rather)) is None:
        return None
    if said:
        borne = yes_no_judge().of_claim(said.claim, encoders.Passage(one.hit.heading.title, (one.text,)))
        if borne.supported > borne.contradicted:  # the sentence itself says so
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


def not_shown(asking: Asking, draft: Draft) -> Draft:
    """The refusal of a question, with the closest sentences if nothing supports the question's premise."""
    said = declared(asking.asked) if asking.language == "en" else None
    if said is None or said.reports:
        return draft
    found = nearest(asking, said.claim, asking.within, hits=asking.hits)
    near = [one for one in found if said.subject & set(words(f"{one.hit.heading.title} {one.hit.paragraph.text}"))]
    if not near:
        return draft
    sources = sources_of([one.hit for one in near[:SOURCES]], asking.speakers)
    if asking.verifier().verify(said.claim, sources).supported:
        return draft
    telling = Telling(asking)
    telling.sentence(Coded("answers.not_shown", {"n": asking.searched()}))
    for one in near[:QUOTED]:
        telling.quote(one)
    premise = Premise(said.claim, "not_shown", tuple(range(1, len(telling.citations) + 1)))
    return telling.draft("not_found", premise=premise)
