"""Who says each candidate sentence, told from the paragraphs around it, which the library holds."""

from __future__ import annotations

from assistant.attribution import Attribution, attribute
from assistant.choosing import Candidate
from assistant.people import find_people, same_person
from assistant.speaker_frames import speaker_names
from index.library import Library

# People are gathered from this many paragraphs at the top of an article, and from those before the sentence.
INTRODUCED = 40


class Speakers:
    """Attributes sentences for one question; what was read once is kept."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[tuple[str, int, int], Attribution] = {}

    def says(self, name: str, one: Candidate) -> bool:
        """Whether the sentence gives the words of the person of that name."""
        speaker = self.of(one).speaker
        if speaker is None:
            return False
        return any(same_person(asked, said) for asked in speaker_names(name) for said in speaker_names(speaker))

    def of(self, one: Candidate) -> Attribution:
        paragraph = one.hit.paragraph
        key = (paragraph.article_id, paragraph.number, one.start)
        if key not in self._known:
            self._known[key] = self._attribute(one)
        return self._known[key]

    def _attribute(self, one: Candidate) -> Attribution:
        paragraph, number = one.hit.paragraph, one.hit.paragraph.number
        wanted = {*range(1, INTRODUCED + 1), *range(max(1, number - 2), number + 1)}
        around = {found.number: found.text for found in self._library.paragraphs(paragraph.article_id, wanted)}
        before = [around[back] for back in (number - 1, number - 2) if back in around]
        return attribute(paragraph.text, one.start, one.end, before=before, people=find_people(tuple(around.values())))
