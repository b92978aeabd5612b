"""Why no article could be searched: the library is empty, or no article passes the filters."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.texts.coded import Coded
from index.filters import Filters
from index.library import Library

NAMED = 8  # outlets of the library that are listed


def unsearched(library: Library, filters: Filters) -> list[Coded]:
    """Why no article could be searched; empty if some could."""
    if library.count(filters):
        return []
    if not library.count():
        return [Coded("quotes.empty")]
    return [*unknown_names(library, filters)] or [Coded("quotes.no_article")]


def unknown_names(library: Library, filters: Filters) -> Iterator[Coded]:
    """A sentence for each filter with names that no article has; for outlets, another one lists the library's own."""
    if unknown := [name for name in filters.outlets if not library.count(Filters(outlets=name))]:
        yield Coded("quotes.no_outlet", {"names": _listed(unknown)})
        if known := [name for name, _ in library.names("outlet", limit=NAMED)]:
            yield Coded("quotes.outlets", {"names": _listed(known)})
    if unknown := [name for name in filters.authors if not library.count(Filters(authors=name))]:
        yield Coded("quotes.no_author", {"names": _listed(unknown)})
    if unknown := [name for name in filters.labels if not library.count(Filters(labels=name))]:
        yield Coded("quotes.no_label", {"names": _listed(unknown)})


def _listed(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
