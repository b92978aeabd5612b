"""Does this paragraph support this claim? The verdict, the sentence that decides it, and a reason for people.

A claim is supported by a sentence that says the same: its numbers, dates, names and quoted words stand there, nothing
in it says otherwise, who says it is the same, and it means the same. It knows nothing of questions or of who made
the claim. The thresholds are measured by tests/benchmarks/verification.py; see docs/decisions.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assistant.answers import ClaimVerdict
from assistant.question.speaker_frames import speaker_names
from assistant.verifying.contradictions import (
    Contradiction,
    additions,
    contradictions,
    in_order,
    missing,
    shared,
    steps,
)
from assistant.verifying.tokens import Statement, read
from index.articles import Heading, Paragraph
from index.language.names import names_in
from index.language.quotations import is_cjk, quotations
from index.language.sentences import sentences
from index.reading.attribution import Attribution, attribute, attribute_parts
from index.reading.people import same_person

LONGEST = 30_000  # characters of a paragraph that are read
SENTENCES = 3  # of a paragraph, how many are held against a claim
COPIED = 0.8  # of the claim's words, in their order, the share that makes it a copy of a sentence
MEANING = 0.60  # cosine of a claim and a sentence that say the same
HELD = 0.45  # share of the claim's words that must stand in the paragraph
HELD_BLIND = 0.7  # the same where the embedding model is blind
HELD_ALONE = 0.9  # the share at which words alone tell
EXCHANGED = 0.55  # what one word in the place of another may take off the cosine of a copy, over its length
WORDS_HELD = 0.5  # of the words that are no names and numbers, the share that stands in the paragraph or its title
NEAR = 0.5  # of the claim's words in their order, the share at which what it adds to a sentence is seen
GAINED = 0.1  # the share of a claim that a sentence beside another must add
DECISIVE = 0.65  # the share of its words in order at which a sentence that says otherwise settles it
SHORT_TITLE = 3  # words
UNCLEAR = "Who says it is not clear"
CLOSE = 0.5  # how much of a claim a sentence must share to be called a contradiction of it

Encode = Callable[[Sequence[str]], np.ndarray]
Said = Callable[[int, int], Attribution]
Judge = Callable[[str, str], bool | None]


@dataclass(frozen=True, slots=True)
class Source:
    """A paragraph that a claim is held against; `said` tells whose words a span of it gives.

    `before` is what stands before it in its article, where a "he" in it may be named.
    """

    paragraph: Paragraph
    heading: Heading
    said: Said
    before: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence `source.paragraph.text[start:end]`."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.source.paragraph.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the paragraphs say of a claim, with the sentences that do; a reason where it is not supported.

    None is the verdict on what claims nothing.
    """

    verdict: ClaimVerdict | None
    reason: str | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def supported(self) -> bool | None:
        return None if self.verdict is None else self.verdict == "supported"


@dataclass(frozen=True, slots=True)
class _Finding:
    """How one sentence, or two that follow one another, bears on the claim."""

    evidence: Evidence
    fit: float
    objection: str | None
    contrary: bool = False


_CLAIMS_NOTHING = re.compile(r"[:：?？]\s*[\"”’)]*$")
_OUTLET = (
    r"(?:the |this |that |an? |one |both )?(?:(?:news|cited|same|first|second|given) )?(?:articles?|reports?"
    r"|paragraphs?|sources?|texts?|pieces?|stor(?:y|ies)|outlets?|papers?|newspapers?|passages?|documents?)"
)
_SAYS = r"(?:says?|said|states?|stated|reports?|reported|notes?|noted|writes?|wrote|explains?|adds?|tells?|mentions?)"
_PRONOUN = re.compile(
    r"\b(?:he|she|it|they|him|them|his|her|its|their|this|that|these|those|the \w+)\b|^[“\"]|[他她它这那其该]", re.I
)


def claims_nothing(text: str) -> bool:
    """Whether a sentence only leads up to others, or asks."""
    return not re.search(r"\w", text) or bool(_CLAIMS_NOTHING.search(text.strip()))


