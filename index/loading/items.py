"""One article waiting to be read: its identity and its bytes."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.articles import Article


@dataclass(frozen=True, slots=True)
class Item:
    """One article waiting to be read.

    `identity` shows that it is the same article next time; `id` is the proposed article id, and `fallback` what to
    append to it if another article has that id; `source` is for people. A page comes with its article in
    `read_already`, since only reading shows which of its parts matter; `url` is where it was found, `charset` the
    encoding that its server names.
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
    title: str | None = None  # used if the text states none itself
    read_already: Article | None = field(default=None, repr=False)
    recognise: bool = False  # whether to recognise text in pictures of its pages, which is slow
    stamp: str | None = None  # its file's stamp, if that can be trusted
