"""Titles of articles in a question: "Who wrote “Bridge opens”?" asks who wrote this article."""

from __future__ import annotations

import re
from itertools import islice

from assistant.question.question_kinds import ITEM
from index.library import Library

_OPENING, _CLOSING = re.compile(r"[“\"«„]|(?<!\w)['‘]"), re.compile(r"[”\"»“]|['’](?!\w)")
_BEFORE_TITLE = re.compile(
    rf"(?:\b(?:(?:the|an?|this|that) )?(?:{ITEM}) )?(?:\b(?:called|titled|entitled|headlined|named) )?$", re.I
)
_SAID = re.compile(r"\b(?:said|says?|saying|words?|phrase|quotes?|claim\w*)\W*$", re.I)  # and no title
MARKS = 6  # quotation marks that may begin or end a title
# What is asked of a title that is not between quotation marks.
_OF_TITLE = re.compile(
    r"^\W*(?:(?:what (?:do|does|did)|who|when (?:was|did)|where (?:was|did)) )(?P<wrote>wrote )?"
    r"(?P<title>[^\n]{15,300}?)(?P<asked> (?:say|published|written|posted|printed|come out|appear))?\W*$",
    re.I,
)
_QUOTED = re.compile(r"[“\"«„]([^”\"»“\n]{4,300})[”\"»“]")
_FEW = 3  # words between quotation marks that may be no title but a term
LONGEST = 300


def with_title(text: str, library: Library) -> tuple[str, tuple[str, ...]]:
    """The question with the quoted title of an article as "this article", and the ids of the articles so called.

    The title may hold quotation marks itself. A question for who said the quoted words stays as it is.
    """
    for opened in islice(_OPENING.finditer(text), MARKS):
        if _SAID.search(text, max(0, opened.start() - 20), opened.start()):
            continue
        closings = list(islice(_CLOSING.finditer(text, opened.end()), MARKS))
        for closed in reversed(closings):
            title = text[opened.end() : closed.start()]
            if len(title) <= LONGEST and (meant := titled(title, library)):
                before = text[: opened.start()]
                lead = _BEFORE_TITLE.search(before, max(0, len(before) - 60))
                return f"{before[: lead.start() if lead else None]}this article{text[closed.end() :]}", meant
    return text, ()


def with_bare_title(text: str, library: Library) -> tuple[str, tuple[str, ...]]:
    """The same of a title without quotation marks: "Who wrote Bridge opening slips to 2029?"."""
    found = _OF_TITLE.match(text)
    if not found or not (found["wrote"] or found["asked"]) or not (meant := titled(found["title"], library)):
        return text, ()
    start, end = found.span("title")
    return f"{text[:start]}this article{text[end:]}", meant


def titled(title: str, library: Library) -> tuple[str, ...]:
    """The ids of the articles with this title, whatever its punctuation and capitals."""
    listing = library.page(" ".join(re.findall(r"\w+", title)[:8]), limit=20)
    return tuple(line.heading.id for line in listing.lines if _same(line.heading.title, title))


def without_titles(text: str) -> str:
    """The text with "this article" for each longer quotation that nobody is asked to have said."""

    def told(found: re.Match[str]) -> str:
        is_said = _SAID.search(text, max(0, found.start() - 20), found.start())
        return found[0] if is_said or len(found[1].split()) < _FEW else "this article"

    return _QUOTED.sub(told, text)


def _same(title: str, other: str) -> bool:
    return re.findall(r"\w+", title.casefold()) == re.findall(r"\w+", other.casefold())
