"""Corrects mistyped words to words one or two letters away that the articles use or that are common in English.

Only words that are neither English nor anywhere in the library are corrected. The register handles names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA
from simplemma import is_known
from spellchecker import SpellChecker

from assistant.answers import Spelling
from assistant.question.cased import WORD
from assistant.question.catalog_names import nearly_named, outlets_named, words_of_names
from assistant.question.speaker_frames import LONGEST
from assistant.question.translated.frames import framed
from index.filters import Filters
from index.language.closed_lists import MONTHS
from index.language.quotations import is_cjk
from index.language.tokens import words
from index.language.word_lists import FUNCTION_WORDS
from index.library import Library
from index.on_first_use import once
from index.reading.register import CLOSE

FOUND = 20  # paragraphs whose words are candidates for a correction
SHORTEST = 4  # fewest letters of a word in which one may be wrong; in a word twice as long, two may be
NOWHERE = "qzxvjw"  # a word that no article has; any other absent word has the same weight
USUAL = 1000  # uses in the list's 1.6 billion English words that make a word likely even if no article has it
# Shorter months are too similar to names.
_MONTHS = tuple(month for month in MONTHS if len(month) > 5)
_OF_QUESTIONS = sorted(
    {word for word in FUNCTION_WORDS if len(word) > 4} | {"article", "articles", "stories", "reports"}
)
_SHORT = sorted(word for word in FUNCTION_WORDS if len(word) in (3, 4))
_CONTRACTED = re.compile(
    r"\b(?:(?P<asks>what|who|where|when|how)s|(?P<verb>do|does|did|is|are|was|were|has|have|had|wo|would|could|should)nt)\b",
    re.I,
)


def with_apostrophes(text: str) -> str:
    """The question with the apostrophes that its contractions lack: "whats", "didnt"."""
    return _CONTRACTED.sub(lambda found: f"{found['asks']}'s" if found["asks"] else f"{found['verb']}n't", text)


def corrected(
    text: str, library: Library, filters: Filters, *, named: Sequence[str] = ()
) -> tuple[str, tuple[Spelling, ...]]:
    """The question in the articles' spelling, and the changes; `named` is corrected only to outlets or authors."""
    if is_cjk(text):
        return text, ()
    read = [
        Spelling(who, near)
        for who in named
        if not library.meant_by(who).names and (near := nearly_named(who, library)) and not outlets_named(who, library)
    ]
    # "The transport chief" is not a name.
    names = [
        who for who in named if not (who.islower() and re.search(rf"\b(?:the|an?) {re.escape(who)}\b", text, re.I))
    ]
    kept = FUNCTION_WORDS.union(*(who.casefold().split() for who in names))
    typed = [found for found in WORD.finditer(text) if found[0].casefold() not in kept]
    unknown = [found for found in typed if _is_unknown(found[0], library)]
    # The search picks up additions to the library, after which fewer words may be unknown.
    hits = library.search(text, limit=FOUND, filters=filters) if unknown else []
    unknown = [found for found in unknown if _is_unknown(found[0], library)]
    texts = [f"{hit.heading.title} {hit.paragraph.text}" for hit in hits]
    catalog = words_of_names(library) if unknown else []
    folded = {word.casefold() for word in catalog}
    unknown = [found for found in unknown if found[0].casefold() not in folded]
    known = sorted({word[0] for one in texts for word in WORD.finditer(one)})
    every = WORD.findall(text)
    is_english = len(every) < 3 or 2 * sum(_is_english(word) for word in every) > len(every)
    starts, ends = {found.start() for found in unknown}, {found.end() for found in unknown}
    capitalised = [word for word in known if word[0].isupper()]
    for found in unknown:
        # A name inside a sentence is corrected only to another name.
        within_text = found.start() > 0 and found[0][0].isupper() and not text.istitle() and not text.isupper()
        able = capitalised if within_text else known
        # Two unknown words in a row are a name.
        alone = found.end() + 1 not in starts and found.start() - 1 not in ends
        may_be_usual = is_english and alone and (found[0].islower() or found.start() == 0)
        meant = (
            _of_any_question(found[0])
            or _nearest(found[0], able, most=1)
            or (_usual(found[0], library) if may_be_usual else None)
            or _nearest(found[0], able)
            or _nearest(found[0], [word for word in catalog if len(word) >= CLOSE], most=1)
            or (_usual(found[0]) if may_be_usual else None)
        )
        if meant and meant != found[0]:
            read.append(Spelling(found[0], meant))
    for one in read:
        text = re.sub(rf"(?<!\w){re.escape(one.asked)}(?!\w)", lambda _, meant=one.read: meant, text, count=1)  # type: ignore[misc]
    return text, tuple(read)


