"""The kinds of text that a reader must know of, as lists of sources name them."""

from __future__ import annotations

_TOLD = {
    "opinion": "opinion",
    "letter": "a letter",
    "review": "a review",
    "satire": "satire",
    "release": "a press release",
}


def kind_told(text_kind: str) -> str | None:
    """The name of a kind of text; None if a reader need not know of it."""
    return _TOLD.get(text_kind)
