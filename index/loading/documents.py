"""A text in paragraphs with its metadata: what every kind of file except pages and JSON Lines becomes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.extraction.bylines import are_names, claims_above
from index.extraction.claims import Claims, claim, heading_claims
from index.extraction.plain_text import LONGEST_TITLE, paragraphs_of, storable, tidy, title_above

TITLE_AMONG = 5  # paragraphs from the top

_BY_A_PROGRAM = re.compile(
    r"^(?:microsoft |powerpoint |untitled|unbenannt|sans titre|untitulado|doc(?:ument)? ?\d|slide \d|scan\b"
    r"|layout \d|about:blank|https?:)"
    r"|\.(?:docx?|odt|rtf|pdf|indd|qxp?d?|tex|dvi|ps|html?|txt|pages|pptx?|xlsx?|tiff?|jpe?g)\b"
    r"|[\\/]\w+[\\/]",
    re.IGNORECASE,
)

PROTECTED = "it is protected with a password; save a copy without one and add that"


@dataclass(frozen=True, slots=True)
class Document:
    """`stated` are the indexes of the paragraphs that only say who wrote it, when and where; None means unknown.

    `pages` holds the page of each paragraph, from 1, where the file has pages.
    """

    paragraphs: tuple[str, ...]
    title: str | None
    claims: Claims
    stated: frozenset[int] = frozenset()
    pages: tuple[int, ...] = ()


def document_of_text(text: str, *, title: str | None = None, fields: Mapping[str, object] | None = None) -> Document:
    """A text's paragraphs; `title` and `fields` take precedence over the lines above the text."""
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


def document_of_paragraphs(
    paragraphs: Sequence[str],
    *,
    shown: str | None,
    title: str | None = None,
    author: str | None = None,
    pages: Sequence[int] = (),
) -> Document:
    """A document of these paragraphs, the title `shown` among them, and title and author from the file's properties.

    Properties are often those of a template or of the person who saved the file, so the text takes precedence.
    """
    above = claims_above(paragraphs)
    named = title_of(title)
    stands = named if named in paragraphs[:TITLE_AMONG] else None
    shown = None if shown in [paragraphs[row] for row in above.rows] else shown
    return Document(
        paragraphs=tuple(paragraphs),
        title=stands or claim(above.fields, "title") or shown or named,
        claims=first_of(heading_claims(above.fields), heading_claims({"author": author_of(author)})),
        stated=above.rows,
        pages=tuple(pages),
    )


def title_of(text: str | None) -> str | None:
    """The title from a file's properties, if it is words and not a program's default."""
    title = tidy(text or "")
    words = len(title.split()) > 1 or re.search(r"[\u3040-\u9fff\uac00-\ud7af]{4}", title)
    return title if words and len(title) <= LONGEST_TITLE * 2 and not _BY_A_PROGRAM.search(title) else None


def author_of(text: str | None) -> str | None:
    """The author from a file's properties, if written like a person's name."""
    author = tidy(text or "")
    return author if author and are_names(author) else None


def first_of(first: Claims, second: Claims) -> Claims:
    """The fields of the first; those that it lacks come from the second."""
    return {name: first[name] or second[name] for name in first}  # type: ignore[literal-required, return-value]


def _parts(text: str, rows: frozenset[int]) -> tuple[list[str], set[int]]:
    """The text with each of these lines as its own part, and the indexes of these parts."""
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
