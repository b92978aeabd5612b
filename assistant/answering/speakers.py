"""Who says each candidate sentence, looked up in the reading of its article.

An article that is unread, or not in the library, is read one block of paragraphs at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Protocol

from assistant.answering.choosing import Candidate
from assistant.question.speaker_frames import speaker_names
from index import reading
from index.articles import Heading, Paragraph
from index.language.quotations import CLOSING
from index.language.sentences import sentences
from index.language.spans import LONGEST
from index.reading.attributed import attributed, clause, said_in, stated
from index.reading.people import same_person
from index.reading.records import Reading
from index.reading.voices import Attribution

BLOCK = 40  # paragraphs that are read at once
BEFORE = 4  # paragraphs read before a block, which may name a "he" in it


class Paragraphs(Protocol):
    """A source of paragraphs, such as a library."""

    def paragraphs_at(self, places: Collection[tuple[str, int]], /) -> dict[tuple[str, int], Paragraph]: ...


class Speakers:
    """Attributes sentences for one question; readings and attributions are cached."""

    def __init__(self, library: Paragraphs) -> None:
        self.library = library
        self._kept: dict[str, Reading | None] = {}
        self._blocks: dict[tuple[str, int], Reading] = {}
        self._tellers: dict[tuple[str, int, int], str | None] = {}
        self._said: dict[tuple[str, int, int, int], Attribution] = {}

    def of(self, one: Candidate) -> Attribution:
        """Who says the sentence; `speaker_from` counts back over the article's paragraphs, whatever their role."""
        if one.span not in self._said:
            self._said[one.span] = attributed(self._reading(one), one.hit.paragraph.number, one.start, one.end)
        return self._said[one.span]

    def of_statement(self, one: Candidate) -> Attribution:
        """Who makes a statement, even if somebody else's words report it."""
        said = stated(self._reading(one), one.hit.paragraph.number, one.start, one.end)
        return said or self.of(one)

    def heed(self, one: Candidate, said: Attribution) -> None:
        """Attributes the sentence as `said` from now on, and keeps its own speaker as the teller.

        Called if the sentence is quoted for somebody else's words that its own speaker reports.
        """
        self._tellers[*one.hit.place, one.start] = self.of(one).speaker
        self._said[one.span] = said

    def teller(self, article_id: str, paragraph: int, start: int) -> str | None:
        """Who reports somebody else's words in the sentence that begins there, if known."""
        return self._tellers.get((article_id, paragraph, start))

    def words_of(self, name: str, found: Iterable[Candidate]) -> list[Candidate]:
        """The sentences with that person's words, without what others say in them."""
        return [part for one in found for part in self._parts(name, one)]

    def whole(self, one: Candidate) -> Candidate:
        """The sentence, joined with the next if that one continues a quotation interrupted by "he said"."""
        text = one.hit.paragraph.text[:LONGEST]
        spans = sentences(text)
        after = spans.index((one.start, one.end)) + 1 if (one.start, one.end) in spans else len(spans)
        broken_off = one.text[0] in CLOSING and one.text.rstrip()[-1] not in "".join(CLOSING.values())
        if not broken_off or after == len(spans) or text[spans[after][0]] not in CLOSING:
            return one
        start, end = spans[after]
        said, more = self.of(one), self.of(replace(one, start=start, end=end))
        return replace(one, end=end) if more.voice == "direct" and more.speaker == said.speaker else one

    def _reading(self, one: Candidate) -> Reading:
        """The reading of the article: the library's if it has one, or one made now from a block of its paragraphs."""
        heading, number = one.hit.heading, one.hit.paragraph.number
        if heading.id not in self._kept:
            kept = getattr(self.library, "reading", None)
            self._kept[heading.id] = kept(heading.id) if kept is not None else None
        return self._kept[heading.id] or self._block(heading, (number - 1) // BLOCK)

    def _block(self, heading: Heading, block: int) -> Reading:
        if (heading.id, block) not in self._blocks:
            first = block * BLOCK + 1
            read = self.library.paragraphs_at({(heading.id, one) for one in range(first - BEFORE, first + BLOCK)})
            found = [read[place] for place in sorted(read)]
            publishers = (heading.outlet, heading.author)
            self._blocks[heading.id, block] = reading.read_paragraphs(found, title=heading.title, publishers=publishers)
        return self._blocks[heading.id, block]

    def _parts(self, name: str, one: Candidate) -> list[Candidate]:
        found = said_in(self._reading(one), one.hit.paragraph.number, one.start, one.end)
        own = [each for each in found if each.speaker and same_speaker(name, each.speaker)]
        if len(own) == len(found):
            return [one] if own else []
        text = one.hit.paragraph.text
        spans = [clause(text, each, one.start, one.end) for each in own]
        return [replace(one, start=start, end=end) for start, end in spans]


def same_speaker(one: str, other: str) -> bool:
    """Whether a name of the one speaker is a name of the other: "Xi and Trump", "Donald Trump"."""
    return any(same_person(name, whom) for name in speaker_names(one) for whom in speaker_names(other))
