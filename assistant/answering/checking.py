"""Checks whether the articles support each sentence of a text, contradict it or do neither.

This module finds the evidence; verification.py gives the verdicts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice

from assistant.answering.sources import Citations, sources_of
from assistant.answering.speakers import Speakers
from assistant.answers import NEVER_CHECKED, Checked, Claim
from assistant.events import Cited, Claimed
from assistant.texts.coded import Coded
from assistant.verifying.contradictions import shared
from assistant.verifying.frames import claims_nothing
from assistant.verifying.tokens import read
from assistant.verifying.verdicts import Verdict
from assistant.verifying.verification import NOTHING, Verifier
from index.articles import Heading, Hit, Paragraph
from index.errors import WrongUsage
from index.language.quotations import is_cjk
from index.language.sentences import sentences

LONGEST = 100_000  # characters of a text
# Each sentence needs its own search, so a text of a thousand fragments would take ten times as long as prose of the
# same length, whose sentences have 120 characters, or 45 in Chinese.
MOST_SENTENCES, CHARACTERS_EACH, CJK_EACH = 100, 60, 25
LONGEST_GIVEN = 500_000  # characters of the paragraphs sent with a text
MOST_COMPARED = 1_000_000  # sentences of the text times paragraphs sent with it
FOUND = 8  # paragraphs that a sentence is checked against
TOGETHER = 10  # sentences that are encoded together
MOST_CITED = 20  # citations of one sentence; an earlier check of it with more is not reused
NOWHERE = Coded("reasons.nowhere")

Find = Callable[[str], Sequence[Hit]]

_LEANS = re.compile(
    r"(?:and |but |yet |so )?(?:he|she|it|they|his|her|its|their|this|that|these|those|there)\b|[他她它这那其该]", re.I
)
_HEADING = re.compile(r"[A-Za-z\u00c0-\u024f]+")  # a single word
_BULLET = re.compile(r"(?:[-*•–>#]+|\d{1,2}[.)])\s+")


class Given:
    """Paragraphs sent with the text, as one article, in the form that `Speakers` reads."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._heading = Heading(id="given", title="")
        self._every = [Paragraph(self._heading.id, number, text, "body") for number, text in enumerate(texts, start=1)]
        self._read = [(one, read(one.text)) for one in self._every if one.text.strip()]

    def paragraphs_at(self, places: Collection[tuple[str, int]], /) -> dict[tuple[str, int], Paragraph]:
        there = sorted(number for _, number in places if 0 < number <= len(self._every))
        return {(self._heading.id, number): self._every[number - 1] for number in there}

    def find(self, sentence: str) -> list[Hit]:
        """The paragraphs that have the most in common with the sentence."""
        claim = read(sentence)
        scored = [(shared(statement, claim), one) for one, statement in self._read]
        best = sorted(scored, key=lambda one: -one[0])[:FOUND]
        return [Hit(one, self._heading, score) for score, one in best]


Verify = Callable[[str, Sequence[Hit]], Verdict]


def against(verifier: Verifier, speakers: Speakers) -> Verify:
    """Checks claims against paragraphs as they are."""
    return lambda claim, hits: verifier.verify(claim, sources_of(hits, speakers))


def most_sentences(length: int, *, cjk: bool) -> int:
    """The maximum number of sentences to check in a text of `length` characters."""
    return MOST_SENTENCES + length // (CJK_EACH if cjk else CHARACTERS_EACH)


