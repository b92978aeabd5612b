"""The text of an answer as HTML: its markers as links, its claims as sentences that lead to their words in the article.

It knows answer/1 records and offsets in code points; it knows nothing of what stands around an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.answers import markers_in
from assistant.page.escape import escape
from assistant.page.words import Words


def text_with_markers(turn: int, answer: Mapping[str, Any], say: Words) -> str:
    """The answer's text, literally, with a link for each marker and the claims told apart.

    A claim that its paragraph does not support is struck; one that has a source leads to its words there.
    """
    drawing, pieces, at = _Drawing(turn, answer, say), [], 0
    for claim in sorted(answer["claims"], key=lambda claim: claim["start"]):
        start, end = max(claim["start"], at), min(claim["end"], len(answer["text"]))
        if start < end:
            pieces += [drawing.stretch(at, start), drawing.claim(claim, start, end)]
            at = end
    return "".join(pieces) + drawing.stretch(at, len(answer["text"]))


class _Drawing:
    """One text on its way to HTML; it keeps which markers have been drawn."""

    def __init__(self, turn: int, answer: Mapping[str, Any], say: Words) -> None:
        self.turn = turn
        self.text = answer["text"]
        self.cited = {citation["marker"]: citation for citation in answer["citations"]}
        self.markers = markers_in(answer)
        self.drawn: set[int] = set()
        self.say = say

    def claim(self, claim: Mapping[str, Any], start: int, end: int) -> str:
        inside = self.stretch(start, end)
        if claim["supported"] is False:
            return f'<s title="{escape(claim["reason"] or self.say.not_supported)}">{inside}</s>'
        known = [marker for marker in claim["citations"] if marker in self.cited]
        return f'<span class="claim" data-marker="{int(known[0])}">{inside}</span>' if known else inside

    def stretch(self, start: int, end: int) -> str:
        """A part of the text, with the markers that begin in it."""
        pieces, at = [], start
        for found in self.markers:
            if at <= found.start() < end:
                pieces += [escape(self.text[at : found.start()]), self._link(int(found[1]))]
                at = found.end()
        return "".join(pieces) + escape(self.text[at:end])

    def _link(self, marker: int) -> str:
        """A link to the card, with the quote that it shows in passing; a number's first one carries the id."""
        name = f' id="t{self.turn}-m{marker}"' * (marker not in self.drawn)
        self.drawn.add(marker)
        cited = self.cited[marker]
        place = " · ".join(fact for fact in (cited["outlet"], self.say.day(cited["published"])) if fact)
        return (
            f'<a class="marker"{name} href="#t{self.turn}-c{marker}" aria-label="{escape(self.say.source(marker))}" '
            f'data-quote="{escape(cited["quote"])}" data-place="{escape(place)}">{marker}</a>'
        )
