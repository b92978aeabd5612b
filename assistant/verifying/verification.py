"""Whether paragraphs support a claim: the verdict, the sentences that decide it, and a reason for the reader.

The burden of proof is on the claim: each of its parts must be in the sentences cited for it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from assistant.answers import ClaimVerdict
from assistant.texts.coded import Coded
from assistant.verifying import speakers, unparsed
from assistant.verifying.bearing import NEAR, Bearing, bearing
from assistant.verifying.frames import claims_nothing, unframed
from assistant.verifying.normal import mixed, normal
from assistant.verifying.parsed import LONG_NAME, Sentence, initials, parsed, parsed_all
from assistant.verifying.quoted_words import not_verbatim
from assistant.verifying.reasons import differing, only_by, only_in, said_nowhere, short
from assistant.verifying.tokens import holding, stem
from assistant.verifying.verdicts import Evidence, Judge, Read, Source, Verdict
from assistant.verifying.weighing import SMALL, Signs, Weighing
from index import encoders
from index.language.closed_lists import SHORT_MONTHS
from index.language.kept import kept
from index.language.numbers import quantities_in
from index.language.quotations import is_cjk
from index.language.sentences import sentences
from index.language.spans import LONGEST
from index.language.times.meant import dates_in
from index.language.tokens import FUNCTION_WORDS, content_words

if TYPE_CHECKING:
    from index.encoders import Borne

SENTENCES = 4  # sentences that are compared with a claim
FRAGMENT = 4  # the fewest content words of a claim without a verb
# The least share of a claim's words that the sentences must have, besides one that any text may have, for the judge to
# be believed if the words do not support the claim: it is unreliable on texts about another subject.
ON_SUBJECT = 1 / 3
SURELY = float(np.log(0.7))  # the least log-probability of contradiction at which a doubted claim is contradicted
NAME = 7  # like FRAGMENT, for a claim whose words, or all but one, begin with a capital

NOTHING = Coded("reasons.claims_nothing")


class Verifier:
    """Checks claims against paragraphs.

    The `judge` is asked if words are missing but nothing contradicts the claim. `read` reads a claim together with
    the sentences nearest to it: it may reject what the words support, and support what they do not, by `weighing`.
    """

    def __init__(self, judge: Judge | None = None, read: Read | None = None, weighing: Weighing = SMALL) -> None:
        self._judge = judge
        self._read = read
        self._weighing = weighing

    def by_words(self) -> Verifier:
        """The same verifier without `read`."""
        return Verifier(self._judge)

    def verify(
        self, claim: str, sources: Sequence[Source], *, every: bool = False, beside: Sequence[Source] = ()
    ) -> Verdict:
        """The verdict of these paragraphs on a claim; the paragraphs in `beside` only give context.

        Its evidence is the sentences that together support the claim and, with `every`, also those of each
        paragraph that supports it alone.
        """
        if claims_nothing(claim):
            return Verdict(None, NOTHING)
        if not sources:
            return Verdict("not_found", Coded("reasons.no_paragraph"))
        if is_cjk(claim) or not _is_latin(claim):
            return unparsed.verify(claim, sources, every=every, beside=beside)
        text = normal(claim)
        for heading in dict.fromkeys(source.heading for source in sources):
            text = unframed(text, heading)
        claimed = parsed(text)
        if _is_fragment(claimed):
            return Verdict(None, NOTHING)
        if (word := mixed(text)) and not any(word in source.paragraph.text for source in sources):
            return Verdict("not_found", Coded("reasons.two_scripts", {"word": word}))
        found = self._best(claimed, sources, beside)
        if every and found.verdict == "supported":
            compared = self.by_words()
            alone = [compared._best(claimed, [source]) for source in sources]
            evidence = [one for verdict in alone if verdict.verdict == "supported" for one in verdict.evidence]
            return Verdict("supported", None, tuple(dict.fromkeys([*found.evidence, *evidence])))
        return found

    def _best(self, claimed: Sentence, sources: Sequence[Source], beside: Sequence[Source] = ()) -> Verdict:
        """The verdict, from one article at a time: what two articles say is not combined."""
        near = _nearest(claimed.text, sources)
        if not near:
            return Verdict("not_found", said_nowhere(sources))
        first = None
        for id in dict.fromkeys(one.source.heading.id for one in near):
            own = tuple(one for one in near if one.source.heading.id == id)
            verdict = self._of_article(claimed, own, [one for one in (*sources, *beside) if one.heading.id == id])
            if verdict.verdict == "supported":
                return verdict
            first = first or verdict
        assert first is not None
        return first

    def disputed(self, claim: str, borne: Verdict, others: Sequence[Source]) -> Verdict:
        """The verdict on a supported claim that another article may deny; neither is assumed to be right."""
        denial = self._denied(claim, borne, others)
        if denial is None:
            return borne
        return Verdict("attributed", only_in(borne, denial.evidence[0].source), (*borne.evidence, *denial.evidence))

    def outdated(self, claim: str, said: Verdict, others: Sequence[Source]) -> Verdict:
        """The verdict on a claim that is only attributed and that a later article may contradict."""
        days = [one.source.heading.published for one in said.evidence]
        last = max((day for day in days if day), default=None)
        later = [one for one in others if last and (one.heading.published or "") > last]
        denial = self._denied(claim, said, later)
        return replace(denial, evidence=(*denial.evidence, *said.evidence)) if denial else said

    def _denied(self, claim: str, borne: Verdict, others: Sequence[Source]) -> Verdict | None:
        """The verdict of the articles that are not the evidence for the claim, if they contradict it; else None."""
        own = {one.source.heading.id for one in borne.evidence}
        others = [one for one in others if one.heading.id not in own]
        if not others or '"' in normal(claim):  # an article without the quoted words does not deny them
            return None
        verdict = self.verify(claim, others)
        denied = verdict.verdict == "contradicted" and verdict.evidence
        return verdict if denied and _is_of_subject(claim, verdict.evidence[0].source) else None

    def _of_article(self, claimed: Sentence, near: tuple[Evidence, ...], sources: Sequence[Source]) -> Verdict:
        parses = list(parsed_all([one.text for one in near]))
        for evidence, sentence in zip(near, parses, strict=True):
            if sentence.tokens == claimed.tokens and not _misquoted(claimed, [evidence.source]):
                if speakers.is_only_said(claimed.text, evidence):
                    return Verdict("attributed", only_by(evidence), (evidence,))
                return Verdict("supported", None, (evidence,))
        if quote := _misquoted(claimed, sources):
            return Verdict("contradicted", Coded("reasons.quoted_nowhere", {"quote": short(quote)}), near[:1])
        around = frozenset[str]().union(*map(_around, near), *map(_stands_in, sources))
        found = bearing(claimed, parses, around)
        used = tuple(near[number] for number in found.used)
        other = speakers.other_speaker(claimed.text, used) if found.supports else None
        if found.supports and other is None:
            verdict = _whose(claimed, found, parses, used) or Verdict("supported", None, used)
        else:
            verdict = self._against(claimed, replace(found, objections=(other,)) if other else found, used, sources)
            verdict = (verdict.verdict == "not_found" and _as_their_words(claimed, near, around)) or verdict
        compared = verdict.verdict == "supported"
        if self._read is None or other or verdict.verdict == "attributed" or (found.near_copy and not compared):
            return verdict
        if found.near_copy and any(_is_shortened(claimed, one) for one in parses):
            return verdict
        if not near[0].source.heading.title:  # a text sent with the claim, on which the judge is less reliable
            return verdict
        used = used or near[:1]
        if not compared and (not _is_on_subject(claimed, found) or speakers.other_speaker(claimed.text, used)):
            return verdict
        shown, weighing = self._shown(claimed, near), self._weighing
        if compared:
            agrees = shown.odds >= weighing.copied if found.near_copy else weighing.agreed(shown) >= weighing.least
            return verdict if agrees else _doubted(claimed, near, shown)
        if weighing.log_odds(Signs.of(claimed, parses, found, shown)) < weighing.least:
            return verdict
        return _whose(claimed, found, parses, used) or Verdict("supported", None, used)

    def _shown(self, claimed: Sentence, near: Sequence[Evidence]) -> Borne:
        """What the nearest sentences show when they are read together with the claim, in the article's order."""
        assert self._read is not None
        in_order = sorted(near, key=lambda one: (one.source.paragraph.number, one.start))
        title = near[0].source.heading.title
        return self._read(claimed.text, encoders.Passage(title, tuple(one.text for one in in_order)))

    def _against(
        self, claimed: Sentence, found: Bearing, used: tuple[Evidence, ...], sources: Sequence[Source]
    ) -> Verdict:
        """The verdict on a claim that no sentence supports; if words are only missing, the judge may accept it."""
        order = ("contradicted", "not_found", "attributed")
        first = min(found.objections, key=lambda one: order.index(one.weight), default=None)
        if first is None or not used or found.held < NEAR:
            return Verdict("not_found", said_nowhere(sources))
        if first.weight == "not_found" and self._judge and self._judge(used[0].text, claimed.text):
            return Verdict("supported", None, used)
        if first.weight == "attributed":
            return Verdict("attributed", only_by(used[0], first.stated), used[:1])
        return Verdict(first.weight, differing(first.claimed, first.stated, used[0].source), used[:1])


