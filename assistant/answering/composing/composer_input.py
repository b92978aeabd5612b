"""What a composer receives: the plan, what was found for it, and the library for further searches."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.answering.choosing import Candidate
from assistant.answering.quoting import Draft
from assistant.answering.speakers import Speakers
from assistant.question.cased import cased
from assistant.question.plan import Plan
from assistant.texts.coded import Coded
from index.articles import SEARCHED_ROLES, Heading, Hit, Paragraph
from index.filters import Filters
from index.language.names import names_in
from index.language.sentences import sentences
from index.language.spans import LONGEST
from index.language.tokens import words
from index.library import Library

if TYPE_CHECKING:  # it imports the parser, which is loaded only when something is checked
    from assistant.verifying.verification import Verifier

READ = 400  # paragraphs of an article that are read


@dataclass
class Asking:
    """One question being answered.

    `find` searches as the assistant does, within filters. `given` is the text of earlier answers, if the question asks
    for more than they gave.
    """

    plan: Plan
    hits: Sequence[Hit]
    library: Library
    filters: Filters
    threshold: float
    find: Callable[[str, int, Filters], list[Hit]]
    verifier: Callable[[], Verifier]
    speakers: Speakers
    given: str = ""
    _read: dict[str, list[Paragraph]] = field(default_factory=dict)
    _headings: dict[str, Heading | None] = field(default_factory=dict)
    draft: Draft | None = field(default=None, init=False)  # set once composed

    @cached_property
    def asked(self) -> str:
        """The question with its names as the articles write them."""
        return cased(self.plan.question.text, self.hits)

    @property
    def named(self) -> tuple[str, ...]:
        """All names in the question, of any kind."""
        return tuple(dict.fromkeys(one.text for one in names_in(self.asked)))

    def tell_of(self, articles: Collection[str], names: Collection[str]) -> bool:
        """Whether the words of each name occur in these articles or their headings."""
        held = set[str]()
        for heading in filter(None, map(self.heading, articles)):
            held.update(words(f"{heading.title} {heading.outlet or ''} {heading.author or ''}"))
            held.update(word for one in self.paragraphs(heading.id) for word in words(one.text))
        return all(held.issuperset(words(name)) for name in names)

    @property
    def language(self) -> str:
        return self.plan.question.language

    @property
    def is_read_closely(self) -> bool:
        """Whether the larger judge reads what may answer."""
        return self.library.larger_judge is not None and self.plan.question.says_enough

    @property
    def within(self) -> Filters:
        """The filters, narrowed by the question's words."""
        return self.plan.within(self.filters)

    def is_given(self, one: Candidate) -> bool:
        """Whether an earlier answer quoted the sentence."""
        return bool(self.given) and one.text.strip() in self.given

    def searched(self) -> int:
        return self.library.count(self.filters)

    def nothing(self) -> Coded:
        """The sentence that says that nothing was found, with the number of articles searched."""
        if not (number := self.searched()):
            return Coded("quotes.empty")
        return Coded(f"{'foreign' if self.plan.asked_in else 'quotes'}.nothing_found", {"n": number})

    def read(self, articles: Collection[str]) -> None:
        """Reads the headings and paragraphs of these articles at once, for callers that then fetch them one by one."""
        unread = [id for id in dict.fromkeys(articles) if id not in self._read]
        if not unread:
            return
        paragraphs, headings = self.library.paragraphs_of(unread, READ), self.library.headings(unread)
        for id in unread:
            self._read[id] = [one for one in paragraphs.get(id, ()) if one.role in SEARCHED_ROLES]
            self._headings[id] = headings.get(id)

    def paragraphs(self, article_id: str) -> list[Paragraph]:
        """The searched paragraphs of an article, read once."""
        if article_id not in self._read:
            self.read([article_id])
        return self._read[article_id]

    def heading(self, article_id: str) -> Heading | None:
        if article_id not in self._headings:
            self._headings[article_id] = self.library.heading(article_id)
        return self._headings[article_id]

    def newest(self, most: int, within: Filters) -> list[Heading]:
        """The newest articles that pass the filters."""
        page = self.library.page(column="published", limit=most, **within.given())
        return [line.heading for line in page.lines]

    def sentences(self, heading: Heading) -> list[Candidate]:
        """All sentences of an article's searched paragraphs, in order."""
        return [one for paragraph in self.paragraphs(heading.id) for one in sentences_of(Hit(paragraph, heading, 0.0))]


def sentences_of(hit: Hit) -> list[Candidate]:
    """The sentences of one paragraph, ready to cite."""
    return [Candidate(hit, start, end) for start, end in sentences(hit.paragraph.text[:LONGEST])]


def sentences_over(one: Candidate) -> list[Candidate]:
    """The sentences that contain any part of a span."""
    return [each for each in sentences_of(one.hit) if each.start < one.end and one.start < each.end]
