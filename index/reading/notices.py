"""The notices of correction in an article.

A paragraph in English is one by its wording, or by a model that has learned to read notices, which also finds the old
and the new words; in Chinese and Japanese all is by the wording.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING, cast

from index import embedding
from index.language.corrections import LEADING, VALUE, Notice, NoticeKind, eastern_notices, notice_in, values
from index.language.notice_words import as_we
from index.language.quotations import is_cjk
from index.language.sentences import sentences

if TYPE_CHECKING:
    from index.encoders import ReadNotice

# Probabilities from which a paragraph is taken for a notice: a false one does more harm than a missed one, and inside
# an article hardly any paragraph is one.
SURE, SURER = 0.95, 0.999

Pair = tuple[str | None, str | None]
Span = tuple[int, int]


def read_notices(
    text: str, *, among_notices: bool = False, at_edge: bool = True, outlet: str | None = None
) -> list[Notice]:
    """The notices that make up a paragraph or end it, one for each thing that they correct; empty if there is none.

    A paragraph `among_notices`, in a column of corrections, need not say that it is a notice. The model must be surer
    of others, unless they are `at_edge`, an article's first or last paragraph. The `outlet` may call itself by its
    name.
    """
    if is_cjk(text):
        return eastern_notices(text, among_notices=among_notices)
    reader = embedding.notice_reader()
    if worded := notice_in(as_we(text, outlet), among_notices=among_notices):
        kind, start = worded.kind, worded.start
        found = reader.read(text[start:], 0) if kind != "withdrawal" else None
        pairs = list(_pairs(text[start:], found)) if found else []
    elif found := reader.read(text, SURE if at_edge or among_notices else SURER):
        kind = cast(NoticeKind, found.kind)
        start = max((first for first, _ in sentences(text) if first <= found.start), default=0)
        pairs = [] if kind == "withdrawal" else list(_pairs(text, found))
    else:
        return []
    return [Notice(kind, start, len(text.rstrip()), *pair) for pair in pairs or [(None, None)]]


def _pairs(text: str, found: ReadNotice) -> Iterator[Pair]:
    """The old words with the new ones that replace them.

    If there are as many of both, they are paired in their order, else each with the nearest of its kind of value.
    """
    old, new = list(found.old), list(found.new)
    if len(old) == len(new) or not (old and new):
        paired = list[tuple[Span | None, Span | None]](zip_longest(old, new))
    else:
        paired = []
        for one in old:
            alike = [other for other in new if _kind(text, other) == _kind(text, one)]
            nearest = min(alike, key=lambda other: abs(other[0] - one[0]), default=None)
            paired.append((one, nearest))
            new = [other for other in new if other != nearest]
        paired += [(None, other) for other in new]
    for was, now in paired:
        yield was and _words(text, *was), now and _words(text, *now)


def _kind(text: str, span: Span) -> str | None:
    """The kind of the only value in a span, or None."""
    kinds = [kind for kind, _ in values(f"in {text[slice(*span)]}")]
    return kinds[0] if len(kinds) == 1 else None


def _words(text: str, start: int, end: int) -> str | None:
    """The words of a span, grown to whole words, without marks around them and without a leading preposition."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return LEADING.sub("", text[start:end].strip(" .,;:\"'“”‘’"))[:VALUE] or None
