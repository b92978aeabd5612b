"""Articles related to one article: copies of it, and those that name the same people, organisations and places.

A search for the title finds candidates; their texts and readings decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answering.copies import COPIED
from index.articles import SEARCHED_ROLES, Article, Heading
from index.language.likeness import Shingles, contained, shingles
from index.language.spans import LONGEST

if TYPE_CHECKING:
    from index.library import Library

FOUND = 24  # paragraphs whose articles are candidates
SHARED = 3  # fewest shared names for an article to count as on the same story
SHOWN = 3  # of the copies, and of the others


@dataclass(frozen=True, slots=True)
class Related:
    """Copies of an article, and other articles with the names that they share with it, most shared first."""

    copies: list[Heading]
    others: list[tuple[Heading, list[str]]]


def related(article: Article, library: Library) -> Related:
    found = dict.fromkeys(hit.heading.id for hit in library.search(article.title, limit=FOUND)) if article.title else {}
    found.pop(article.id, None)
    own, named = _shingles(article), _names(article.id, library)
    copies, others = list[Heading](), list[tuple[Heading, list[str]]]()
    for id, heading in library.headings(list(found)).items():
        if contained(own, _shingles(library.article(id))) >= COPIED:
            copies.append(heading)
        elif len(shared := [name for name in _names(id, library) if name in named]) >= SHARED:
            others.append((heading, shared))
    others.sort(key=lambda one: -len(one[1]))
    return Related(copies[:SHOWN], others[:SHOWN])


def _shingles(article: Article) -> Shingles:
    searched = (one.text for one in article.paragraphs if one.role in SEARCHED_ROLES)
    return shingles("\n".join(searched)[:LONGEST])


def _names(article_id: str, library: Library) -> list[str]:
    reading = library.reading(article_id)
    return list(dict.fromkeys(one.name for one in reading.mentions)) if reading else []
