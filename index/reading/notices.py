"""The notices of correction in an article.

In English a few signs are weighed, above all the verdict of a model trained to read notices, which also finds the old
and the new words. In Chinese and Japanese only the wording counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple, cast

from index import embedding
from index.language.corrections import LEADING, VALUE, Notice, NoticeKind, Pair, eastern_notices, values
from index.language.notice_words import labelled, names_own_text, outside
from index.language.quotations import is_cjk
from index.language.sentences import sentences

if TYPE_CHECKING:
    from index.encoders import ReadNotice

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs that a paragraph is a notice or ends with one, or the weights of these signs."""

    read: float  # the model's log-odds, from -FAR to FAR
    at_edge: float  # whether it is an article's first or last paragraph, or in a column of corrections
    labelled: float  # whether it begins with a notice's label, "Correction:", but not "Update:" or "Note:"
    updated: float  # whether it begins with the label of an update
    noted: float  # whether it begins with the label of a note, "Editor's note:"
    own: float  # whether it names a text of its outlet


FAR = 12.0
# `python -m tests.benchmarks.tuning.fit_notices` fits these.
WEIGHTS = Signs(read=0.31, at_edge=0.68, labelled=3.21, updated=4.3, noted=1.53, own=1.15)
INTERCEPT = -1.73
SURE = 0.5  # least log-odds of a notice: a false notice does more harm than a missed one


class Placed(NamedTuple):
    """A paragraph; whether it is in a column of corrections, and whether it is an article's first or last one."""

    text: str
    among_notices: bool = False
    at_edge: bool = True


def read_notices(paragraphs: Sequence[Placed]) -> Iterator[list[Notice]]:
    """The notices that make up or end each paragraph, one for each thing that they correct; empty if there is none."""
    western = [one for one in paragraphs if not is_cjk(one.text)]
    seen = iter(signs(western) if western else ())  # the model is not loaded for others
    for one in paragraphs:
        if is_cjk(one.text):
            yield eastern_notices(one.text, among_notices=one.among_notices)
        else:
            yield _notices(one.text, *next(seen))


def _notices(text: str, found: ReadNotice | None, seen: Signs) -> list[Notice]:
    if found is None or log_odds(seen) < SURE:
        return []
    label = labelled(text)
    start = 0 if label else max((first for first, _ in sentences(text) if first <= found.start), default=0)
    kind = cast(NoticeKind, "withdrawal" if label and label.lastgroup == "withdrawal" else found.kind)
    pairs = [] if kind == "withdrawal" else _pairs(text, found)
    return [Notice(kind, start, len(text.rstrip()), *pair) for pair in pairs or [(None, None)]]


def signs(paragraphs: Sequence[Placed]) -> list[tuple[ReadNotice | None, Signs]]:
    """For each, what the model reads in it, None if it plainly is not a notice, and the signs that it is one."""
    labels = [labelled(one.text) for one in paragraphs]
    own = [names_own_text(one.text) and names_own_text(outside(one.text)) for one in paragraphs]
    anyway = [label is not None or its_own for label, its_own in zip(labels, own, strict=True)]
    read = embedding.notice_reader().read_all([one.text for one in paragraphs], anyway)
    return [(one[0], _signs(*one)) for one in zip(read, paragraphs, labels, own, strict=True)]


def _signs(found: ReadNotice | None, one: Placed, label: re.Match[str] | None, own: bool) -> Signs:
    group = label.lastgroup if label else None
    return Signs(
        read=max(-FAR, min(FAR, found.odds)) if found else -FAR,
        at_edge=float(one.at_edge or one.among_notices),
        labelled=float(group in ("correction", "clarification", "withdrawal")),
        updated=float(group in ("update", "updated")),
        noted=float(group == "note"),
        own=float(own),
    )


def log_odds(seen: Signs) -> float:
    """The log-odds that a paragraph with these signs is a notice."""
    return INTERCEPT + sum(one * weight for one, weight in zip(astuple(seen), astuple(WEIGHTS), strict=True))


def _pairs(text: str, found: ReadNotice) -> list[Pair]:
    """The old words with the new ones that replace them.

    If there are equally many, they are paired in order, else each old one with the nearest new one of the same kind.
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
    return [(was and _words(text, *was), now and _words(text, *now)) for was, now in paired]


def _kind(text: str, span: Span) -> str | None:
    """The kind of the only value in a span, or None."""
    kinds = [kind for kind, _ in values(f"in {text[slice(*span)]}")]
    return kinds[0] if len(kinds) == 1 else None


def _words(text: str, start: int, end: int) -> str | None:
    """The words of a span, extended to whole words, without surrounding marks or a leading preposition."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return LEADING.sub("", text[start:end].strip(" .,;:\"'“”‘’"))[:VALUE] or None
