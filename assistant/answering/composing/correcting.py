"""Answers what was corrected or withdrawn, or whether an article was; quotes each notice and names its article."""

from __future__ import annotations

import re

from assistant.answering.choosing import Candidate
from assistant.answering.composing.assembling import Telling, nothing_found
from assistant.answering.composing.composer_input import Asking
from assistant.answering.corrected import known, lead_of, once, span_quoted
from assistant.answering.quoting import Draft
from assistant.question.question_kinds import asks_whether
from assistant.texts.coded import Coded
from index.articles import Hit
from index.language.times.iso_periods import span
from index.language.tokens import content_words
from index.store.corrections import Corrected

ROWS = 20
HELD = 0.6  # share of a topic's words in a notice and the title of what it corrects

# The words of a question about corrections other than its topic.
_FRAME = re.compile(
    r"\b(?:articles?|stor(?:y|ies)|reports?|pieces?|columns?|corrections?|corrected|retract\w*|withdr[ae]wn?|withdraw\w*"
    r"|amended|clarif\w+|taken (?:back|down)|unpublished|anything|wrong|mistaken?s?|errors?|accurate|right|correct"
    r"|papers?|newspapers?|outlets?|published|mention\w*)\b",
    re.I,
)
_DOUBTED = re.compile(r"\b(?:corrected|retracted|withdrawn|amended|clarified)\b", re.I)
_GONE = re.compile(r"\b(?:retract|withdr[ae]w|taken (?:back|down)|unpublished)|撤稿|撤回", re.I)
_MENDED = re.compile(r"\b(?:correct|clarif|amend|wrong|mistake|error)|更正|勘误", re.I)


def compose(asking: Asking) -> Draft:
    plan = asking.plan
    found = [one for one in once(known(asking.library, asking.filters.as_of)) if _passes(asking, one)]
    if _GONE.search(plan.question.text) and not _MENDED.search(plan.question.text):
        found = [one for one in found if one.kind == "withdrawal"]
    topic = content_words(_FRAME.sub(" ", plan.topic))
    if topic:
        found = [one for one in found if len(topic & _words(asking, one)) >= HELD * len(topic)]
    if not found:
        return nothing_found(asking, Coded("answers.nothing_corrected", {"n": asking.searched()}))
    telling = Telling(asking)
    if asks_whether(plan.question.text) and _DOUBTED.search(plan.question.text):
        telling.sentence(Coded("answers.yes"))
    for one in found[:ROWS]:
        heading = asking.heading(one.article_id)
        paragraph = asking.library.paragraph(one.article_id, one.paragraph)
        if heading:
            quoted = Candidate(Hit(paragraph, heading, 0.0), *span_quoted(one, paragraph.text))
            telling.quote(quoted, before=lead_of(one, asking.library, named=True))
    if len(found) > ROWS:
        telling.sentence(Coded("answers.more_rows", {"shown": ROWS, "n": len(found)}))
    return telling.draft()


def _passes(asking: Asking, one: Corrected) -> bool:
    """Whether the notice, or the article it is about, is among those requested and from the requested period."""
    within, period = asking.within, asking.plan.question.period
    since, until = (day.isoformat() for day in span(period)) if period else (asking.plan.since, asking.plan.until)
    if since or until:
        heading = None if until else asking.heading(one.corrects or one.article_id)  # corrections follow publication
        day = (one.day or (heading and heading.published) or "")[:10]
        if not day or not (since or "") <= day <= (until or day):
            return False
    ids = {id for id in (one.article_id, one.corrects) if id}
    if within.articles and not ids & set(within.articles):
        return False
    if within.outlets:
        heading = asking.heading(one.article_id)
        return bool(heading and heading.outlet and heading.outlet.lower() in {name.lower() for name in within.outlets})
    return True


def _words(asking: Asking, one: Corrected) -> frozenset[str]:
    heads = [asking.heading(id) for id in (one.article_id, one.corrects) if id]
    titles = [f"{head.title} {head.outlet or ''}" for head in heads if head]
    return content_words(" ".join([one.quote, *titles]))
