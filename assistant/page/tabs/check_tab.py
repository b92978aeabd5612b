"""The Check tab: a visitor's text, with each sentence marked by what the articles say about it.

It draws claims and citations, independent of HTTP and of their origin.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Literal

from assistant import answering
from assistant.answers import Citation, Claim, ClaimVerdict
from assistant.page.answer_text import marker_link
from assistant.page.cards import NO_TURN, Paragraphs, card, panel
from assistant.page.escape import article_address, escape
from assistant.page.words import Words
from index import language
from index.language.alignment import alignment
from index.language.closed_lists import NEGATIONS
from index.loading.decoding import LARGEST_WORDS
from index.loading.drafts import DRAFTS

Kind = ClaimVerdict | Literal["nothing"]
ALIKE = 0.4  # share of a sentence's words that the quote must have for the other words to be marked
SIGNS: dict[Kind, str] = {"supported": "✓", "contradicted": "≠", "attributed": "“", "not_found": "?"}


def view(say: Words) -> str:
    """The whole tab without a text."""
    long = escape(say.check_too_long(answering.LONGEST))
    cards = f'<div class="cards"><p class="hint">{escape(say.no_sources_of_text)}</p></div>'
    return (
        f'<div class="check-talk"><form class="check-form"><h2 id="check-title" tabindex="-1">{escape(say.check_title)}'
        f'</h2><label for="check-text">{escape(say.check_hint)}</label>'
        f'<textarea id="check-text" rows="9" data-most="{answering.LONGEST}" data-empty="{escape(say.check_empty)}" '
        f'data-long="{long}" aria-describedby="check-keys check-trouble"></textarea>'
        f'<p class="trouble" id="check-trouble" role="alert" hidden></p><ul class="chips" hidden></ul>'
        f'<p class="doing"><button type="button" class="limit" popovertarget="limits">{escape(say.limit)}</button>'
        f'<button type="button" class="open-file">{escape(say.check_file)}</button>'
        f'<input type="file" id="check-file" accept="{",".join(DRAFTS)}" hidden>'
        f'<span class="hint" id="check-keys"><span class="of-keys">{escape(say.check_by_keys)} </span>'
        f"{escape(say.check_kinds(LARGEST_WORDS))}</span>"
        f'<button type="submit" class="begin">{escape(say.check_begin)}</button>'
        f'<button type="button" class="stop" hidden>{escape(say.stop)}</button></p></form>'
        f'<section class="checked" aria-labelledby="checked-title" data-lost="{escape(say.server_lost)}" '
        f'data-stopped="{escape(say.check_stopped)}" data-changed="{escape(say.check_changed)}" '
        f'data-again="{escape(say.check_again)}" data-cancel="{escape(say.cancel)}" hidden>'
        f'<h2 id="checked-title" tabindex="-1">{escape(say.check_result)}</h2>'
        f'<div class="tally"></div><p class="stage"><span></span></p>'
        f'<progress max="1" value="0" aria-label="{escape(say.check_progress)}"></progress>'
        f'<div class="marked-text" dir="auto"></div><p class="notice" hidden></p>'
        f'<p class="keeping" hidden>{escape(say.check_keep)} '
        f'<button type="button" data-kept="md">Markdown</button> <button type="button" data-kept="docx">Word</button>'
        f"</p></section></div>"
        f'<div id="check-beside"><div id="check-sources">'
        f"{panel(say.sources, '', cards, say)}</div>"
        f'<div id="check-article"></div></div>'
    )


@dataclass(slots=True)
class Marking:
    """Draws one text as HTML, sentence by sentence as the verdicts arrive."""

    text: str
    library: Paragraphs
    say: Words
    cited: dict[int, Citation] = field(default_factory=dict)
    counted: Counter[Kind] = field(default_factory=Counter)
    _at: int = 0  # how far the text has been drawn
    _drawn: set[int] = field(default_factory=set)

    def card(self, citation: Citation) -> str:
        number = citation.marker or 0
        self.cited[number] = citation
        return card(NO_TURN, number, asdict(citation), self.library, say=self.say)

    def sentence(self, claim: Claim) -> str:
        """The claim's sentence as HTML, with the text before it and the remark on it."""
        before, self._at = escape(self.text[self._at : claim.start]), claim.end
        kind, inside = claim.verdict or "nothing", escape(claim.text)
        self.counted[kind] += kind != "nothing"
        if kind == "nothing":
            return before + inside
        label = self.say.verdicts[kind]
        marks = "".join(self._marker(number, kind, label) for number in claim.citations)
        compared = [(self.cited[number], *beside(claim.text, self.cited[number].quote)) for number in claim.citations]
        quote = ""
        if kind in ("contradicted", "attributed") and compared:
            _, inside, quote = compared[0]
        said = f'<span class="claim said {kind}">{inside}</span>'
        tools = f" {marks} {self._opener(bool(compared))}"
        if kind != "supported":
            tools = self._note(claim, kind, tools, quote)
        return f"{before}{said}{tools}{self._pair(claim, compared)}"

    def _note(self, claim: Claim, kind: Kind, tools: str, quote: str) -> str:
        """The remark on a sentence: its verdict, the reason, and what the article says instead."""
        sign = f'<b><span aria-hidden="true">{SIGNS[kind]}</span> {escape(self.say.verdicts[kind])}</b>'
        why = f'<span class="why">{escape(self.say.reason(asdict(claim)))}</span>' if claim.reason else ""
        words = f'<q dir="auto">{quote}</q>' if quote else ""
        return f'<small class="note {kind}" role="note">{sign} {why}{tools} {words}</small>'

    def _opener(self, cited: bool) -> str:
        """The button that shows the sentence beside its sources, or alone if it has none."""
        name, sign = (self.say.check_compare, "⇄") if cited else (self.say.check_edit, "✎")
        return (
            f'<button type="button" class="compare" aria-expanded="false" aria-label="{escape(name)}" '
            f'title="{escape(name)}">{sign}</button>'
        )

    def _pair(self, claim: Claim, compared: Sequence[tuple[Citation, str, str]]) -> str:
        """The sentence and its sources side by side; in a similar pair, the words that only one has are marked."""
        say = self.say
        sources = "".join(
            f'<div><p class="whose">{escape(say.source(one.marker or 0))} · {escape(say.place(asdict(one)))}</p>'
            f'<blockquote dir="auto">{theirs}</blockquote>'
            f'<a class="read" href="{article_address(one.article_id, one.paragraph)}" data-turn="{NO_TURN}" '
            f'data-marker="{one.marker}">{escape(say.read_in_article)}</a></div>'
            for one, _, theirs in compared
        )
        ours = compared[0][1] if compared else escape(claim.text)
        return (
            f'<div class="pair" hidden><div class="ours"><p class="whose">{escape(say.check_yours)}</p>'
            f'<p class="sentence" dir="auto">{ours}</p>'
            f'<button type="button" class="edit">{escape(say.check_edit)}</button></div>'
            f"{f'<div>{sources}</div>' * bool(compared)}</div>"
        )

    def rest(self) -> str:
        return escape(self.text[self._at :])

    def tally(self) -> str:
        """How many sentences have each verdict, with its sign."""
        tallies = "".join(
            f'<li class="{kind}"><span aria-hidden="true">{sign}</span> {escape(self.say.tallied(kind, number))}</li>'
            for kind, sign in SIGNS.items()
            if (number := self.counted[kind])
        )
        return f"<ul>{tallies}</ul>" if tallies else f"<p>{escape(self.say.check_claims_nothing)}</p>"

    def summary(self) -> str:
        """The tally for screen readers, as a sentence."""
        return self.say.checked(self.counted)

    def _marker(self, number: int, kind: Kind, label: str) -> str:
        first = number not in self._drawn
        self._drawn.add(number)
        cited = asdict(self.cited[number])
        return marker_link(NO_TURN, number, cited, self.say, first=first, verdict=label, kind=kind, sign=SIGNS[kind])


