"""A text that somebody brings, sentence by sentence: what the articles bear out, what they say otherwise, what neither.

It knows sentences and where to look for what bears them out; the verdicts are verification.py's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.sources import Citations, sources_of
from assistant.answering.speakers import Speakers
from assistant.answers import Claim
from assistant.events import Cited, Claimed
from assistant.verifying.contradictions import shared
from assistant.verifying.frames import claims_nothing
from assistant.verifying.tokens import read
from assistant.verifying.verdicts import Verdict
from assistant.verifying.verification import NOTHING, Verifier
from index.articles import Heading, Hit, Paragraph
from index.language.sentences import sentences

LONGEST = 100_000  # characters of a text
FOUND = 8  # paragraphs that a sentence is held against
NOWHERE = "Nothing in the articles says this."

Find = Callable[[str], Sequence[Hit]]

_LEANS = re.compile(
    r"(?:and |but |yet |so )?(?:he|she|it|they|his|her|its|their|this|that|these|those|there)\b|[他她它这那其该]", re.I
)
_HEADING = re.compile(r"[A-Za-z\u00c0-\u024f]+")  # a word alone
_BULLET = re.compile(r"(?:[-*•–>#]+|\d{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Given:
    """Paragraphs that came with the text, as one article of their own; what `Speakers` reads is all that it has."""

    texts: Sequence[str]

    def paragraphs(self, article_id: str, numbers: Iterable[int], /) -> list[Paragraph]:
        there = sorted(number for number in numbers if 0 < number <= len(self.texts))
        return [Paragraph(article_id, number, self.texts[number - 1], "body") for number in there]

    def find(self, sentence: str) -> list[Hit]:
        """Those that share most with the sentence."""
        heading = Heading(id="given", title="")
        every = self.paragraphs(heading.id, range(1, len(self.texts) + 1))
        hits = [Hit(one, heading, shared(read(one.text), read(sentence))) for one in every if one.text.strip()]
        return sorted(hits, key=lambda hit: -hit.score)[:FOUND]


Verify = Callable[[str, Sequence[Hit]], Verdict]


def against(verifier: Verifier, speakers: Speakers) -> Verify:
    """Holds claims against paragraphs as they stand."""
    return lambda claim, hits: verifier.verify(claim, sources_of(hits, speakers))


def check(text: str, find: Find, speakers: Speakers, verify: Verify) -> Iterator[Cited | Claimed]:
    """Each sentence of the text as a claim with its verdict, behind the citations that are new with it.

    It is cited what bears a claim out, or says otherwise, or says it as somebody's word.
    """
    citations, before = Citations(speakers), ""
    verdicts: dict[tuple[str, str], Verdict] = {}  # a text may say one thing a thousand times
    for start, end in _sentences(text):
        sentence = text[start:end]
        if claims_nothing(sentence) or _HEADING.fullmatch(sentence):
            yield Claimed(Claim(sentence, start, end, (), None, NOTHING))
            continue
        # "He added that ..." is looked for with what came before it.
        query = f"{before} {sentence}" if before and _LEANS.match(sentence) else sentence
        if (sentence, query) not in verdicts:
            verdicts[sentence, query] = verify(sentence, find(query))
        verdict = verdicts[sentence, query]
        numbers, new = citations.of(verdict.evidence)
        reason = NOWHERE if verdict.verdict == "not_found" and not numbers else verdict.reason
        yield from map(Cited, new)
        yield Claimed(Claim(sentence, start, end, numbers, verdict.verdict, reason))
        before = sentence


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of each line, without the marks of a list."""
    for line in re.finditer(r"[^\n\r]+", text):
        bullet = _BULLET.match(line[0].lstrip())
        lead = len(line[0]) - len(line[0].lstrip()) + (bullet.end() if bullet else 0)
        for start, end in sentences(line[0][lead:]):
            yield line.start() + lead + start, line.start() + lead + end
