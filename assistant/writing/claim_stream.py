"""Splits a writer's text into sentences as it arrives, each with its markers.

Text that can no longer change is passed on at once; what follows a possible end of a sentence waits until that end is
certain, and quoted words wait until they are found in a source, since otherwise they lose their quotation marks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from assistant.writing.markers import Marker
from index.language.quotations import CLOSING, MAY_OPEN, SINGLE, Quotation, opens, quotations, quotations_in
from index.language.sentences import sentences

AHEAD, AHEAD_CJK = 40, 12  # characters that must be known after a full stop
LONGEST_HELD = 700  # characters of an open quotation to wait for
LONGEST = 3000  # characters without a full stop that count as one sentence
SHORT = 300  # characters up to which a sentence is checked with each piece
GROWN = 1 / 16  # the share by which a longer sentence must have grown to be checked again
FALSE_STOPS, APART = 12, 300  # after this many stops that end no sentence, only stops this far apart are tried
NEAR = 700  # characters before a stop that decide whether it ends a sentence: a longer quotation is cut in any case

_STOP = re.compile(r"[.!?…][\"'”’)\]*_]*(?=\s)|[。！？!?][”’」』）)\"']*")
_LEAD = re.compile(r"\s*(?:(?:[-*•–>]|\d{1,2}[.)]|#{1,6})\s+)*(?:\*\*|__)?")
_LEAD_PART = re.compile(r"\s*(?:(?:[-*•–>]|\d{1,2}[.)]|#{1,6})\s+)*(?:[-*•–>_]{1,2}|\d{1,2}[.)]?|#{1,6})?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence just completed; `unquoted` are the words that lost their quotation marks."""

    text: str
    markers: tuple[int, ...]
    unquoted: tuple[str, ...] = ()


@dataclass(slots=True)
class ClaimReader:
    """Takes text and markers; returns the text piece by piece, and each sentence after its last piece.

    `stands` says whether quoted words are in a source.
    """

    stands: Callable[[str], bool]
    _text: str = ""  # since the end of the last sentence
    _shown: int = 0
    _markers: list[tuple[int, int]] = field(default_factory=list)
    _no_end: int = 0  # no sentence ends before this offset
    _unquoted: list[str] = field(default_factory=list)
    _fine: set[int] = field(default_factory=set)  # where quotations found in a source begin
    _looked: int = 0  # the length of the text at the last check
    _false: int = 0  # how many stops ended no sentence

    def read(self, item: str | Marker) -> Iterator[str | Sentence]:
        if isinstance(item, Marker):
            self._markers.append((len(self._text), item.number))
            return
        for at in range(0, len(item), SHORT):
            self._text += item[at : at + SHORT]
            if len(self._text) < SHORT or len(self._text) - self._looked > GROWN * len(self._text):
                yield from self._taken(ended=False)
                self._looked = len(self._text)

    def end(self) -> Iterator[str | Sentence]:
        """The text still held back."""
        yield from self._taken(ended=True)

    def _taken(self, *, ended: bool) -> Iterator[str | Sentence]:
        while True:
            lead = len(self._text) if not ended and _LEAD_PART.fullmatch(self._text) else self._lead()
            if lead >= len(self._text):
                return
            end = self._end(lead, ended)
            if end is None:
                while self._unquote(safe := self._safe(lead), whole=False):
                    pass
                yield from self._show(safe)
                return
            while self._unquote(end, whole=True):  # removed quotation marks shift the end
                end = self._end(lead, ended) or len(self._text.rstrip())
            yield from self._show(end)
            yield self._sentence(lead, end)

    def _lead(self) -> int:
        found = _LEAD.match(self._text)
        return found.end() if found else 0

    def _show(self, upto: int) -> Iterator[str]:
        if upto > self._shown:
            yield self._text[self._shown : upto]
            self._shown = upto

    def _sentence(self, lead: int, end: int) -> Sentence:
        after = re.compile(r"[ \t]*").match(self._text, end)
        upto = after.end() if after and after.end() < len(self._text) else end
        own = [number for place, number in self._markers if place <= upto]
        found = Sentence(self._text[lead:end].rstrip("*_"), tuple(dict.fromkeys(own)), tuple(self._unquoted))
        self._markers = [(place - end, number) for place, number in self._markers if place > upto]
        self._text, self._shown, self._no_end, self._unquoted, self._fine = self._text[end:], 0, 0, [], set()
        self._looked = self._false = 0
        return found

    def _end(self, lead: int, ended: bool) -> int | None:
        """The end of the sentence, if known."""
        line = self._text.find("\n", lead)
        upto = line if line >= 0 else len(self._text)
        known = ended or line >= 0
        for stop in _STOP.finditer(self._text, max(lead, self._no_end), upto):
            ahead = AHEAD_CJK if stop[0][0] in "。！？" else AHEAD
            if not known and len(self._text) < stop.end() + ahead:
                return None
            if self._false < FALSE_STOPS or stop.start() > self._no_end + APART:
                begin = max(lead, stop.start() - NEAR)
                near = self._text[begin : min(upto, stop.end() + ahead)]
                if any(end == stop.end() - begin for _, end in sentences(near)):
                    return stop.end()
                self._no_end = stop.start() + 1
                self._false += 1
        if known or upto - lead > LONGEST:
            return lead + len(self._text[lead:upto].rstrip())
        return None

    def _safe(self, lead: int) -> int:
        """How far the text can be shown while the end of the sentence is unknown."""
        safe = len(self._text.rstrip())
        if stop := _STOP.search(self._text, max(lead, self._no_end)):
            safe = min(safe, stop.end())
        if (opening := self._open()) is not None:
            safe = min(safe, opening)
        # No part of a quotation is shown before all of it is found in a source.
        safe = min([safe, *(one.start for one in quotations(self._text) if one.closed and one.start < safe < one.end)])
        return max(safe, self._shown)

    def _open(self) -> int | None:
        """Where an unfinished quotation begins, or may begin; quotations in single marks never count as closed."""
        closed = [one for one in quotations(self._text) if one.closed and one.opening not in SINGLE]
        for mark in MAY_OPEN.finditer(self._text, self._shown):
            at = mark.start()
            before = bisect_right(closed, at, key=lambda one: one.start) - 1
            if self._may_open(at) and (before < 0 or closed[before].end <= at):
                return at if len(self._text) - at < LONGEST_HELD else None
        return None

    def _may_open(self, at: int) -> bool:
        if at == len(self._text) - 1:
            return self._text[at] in CLOSING or self._text[at] == "`"
        return opens(self._text, at) is not None

    def _unquote(self, upto: int, *, whole: bool) -> bool:
        """Removes the marks of the first quoted words that are in no source; returns whether there were any."""
        for one in quotations_in(self._text[:upto]):  # one at a time, since the search begins anew after each removal
            if one.start < self._shown or one.start in self._fine or not (one.closed or whole):
                continue
            inside = self._text[slice(*one.inside())]
            if re.search(r"\w", inside) and not self.stands(inside):
                self._unquoted.append(inside)
                self._without_marks(one)
                return True
            self._fine.add(one.start)
        return False

    def _without_marks(self, one: Quotation) -> None:
        start, end = one.inside()
        self._cut(end, one.end)
        self._cut(one.start, start)

    def _cut(self, start: int, end: int) -> None:
        width = end - start
        self._text = self._text[:start] + self._text[end:]
        self._markers = [(place - width if place >= end else place, number) for place, number in self._markers]
        self._fine = {place - width if place >= end else place for place in self._fine}
        self._no_end = max(0, self._no_end - width)
