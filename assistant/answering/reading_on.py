"""Adds the paragraphs that continue the best ones: an answer there may share no word with the question.

An interview's question says what its answer is about, and "she said" refers to a name in the paragraph before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.articles import SEARCHED_ROLES, Hit, Paragraph
from index.library import Library

FROM = 4  # best paragraphs after which it reads on
BEHIND = 0.1  # how far a paragraph's score is below that of the one that it continues
LONGEST_QUESTION = 400  # characters of an interview's question

_ASKS = re.compile(r"[^\"“‘«「『].*[?？][\s*_）)]*", re.DOTALL)
_GOES_ON = re.compile(
    r"[\"“‘«「『]|(?:But |And |Then |Yet |Still, )?(?:He|She|They|His|Her|Their|It|Its|This|That|These|Those)\b"
    r"|(?:但|而|然后)?(?:他|她|它|这|那|其)|(?:彼|彼女|この|その|これ|それ)|(?:그는|그녀|그의|이는|이것|그것)"
)


def read_on(hits: Sequence[Hit], library: Library) -> list[Hit]:
    """The hits and, for each of the best, the following paragraph if it plainly continues that hit; best first.

    A paragraph that was itself found keeps the higher of its two scores.
    """
    found = {hit.place: hit for hit in hits}
    beside = library.paragraphs_at({*map(_before, hits), *map(_after, hits[:FROM])})
    for hit in hits[:FROM]:
        after = beside.get(_after(hit))
        if after is None or after.role not in SEARCHED_ROLES or not goes_on(hit.paragraph.text, after.text):
            continue
        asked = hit.paragraph.text if asks(hit.paragraph.text) else ""
        read = replace(hit, paragraph=after, score=hit.score - (0 if asked else BEHIND), asked=asked)
        known = found.get(read.place, read)
        found[read.place] = replace(read, score=max(read.score, known.score))
    beside |= {place: hit.paragraph for place, hit in found.items()}
    return sorted((_with_question(hit, beside.get(_before(hit))) for hit in found.values()), key=lambda hit: -hit.score)


def _with_question(hit: Hit, before: Paragraph | None) -> Hit:
    """The hit with the interview question that it answers, without which a "yes" means nothing."""
    if hit.asked or before is None or before.role not in SEARCHED_ROLES:
        return hit
    return replace(hit, asked=before.text) if asks(before.text) and not asks(hit.paragraph.text) else hit


def asks(text: str) -> bool:
    """Whether a paragraph is an interview's question: short, ending with a question, and without quotations."""
    return len(text) <= LONGEST_QUESTION and bool(_ASKS.fullmatch(text.strip()))


def goes_on(before: str, after: str) -> bool:
    """Whether a paragraph answers the one before it, or begins with words that only that one explains."""
    return asks(before) or bool(_GOES_ON.match(after))


def _before(hit: Hit) -> tuple[str, int]:
    return hit.heading.id, hit.paragraph.number - 1


def _after(hit: Hit) -> tuple[str, int]:
    return hit.heading.id, hit.paragraph.number + 1
