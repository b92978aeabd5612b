"""Puts notices before answers that quote corrected or withdrawn text, and labels satire."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from math import log
from typing import Literal

from assistant.answering.choosing import Candidate
from assistant.answering.citing import cite
from assistant.answering.drafting.editing import Edit, edited
from assistant.answering.drafting.growing_text import GrowingText
from assistant.answering.quoting import Draft
from assistant.answering.same_statements import Place
from assistant.answering.speakers import Speakers
from assistant.answering.wording import SETTLED, quoted, where
from assistant.answers import Citation, Claim, Framed, noticed
from assistant.texts.coded import Coded
from index import encoders
from index.articles import VIEWS, Heading, Hit
from index.embedding import correction_judge
from index.language.corrections import values
from index.language.notice_words import is_labelled, is_of_headline
from index.language.numbers import quantities_in
from index.language.quotations import is_cjk
from index.language.sentences import sentences
from index.language.tokens import content_words
from index.library import Library
from index.store.corrections import Corrected, notice_about, says

LONGEST = 400  # maximum characters of a notice quoted whole; of a longer one, only the sentence with the new words
WITHDRAWN = Coded("reasons.withdrawn")
CORRECTED_SINCE = Coded("reasons.corrected_since")
SATIRE, BEFORE_CORRECTION = Coded("answers.satire"), Coded("answers.before_correction")
# The share of a question's words that a notice about it must have, and the share that the notice and what it corrects
# must have together; both are higher where nothing else answers.
SHARED, COVERED = 0.2, 0.5
ALL_SHARED, ALL_COVERED = 0.3, 0.6
SURE = log(0.8)  # log-probability at which the model that judges claims by notices is trusted
MOST = 2  # notices about the question itself, besides those about quoted words

_MARKERS = re.compile(r"\s*(?:\[\d{1,4}\])*\s*")
_MARKER = re.compile(r"\[(\d{1,4})\]")


@dataclass(frozen=True, slots=True)
class Corrections:
    """What is needed to show corrections: the library, the language, and the day after which notices are hidden."""

    library: Library
    language: str
    as_of: str | None = None

    def shown(self, draft: Draft, question: str) -> Draft:
        """The draft preceded by notices about the question or the words it quotes, with satire labelled as such."""
        if draft.outcome == "not_found" and not draft.citations:
            return self._refused(draft, question)
        if draft.outcome == "reply" or not draft.citations:
            return draft
        notices = known(self.library, self.as_of)
        found = {one.marker: notice for one in draft.citations if (notice := _about(one, notices))}
        itself = {one.marker: notice for one in draft.citations if (notice := _itself(one, notices))}
        theirs = {marker: notice for marker, notice in itself.items() if notice.kind != "change"}
        changed = {marker: notice for marker, notice in itself.items() if notice.kind == "change"}
        draft = _without(_marked(draft, found, notices), theirs)
        asked = {
            marker: one
            for marker, one in found.items()
            if one.kind == "withdrawal" or any(says(question, words) for words in (one.was, one.now) if words)
        }
        draft = _unsettled(self._opened(draft, lambda claim: self._before(draft, claim, found, changed)), asked)
        if any(one.kind == "withdrawal" for one in theirs.values()) and not any(one.citations for one in draft.claims):
            draft = _unanswered(draft)
        cited: dict[str, str] = {}
        for one in draft.citations:
            cited[one.article_id] = f"{cited.get(one.article_id, '')} {one.quote}"
        near = self._asked(cited, content_words(question), notices, SHARED, COVERED)
        mended = [one for one in notices if any(_has_new(citation, one) for citation in draft.citations)]
        new = once([*found.values(), *theirs.values(), *near, *mended])
        return self._first(draft, new) if new else draft

    def _refused(self, draft: Draft, question: str) -> Draft:
        """The notices that answer if no article does; else the refusal, after a notice about the closest article."""
        closest = dict.fromkeys((one.article_id for one in draft.closest), "")
        asked = content_words(question)
        near = self._asked(closest, asked, known(self.library, self.as_of), ALL_SHARED, ALL_COVERED)
        with_new = [one for one in near if one.now]
        nothing = replace(
            draft, outcome="answered", text="", claims=(), citations=(), closest=(), refusal=(), framed=()
        )
        if with_new:
            return self._first(nothing, with_new)
        there = self._closest(draft, asked)
        return self._first(draft, there) if there else draft

    def _closest(self, draft: Draft, asked: Set[str]) -> list[Corrected]:
        """At most one notice, on the closest article; with its closest passages it has most of the question's words."""
        found = [one for one in draft.closest if one.article_id == draft.closest[0].article_id]
        numbers, able = {one.paragraph for one in found}, list[Corrected]()
        for one in known(self.library, self.as_of):
            if not found or found[0].article_id not in (one.corrects, one.article_id) or one.kind == "change":
                continue
            about = content_words(" ".join([found[0].title, one.quote, *(near.quote for near in found)]))
            placed = one.place in numbers or (one.article_id == one.corrects and one.paragraph in numbers)
            if (placed or one.kind == "withdrawal") and len(asked & about) >= ALL_COVERED * len(asked):
                able.append(one)
        return sorted(able, key=lambda one: -len(asked & content_words(one.quote)))[:1]

    def _asked(
        self, articles: Mapping[str, str], asked: Set[str], notices: Sequence[Corrected], shared: float, covered: float
    ) -> list[Corrected]:
        """The notices about these articles with enough of the question's words.

        The notice alone must have the share `shared`; with what it corrects and the article's quotes, `covered`.
        """
        found = []
        for one in notices:
            mine = asked & content_words(one.quote)
            if one.corrects is None or one.corrects not in articles or one.kind == "change":
                continue
            if len(mine) < max(2, shared * len(asked)):
                continue
            heading = self.library.heading(one.corrects)
            place = self.library.paragraph(one.corrects, one.place).text if one.place is not None else ""
            about = content_words(f"{one.quote} {heading.title if heading else ''} {place} {articles[one.corrects]}")
            if len(asked & about) >= covered * len(asked):
                found.append((len(mine), one))
        return once(one for _, one in sorted(found, key=lambda pair: -pair[0]))[:MOST]

    def heeded(self, draft: Draft) -> Draft:
        """A chat model's draft with the claims that notices contradict marked as such, and the first notice added."""
        notices = known(self.library, self.as_of)
        found = {one.marker: notice for one in draft.citations if (notice := _about(one, notices))}
        draft = _marked(draft, found, notices)
        if not found:
            return draft
        claims = []
        for claim in draft.claims:
            correction = next((found[marker] for marker in claim.citations if marker in found), None)
            if correction and claim.verdict == "supported":
                claim = self._by_notice(claim, correction, notices)
            claims.append(claim)
        first = next(iter(found.values()))
        said = next(iter(lead_of(first, self.library)), "")
        heard = Coded("answers.heeded", {"said": said, "quote": quoted(self.language, first.quote)})
        return replace(draft, claims=tuple(claims), notices=draft.notices or (heard,))

    def _by_notice(self, claim: Claim, notice: Corrected, notices: Sequence[Corrected]) -> Claim:
        """A supported claim, contradicted if the notice about its source withdraws it or contradicts the claim."""
        says_old = notice.was and says(claim.text, notice.was) and not (notice.now and says(claim.text, notice.now))
        items = [one for one in notices if (noticed(one), one.start) == (noticed(notice), notice.start)]
        about = notice.corrects or notice.article_id
        corrected = self.library.heading(about)
        if notice.kind == "withdrawal" or says_old or judged(claim.text, items, corrected) == "contradicted":
            return replace(claim, verdict="contradicted", why=why_contradicted(claim.text, notice))
        return claim

    def beside(self, hits: Sequence[Hit]) -> list[Hit]:
        """The hits, then the notices about their articles that are not among them."""
        there = {hit.place for hit in hits}
        found = {hit.heading.id for hit in hits}
        new = []
        for one in once(known(self.library, self.as_of)):
            relevant = one.corrects in found and one.kind != "change"
            heading = self.library.heading(one.article_id) if relevant else None
            if heading and (one.article_id, one.paragraph) not in there:
                new.append(Hit(self.library.paragraph(one.article_id, one.paragraph), heading, 0.0))
        return [*hits, *new]

    def _before(
        self, draft: Draft, claim: Claim, found: Mapping[int | None, Corrected], changed: Mapping[int | None, Corrected]
    ) -> Sequence[Coded]:
        """The words to put before a claim that quotes corrected text, text whose value has changed since, or satire."""
        cited = _cited(draft, claim)
        if cited and all(one.text_kind == "satire" for one in cited):
            return [SATIRE]
        if new := next((changed[one.marker] for one in cited if one.marker in changed), None):
            return lead_of(new, self.library)
        notices = [found[one.marker] for one in cited if one.marker in found]
        old = notices and all(one.kind != "withdrawal" and (one.was or one.now) for one in notices)
        return [BEFORE_CORRECTION] if old else []

    def _first(self, draft: Draft, new: Sequence[Corrected]) -> Draft:
        """The draft preceded by these notices, each quoted as a claim; a leading "Yes" or "No" stays first."""
        speakers, text = Speakers(self.library), GrowingText(self.language)
        settled = _settled(draft)
        before = draft.text[: settled.end] + "\n\n" if settled else ""
        text.text = before
        for marker, one in enumerate(new, start=1):
            text.claim(lead_of(one, self.library), [cite(Place(_candidate(self.library, one)), marker, speakers)])
        rest = edited(_renumbered(draft, len(new) + 1), [Edit(len(before), len(before), text.text[len(before) :])])
        return replace(
            rest,
            text=rest.text.rstrip(),
            claims=(*text.claims, *rest.claims),
            citations=(*text.citations, *rest.citations),
            framed=tuple(sorted((*text.framed, *rest.framed), key=lambda one: one.start)),
        )

    def _opened(self, draft: Draft, before: Callable[[Claim], Sequence[Coded]]) -> Draft:
        """The draft with the words that `before` returns for a claim put in front of it."""
        said = [before(claim) for claim in draft.claims]
        words = ["".join(one.in_language(self.language) for one in each) for each in said]
        starts = [claim.start for claim in draft.claims]
        draft = edited(draft, [Edit(at, at, each) for at, each in zip(starts, words, strict=True)])
        framed = [*draft.framed]
        for claim, each, all_words in zip(draft.claims, said, words, strict=True):
            at = claim.start - len(all_words)
            for one in each:
                end = at + len(one.in_language(self.language))
                framed.append(Framed(at, end, one.code, one.values))
                at = end
        return replace(draft, framed=tuple(sorted(framed, key=lambda one: one.start)))


