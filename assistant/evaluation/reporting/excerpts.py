"""Paragraphs as a report shows them: cut around the quoted words, each stored once and referred to by number.

Every offset is resolved here, in code points, so that the page's script, which counts UTF-16 units, never slices text.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from assistant.evaluation.matching import plain
from assistant.evaluation.results import Gold, Result
from index.articles import Heading, Paragraph
from index.extraction.claims import web_address
from index.library import Library

AROUND = 600  # code points shown on each side of the quoted words
OPENING = 180  # code points shown of a found paragraph
MOST_PLACES = 3  # paragraphs shown for one place of gold evidence, which may be a whole article
CHANGED = "The article has changed since; only the words quoted then are shown."
GONE = "The article is no longer in the library; only the words quoted are shown."

Key = tuple[str, int]


class Passages:
    """The parts of the library that a report shows, read once.

    `articles` are [title, outlet, date, address], `passages` [article, paragraph number, before, words, after, note]
    and `openings` [article, paragraph number, text], where `article` is an index into `articles`.
    """

    def __init__(self, library: Library, questions: Iterable[Result]) -> None:
        self.articles: list[tuple[Any, ...]] = []
        self.passages: list[tuple[Any, ...]] = []
        self.openings: list[tuple[Any, ...]] = []
        self._places: dict[Hashable, int] = {}
        self._paragraphs = _read(library, questions)
        self._headings = {heading.id: heading for heading in library.articles()}

    def citation(self, citation: Mapping[str, Any], gold: Sequence[Gold]) -> dict[str, Any]:
        """An answer/1 citation: its marker, its passage's number, who says it, and whether its paragraph is gold."""
        return {
            "marker": citation["marker"],
            "passage": self._cited(citation),
            "said": said_by(citation),
            "gold": _is_gold((citation["article_id"], citation["paragraph"]), gold),
        }

    def hit(self, hit: Key, gold: Sequence[Gold]) -> tuple[int, bool]:
        """The number of a retrieved paragraph's opening, and whether the paragraph is gold."""
        article_id, number = hit
        paragraph = self._paragraphs.get((article_id, number))
        text = _clipped(paragraph.text, OPENING) if paragraph else ""
        opening = self._place(self.openings, (self._article(article_id), number, text))
        return opening, _is_gold(hit, gold)

    def gold(self, place: Gold) -> dict[str, Any]:
        """A place of gold evidence: its passages, how many more there are, and the quote if no passage shows it."""
        shown = [self._paragraphs.get((place.article_id, number)) for number in place.paragraphs[:MOST_PLACES]]
        spans = [(one, _span(one.text, place.quote)) for one in shown if one]
        passages = [self._passage(self._article(place.article_id), one, span) for one, span in spans]
        seen = any(start < end for _, (start, end) in spans)
        return {
            "group": place.group,
            "article": self._article(place.article_id),
            "passages": passages,
            "more": len(place.paragraphs) - len(passages),
            "quote": None if seen else place.quote,
        }

    def _cited(self, citation: Mapping[str, Any]) -> int:
        """The number of the passage: the quoted paragraph, or only the quoted words if it has changed or is gone."""
        article = self._article_named(
            citation["title"], citation["outlet"], citation["published"], citation["url"], citation["article_id"]
        )
        paragraph = self._paragraphs.get((citation["article_id"], citation["paragraph"]))
        start, end, quote = citation["start"], citation["end"], citation["quote"]
        if paragraph and paragraph.revision == citation["revision"] and paragraph.text[start:end] == quote:
            return self._passage(article, paragraph, (start, end))
        note = CHANGED if citation["article_id"] in self._headings else GONE
        return self._place(self.passages, (article, citation["paragraph"], "", quote, "", note))

    def _passage(self, article: int, paragraph: Paragraph, span: tuple[int, int]) -> int:
        start, end = span
        text = paragraph.text
        before = _clipped(text[:start][::-1], AROUND)[::-1]
        return self._place(
            self.passages, (article, paragraph.number, before, text[start:end], _clipped(text[end:], AROUND), "")
        )

    def _article(self, article_id: str) -> int:
        heading = self._headings.get(article_id) or Heading(article_id, "")
        return self._article_named(heading.title, heading.outlet, heading.published, heading.url, article_id)

    def _article_named(
        self, title: str, outlet: str | None, published: str | None, url: str | None, article_id: str
    ) -> int:
        return self._place(self.articles, (title or article_id, outlet, (published or "")[:10], web_address(url)))

    def _place(self, shelf: list[tuple[Any, ...]], record: tuple[Any, ...]) -> int:
        """The index of the record in its list; adds the record if it is missing."""
        key = (id(shelf), record)
        if key not in self._places:
            self._places[key] = len(shelf)
            shelf.append(record)
        return self._places[key]


def _is_gold(key: Key, gold: Sequence[Gold]) -> bool:
    return any(place.article_id == key[0] and key[1] in place.paragraphs for place in gold)


def said_by(citation: Mapping[str, Any]) -> str:
    """Who says the quoted words, and whether they are that speaker's own."""
    speaker, named = citation["speaker"], citation.get("speaker_from")
    if citation["voice"] == "outlet":
        return "the outlet’s own words"
    if citation["voice"] == "author":
        return f"{speaker or 'the writer'}, own opinion"
    kind = "direct quotation" if citation["voice"] == "direct" else "reported"
    if not speaker:
        return f"{kind}, speaker not named"
    return f"{speaker}, {kind}" + (f", named in paragraph {named['paragraph']}" if named else "")


def _read(library: Library, questions: Iterable[Result]) -> dict[Key, Paragraph]:
    """Every paragraph that a question's hits, gold evidence or citations name, with one query for each article."""
    wanted: dict[str, set[int]] = {}
    for article_id, number in (key for question in questions for key in _named(question)):
        wanted.setdefault(article_id, set()).add(number)
    return {
        (article_id, paragraph.number): paragraph
        for article_id, numbers in wanted.items()
        for paragraph in library.paragraphs(article_id, sorted(numbers))
    }


def _named(question: Result) -> Iterable[Key]:
    yield from question.hits
    for place in question.gold:
        yield from ((place.article_id, number) for number in place.paragraphs[:MOST_PLACES])
    if question.answer:
        for citation in [*question.answer["citations"], *question.answer["closest"]]:
            yield citation["article_id"], citation["paragraph"]


def _span(text: str, quote: str | None) -> tuple[int, int]:
    """The span of the quote in the text, comparing letters and digits only; (0, 0) if it is not there."""
    if not quote:
        return 0, 0
    if (start := text.find(quote)) >= 0:
        return start, start + len(quote)
    letters = [(letter, at) for at, character in enumerate(text) for letter in plain(character)]
    wanted = plain(quote)
    start = "".join(letter for letter, _ in letters).find(wanted)
    if start < 0 or not wanted:
        return 0, 0
    return letters[start][1], letters[start + len(wanted) - 1][1] + 1


def _clipped(text: str, length: int) -> str:
    """The beginning of a text, cut after a word if one ends in its last third."""
    if len(text) <= length:
        return text
    cut = text.rfind(" ", length * 2 // 3, length)
    return text[: cut if cut > 0 else length] + "…"
