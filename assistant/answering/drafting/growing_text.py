"""The text of an answer as it grows, with its claims and citations, and the places of our own words in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.answering.wording import quoted
from assistant.answers import Citation, Claim, Framed
from assistant.texts import coded
from assistant.texts.coded import Coded


def together(said: Sequence[Coded], language: str) -> tuple[str, tuple[Framed, ...]]:
    """Sentences joined into one text, and the span of each."""
    text, framed, at = coded.together([one.in_language(language) for one in said], language), list[Framed](), 0
    for one in said:
        words = one.in_language(language)
        at = text.index(words, at)
        framed.append(Framed(at, at + len(words), one.code, one.values))
        at += len(words)
    return text, tuple(framed)


class GrowingText:
    def __init__(self, language: str) -> None:
        self.language = language
        self.text = ""
        self.framed: list[Framed] = []
        self.claims: list[Claim] = []
        self.citations: list[Citation] = []

    def sentence(self, said: Coded) -> None:
        """Adds a sentence of our own that claims nothing beyond what the citations after it show."""
        self._say([said])
        self.text += "\n\n"

    def claim(self, said: Iterable[Coded], citations: Sequence[Citation], *, quotes: bool = True) -> int:
        """Adds a claim: our own words, then the first citation's quote unless `quotes` is false; returns its marker."""
        marker, start = len(self.citations) + 1, len(self.text)
        self._say(said)
        self.text += quoted(self.language, citations[0].quote) if quotes else ""
        self.citations += citations
        markers = tuple(range(marker, marker + len(citations)))
        self.claims.append(Claim(self.text[start:], start, len(self.text), markers, verdict="supported"))
        self.text += f" {''.join(f'[{one}]' for one in markers)}\n\n"
        return marker

    def _say(self, said: Iterable[Coded]) -> None:
        for one in said:
            start = len(self.text)
            self.text += one.in_language(self.language)
            self.framed.append(Framed(start, len(self.text), one.code, one.values))
