"""Whether two articles report one thing differently: another number, another date, a word turned into its opposite.

It compares sentences that answer one question; it does not decide which of them is right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.choosing import Candidate, share
from assistant.answering.copies import Copies
from assistant.answering.exact_answers import AHEAD
from assistant.answering.recency import asks_for_latest
from assistant.question.question import Question
from index.embedding import Encode
from index.language.likeness import turned
from index.language.numbers import Day, Number, days_in, numbers_in
from index.language.times.meant import dates_in
from index.language.tokens import FUNCTION_WORDS, cjk_share, words

MOST = 3  # accounts of one thing shown side by side
ALIKE = 0.7  # share of common words at which two sentences report one thing
# Two paragraphs report one thing if the second has this share of the first one's search score and of its words of the
# question, and is this close to it in meaning. For text that the model does not cover, words alone must suffice.
SCORED = 0.65
HELD, HELD_BLIND = 0.5, 0.8
MEANING, SENTENCE_MEANING = 0.55, 0.7
LONGEST = 1000  # characters of a paragraph that are compared in meaning
SMALL = 10  # smaller numbers are ignored: many articles have them, about other things

# What must differ in two sentences that are otherwise the same, by the kind of thing asked for.
_TURNED_FOR = {"number": ("negation", "number"), "date": ("negation", "number"), "person": ("negation", "name")}
_TURNED_FOR["place"] = _TURNED_FOR["person"]


@dataclass(frozen=True, slots=True)
class Comparing:
    """What is needed to decide whether two sentences report one thing."""

    question: Question
    weights: Mapping[str, float]
    copies: Copies
    encode: Encode


def side_by_side(
    chosen: Sequence[Candidate], found: Sequence[Candidate], comparing: Comparing
) -> list[tuple[Candidate, bool]]:
    """The chosen sentences, each with whether it is one of several differing accounts of one thing; these come first.

    If the latest is asked for, an earlier differing account is outdated and left out.
    """
    latest = asks_for_latest(comparing.question.text)
    for one in chosen[:1] if latest else chosen:
        if others := _otherwise(one, found, comparing):
            over = [other for other in others if latest and _published(other) < _published(one)]
            accounts = [one, *(other for other in others if other not in over)]
            rest = [other for other in chosen if other not in accounts + over]
            return [(other, len(accounts) > 1) for other in accounts] + [(other, False) for other in rest]
    return [(one, False) for one in chosen]


def _published(one: Candidate) -> str:
    return one.hit.heading.published or ""


def _otherwise(one: Candidate, found: Sequence[Candidate], comparing: Comparing) -> list[Candidate]:
    """The sentences of other articles that report the same thing differently, best first; no two of them agree."""
    accounts = [one]
    for other in found:
        if len(accounts) < MOST and all(_differ(known, other, comparing) for known in accounts):
            accounts.append(other)
    return accounts[1:]


def _differ(one: Candidate, other: Candidate, comparing: Comparing) -> bool:
    question, here, there = comparing.question, one.hit.heading, other.hit.heading
    if here.id == there.id or not _one_topic(one, other, comparing):
        return False
    # Articles with the same title are parts of one text, unless they are copies.
    if here.title and here.title == there.title and not comparing.copies.are(here.id, there.id):
        return False
    kind = question.asks_for
    alike, by = turned(one.text, other.text)
    if alike >= ALIKE and (comparing.copies.are(here.id, there.id) or by in _TURNED_FOR.get(kind or "", ("negation",))):
        return True
    if kind not in ("number", "date") or question.speaker or comparing.copies.are(here.id, there.id):
        return False
    differ = _numbers_differ if kind == "number" else _dates_differ
    return differ(one, other, comparing) and _close(one, other, comparing)


def _one_topic(one: Candidate, other: Candidate, comparing: Comparing) -> bool:
    """Whether the other sentence's context reports what is asked, as the first one's does."""
    names = [word.lower() for name in comparing.question.names for word in name.split()]
    for article in (comparing.copies.text(each.hit.heading.id).lower() for each in (one, other)):
        if any(name not in article for name in names):
            return False
    here, there = (f"{each.hit.heading.title} {each.hit.paragraph.text}" for each in (one, other))
    held = share(comparing.weights, set(words(there))) / (share(comparing.weights, set(words(here))) or 1)
    blind = cjk_share(comparing.question.text) > 0.5
    return other.hit.score >= SCORED * one.hit.score and held >= (HELD_BLIND if blind else HELD)


def _close(one: Candidate, other: Candidate, comparing: Comparing) -> bool:
    """Whether the two paragraphs, or sentences, mean much the same; never for text that the model does not cover."""
    if cjk_share(comparing.question.text) > 0.5:
        return False
    texts = [each.hit.paragraph.text[:LONGEST] for each in (one, other)]
    here, there, sentence, against = comparing.encode([*texts, one.text, other.text])
    return bool(here @ there >= MEANING or sentence @ against >= SENTENCE_MEANING)


def _numbers_differ(one: Candidate, other: Candidate, comparing: Comparing) -> bool:
    here, there = (_asked(comparing.question, numbers_in(each.text)) for each in (one, other))
    pairs = [(number, against) for number in here for against in there if number.of & against.of]
    if not pairs or any(number.agrees(against) for number, against in pairs):
        return False
    theirs = days_in(other.text)
    agree = [day.agrees(against) for day in days_in(one.text) for against in theirs]
    if agree and True not in agree:  # the sentences name different times
        return False
    return not (_has_one_of(here, other, comparing.copies) or _has_one_of(there, one, comparing.copies))


def _asked(question: Question, numbers: Sequence[Number]) -> list[Number]:
    """The numbers that count what the question asks for; if none does, all that say what they count."""
    asked = set(words(question.text)) - set(FUNCTION_WORDS)
    return [number for number in numbers if number.of & asked] or [number for number in numbers if number.of]


def _has_one_of(numbers: Sequence[Number], other: Candidate, copies: Copies) -> bool:
    """Whether the other sentence's article also has one of these numbers; if so, its own counts something else."""
    text = copies.text(other.hit.heading.id)
    known = [number for number in numbers_in(text) if number.value >= SMALL]
    return any(number.agrees(against) for number in numbers for against in known)


