"""Every text that the page shows of its own accord, so that it can be read, and translated, in one place.

It knows sentences; it knows nothing of HTML.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

TITLE = "Article assistant"
TAGLINE = "Every sentence points at the exact words it rests on."
QUESTION_LABEL = "Your question"
QUESTION_PLACEHOLDER = "Ask about your articles"
QUESTION_KEYS = "Enter asks, Shift+Enter breaks the line"
ASK = "Ask"
CONVERSATION = "Conversation"
WELCOME = "What would you like to know?"
WELCOME_TEXT = (
    "Answers are quoted from your articles, word for word. Each carries a number; the same number "
    "beside it shows the whole paragraph that it was taken from."
)
TRY_ONE = "Try one of these"
EMPTY_LIBRARY = "There are no articles yet"
EMPTY_LIBRARY_TEXT = "Add a file or a folder of articles in a terminal, then reload this page:"
EMPTY_LIBRARY_COMMAND = "article-assistant add FOLDER"
SEARCHING = "Searching the articles…"
YOU_ASKED = "You asked:"
UNDERSTOOD_AS = "Understood as:"
NOT_FOUND = "The articles do not say"
NOT_FOUND_TEXT = "Nothing in the articles answers this question."
CLOSEST_BESIDE = "The closest paragraphs are shown as sources, so that you can judge for yourself."
SHOW_CLOSEST = "Show the closest paragraphs"
FAILED = "This question could not be answered"
UNEXPECTED = "Something went wrong on the server while answering. Its log says more; you can ask again."
NOT_SUPPORTED = "Not supported by the cited paragraph"
SOURCES = "Sources"
CLOSEST = "Closest paragraphs"
NO_SOURCES = "The paragraphs that an answer rests on appear here."
NO_SOURCES_FOR_THIS = "This answer cites no paragraph."
FOR_QUESTION = "For:"
BACK_TO_ANSWER = "Back to the answer"
ARTICLE_CHANGED = "The article has changed since this answer; only the words quoted then are shown."
ARTICLE_GONE = "The article is no longer in the library; only the words quoted then are shown."
READ_IN_ARTICLE = "Read in the article"
OPENS_NEW_TAB = "opens in a new tab"
ORIGINAL = "Original"
DATES = "Days named in the quote"
NOT_SEARCHED = {"note": "note, not searched", "boilerplate": "page furniture, not searched"}
CAPTION = "caption"
ARTICLE_MISSING = "There is no such article"
ARTICLE_MISSING_TEXT = "It may have been removed from the library, or the link may be incomplete."
TO_THE_CHAT = "Ask the articles"
UNTITLED = "Untitled"

_MONTHS = ("January", "February", "March", "April", "May", "June", "July") + (
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day(published: str | None) -> str:
    """An ISO date as people write it; what is not one is shown as it stands."""
    try:
        known = date.fromisoformat((published or "")[:10])
    except ValueError:
        return published or ""
    return f"{known.day} {_MONTHS[known.month - 1]} {known.year}"


def updated(known: str) -> str:
    """When the outlet last changed an article, told apart from when it came out."""
    return f"updated {day(known)}"


def counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def in_library(articles: int) -> str:
    return f"{counted(articles, 'article')} in the library"


def searched(record: Mapping[str, Any]) -> str:
    """How much was looked through, and what it was limited to."""
    looked_at = f"Searched {counted(int(record.get('articles') or 0), 'article')}"
    limits = [
        f"{str(name).replace('_', ' ')}: {', '.join(map(str, value)) if isinstance(value, list | tuple) else value}"
        for name, value in (record.get("filters") or {}).items()
        if value
    ]
    return f"{looked_at} ({'; '.join(limits)})" if limits else looked_at


def paragraph(number: int) -> str:
    return f"paragraph {number}"


def source(marker: int) -> str:
    return f"Source {marker}"


def voice(citation: Mapping[str, Any]) -> str:
    """Who says the quoted words, and whether they are that speaker's own."""
    speaker = citation.get("speaker")
    if citation["voice"] == "direct":
        return f"direct quotation of {speaker}" if speaker else "direct quotation, speaker not named"
    if citation["voice"] == "reported":
        return f"{speaker}, reported" if speaker else "reported, speaker not named"
    return "the outlet’s own words"


def dated(words_of_quote: Mapping[str, Any]) -> str:
    """What a time in a quote means: "Wednesday = 2026-02-04"."""
    return f"{words_of_quote['text']} = {words_of_quote['day']}"


def also_in(copies: int) -> str:
    return "Also in 1 copy of this story" if copies == 1 else f"Also in {copies:,} copies of this story"


def differs_from(markers: Sequence[int]) -> str:
    """Which sources tell the same thing otherwise."""
    named = " and ".join(str(marker) for marker in markers)
    return f"Source {named} tells it otherwise" if len(markers) == 1 else f"Sources {named} tell it otherwise"


def named_in(named: int, quoted: int) -> str:
    return "named in this paragraph" if named == quoted else f"named in paragraph {named}"
