"""A text as a reader sees it: one form of each character, nothing invisible, reordering undone."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from index.language.closed_lists import NUMBERS, TO_TWELVE

_TURNED = re.compile("[\u202e\u202d]([^\u202a-\u202e\n]*)\u202c?")
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs that are displayed as blank
_OVERRIDE = "\u202e"
# Variants of a name become one name; "per cent" becomes a sign.
_ONE_NAME = [
    (re.compile(pattern), name)
    for pattern, name in (
        (r"\b(?:the )?United States(?: of America)?\b", "US"),
        (r"\b(?:the )?U\. ?S\. ?A\.(?!\w)|\b(?:the )?U\. ?S\.(?!\w)|\bUSA\b", "US"),
        (r"\b(?:the )?United Kingdom\b|\b(?:the )?U\. ?K\.(?!\w)", "UK"),
        (r"\b(?:the )?European Union\b|\b(?:the )?E\. ?U\.(?!\w)", "EU"),
        (r"\b(?:the )?United Nations\b|\b(?:the )?U\. ?N\.(?!\w)", "UN"),
        (r"\bunited states\b", "US"),
        (r"\b[Nn]o\. ?(?=\d)", "number "),
        (r"(?<=\d)\s?per ?cent\b|(?<=\w) per ?cent\b", "%"),
    )
]
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """The text without invisible characters, with ASCII digits and plain quotation marks, and one form of each name."""
    text = _TURNED.sub(lambda found: found[1][::-1] if found[0][0] == _OVERRIDE else found[1], text)
    text = unicodedata.normalize("NFKC", text)
    text = "".join(_seen(character) for character in text)
    text = re.sub(r"[“”„«»‟]|``|''", '"', text)
    text = re.sub(r"[‘’‛`]", "'", text)
    text = re.sub(r"[‐-―−]", "-", text)
    text = re.sub(r"\[\d{1,3}\]", "", text)
    # Some texts are written "the company 's half - built bridge was n't".
    text = re.sub(r"(?<=\w) (?='(?:s|re|ve|ll|d|m)\b)|(?<=\w) (?=n't\b)", "", text)
    text = re.sub(r"(?<=\w) - (?=\w)", "-", text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" (?=[,.;:!?)%](?:\s|$))|(?<=\() ", "", text).strip()
    for pattern, name in _ONE_NAME:
        text = pattern.sub(name, text)
    return text


def _seen(character: str) -> str:
    kind = unicodedata.category(character)
    if character in _BLANK:
        return ""
    if kind in ("Cf", "Mn") and not unicodedata.combining(character):
        return ""
    if kind == "Nd":
        return str(unicodedata.decimal(character))
    return " " if kind in ("Zs", "Cc") else character


def mixed(text: str) -> str | None:
    """The first word that mixes letters of scripts that look alike; None if there is none."""
    for found in re.finditer(r"[^\W\d_]{2,}", text):
        word = found[0]
        if not word.isascii() and len({script for letter in word if (script := _script(letter))}) > 1:
            return word
    return None


@lru_cache(maxsize=1024)
def _script(letter: str) -> str | None:
    name = unicodedata.name(letter, "")
    return next((script for script in _SCRIPTS if name.startswith(script)), None)


_DURATION = re.compile(
    rf"\b(?P<count>an?|\d+|{'|'.join(TO_TWELVE)}) "
    r"(?:(?P<long>centur|decade)(?:y|ies|s)?|(?P<year>years?) and a half)\b",
    re.I,
)


def in_years(text: str) -> str:
    """The text with "a century" as 100 years and "a year and a half" as 18 months."""
    return _DURATION.sub(_counted_in_years, text)


def _counted_in_years(found: re.Match[str]) -> str:
    count = found["count"].lower()
    number = 1 if count in ("a", "an") else NUMBERS[count] if count in NUMBERS else int(count)
    if found["year"]:
        return f"{12 * number + 6} months"
    return f"{number * (100 if found['long'].lower() == 'centur' else 10)} years"
