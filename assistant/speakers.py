"""Who says each candidate sentence, told from the paragraphs around it, which the library holds."""

from __future__ import annotations

from assistant.attribution import Attribution, attribute
from assistant.choosing import LONGEST, Candidate
from assistant.people import People, find_people, same_person
from assistant.speaker_frames import speaker_names
from index.articles import SEARCHED_ROLES
from index.library import Library

# People are gathered from this many paragraphs at the top of an article, and from those before the sentence.
INTRODUCED = 40
READ = 5000  # characters of each


class Speakers:
    """Attributes sentences for one question; what was read once is kept."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._said: dict[tuple[str, int, int], Attribution] = {}
        self._near: dict[tuple[str, int], list[str]] = {}
        self._people: dict[tuple[str, int], People] = {}

    def says(self, name: str, one: Candidate) -> bool:
        """Whether the sentence gives the words of the person of that name."""
        speaker = self.of(one).speaker
        if speaker is None:
            return False
        return any(same_person(asked, said) for asked in speaker_names(name) for said in speaker_names(speaker))

    def of(self, one: Candidate) -> Attribution:
        paragraph = one.hit.paragraph
        key = (paragraph.article_id, paragraph.number, one.start)
        if key not in self._said:
            before = self._before(paragraph.article_id, paragraph.number)
            people = self._around(paragraph.article_id, paragraph.number)
            self._said[key] = attribute(paragraph.text[:LONGEST], one.start, one.end, before=before, people=people)
        return self._said[key]

    def _before(self, article_id: str, number: int) -> list[str]:
        """The two paragraphs before, the nearest first, but for what is not searched."""
        key = (article_id, number)
        if key not in self._near:
            near = self._library.paragraphs(article_id, range(max(1, number - 2), number))
            self._near[key] = [earlier.text[:LONGEST] for earlier in near if earlier.role in SEARCHED_ROLES][::-1]
        return self._near[key]

    def _around(self, article_id: str, number: int) -> People:
        """The people of the article's opening and of what stands just before the paragraph."""
        key = (article_id, max(number, INTRODUCED))
        if key not in self._people:
            wanted = {*range(1, INTRODUCED + 1), *range(max(1, number - 2), number + 1)}
            texts = [paragraph.text[:READ] for paragraph in self._library.paragraphs(article_id, wanted)]
            self._people[key] = find_people(texts)
        return self._people[key]