class Verifier:
    """Holds claims against paragraphs; `encode` gives texts their unit vectors.

    A `judge` says whether a text bears a claim out, where it can; it is asked instead of comparing vectors.
    """

    def __init__(self, encode: Encode, judge: Judge | None = None) -> None:
        self._encode = encode
        self._judge = judge

    def verify(self, claim: str, sources: Sequence[Source], *, every: bool = False) -> Verdict:
        """The verdict on a claim, as far as these paragraphs tell.

        It comes with the sentence that supports it best, or with one of `every` paragraph that does. A claim may take a
        part from each of several paragraphs.
        """
        if claims_nothing(claim):
            return Verdict(None, "It claims nothing by itself.")
        if not sources:
            return Verdict("not_found", "It names no paragraph.")
        found = [self._best(claim, source) for source in sources]
        able = [one for one in found if one.objection is None]
        if able:
            able.sort(key=lambda one: -one.fit)
            return Verdict("supported", None, tuple(one.evidence for one in able[: None if every else 1]))
        if together := self._together(claim, sources):
            return Verdict("supported", None, together)
        nearest = max(found, key=lambda one: (one.contrary, one.fit))
        if len(sources) > 1 and not nearest.contrary:
            return Verdict("not_found", "None of the paragraphs says this.")
        if not nearest.contrary or (nearest.objection or "").startswith(UNCLEAR):
            return Verdict("not_found", nearest.objection)
        return Verdict("contradicted", nearest.objection, (nearest.evidence,))

    def _together(self, claim: str, sources: Sequence[Source]) -> tuple[Evidence, ...]:
        """A sentence of each paragraph, where a claim's clauses are supported one by one."""
        clauses = [clause for clause in re.split(r"[;；]\s*|, (?:and|but|while|whereas) |，(?:而|但)", claim) if clause]
        if len(clauses) < 2 or len(sources) < 2 or any(len(read(clause).tokens) < 3 for clause in clauses):
            return ()
        verdicts = [self.verify(clause, sources) for clause in clauses]
        if not all(verdict.supported for verdict in verdicts):
            return ()
        return tuple(dict.fromkeys(one for verdict in verdicts for one in verdict.evidence))

    def _best(self, claim: str, source: Source) -> _Finding:
        """The sentence of the paragraph that bears on the claim most: one that supports it, or the nearest."""
        claimed = _claimed(claim, source.heading)
        statement = read(claimed.text)
        found: list[_Finding] = []
        for start, end in _units(source.paragraph.text[:LONGEST], statement):
            finding = self._held_against(claimed, statement, source, start, end)
            told = read(finding.evidence.text)
            # The sentence that the claim was made from says otherwise: what stands beside it cannot mend that.
            if finding.contrary and (in_order(told, statement) >= DECISIVE or shared(told, statement) >= HELD_ALONE):
                return finding
            if finding.objection is None:
                return finding
            found.append(finding)
        return max(found, key=lambda one: (one.contrary, one.fit))

    def _held_against(self, claimed: _Claimed, claim: Statement, source: Source, start: int, end: int) -> _Finding:
        evidence = Evidence(source, start, end)
        told = read(evidence.text)
        where = f"paragraph {source.paragraph.number}"
        fit = shared(told, claim)
        if _same(told, claim):
            return _Finding(evidence, 1.0, self._other_speaker(claimed, evidence, where))
        near = fit >= CLOSE
        if quote := _not_verbatim(claimed.text, source.paragraph.text):
            return _Finding(evidence, fit, f"“{_short(quote)}” does not stand in {where}.", contrary=near)
        known = _known(source, told, start)
        if lost := next(missing(told, claim, known), None):
            return _Finding(evidence, fit, f"'{_short(lost)}' is not in {where}.", contrary=near)
        if other := next(contradictions(told, claim), None):
            return _Finding(evidence, fit, _otherwise(other, where), contrary=near)
        if other_speaker := self._other_speaker(claimed, evidence, where):
            return _Finding(evidence, fit, other_speaker, contrary=near)
        if in_order(told, claim) >= NEAR and (more := next(additions(told, claim, known), None)):
            return _Finding(evidence, fit, f"'{_short(more)}' is not in {where}.", contrary=near)
        if not self._means(told, claim, source):
            return _Finding(evidence, fit, f"No sentence of {where} says this.")
        return _Finding(evidence, fit, None)

    def _means(self, told: Statement, claim: Statement, source: Source) -> bool:
        """Whether the claim says no more than what is told."""
        whole = read(source.paragraph.text[:LONGEST])
        held = shared(whole, claim)
        if is_cjk(claim.text):
            return min(held, shared(told, claim)) >= HELD_BLIND
        own = shared(told, claim)
        if own >= HELD_ALONE and in_order(told, claim) >= COPIED and not _exchanged_words(told, claim):
            return True
        if held < HELD or _words_held(whole, read(source.heading.title), claim) < WORDS_HELD:
            return False
        judged = self._judge(told.text, claim.text) if self._judge else None
        if judged is not None:
            return judged
        one, other = self._encode([claim.text, told.text])
        alike = float(one @ other)
        if exchanged := _exchanged_words(told, claim):
            return alike >= 1 - EXCHANGED * exchanged / len(claim.tokens)
        return alike >= MEANING

    def _other_speaker(self, claimed: _Claimed, evidence: Evidence, where: str) -> str | None:
        """Why the claim may not be said of its speaker, where it names one."""
        if not claimed.speakers:
            return None
        source = evidence.source
        said = source.said(evidence.start, evidence.end)
        told = [name for one in _voices(evidence, said) for name in speaker_names(one)]
        named = [name for name in told if _is_named(name)]
        for name in claimed.speakers:
            if named and not any(same_person(name, other) for other in named):
                return f"{named[0]} says it in {where}, not {name}."
            if named or _stands_in(name, evidence.text):
                continue
            if said.voice == "outlet":
                return f"That {name} says it is not in {where}."
            if not (told and _stands_in(name, source.paragraph.text)):  # "the president said", of whom it tells before
                return f"{UNCLEAR} from {where}."
        return None


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A claim without what it says of the article itself, and whose words it says it gives, by their names."""

    text: str
    speakers: tuple[str, ...]


@lru_cache(maxsize=1024)
def _claimed(claim: str, heading: Heading) -> _Claimed:
    text = _without_outlet(claim, heading)
    said = attribute(text, 0, len(text))
    names = speaker_names(said.speaker) if said.speaker and said.voice != "outlet" else ()
    return _Claimed(text, tuple(name for name in names if _is_named(name)))


def _is_named(speaker: str) -> bool:
    """Whether it is a name, and not "he" or "the president"."""
    return is_cjk(speaker) or any(name.text and name.end == len(speaker) for name in names_in(speaker))


def _stands_in(name: str, text: str) -> bool:
    """Whether the last word of a name, by which a person is called, stands in the text."""
    return re.search(rf"(?<!\w){re.escape(name.split()[-1])}(?!\w)", text) is not None or is_cjk(name) and name in text


def _without_outlet(claim: str, heading: Heading) -> str:
    """The claim without "According to CGTN (5 February 2026), ..." and the like: they tell where it stands."""
    # A short title may be the name of somebody who speaks.
    title = heading.title if len(heading.title.split()) > SHORT_TITLE else None
    known = [re.escape(name) for name in (heading.outlet, title, heading.author) if name]
    by = "|".join([_OUTLET, *(rf"[“\"‘']?(?:the )?{name}[”\"’']?" for name in known)])
    day = re.escape((heading.published or "")[:10])
    at = rf"(?:,? ?\(?(?:on )?(?:{day}|{_written(day)})\)?)?" if day else ""
    there = rf"(?:{by})(?:,? (?:in|of|from|by) (?:{by}))?{at}"
    by_it = r"(?:according to|as reported (?:by|in)|as stated (?:by|in)"
    lead = rf"^{by_it}|in|from|as) {there}(?: {_SAYS}(?: that)?)?,?:? |^{there},? {_SAYS}(?: that|:|,)? "
    text = re.sub(lead, "", claim, flags=re.I)
    text = re.sub(rf",? {by_it}|reports|reported) {there}(?=\W*$)", "", text, flags=re.I)
    text = re.sub(rf" \((?:{by}){at}(?:, paragraph \d+)?\)", "", text, flags=re.I)
    return text if re.search(r"\w", text) else claim


def _written(day: str) -> str:
    """An ISO date as people write it."""
    found = re.fullmatch(r"(\d{4})\\?-(\d\d)\\?-(\d\d)", day)
    if not found:
        return r"(?!)"
    months = "January February March April May June July August September October November December".split()
    month = months[int(found[2]) - 1]
    return rf"{int(found[3])} {month},? {found[1]}|{month} {int(found[3])},? {found[1]}"


def _voices(evidence: Evidence, said: Attribution) -> Iterator[str]:
    """Everybody whose words stand in the sentence."""
    if said.speaker:
        yield said.speaker
    text = evidence.text
    for _, _, part in attribute_parts(text, 0, len(text)):
        if part.speaker:
            yield part.speaker


@lru_cache(maxsize=256)
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(sentences(text))


def _units(text: str, claim: Statement) -> Iterator[tuple[int, int]]:
    """The sentences of a paragraph that share most with the claim, and those beside them where it takes from both."""
    spans = _spans(text) or ((0, len(text)),)
    likely = sorted(spans, key=lambda span: -shared(read(text[slice(*span)]), claim))[: 3 * SENTENCES]
    scored = sorted(likely, key=lambda span: -_closeness(text[slice(*span)], claim))[:SENTENCES]
    best = shared(read(text[slice(*scored[0])]), claim)
    joined: list[tuple[int, int]] = []
    for width in (2, 3) if best < HELD_ALONE else ():
        runs = [(spans[at][0], spans[at + width - 1][1]) for at in range(len(spans) - width + 1)]
        runs = [run for run in runs if shared(read(text[slice(*run)]), claim) >= best + GAINED]
        joined += sorted(runs, key=lambda run: -_closeness(text[slice(*run)], claim))[:1]
    # A near copy decides alone, before what stands beside it is read as well.
    near = [span for span in scored if in_order(read(text[slice(*span)]), claim) >= DECISIVE]
    rest = [span for span in [*scored, *joined] if span not in near]
    yield from [*near, *sorted(rest, key=lambda span: -shared(read(text[slice(*span)]), claim))]


def _words_held(paragraph: Statement, title: Statement, claim: Statement) -> float:
    words = [one.norm for one in claim.tokens if one.kind == "word"]
    held = {*paragraph.norms, *title.norms}
    return sum(word in held for word in words) / len(words) if words else 1.0


def _closeness(text: str, claim: Statement) -> float:
    told = read(text)
    return shared(told, claim) + in_order(told, claim)


def _same(told: Statement, claim: Statement) -> bool:
    return told.norms == claim.norms


def _known(source: Source, told: Statement, start: int) -> set[str]:
    """What stands around a sentence: in its paragraph and title, and before it where it says "he"."""
    around = [source.paragraph.text[:LONGEST], source.heading.title]
    if _PRONOUN.search(told.text):
        around.append(source.before)
    if speaker := source.said(start, start + len(told.text)).speaker:
        around.append(speaker)
    known = {token.norm for text in around for token in read(text).tokens}
    return known | _days(source, start, start + len(told.text))


def _days(source: Source, start: int, end: int) -> set[str]:
    """The parts of the days that "on Wednesday" means in a sentence."""
    from index.language.times.meant import dates_in

    found: set[str] = set()
    for one in dates_in(source.paragraph.text[:LONGEST], start, end, source.heading.published):
        parts = one.day.split("-")
        found |= {f"{int(part):g}" for part in parts if part.isdigit()}
        if len(parts) > 1 and parts[1].isdigit():
            found.add("jan feb mar apr may jun jul aug sep oct nov dec".split()[int(parts[1]) - 1])
    return found


def _not_verbatim(claim: str, paragraph: str) -> str | None:
    """The first quoted words of a claim that do not stand so in the paragraph."""
    for one in quotations(claim):
        inside = claim[slice(*one.inside())]
        if one.closed and not is_verbatim(inside, paragraph):
            return inside
    return None


def is_verbatim(quoted: str, paragraph: str) -> bool:
    """Whether the quoted words stand in the paragraph, but for its typography, "..." and the full stop at their end."""
    held = _plain(paragraph)
    parts = [part for part in re.split(r"\.\.\.|…|\[[^\]]*\]", quoted) if re.search(r"\w", part)]
    at = 0
    for part in parts:
        place = held.find(_plain(part).strip(" .,;:!?。，；：！？"), at)
        if place < 0:
            return False
        at = place
    return True


@lru_cache(maxsize=512)
def _plain(text: str) -> str:
    text = re.sub(r"[“”„«»「」『』]|``|''", '"', text)
    text = re.sub(r"[‘’]", "'", text)
    text = re.sub(r"[‐-―]", "-", text)
    text = re.sub(r"\[\d{1,3}\]", "", text)
    text = re.sub(r"(?<=\w) (?='(?:s|re|ve|ll|d|m)\b)", "", text)
    return " ".join(text.split()).casefold()


def _exchanged_words(told: Statement, claim: Statement) -> int:
    """How many words stand in the place of others in what is otherwise a copy; 0 where it is none."""
    if in_order(told, claim) < COPIED or abs(len(told.tokens) - len(claim.tokens)) > 2:
        return 0
    count = 0
    for kind, a0, a1, b0, b1 in steps(told, claim):
        if kind != "equal":
            if max(a1 - a0, b1 - b0) > 2:
                return 0
            count += all(any(one.tells for one in side) for side in (claim.tokens[b0:b1], told.tokens[a0:a1]))
    return count


def _otherwise(found: Contradiction, where: str) -> str:
    where = where[0].upper() + where[1:]
    if found.claimed and found.told:
        return f"{where} has '{_short(found.told)}', not '{_short(found.claimed)}'."
    if found.told:
        return f"{where} says '{_short(found.told)}'."
    return f"{where} does not say '{_short(found.claimed)}'."


def _in_sentence(name: str) -> str:
    return name[0].upper() + name[1:]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57]}..."