def _settled(draft: Draft) -> Framed | None:
    """The draft's leading "Yes" or "No"."""
    first = next(iter(draft.framed), None)
    return first if first and first.start == 0 and first.code in SETTLED else None


def _unanswered(draft: Draft) -> Draft:
    """The draft without its leading "Yes" or "No"."""
    if (settled := _settled(draft)) is None:
        return draft
    rest = draft.text[settled.end :]
    return edited(draft, [Edit(0, settled.end + len(rest) - len(rest.lstrip()))])


def _unsettled(draft: Draft, found: Mapping[int | None, Corrected]) -> Draft:
    """The draft without its "Yes" or "No" if it rests only on views, satire or text with a notice in `found`."""
    cited = [one for claim in draft.claims for one in _cited(draft, claim)]
    return _unanswered(draft) if cited and not any(_is_evidence(one, found) for one in cited) else draft


def known(library: Library, as_of: str | None) -> list[Corrected]:
    """The library's notices and changes, except those dated after the day `as_of`."""
    found = library.corrections()
    if as_of is None or not found:
        return found
    there = library.headings([one.article_id for one in found])
    dates = {id: (heading.published or "")[:10] for id, heading in there.items()}
    days = [one.day or "" if one.kind == "change" else dates.get(one.article_id, "") for one in found]
    return [one for one, day in zip(found, days, strict=True) if day[:10] <= as_of]


