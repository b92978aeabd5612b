"""The writer without a model: it quotes the sentences that answer, with their speakers and sources.

Choosing sentences, finding their speakers, and refusing are separate, in choosing.py, speakers.py and refusing.py;
this module runs them in turn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering.candidates import may_answer
from assistant.answering.choosing import Candidate, best, candidates, one_a_paragraph, whole_words
from assistant.answering.citing import cite
from assistant.answering.copies import Copies
from assistant.answering.disagreements import Comparing, side_by_side
from assistant.answering.other_speakers import not_reported, spoken_instead
from assistant.answering.same_statements import Place, one_a_statement, places
from assistant.answering.speakers import Speakers
from assistant.answering.wording import Wording, all_of, lead, quoted, where, wording
from assistant.answers import Citation, Claim, Outcome, Premise
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
    notice: str | None = None
    answerability: float | None = None
    unknown_markers: tuple[str, ...] = ()
    premise: Premise | None = None
    refusal: tuple[Coded, ...] = ()  # the sentences of its text, if it says why there is no answer
    speakers: tuple[str, ...] = ()  # whom the question was found to describe
    checking: float = 0.0  # seconds that checking its claims took

    @property
    def sure(self) -> bool:
        """Whether it answers, and not only with the closest text."""
        return self.outcome == "answered" and self.notice is None


def write_quotes(question: Question, hits: Sequence[Hit], library: Library, threshold: float) -> Draft:
    """The answer in the articles' own words, or, if they do not answer, the closest paragraphs.

    It is given if the log-odds that there is one exceed the threshold.
    """
    say = wording(question.language)
    if not hits:
        return Draft("not_found", say.not_found)
    # In somebody's words the topic must be found; the name of the speaker says nothing about it.
    weights = whole_words(library.weights(question.topic))
    found = candidates(question, hits, weights)
    speakers, copies = Speakers(library), Copies(hits, library)
    able, odds = may_answer(question, hits, found, weights, speakers, library.embeddings.encode, threshold)
    if able and (odds is None or odds > threshold):
        comparing = Comparing(question, weights, copies, library.embeddings.encode)
        accounts = side_by_side(best(question, one_a_statement(able)), able, comparing)
        told = [(places(one, hits, copies, speakers), differs) for one, differs in accounts]
        differ = say.differ_in.get(question.asks_for or "", say.differ)
        return replace(_answer(told, speakers, say, differ), answerability=odds)
    return replace(_refusal(question, found, weights, speakers), answerability=odds)


def refuse(question: Question, hits: Sequence[Hit], library: Library) -> Draft:
    """The draft that says that the articles do not answer, with the closest paragraphs."""
    weights = whole_words(library.weights(question.topic))
    return _refusal(question, candidates(question, hits, weights), weights, Speakers(library))


def _refusal(question: Question, found: Sequence[Candidate], weights: Mapping[str, float], speakers: Speakers) -> Draft:
    say = wording(question.language)
    near = one_a_paragraph(one_a_statement(found))[:CLOSEST]
    near = spoken_instead(question, weights, near, found, speakers)
    closest = tuple(cite(Place(one), None, speakers) for one in near)
    if not question.speaker:
        return Draft("not_found", say.not_found, closest=closest)
    return refused(say, not_reported(question, weights, near, speakers, say), closest)


def refused(say: Wording, refusal: Sequence[Coded], closest: tuple[Citation, ...] = ()) -> Draft:
    """The draft that says why there is no answer."""
    text = say.together(one.told(say.language) for one in refusal)
    return Draft("not_found", text, closest=closest, refusal=tuple(refusal))


def as_events(draft: Draft) -> Iterator[Text | Cited | Claimed]:
    """The draft as events: each claim's text with what precedes it, then its new citations, then the claim."""
    ends = [claim.start for claim in draft.claims[1:]] + [len(draft.text)] * bool(draft.claims)
    at, cited = 0, set[int]()
    for claim, end in zip(draft.claims, ends, strict=True):
        yield Text(draft.text[at:end])
        at = end
        new = set(claim.citations) - cited
        yield from (Cited(citation) for citation in draft.citations if citation.marker in new)
        yield Claimed(claim)
        cited |= new
    if not draft.claims:
        yield Text(draft.text)


def _answer(told: Sequence[tuple[Sequence[Place], bool]], speakers: Speakers, say: Wording, differ: str) -> Draft:
    """Each statement with all its places; differing ones come first."""
    text = f"{differ}\n\n" if any(differs for _, differs in told) else ""
    claims, citations, before = list[tuple[Claim, bool]](), list[Citation](), None
    for where_told, differs in told:
        cited = [cite(place, marker, speakers) for marker, place in enumerate(where_told, start=len(citations) + 1)]
        claim = _opening(cited[0], before, where_told, say) + quoted(say, cited[0].quote)
        start, markers = len(text), tuple(range(len(citations) + 1, len(citations) + len(cited) + 1))
        text += f"{claim} {''.join(f'[{marker}]' for marker in markers)}\n\n"
        claims.append((Claim(claim, start, start + len(claim), markers, verdict="supported"), differs))
        citations += cited
        before = cited[0]
    return Draft("answered", text.rstrip(), tuple(_against_each_other(claims)), tuple(citations))


def _against_each_other(claims: Sequence[tuple[Claim, bool]]) -> Iterator[Claim]:
    """The claims; each that differs names the citations of the others that do."""
    for claim, differs in claims:
        against = [other.citations for other, others in claims if differs and others and other is not claim]
        yield replace(claim, differs_from=tuple(marker for markers in against for marker in markers))


def _opening(citation: Citation, before: Citation | None, told: Sequence[Place], say: Wording) -> str:
    """The words before a quote; what the previous quote already said is not repeated."""
    if before is None or before.article_id != citation.article_id or len(told) > 1:
        where_told = all_of(say, [where(say, place.one.hit.heading) for place in told])
        return lead(say, citation.voice, citation.speaker, where_told, citation.text_kind)
    if (before.voice, before.speaker) == (citation.voice, citation.speaker):
        return say.more
    return lead(say, citation.voice, citation.speaker, say.same, citation.text_kind)
