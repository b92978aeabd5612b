"""Gives an answer the requested form: one sentence, a few, a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.drafting.editing import Edit, edited
from assistant.answering.quoting import Draft
from index.language.closed_lists import SMALL_NUMBER, number_from

_SENTENCES = re.compile(
    rf"\b(?P<number>an?|{SMALL_NUMBER})\b(?: or \w+)?"
    r"(?: (?:short|single|brief|simple))? (?:sentence|line)s?\b",
    re.I,
)
_BRIEF = re.compile(r"\b(?:brief(?:ly)?|in short|few words|concise(?:ly)?|short|quick|to the point)\b|一句话|简", re.I)
_LIST = re.compile(r"\b(?:list|bullets?|bulleted|numbered|table)\b|表格", re.I)
_MARKERS = re.compile(r"(?: ?\[\d+\])*")


def shaped(draft: Draft, instructions: Sequence[str]) -> Draft:
    """The draft in the form that the instructions ask for; unchanged if they ask for none, or nothing was found."""
    request = " ".join(instructions)
    if draft.outcome != "answered" or draft.premise or not request:
        return draft
    if most := _most(request, len(draft.claims)):
        draft = _first(draft, most)
    return _listed(draft) if _LIST.search(request) else draft


def _most(request: str, claims: int) -> int | None:
    """The maximum number of sentences requested; half of the claims for a brief answer; None if there is no limit."""
    if found := _SENTENCES.search(request):
        return max(1, number_from(found["number"]) or 1)  # "a sentence"
    return (claims + 1) // 2 if _BRIEF.search(request) else None


def _first(draft: Draft, most: int) -> Draft:
    """The first claims, with only their citations."""
    if len(draft.claims) <= most:
        return draft
    last = draft.claims[most - 1]
    behind = _MARKERS.match(draft.text, last.end)
    draft = edited(draft, [Edit(behind.end() if behind else last.end, len(draft.text))])
    markers = {marker for claim in draft.claims for marker in claim.citations}
    return replace(
        draft,
        claims=tuple(
            replace(claim, differs_from=tuple(one for one in claim.differs_from if one in markers))
            for claim in draft.claims
        ),
        citations=tuple(one for one in draft.citations if one.marker in markers),
    )


def _listed(draft: Draft) -> Draft:
    """Each claim on a line that begins with a dash."""
    return edited(draft, [Edit(claim.start, claim.start, "- ") for claim in draft.claims])
