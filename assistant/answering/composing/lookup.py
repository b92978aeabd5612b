"""Answers who, what, where, when and how many with the sentences that quoting.py chooses.

If they are not close enough to answer when something was, a sentence that names it and a day still answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.candidates import ARTICLE
from assistant.answering.choosing import Candidate, share
from assistant.answering.composing.assembling import Telling, without_any
from assistant.answering.composing.composer_input import Asking, sentences_of
from assistant.answering.composing.finding import content_weights
from assistant.answering.exact_answers import tells
from assistant.answering.judged import another_is_likely
from assistant.answering.quoting import Draft, write_quotes
from assistant.answering.wording import UNSURE, not_found
from assistant.question.question import Question
from assistant.question.things_asked import asks_several
from index.articles import Heading, Hit
from index.language.spans import LONGEST
from index.language.tokens import words
from index.language.word_lists import FUNCTION_WORDS, word_set

FOR_ONE = ("lookup", "who-said", "yes-no", "why")  # kinds of questions that one sentence may answer
USUAL = 0.0  # the threshold unless a setting overrides it
NEARLY = -1.0  # log-odds at which an article is quoted with the notice that it may not answer
PARAGRAPHS = 6
HELD, HELD_AROUND = 0.5, 0.9  # share of the words to be dated, by weight, in the sentence and with its context
BLIND = -99.0  # log-odds that are always reached: closeness means little across languages
_ASKING = word_set("happen happens happened take place year day date time do does did")


def compose(asking: Asking) -> Draft:
    question = asking.plan.question
    draft = _quoted(asking, asking.hits, asking.threshold)
    if draft.outcome == "answered":
        return draft
    usual = asking.threshold <= USUAL  # a higher one is set to get more refusals
    if usual and not question.speaker and question.language == "en" and (one := _dated(asking, question)):
        return replace(Telling(asking).quoting([one]), answerability=draft.answerability)
    return without_any(asking, draft) if draft.text == not_found(asking.language) else draft


def come_near(asking: Asking) -> Draft | None:
    """Text of an article that may well answer, with a notice that it may not; otherwise None.

    For a passage of few paragraphs, as from an encyclopaedia, only the threshold decides.
    """
    question, hits = asking.plan.question, asking.hits
    if asking.threshold > USUAL or question.speaker or question.language != "en" or not hits:
        return None
    if asking.plan.asked_in and (led := _led_by_names(asking)):
        return led
    if not content_weights(asking, question.text) or len(asking.paragraphs(hits[0].heading.id)) < ARTICLE:
        return None
    draft = _quoted(asking, hits, NEARLY)
    if draft.outcome != "answered" or not asking.tell_of({one.article_id for one in draft.citations}, asking.named):
        return None
    return replace(draft, notices=(UNSURE,))


def _quoted(asking: Asking, hits: Sequence[Hit], threshold: float) -> Draft:
    several = asking.plan.kind not in FOR_ONE or asks_several(asking.asked)
    return write_quotes(asking.plan.question, hits, asking.library, threshold, several=several)


def _led_by_names(asking: Asking) -> Draft | None:
    """The same for a question only partly translated into English: from the article with most of its names."""
    question = asking.plan.question
    named = {word for word in re.findall(r"[^\W\d_]{4,}", question.text)[1:] if word[0].isupper()}
    held = {one: len(named & _told_in(asking, one)) for one in dict.fromkeys(hit.heading for hit in asking.hits)}
    best = max(held, key=lambda one: held[one])
    if not held[best]:
        return None
    hits = [hit for hit in asking.hits if hit.heading == best]
    draft = _quoted(asking, hits, BLIND)
    return replace(draft, notices=(UNSURE,)) if draft.outcome == "answered" else None


def _told_in(asking: Asking, heading: Heading) -> set[str]:
    """The words of an article and its title, as written."""
    texts = (heading.title, *(one.text[:LONGEST] for one in asking.paragraphs(heading.id)))
    return {word for text in texts for word in re.findall(r"[^\W\d_]+", text)}


def _dated(asking: Asking, question: Question) -> Candidate | None:
    """The sentence with a day and most of the words of what is to be dated; None if another is likely to answer."""
    weights = content_weights(asking, question.text, FUNCTION_WORDS | _ASKING) if question.asks_for == "date" else {}
    found: list[tuple[float, Candidate]] = []
    for hit in asking.hits[:PARAGRAPHS] if weights else ():
        before = set(words(f"{hit.heading.title} {hit.asked}")) & weights.keys()
        for one in sentences_of(hit):
            own = set(words(one.text)) & weights.keys()
            before |= own
            held, held_around = share(weights, own), share(weights, before)
            plainly = held >= HELD and held_around >= HELD_AROUND
            if plainly and tells(question, one.text, hit.heading, hit.asked):
                found.append((held + held_around + hit.score, one))
    if not found:
        return None
    one = max(found, key=lambda each: each[0])[1]
    is_passage = len(asking.paragraphs(one.hit.heading.id)) < 2  # for passages, closeness decides
    return None if is_passage or another_is_likely(question.text, asking.hits, asking.library, [one]) else one
