"""Text from outside, made safe to show to a person."""

from __future__ import annotations

import re

from index.extraction.direction import REORDERING

# Control characters, and lone surrogates, which cannot be encoded.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def readable(text: str) -> str:
    """The text in written order, with U+FFFD in place of every control character."""
    return _CONTROL.sub("\ufffd", in_written_order(text))


def in_written_order(text: str) -> str:
    """The text with every reordering character replaced by its code point, as in "[U+202E]"."""
    return REORDERING.sub(lambda found: "".join(f"[U+{ord(one):04X}]" for one in found[0]), text)


def visible(text: str) -> str:
    """The text without control and reordering characters, as stored in an answer."""
    return text if text.isascii() and text.isprintable() else _CONTROL.sub(_taken_out, REORDERING.sub("", text))


def _taken_out(found: re.Match[str]) -> str:
    """A question mark for a lone surrogate, nothing for a control character."""
    return "?" if found[0] >= "\ud800" else ""
