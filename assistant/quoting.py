"""The writer without a model: it quotes the sentences that answer, and says whose words they are and where they stand.

Choosing sentences, saying who said it, and refusing are three functions with figures of their own, in choosing.py,
attribution.py and deciding.py; this module puts them one after another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote as percent_encoded

from assistant.answers import Citation, Claim, Outcome, SpeakerFrom
from assistant.choosing import Candidate, best, candidates, one_a_paragraph
from assistant.deciding import may_answer
from assistant.question import Question
from assistant.speakers import Speakers
from assistant.wording import Wording, lead, quoted, where, wording
from index.articles import Hit
from index.library import Library

CLOSEST = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer as the writer leaves it; `answerability` is what the threshold was held against, where it was."""

    outcome: Outcome
    text: str
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    closest: tuple[Citation, ...] = ()
    notice: str | None = None
    answerability: float | None = None


def write_quotes(question: Question, hits: Sequence[Hit], library: Library, threshold: float) -> Draft:
    """The answer in the articles' own words, or, where they do not say, the paragraphs that come closest.

    It is given where the log-odds that there is one are above the threshold.
    """
    say = wording(question.language)
    if not hits:
        return Draft("not_found", say.not_found, notice=None if library.count() else say.empty)
    # Of somebody's words the topic is what must be found in them: the name of who says them says nothing of it.
    weights = library.weights(question.topic)
    found = candidates(question, hits, weights)
    speakers = Speakers(library)
    able, odds = may_answer(question, hits, found, weights, speakers, library.embeddings.encode)
    if able and (odds is None or odds > threshold):
        return replace(_answer(best(question, able), speakers, say), answerability=odds)
    closest = tuple(_cite(one, None, speakers) for one in one_a_paragraph(found)[:CLOSEST])
    nobody = say.not_said.format(who=question.speaker) if question.speaker else say.not_found
    return Draft("not_found", nobody, closest=closest, answerability=odds)


def _answer(chosen: Sequence[Candidate], speakers: Speakers, say: Wording) -> Draft:
    text, claims, citations = "", [], list[Citation]()
    for marker, one in enumerate(chosen, start=1):
        citation = _cite(one, marker, speakers)
        claim = _opening(citation, citations[-1] if citations else None, one, say) + quoted(say, citation.quote)
        start = len(text)
        text += f"{claim} [{marker}]\n\n"
        claims.append(Claim(claim, start, start + len(claim), (marker,), supported=True))
        citations.append(citation)
    return Draft("answered", text.rstrip(), tuple(claims), tuple(citations))


def _opening(citation: Citation, before: Citation | None, one: Candidate, say: Wording) -> str:
    """What stands before a quote; what the quote before it said already is not said again."""
    if before is None or before.article_id != citation.article_id:
        return lead(say, citation.voice, citation.speaker, where(say, one.hit.heading))
    if (before.voice, before.speaker) == (citation.voice, citation.speaker):
        return say.more
    return lead(say, citation.voice, citation.speaker, say.same)


def _cite(one: Candidate, marker: int | None, speakers: Speakers) -> Citation:
    heading, paragraph, said = one.hit.heading, one.hit.paragraph, speakers.of(one)
    named = said.speaker_from
    return Citation(
        marker=marker,
        article_id=heading.id,
        title=heading.title,
        outlet=heading.outlet,
        published=heading.published,
        url=heading.url,
        paragraph=paragraph.number,
        quote=one.text,
        start=one.start,
        end=one.end,
        revision=paragraph.revision,
        voice=said.voice,
        speaker=said.speaker,
        speaker_from=SpeakerFrom(paragraph.number - named[0], named[1], named[2]) if named else None,
        link=f"/articles/{percent_encoded(heading.id, safe='')}#p{paragraph.number}",
    )
