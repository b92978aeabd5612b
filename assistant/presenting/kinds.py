"""The kinds of text that a reader must know of, in the words of lists of sources."""

from __future__ import annotations

_TOLD = {
    "opinion": "opinion",
    "letter": "a letter",
    "review": "a review",
    "satire": "satire",
    "release": "a press release",
}


def kind_told(text_kind: str) -> str | None:
    """What kind of text it is, where that is no report."""
    return _TOLD.get(text_kind)