def _dates_differ(one: Candidate, other: Candidate, comparing: Comparing) -> bool:
    here, there = _days(one, comparing.question), _days(other, comparing.question)
    agree = [day.agrees(against) for day in here for against in there]
    if False not in agree or True in agree or not any(day.near(against) for day in here for against in there):
        return False
    return not (_dated_too(here, other, comparing.copies) or _dated_too(there, one, comparing.copies))


def _days(one: Candidate, question: Question) -> list[Day]:
    """The dates of a sentence, including those relative to publication, that the question can ask for."""
    published = one.hit.heading.published or ""
    found = dates_in(one.hit.paragraph.text, one.start, one.end, one.hit.heading.published)
    dates = [each.day for each in found if re.fullmatch(r"\d{4}-\d\d-\d\d", each.day)]
    days = [Day(*map(int, day.split("-"))) for day in dates]
    others = [day for day in days_in(one.text) if not any(day.agrees(other) for other in days)]
    # "When will" does not ask for a past day.
    ahead = bool(AHEAD.search(question.text))
    return [day for day, text in zip(days, dates, strict=True) if not ahead or text >= published[:10]] + others


def _dated_too(days: Sequence[Day], other: Candidate, copies: Copies) -> bool:
    """Whether the other sentence's article also gives one of these dates, at least as exactly."""
    text = copies.text(other.hit.heading.id)
    return any(day.agrees(known) and bool(day.day) <= bool(known.day) for day in days for known in days_in(text))