_CJK = "\u3040-\u30ff\u3400-\u9fff"  # written without spaces: each character counts as a word
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+(?:[.,'’-][^\W_{_CJK}]+)*")


def beside(sentence: str, quote: str) -> tuple[str, str]:
    """Both as HTML; if they are similar enough, the words that only one of them has are marked."""
    found = [[(one.span(), one[0].lower()) for one in _WORD.finditer(text)] for text in (sentence, quote)]
    has = [{word for _, word in words} for words in found]
    if not has[0] or len(has[0] & has[1]) < ALIKE * len(has[0]):
        return escape(sentence), escape(quote)
    ours, theirs = ([word for _, word in words] for words in found)
    spans: tuple[list[tuple[int, int]], ...] = ([], [])
    tells_nothing = {*language.FUNCTION_WORDS} - NEGATIONS
    for kind, *ends in alignment(ours, theirs):
        for side, first, last in ((0, *ends[:2]), (1, *ends[2:])):
            if kind != "equal":
                other = has[1 - side] | tells_nothing
                spans[side].extend(span for span, word in found[side][first:last] if word not in other)
    return _marked(sentence, spans[0]), _marked(quote, spans[1])


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    pieces, at = list[str](), 0
    for start, end in spans:
        pieces += [escape(text[at:start]), f"<em>{escape(text[start:end])}</em>"]
        at = end
    return "".join(pieces) + escape(text[at:])
