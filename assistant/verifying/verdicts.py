"""The records of checking: what a claim is held against, which sentences speak to it, and the verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.answers import ClaimVerdict
from index.articles import Heading, Paragraph
from index.reading.voices import Attribution

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
