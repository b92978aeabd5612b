"""A claim that is a quote, drawn so that its words are read first, with speaker and source small beneath.

It takes one claim with its citations, and the sentences of ours that precede quotes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answering.wording import FRAMES, LANGUAGES
from assistant.page.escape import article_address, escape, person_link
from assistant.page.words import Words
from index.language.closed_lists import CURRENCY_SIGNS, SCALES

_FIGURE = re.compile(
    rf"[{''.join(map(re.escape, CURRENCY_SIGNS))}]?\d+(?:,\d{{3}})*(?:\.\d+)?"
    rf"(?:\s?%|[ -](?:{'|'.join(SCALES)}|per ?cent)\b|[万亿]?[元人年月日]?)*"
)


def _like(templates: Sequence[str]) -> re.Pattern[str]:
    """A pattern for what the templates produce, whatever fills them."""
    made = (re.sub(r"\\\{\w+\\\}", ".+?", re.escape(one.strip())) for one in templates)
    return re.compile("|".join(made))


_EVERY = [*FRAMES.values()]
_NOTICE = _like([one for frames in _EVERY for one in (frames.corrected_on, frames.corrected, frames.withdrawn)])
_WARNING = _like([one for frames in _EVERY for one in (frames.before_correction, frames.satire)])
_TIMES = _like([one for frames in _EVERY for one in (frames.in_order, frames.about_several)])
_ROWS = _like(
    [
        one
        for frames in _EVERY
        for one in (frames.quoted_in_one, frames.quoted_in_several, frames.mentioned_in, frames.mentioned_in_one)
    ]
)
_SIDES = _like(
    [one for frames in _EVERY for one in (frames.agree_not, frames.one_account)]
    + [one for say in LANGUAGES.values() for one in (say.differ, *say.differ_in.values())]
)
_SETTLED = frozenset(word for frames in _EVERY for word in (frames.yes, frames.no))


def shape_after(sentence: str) -> str:
    """How the quotes after a sentence of ours are drawn: by date, as rows, side by side, or one after another."""
    known = {"timeline": _TIMES, "rows": _ROWS, "accounts": _SIDES}
    return next((shape for shape, made in known.items() if made.fullmatch(sentence.strip())), "")


def settles(sentence: str) -> bool:
    """Whether it is the yes or no that a question wanted."""
    return sentence.strip() in _SETTLED


def warns(sentence: str) -> bool:
    """Whether it must be read before the quote that follows."""
    return bool(_WARNING.fullmatch(sentence.strip()))


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a claim, with their quotation marks, and what precedes them."""

    opening: str
    words: str
    citations: tuple[Mapping[str, Any], ...]

    @property
    def first(self) -> Mapping[str, Any]:
        return self.citations[0]

    @property
    def banner(self) -> str:
        """What must be read before the words: that they correct, were corrected, or are satire."""
        opening = self.opening.strip().rstrip(":：")
        if found := _WARNING.match(self.opening):
            return found[0].rstrip(":：")
        return opening if _NOTICE.search(self.opening) else ""

    def says_as(self, other: Quote) -> bool:
        """Whether both are from one article alone and the words of one speaker."""
        here, there = self.first, other.first
        same = (here["article_id"], here.get("speaker")) == (there["article_id"], there.get("speaker"))
        return same and len(self.citations) == len(other.citations) == 1 and not other.banner


def quote_of(claim: Mapping[str, Any], cited: Mapping[int, Mapping[str, Any]]) -> Quote | None:
    """The claim as a quote with what precedes it; None if it is not a quote."""
    known = tuple(cited[marker] for marker in claim["citations"] if marker in cited)
    quote = known[0]["quote"] if known and claim["supported"] is not False else ""
    if not quote:
        return None
    for words in (quote, *(f"{say.marks[0]}{quote}{say.marks[1]}" for say in LANGUAGES.values())):
        if claim["text"].endswith(words) and not claim["text"][: -len(words)].endswith(("“", "「")):
            return Quote(claim["text"][: -len(words)], words, known)
    return None


def figure(
    quote: Quote,
    words: str,
    markers: str,
    say: Words,
    *,
    notices: Collection[tuple[str, int]] = (),
    after: Quote | None = None,
) -> str:
    """The quote; `words` are its own, as a link to the article. Speaker and source follow the last that shares them.

    `notices` are the paragraphs that correct what the answer quotes.
    """
    first = quote.first
    banner = escape(quote.banner)
    if not banner and (notice := first.get("corrected_by")):
        address = article_address(notice["article_id"], notice["paragraph"])
        link = f'<a href="{address}" target="_blank" rel="noopener" dir="auto">{escape(notice["quote"])}</a>'
        banner = f"{escape(say.corrected(notice))}{link}"
    corrects = (first["article_id"], first["paragraph"]) in notices or bool(_NOTICE.search(quote.opening))
    kind = " correction" if corrects else " warned" if banner else ""
    starts = ' class="sentence"' if _may_be_capital(quote.words) else ""
    caption = "" if after is not None and quote.says_as(after) else f"<figcaption>{_caption(quote, say)}</figcaption>"
    told = f'<p class="banner">{banner}</p>' if banner else ""
    block = f'<blockquote{starts} dir="auto">{words}{markers}</blockquote>'
    return f'<figure class="quoted{kind}">{told}{block}{caption}</figure>'


def _may_be_capital(words: str) -> bool:
    """Whether the first letter may be shown as a capital: not that of "eBay"."""
    letters = words.lstrip("“”\"'「『‘[(…. ")[:2]
    return letters[:1].islower() and not letters[1:].isupper()


def _caption(quote: Quote, say: Words) -> str:
    who, speaker = escape(say.who(quote.first)), quote.first.get("speaker")
    if speaker and speaker in say.who(quote.first):
        who = who.replace(escape(speaker), person_link(speaker), 1)
    places = "".join(f"<cite>{_place(one, say)}</cite>" for one in quote.citations)
    return f"<b>{who}</b>{places}" if who else places


def _place(citation: Mapping[str, Any], say: Words) -> str:
    facts = [fact for fact in (citation["outlet"], say.day(citation["published"]), say.kind(citation)) if fact]
    title = f'<span class="of-title" dir="auto">{escape(citation["title"] or say.untitled)}</span>'
    return f"<bdi>{escape(say.comma.join(facts))}</bdi>{title}" if facts else title


def differing(quotes: Sequence[Quote]) -> list[str]:
    """The first figure in which several accounts differ; empty if they do not differ in figures."""
    figures = [[found[0].strip() for found in _FIGURE.finditer(quote.words)] for quote in quotes]
    return next((list(row) for row in zip(*figures, strict=False) if len(set(row)) == len(row)), [])
