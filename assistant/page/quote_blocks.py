"""A claim that is a quote, drawn so that its words are read first, with speaker and source small beneath.

It takes one claim with its citations, and the sentences of ours that precede quotes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.answering.wording import FRAMED, LANGUAGES, frames, wording
from assistant.page.escape import article_address, escape, person_link
from assistant.page.words import Words
from assistant.texts.catalogues import group
from index.language.closed_lists import CURRENCY_SIGNS, SCALES

_FIGURE = re.compile(
    rf"[{''.join(map(re.escape, CURRENCY_SIGNS))}]?\d+(?:,\d{{3}})*(?:\.\d+)?"
    rf"(?:\s?%|[ -](?:{'|'.join(SCALES)}|per ?cent)\b|[万亿]?[元人年月日]?)*"
)


# The names of our sentences that precede quotes, by how those quotes are drawn.
_SENTENCES = {
    "notice": "corrected_on corrected withdrawn",
    "warning": "before_correction satire",
    "timeline": "in_order about_several",
    "rows": "quoted_in published mentioned_in",
    "accounts": "agree_not one_account",
}


@cache
def _like(kind: str) -> re.Pattern[str]:
    """A pattern for the sentences of that kind in any language, whatever their fields hold."""
    texts = [group("answers", language)[name] for language in FRAMED for name in _SENTENCES[kind].split()]
    if kind == "accounts":
        around = [group("quotes", language) for language in LANGUAGES]
        texts += [one for say in around for one in (say["differ"], *say["differ_in"].values())]
    forms = (re.escape(form.strip()) for text in texts for form in text.forms)
    return re.compile("|".join(re.sub(r"\\\{\w+\\\}", ".+?", form) for form in forms))


def shape_after(sentence: str) -> str:
    """How the quotes after a sentence of ours are drawn: by date, as rows, side by side, or one after another."""
    shapes = ("timeline", "rows", "accounts")
    return next((shape for shape in shapes if _like(shape).fullmatch(sentence.strip())), "")


def settles(sentence: str) -> bool:
    """Whether the sentence is the yes or no that a question wanted."""
    return any(sentence.strip() in (frames(one).yes, frames(one).no) for one in FRAMED)


def warns(sentence: str) -> bool:
    """Whether the sentence must be read before the quote that follows."""
    return bool(_like("warning").fullmatch(sentence.strip()))


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
        if found := _like("warning").match(self.opening):
            return found[0].rstrip(":：")
        return opening if _like("notice").search(self.opening) else ""

    def says_as(self, other: Quote) -> bool:
        """Whether both quote one speaker in one voice from the same article only, and `other` has no banner."""
        here, there = ((one["article_id"], one.get("speaker"), one["voice"]) for one in (self.first, other.first))
        same = here == there
        return same and len(self.citations) == len(other.citations) == 1 and not other.banner


def quote_of(claim: Mapping[str, Any], cited: Mapping[int, Mapping[str, Any]]) -> Quote | None:
    """The claim as a quote with what precedes it; None if it is not a quote."""
    known = tuple(cited[marker] for marker in claim["citations"] if marker in cited)
    quote = known[0]["quote"] if known and claim["supported"] is not False else ""
    if not quote:
        return None
    for words in (quote, *(f"{marks[0]}{quote}{marks[1]}" for marks in (wording(one).marks for one in LANGUAGES))):
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
    dated: bool = False,
) -> str:
    """The quote, its `words` as HTML. Speaker and source are left out if the quote `after` it shows the same.

    `notices` are the paragraphs quoted in the answer that correct what else it quotes. The day of a `dated` quote is
    shown beside it instead.
    """
    first = quote.first
    banner = escape(quote.banner)
    if not banner and (notice := first.get("corrected_by")):
        address = article_address(notice["article_id"], notice["paragraph"])
        link, how = f'<a href="{address}" target="_blank" rel="noopener" dir="auto">', escape(say.corrected(notice))
        if (notice["article_id"], notice["paragraph"]) in notices:
            banner = f"{link}{how.rstrip(' :：')}</a>"
        else:
            banner = f"{how}{link}{escape(notice['quote'])}</a>"
    corrects = (first["article_id"], first["paragraph"]) in notices or bool(_like("notice").search(quote.opening))
    kind = " correction" if corrects else " warned" if banner else ""
    starts = ' class="sentence"' if _may_be_capital(quote.words) else ""
    caption = (
        "" if after is not None and quote.says_as(after) else f"<figcaption>{_caption(quote, say, dated)}</figcaption>"
    )
    told = f'<p class="banner">{banner}</p>' if banner else ""
    block = f'<blockquote{starts} dir="auto">{words}{markers}</blockquote>'
    return f'<figure class="quoted{kind}">{told}{block}{caption}</figure>'


def _may_be_capital(words: str) -> bool:
    """Whether the first letter may be shown as a capital: not that of "eBay"."""
    letters = words.lstrip("“”\"'「『‘[(…. ")[:2]
    return letters[:1].islower() and not letters[1:].isupper()


def _caption(quote: Quote, say: Words, dated: bool) -> str:
    who, speaker = escape(say.who(quote.first)), quote.first.get("speaker")
    if speaker and speaker in say.who(quote.first):
        who = who.replace(escape(speaker), person_link(speaker), 1)
    places = "".join(f"<cite>{_place(one, say, dated)}</cite>" for one in quote.citations)
    return f"<b>{who}</b>{places}" if who else places


def _place(citation: Mapping[str, Any], say: Words, dated: bool) -> str:
    day = "" if dated else say.day(citation["published"])
    facts = [fact for fact in (citation["outlet"], day, say.kind(citation)) if fact]
    title = f'<span class="of-title" dir="auto">{escape(citation["title"] or say.untitled)}</span>'
    return f"<bdi>{escape(say.comma.join(facts))}</bdi>{title}" if facts else title


def differing(quotes: Sequence[Quote]) -> list[str]:
    """The figures at the first place where all accounts give different ones; empty if there is none."""
    figures = [[found[0].strip() for found in _FIGURE.finditer(quote.words)] for quote in quotes]
    return next((list(row) for row in zip(*figures, strict=False) if len(set(row)) == len(row)), [])
