"""Locates gold evidence in a library: the article and paragraphs that it refers to, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from assistant.evaluation.matching import plain
from assistant.evaluation.question_files.questions import Evidence, Problem, Question
from assistant.evaluation.results import Gold
from index.articles import SEARCHED_ROLES, Paragraph
from index.library import Library
from index.loading.named_files import KINDS


@dataclass(frozen=True, slots=True)
class Located:
    """A question with its evidence located in the library; `articles` are the ids that limit the search."""

    question: Question
    gold: tuple[Gold, ...]
    articles: tuple[str, ...]


@dataclass(slots=True)
class Location:
    """All questions located; `problems` make the set unusable, `warnings` name evidence that cannot be found."""

    located: list[Located] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def locate(questions: Sequence[Question], library: Library) -> Location:
    """Locates the evidence of every question; all errors are found in one pass."""
    names, read = _Names(library), _Paragraphs(library)
    location = Location()
    for question in questions:
        found = [
            _gold(question, evidence, article_id, read, location)
            for evidence in question.evidence
            for article_id in names.named(question, evidence.article_id, "evidence", location.problems)
        ]
        within = [
            article_id
            for name in question.given_contexts
            for article_id in names.named(question, name, "given_contexts", location.problems)
        ]
        gold = tuple(one for one in found if one)
        location.located.append(Located(question, gold, tuple(dict.fromkeys(within))))
    return location


def _gold(
    question: Question, evidence: Evidence, article_id: str, read: _Paragraphs, location: Location
) -> Gold | None:
    paragraphs, plain_texts = read.of(article_id)
    if problem := _problem(evidence, len(paragraphs)):
        location.problems.append(Problem(question.line, problem))
        return None
    quote, index = evidence.quote, evidence.paragraph_index
    searched = {one.number for one in paragraphs if one.role in SEARCHED_ROLES}
    numbers = sorted(searched) if index is None else [index + 1]
    if quote is not None:
        wanted = plain(quote)
        holding = [one.number for one, text in zip(paragraphs, plain_texts, strict=True) if wanted in text]
        if not holding:
            location.warnings.append(Problem(question.line, _nowhere(quote, evidence.article_id)))
        numbers = holding or (numbers if index is not None else [])
    if numbers and not searched.intersection(numbers):
        location.warnings.append(Problem(question.line, _furniture(paragraphs[numbers[0] - 1], evidence.article_id)))
    return Gold(article_id, tuple(numbers), quote, evidence.group, evidence.speaker, evidence.voice)


def _problem(evidence: Evidence, count: int) -> str | None:
    index, quote, name = evidence.paragraph_index, evidence.quote, evidence.article_id
    if index is not None and index >= count:
        return f"evidence names paragraph_index {index}, but article '{name}' has {count} paragraphs, counted from 0"
    if quote is not None and not plain(quote):
        return f"the quote '{quote}' holds no letter"
    return None


def _nowhere(quote: str, name: str) -> str:
    begins = quote if len(quote) <= 60 else quote[:57] + "..."
    return f"the quote '{begins}' is in no paragraph of article '{name}', so it cannot be found"


def _furniture(paragraph: Paragraph, name: str) -> str:
    return f"evidence is in paragraph {paragraph.number} of '{name}', which is not searched ({paragraph.role})"


class _Names:
    """The names of an article: its id, its URL, or its file's name without the extension."""

    def __init__(self, library: Library) -> None:
        self._ids: set[str] = set()
        self._others: dict[str, set[str]] = {}
        for heading in library.articles():
            self._ids.add(heading.id)
            for name in (heading.url, _file_name(heading.source)):
                if name:
                    self._others.setdefault(name, set()).add(heading.id)

    def named(self, question: Question, name: str, where: str, problems: list[Problem]) -> Iterator[str]:
        """The id of the article with that name; adds a problem if no article or more than one has it."""
        found = {name} if name in self._ids else self._others.get(name, set())
        if len(found) == 1:
            yield from found
            return
        what = "which is not in the library"
        if found:
            what = f"which is a name of {len(found)} articles: {', '.join(sorted(found))}"
        problems.append(Problem(question.line, f"{where} names article '{name}', {what}"))


def _file_name(source: str) -> str | None:
    """The file's name without its extension; None for an article that is one line of a file."""
    name = PurePath(source).name
    ending = next((kind for kind in KINDS if name.lower().endswith(kind) and kind != ".jsonl"), None)
    return name[: -len(ending)] if ending else None


class _Paragraphs:
    """The paragraphs of articles and their plain texts, each article read once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._read: dict[str, tuple[Sequence[Paragraph], list[str]]] = {}

    def of(self, article_id: str) -> tuple[Sequence[Paragraph], list[str]]:
        if article_id not in self._read:
            paragraphs = self._library.article(article_id).paragraphs
            self._read[article_id] = (paragraphs, [plain(one.text) for one in paragraphs])
        return self._read[article_id]
