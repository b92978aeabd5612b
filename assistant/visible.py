"""Words that came from outside, as a person may be shown them; it knows nothing of pages."""

from __future__ import annotations

import re

# Directional overrides, embeddings and isolates can make a line read in another order than it is written.
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def in_written_order(text: str) -> str:
    """The text with every character that would reorder it named instead."""
    return _REORDERING.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)
