"""The records of the library: an article, its paragraphs, and a paragraph that a search returned."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["body", "caption", "note", "boilerplate"]
SEARCHED_ROLES: tuple[Role, ...] = ("body", "caption")
TextKind = Literal[
    "news",
    "opinion",
    "interview",
    "analysis",
    "live",
    "release",
    "letter",
    "obituary",
    "review",
    "satire",
    "correction",
    "unknown",
]
KINDS_OF_TEXT: tuple[TextKind, ...] = get_args(TextKind)
IN_EARNEST = tuple(kind for kind in KINDS_OF_TEXT if kind != "satire")
VIEWS: tuple[TextKind, ...] = ("opinion", "letter", "review")  # whose statements are the author's, not the outlet's


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The unit that is indexed, retrieved and cited; `number` counts from 1 over all roles.

    `page` is the page of the file on which it begins, from 1, if the file has pages.
    """

    article_id: str
    number: int
    text: str
    role: Role
    page: int | None = None

    @property
    def revision(self) -> str:
        """A hash of the text, by which a citation shows whether its paragraph has changed."""
        return revision_of(self.text)


def revision_of(text: str) -> str:
    """A hash of the text of a paragraph."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of an article: who published it, when and where. Dates are ISO 8601; None means unknown.

    `published` is the day it came out, `updated` the day its outlet last changed it, `added` when it was added here.
    `section` is what its source calls it, labels separated by "; ", such as "OpinionNewsArticle; Opinion". `text_kind`
    is its kind of text, such as news, opinion or interview; until the article is read it is "unknown". `labels` are
    its labels and custom fields, such as "climate" and "desk=metro".
    """

    id: str
    title: str
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    updated: str | None = None
    url: str | None = None
    language: str | None = None
    section: str | None = None
    source: str = ""
    added: str | None = None
    text_kind: str = "unknown"
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article(Heading):
    """One published text with all its paragraphs, in reading order."""

    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph that a search returned, with its score (higher is better) and the heading above it.

    `asked` is the interview question that it answers, if reading found one; `passage` the span of the best-matching
    part, in code points, if it was looked for.
    """

    paragraph: Paragraph
    heading: Heading
    score: float
    asked: str = ""
    passage: tuple[int, int] | None = None

    @property
    def place(self) -> tuple[str, int]:
        """The article and the paragraph's number."""
        return self.heading.id, self.paragraph.number
