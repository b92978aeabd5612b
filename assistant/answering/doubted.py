"""Examines an answer/1 record that anybody may have written: what the articles support, and what is not from them.

Such records were accepted as feedback before a seal in the id showed their origin. The question is not checked; the
places of quotes, their speakers and the claims are compared with the articles as they are stored now or were when the
record was saved.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from assistant.answering.choosing import Candidate
from assistant.answering.citing import whose
from assistant.answering.sources import sources_of
from assistant.answering.speakers import Speakers
from assistant.answering.wording import LANGUAGES
from assistant.answers import markers_in
from assistant.texts.catalogues import Text, group
from assistant.texts.coded import Coded
from assistant.verifying.frames import claims_nothing
from assistant.verifying.verdicts import Source
from index.articles import Article, Heading, Hit, Paragraph
from index.errors import UnknownArticle
from index.language.quotations import CJK
from index.language.times.written_days import day_in_words

if TYPE_CHECKING:  # it imports the parser, which is loaded only when something is checked
    from assistant.verifying.verification import Verifier

NOT_FROM_HERE = Coded("reasons.not_from_here")
Record = Mapping[str, Any]
_WORD = re.compile(f"[{CJK}]|[^\\W{CJK}]+")


class Stored(Protocol):
    """What the examination needs from a library."""

    def article(self, article_id: str, /) -> Article: ...


class Kept:
    """The paragraphs of an article that may have been deleted, in the form that `Speakers` reads."""

    def __init__(self, article: Article | None) -> None:
        self._article = article

    def paragraphs_at(self, places: Collection[tuple[str, int]], /) -> dict[tuple[str, int], Paragraph]:
        there = self._article.paragraphs if self._article else ()
        return {(one.article_id, one.number): one for one in there if (one.article_id, one.number) in places}


def examined(answer: Record, saved: Mapping[str, str], library: Stored, verifier: Verifier) -> dict[str, Any]:
    """The record with `genuine` false for each citation that is not from this library, and no claim supported by it.

    `saved` holds paragraphs by revision, as the library held them. A claim that says more than its paragraphs is not
    supported either.
    """
    found = [_examined(one, saved, library) for one in answer["citations"]]
    by_marker = {citation["marker"]: (citation, source) for citation, source in found}
    claims = [_judged(claim, by_marker, verifier) for claim in answer["claims"]]
    closest = [citation for citation, source in (_examined(one, saved, library) for one in answer["closest"]) if source]
    claims += _unclaimed(answer)
    return {
        **answer,
        "notice": None,
        "notices": (),
        "framed": None,  # what a text says about itself is shown as it is
        "claims": sorted(claims, key=lambda claim: claim["start"]),
        "citations": [citation for citation, _ in found],
        "closest": closest,
    }


def _examined(citation: Record, saved: Mapping[str, str], library: Stored) -> tuple[dict[str, Any], Source | None]:
    """The citation with the article's own heading and true speaker, and the source that it is from, if any."""
    heading, article = _heading(citation, library)
    text = _text(citation, article, saved)
    if text is None:
        return {**citation, "genuine": False, "speaker": None, "speaker_from": None, "copies": [], "dates": []}, None
    hit = Hit(Paragraph(citation["article_id"], citation["paragraph"], text, "body"), heading, 0.0)
    speakers = Speakers(Kept(article))
    spoken: dict[str, Any] = {}
    if citation["quote"]:
        said = speakers.of(Candidate(hit, citation["start"], citation["end"]))
        voice, speaker = whose(said, heading)
        if speaker != citation["speaker"]:
            spoken = {"speaker": speaker, "voice": voice, "speaker_from": None}
    place = {name: getattr(heading, name) for name in ("title", "outlet", "published", "url", "updated", "text_kind")}
    place["corrected_by"] = None
    return {**citation, **place, **spoken, "copies": [], "dates": []}, sources_of([hit], speakers)[0]


def _heading(citation: Record, library: Stored) -> tuple[Heading, Article | None]:
    try:
        article = library.article(citation["article_id"])
    except UnknownArticle:
        return Heading(id=citation["article_id"], title=""), None
    return article, article


def _text(citation: Record, article: Article | None, saved: Mapping[str, str]) -> str | None:
    """The saved or current text of the paragraph with the quote at its stated place; None if there is none."""
    held = [saved.get(citation["revision"])]
    if article is not None:
        held += [one.text for one in article.paragraphs if one.number == citation["paragraph"]]
    quote, start, end = citation["quote"], citation["start"], citation["end"]
    return next((one for one in held if one is not None and start >= 0 and one[start:end] == quote), None)


def _judged(claim: Record, by_marker: Mapping[int, tuple[Record, Source | None]], verifier: Verifier) -> dict[str, Any]:
    if claim["supported"] is False or claims_nothing(claim["text"]):
        return dict(claim)
    cited = [by_marker[marker] for marker in claim["citations"] if marker in by_marker]
    real = [source for _, source in cited if source is not None]
    if real and len(real) == len(claim["citations"]):
        if _only_quotes(claim["text"], [citation for citation, _ in cited]):
            return dict(claim)
        if verifier.verify(claim["text"], real).supported:
            return dict(claim)
    return {**claim, **_not_from_here()}


def _not_from_here() -> dict[str, Any]:
    return {"verdict": "not_found", "supported": False, "reason": str(NOT_FROM_HERE), "why": asdict(NOT_FROM_HERE)}


def _only_quotes(claim: str, cited: Sequence[Record]) -> bool:
    """Whether the claim consists only of cited words and words for who says them, where and when."""
    rest = f" {' '.join(_words(claim))} "
    known = {*_around_quotes()}
    for one in cited:
        quoted = f" {' '.join(_words(one['quote']))} "
        if not quoted.strip() or quoted not in rest:
            return False
        rest = rest.replace(quoted, " ", 1)
        days = [day_in_words((one["published"] or "")[:10], language) for language in LANGUAGES]
        known |= {*_words(" ".join([one["title"], one["outlet"] or "", one["speaker"] or "", *days]))}
    return {*rest.split()} <= known


@cache
def _around_quotes() -> frozenset[str]:
    """The words that the writer without a model puts around its quotes."""
    texts = [text for language in LANGUAGES for text in group("quotes", language).values() if isinstance(text, Text)]
    forms = [re.sub(r"\{\w+\}", " ", form) for text in texts for form in text.forms]
    return frozenset(word for form in forms for word in _words(form))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _unclaimed(answer: Record) -> list[dict[str, Any]]:
    """What an answer says outside its claims and markers, as claims that are not from this library."""
    if answer["outcome"] != "answered":
        return []
    text = answer["text"]
    taken = [(one["start"], one["end"]) for one in answer["claims"]]
    taken += [found.span() for found in markers_in(answer)]
    pieces, at = list[dict[str, Any]](), 0
    for start, end in [*sorted(taken), (len(text), len(text))]:
        piece = text[at:start]
        if not claims_nothing(piece):
            begins = at + len(piece) - len(piece.lstrip())
            span = {"text": piece.strip(), "start": begins, "end": begins + len(piece.strip())}
            pieces.append({**span, "citations": [], **_not_from_here(), "differs_from": []})
        at = max(at, end)
    return pieces