def _is_on_subject(claimed: Sentence, found: Bearing) -> bool:
    """Whether the sentences have enough of the claim's words to be about the same subject."""
    telling = [word for word in claimed.content if word.kind != "operator"]
    there = sum(word.text not in found.missing for word in telling)
    return there - 1 >= ON_SUBJECT * len(telling)


def _is_shortened(claimed: Sentence, sentence: Sentence) -> bool:
    """Whether the claim consists only of words of the sentence, in the same order."""
    rest = iter(sentence.tokens)
    return all(token in rest for token in claimed.tokens if token[0].isalnum())


def _doubted(claimed: Sentence, near: tuple[Evidence, ...], shown: Borne) -> Verdict:
    """The verdict on a claim whose words are in the sentences, but which `read` does not find supported."""
    start, end = shown.doubtful
    word, sentence = claimed.text[start:end], near[0].text
    stands = any(word.lower() in one.text.lower() for one in near)
    verdict: ClaimVerdict = "contradicted" if shown.contradicted >= SURELY else "not_found"
    return Verdict(verdict, differing("" if stands else word, sentence if stands else "", near[0].source), near[:1])


def _whose(claimed: Sentence, found: Bearing, parses: Sequence[Sentence], used: Sequence[Evidence]) -> Verdict | None:
    """The verdict "attributed" if the claim's main word, or the sentence with most of its words, is only reported."""
    rank, at = found.main or (0, None)
    stands = None if at is None else (parses[found.used[rank]].text, at)
    said = speakers.is_only_said(claimed.text, used[rank], stands)
    if not said and not (rank and speakers.is_only_said(claimed.text, used[0])):
        return None
    decides = used[rank if said else 0]
    return Verdict("attributed", only_by(decides), (decides, *(one for one in used if one is not decides)))


