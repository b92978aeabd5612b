"""Who says each candidate sentence, looked up in what was read of its article.

Where an article was not read yet, it is told from the paragraphs around the sentence, which the library holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from assistant.answering.choosing import LONGEST, Candidate
from assistant.question.speaker_frames import speaker_names
from index.articles import SEARCHED_ROLES, Heading, Paragraph
from index.language.quotations import CLOSING
from index.language.sentences import sentences
from index.reading.attributed import attributed, clause, said_in
from index.reading.attribution import Attribution, attribute, attribute_parts
from index.reading.interviews import Turn, turns
from index.reading.people import People, find_people, same_person
from index.reading.records import Reading

# People are gathered from this many paragraphs at the top of an article, and from those around the sentence.
INTRODUCED = 40
BEFORE, AFTER = 12, 3
READ = 5000  # characters of each


class Paragraphs(Protocol):
    """Where the paragraphs of articles are read."""

    def paragraphs(self, article_id: str, numbers: Iterable[int], /) -> list[Paragraph]: ...


class Speakers:
    """Attributes sentences for one question; what was read once is kept."""

    def __init__(self, library: Paragraphs) -> None:
        self.library = library
        self._readings: dict[str, Reading | None] = {}
        self._said: dict[tuple[str, int, int, int], Attribution] = {}
        self._near: dict[tuple[str, int], list[Paragraph]] = {}
        self._around: dict[tuple[str, int], tuple[People, dict[int, Turn]]] = {}

    def of(self, one: Candidate) -> Attribution:
        """Who says it; `speaker_from` counts the article's paragraphs back, whatever their role."""
        key = (*_place(one), one.start, one.end)
        reading = self._reading(key[0])
        if reading is not None:
            self._said[key] = attributed(reading, *key[1:])
        if key not in self._said:
            before, people, turn = self._context(one)
            texts = [paragraph.text[:LONGEST] for paragraph in before]
            text = one.hit.paragraph.text[:LONGEST]
            said = attribute(text, one.start, one.end, before=texts, people=people, turn=turn)
            self._said[key] = _numbered(said, one, before, turn)
        return self._said[key]

    def asked(self, one: Candidate) -> str:
        """The question of an interview that the paragraph answers; "" where it is no answer."""
        article_id, number = _place(one)
        of_interview = self._article(one.hit.heading, number)[1]
        turn = of_interview.get(number)
        if turn is None or turn.asks:
            return ""
        before = self._before(article_id, number)
        said = [of_interview.get(earlier.number) for earlier in before]
        return next((earlier.text for earlier, was in zip(before, said, strict=True) if was and was.asks), "")

    def words_of(self, name: str, found: Iterable[Candidate]) -> list[Candidate]:
        """Those that give the words of the person of that name, each without what another says in the same sentence."""
        return [part for one in found for part in self._parts(name, one)]

    def whole(self, one: Candidate) -> Candidate:
        """The sentence with the next one, where that goes on with the quotation which "he said" broke off."""
        text = one.hit.paragraph.text[:LONGEST]
        spans = sentences(text)
        after = spans.index((one.start, one.end)) + 1 if (one.start, one.end) in spans else len(spans)
        broken_off = one.text[0] in CLOSING and one.text.rstrip()[-1] not in "".join(CLOSING.values())
        if not broken_off or after == len(spans) or text[spans[after][0]] not in CLOSING:
            return one
        start, end = spans[after]
        said, more = self.of(one), self.of(replace(one, start=start, end=end))
        return replace(one, end=end) if more.voice == "direct" and more.speaker == said.speaker else one

    def _reading(self, article_id: str) -> Reading | None:
        """What was read of an article, if the library keeps readings and it was read."""
        if article_id not in self._readings:
            kept = getattr(self.library, "reading", None)
            self._readings[article_id] = kept(article_id) if kept is not None else None
        return self._readings[article_id]

    def _parts(self, name: str, one: Candidate) -> list[Candidate]:
        reading = self._reading(_place(one)[0])
        if reading is not None:
            found = said_in(reading, _place(one)[1], one.start, one.end)
            own = [each for each in found if _is_named(name, each.speaker)]
            if len(own) == len(found):
                return [one] if own else []
            text = one.hit.paragraph.text
            spans = [clause(text, each, one.start, one.end) for each in own]
            return [replace(one, start=start, end=end) for start, end in spans]
        before, people, turn = self._context(one)
        text = one.hit.paragraph.text[:LONGEST]
        texts = [paragraph.text[:LONGEST] for paragraph in before]
        parts = attribute_parts(text, one.start, one.end, before=texts, people=people, turn=turn)
        mine = [(start, end) for start, end, said in parts if _is_of(name, said)]
        if len(mine) == len(parts):
            return [one] if mine else []
        return [replace(one, start=start, end=end) for start, end in mine]

    def _context(self, one: Candidate) -> tuple[list[Paragraph], People, Turn | None]:
        article_id, number = _place(one)
        people, of_interview = self._article(one.hit.heading, number)
        return self._before(article_id, number), people, of_interview.get(number)

    def _before(self, article_id: str, number: int) -> list[Paragraph]:
        """The paragraphs before, the nearest first, but for what is not searched."""
        key = (article_id, number)
        if key not in self._near:
            near = self.library.paragraphs(article_id, range(max(1, number - BEFORE), number))
            self._near[key] = [earlier for earlier in near if earlier.role in SEARCHED_ROLES][::-1]
        return self._near[key]

    def _article(self, heading: Heading, number: int) -> tuple[People, dict[int, Turn]]:
        """The people of the article's opening and of what stands around a paragraph, and whose turns are near."""
        last = number + AFTER
        key = (heading.id, last if last > INTRODUCED else 0)
        if key not in self._around:
            wanted = {*range(1, INTRODUCED + 1), *range(max(1, number - BEFORE), last + 1)}
            read = self.library.paragraphs(heading.id, wanted)
            texts = [paragraph.text[:READ] for paragraph in read]
            people = find_people(texts)
            found = turns(texts, people, (heading.outlet, heading.author))
            self._around[key] = people, {read[at].number: _counted(turn, at, read) for at, turn in found.items()}
        return self._around[key]


def _is_of(name: str, said: Attribution) -> bool:
    return _is_named(name, said.speaker)


def _is_named(name: str, speaker: str | None) -> bool:
    return speaker is not None and any(
        same_person(asked, one) for asked in speaker_names(name) for one in speaker_names(speaker)
    )


def _place(one: Candidate) -> tuple[str, int]:
    return one.hit.paragraph.article_id, one.hit.paragraph.number


def _counted(turn: Turn, index: int, read: list[Paragraph]) -> Turn:
    """The turn with its place counted in the article's paragraphs, some of which were not read."""
    if turn.place is None:
        return turn
    back, start, end = turn.place
    return replace(turn, place=(read[index].number - read[index - back].number, start, end))


def _numbered(said: Attribution, one: Candidate, before: list[Paragraph], turn: Turn | None) -> Attribution:
    """The same, where `before` left paragraphs out."""
    if said.speaker_from is None or turn is not None or not said.speaker_from[0]:
        return said
    back, start, end = said.speaker_from
    return replace(said, speaker_from=(one.hit.paragraph.number - before[back - 1].number, start, end))
