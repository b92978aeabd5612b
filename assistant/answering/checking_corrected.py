"""How notices and kinds of text change the verdict on a claim.

A notice's new words support claims; its old words, and withdrawals, contradict them; satire is not evidence. A claim
that only an opinion, letter or review supports is attributed to its author; one that another article denies, to the
article that makes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.answering.corrected import CORRECTED_SINCE, WITHDRAWN, judged, known, reason_of, why_contradicted
from assistant.answering.sources import sources_of
from assistant.answering.speakers import Speakers
from assistant.texts.coded import Coded
from assistant.verifying.verdicts import Evidence, Source, Verdict
from assistant.verifying.verification import Verifier
from index.articles import VIEWS, Heading, Hit
from index.language.notice_words import is_mended, titles_in
from index.language.quotations import is_cjk
from index.language.sentences import sentences
from index.language.taken_back import about_same, as_corrected, unreported, without_old
from index.language.tokens import content_words
from index.library import Library
from index.reading.voices import Attribution
from index.store.corrections import Corrected, corrects, says
from index.store.notices.texts import CLAUSE

HELD = 0.7  # the share of a claim's words, apart from the old ones, that the corrected text must have
REPEATED = 0.4  # minimum share of a corrected clause's words for a claim to repeat the clause
DIFFERING = 0.5  # minimum share of the words found only in the new clause for a claim to state it
NOTICES = 8  # notices, besides withdrawals, that are compared with a claim: those that share the most words with it
CONCERNS = 0.5  # the share of a claim's words that a notice must have to concern it

SATIRE = Coded("reasons.satire")
CONCERNED = Coded("reasons.concerned")

_Place = tuple[str, int]  # article id, paragraph number


@dataclass(slots=True)
class AsCorrected:
    """Checks claims against the articles of a library as corrected."""

    verifier: Verifier
    library: Library
    speakers: Speakers
    as_of: str | None
    safe: Callable[[Sequence[Hit]], Sequence[Hit]]  # leaves out paragraphs with instructions to a machine
    # Looked up once, since a text has many claims, and an article may have many notices.
    _notices: Sequence[Corrected] = field(init=False)
    _by_words: Verifier = field(init=False)
    _headings: dict[str, Heading | None] = field(init=False, default_factory=dict)
    _sources: dict[_Place, Source] = field(init=False, default_factory=dict)
    _taken_back: dict[_Place, list[Corrected]] = field(init=False, default_factory=dict)
    _correcting: dict[str, list[Corrected]] = field(init=False, default_factory=dict)
    _right: dict[_Place, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._notices = known(self.library, self.as_of)
        self._by_words = self.verifier.by_words()
        for one in self._notices:
            if one.kind != "change":
                self._taken_back.setdefault(_place(one), []).append(one)
            if one.kind not in ("change", "withdrawal") and one.corrects and one.now:
                self._correcting.setdefault(one.corrects, []).append(one)

    def verify(self, claim: str, hits: Sequence[Hit]) -> Verdict:
        """The verdict on the claim from the hits found for it and the notices about their articles."""
        serious = [hit for hit in hits if hit.heading.text_kind != "satire"]
        found = {hit.heading.id for hit in serious}
        concerned = [one for one in self._notices if one.corrects in found or one.article_id in found]
        notices = _nearest(claim, concerned)
        verifier = self._by_words if concerned else self.verifier  # corrected text is compared word by word
        sources = [*sources_of(serious, self.speakers), *self._missing(notices, serious)]
        right = [self._corrected(one) for one in sources]
        verdict = _restored(verifier.verify(claim, right), sources)
        for notice in notices:
            if changed := self._changed(claim, verdict, notice, sources, right):
                return changed
        verdict = self._with_notice(claim, verdict, notices, sources, right)
        corrected = {notice.corrects for notice in concerned}
        facts = [
            one
            for one in sources
            if one.heading.id not in corrected
            and one.heading.text_kind not in VIEWS
            and one.place not in self._taken_back
        ]
        if verdict.verdict == "attributed":
            return verifier.outdated(claim, verdict, facts)
        if verdict.verdict == "supported":
            verdict = _whose_view(claim, verdict)
            return verifier.disputed(claim, verdict, facts) if verdict.verdict == "supported" else verdict
        if verdict.verdict != "contradicted" and len(serious) < len(hits):
            amused = [hit for hit in hits if hit.heading.text_kind == "satire"]
            by_satire = verifier.verify(claim, sources_of(amused, self.speakers))
            if by_satire.verdict in ("supported", "attributed"):
                return Verdict("not_found", SATIRE, by_satire.evidence)
        return verdict

    def _missing(self, notices: Iterable[Corrected], hits: Sequence[Hit]) -> Iterator[Source]:
        """The paragraphs of the notices that are not among the hits."""
        there = {hit.place for hit in hits}
        for place in dict.fromkeys(map(_place, notices)):
            if place not in there and (heading := self._heading(place[0])):
                source = self._source(heading, place[1])
                if self.safe([Hit(source.paragraph, heading, 0.0)]):
                    yield source

    def _heading(self, article_id: str) -> Heading | None:
        if article_id not in self._headings:
            self._headings[article_id] = self.library.heading(article_id)
        return self._headings[article_id]

    def _source(self, heading: Heading, number: int) -> Source:
        place = (heading.id, number)
        if place not in self._sources:
            hit = Hit(self.library.paragraph(*place), heading, 0.0)
            (self._sources[place],) = sources_of([hit], self.speakers)
        return self._sources[place]

    def _corrected(self, source: Source) -> Source:
        """The paragraph with new words in place of old ones, and without what the notices in it retract."""
        place = source.place
        every = self._correcting.get(place[0], ())
        for one in every:
            if one.was and one.was in source.before:
                source = replace(source, before=as_corrected(source.before, one.was, one.now))
        notices = [one for one in every if _place(one) != place and _is_in(one, place[1])]
        if not notices and place not in self._taken_back:
            return source
        if place not in self._right:
            text = source.paragraph.text
            spans = dict[tuple[int, int], list[tuple[str | None, str | None]]]()
            for one in self._taken_back.get(place, ()):
                spans.setdefault((one.start, one.end), []).append((one.was, one.now))
            for (start, end), pairs in spans.items():
                text = without_old(text, start, end, pairs)
            for one in notices:
                text = as_corrected(text, one.was, one.now)
            self._right[place] = text
        return _reading(source, self._right[place], notices)

    def _as_printed(self, source: Source, notice: Corrected) -> Source:
        """The paragraph as it was before the notice, and without the notice."""
        text = source.paragraph.text
        if notice.kind != "change" and _is_of(notice, source):
            text = text[: notice.start] + " " * (notice.end - notice.start) + text[notice.end :]
        elif source.heading.id == notice.corrects and notice.was and not says(text, notice.was):
            text = as_corrected(text, notice.now, notice.was) if notice.now else text
        return _reading(source, text)

    def _changed(
        self, claim: str, verdict: Verdict, notice: Corrected, sources: Sequence[Source], right: Sequence[Source]
    ) -> Verdict | None:
        """The verdict changed by the notice, or None if unchanged; `right` holds the sources with all corrections."""
        evidence = _evidence(notice, sources)
        if evidence is None:
            return None
        borne = _is_borne(verdict)
        if judgement := judged(
            claim, self._items(notice) or [notice], self._heading(notice.corrects or notice.article_id)
        ):
            if judgement == "contradicted":
                return Verdict(judgement, why_contradicted(claim, notice), (evidence,))
            beside = [one for one in verdict.evidence if _id(one) == notice.corrects and not _is_at(notice, one)]
            return Verdict(judgement, None, (evidence, *beside[:1]))
        if notice.kind == "withdrawal":
            rests = borne and all(_id(one) == notice.corrects for one in verdict.evidence)
            if borne and not rests:
                return None
            if revised := self._bears(claim, notice, sources, right):
                return replace(revised, evidence=(evidence,))
            said = rests or self._is_headline(claim, notice, sources)
            return Verdict("contradicted", WITHDRAWN, (evidence,)) if said else None
        old, new = _sides(claim, notice, verdict)
        if old and not new:
            rests = borne and any(_is_old(notice, one) or _is_elsewhere(notice, one) for one in verdict.evidence)
            if rests or _is_about(claim, notice, sources) or self._was_borne(claim, notice, sources, right):
                return Verdict("contradicted", reason_of(notice), (evidence,))
        if (new or not old) and verdict.verdict != "supported":
            revised = self._bears(claim, notice, sources, right)
            if revised and not (borne and revised.verdict == "attributed"):
                return replace(revised, evidence=(evidence,))
        if not borne and not notice.was and not new and self._was_borne(claim, notice, sources, right):
            return Verdict("contradicted", CORRECTED_SINCE, (evidence,))
        if notice.kind == "change":
            return None
        if borne and notice.now is None and self._denies(claim, notice, verdict, right):
            return Verdict("contradicted", CORRECTED_SINCE, (evidence, *verdict.evidence[:1]))
        if any(_is_old(notice, one) or _is_at(notice, one) for one in verdict.evidence):
            if borne and not new and self._as_amended(claim, notice, right).verdict != verdict.verdict:
                return Verdict("not_found", CONCERNED, (evidence, *verdict.evidence[:1]))
            if new and verdict.verdict == "contradicted":
                revised = self._as_amended(claim, notice, right)
                return None if revised.verdict == "contradicted" else Verdict("not_found", revised.reason, (evidence,))
        if is_mended(notice.quote) or (notice.was and notice.now):
            return None  # the current text is right, or only the old words were wrong
        if verdict.verdict == "supported" and not new and self._concerns(claim, notice, verdict):
            return Verdict("not_found", CONCERNED, (evidence, *verdict.evidence[:1]))
        return None

    def _items(self, notice: Corrected) -> list[Corrected]:
        """All that the text of a notice corrects or withdraws."""
        return [one for one in self._taken_back.get(_place(notice), ()) if one.start == notice.start]

    def _is_headline(self, claim: str, notice: Corrected, sources: Sequence[Source]) -> bool:
        """Whether the title that a withdrawal names says the same as the claim."""
        own = [one for one in sources if _is_of(notice, one)]
        titles = [
            replace(one, paragraph=replace(one.paragraph, text=notice.quote[start:end]))
            for one in own
            for start, end in titles_in(notice.quote)
        ]
        return bool(titles) and _is_borne(self._by_words.verify(claim, titles))

    def _was_borne(self, claim: str, notice: Corrected, sources: Sequence[Source], right: Sequence[Source]) -> bool:
        """Whether the article supported the claim before the notice, or would if the claim had the new words."""
        if notice.corrects is None:
            return False
        printed = [self._as_printed(one, notice) for one in sources if one.heading.id == notice.corrects]
        if printed and _is_borne(self._by_words.verify(claim, printed)):
            return True
        if not notice.was or not notice.now:
            return False
        mended = as_corrected(claim, notice.was, notice.now)
        if mended == claim:
            return False
        return _is_borne(self._by_words.verify(mended, right)) or bool(self._bears(mended, notice, sources, right))

    def _with_notice(
        self,
        claim: str,
        verdict: Verdict,
        notices: Sequence[Corrected],
        sources: Sequence[Source],
        right: Sequence[Source],
    ) -> Verdict:
        """The verdict with the notice placed before the evidence that it corrects."""
        changed = {
            one.place for one, now in zip(sources, right, strict=True) if one.paragraph.text != now.paragraph.text
        }
        for notice in notices:
            if notice.kind in ("change", "withdrawal"):
                continue
            if any(_is_at(notice, one) for one in verdict.evidence):
                return replace(
                    verdict, evidence=tuple(sorted(verdict.evidence, key=lambda one: not _is_at(notice, one)))
                )
            theirs = [one for one in verdict.evidence if _id(one) == notice.corrects]
            touched = any(_at(one) in changed and _is_in(notice, _at(one)[1]) for one in theirs)
            named = bool(notice.now and says(claim, notice.now))
            evidence = _evidence(notice, sources)
            if evidence and theirs and (named or (touched and any(_is_old(notice, one) for one in theirs))):
                reason = reason_of(notice) if verdict.verdict == "contradicted" and not named else verdict.reason
                return replace(verdict, reason=reason, evidence=(evidence, *verdict.evidence))
        return verdict

    def _denies(self, claim: str, notice: Corrected, verdict: Verdict, right: Sequence[Source]) -> bool:
        """Whether the notice itself contradicts a claim that rests on the corrected article."""
        if not _rests_on(verdict, notice):
            return False
        own = [one for one in right if _is_of(notice, one)]
        return self._by_words.verify(claim, own).verdict == "contradicted"

    def _as_amended(self, claim: str, notice: Corrected, right: Sequence[Source]) -> Verdict:
        """The verdict from the sources with new words for old, without sentences that still have old words."""
        return self._by_words.verify(claim, [_cleared(one, notice) for one in right])

    def _concerns(self, claim: str, notice: Corrected, verdict: Verdict) -> bool:
        """Whether a claim rests on the corrected article alone, and the notice has many of its words."""
        if not _rests_on(verdict, notice):
            return False
        words = content_words(claim)
        return len(words & content_words(notice.quote)) >= CONCERNS * len(words)

    def _bears(
        self, claim: str, notice: Corrected, sources: Sequence[Source], right: Sequence[Source]
    ) -> Verdict | None:
        """The verdict if the notice, the corrected article or both support the claim; otherwise None."""
        if notice.kind == "change" or notice.corrects is None or not _shares(claim, notice):
            return None
        if (heading := self._heading(notice.corrects)) is None:
            return None
        found = {one.paragraph.number: one for one in right if one.heading.id == heading.id}
        if notice.place is not None and notice.place not in found:
            found |= {notice.place: self._source(heading, notice.place)}
        amended = [_amended(one, notice) for one in found.values()]
        before = "\n".join([heading.title, *(one.paragraph.text for one in amended)])
        titles = [replace(one, paragraph=replace(one.paragraph, text=heading.title)) for one in amended[:1]]
        read = [one for one in right if _is_of(notice, one)]
        own = [_own(one, notice.was, notice) for one in sources if notice.was and _is_of(notice, one)]
        read += [_renewed(one, *self._items(notice)) for one in own]
        alone = [replace(one, heading=heading, before=before) for one in read]
        gone = notice.kind == "withdrawal"
        sentence = about_same(notice.was, notice.now)
        same = [replace(one, paragraph=replace(one.paragraph, text=sentence)) for one in alone[:1] if sentence]
        place = [one for one in amended if one.paragraph.number == notice.place]
        every = [alone] if gone else [same, alone, [*same, *alone, *place], [*same, *alone, *amended], amended]
        for tried in filter(None, every):
            verdict = self._by_words.verify(claim, tried, beside=() if gone else [*titles, *amended])
            if verdict.verdict in ("supported", "attributed"):
                return verdict
        return None


def _nearest(claim: str, notices: Sequence[Corrected]) -> list[Corrected]:
    """All withdrawals, then the notices with the most words of the claim, first those whose old or new words it has."""
    words = content_words(claim)

    def shared(one: Corrected) -> tuple[bool, int]:
        said = any(says(claim, value) for value in (one.was, one.now) if value)
        return said, len(words & content_words(f"{one.quote} {one.was or ''}"))

    gone = [one for one in notices if one.kind == "withdrawal"]
    others = sorted((one for one in notices if one.kind != "withdrawal"), key=shared, reverse=True)
    return [*gone, *others[:NOTICES]]


def _place(notice: Corrected) -> _Place:
    return notice.article_id, notice.paragraph


def _is_of(notice: Corrected, source: Source) -> bool:
    """Whether the source is the notice's paragraph."""
    return source.place == _place(notice)


