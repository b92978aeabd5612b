"""One article waiting to be read: its identity and its bytes."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.articles import Article


@dataclass(frozen=True, slots=True)
class Item:
    """One article waiting to be read.

    `identity` is what makes it the same article next time; `id` is the article id that it proposes, and
    `fallback` what to append to that id where another article holds it; `source` is for people. What was fetched is
    `read_already`, for what matters of a page is known only then; `url` is where it was found, `charset` what its
    server says that it is in.
    """

    identity: str
    id: str
    source: str
    fingerprint: str
    size: int
    fallback: str
    content: bytes = field(repr=False)
    suffix: str
    sent: bool = False  # an upload, whose identity is only its name until it is compared with others of that name
    url: str | None = None
    charset: str | None = None
    title: str | None = None  # where it states none itself
    read_already: Article | None = field(default=None, repr=False)
    recognise: bool = False  # what is drawn on its pages, which takes long
    stamp: str | None = None  # of its file, where that can be trusted