def _as_their_words(claimed: Sentence, near: Sequence[Evidence], around: Collection[str]) -> Verdict | None:
    """The verdict "attributed" if the reported words of a sentence would by themselves support the claim; else None."""
    words = [speakers.words_in(one) for one in near]
    if not any(words):
        return None
    parses = list(parsed_all([said or one.text for said, one in zip(words, near, strict=True)]))
    found = bearing(claimed, parses, around)
    if not found.supports:
        return None
    number = found.used[found.main[0] if found.main else 0]
    ordered = found.main and parses[number].text[: found.main[1]].endswith(" to ")  # not a report that it was done
    if ordered or not words[number] or not speakers.is_only_said(claimed.text, near[number]):
        return None
    return Verdict("attributed", only_by(near[number]), (near[number],))


def _is_latin(text: str) -> bool:
    """Whether at least half of the letters are Latin, the script that the parser reads."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter < "\u0250" for letter in letters) * 2 >= len(letters)


def _is_fragment(claimed: Sentence) -> bool:
    """Whether the claim is only a few words without a verb, such as a name alone."""
    if len(claimed.words) == 1:
        return True
    verb = any(word.is_verb for word in claimed.words.values()) or set(claimed.tokens) & _BE
    pairs = zip(claimed.tokens, claimed.tokens[1:], strict=False)
    if verb or any(is_ == "'s" and who in _WHO for who, is_ in pairs):  # not the possessive 's of "Darwin's"
        return False
    named = sum(word.text[:1].isupper() for word in claimed.content) >= len(claimed.content) - 1
    return len(claimed.content) < (NAME if named else FRAGMENT)


_BE = frozenset("is are was were am be been 're 'm has have had".split())
_WHO = frozenset("he she it that this there here what who where how".split())


def _is_of_subject(claim: str, source: Source) -> bool:
    """Whether a paragraph or its title names the claim's subject: the price of something else denies nothing."""
    if is_cjk(claim):  # not parsed
        return True
    claimed = parsed(normal(claim))
    subjects = {at for (_, role), fillers in claimed.fillers.items() if role == "subj" for at in fillers}
    named = " ".join(claimed.words[at].text for at in subjects if claimed.words[at].kind in ("name", "word"))
    return content_words(named) <= content_words(f"{source.heading.title} {source.paragraph.text}")


