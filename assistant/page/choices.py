"""What a question can be limited to: outlets, authors, labels, kinds of text and articles that match what is typed."""

from __future__ import annotations

from typing import Any

from assistant.page.words import Words
from index.library import Library

LISTED = 8  # of each kind


def choices(library: Library, text: str, say: Words) -> dict[str, list[dict[str, Any]]]:
    """Names that contain all words of the text, by filter; `value` is what the filter takes."""
    return {
        "labels": [_named(name, count) for name, count in library.names("label", text, limit=LISTED)],
        "kinds": _kinds(library, text, say),
        "outlets": [_named(name, count) for name, count in library.names("outlet", text, limit=LISTED)],
        "authors": [_named(name, count) for name, count in library.names("author", text, limit=LISTED)],
        "articles": [
            {
                "value": line.heading.id,
                "name": line.heading.title or line.heading.id,
                "beside": line.heading.outlet or "",
            }
            for line in library.page(text, limit=LISTED).lines
        ],
    }


def _kinds(library: Library, text: str, say: Words) -> list[dict[str, Any]]:
    words = text.lower().split()
    known = [(kind, say.kind_named(kind), count) for kind, count in library.names("text_kind")]
    fitting = [one for one in known if all(word in one[1].lower() for word in words)]
    return [_named(name, count) | {"value": kind} for kind, name, count in fitting]


def _named(name: str, count: int) -> dict[str, Any]:
    return {"value": name, "name": name, "beside": f"{count:,}"}
