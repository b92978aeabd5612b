"""The parts of a sentence that are about the articles rather than the world: "According to the report, ..."."""

from __future__ import annotations

import re
from functools import lru_cache

from index.articles import Heading
from index.language.closed_lists import MONTHS

SHORT_TITLE = 3  # most words of a title that may be a person's name
_WHAT = (
    r"(?:articles?|reports?|paragraphs?|sources?|texts?|pieces?|stor(?:y|ies)|outlets?|papers?|newspapers?|passages?"
    r"|documents?|excerpts?|information|context|summar(?:y|ies))"
)
_OUTLET = (
    r"(?:(?:the |this |these |that |those |an? |one |both |all )?"
    r"(?:(?:news|cited|same|first|second|third|given|provided|above|following|available|three|two) ){0,2}"
    rf"{_WHAT}(?: (?:provided|given|above|here))?(?: (?:no\. ?)?\d+(?:(?:, | and |, and )\d+)*)?)"
)
_SAYS = (
    r"(?:says?|said|states?|stated|reports?|reported|notes?|noted|writes?|wrote|explains?|adds?|tells?|mentions?"
    r"|suggests?|indicates?|shows?|describes?|points? out|confirms?|discuss(?:es)?|covers?|outlines?|presents?)"
)
# Sentences that only say that the articles do not say something.
_ABSENCE = re.compile(
    rf"\b{_OUTLET} (?:do|does|did)(?: not|n't) (?:\w+ )?(?:say|mention|state|provide|specify|give|contain|include|tell"
    rf"|explain|address|discuss|indicate|answer|offer)|\bno(?:thing)? (?:\w+ ){{0,3}}(?:is|are|was|were) (?:\w+ )?"
    rf"(?:mentioned|given|provided|stated|specified)\b.*\b{_OUTLET}|\bthere is no (?:\w+ ){{0,3}}(?:in|from) {_OUTLET}"
    rf"|\b(?:unable|not possible|impossible) to (?:answer|determine|say|tell)|\bcannot (?:be )?(?:answer|determine)",
    re.I,
)
_LEADS_UP = re.compile(r"[:：?？]\s*[\"”’)]*$")


def claims_nothing(text: str) -> bool:
    """Whether a sentence only introduces others, asks, or says what the articles lack."""
    return not re.search(r"\w", text) or bool(_LEADS_UP.search(text.strip())) or bool(_ABSENCE.search(text))


@lru_cache(maxsize=1024)
def unframed(claim: str, heading: Heading) -> str:
    """The claim without "According to CGTN (5 February 2026), ..." and the like, which only give the source."""
    # A short title may be the name of somebody who speaks.
    title = heading.title if len(heading.title.split()) > SHORT_TITLE else None
    known = [re.escape(name) for name in (heading.outlet, title, heading.author) if name]
    by = "|".join([_OUTLET, *(rf"[\"']?(?:the )?{name}[\"']?" for name in known)])
    day = (heading.published or "")[:10]
    at = rf"(?:,? ?\(?(?:on )?(?:{re.escape(day)}|{_written(day)})\)?)?" if day else ""
    there = rf"(?:{by})(?:,? (?:in|of|from|by) (?:{by}))?{at}"
    by_it = r"according to|based on|as reported (?:by|in)|as stated (?:by|in)|as (?:mentioned|described|noted) in"
    lead = rf"^(?:(?:{by_it}|in|from|per|as) {there}(?: {_SAYS}(?: that)?)?,?:? |{there},? {_SAYS}(?: that|:|,)? )"
    text = re.sub(lead, "", claim, count=1, flags=re.I)
    # "However," or a short heading with a colon may precede the frame.
    text = re.sub(rf"(?<=[:,] ){lead.removeprefix('^')}", "", text, count=1, flags=re.I)
    text = re.sub(rf",? (?:(?:{by_it}|reports|reported) {there}|as {there} {_SAYS})(?=\W*$)", "", text, flags=re.I)
    text = re.sub(rf",? (?:{by_it}) {there},?(?= )", "", text, flags=re.I)
    text = re.sub(rf" \((?:{by}){at}(?:, (?:paragraph|passage) \d+)?\)", "", text, flags=re.I)
    if not re.search(r"\w", text) or text == claim:
        return claim
    return text[0].upper() + text[1:]


def _written(day: str) -> str:
    """An ISO date as people write it."""
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", day)
    if not found:
        return r"(?!)"
    month = MONTHS[int(found[2]) - 1].capitalize()
    return rf"{int(found[3])} {month},? {found[1]}|{month} {int(found[3])},? {found[1]}"
