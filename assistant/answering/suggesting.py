"""Questions to suggest about the library, about an article and after an answer, made from readings.

The given `tries` decides whether a question is answered.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from threading import Lock, Thread
from typing import NamedTuple

from assistant.texts.catalogues import group
from index.articles import Heading
from index.errors import ArticleAssistantError
from index.language.quotations import is_cjk
from index.library import Library

WANTED = 3
LED_FROM = 3  # articles of an answer, at most, from which next questions are made
LOOKED_AT = 6  # newest articles from which the library's questions come
TRIED = 12  # questions, at most, for three that are answered

Tries = Callable[[str, str | None], bool]  # a question and the article that it is asked of


class Asks(NamedTuple):
    """Templates of questions in a language."""

    said: str
    said_on: str
    subject: str
    quoted: str
    author: str


def asks(language: str) -> Asks:
    return Asks(**group("questions", language))


class Suggestions:
    """The questions that a library answers; tried in the background, and again when the library has changed.

    Until they are tried, questions that the catalog alone answers are returned.
    """

    def __init__(self, library: Library, tries: Tries) -> None:
        self._library = library
        self._tries = tries
        self._lock = Lock()
        self._kept: dict[str | None, tuple[int, tuple[str, ...]]] = {}
        self._at_work: set[str | None] = set()
        self._threads: list[Thread] = []
        self._closed = False

    def close(self) -> None:
        """Stops trying, before the library is closed."""
        self._closed = True
        for thread in self._threads:
            thread.join()

    def of(self, article_id: str | None = None, *, wait: bool = False, untried: bool = True) -> tuple[str, ...]:
        """Three questions, of one article or of the library.

        With `wait` only such as were tried; without `untried` those as well, and none until they are.
        """
        change = self._library.last_change()
        with self._lock:
            kept = self._kept.get(article_id)
            if kept and kept[0] == change:
                return kept[1]
            begin = article_id not in self._at_work
            if begin and not wait:
                self._at_work.add(article_id)
        if wait:
            return self._try(article_id, change)
        if begin:
            thread = Thread(target=self._try, args=(article_id, change), daemon=True)
            self._threads.append(thread)
            thread.start()
        if kept or not untried:
            return kept[1] if kept else ()
        return tuple(islice(_plain(self._headings(article_id)), WANTED))

    def after(
        self, articles: Sequence[str], leads: Callable[[str], bool], *, topic: str = "", asked: Collection[str] = ()
    ) -> tuple[str, ...]:
        """Three questions that, by `leads`, lead on from an answer resting on these articles; tried at once.

        First what others in them say about its `topic`; none `asked` already.
        """
        try:
            headings = list(self._library.headings(list(dict.fromkeys(articles))[:LED_FROM]).values())
            offered = dict.fromkeys([*_on(topic, self._library, headings), *_questions(self._library, headings)])
            for one in asked:
                offered.pop(one, None)
            return self._kept_of(offered, leads)
        except ArticleAssistantError:
            return ()

    def _kept_of(self, offered: Collection[str], answers: Callable[[str], bool]) -> tuple[str, ...]:
        tried = islice(offered, TRIED)
        return tuple(islice((one for one in tried if not self._closed and answers(one)), WANTED))

    def _try(self, article_id: str | None, change: int) -> tuple[str, ...]:
        try:
            offered = dict.fromkeys(_questions(self._library, self._headings(article_id)))
            kept = self._kept_of(offered, lambda one: self._tries(one, article_id))
            with self._lock:
                self._kept[article_id] = (change, kept)
            return kept
        except ArticleAssistantError:  # a library that cannot be searched suggests nothing
            return ()
        finally:
            with self._lock:
                self._at_work.discard(article_id)

    def _headings(self, article_id: str | None) -> list[Heading]:
        if article_id is not None:
            return list(self._library.headings([article_id]).values())
        return [line.heading for line in self._library.page(column="published", limit=LOOKED_AT).lines]


def _asks(text: str) -> Asks:
    return asks("zh" if is_cjk(text) else "en")


def _plain(headings: list[Heading]) -> Iterator[str]:
    """The questions that the catalog answers about any article."""
    for heading in headings:
        if heading.title:
            yield _asks(heading.title).subject.format(title=heading.title)


def _on(topic: str, library: Library, headings: Sequence[Heading]) -> Iterator[str]:
    """A question for what each speaker in the articles says about a topic."""
    for heading in headings if topic else ():
        for name in _speakers(library, heading):
            yield _asks(topic).said_on.format(name=name, topic=topic)


def _questions(library: Library, headings: list[Heading]) -> Iterator[str]:
    """Questions about each article in turn: what somebody says there, what it is about, who is quoted, who wrote it."""
    by_article = [list(_of_article(library, heading)) for heading in headings]
    for place in range(max(map(len, by_article), default=0)):
        yield from (questions[place] for questions in by_article if place < len(questions))


def _speakers(library: Library, heading: Heading) -> list[str]:
    reading = library.reading(heading.id)
    said = reading.statements if reading else ()
    return list(dict.fromkeys(one.speaker for one in said if one.speaker and one.kind == "person"))


def _of_article(library: Library, heading: Heading) -> Iterator[str]:
    named, title = _speakers(library, heading), heading.title
    ask = _asks(title or "".join(named[:1]))
    if named:
        yield ask.said.format(name=named[0])
    if title:
        yield ask.subject.format(title=title)
    if len(named) > 1:
        yield ask.said.format(name=named[1])
        if title:
            yield ask.quoted.format(title=title)
    if heading.author and title:
        yield ask.author.format(title=title)
