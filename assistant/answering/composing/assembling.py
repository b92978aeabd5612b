"""Assembles an answer: sentences around quotes, each quote a claim with its citation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.choosing import Candidate, one_a_paragraph
from assistant.answering.citing import cite
from assistant.answering.composing.composer_input import Asking, nowhere
from assistant.answering.quoting import CLOSEST, Draft
from assistant.answering.same_statements import Place
from assistant.answering.wording import all_of, lead, quoted, where
from assistant.answers import Citation, Claim, Outcome, Premise
from index.articles import Heading


class Telling:
    """One answer being assembled; `draft` completes it."""

    def __init__(self, asking: Asking) -> None:
        self.asking = asking
        self.text = ""
        self.claims: list[Claim] = []
        self.citations: list[Citation] = []
        self._last: tuple[str, str, str | None] | None = None

    @classmethod
    def going_on(cls, asking: Asking, draft: Draft) -> Telling:
        """An answer that continues a draft."""
        telling = cls(asking)
        telling.text, telling.claims, telling.citations = f"{draft.text}\n\n", [*draft.claims], [*draft.citations]
        last = draft.citations[-1]
        telling._last = (last.article_id, last.voice, last.speaker)
        return telling

    def sentence(self, text: str) -> None:
        """Adds a sentence of our own that claims nothing beyond what the citations after it show."""
        self.text += f"{text}\n\n"
        self._last = None

    def quote(
        self,
        one: Candidate,
        *,
        before: str = "",
        article: bool = True,
        copies: Sequence[Candidate] = (),
    ) -> int:
        """Adds a quote with its speaker and source; returns its marker. Without `article` the source is not named.

        What an article says twice in the same words is quoted once, unless something goes `before` it.
        """
        citation = cite(Place(one, tuple(copies)), len(self.citations) + 1, self.asking.speakers)
        for known in self.citations if not before else ():
            if (known.article_id, known.quote) == (citation.article_id, citation.quote):
                return self.citations.index(known) + 1
        teller = self.asking.speakers.teller(citation.article_id, citation.paragraph, citation.start)
        said = (citation.article_id, citation.voice, f"{citation.speaker} {teller}" if teller else citation.speaker)
        if before:
            opening = before
        elif self._last == said:
            opening = "" if not article else self.asking.say.more
        elif self._last and self._last[0] == citation.article_id or not article:
            same = self.asking.say.same
            opening = self._lead(citation, same) if citation.speaker else ""
        else:
            opening = self._lead(citation, where(self.asking.say, one.hit.heading))
        self._last = said
        return self._claim(opening + quoted(self.asking.say, citation.quote), citation)

    def stated(self, told: Sequence[Place]) -> int:
        """Adds a quote with its speaker and all its places; returns its first marker."""
        if len(told) == 1:
            return self.quote(told[0].one, copies=told[0].copies)
        first, say = len(self.citations) + 1, self.asking.say
        cited = [cite(place, marker, self.asking.speakers) for marker, place in enumerate(told, start=first)]
        everywhere = all_of(say, [where(say, place.one.hit.heading) for place in told])
        self._last = (cited[0].article_id, cited[0].voice, cited[0].speaker)
        opening = self._lead(cited[0], everywhere)
        return self._claim(opening + quoted(say, cited[0].quote), *cited)

    def of_catalog(self, text: str, heading: Heading, *, shown: Candidate | None = None) -> int | None:
        """Adds what the catalog knows of an article, citing the words that state it, or else its first paragraph."""
        if shown is None:
            read = self.asking.paragraphs(heading.id) or self.asking.library.paragraphs(heading.id, [1])
            if not read:
                return None
            shown = nowhere(heading, read[0])
        citation = cite(Place(shown), len(self.citations) + 1, self.asking.speakers)
        self._last = None
        return self._claim(text, citation)

    def _lead(self, citation: Citation, place: str) -> str:
        who, say = citation.speaker, self.asking.say
        teller = self.asking.speakers.teller(citation.article_id, citation.paragraph, citation.start)
        if who and teller and teller != who:
            who = say.told_by.format(who=who, teller=teller)
        return lead(say, citation.voice, who, place, citation.text_kind)

    def _claim(self, text: str, *citations: Citation) -> int:
        marker, start = len(self.citations) + 1, len(self.text)
        self.citations += citations
        markers = tuple(range(marker, marker + len(citations)))
        self.claims.append(Claim(text, start, start + len(text), markers, verdict="supported"))
        self.text += f"{text} {''.join(f'[{one}]' for one in markers)}\n\n"
        return marker

    def draft(
        self,
        outcome: Outcome = "answered",
        *,
        premise: Premise | None = None,
        closest: Sequence[Candidate] = (),
        notice: str | None = None,
    ) -> Draft:
        near = tuple(cite(Place(one), None, self.asking.speakers) for one in one_a_paragraph(closest)[:CLOSEST])
        return Draft(
            outcome,
            self.text.rstrip(),
            tuple(self.claims),
            tuple(self.citations),
            closest=near,
            premise=premise,
            notice=notice,
        )


def nothing_found(asking: Asking, text: str = "", *, closest: Sequence[Candidate] = ()) -> Draft:
    """The draft that says that nothing was found, or `text` in its place, with the closest candidates."""
    telling = Telling(asking)
    if text:
        telling.sentence(text)
    draft = telling.draft("not_found", closest=closest)
    return draft if text else without_any(asking, draft)


def without_any(asking: Asking, draft: Draft) -> Draft:
    """The draft that says that nothing was found; a question in German, for example, gets it in German everywhere."""
    nothing, foreign = asking.nothing(), asking.plan.asked_in
    return replace(draft, text=nothing.told(foreign or asking.say.language), refusal=() if foreign else (nothing,))
