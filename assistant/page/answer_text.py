"""The text of an answer as HTML: its markers as links, its claims as sentences that lead to their words in the article.

It knows answer/1 records and offsets in code points; it knows nothing of what stands around an answer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

from assistant.answers import markers_in
from assistant.page.escape import escape
from assistant.page.words import Words


def text_with_markers(turn: int, answer: Mapping[str, Any], say: Words) -> str:
    """The answer's text, literally, with a link for each marker and the claims told apart.

    A claim that the articles contradict is struck, one that they do not bear out stands apart, each with its verdict;
    one that has a source leads to its words there.
    """
    drawing, pieces, at = _Drawing(turn, answer, say), [], 0
    for claim in sorted(answer["claims"], key=lambda claim: claim["start"]):
        start, end = max(claim["start"], at), min(claim["end"], len(answer["text"]))
        if start < end:
            pieces += [drawing.stretch(at, start), drawing.claim(claim, start, end)]
            at = end
    return "".join(pieces) + drawing.stretch(at, len(answer["text"]))


def claims_alone(answer: Mapping[str, Any], say: Words) -> str:
    """The claims of an answer that was not found: what was written and did not hold, without its markers."""
    return " ".join(_judged(claim, escape(claim["text"]), say) for claim in answer["claims"])


def _judged(claim: Mapping[str, Any], inside: str, say: Words) -> str:
    """The claim with its verdict and, in passing, the reason; one saved before there were verdicts is struck."""
    if claim["supported"] is not False:
        return inside
    verdict = claim.get("verdict") or "contradicted"
    why, label = escape(say.reason(claim["reason"] or "") or say.not_supported), escape(say.verdicts[verdict])
    told = f'<s title="{why}">{inside}</s>'
    if verdict != "contradicted":
        told = f'<span class="unproved" title="{why}">{inside}</span>'
    return f'{told} <small class="verdict">{label}</small>'


class _Drawing:
    """One text on its way to HTML; it keeps which markers have been drawn."""

    def __init__(self, turn: int, answer: Mapping[str, Any], say: Words) -> None:
        self.turn = turn
        self.text = answer["text"]
        self.cited = {citation["marker"]: citation for citation in answer["citations"]}
        self.markers = deque(markers_in(answer))  # those that are still to be drawn
        self.drawn: set[int] = set()
        self.say = say

    def claim(self, claim: Mapping[str, Any], start: int, end: int) -> str:
        inside = self.stretch(start, end)
        if claim["supported"] is False:
            return _judged(claim, inside, self.say)
        known = [marker for marker in claim["citations"] if marker in self.cited]
        return f'<span class="claim" data-marker="{int(known[0])}">{inside}</span>' if known else inside

    def stretch(self, start: int, end: int) -> str:
        """A part of the text, with the markers that begin in it; the parts are drawn in their order."""
        pieces, at = [], start
        while self.markers and self.markers[0].start() < end:
            found = self.markers.popleft()
            if at <= found.start():
                pieces += [escape(self.text[at : found.start()]), self._link(int(found[1]))]
                at = found.end()
        return "".join(pieces) + escape(self.text[at:end])

    def _link(self, marker: int) -> str:
        first = marker not in self.drawn
        self.drawn.add(marker)
        return marker_link(self.turn, marker, self.cited[marker], self.say, first=first)


def marker_link(
    turn: int,
    number: int,
    citation: Mapping[str, Any],
    say: Words,
    *,
    first: bool,
    verdict: str = "",
    sign: str = "",
) -> str:
    """The link of a number to its card, with the quote that it shows in passing.

    A number's `first` one carries the id; `verdict` is said with it, and its `sign` is shown.
    """
    name = f' id="t{turn}-m{number}"' * first
    place = " · ".join(fact for fact in (citation["outlet"], say.day(citation["published"])) if fact)
    label = f"{verdict}, {say.source(number)}" if verdict else say.source(number)
    shown = f'<span aria-hidden="true">{sign}</span> {number}' if sign else str(number)
    return (
        f'<a class="marker"{name} href="#t{turn}-c{number}" aria-label="{escape(label)}" '
        f'data-quote="{escape(citation["quote"])}" data-place="{escape(place)}">{shown}</a>'
    )
