"""Takes the markers out of a text that arrives piece by piece: [1], [1][2], [1, 2], 【1】 and ［1］.

However the text is split into pieces, the result is the same; a marker is never shown in part. Code, fenced or between
backticks, stays unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

# The most characters of a line that are held back to await the end of code or of a fence. A longer line is plain text,
# since all held characters are searched again with each piece.
LONGEST_HELD = 2000
_PIECE = 500  # characters read at a time, since cutting a word off the front copies all that is held

_SPACES = re.compile(r"[ \t]+")
_NUMBERS = r"\d{1,3}(?:[ \t]*[,;，、；][ \t]*\d{1,3})*"
_MARKER = re.compile(rf"[\[［【][ \t]*({_NUMBERS})[ \t]*[\]］】]")
_MAY_BE_MARKER = re.compile(r"[\[［【][\d \t,;，、；]{0,60}")
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`\n]*\n)|~{3,}(?=[^\n]*\n))[^\n]*\n")
_MAY_BE_FENCE = re.compile(r" {0,3}(?:`{1,2}|`{3,}[^`\n]*|~{1,2}|~{3,}[^\n]*)?")
_TICKS = re.compile(r"`+")
_PLAIN = re.compile(r"[^\s`\[［【]+|\s")
_DRAWS_NEAR = ".,;:!?)]。，；：！？）"  # what directly follows a word


@dataclass(frozen=True, slots=True)
class Marker:
    """A known number at its place in the text."""

    number: int


class MarkerReader:
    """Takes pieces of text and returns them without markers, with the known markers at their places.

    Numbers that are not `known` are kept in `unknown`, each once.
    """

    def __init__(self, known: Container[int]) -> None:
        self._known = known
        self.unknown: list[str] = []
        self._held = ""
        self._spaces: str | None = None  # before a marker; shown only if the text after it would join the word
        self._line_begins = True
        self._fence = ""

    def read(self, piece: str) -> Iterator[str | Marker]:
        for at in range(0, len(piece), _PIECE):
            self._held += piece[at : at + _PIECE]
            yield from self._taken(ended=False)

    def end(self) -> Iterator[str | Marker]:
        """The text still held back."""
        yield from self._taken(ended=True)

    def _taken(self, *, ended: bool) -> Iterator[str | Marker]:
        while self._held:
            taken = self._fenced(ended) if self._fence else self._next(ended)
            if taken is None:
                return
            length, found = taken
            text, self._held = self._held[:length], self._held[length:]
            if found is None:
                shown = self._after_marker(text)
                self._line_begins = text.endswith("\n") or self._line_begins and not text.strip(" ")
                if shown:
                    yield shown
            else:
                self._spaces = self._spaces or text[: len(text) - len(text.lstrip(" \t"))]
                self._line_begins = False
                yield from self._numbered(found)

    def _after_marker(self, text: str) -> str:
        """The text with the spaces before the last marker, if it needs them."""
        spaces, self._spaces = self._spaces, None
        needed = spaces and not text[0].isspace() and text[0] not in _DRAWS_NEAR
        return f"{spaces}{text}" if needed else text

    def _numbered(self, numbers: str) -> Iterator[Marker]:
        for written in re.findall(r"\d+", numbers):
            number = int(written)
            if number in self._known:
                yield Marker(number)
            elif str(number) not in self.unknown:
                self.unknown.append(str(number))

    def _next(self, ended: bool) -> tuple[int, str | None] | None:
        """How many characters to take next, and the numbers if they are a marker; None if more must arrive first."""
        held = self._held
        if self._line_begins:
            if fence := _FENCE.match(held):
                self._fence = fence[1]
                return fence.end(), None
            if not ended and len(held) < LONGEST_HELD and _MAY_BE_FENCE.fullmatch(held):
                return None
        spaces = _SPACES.match(held)
        at = spaces.end() if spaces else 0
        if at == len(held):
            return (at, None) if ended else None
        if held[at] in "[［【":
            if marker := _MARKER.match(held, at):
                return marker.end(), marker[1]
            if not ended and _MAY_BE_MARKER.fullmatch(held, at):
                return None
            return at + 1, None
        if at:
            return at, None
        if ticks := _TICKS.match(held):
            return self._code(ticks.group(), ended)
        plain = _PLAIN.match(held)
        return (plain.end() if plain else 1), None

    def _code(self, ticks: str, ended: bool) -> tuple[int, None] | None:
        """Code between backticks, which ends on its line; without an end the backticks are text."""
        ended = ended or len(self._held) > LONGEST_HELD
        if len(ticks) == len(self._held) and not ended:
            return None
        line, newline, _ = self._held.partition("\n")
        if closing := re.compile(rf"(?<!`){ticks}(?!`)").search(line, len(ticks)):
            known = closing.end() < len(line) or newline or ended
            return (closing.end(), None) if known else None
        return (len(ticks), None) if newline or ended else None

    def _fenced(self, ended: bool) -> tuple[int, None] | None:
        """A line of fenced code."""
        line, newline, _ = self._held.partition("\n")
        if not newline and not ended and len(line) < LONGEST_HELD:
            return None
        if re.fullmatch(rf" {{0,3}}{re.escape(self._fence)}{re.escape(self._fence[0])}*[ \t]*", line):
            self._fence = ""
        return len(line) + len(newline), None
