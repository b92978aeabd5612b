"""Finds which of the articles from a search are copies of one story: an agency's text, slightly edited or cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.articles import SEARCHED_ROLES, Heading, Hit, Paragraph
from index.language.likeness import Shingles, contained, shingles
from index.language.spans import LONGEST
from index.library import Library

COPIED = 0.5  # share of the shorter article's runs of words in the other: see docs/decisions.md
ALIKE = 0.3  # the same for two paragraphs found, at which their articles are compared
FEWEST = 12  # minimum runs of words in a paragraph that is compared
READ = 200  # paragraphs of an article that are compared


class Copies:
    """The groups of copies among the articles of some hits; articles read once are cached."""

    def __init__(self, hits: Sequence[Hit], library: Library) -> None:
        self._library = library
        self._headings = {hit.heading.id: hit.heading for hit in hits}
        self._paragraphs: dict[str, list[Paragraph]] = {}
        self._groups: dict[str, set[str]] = {name: {name} for name in self._headings}
        self._texts: dict[str, Shingles] = {}
        found = [(hit.heading.id, shingles(hit.paragraph.text[:LONGEST])) for hit in hits]
        for at, (one, own) in enumerate(found):
            alike = [other for other, others in found[at + 1 :] if self._may_be(one, other, own, others)]
            self._read({one, *alike} if alike else ())
            for other in alike:
                if contained(self._of(one), self._of(other)) >= COPIED:
                    together = self._groups[one] | self._groups[other]
                    self._groups |= dict.fromkeys(together, together)

    def _may_be(self, one: str, other: str, own: Shingles, others: Shingles) -> bool:
        """Whether two articles not yet in one group have similar paragraphs."""
        if other in self._groups[one] or min(len(own), len(others)) < FEWEST:
            return False
        return contained(own, others) >= ALIKE

    def of(self, article_id: str) -> list[Heading]:
        """This article and its copies, in the order in which they were found, best first."""
        group = self._groups.get(article_id, set())
        return [heading for name, heading in self._headings.items() if name in group]

    def are(self, one: str, other: str) -> bool:
        return other in self._groups.get(one, ())

    def paragraphs(self, article_id: str) -> list[Paragraph]:
        """The searched paragraphs of an article."""
        self._read([article_id])
        return self._paragraphs[article_id]

    def _read(self, articles: Iterable[str]) -> None:
        """Reads the articles not yet read, all at once."""
        unread = [one for one in articles if one not in self._paragraphs]
        read = self._library.paragraphs_of(unread, READ) if unread else {}
        for id in unread:
            self._paragraphs[id] = [one for one in read.get(id, ()) if one.role in SEARCHED_ROLES]

    def text(self, article_id: str) -> str:
        """The title and the searched paragraphs, as one text."""
        return "\n".join([self._headings[article_id].title, *(one.text for one in self.paragraphs(article_id))])

    def _of(self, article_id: str) -> Shingles:
        if article_id not in self._texts:
            self._texts[article_id] = shingles("\n".join(one.text for one in self.paragraphs(article_id))[:LONGEST])
        return self._texts[article_id]
