"""The records of checking: the sources of a claim, the sentences that bear on it, and the verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answers import ClaimVerdict
from assistant.texts.coded import Coded
from index.articles import Heading, Paragraph
from index.reading.voices import Attribution

if TYPE_CHECKING:
    from index.encoders import Borne, Passage

Said = Callable[[int, int], Attribution]
Judge = Callable[[str, str], bool | None]
Read = Callable[[str, "Passage"], "Borne"]  # ClaimJudge.of_claim


@dataclass(frozen=True, slots=True)
class Source:
    """A paragraph against which a claim is checked; `said` returns whose words a span of the paragraph reports.

    `before` is the preceding text of the article, which may name the person that the paragraph calls "he".
    """

    paragraph: Paragraph
    heading: Heading
    said: Said
    before: str = ""

    @property
    def place(self) -> tuple[str, int]:
        """The article and the paragraph's number."""
        return self.heading.id, self.paragraph.number


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
    """The verdict of paragraphs on a claim, with the deciding sentences, and a reason if it is not supported.

    The verdict on text that claims nothing is None.
    """

    verdict: ClaimVerdict | None
    reason: Coded | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def supported(self) -> bool | None:
        return None if self.verdict is None else self.verdict == "supported"