def once(notices: Iterable[Corrected]) -> list[Corrected]:
    """Each notice once, even if it corrects several things."""
    found: dict[object, Corrected] = {}
    for one in notices:
        found.setdefault((noticed(one), one.start, one.now if one.kind == "change" else None), one)
    return list(found.values())


def lead_of(one: Corrected, library: Library, *, named: bool = False) -> list[Coded]:
    """The words that introduce a notice: what it does, its date and, if `named`, the article that it corrects."""
    about = one.corrects or one.article_id
    heading = library.heading(about)
    if one.kind == "withdrawal" and heading is not None:
        return [Coded("answers.withdrawn", {"where": where(heading)})]
    if one.kind == "change" and one.day:
        said = [Coded("answers.changed_on", {"day": one.day[:10], "now": one.now, "was": one.was})]
    elif one.day:
        said = [Coded("answers.corrected_on", {"day": one.day[:10]})]
    else:
        said = [] if is_labelled(one.quote) else [Coded("answers.corrected")]
    return [Coded("answers.row", {"where": where(heading)}), *said] if named and heading else said


@lru_cache(maxsize=256)
def _judged(claim: str, title: str, notice: str) -> Literal["supported", "contradicted"] | None:
    texts = tuple(notice[start:end] for start, end in sentences(notice))
    borne = correction_judge().of_claim(claim, encoders.Passage(title, texts))
    if borne.contradicted >= SURE:
        return "contradicted"
    return "supported" if borne.supported >= SURE else None


