"""Why no article could be searched: the library is empty, or the filters name what no article has."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answering.wording import Wording
from index.filters import Filters
from index.library import Library

NAMED = 8  # of the library's outlets


def unsearched(library: Library, filters: Filters, say: Wording) -> str | None:
    """Why no article could be searched; None if some could."""
    if library.count(filters):
        return None
    if not library.count():
        return say.empty
    return say.together(unknown_names(library, filters, say)) or say.no_article


def unknown_names(library: Library, filters: Filters, say: Wording) -> Iterator[str]:
    """A sentence for each filter that names what no article has, listing the outlets if that is an outlet."""
    if unknown := [name for name in filters.outlets if not library.count(Filters(outlets=name))]:
        yield say.no_outlet.format(names=_listed(unknown))
        if known := [name for name, _ in library.names("outlet", limit=NAMED)]:
            yield say.outlets.format(names=_listed(known))
    if unknown := [name for name in filters.authors if not library.count(Filters(authors=name))]:
        yield say.no_author.format(names=_listed(unknown))
    if unknown := [name for name in filters.labels if not library.count(Filters(labels=name))]:
        yield say.no_label.format(names=_listed(unknown))


def _listed(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
