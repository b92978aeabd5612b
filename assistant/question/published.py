"""Questions for articles by what the catalog knows of them: who wrote them, where and when they came out.

It reads the question's words; the plan finds which author, outlet or time they name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.question.question_kinds import LONGEST, TEXTS

_I = re.I
_ASKED = (
    rf"^\W*(?:and )?(?:(?P<counted>how many) (?:of (?:the|our|your|these) )?{TEXTS}"
    rf"|(?P<texts>(?:which|what)(?: of (?:the|our|your|these|my))?(?: other)? {TEXTS})|what(?: else)?)"
)
_PUBLISHED = r"(?:written|published|printed|posted|dated)"
_BY = r"(?:by|from|in|of|since|before|after|between|during|on|about|dated)"
_PATTERNS = tuple(
    re.compile(pattern, _I)
    for pattern in (
        # "Which articles did the Courier run in May?", "What has Roe written?"
        rf"{_ASKED} (?:did|does|do|has|have|had) (?!been\b)(?P<who>[^?]+?) (?:(?:ever|also|already|recently) )*"
        r"(?:write|written|publish|published|print|printed|run|carry|carried)\b(?P<about>[^?]*)$",
        # "What was published in May?", "Which articles appeared last week?"
        rf"{_ASKED} (?:(?:(?:was|were|is|are|got|(?:has|have|had) been) )?{_PUBLISHED}|came out|appeared)\b"
        r"(?P<about>[^?]*)$",
        # "Which articles are from March?", "What articles do we have by Roe?"
        rf"{_ASKED} (?:(?:is|are|was|were|(?:do|did) (?:you|we) have|are there) )?(?P<about>{_BY}\b[^?]*)$",
        # "All articles by Roe", "List the articles", "stories published in May"
        rf"^\W*(?P<listed>(?:(?:please )?(?:list|show|give|find|name)(?: me)? )?(?:(?:all|every|any|of|the|our|your|my)"
        rf" )*)(?P<texts>{TEXTS})(?: (?:(?:that|which) )?(?:(?:is|are|was|were) )?{_PUBLISHED})?(?P<about>"
        rf"(?: {_BY}\b[^?]*)?)$",
    )
)


@dataclass(frozen=True, slots=True)
class Publishing:
    """A question for articles: `who` is an author or outlet as typed, `about` holds the other limits and the topic.

    `of_texts` is false where it asks "what", which may be no article; `every` is true where it asks for all articles.
    """

    who: str
    about: str
    counted: bool
    of_texts: bool
    every: bool


def publishing(text: str) -> Publishing | None:
    """What a question for articles asks by their authors, outlets or days; None for any other question."""
    flat = " ".join(text[-LONGEST:].split()).rstrip(" ?.!")
    for pattern in _PATTERNS:
        if found := pattern.match(flat):
            part = found.groupdict()
            return Publishing(
                who=part.get("who") or "",
                about=part["about"].strip(" ,"),
                counted=bool(part.get("counted")),
                of_texts=bool(part.get("counted") or part.get("texts")),
                every=bool(part.get("listed")) and not part["about"].strip(),
            )
    return None
