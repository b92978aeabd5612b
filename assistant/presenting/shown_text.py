"""Words that came from outside, as a person may be shown them; it knows nothing of pages."""

from __future__ import annotations

import re

# Directional overrides, embeddings and isolates can make a line read in another order than it is written.
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# What nobody can see, and half a surrogate pair, which cannot be written down.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def readable(text: str) -> str:
    """The text in written order, with a mark in the place of every control character."""
    return _CONTROL.sub("\ufffd", in_written_order(text))


def in_written_order(text: str) -> str:
    """The text with every character that would reorder it named instead."""
    return _REORDERING.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)