def with_function_words(text: str, library: Library) -> str:
    """The text with its function words spelt correctly; other words are left for `corrected`."""
    if is_cjk(text) or len(text) > LONGEST or framed(text):
        return text

    def read(found: re.Match[str]) -> str:
        word = found[0]
        if not word.islower() or word in FUNCTION_WORDS or not _is_unknown(word, library):
            return word
        exchanged = [one for one in _SHORT if sorted(one) == sorted(word) and OSA.distance(one, word) == 1]
        return exchanged[0] if len(exchanged) == 1 else _nearest(word, _OF_QUESTIONS, most=1) or word

    return WORD.sub(read, text)


def _of_any_question(word: str) -> str | None:
    """The month that the word misspells or, if it is in lower case, the word common in questions."""
    month = _nearest(word, _MONTHS)
    return month.capitalize() if month else _nearest(word, _OF_QUESTIONS) if word.islower() else None


def names_nobody(topic: str, library: Library) -> bool:
    """Whether a topic begins with the name of somebody or something that is nowhere in the library."""
    named = [found[0] for found in WORD.finditer(topic.partition(",")[0]) if found[0].casefold() not in FUNCTION_WORDS]
    if is_cjk(topic) or len(named) < 2:
        return False
    return all((word[0].isupper() or not _is_english(word)) and _is_nowhere(word, library) for word in named)


def _is_unknown(word: str, library: Library) -> bool:
    """Whether the word is neither English nor anywhere in the library."""
    return len(word) > 2 and not _is_english(word) and _is_nowhere(word, library)


def _is_english(word: str) -> bool:
    return is_known(word, lang="en") or is_known(word.lower(), lang="en")


def _is_nowhere(word: str, library: Library) -> bool:
    weights = library.weights(f"{word} {NOWHERE}")
    return all(weights.get(part, 0.0) >= weights.get(NOWHERE, 0.0) - 1e-9 for part in words(word))


def _usual(word: str, library: Library | None = None) -> str | None:
    """The commonest English word one letter away: of those in `library` or, without it, of those in common use."""
    english, folded = _usual_words(), word.casefold()
    if folded in english:  # a name, as often as not
        return None
    frequency = english.word_frequency
    near = [one for one in english.known(english.edit_distance_1(folded)) if one.isalpha() and is_known(one, lang="en")]
    if len(folded) <= SHORTEST:  # initials, unless two letters are exchanged
        near = [one for one in near if sorted(one) == sorted(folded) and one in FUNCTION_WORDS]
    if library:
        near = [one for one in near if not _is_nowhere(one, library)]
    elif usual := [one for one in near if frequency[one] >= USUAL]:
        near = usual
    else:  # the list has only American spellings
        alike = [one for one in english.edit_distance_1(folded) if is_known(one, lang="en")]
        near = alike if len(alike) == 1 and len(folded) >= 2 * SHORTEST else []
    # Two swapped letters are likelier than a wrong one.
    meant = max(near, key=lambda one: (sorted(one) == sorted(folded), frequency[one]), default=None)
    return meant.capitalize() if meant and word[0].isupper() else meant


@once
def _usual_words() -> SpellChecker:
    """160,000 English words with how often each is used, loaded in a tenth of a second."""
    return SpellChecker(language="en", distance=1)


def _nearest(word: str, known: Iterable[str], *, most: int = 2) -> str | None:
    """The one word that this may be a misspelling of; None if there is none, or several are equally near."""
    folded = word.casefold()
    if len(folded) < SHORTEST:
        return None
    most = most if len(folded) >= 2 * SHORTEST else 1
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
