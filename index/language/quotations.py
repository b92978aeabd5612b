"""Where the quotation marks of a text open and close, in English and Chinese typography.

It knows marks and nothing of sentences, of speakers, or of what is said between the marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

CLOSING = {"“": "”", "„": "“”", "«": "»", "「": "」", "『": "』", '"': '"', "‘": "’", "'": "'", "``": "''"}
QUOTED = "¤"  # what `masked` puts for every character of a quotation
SINGLE = "‘'"
CJK = r"\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
LETTERS = re.compile(rf"[{CJK}]|[^\W\d_]")
_CJK = re.compile(rf"[{CJK}]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """The span of one quotation with its marks; where `closed` is false it runs to the end of the text."""

    start: int
    end: int
    closed: bool
    opening: str

    def inside(self) -> tuple[int, int]:
        """The span between the marks."""
        width = len(self.opening)
        return self.start + width, self.end - width if self.closed else self.end


@lru_cache(maxsize=256)
def is_cjk(text: str) -> bool:
    """Whether most letters of the text are Chinese, Japanese or Korean."""
    letters = LETTERS.findall(text)
    # A Chinese word is one or two characters and a Latin word five, so characters weigh more.
    return bool(letters) and 3 * sum(bool(_CJK.match(letter)) for letter in letters) > len(letters)


def quotations(text: str) -> list[Quotation]:
    """The outermost quotations of the text, in order; apostrophes and inch marks are none."""
    found: list[Quotation] = []
    position = 0
    while position < len(text):
        opening = opens(text, position)
        if opening is None:
            position += 1
            continue
        end = _closes(text, position + len(opening), opening)
        if end is None and opening in SINGLE:
            position += 1
            continue
        found.append(Quotation(position, end or len(text), end is not None, opening))
        position = end or len(text)
    return found


def opens(text: str, position: int) -> str | None:
    """The mark that opens a quotation there, if one does."""
    character = text[position]
    if character == "`":
        return "``" if text.startswith("``", position) else None
    if character not in CLOSING:
        return None
    if character not in "\"'‘":
        return character
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    beside_cjk = bool(_CJK.match(after) or _CJK.match(before) or before and before in "：，。、")
    if character == '"' and beside_cjk:
        return character
    return character if not before.isalnum() and before not in (".", ",") and after.strip() else None


def _closes(text: str, start: int, opening: str) -> int | None:
    if opening not in SINGLE:
        ends = [text.find(mark, start) for mark in ([CLOSING[opening]] if opening == "``" else CLOSING[opening])]
        ends = [end for end in ends if end >= 0]
        return min(ends) + len(opening) if ends else None
    first: int | None = None
    for match in re.finditer(f"[{CLOSING[opening]}](?!\\w)", text[start:]):
        before = text[start + match.start() - 1]
        if before in ",.?!…。，！？":
            return start + match.end()
        # "the workers' union" inside a quotation is no end of it where a better one follows.
        if first is None and not before.isspace():
            first = start + match.end()
    return first


def masked(text: str, quoted: list[Quotation]) -> str:
    """The text with every quotation blanked out, character for character."""
    for one in quoted:
        text = text[: one.start] + QUOTED * (one.end - one.start) + text[one.end :]
    return text