def _cleared(source: Source, notice: Corrected) -> Source:
    """A paragraph of the corrected article with new words for old, without sentences that still have old words."""
    if source.heading.id != notice.corrects or _is_of(notice, source) or not notice.was:
        return source
    renewed = _renewed(source, notice)
    text = renewed.paragraph.text
    marks = list(text)
    for start, end in sentences(text):
        if says(text[start:end], notice.was):
            marks[start:end] = " " * (end - start)
    return replace(renewed, paragraph=replace(renewed.paragraph, text="".join(marks)))


def _amended(source: Source, notice: Corrected) -> Source:
    """A paragraph of a corrected article with the new words where the old ones stood."""
    number = source.paragraph.number
    if _is_of(notice, source):
        return source
    return source if notice.was is None and number != notice.place else _renewed(source, notice)


def _renewed(source: Source, *notices: Corrected) -> Source:
    """The paragraph with the new words in place of the old ones, also in speakers' names."""
    text = source.paragraph.text
    for one in notices:
        text = as_corrected(text, one.was, one.now)
    return _reading(source, text, notices)


def _own(source: Source, was: str, notice: Corrected) -> Source:
    """The notice's paragraph without "this story said that", so that the rest is the outlet's own words."""
    return _reading(source, unreported(source.paragraph.text, notice.start, notice.end, was))


