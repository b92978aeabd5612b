"""Titles of articles in a question: "Who wrote “Bridge opens”?" asks who wrote this article."""

from __future__ import annotations

import re
from itertools import islice

from assistant.question.question_kinds import ITEM
from index.filters import Filters
from index.library import Library

_OPENING, _CLOSING = re.compile(r"[“\"«„]|(?<!\w)['‘]"), re.compile(r"[”\"»“]|['’](?!\w)")
_BEFORE_TITLE = re.compile(
    rf"(?:\b(?:the|an?|this|that) )?(?:\b{ITEM} )?(?:\b(?:called|titled|entitled|headlined|named) )?$"
    r"|(?:\b(?:de[rmn]|das) )?\b(?:artikel|bericht|beitrag) $|(?:\bl['’])?\barticle $|(?:\bel )?\bartículo $",
    re.I,
)
# These precede words that somebody said, not a title.
_SAID = re.compile(
    r"\b(?:said|says?|saying|(?:words?|phrase|quotes?)(?: (?:is|are|was|were))?|claim\w*|mean\w* by)\W*$", re.I
)
MARKS = 6  # quotation marks that may begin or end a title
# Words of a question about a text, which may give the title without quotation marks.
_OF_A_TEXT = re.compile(
    r"\b(?:wrote|written|author|by-?line|date|source|url|link|published|posted|printed|appear\w*|corrected|retracted"
    r"|withdrawn|satire|opinion|say|about|summar\w*)\b",
    re.I,
)
_AFTER_TITLE = re.compile(rf" (?:{ITEM})\b", re.I)
SHORTEST = 4  # words of such a title
FOUND = 20  # paragraphs retrieved; the titles of their articles are tried
_QUOTED = re.compile(r"[“\"«„]([^”\"»“\n]{4,300})[”\"»“]")
_FEW = 3  # fewer words between quotation marks may be a term, not a title
LONGEST = 300  # characters of a title


def with_title(text: str, library: Library) -> tuple[str, tuple[str, ...]]:
    """The question with a quoted title replaced by "this article", and the ids of the articles with that title.

    The title may itself contain quotation marks. Words quoted as somebody's statement stay as they are.
    """
    for opened in islice(_OPENING.finditer(text), MARKS):
        if _SAID.search(text, max(0, opened.start() - 20), opened.start()):
            continue
        closings = list(islice(_CLOSING.finditer(text, opened.end()), MARKS))
        for closed in reversed(closings):
            title = text[opened.end() : closed.start()]
            if len(title) <= LONGEST and (meant := titled(title, library)):
                return _pointing(text, opened.start(), closed.end()), meant
    return text, ()


def with_bare_title(text: str, library: Library, filters: Filters) -> tuple[str, tuple[str, ...]]:
    """The same for a title without quotation marks: "Who wrote Bridge opening slips to 2029?"."""
    if len(text) > 2 * LONGEST or len(text.split()) <= SHORTEST or not _OF_A_TEXT.search(text):
        return text, ()
    for title in dict.fromkeys(hit.heading.title for hit in library.search(text, limit=FOUND, filters=filters)):
        every = re.findall(r"\w+", title)
        found = re.search(r"\b" + r"\W+".join(map(re.escape, every)) + r"\b", text, re.I)
        if found and len(every) >= SHORTEST:
            return _pointing(text, *found.span()), titled(title, library)
    return text, ()


def _pointing(text: str, start: int, end: int) -> str:
    """The text with "this article" for the title and any words around it: "the piece called ...", "the ... article"."""
    lead = _BEFORE_TITLE.search(text[:start], max(0, start - 60))
    after = _AFTER_TITLE.match(text, end)
    return f"{text[: lead.start() if lead else start]}this article{text[after.end() if after else end :]}"


def titled(title: str, library: Library) -> tuple[str, ...]:
    """The ids of the articles with this title, whatever its punctuation and capitals."""
    every = re.findall(r"\w+", title)
    if not every:
        return ()
    listing = library.page(" ".join(every[:8]), limit=20)
    return tuple(line.heading.id for line in listing.lines if _same(line.heading.title, title))


def without_titles(text: str) -> str:
    """The text with "this article" in place of each longer quotation that is not somebody's statement."""

    def told(found: re.Match[str]) -> str:
        is_said = _SAID.search(text, max(0, found.start() - 20), found.start())
        return found[0] if is_said or len(found[1].split()) < _FEW else "this article"

    return _QUOTED.sub(told, text)


def _same(title: str, other: str) -> bool:
    return re.findall(r"\w+", title.casefold()) == re.findall(r"\w+", other.casefold())
