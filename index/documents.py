"""A text in paragraphs with what it says of itself: what every kind of file but a page and JSON Lines comes to.

It knows nothing of files, of ids, or of what a paragraph is for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.bylines import claims_above
from index.claims import Claims, claim, heading_claims
from index.plain_text import paragraphs_of, storable, tidy, title_above


@dataclass(frozen=True, slots=True)
class Document:
    """`stated` are the indexes of the paragraphs that only say who wrote it, when and where; None is unknown."""

    paragraphs: tuple[str, ...]
    title: str | None
    claims: Claims
    stated: frozenset[int] = frozenset()


def document_of_text(text: str, *, title: str | None = None, fields: Mapping[str, object] | None = None) -> Document:
    """A text's paragraphs; what `title` and `fields` say of it counts before what the lines above it say."""
    lines = [line for line in storable(text).split("\n") if line.strip()]
    above = claims_above(lines)
    parts, rows = _parts(storable(text), above.rows)
    paragraphs: list[str] = []
    stated: set[int] = set()
    for row, part in enumerate(parts):
        if row in rows:
            stated.add(len(paragraphs))
        paragraphs += paragraphs_of(part)
    below = "\n\n".join(part for row, part in enumerate(parts) if row not in rows)
    return Document(
        paragraphs=tuple(paragraphs),
        title=title or claim(above.fields, "title") or title_above(below),
        claims=first_of(heading_claims(fields or {}), heading_claims(above.fields)),
        stated=frozenset(stated),
    )


def document_of_paragraphs(paragraphs: Sequence[str], *, title: str | None, author: str | None) -> Document:
    """What the paragraphs above the text say counts before what the file says of its `author`."""
    above = claims_above(paragraphs)
    return Document(
        paragraphs=tuple(paragraphs),
        title=claim(above.fields, "title") or title,
        claims=first_of(heading_claims(above.fields), heading_claims({"author": author})),
        stated=above.rows,
    )


def first_of(first: Claims, second: Claims) -> Claims:
    """What the first says, and the second where that says nothing."""
    return {name: first[name] or second[name] for name in first}  # type: ignore[literal-required, return-value]


def _parts(text: str, rows: frozenset[int]) -> tuple[list[str], set[int]]:
    """The text with each of these lines as a part of its own, and which parts they are."""
    if not rows:
        return [text], set()
    parts: list[str] = [""]
    apart: set[int] = set()
    row = 0
    for line in text.split("\n"):
        if line.strip() and row in rows:
            apart.add(len(parts))
            parts += [line, ""]
        else:
            parts[-1] += f"{line}\n"
        row += bool(line.strip())
    kept = [number for number, part in enumerate(parts) if tidy(part)]
    return [parts[number] for number in kept], {place for place, number in enumerate(kept) if number in apart}
