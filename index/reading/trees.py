"""The sentences of an article as parse trees, in which one short clause replaces a long quotation.

Whole quoted sentences do not show who speaks, take time to parse and mislead the parser.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.language.quotations import Quotation, quotations
from index.language.sentences import sentences
from index.reading.parsing import parse

if TYPE_CHECKING:
    from index.reading.parsing import Doc, Part, Token

CLAUSE = "It is so"  # replaces the words of a quotation
SHORT = 200  # characters up to which any sentence is parsed
_INNER = "’'"  # closes a quotation within another
_ENDS = (",", ".", "!", "?", "…", "—", "–", "-")
# "PORT ARLEN (AP) — ", "PORT ARLEN, March 12 (Reuters) - ".
_DATELINE = re.compile(r"(?:[A-Z][\w./]*,? ){1,5}(?:\d{1,2} )?(?:\([A-Z][\w ]{1,30}\) ?(?:—|–|--?)|(?:—|–|--)) ")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the parsed text and its place in the paragraph, with the quotation that it replaces, if any."""

    parsed: int
    start: int
    end: int
    quotation: Quotation | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed sentence, or part of a very long one: `texts[paragraph][start:end]`."""

    paragraph: int
    start: int
    end: int
    doc: Doc
    pieces: tuple[Piece, ...]
    offset: int
    starts: tuple[int, ...]  # the place of each token; tokens of a short clause have the place of their quotation

    def span(self, token: Token) -> tuple[int, int]:
        """The place of a token in the paragraph; for a token of the short clause, that of the whole quotation."""
        at = self.offset + token.idx
        piece = self.pieces[bisect_right(self.pieces, at, key=lambda one: one.parsed) - 1]
        if piece.quotation is not None:
            return piece.start, piece.end
        return piece.start + at - piece.parsed, piece.start + at - piece.parsed + len(token)

    def within(self, start: int, end: int) -> list[Token]:
        """The tokens that begin in a span, without those of quotations."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [token for token in self.doc[first:last] if self.quotation(token) is None]

    def quotation(self, token: Token) -> Quotation | None:
        """The quotation that a token of the short clause replaces."""
        return self.pieces[bisect_right(self.pieces, self.offset + token.idx, key=lambda one: one.parsed) - 1].quotation


def trees(texts: Sequence[str]) -> Iterator[list[Tree]]:
    """The trees of the sentences of each paragraph, in order."""
    worded = [(number, text) for number, text in enumerate(texts) if is_worded(text)]
    spans = [(number, *span) for number, text in worded for span in sentences(text)]
    quoted = [quotations(text) for text in texts]
    made = [_to_parse(texts[number], start, end, quoted[number]) for number, start, end in spans]
    gathered: list[Tree] = []
    current = 0
    # Text without English needs no parser.
    parsed = parse(text if is_worded(text) else "" for text, _ in made) if made else iter(())
    for (number, start, end), (_, pieces), parts in zip(spans, made, parsed, strict=True):
        while current < number:
            yield gathered
            gathered, current = [], current + 1
        gathered += [
            Tree(number, start, end, part.doc, pieces, part.start, _starts(part, pieces))
            for part in parts
            if len(part.doc)
        ]
    while current < len(texts):
        yield gathered
        gathered, current = [], current + 1


def parsed(text: str) -> Doc | None:
    """The parse of a question or sentence; None if it is hardly words, since the parser is slow on punctuation."""
    return next(iter(parse([text])))[0].doc if is_worded(text) else None


def is_worded(text: str) -> bool:
    """Whether letters make up at least two fifths of a text and words average at least two, as in every language.

    Short texts, which may be lists, always count.
    """
    if len(text) <= SHORT:
        return True
    letters = sum(map(str.isalpha, text))
    return 5 * letters >= 2 * len(text) and letters >= 2 * len(text.split())


def _starts(part: Part, pieces: Sequence[Piece]) -> tuple[int, ...]:
    starts, at = [], 0
    for token in part.doc:
        while at + 1 < len(pieces) and pieces[at + 1].parsed <= part.start + token.idx:
            at += 1
        piece = pieces[at]
        starts.append(piece.start if piece.quotation else piece.start + part.start + token.idx - piece.parsed)
    return tuple(starts)


def _to_parse(text: str, start: int, end: int, quoted: Sequence[Quotation]) -> tuple[str, tuple[Piece, ...]]:
    """The text to parse for a sentence, and the pieces that map it to the paragraph."""
    parsed, pieces = "", []
    dateline = _DATELINE.match(text, start, end) if not start else None
    at = dateline.end() if dateline else start
    begin = at
    first = bisect_right(quoted, start, key=lambda one: one.end)
    for one in quoted[first:]:
        if one.start >= end:
            break
        if not _is_utterance(text, one, begin, end):
            continue
        if one.start > at:
            pieces.append(Piece(len(parsed), at, one.start))
            parsed += text[at : one.start]
        last = min(one.end, end)
        mark = text[one.inside()[0] : one.inside()[1]].rstrip().rstrip(_INNER)[-1:]
        pieces.append(Piece(len(parsed), max(one.start, at), last, one))
        follows = text[last:end].strip()
        stop = mark if mark in ".!?" and not follows else "," if follows else "."
        parsed += f"“{CLAUSE}{stop}”"
        at = last
    if at < end or not pieces:
        pieces.append(Piece(len(parsed), at, end))
        parsed += text[at:end]
    return re.sub(r"[\s\u200b-\u200f\ufeff]", " ", parsed), tuple(pieces)


def _is_utterance(text: str, one: Quotation, start: int, end: int) -> bool:
    """Whether a quotation is speech, not a label or half of the writer's clause."""
    inside = text[slice(*one.inside())].strip().rstrip(_INNER)
    if one.start < start or not one.closed or one.end > end:
        return True
    if len(inside.split()) < 2 and inside[-1:] not in _ENDS:
        return False
    before, after = text[start : one.start].rstrip(), text[one.end : end].lstrip()
    count = len(inside.split())
    opens = not before or before[-1:] in ",:—–-;(" or inside[:1].isupper() and count > 4
    if opens and len(sentences(inside)) > 1:
        return True  # neither a label nor half of a clause
    # American style puts the sentence's own stop inside the marks; then what comes before decides.
    ends = inside[-1:] in _ENDS or after[:1] in (",", "", ".") or before[-1:] == ":"
    return opens and ends and (count > 2 or bool(before) or inside[-1:] in _ENDS)
