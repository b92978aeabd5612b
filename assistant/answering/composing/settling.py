"""Answers yes or no before the quotes that a lookup finds, if the judge of such questions is sure of either."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.composing import lookup
from assistant.answering.composing.composer_input import Asking
from assistant.answering.drafting.editing import Edit, edited
from assistant.answering.quoting import Draft
from assistant.answers import Citation, Framed
from assistant.question.confirming import TRUE
from assistant.texts.coded import Coded
from index import encoders
from index.embedding import yes_no_judge

SURE = math.log(0.8)  # the log-probability from which a quote settles the question
YES, NO = Coded("answers.yes"), Coded("answers.no")
_OR = re.compile(r"\bor\b(?! not\b)", re.I)  # "up or down" is answered by neither yes nor no


def compose(asking: Asking) -> Draft:
    draft, text = lookup.compose(asking), asking.plan.question.text
    if not draft.sure or asking.language != "en" or _OR.search(text):
        return draft
    return _begun(draft, said, asking.language) if (said := _settled(text, draft.citations)) else draft


def _settled(text: str, citations: Sequence[Citation]) -> Coded | None:
    """What the first quote that is sure of either says; None if another is as sure of the opposite."""
    claim = told["told"] if (told := TRUE.match(text)) else text
    judge, found = yes_no_judge(), list[Coded]()
    for one in citations:
        borne = judge.of_claim(claim, encoders.Passage(one.title, (one.quote,)))
        if max(borne.supported, borne.contradicted) >= SURE:
            found.append(YES if borne.supported > borne.contradicted else NO)
    return found[0] if len(set(found)) == 1 else None


def _begun(draft: Draft, said: Coded, language: str) -> Draft:
    words = said.in_language(language)
    moved = edited(draft, [Edit(0, 0, f"{words}\n\n")])
    return replace(moved, framed=(Framed(0, len(words), said.code, said.values), *moved.framed))