def check_size(text: str, paragraphs: Sequence[str] | None) -> None:
    """Raises WrongUsage if the text, alone or together with these paragraphs, is too large to be checked at once."""
    if len(text) > LONGEST:
        raise WrongUsage(f"The text is longer than {LONGEST:,} characters. Check a part of it at a time.")
    number = len({text[start:end] for start, end in _sentences(text)})
    most = most_sentences(len(text), cjk=is_cjk(text))
    if number > most:
        raise WrongUsage(
            f"The text has {number:,} sentences, and of its length {most:,} are checked at a time. Check a part of it."
        )
    if sum(map(len, paragraphs or ())) > LONGEST_GIVEN:
        raise WrongUsage(f"The paragraphs have more than {LONGEST_GIVEN:,} characters in all. Check against fewer.")
    if number * len(paragraphs or ()) > MOST_COMPARED:
        raise WrongUsage(
            f"{number:,} sentences against {len(paragraphs or ()):,} paragraphs is more than can be checked at a time. "
            "Check a part of the text, or use fewer paragraphs."
        )


def check(
    text: str,
    find: Find,
    speakers: Speakers,
    verify: Verify,
    earlier: Checked = NEVER_CHECKED,
    ready: Callable[[Sequence[str]], object] = lambda queries: None,
) -> Iterator[Cited | Claimed]:
    """Each sentence of the text as a claim with its verdict, preceded by the citations that first appear with it.

    The citations support a claim, contradict it, or attribute it to somebody. The result of an `earlier` check of the
    same articles is reused for the same sentence in the same context. `ready` receives batches of queries before they
    are searched for.
    """
    citations = Citations(speakers)
    verdicts: dict[tuple[str, str], Verdict] = {}  # a text may repeat one sentence a thousand times
    known, cited = dict(_by_query(earlier.claims)), {one.marker: one for one in earlier.citations}
    for start, end, query in _ahead(_told(text), ready):
        sentence = text[start:end]
        if not query:
            yield Claimed(Claim(sentence, start, end, (), None, why=NOTHING))
            continue
        if found := known.get((sentence, query)):
            numbers, new = citations.again(cited[number] for number in found.citations if number in cited)
            yield from map(Cited, new)
            yield Claimed(Claim(sentence, start, end, numbers, found.verdict, found.reason, why=found.why))
            continue
        if (sentence, query) not in verdicts:
            verdicts[sentence, query] = verify(sentence, find(query))
        verdict = verdicts[sentence, query]
        numbers, new = citations.of(verdict.evidence)
        why = NOWHERE if verdict.verdict == "not_found" and not numbers else verdict.reason
        yield from map(Cited, new)
        yield Claimed(Claim(sentence, start, end, numbers, verdict.verdict, why=why))


_Told = tuple[int, int, str]  # the span of a sentence and its search query, "" if it claims nothing


def _told(text: str) -> Iterator[_Told]:
    before = ""
    for start, end in _sentences(text):
        sentence = text[start:end]
        if claims_nothing(sentence) or _HEADING.fullmatch(sentence):
            yield start, end, ""
        else:
            yield start, end, _query(sentence, before)
            before = sentence


def _ahead(spans: Iterator[_Told], ready: Callable[[Sequence[str]], object]) -> Iterator[_Told]:
    while some := [*islice(spans, TOGETHER)]:
        ready([query for *_, query in some if query])
        yield from some


def _query(sentence: str, before: str) -> str:
    """The search query for a sentence; with the sentence and the articles, it determines the verdict.

    "He added that ..." is searched for with the sentence before it.
    """
    return f"{before} {sentence}" if before and _LEANS.match(sentence) else sentence


def _by_query(claims: Iterable[Claim]) -> Iterator[tuple[tuple[str, str], Claim]]:
    before = ""
    for claim in claims:
        if claim.verdict is not None:
            if len(claim.citations) <= MOST_CITED:
                yield (claim.text, _query(claim.text, before)), claim
            before = claim.text


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the sentences in each line, without list markers."""
    for line in re.finditer(r"[^\n\r]+", text):
        bullet = _BULLET.match(line[0].lstrip())
        lead = len(line[0]) - len(line[0].lstrip()) + (bullet.end() if bullet else 0)
        for start, end in sentences(line[0][lead:]):
            yield line.start() + lead + start, line.start() + lead + end
