"""A claim that is a quote, drawn so that its words are read first, with speaker and source small beneath.

It takes one claim with its citations, and the codes of our own words before it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.answering.wording import LANGUAGES, quoted
from assistant.page.escape import article_address, escape, person_link
from assistant.page.words import Words
from index.language.closed_lists import CURRENCY_SIGNS, SCALES

_FIGURE = re.compile(
    rf"[{''.join(map(re.escape, CURRENCY_SIGNS))}]?\d+(?:,\d{{3}})*(?:\.\d+)?"
    rf"(?:\s?%|[ -](?:{'|'.join(SCALES)}|per ?cent)\b|[万亿]?[元人年月日]?)*"
)

# How quotes are drawn after our own sentence with that code: by date, as rows or side by side; else in sequence.
SHAPES = {
    "answers.in_order": "timeline",
    "answers.about_several": "timeline",
    "answers.quoted_in": "rows",
    "answers.published": "rows",
    "answers.mentioned_in": "rows",
    "answers.agree_not": "accounts",
    "answers.one_account": "accounts",
    "quotes.differ": "accounts",
    "quotes.differ_in.number": "accounts",
    "quotes.differ_in.date": "accounts",
}
CORRECTING = ("answers.corrected_on", "answers.corrected", "answers.withdrawn")
# What must be read before a quote.
WARNING = ("answers.before_correction", "answers.satire", "answers.changed_on")


@dataclass(frozen=True, slots=True)
class Quote:
    """A claim's words with their quotation marks, its citations, and (`after`) our own words before it, by code."""

    words: str
    citations: tuple[Mapping[str, Any], ...]
    after: Mapping[str, str] = field(default_factory=dict)

    @property
    def first(self) -> Mapping[str, Any]:
        return self.citations[0]

    @property
    def corrects(self) -> bool:
        return any(code in CORRECTING for code in self.after)

    @property
    def banner(self) -> str:
        """What must be read before the words: that they correct, were corrected, or are satire."""
        before = [words.strip() for code, words in self.after.items() if code in (*CORRECTING, *WARNING)]
        return " ".join(before).rstrip(":： ")

    def says_as(self, other: Quote) -> bool:
        """Whether both quote the same speaker in the same voice from one article alone, and `other` has no banner."""
        here, there = ((one["article_id"], one.get("speaker"), one["voice"]) for one in (self.first, other.first))
        same = here == there
        return same and len(self.citations) == len(other.citations) == 1 and not other.banner


def quote_of(claim: Mapping[str, Any], cited: Mapping[int, Mapping[str, Any]]) -> Quote | None:
    """The claim as a quote; None if it is not one."""
    known = tuple(cited[marker] for marker in claim["citations"] if marker in cited)
    quote = known[0]["quote"] if known and claim["supported"] is not False else ""
    if not quote:
        return None
    for words in (quote, *(quoted(language, quote) for language in LANGUAGES)):
        if claim["text"].endswith(words) and not claim["text"][: -len(words)].endswith(("“", "「")):
            return Quote(words, known)
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
    """The quote as a block. Speaker and source are left out if the quote `after` it shows the same.

    `words` and `markers` are HTML. `notices` are the paragraphs quoted in the answer that correct its other quotes. The
    day of a `dated` quote is shown beside it instead of in the caption.
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
    corrects = (first["article_id"], first["paragraph"]) in notices or quote.corrects
    kind = " correction" if corrects else " warned" if banner else ""
    starts = ' class="sentence"' if _may_be_capital(quote.words) else ""
    caption = (
        "" if after is not None and quote.says_as(after) else f"<figcaption>{_caption(quote, say, dated)}</figcaption>"
    )
    over = f'<p class="banner">{banner}</p>' if banner else ""
    block = f'<blockquote{starts} dir="auto">{words}{markers}</blockquote>'
    return f'<figure class="quoted{kind}">{over}{block}{caption}</figure>'


def _may_be_capital(words: str) -> bool:
    """Whether the first letter may be capitalised; that of "eBay" may not."""
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
    """The figures at the first position where every account gives a different one; empty if there is none."""
    figures = [[found[0].strip() for found in _FIGURE.finditer(quote.words)] for quote in quotes]
    return next((list(row) for row in zip(*figures, strict=False) if len(set(row)) == len(row)), [])
