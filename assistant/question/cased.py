"""A question typed in lower case or in capitals, with its names spelt as in the articles found for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.articles import Hit
from index.language.closed_lists import MONTHS, MONTHS_AND_NAMES
from index.language.spans import LONGEST
from index.language.word_lists import FUNCTION_WORDS

MOSTLY = 0.8  # least share of a word's mid-sentence occurrences that are capitalised
_STOPS, _CLOSING = tuple(".!?…;"), "\"'”’»)] "
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_INSIDE = re.compile(r"(?<=[\w,;)”’'\"] )[^\W\d_]+(?:['’-][^\W\d_]+)*")  # not the first word of a sentence
# "This may be" and "to march" do not name months.
_MONTH = re.compile(
    rf"\b(?:{'|'.join(month for month in MONTHS if month not in MONTHS_AND_NAMES)})\b"
    rf"|\b(?:{'|'.join(MONTHS_AND_NAMES)})(?= \d)"
    r"|\b(?:in|since|until|till|by|before|after|of|from|last|next|early|late|mid|\d{1,2}(?:st|nd|rd|th)?) "
    rf"(?:{'|'.join(MONTHS_AND_NAMES)})\b"
)


def in_lower_case(question: str) -> str:
    """A question all in capitals, where they do not mark names, put in lower case; any other unchanged."""
    return question.lower() if question.isupper() and len(question.split()) > 2 else question


def with_months(question: str) -> str:
    """The question with its lower-case months capitalised, as the time parser expects."""

    def capitalised(found: re.Match[str]) -> str:
        before, space, month = found[0].rpartition(" ")
        return f"{before}{space}{month.title()}"

    return _MONTH.sub(capitalised, question)


def cased(question: str, hits: Sequence[Hit]) -> str:
    """The question with its names capitalised; unchanged if it already has a capital letter."""
    if question != question.lower():
        return question
    asked = {_bare(found[0]) for found in WORD.finditer(question)}.difference(FUNCTION_WORDS)
    forms: dict[str, Counter[str]] = {}
    for text in (hit.paragraph.text for hit in hits):
        if not text.rstrip(_CLOSING).endswith(_STOPS):
            continue  # all words of a heading are capitalised
        for found in _INSIDE.finditer(text, 0, LONGEST):
            word = _bare(found[0])
            if word.lower() in asked:
                forms.setdefault(word.lower(), Counter())[word] += 1
    written = {
        word: form
        for word, counted in forms.items()
        for form, number in counted.most_common(1)
        if form != word and number >= MOSTLY * counted.total()
    }
    return WORD.sub(lambda found: _as_written(found[0], written), question)


def _as_written(word: str, written: dict[str, str]) -> str:
    bare = _bare(word)
    return written.get(bare, bare) + word[len(bare) :]


def _bare(word: str) -> str:
    return re.sub(r"['’]s$", "", word)
