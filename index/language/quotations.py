"""Where the quotation marks of a text open and close, in English and Chinese typography."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.language.kept import kept

KEPT = 8_000_000  # bytes of texts and their quotations that are kept
CLOSING = {"“": "”", "„": "“”", "«": "»", "「": "」", "『": "』", '"': '"', "‘": "’", "'": "'", "``": "''"}
QUOTED = "¤"  # what `masked` puts in place of each character of a quotation
SINGLE = "‘'"
CJK = r"\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
LETTERS = re.compile(rf"[{CJK}]|[^\W\d_]")
ONE_CJK = re.compile(rf"[{CJK}]")
MAY_OPEN = re.compile("[“„«「『\"‘'`]")
_CLOSES = {mark: re.compile(f"[{closing}]") for mark, closing in CLOSING.items() if mark not in SINGLE}
_CLOSES |= {"``": re.compile("''")} | {CLOSING[mark]: re.compile(rf"{CLOSING[mark]}(?!\w)") for mark in SINGLE}
_CURLY_OR_STRAIGHT, _CURLY = re.compile('[“”"]'), re.compile("[“”]")
_STRAIGHT_CLOSES = re.compile(r'(?<![\s\d])"(?!\w)')
_STOPS = ",.?!…。，！？"
_ENDING = re.compile(r"'(?:s|re|ve|ll|d|m|t)\b(?!')")  # in tokenised text: "the town 's mayor"


@dataclass(frozen=True, slots=True)
class Quotation:
    """The span of one quotation with its marks; if `closed` is false it runs to the end of the text."""

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
    # A Chinese word is one or two characters and a Latin word five, so characters weigh more.
    return not text.isascii() and 3 * len(ONE_CJK.findall(text)) > len(LETTERS.findall(text))


def quotations(text: str) -> list[Quotation]:
    """The outermost quotations of the text, in order; apostrophes and inch marks do not count."""
    return list(_quotations(text))


@kept(KEPT)  # a paragraph is examined once for each of its sentences
def _quotations(text: str) -> tuple[Quotation, ...]:
    return tuple(quotations_in(text))


def quotations_in(text: str) -> Iterator[Quotation]:
    """The same as `quotations`, one by one, for callers that may stop at the first."""
    ends = _Ends(text)
    upto = 0
    for mark in MAY_OPEN.finditer(text):
        position = mark.start()
        if position < upto or (opening := opens(text, position)) is None:
            continue
        end = ends.after(position + len(opening), opening)
        if end is None and opening in SINGLE:
            continue
        upto = end or len(text)
        yield Quotation(position, upto, end is not None, opening)


def opens(text: str, position: int) -> str | None:
    """The mark that opens a quotation at this position; None if none does."""
    character = text[position]
    if character == "`":
        return "``" if text.startswith("``", position) else None
    if character not in CLOSING:
        return None
    if character not in "\"'‘":
        return character
    if character == "'" and _ENDING.match(text, position):
        return None
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    beside_cjk = bool(ONE_CJK.match(after) or ONE_CJK.match(before) or before and before in "：，。、")
    if character == '"' and beside_cjk:
        return character
    return character if not before.isalnum() and before not in (".", ",") and after.strip() else None


class _Ends:
    """Finds where quotations of one text end. Single marks are scanned once for all openings, not once for each."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._single: dict[str, tuple[list[int], list[int]]] = {}

    def after(self, start: int, opening: str) -> int | None:
        """The offset after the mark that closes the quotation whose text begins at `start`, or None."""
        if opening not in SINGLE:
            found = self._of_other_style(start, opening) or _CLOSES[opening].search(self._text, start)
            return found.end() if found else None
        # "the workers' union" inside a quotation does not end it if a better end follows.
        for places in self._behind_words(CLOSING[opening]):
            at = bisect_left(places, start)
            if at < len(places):
                return places[at] + 1
        return None

    def _of_other_style(self, start: int, opening: str) -> re.Match[str] | None:
        """The curly mark that closes a straight one, or the reverse, if the first mark that follows can only close."""
        if opening == '"':
            first = _CURLY_OR_STRAIGHT.search(self._text, start)
            return first if first and first[0] == "”" else None
        if opening != "“":
            return None
        first = _CURLY.search(self._text, start)
        if first and first[0] == "”":
            return None
        straight = self._text.find('"', start, first.start() if first else len(self._text))
        return _STRAIGHT_CLOSES.match(self._text, straight) if straight > start else None

    def _behind_words(self, mark: str) -> tuple[list[int], list[int]]:
        """The offsets at which a single mark may close: those after a stop or comma, and those after any non-space."""
        if mark not in self._single:
            text = self._text
            places = [found.start() for found in _CLOSES[mark].finditer(text) if found.start()]
            self._single[mark] = (
                [place for place in places if text[place - 1] in _STOPS],
                [place for place in places if not text[place - 1].isspace()],
            )
        return self._single[mark]


def masked(text: str, quoted: list[Quotation], by: str = QUOTED) -> str:
    """The text with each character of a quotation replaced by a mark."""
    pieces, at = [], 0
    for one in quoted:
        pieces += [text[at : one.start], by * (one.end - one.start)]
        at = one.end
    return "".join([*pieces, text[at:]])
