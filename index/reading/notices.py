"""The notices of correction in an article.

A paragraph is one by its wording, or, in English, by a model that has learned to read notices. Where the wording shows
no old and no new words, the model finds these too.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING, cast

from index import embedding
from index.language.corrections import VALUE, Notice, NoticeKind, notices_in
from index.language.quotations import is_cjk
from index.language.sentences import sentences

if TYPE_CHECKING:
    from index.encoders import ReadNotice

Pair = tuple[str | None, str | None]


def read_notices(text: str, *, among_notices: bool = False, outlet: str | None = None) -> list[Notice]:
    """The notices that make up a paragraph or end it, one for each thing that they correct; empty if there is none.

    `among_notices` and `outlet` are as in `notices_in`.
    """
    worded = notices_in(text, among_notices=among_notices, outlet=outlet)
    if is_cjk(text) or worded and worded[0].kind == "withdrawal" or any(one.was or one.now for one in worded):
        return worded
    if worded:
        kind, start = worded[0].kind, worded[0].start
        found = embedding.notice_reader().read(text[start:], known=True)
        pairs = list(_pairs(text[start:], found)) if found else []
    elif found := embedding.notice_reader().read(text):
        kind = cast(NoticeKind, found.kind)
        start = max((first for first, _ in sentences(text) if first <= found.start), default=0)
        pairs = [] if kind == "withdrawal" else list(_pairs(text, found))
    else:
        return []
    return [Notice(kind, start, len(text.rstrip()), *pair) for pair in pairs or [(None, None)]]


def _pairs(text: str, found: ReadNotice) -> Iterator[Pair]:
    """The old words with the new ones that replace them.

    They are paired in their order if there are as many of both, else with those that stand next to them.
    """
    if len(found.old) == len(found.new) or not (found.old and found.new):
        for old, new in zip_longest(found.old, found.new):
            yield old and _words(text, *old), new and _words(text, *new)
        return
    old = new = None
    for span in sorted((*found.old, *found.new)):
        if (old if span in found.old else new) is not None:
            yield old, new
            old = new = None
        if span in found.old:
            old = _words(text, *span)
        else:
            new = _words(text, *span)
    yield old, new


def _words(text: str, start: int, end: int) -> str:
    """The words of a span without marks around them, grown to whole words."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return text[start:end].strip(" .,;:\"'“”‘’")[:VALUE]
