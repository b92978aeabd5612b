"""Joins several answers into one, in which nothing is quoted twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering.quoting import Draft
from assistant.answers import Citation, Claim, Framed


def joined(drafts: Sequence[Draft]) -> Draft | None:
    """The drafts as one; None if one of them is not a plain answer, or adds nothing."""
    if len(drafts) < 2 or not all(_is_plain(draft) for draft in drafts):
        return None
    text, framed, claims, citations = "", list[Framed](), list[Claim](), list[Citation]()
    for draft in drafts:
        before = draft.text[: draft.claims[0].start].strip()
        added = 0
        for claim in draft.claims:
            cited = [one for one in draft.citations if one.marker in claim.citations]
            if all(any(_is_same(one, known) for known in citations) for one in cited):
                continue
            if before and not added:
                framed += _moved(draft.framed, 0, draft.claims[0].start, len(text))
                text += f"{before}\n\n"
            markers = tuple(range(len(citations) + 1, len(citations) + 1 + len(cited)))
            citations += [replace(one, marker=marker) for one, marker in zip(cited, markers, strict=True)]
            framed += _moved(draft.framed, claim.start, claim.end, len(text) - claim.start)
            claims.append(replace(claim, start=len(text), end=len(text) + len(claim.text), citations=markers))
            text += f"{claim.text} {''.join(f'[{marker}]' for marker in markers)}\n\n"
            added += 1
        if not added:
            return None
    return Draft("answered", text.rstrip(), tuple(claims), tuple(citations), framed=tuple(framed))


def _moved(framed: Sequence[Framed], start: int, end: int, by: int) -> Iterator[Framed]:
    """The spans that begin between `start` and `end`, moved by `by` characters."""
    return (replace(one, start=one.start + by, end=one.end + by) for one in framed if start <= one.start < end)


def _is_plain(draft: Draft) -> bool:
    differs = any(claim.differs_from for claim in draft.claims)
    return draft.sure and bool(draft.claims) and draft.premise is None and not differs


def _is_same(one: Citation, other: Citation) -> bool:
    return (one.article_id, one.paragraph, one.quote) == (other.article_id, other.paragraph, other.quote)
