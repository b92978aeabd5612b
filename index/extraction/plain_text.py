"""From characters to paragraphs: where one ends, how its characters are normalised, and what may be a title."""

from __future__ import annotations

import re
import unicodedata

from index.errors import Unreadable
from index.extraction.direction import REORDERING

LONGEST_TITLE = 120
LONGEST_OPENING = 80
MOST_SCRAPS, SCRAP, ROW = 500, 16, 300  # lines; mean length below which they are scraps; length of rows made of them
WIDEST_WRAP = 120  # characters; nobody breaks lines by hand beyond this width

_IDEOGRAPHIC = "\u3001-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_UNSTORABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85\v\f]")
_INVISIBLE = re.compile(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_BROKEN_IDEOGRAPHS = re.compile(rf"(?<=[{_IDEOGRAPHIC}])[^\S\n]*\n\s*(?=[{_IDEOGRAPHIC}])")
SENTENCE_END = re.compile(r"[.!?。！？…:：][\"'”’»」』）)\]]*$")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")


def paragraphs_of(text: str) -> list[str]:
    """Splits at blank lines; a block whose lines are not wrapped is split at each line."""
    blocks = _BLANK_LINE.split(storable(text))
    alone = len([block for block in blocks if block.strip()]) == 1
    parts = [part for block in blocks for part in _split_block(block, alone=alone)]
    paragraphs = [paragraph for part in parts if (paragraph := tidy(part))]
    if not paragraphs:
        raise Unreadable("there is no text in it")
    return _gathered(paragraphs) if _are_scraps(paragraphs) else paragraphs


def _are_scraps(paragraphs: list[str]) -> bool:
    """Whether a text has so many lines, and such short ones, that none means anything on its own."""
    return len(paragraphs) > MOST_SCRAPS and sum(map(len, paragraphs)) < SCRAP * len(paragraphs)


def _gathered(scraps: list[str]) -> list[str]:
    """Joins scraps into longer rows, since each paragraph costs a vector and a row of each index."""
    rows: list[str] = []
    row: list[str] = []
    length = 0
    for scrap in scraps:
        row.append(scrap)
        length += len(scrap) + 1
        if length > ROW:
            rows.append(" ".join(row))
            row, length = [], 0
    return [*rows, " ".join(row)] if row else rows


def paragraphs_as_they_stand(text: str) -> list[str]:
    """Splits at blank lines only, and removes only what cannot be stored."""
    return [part.strip() for part in _BLANK_LINE.split(storable(text)) if part.strip()]


def storable(text: str) -> str:
    """The text with plain line endings and no control characters, lone surrogates, or any that reorder or hide text."""
    return REORDERING.sub("", _UNSTORABLE.sub("", _LINE_ENDS.sub("\n", text)))


def tidy(text: str) -> str:
    """The text as one line in NFC with single spaces; quotation marks and dashes stay as they are.

    The joiners U+200C and U+200D are kept: Persian and Indic words change without them.
    """
    if text.isascii() and text.isprintable():  # most lines: only characters beyond ASCII are removed or composed
        return " ".join(text.split())
    text = _BROKEN_IDEOGRAPHS.sub("", _INVISIBLE.sub("", storable(text)))
    return unicodedata.normalize("NFC", " ".join(text.split()))


def title_above(text: str) -> str | None:
    """The first line if it is plainly a title: short, unfinished as a sentence, above a blank line."""
    lines = storable(text).strip().split("\n", 2)
    if len(lines) < 3 or lines[1].strip() or len(lines[0]) > LONGEST_TITLE:
        return None
    title = tidy(lines[0])
    return None if re.search(r"[.。!！…:：;；,，、\"”]$|^\W*$", title) else title


def opening(paragraph: str) -> str:
    """The beginning of a paragraph, in place of a missing title."""
    text = tidy(paragraph)
    if len(text) <= LONGEST_OPENING:
        return text
    cut = text[:LONGEST_OPENING]
    return (cut.rsplit(" ", 1)[0] if " " in cut[40:] else cut).rstrip(" ,;:，、；：") + "…"


def _split_block(block: str, *, alone: bool) -> list[str]:
    lines = [line for line in block.split("\n") if line.strip()]
    if len(lines) > 1 and _is_wrapped(lines):
        return _unwrap(lines)
    paragraphs_by_line = alone or sum(len(line) > WIDEST_WRAP for line in lines) * 2 > len(lines)
    return lines if paragraphs_by_line else [block]


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines are broken by hand: mostly about as long as the longest, and breaking off in mid-sentence."""
    width = max(len(line.rstrip()) for line in lines)
    inner = [line.rstrip() for line in lines[:-1]]
    full = [line for line in inner if len(line) >= 0.75 * width]
    broken_off = [line for line in full if not SENTENCE_END.search(line)]
    if len(lines) < 3 or not 20 <= width <= WIDEST_WRAP:
        return False
    return len(full) * 10 >= len(inner) * 6 and len(broken_off) * 2 > len(inner)


def _unwrap(lines: list[str]) -> list[str]:
    """The lines joined; a paragraph ends where a sentence does, before an indent or with room for another word."""
    width = max(len(line.rstrip()) for line in lines)
    paragraphs = [[lines[0]]]
    for before, line in zip(lines, lines[1:], strict=False):
        room = width - len(before.rstrip()) > len(line.split()[0]) + 1
        indented = line[0].isspace() and not before[0].isspace()
        if SENTENCE_END.search(before.rstrip()) and (indented or (room and len(before) < 0.85 * width)):
            paragraphs.append([])
        paragraphs[-1].append(line)
    return ["\n".join(paragraph) for paragraph in paragraphs]
