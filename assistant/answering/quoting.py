"""The writer without a model: it quotes the sentences that answer, with their speakers and sources.

candidates.py says which sentences may answer and how likely that is; this module writes them down, or says that there
is no answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering.candidates import may_answer
from assistant.answering.choosing import Candidate, best, candidates, one_a_paragraph, whole_words
from assistant.answering.citing import cite
from assistant.answering.copies import Copies
from assistant.answering.disagreements import Comparing, side_by_side
from assistant.answering.drafting.growing_text import GrowingText, together
from assistant.answering.other_speakers import not_reported, spoken_instead
from assistant.answering.same_statements import Place, one_a_statement, places
from assistant.answering.speakers import Speakers
from assistant.answering.wording import MORE, SAME_ARTICLE, all_of, lead, not_found, where
from assistant.answers import Citation, Claim, Framed, Outcome, Premise
from assistant.events import Cited, Claimed, Text
from assistant.question.question import Question
from assistant.texts.coded import Coded
from index.articles import Hit
from index.library import Library

CLOSEST = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer as the writer leaves it; `answerability` is the log-odds compared with the threshold, if any."""

    outcome: Outcome
    text: str
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    closest: tuple[Citation, ...] = ()
    notices: tuple[Coded, ...] = ()
    answerability: float | None = None
    unknown_markers: tuple[str, ...] = ()
    premise: Premise | None = None
    refusal: tuple[Coded, ...] = ()  # the sentences of its text, if it says why there is no answer
    framed: tuple[Framed, ...] = ()
    speakers: tuple[str, ...] = ()  # those whom the question describes
    checking: float = 0.0  # seconds that checking its claims took

    @property
    def sure(self) -> bool:
        """Whether it answers with more than the closest text."""
        return self.outcome == "answered" and not self.notices


def write_quotes(
    question: Question, hits: Sequence[Hit], library: Library, threshold: float, *, several: bool = False
) -> Draft:
    """The answer in the articles' own words, or, if they do not answer, the closest paragraphs.

    The answer is given if the log-odds that there is one exceed the threshold, or if a rule decides. `several` says
    that it asks for several things, or for several accounts of one.
    """
    if not hits:
        return Draft("not_found", not_found(question.language))
    # A speaker's words must contain the topic; the speaker's name says nothing about it.
    weights = whole_words(library.weights(question.topic))
    found = candidates(question, hits, weights)
    speakers, copies = Speakers(library), Copies(hits, library)
    able, odds = may_answer(question, hits, found, weights, speakers, library, several=several)
    if able and (odds is None or odds > threshold):
        comparing = Comparing(question, weights, copies, library.embeddings.encode)
        accounts = side_by_side(best(question, one_a_statement(able)), able, comparing)
        placed = [(places(one, hits, copies, speakers), differs) for one, differs in accounts]
        return replace(_answer(placed, speakers, question), answerability=odds)
    return replace(_refusal(question, found, weights, speakers), answerability=odds)


def refuse(question: Question, hits: Sequence[Hit], library: Library) -> Draft:
    """The draft that says that the articles do not answer, with the closest paragraphs."""
    weights = whole_words(library.weights(question.topic))
    return _refusal(question, candidates(question, hits, weights), weights, Speakers(library))


def _refusal(question: Question, found: Sequence[Candidate], weights: Mapping[str, float], speakers: Speakers) -> Draft:
    near = one_a_paragraph(one_a_statement(found))[:CLOSEST]
    near = spoken_instead(question, weights, near, found, speakers)
    closest = tuple(cite(Place(one), None, speakers) for one in near)
    if not question.speaker:
        return Draft("not_found", not_found(question.language), closest=closest)
    return refused(question.language, not_reported(question, weights, near, speakers), closest)


def refused(language: str, refusal: Sequence[Coded], closest: tuple[Citation, ...] = ()) -> Draft:
    """The draft that says why there is no answer."""
    text, framed = together(refusal, language)
    return Draft("not_found", text, closest=closest, refusal=tuple(refusal), framed=framed)


def as_events(draft: Draft) -> Iterator[Text | Cited | Claimed]:
    """The draft as events: each claim's text with what precedes it, then its new citations, then the claim."""
    ends = [claim.start for claim in draft.claims[1:]] + [len(draft.text)] * bool(draft.claims)
    at, cited = 0, set[int]()
    for claim, end in zip(draft.claims, ends, strict=True):
        yield Text(draft.text[at:end], tuple(one for one in draft.framed if at <= one.start < end))
        at = end
        new = set(claim.citations) - cited
        yield from (Cited(citation) for citation in draft.citations if citation.marker in new)
        yield Claimed(claim)
        cited |= new
    if not draft.claims:
        yield Text(draft.text)


def _answer(accounts: Sequence[tuple[Sequence[Place], bool]], speakers: Speakers, question: Question) -> Draft:
    """Each statement with all its places; differing ones come first."""
    text, before = GrowingText(question.language), None
    if any(differs for _, differs in accounts):
        text.sentence(_DIFFERENT.get(question.asks_for or "", Coded("quotes.differ")))
    for its_places, _ in accounts:
        cited = [cite(place, marker, speakers) for marker, place in enumerate(its_places, len(text.citations) + 1)]
        text.claim([_opening(cited[0], before, its_places)], cited)
        before = cited[0]
    claims = _against_each_other([(one, differs) for one, (_, differs) in zip(text.claims, accounts, strict=True)])
    return Draft("answered", text.text.rstrip(), tuple(claims), tuple(text.citations), framed=tuple(text.framed))


_DIFFERENT = {"number": Coded("quotes.differ_in.number"), "date": Coded("quotes.differ_in.date")}


def _against_each_other(claims: Sequence[tuple[Claim, bool]]) -> Iterator[Claim]:
    """The claims; each one that differs names the citations of the others that differ."""
    for claim, differs in claims:
        against = [other.citations for other, others in claims if differs and others and other is not claim]
        yield replace(claim, differs_from=tuple(marker for markers in against for marker in markers))


def _opening(citation: Citation, before: Citation | None, its_places: Sequence[Place]) -> Coded:
    """The words before a quote; what the previous quote already said is not repeated."""
    if before is None or before.article_id != citation.article_id or len(its_places) > 1:
        place = all_of([where(place.one.hit.heading) for place in its_places])
    elif (before.voice, before.speaker) == (citation.voice, citation.speaker):
        return MORE
    else:
        place = SAME_ARTICLE
    return lead(citation.voice, citation.speaker, place, citation.text_kind)
