"""Who says a span of a paragraph, looked up in the reading of its article.

A span may be a sentence, a part of one, or several.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import takewhile

from index.language.quotations import is_cjk
from index.language.sentences import LONGEST_SENTENCE
from index.reading.records import Reading, Statement
from index.reading.voices import OUTLET, Attribution, Voice

NEAR = 40  # characters between quoted words and the speaker's name
_ARTICLES = frozenset(("the", "a", "an"))
_PRONOUNS = frozenset("he she they it his her their its him who i we you one some others many most".split())
_ALONE = frozenset("each both either neither all".split())  # with a noun, as in "both men", they name the speaker


def said_in(reading: Reading, paragraph: int, start: int, end: int) -> list[Statement]:
    """The statements that lie mostly within a span or cover most of it, except those within another statement."""
    # Statements that begin earlier than this also end before the span, since none is longer than a sentence.
    first, last = (
        bisect_left(reading.statements, (paragraph, place), key=_begins) for place in (start - LONGEST_SENTENCE, end)
    )
    found = [
        one
        for one in reading.statements[first:last]
        if one.span.end > start
        and 2 * (min(end, one.span.end) - max(start, one.span.start)) > min(end - start, one.span.end - one.span.start)
    ]
    return [one for one in found if not any(_is_within(one, other) for other in found)]


def _begins(one: Statement) -> tuple[int, int]:
    return one.span.paragraph, one.span.start


def attributed(reading: Reading, paragraph: int, start: int, end: int) -> Attribution:
    """Who says `paragraph_text[start:end]`; `speaker_from` gives the difference of the paragraph numbers."""
    return _attribution(said_in(reading, paragraph, start, end), paragraph, start, end)


def stated(reading: Reading, paragraph: int, start: int, end: int) -> Attribution | None:
    """Who says the statement with exactly this span, even if it is within another; None if there is none."""
    at = bisect_left(reading.statements, (paragraph, start), key=_begins)
    same = takewhile(lambda one: _begins(one) == (paragraph, start), reading.statements[at:])
    found = [one for one in same if one.span.end == end]
    return _attribution(found, paragraph, start, end) if found else None


def _attribution(found: Sequence[Statement], paragraph: int, start: int, end: int) -> Attribution:
    if not found:
        return OUTLET
    voice = _voice(found)
    parts = tuple((one.span.start, one.span.end) for one in found)
    names = list(dict.fromkeys(name_of(one) for one in found))
    known = tuple(name for name in names if name)
    unnamed = any(one.speaker is None and one.kind == "unnamed" for one in found)
    # In "Roe said it was late, and some said it was cold", not all words are Roe's; "the former mayor" may be Roe.
    if len(known) < len(names) or unnamed and len(names) > 1:
        known = tuple(dict.fromkeys(one.speaker for one in found if one.speaker))
        return Attribution(voice, among=known, parts=parts)
    both = ("和" if is_cjk(known[0]) else " and ").join(known)
    place = next((one.speaker_from for one in found if one.speaker_from), None)
    if place is None or place.paragraph > paragraph or place.paragraph == paragraph and start <= place.start < end:
        return Attribution(voice, both, among=known, parts=parts)
    return Attribution(voice, both, (paragraph - place.paragraph, place.start, place.end), known, parts)


def clause(text: str, one: Statement, start: int, end: int) -> tuple[int, int]:
    """The span of a statement in the sentence `text[start:end]`, widened to its speaker's name and punctuation."""
    first, last = one.span.start, one.span.end
    if one.source and (at := text.rfind(one.source, start, first)) >= 0:
        first = at
    elif one.source and 0 <= (at := text.find(one.source, last, end)) < last + NEAR:
        last = at + len(one.source)
    while first > start and not text[first - 1].isalnum() and not text[first - 1].isspace():
        first -= 1
    while last < end and not text[last].isalnum() and not text[last].isspace():
        last += 1
    return first, last


def name_of(one: Statement) -> str | None:
    """The speaker in printable form: a name, or the noun phrase in the text; None for an unresolved "he"."""
    if one.speaker is not None:
        return one.speaker
    words = (one.source or "").split()
    if len(words) == 1 and words[0].casefold() in _ALONE:
        return None
    if one.kind == "person" or not words or words[0].casefold() in _PRONOUNS or words[-1].casefold() in _ARTICLES:
        return None
    return one.source


def _is_within(one: Statement, other: Statement) -> bool:
    inner, outer = one.span, other.span
    return one is not other and outer.start <= inner.start and inner.end <= outer.end and inner != outer


def _voice(found: Sequence[Statement]) -> Voice:
    voices = {one.voice for one in found}
    return next(iter(voices)) if len(voices) == 1 else "mixed"