def judged(
    claim: str, items: Sequence[Corrected], corrected: Heading | None
) -> Literal["supported", "contradicted"] | None:
    """The model's verdict on a claim from a notice in English, read with the title of the `corrected` article.

    `items` are all that the notice corrects. The verdict is None if the model is not sure, if the claim's figures,
    dates and names speak against it, or for a change without a notice.
    """
    notice = items[0]
    if notice.kind == "change" or corrected is None or is_cjk(claim) or is_cjk(notice.quote):
        return None
    verdict = _judged(claim, corrected.title, notice.quote)
    old, new = (any(_has_value(claim, one.was) for one in items), any(_has_value(claim, one.now) for one in items))
    if verdict == "contradicted":
        return None if new and not old else verdict
    known = {one.value for one in quantities_in(f"{corrected.title} {notice.quote}")}
    given = {one.value for one in quantities_in(claim)} <= known
    return None if (old and not new) or not given else verdict


def _has_value(claim: str, words: str | None) -> bool:
    """Whether a claim has a notice's old or new words, or a figure, date or name in them."""
    return bool(words) and (says(claim, words or "") or any(value in claim for _, value in values(f"in {words}")))


def why_contradicted(claim: str, notice: Corrected) -> Coded:
    """Why a notice contradicts a claim."""
    if notice.kind == "withdrawal":
        return WITHDRAWN
    return reason_of(notice) if notice.was and says(claim, notice.was) else CORRECTED_SINCE


def reason_of(notice: Corrected) -> Coded:
    """Why a claim that repeats the old words is contradicted."""
    if notice.now and notice.was:
        return Coded("reasons.corrected", {"now": notice.now, "was": notice.was})
    return CORRECTED_SINCE


def _itself(citation: Citation, notices: Sequence[Corrected]) -> Corrected | None:
    """The notice that the citation quotes from; the quoted part may have only the old words."""
    for one in notices:
        there = (one.article_id, one.paragraph) == (citation.article_id, citation.paragraph)
        if there and citation.start < one.end and citation.end > one.start:
            return one
    return None


def _about(citation: Citation, notices: Sequence[Corrected]) -> Corrected | None:
    return notice_about(notices, citation.article_id, citation.paragraph, citation.quote)


