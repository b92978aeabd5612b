"""Answers who takes a side on something: the speakers whose words on it take the requested side.

It recognises only words of approval and objection; conclusions are left to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.choosing import Candidate, share
from assistant.answering.composing import lookup
from assistant.answering.composing.assembling import Telling, nothing_found
from assistant.answering.composing.composer_input import Asking
from assistant.answering.composing.finding import content_weights, nearest
from assistant.answering.composing.listing import cited_statement, in_its_sentence
from assistant.answering.quoting import Draft
from assistant.answering.wording import lead, where
from assistant.texts.coded import Coded
from index.articles import Heading, Hit
from index.filters import Filters
from index.language.names import names_in
from index.language.tokens import words
from index.store.statements import Said

ROWS = 8
FOUND, AS_NEAR = 20, 0.5  # paragraphs found by meaning, and their minimum share of the best one's score
NAMED = 0.3  # minimum share of the topic's words, by weight, in one of these or its title
HELD = 0.5  # share of the topic's words, by weight, in a statement's paragraph or title
_AGAINST = re.compile(
    r"\b(?:oppos\w+|against|object\w*|reject\w*|doubt\w*|critici[sz]\w*|condemn\w*|denounc\w*|accus\w*|attack\w*"
    r"|disagree\w*|dispute\w*|resist\w*|protest\w*|complain\w*|refus\w*|warn\w*|fear\w*|blam\w*"
    r"|resign|wrong|waste|mistake|scandal|disgrace|disaster|shame|shameful|unfair|unacceptable|dangerous"
    r"|irresponsible|too (?:expensive|much|late|little|far|high)|never|not (?:enough|needed|right|fair)|no longer"
    r"|stop|scrap|cancel|postpone"
    r"|death sentence|worr\w+|concern\w*|sceptical|skeptical|demand\w*|threat\w*|should not|must not|cannot"
    r"|vot\w+ against)\b",
    re.I,
)
_FOR = re.compile(
    r"\b(?:support\w*|back(?:s|ed|ing)?|welcom\w+|prais\w+|defend\w*|favou?r\w*|approv\w+|endors\w+|agree[sd]?"
    r"|applaud\w*|celebrat\w+|promot\w+|recommend\w*|stood by|stands? by|good|great|right|needed|necessary|honest"
    r"|proud|happy"
    r"|pleased|glad|best|success|benefit\w*|worth|should (?!not)|must (?!not)|vot\w+ (?:for|in favou?r))\b",
    re.I,
)
_STANCES = {"against": _AGAINST, "for": _FOR}


def compose(asking: Asking) -> Draft:
    plan = asking.plan
    stance = plan.form.wanted or ""
    if stance.endswith("ed") and (draft := lookup.compose(asking)).outcome == "answered":
        return draft  # who did something is looked up before statements are searched
    side = None if stance == "should" else "against" if stance.startswith("oppos") else "for"
    weights = content_weights(asking, plan.topic)
    if not weights:
        return nothing_found(asking)
    rows: dict[str, list[Candidate]] = {}
    within = replace(asking.filters, articles=asking.within.articles, outlets=asking.within.outlets)
    statements = _statements(asking, weights, within, side)
    asking.read([statement.article_id for statement in statements])
    for statement in statements:
        if not statement.speaker or not (cited := cited_statement(asking, statement)):
            continue
        if side is None or _STANCES[side].search(in_its_sentence(asking, cited, statement.speaker).text):
            rows.setdefault(statement.speaker, []).append(cited)
    if side and not rows:
        rows = _taking(asking, side, _near(asking, weights, within))
    if side is None:
        rows = {who: _of_topic(quotes, weights) for who, quotes in rows.items()}
    telling = Telling(asking)
    for who, quotes in [(who, quotes) for who, quotes in rows.items() if quotes][:ROWS]:
        best = max(quotes, key=lambda one: share(weights, set(words(f"{one.text} {one.hit.paragraph.text}"))))
        telling.quote(in_its_sentence(asking, best, who))
    for one in _columns(asking, side, weights):
        author, place = one.hit.heading.author, where(one.hit.heading)
        telling.quote(one, before=[lead("author", author, place, "opinion")] if author else [])
    if not telling.claims:
        near = nearest(asking, plan.topic, asking.within)[:3]
        return nothing_found(asking, Coded("answers.nobody_takes_sides", {"n": asking.searched()}), closest=near)
    return telling.draft()


def _statements(asking: Asking, weights: dict[str, float], within: Filters, side: str | None) -> list[Said]:
    """The statements with the topic's words; for a side, all statements of articles near the topic that name it."""
    near = [one.id for one in _near(asking, weights, within)] if side else []
    within = replace(within, articles=near) if near else within
    statements = asking.library.statements(about=asking.plan.topic, **within.given())
    return list(dict.fromkeys([*statements, *asking.library.statements(**within.given())])) if near else statements


def _near(asking: Asking, weights: dict[str, float], within: Filters) -> list[Heading]:
    hits = asking.find(asking.plan.topic, FOUND, within)
    near = [hit for hit in hits if hit.score >= AS_NEAR * hits[0].score and _names(hit, weights)]
    return list(dict.fromkeys(hit.heading for hit in near))


def _taking(asking: Asking, side: str, headings: Sequence[Heading]) -> dict[str, list[Candidate]]:
    """The sentences that take the side, grouped by speaker or by the first name in them: "Roe criticised that ..."."""
    rows: dict[str, list[Candidate]] = {}
    for one in (one for heading in headings for one in asking.sentences(heading)):
        named = [name.text for name in names_in(one.text) if name.text]
        if _STANCES[side].search(one.text) and (who := asking.speakers.of(one).speaker or next(iter(named), None)):
            rows.setdefault(who, []).append(one)
    return rows


def _names(hit: Hit, weights: dict[str, float]) -> bool:
    return share(weights, set(words(f"{hit.heading.title} {hit.paragraph.text}"))) >= NAMED


def _of_topic(quotes: list[Candidate], weights: dict[str, float]) -> list[Candidate]:
    return [one for one in quotes if share(weights, set(words(one.text))) >= HELD or _FOR.search(one.text)]


def _columns(asking: Asking, side: str | None, weights: dict[str, float]) -> list[Candidate]:
    """From each opinion piece on the topic, the nearest sentence that takes the side."""
    found: dict[str, Candidate] = {}
    for one in nearest(asking, asking.plan.topic, asking.within):
        heading = one.hit.heading
        if heading.id in found or heading.text_kind != "opinion":
            continue
        if not weights.keys() & set(words(f"{heading.title} {one.hit.paragraph.text}")):
            continue
        if (side is None and re.search(r"\bshould|\bmust\b", one.text)) or (side and _STANCES[side].search(one.text)):
            found[heading.id] = one
    return list(found.values())