def _nearest(claim: str, sources: Sequence[Source]) -> tuple[Evidence, ...]:
    """The sentences that share most with the claim, nearest first."""
    mine, scored = _stems(claim), list[tuple[float, Evidence]]()
    for source in sources:
        paragraph = _split(source.paragraph.text[:LONGEST])
        scored += [(score, Evidence(source, *paragraph.spans[number])) for score, number in paragraph.nearest(mine)]
    scored.sort(key=lambda one: -one[0])
    return tuple(one for _, one in scored[:SENTENCES])


@dataclass(frozen=True, slots=True)
class _Split:
    """The sentences of a paragraph, their word counts, and for each word the indexes of the sentences that have it."""

    spans: tuple[tuple[int, int], ...]
    lengths: np.ndarray
    holding: Mapping[str, np.ndarray]

    def __len__(self) -> int:
        return len(self.spans) + len(self.holding)

    def nearest(self, claim: frozenset[str]) -> list[tuple[float, int]]:
        """The scores and indexes of the sentences that share most words with the claim, best first.

        It uses arrays, since a text of a thousand claims may be checked against a paragraph of a thousand sentences.
        """
        shared = np.zeros(len(self.spans))
        for word in claim & self.holding.keys():
            shared[self.holding[word]] += 1
        scores = shared / (1 + 0.01 * self.lengths)
        nearest = np.argsort(-scores, kind="stable")[:SENTENCES]
        return [(float(scores[number]), int(number)) for number in nearest if shared[number]]


@kept(8_000_000)
def _split(text: str) -> _Split:
    spans = tuple(sentences(text)) or ((0, len(text)),)
    stems = [_stems(normal(text[start:end])) for start, end in spans]
    return _Split(spans, np.array([*map(len, stems)]), holding(stems))


@kept(2_000_000)
def _stems(text: str) -> frozenset[str]:
    words = re.findall(r"[^\W_]+", text.lower())
    return frozenset(stem(word) for word in words if word not in FUNCTION_WORDS)


def _around(evidence: Evidence) -> frozenset[str]:
    """The words of a sentence's speaker, and the days, months and years of the dates that the sentence means."""
    source = evidence.source
    text = source.paragraph.text[:LONGEST]
    found = set(_words_of(source.said(evidence.start, evidence.end).speaker or ""))
    for one in dates_in(text, evidence.start, evidence.end, source.heading.published):
        parts = one.day.split("-")
        found |= {f"#{int(part):g}" for part in parts if part.isdigit()}
        if len(parts) > 1 and parts[1].isdigit():
            found.add(SHORT_MONTHS[int(parts[1]) - 1])
    return frozenset(found)


def _stands_in(source: Source) -> frozenset[str]:
    """The words of a paragraph, its title and the text before it, with stems and numbers."""
    text = normal(source.paragraph.text[:LONGEST])
    words = _words_of(text) | _words_of(source.heading.title) | _words_of(source.before)
    words |= _short_forms(text) | _short_forms(source.heading.title) | _short_forms(source.before)
    return words | {f"={one}" for one in _stems(text)} | {f"##{one.value:g}" for one in quantities_in(text)}


@kept(4_000_000)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", normal(text).lower()))


@kept(2_000_000)
def _short_forms(text: str) -> frozenset[str]:
    """The initials of names of three or more words: "esa"."""
    return frozenset(initials(found[0]) for found in LONG_NAME.finditer(text))


def _misquoted(claimed: Sentence, sources: Sequence[Source]) -> str | None:
    """Quoted words of the claim that none of the paragraphs has verbatim."""
    missing = [not_verbatim(claimed.text, f"{one.paragraph.text}\n{one.heading.title}") for one in sources]
    return None if any(one is None for one in missing) else missing[0]