def _reading(source: Source, text: str, notices: Sequence[Corrected] = ()) -> Source:
    """The paragraph with another text, and with speakers' names as the notices correct them."""
    if text == source.paragraph.text:
        return source
    before = source.paragraph.text

    def said(start: int, end: int) -> Attribution:
        attribution = source.said(*_stands(before, text, start, end))
        for one in notices:
            if one.was and one.now and attribution.speaker and says(attribution.speaker, one.was):
                return replace(attribution, speaker=one.now, among=(one.now,))
        return attribution

    return replace(source, paragraph=replace(source.paragraph, text=text), said=said)


def _stands(before: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The span in `before`, the uncorrected text, of the sentences `text[start:end]`; all if the two do not align."""
    if len(before) == len(text):
        return start, end
    old, new = sentences(before), sentences(text)
    within = [at for at, (first, last) in enumerate(new) if first < end and last > start]
    if len(old) != len(new) or not within:
        return 0, len(before)
    return old[within[0]][0], old[within[-1]][1]


def _restored(verdict: Verdict, sources: Sequence[Source]) -> Verdict:
    """The verdict with its evidence located in the paragraphs as stored, not as corrected."""
    whole = {one.place: one for one in sources}
    evidence = []
    for one in verdict.evidence:
        source = whole[_at(one)]
        span = _stands(source.paragraph.text, one.source.paragraph.text, one.start, one.end)
        evidence.append(Evidence(source, *span))
    return replace(verdict, evidence=tuple(evidence))


def _sides(claim: str, notice: Corrected, verdict: Verdict) -> tuple[bool, bool]:
    """Whether the claim has the old words, and whether it has the new; in clauses, only words that differ count."""
    was, now = notice.was or "", notice.now or ""
    new = bool(now) and _holds(claim, now)
    old = bool(was) and (_holds(claim, was) or (not new and _repeats(claim, notice, verdict)))
    if old and now and not new and any(len(content_words(one)) >= CLAUSE for one in (was, now)):
        words, before = content_words(claim), content_words(was)
        newer = content_words(now) - before
        numbers = {word for word in newer if word[0].isdigit()}
        new = bool(newer) and numbers <= words and len(words & newer) >= DIFFERING * len(newer)
        old = not new and (bool(newer) or before <= words)
    if old and new:  # similar words: the side that occurs verbatim
        old, new = now not in claim, was not in claim
    return old, new


def _holds(claim: str, value: str) -> bool:
    """Whether a claim states a value or, if the value is only a few words, contains all of them in any order."""
    words = content_words(value)
    return says(claim, value) or (1 < len(words) < CLAUSE and words <= content_words(claim))


def _shares(claim: str, notice: Corrected) -> bool:
    """Whether a claim has the new words, or shares two words with the notice."""
    return bool(notice.now and says(claim, notice.now)) or len(content_words(claim) & content_words(notice.quote)) > 1


def _id(evidence: Evidence) -> str:
    return evidence.source.heading.id


def _at(evidence: Evidence) -> _Place:
    return evidence.source.place


def _is_at(notice: Corrected, evidence: Evidence) -> bool:
    return _at(evidence) == _place(notice)


def _is_in(notice: Corrected, number: int) -> bool:
    """Whether a paragraph of the corrected article may have the old words."""
    return notice.was is not None or number == notice.place


def _is_borne(verdict: Verdict) -> bool:
    return verdict.verdict in ("supported", "attributed") and bool(verdict.evidence)


def _is_old(notice: Corrected, evidence: Evidence) -> bool:
    """Whether the evidence is the text that was corrected, or the place where the notice repeats it."""
    if _is_at(notice, evidence):
        return bool(notice.was and says(evidence.text, notice.was))
    return corrects(notice, *_at(evidence), evidence.text)


def _rests_on(verdict: Verdict, notice: Corrected) -> bool:
    """Whether all evidence is from the corrected article, and none of it is the notice."""
    return all(_id(one) == notice.corrects and not _is_at(notice, one) for one in verdict.evidence)


def _is_elsewhere(notice: Corrected, evidence: Evidence) -> bool:
    """Whether the evidence is from the corrected article and does not have the old words."""
    return _id(evidence) == notice.corrects and not says(evidence.text, notice.was or "")


def _evidence(notice: Corrected, sources: Sequence[Source]) -> Evidence | None:
    for one in sources:
        if _is_of(notice, one):
            return Evidence(one, notice.start, notice.end)
    return None


def _repeats(claim: str, notice: Corrected, verdict: Verdict) -> bool:
    """Whether a claim rests on corrected words and repeats much of a clause among them."""
    if not notice.was or not any(_is_old(notice, one) for one in verdict.evidence):
        return False
    old = content_words(notice.was)
    return len(old) > 2 and len(old & content_words(claim)) >= REPEATED * len(old)


def _is_about(claim: str, notice: Corrected, sources: Sequence[Source]) -> bool:
    """Whether the corrected article, its title and the notice have most of a claim's words other than the old ones."""
    texts = [notice.quote]
    for one in sources:
        if one.heading.id == notice.corrects:
            texts += [one.heading.title, one.paragraph.text]
    words = _counted(claim) - content_words(notice.was or "")
    held = len(words & _counted(" ".join(texts)))
    return held >= min(len(words), max(2, HELD * len(words) - 0.5))


def _counted(text: str) -> frozenset[str]:
    """The content words of a text; for Chinese and Japanese, only single characters."""
    return frozenset(word for word in content_words(text) if len(word) == 1 or not is_cjk(word))


def _whose_view(claim: str, verdict: Verdict) -> Verdict:
    """The verdict, or "attributed" if only authors' own words in opinions, letters and reviews support the claim."""
    headings = [one.source.heading for one in verdict.evidence]
    if not headings or any(one.text_kind not in VIEWS for one in headings):
        return verdict
    if any(one.source.said(one.start, one.end).voice != "outlet" for one in verdict.evidence):
        return verdict
    author = headings[0].author
    if author and content_words(author) & content_words(claim):
        return verdict
    named = {"author": author}
    reasons = {
        "opinion": (Coded("reasons.opinion_of", named), Coded("reasons.opinion")),
        "letter": (Coded("reasons.letter_of", named), Coded("reasons.letter")),
        "review": (Coded("reasons.review_of", named), Coded("reasons.review")),
    }[headings[0].text_kind]
    return Verdict("attributed", reasons[0 if author else 1], verdict.evidence)
