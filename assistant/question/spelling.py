"""Corrects mistyped words to words of the articles that are one letter away.

Only words that are not English and nowhere in the library are corrected, to words that any question can hold or else
to words of the paragraphs that the rest of the question finds. Names are handled by the register.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA
from simplemma import is_known

from assistant.answers import Spelling
from index.filters import Filters
from index.language.closed_lists import MONTHS
from index.language.quotations import is_cjk
from index.language.tokens import words
from index.language.word_lists import FUNCTION_WORDS
from index.library import Library

FOUND = 20  # paragraphs whose words are candidates
SHORTEST = 4  # letters of a word in which one may be wrong; two in a word twice as long
NOWHERE = "qzxvjw"  # a word found nowhere weighs as much as this
# Shorter ones are too near to names.
_MONTHS = tuple(month for month in MONTHS if len(month) > 5)
_OF_QUESTIONS = sorted(
    {word for word in FUNCTION_WORDS if len(word) > 4} | {"article", "articles", "stories", "reports"}
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CONTRACTED = re.compile(
    r"\b(?:(?P<asks>what|who|where|when|how)s|(?P<verb>do|does|did|is|are|was|were|has|have|had|wo|would|could|should)nt)\b",
    re.I,
)


def with_apostrophes(text: str) -> str:
    """The question with the apostrophes of its contractions: "whats", "didnt"."""
    return _CONTRACTED.sub(lambda found: f"{found['asks']}'s" if found["asks"] else f"{found['verb']}n't", text)


def corrected(text: str, library: Library, filters: Filters, *, but: str = "") -> tuple[str, tuple[Spelling, ...]]:
    """The question in the articles' spelling, and what was changed; words of `but` stay."""
    if is_cjk(text):
        return text, ()
    kept = FUNCTION_WORDS | set(but.casefold().split())
    typed = [found for found in _WORD.finditer(text) if found[0].casefold() not in kept]
    unknown = [found for found in typed if _is_unknown(found[0], library)]
    # A search follows what was added meanwhile, and then fewer may be unknown.
    hits = library.search(text, limit=FOUND, filters=filters) if unknown else []
    unknown = [found for found in unknown if _is_unknown(found[0], library)]
    read = [Spelling(found[0], meant) for found in unknown if (meant := _of_any_question(found[0]))]
    if rest := [found for found in unknown if found[0] not in {one.asked for one in read}]:
        texts = (f"{hit.heading.title} {hit.paragraph.text}" for hit in hits)
        known = sorted({word[0] for one in texts for word in _WORD.finditer(one)})
        read += [
            Spelling(found[0], meant) for found in rest if (meant := _nearest(found[0], known)) not in (None, found[0])
        ]
    for one in read:
        text = re.sub(rf"(?<!\w){re.escape(one.asked)}(?!\w)", lambda _, meant=one.read: meant, text, count=1)  # type: ignore[misc]
    return text, tuple(read)


def _of_any_question(word: str) -> str | None:
    """The month, or the word in lower case that holds questions together, that a word was to be."""
    month = _nearest(word, _MONTHS)
    return month.capitalize() if month else _nearest(word, _OF_QUESTIONS) if word.islower() else None


def names_nobody(topic: str, library: Library) -> bool:
    """Whether a topic begins with the name of somebody or something that is nowhere in the library."""
    named = [found[0] for found in _WORD.finditer(topic.partition(",")[0]) if found[0].casefold() not in FUNCTION_WORDS]
    if is_cjk(topic) or len(named) < 2:
        return False
    return all((word[0].isupper() or not _is_english(word)) and _is_nowhere(word, library) for word in named)


def _is_unknown(word: str, library: Library) -> bool:
    """Whether it is not an English word and nowhere in the library."""
    return len(word) > 2 and not _is_english(word) and _is_nowhere(word, library)


def _is_english(word: str) -> bool:
    return is_known(word, lang="en") or is_known(word.lower(), lang="en")


def _is_nowhere(word: str, library: Library) -> bool:
    weights = library.weights(f"{word} {NOWHERE}")
    return all(weights.get(part, 0.0) >= weights.get(NOWHERE, 0.0) - 1e-9 for part in words(word))


def _nearest(word: str, known: Iterable[str]) -> str | None:
    """The one word that a slip of the keys could turn into this; None if there is none, or several differ."""
    folded = word.casefold()
    if len(folded) < SHORTEST:
        return None
    most = 2 if len(folded) >= 2 * SHORTEST else 1
    near = [(OSA.distance(folded, one.casefold(), score_cutoff=most), one) for one in known]
    near = [(distance, one) for distance, one in near if distance <= most and one[:1].casefold() == folded[:1]]
    if not near:
        return None
    best = min(distance for distance, _ in near)
    meant = {one.casefold() for distance, one in near if distance == best}
    if len(meant) > 1:
        return None
    written = next(one for distance, one in near if distance == best)
    return written.lower() if word.islower() and all(one[1:].islower() for _, one in near) else written
