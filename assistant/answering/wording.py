"""The words around quotes, as codes of texts with values; the catalogues hold the texts in each language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.texts.catalogues import texts
from assistant.texts.coded import Coded
from index.articles import Heading
from index.reading.voices import Voice

LANGUAGES = ("en", "zh", "ja", "ko")  # of the words around quotes
QUOTATION_MARKS = '"“”„«»「」『』'
UNSURE = Coded("answers.unsure")
SETTLED = ("answers.yes", "answers.no")  # the answers to a yes-or-no question
MORE, SAME_ARTICLE = Coded("quotes.more"), Coded("quotes.same")

Place = Coded | dict[str, Any]  # one or several articles, as a value in a text

_NAMED = {
    "direct": "quotes.direct",
    "reported": "quotes.reported",
    "opinion": "quotes.opinion",
    "letter": "quotes.letter",
    "review": "quotes.review",
    "release": "quotes.release",
}
_UNNAMED = {
    "opinion": "quotes.opinion_unnamed",
    "letter": "quotes.letter_unnamed",
    "review": "quotes.review_unnamed",
    "release": "quotes.release_unnamed",
}


def not_found(language: str) -> str:
    """The sentence a chat model must write if the articles do not answer; the text shown says how much was searched."""
    return texts(language)["quotes.not_found"]


def titled(heading: Heading) -> dict[str, Any]:
    """The article as values in a text: its title, or its id if it has none."""
    return {"title": heading.title or heading.id}


def where(heading: Heading) -> dict[str, Any]:
    """The article as values in a text: its title, outlet and day."""
    return {**titled(heading), "outlet": heading.outlet, "day": (heading.published or "")[:10]}


def all_of(places: Sequence[Place]) -> Place:
    """The places of a quote, as one phrase."""
    if len(places) > 2:
        return Coded("quotes.several", {"one": places[0], "n": len(places) - 1})
    return Coded("quotes.both", {"one": places[0], "other": places[1]}) if len(places) == 2 else places[0]


def lead(voice: Voice, speaker: str | None, place: Place, text_kind: str, *, teller: str | None = None) -> Coded:
    """The words before a quote: speaker, source, and for a press release or an author's own words the kind of text.

    `teller` is the person who reports the speaker's words.
    """
    how = "direct" if voice == "direct" else "reported"
    if voice == "author" or text_kind == "release":
        how = text_kind
    if voice == "outlet" and (speaker or how != "release"):
        return Coded("quotes.outlet", {"where": place})
    if speaker is None:
        return Coded(_UNNAMED.get(how, "quotes.unnamed"), {"where": place})
    lower = speaker[:1].islower() and speaker.split()[0].islower()  # "a report", not "eBay"
    who: str | Coded = speaker[0].upper() + speaker[1:] if lower else speaker
    if teller and teller != speaker:
        who = Coded("quotes.told_by", {"who": who, "teller": teller})
    return Coded(_NAMED[how], {"who": who, "where": place})


def quoted(language: str, quote: str) -> str:
    """The quote in quotation marks, unless it already contains some."""
    if any(mark in quote for mark in QUOTATION_MARKS):
        return quote
    marks = texts(language)["quotes.marks"]
    return f"{marks[0]}{quote}{marks[1]}"
