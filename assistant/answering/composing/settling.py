"""Puts yes or no before the quotes that a lookup finds, if the judge of yes-or-no questions is sure of either."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from assistant.answering.choosing import share
from assistant.answering.composing import lookup
from assistant.answering.composing.composer_input import Asking
from assistant.answering.composing.finding import content_weights
from assistant.answering.drafting.editing import Edit, edited
from assistant.answering.quoting import Draft
from assistant.answering.sources import sources_of
from assistant.answers import Citation, Framed
from assistant.question.confirming import TRUE
from assistant.question.declaring import declared
from assistant.texts.coded import Coded
from index import encoders
from index.embedding import yes_no_judge
from index.language.tokens import words

SURE = math.log(0.77)  # the log-probability at which the first quote settles the question
COPIED = 0.75  # share of the question's words, by weight, at which a quote is compared with it word by word
YES, NO = Coded("answers.yes"), Coded("answers.no")
_OR = re.compile(r"\bor\b(?! not\b)", re.I)  # "up or down" is answered by neither yes nor no


def compose(asking: Asking) -> Draft:
    draft, text = lookup.compose(asking), asking.plan.question.text
    if not draft.sure or not draft.citations or asking.language != "en" or _OR.search(text):
        return draft
    if any(one.differs_from for one in draft.claims):
        return draft
    return _begun(draft, said, asking.language) if (said := _settled(asking, text, draft.citations[0])) else draft


def _settled(asking: Asking, text: str, quoted: Citation) -> Coded | None:
    """The quote's answer; if it has nearly all of the question's words, a word-by-word comparison must agree."""
    told = TRUE.match(text)
    borne = yes_no_judge().of_claim(told["told"] if told else text, encoders.Passage(quoted.title, (quoted.quote,)))
    leans = YES if borne.supported > borne.contradicted else NO
    weights = content_weights(asking, text)
    if told or share(weights, set(words(f"{quoted.title} {quoted.quote}"))) >= COPIED:
        return leans if _compared(asking, quoted) == leans else None
    return leans if max(borne.supported, borne.contradicted) >= SURE else None


def _compared(asking: Asking, quoted: Citation) -> Coded | None:
    said = declared(asking.asked)
    hits = [one for one in asking.hits if one.place == (quoted.article_id, quoted.paragraph)]
    if said is None or not hits:
        return None
    verdict = asking.verifier().verify(said.claim, sources_of(hits, asking.speakers)).verdict
    return YES if verdict in ("supported", "attributed") else NO if verdict == "contradicted" else None


def _begun(draft: Draft, said: Coded, language: str) -> Draft:
    words = said.in_language(language)
    moved = edited(draft, [Edit(0, 0, f"{words}\n\n")])
    return replace(moved, framed=(Framed(0, len(words), said.code, said.values), *moved.framed))
