"""Assembles an answer: sentences around quotes, each quote a claim with its citation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.answering.choosing import Candidate, one_a_paragraph
from assistant.answering.citing import cite
from assistant.answering.composing.composer_input import Asking
from assistant.answering.drafting.growing_text import GrowingText, together
from assistant.answering.quoting import CLOSEST, Draft, refused
from assistant.answering.same_statements import Place
from assistant.answering.wording import MORE, SAME_ARTICLE, all_of, lead, where
from assistant.answering.wording import Place as Where
from assistant.answers import Citation, Outcome, Premise
from assistant.texts.coded import Coded
from index.articles import Heading, Hit


class Telling(GrowingText):
    """One answer being assembled; `draft` completes it."""

    def __init__(self, asking: Asking) -> None:
        super().__init__(asking.language)
        self.asking = asking
        self._last: tuple[str, str, str | None] | None = None

    @classmethod
    def going_on(cls, asking: Asking, draft: Draft) -> Telling:
        """An answer that continues a draft."""
        telling = cls(asking)
        telling.text, telling.framed = f"{draft.text}\n\n", [*draft.framed]
        telling.claims, telling.citations = [*draft.claims], [*draft.citations]
        last = draft.citations[-1]
        telling._last = (last.article_id, last.voice, last.speaker)
        return telling

    def sentence(self, said: Coded) -> None:
        super().sentence(said)
        self._last = None

    def quote(
        self, one: Candidate, *, before: Sequence[Coded] = (), article: bool = True, copies: Sequence[Candidate] = ()
    ) -> int:
        """Adds a quote with its speaker and, unless `article` is false, its source; returns its marker.

        A sentence that an article repeats verbatim is quoted only once, unless words go `before` it.
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
            opening = [MORE] if article else []
        elif self._last and self._last[0] == citation.article_id or not article:
            opening = [self._lead(citation, SAME_ARTICLE)] if citation.speaker else []
        else:
            opening = [self._lead(citation, where(one.hit.heading))]
        self._last = said
        return self.claim(opening, [citation])

    def stated(self, told: Sequence[Place]) -> int:
        """Adds a quote with its speaker and all articles that contain it; returns its first marker."""
        if len(told) == 1:
            return self.quote(told[0].one, copies=told[0].copies)
        first = len(self.citations) + 1
        cited = [cite(place, marker, self.asking.speakers) for marker, place in enumerate(told, start=first)]
        everywhere = all_of([where(place.one.hit.heading) for place in told])
        self._last = (cited[0].article_id, cited[0].voice, cited[0].speaker)
        return self.claim([self._lead(cited[0], everywhere)], cited)

    def of_catalog(self, said: Coded, heading: Heading) -> int | None:
        """Adds catalog data on an article, citing its first paragraph; returns the marker, or None."""
        read = self.asking.paragraphs(heading.id) or self.asking.library.paragraphs(heading.id, [1])
        if not read:
            return None
        nowhere = Candidate(Hit(read[0], heading, 0.0), 0, 0)  # no sentence contains catalog data
        citation = cite(Place(nowhere), len(self.citations) + 1, self.asking.speakers)
        self._last = None
        return self.claim([said], [citation], quotes=False)

    def _lead(self, citation: Citation, place: Where) -> Coded:
        teller = self.asking.speakers.teller(citation.article_id, citation.paragraph, citation.start)
        return lead(citation.voice, citation.speaker, place, citation.text_kind, teller=teller)

    def quoting(self, found: Iterable[Candidate]) -> Draft:
        """The answer so far, followed by these quotes."""
        for one in found:
            self.quote(one)
        return self.draft()

    def draft(
        self, outcome: Outcome = "answered", *, premise: Premise | None = None, closest: Sequence[Candidate] = ()
    ) -> Draft:
        near = tuple(cite(Place(one), None, self.asking.speakers) for one in one_a_paragraph(closest)[:CLOSEST])
        return Draft(
            outcome,
            self.text.rstrip(),
            tuple(self.claims),
            tuple(self.citations),
            closest=near,
            premise=premise,
            framed=tuple(self.framed),
        )


def nothing_found(asking: Asking, why: Coded | None = None, *, closest: Sequence[Candidate] = ()) -> Draft:
    """The draft that says `why` nothing was found, or only that nothing was, with the closest candidates."""
    draft = Telling(asking).draft("not_found", closest=closest)
    return refused(asking.language, [why], draft.closest) if why else without_any(asking, draft)


def nothing_more(asking: Asking) -> Draft:
    """The draft that says that nothing was found, or nothing more if the question asks for more."""
    return nothing_found(asking, Coded("answers.no_more") if asking.given else None)


def without_any(asking: Asking, draft: Draft) -> Draft:
    """The draft that says that nothing was found; in reply to German, say, it is in German on every page."""
    nothing, foreign = asking.nothing(), asking.plan.asked_in
    text, framed = together([nothing], foreign or asking.language)
    return replace(draft, text=text, refusal=() if foreign else (nothing,), framed=() if foreign else framed)