def _has_new(citation: Citation, notice: Corrected) -> bool:
    """Whether the citation quotes the new words from a corrected article that already has them."""
    if notice.kind == "change" or notice.corrects != citation.article_id or not notice.now:
        return False
    words = content_words(notice.now)
    if is_of_headline(notice.quote) and says(citation.title, notice.now):
        return True
    return says(citation.quote, notice.now) or (len(words) > 1 and words <= content_words(citation.quote))


def _is_evidence(citation: Citation, found: Mapping[int | None, Corrected]) -> bool:
    return citation.marker not in found and citation.text_kind not in ("satire", *VIEWS)


def _without(draft: Draft, markers: Collection[int | None]) -> Draft:
    """The draft without claims that rest only on these citations, and without citations that are then unused."""
    edits = []
    for claim in draft.claims:
        if claim.citations and all(marker in markers for marker in claim.citations):
            behind = _MARKERS.match(draft.text, claim.end)
            edits.append(Edit(claim.start, behind.end() if behind else claim.end))
    draft = edited(draft, edits)
    dropped = set(markers) - {marker for claim in draft.claims for marker in claim.citations}
    citations = tuple(one for one in draft.citations if one.marker not in dropped)
    return replace(draft, text=draft.text.rstrip(), citations=citations)


def _marked(draft: Draft, found: Mapping[int | None, Corrected], notices: Sequence[Corrected]) -> Draft:
    """The draft with each citation's `corrected_by` set to the notice about its words or else about its title."""
    pairs = [(one, found.get(one.marker) or _about_title(one, notices)) for one in draft.citations]
    return replace(draft, citations=tuple(replace(one, corrected_by=noticed(by)) if by else one for one, by in pairs))


def _about_title(citation: Citation, notices: Sequence[Corrected]) -> Corrected | None:
    """The notice that corrects the citation's title."""
    for one in notices:
        itself = (one.article_id, one.paragraph) == (citation.article_id, citation.paragraph)
        if one.kind == "change" or one.corrects != citation.article_id or itself or not one.was:
            continue
        if says(citation.title, one.was) and not (one.now and says(citation.title, one.now)):
            return one
    return None


def _cited(draft: Draft, claim: Claim) -> list[Citation]:
    return [one for one in draft.citations if one.marker in claim.citations]


def span_quoted(one: Corrected, text: str) -> tuple[int, int]:
    """The span of a notice to quote: all of it or, if it is long, the sentence with the new words or else the first."""
    if one.end - one.start <= LONGEST:
        return one.start, one.end
    spans = [(one.start + first, one.start + last) for first, last in sentences(one.quote)]
    telling = [span for span in spans if one.now and one.now in text[span[0] : span[1]]]
    return (telling or spans)[0]


def _candidate(library: Library, one: Corrected) -> Candidate:
    paragraph = library.paragraph(one.article_id, one.paragraph)
    hit = Hit(paragraph, library.headings([one.article_id])[one.article_id], 0.0)
    return Candidate(hit, *span_quoted(one, paragraph.text))


def _renumbered(draft: Draft, first: int) -> Draft:
    """The draft with its citations numbered from `first`, in order."""
    numbers = {one.marker: number for number, one in enumerate(draft.citations, start=first)}

    def mapped(markers: Sequence[int]) -> tuple[int, ...]:
        return tuple(numbers[marker] for marker in markers if marker in numbers)

    edits, at = list[Edit](), 0
    for claim in (*draft.claims, None):
        for found in _MARKER.finditer(draft.text, at, claim.start if claim else len(draft.text)):
            number = numbers.get(int(found[1]))
            edits.append(Edit(*found.span(), f"[{number}]" if number else ""))
        at = claim.end if claim else at
    draft = edited(draft, edits)
    claims = [
        replace(one, citations=mapped(one.citations), differs_from=mapped(one.differs_from)) for one in draft.claims
    ]
    return replace(
        draft,
        claims=tuple(claims),
        citations=tuple(replace(one, marker=numbers[one.marker]) for one in draft.citations),
        premise=draft.premise and replace(draft.premise, citations=mapped(draft.premise.citations)),
    )
