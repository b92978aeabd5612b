"""Characters that change the reading order of others, and invisible ones."""

from __future__ import annotations

import re

# Directional embeddings, overrides and isolates: a line with one may be displayed out of order.
_DIRECTION = "\u202a-\u202e\u2066-\u2069"
# Tags spell text that only a machine reads; after a black flag they are part of the flags of England and others.
_TAGS = "(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+"
REORDERING = re.compile(f"[{_DIRECTION}]|{_TAGS}")


def marked(text: str) -> str:
    """The text with U+FFFD in place of each such character, so that its length stays the same."""
    return text if text.isascii() else REORDERING.sub(lambda found: "\ufffd" * len(found[0]), text)
