"""Reads a question once more together with the quotes that should answer it, which may refute what it presumes."""

from __future__ import annotations

from assistant.answering.choosing import Candidate
from assistant.answering.composing.assembling import Telling
from assistant.answering.composing.composer_input import Asking
from assistant.answering.quoting import Draft, write_quotes
from assistant.answers import Citation, Premise
from assistant.question.declaring import declared
from assistant.texts.coded import Coded
from index import encoders
from index.articles import Hit

NEAR = -2.0  # log-odds that quotes answer at which they may still refute what a question takes for granted
READ = 4  # quotes of the first article that are read with the question
ALONE = 2  # the first of them that are also read alone, and that are quoted
# The least log-probability that the quotes refute it, and the greatest that one of the first alone answers.
REFUTED, ANSWERS = -0.7, -1.8


def otherwise(asking: Asking, draft: Draft) -> Draft | None:
    """What to say instead of a draft whose quotes refute what the question takes for granted; None if they do not.

    The larger judge decides; None also if there is none.
    """
    quoted = [one for one in draft.citations if one.article_id == draft.citations[0].article_id][:READ]
    judge, text = asking.library.larger_yes_no_judge, asking.plan.question.text
    if not quoted or judge is None:
        return None

    def read(*those: Citation) -> encoders.Borne:
        in_order = sorted(those, key=lambda one: (one.paragraph, one.start))
        return judge.of_claim(text, encoders.Passage(quoted[0].title, tuple(one.quote for one in in_order)))

    if read(*quoted).contradicted < REFUTED or any(read(one).supported > ANSWERS for one in quoted[:ALONE]):
        return None
    if not (sentences := [found for one in quoted[:ALONE] if (found := _sentence(asking, one))]):
        return None
    telling = Telling(asking)
    telling.sentence(Coded("answers.contradicted"))
    telling.quoting(sentences)
    said = declared(asking.asked)
    return telling.draft(premise=Premise(said.claim if said else text.rstrip(" ?"), "contradicted", (1,)))


def otherwise_near(asking: Asking) -> Draft | None:
    """The same for quotes that are not likely enough to answer; None also if no larger model has read them again."""
    if not asking.is_read_closely:
        return None
    return otherwise(asking, write_quotes(asking.plan.question, asking.hits, asking.library, NEAR))


def _sentence(asking: Asking, quoted: Citation) -> Candidate | None:
    """The quote as a sentence of its paragraph, which may have been removed since it was found."""
    if (heading := asking.heading(quoted.article_id)) is None:
        return None
    found = asking.library.paragraphs(quoted.article_id, [quoted.paragraph])
    return Candidate(Hit(found[0], heading, 0.0), quoted.start, quoted.end) if found else None
