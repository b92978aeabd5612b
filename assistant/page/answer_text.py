"""The text of an answer as HTML: quotes as blocks, other claims as sentences linked to their words in the article.

It takes answer/1 records; offsets are in code points.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.answering.wording import SETTLED
from assistant.answers import markers_in
from assistant.page.escape import escape
from assistant.page.frame import example_buttons
from assistant.page.quote_blocks import SHAPES, WARNING, Quote, differing, figure, quote_of
from assistant.page.words import Words
from assistant.texts.coded import sentence_of

MOST_ACCOUNTS = 3  # the most accounts that get a heading with the figures in which they differ


def text_with_markers(turn: int, answer: Mapping[str, Any], say: Words) -> str:
    """The answer's text as HTML, with a link for each marker and each claim marked up.

    A quote alone in its paragraph is a block; quotes that belong together are a list, a timeline or accounts side by
    side. Our own words are in the language of the page; if an earlier version did not record them, the whole answer
    is running text. A contradicted claim is struck through, any other unsupported claim is underlined, each with
    its verdict; a claim with a source links to its words there.
    """
    drawing, at = _Drawing(turn, answer, say), 0
    for claim in sorted(answer["claims"], key=lambda claim: claim["start"]):
        start, end = max(claim["start"], at), min(claim["end"], len(answer["text"]))
        if start < end:
            drawing.before(at, start)
            at = drawing.claim(claim, start, end)
    drawing.before(at, len(answer["text"]))
    return drawing.whole()


def claims_alone(answer: Mapping[str, Any], say: Words) -> str:
    """The claims of an answer without its markers; those not supported carry their verdict."""
    return " ".join(_judged(claim, escape(claim["text"]), say) for claim in answer["claims"])


def _judged(claim: Mapping[str, Any], inside: str, say: Words) -> str:
    """The claim as HTML; if unsupported, with its verdict, and the reason on hover.

    An unsupported claim that was saved without a verdict counts as contradicted.
    """
    if claim["supported"] is not False:
        return inside
    verdict = claim.get("verdict") or "contradicted"
    why, label = escape(say.reason(claim) or say.not_supported), escape(say.verdicts[verdict])
    marked = f'<s title="{why}">{inside}</s>'
    if verdict != "contradicted":
        marked = f'<span class="unproved" title="{why}">{inside}</span>'
    return f'{marked} <small class="verdict">{label}</small>'


LONGEST_WARNING = 2_000  # characters that may precede a quote in its paragraph, which may have a thousand claims
_STANDS_ALONE = re.compile(r"(?: ?\[[0-9]{1,4}\])*(?=\n\n|\s*$)")  # what follows a quote that is a block


class _Drawing:
    """Draws one text as HTML, keeping track of the markers already drawn."""

    def __init__(self, turn: int, answer: Mapping[str, Any], say: Words) -> None:
        self.turn = turn
        self.text = answer["text"]
        self.paragraphs = [0, *(found.end() for found in re.finditer(r"(?<=\n\n)", self.text))]  # where each begins
        self.cited = {citation["marker"]: citation for citation in answer["citations"]}
        self.markers = deque(markers_in(answer))  # those not drawn yet
        self.drawn: set[int] = set()
        self.say = say
        self.offers = answer["outcome"] == "reply"
        self.is_recorded = answer.get("framed") is not None  # whether the answer records which words are our own
        self.framed = answer.get("framed") or ()
        self.begins = [one["start"] for one in self.framed]
        self.pieces: list[str] = []
        self.group: list[tuple[Quote, str, str]] = []  # quotes drawn together, with words and markers as HTML
        self.notices = {
            (one["corrected_by"]["article_id"], one["corrected_by"]["paragraph"])
            for one in answer["citations"]
            if one.get("corrected_by")
        } & {(one["article_id"], one["paragraph"]) for one in answer["citations"]}
        self.shape = ""
        self.differs = False  # whether the quotes of the group differ
        self.blocks = any(map(self._block, answer["claims"]))

    def before(self, start: int, end: int) -> None:
        """Draws the text between claims: as our own sentences if there are blocks or offers, else as running text."""
        if not (self.blocks or self.offers):
            self.pieces.append(self.stretch(start, end))
            return
        if end < len(self.text) and self._warned(end):
            end = self._begun(end)
        for found in re.finditer(r"\S(?:.|\n(?!\n))*", self.text[start:end]):
            self._close()
            span = start + found.start(), start + found.end()
            code = next((one["code"] for one in self._ours(*span)), "")
            self.shape = SHAPES.get(code, "")
            self.pieces.append(self._sentence(*span, "settled" if code in SETTLED else "ours"))

    def claim(self, claim: Mapping[str, Any], start: int, end: int) -> int:
        """Draws the claim and returns how far the text has been drawn."""
        quote, follows = self._block(claim), _STANDS_ALONE.match(self.text, end)
        begun = self._begun(start) if self._warned(start) else None
        if quote is None or follows is None:
            warning = self.stretch(begun, start) if self.blocks and begun is not None else ""
            inside = self.stretch(start, end)
            if claim["supported"] is False:
                inside = _judged(claim, inside, self.say)
            elif known := [marker for marker in claim["citations"] if marker in self.cited]:
                inside = self._claimed(known[0], inside)
            self._close()
            self.pieces.append(f"<p>{warning}{inside}</p>" if self.blocks and begun is not None else inside)
            return end
        while self.markers and self.markers[0].start() < end - len(quote.words):
            self.markers.popleft()  # a marker in a title before the quote
        words = self._claimed(quote.first["marker"], self.stretch(end - len(quote.words), end))
        markers = self.stretch(end, follows.end())
        if self.differs != bool(claim.get("differs_from")):
            self._close()
            self.differs = not self.differs
            self.shape = "accounts" if self.differs else ""
        after = {one["code"]: self._told(one) for one in self._ours(self._begun(start), end)}
        self.group.append((replace(quote, after=after), words, markers))
        return follows.end()

    def whole(self) -> str:
        self._close()
        return "".join(self.pieces)

    def _begun(self, at: int) -> int:
        """The offset at which the paragraph that contains `at` begins."""
        return self.paragraphs[bisect_right(self.paragraphs, at) - 1]

    def _ours(self, start: int, end: int) -> Sequence[Mapping[str, Any]]:
        """Our own words that begin in that part of the text."""
        return self.framed[bisect_left(self.begins, start) : bisect_left(self.begins, end)]

    def _told(self, ours: Mapping[str, Any]) -> str:
        return sentence_of(ours, self.say.language, self.text[ours["start"] : ours["end"]])

    def _warned(self, start: int) -> bool:
        """Whether only warnings to read before a quote precede a claim in its paragraph."""
        at = self._begun(start)
        if start - at > LONGEST_WARNING:
            return False
        for one in self._ours(at, start):
            if one["code"] in WARNING and not self.text[at : one["start"]].strip():
                at = one["end"]
        return not self.text[at:start].strip()

    def _block(self, claim: Mapping[str, Any]) -> Quote | None:
        """The claim as a quote alone in its paragraph; None if it is not one."""
        alone = self.is_recorded and self._warned(claim["start"]) and _STANDS_ALONE.match(self.text, claim["end"])
        return quote_of(claim, self.cited) if alone else None

    def _claimed(self, marker: int, inside: str) -> str:
        return f'<span class="claim" data-marker="{int(marker)}">{inside}</span>'

    def _sentence(self, start: int, end: int, shape: str) -> str:
        """A sentence before quotes; a click asks any question that it offers."""
        if not self.offers:
            return f'<p class="{shape}">{self.stretch(start, end)}</p>'
        sentence = self.text[start:end]
        lines = [line for line in sentence.split("\n") if not line.startswith("- ")]
        offered = [line[2:] for line in sentence.split("\n") if line.startswith("- ")]
        drawn = f'<p class="ours">{escape(chr(10).join(lines))}</p>' if lines else ""
        return drawn + (example_buttons(offered) if offered else "")

    def _close(self) -> None:
        """Draws the current group of quotes, which belong together, and begins a new one."""
        group, self.group = self.group, []
        if not group:
            return
        apart = bool(self.shape)  # then each quote shows speaker and source; else only the last that shares them does
        drawn = [
            figure(
                quote,
                words,
                markers,
                self.say,
                notices=self.notices,
                after=None if apart else after,
                dated=self.shape == "timeline",
            )
            for (quote, words, markers), after in zip(group, [*(one for one, _, _ in group[1:]), None], strict=True)
        ]
        if self.shape == "rows":
            self.pieces.append(f'<ul class="rows">{"".join(f"<li>{one}</li>" for one in drawn)}</ul>')
        elif self.shape == "timeline":
            quotes = [quote for quote, _, _ in group]
            self.pieces.append(f'<ol class="timeline">{"".join(self._dated(quotes, drawn))}</ol>')
        elif self.shape == "accounts" and len(group) > 1:
            figures = differing([quote for quote, _, _ in group]) if len(group) <= MOST_ACCOUNTS else []
            head = f'<p class="differ">{escape(self.say.either(figures))}</p>' if figures else ""
            self.pieces.append(f'{head}<div class="accounts">{"".join(drawn)}</div>')
        else:
            self.pieces += drawn
        self.shape = ""

    def _dated(self, quotes: Sequence[Quote], drawn: Sequence[str]) -> Iterator[str]:
        """The quotes of a timeline with their days in a column; a day is not repeated."""
        last = None
        for quote, shown in zip(quotes, drawn, strict=True):
            day = (quote.first["published"] or "")[:10]
            time = f'<time datetime="{escape(day)}">{escape(self.say.day(day))}</time>' if day and day != last else ""
            last = day
            yield f"<li>{time or '<span></span>'}{shown}</li>"

    def stretch(self, start: int, end: int) -> str:
        """A part of the text, with the markers that begin in it; parts must be drawn in order."""
        pieces, at = [], start
        for one in self._ours(start, end):
            if at <= one["start"] and one["end"] <= end:
                pieces += [self._with_markers(at, one["start"]), escape(self._told(one))]
                at = one["end"]
                while self.markers and self.markers[0].start() < at:
                    self.markers.popleft()  # a number in a title
        return "".join(pieces) + self._with_markers(at, end)

    def _with_markers(self, start: int, end: int) -> str:
        pieces, at = list[str](), start
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
    kind: str = "",
    sign: str = "",
) -> str:
    """The link from a number to its card, with the quote that it shows on hover.

    The `first` link of a number carries the id that the card links back to. Screen readers announce the `verdict`; the
    `sign` precedes the number, and `kind` is the class that styles it.
    """
    name = f' id="t{turn}-m{number}"' * first
    place = " · ".join(fact for fact in (citation["outlet"], say.day(citation["published"])) if fact)
    label = f"{verdict}, {say.source(number)}" if verdict else say.source(number)
    shown = f'<span aria-hidden="true">{sign}</span> {number}' if sign else str(number)
    return (
        f'<a class="{f"marker {kind}".strip()}"{name} href="#t{turn}-c{number}" aria-label="{escape(label)}" '
        f'data-quote="{escape(citation["quote"])}" data-place="{escape(place)}">{shown}</a>'
    )
