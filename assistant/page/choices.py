"""What a question can be limited to: the outlets, authors and articles whose names hold what someone types.

It knows names and counts; it knows nothing of how they are shown.
"""

from __future__ import annotations

from typing import Any

from index.library import Library

LISTED = 8  # of each kind


def choices(library: Library, text: str) -> dict[str, list[dict[str, Any]]]:
    """By kind, names that hold all words of the text; `value` is what a filter takes."""
    return {
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


def _named(name: str, count: int) -> dict[str, Any]:
    return {"value": name, "name": name, "beside": f"{count:,}"}
