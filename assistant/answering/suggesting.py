"""Questions to suggest about the library, about an article and after an answer, made from readings.

The caller provides `tries`, which decides whether a question is answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from threading import Lock, Thread
from typing import TYPE_CHECKING, NamedTuple

from assistant.texts.catalogues import group
from index.articles import Heading
from index.errors import ArticleAssistantError
from index.language.quotations import is_cjk
from index.library import Library

if TYPE_CHECKING:
    from index.reading.records import Reading

WANTED = 3
LED_FROM = 3  # maximum articles of an answer from which follow-up questions are made
LOOKED_AT = 6  # newest articles from which the library's questions come
LOOKED_THROUGH = 60  # newest articles searched for those in the reader's language
NAMED_OFTEN = 2  # minimum mentions of a topic where somebody speaks for a question to name it
LONGEST_TITLE = 100  # characters; no question repeats a longer title
TRIED = 12  # maximum questions tried to find three that are answered

Tries = Callable[[str, str | None], bool]  # a question, and the article that it is about
_Of = tuple[str | None, str]  # an article's id, or None and a language


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
        self._kept: dict[_Of, tuple[int, tuple[str, ...]]] = {}
        self._at_work: dict[_Of, Thread] = {}
        self._closed = False

    def close(self) -> None:
        """Stops trying, before the library is closed."""
        self._closed = True
        for thread in list(self._at_work.values()):
            thread.join()

    def of(
        self, article_id: str | None = None, *, wait: bool = False, untried: bool = True, language: str = ""
    ) -> tuple[str, ...]:
        """Three questions about one article or about the library, those in `language` first.

        With `wait` it waits until they are tried; without `untried` it returns only tried ones, and none until then.
        """
        change, of = self._library.last_change(), (article_id, "" if article_id else language)
        with self._lock:
            kept = self._kept.get(of)
            if kept and kept[0] == change:
                return kept[1]
            thread = self._at_work.get(of)
            if thread is None:
                thread = self._at_work[of] = Thread(target=self._try, args=(of, change), daemon=True)
                thread.start()
        if wait:
            thread.join()
            kept = self._kept.get(of)
        if kept or wait or not untried:
            return kept[1] if kept else ()
        return tuple(islice(_plain(self._headings(*of)), WANTED))

    def after(
        self, articles: Sequence[str], leads: Callable[[str], bool], *, topic: str = "", asked: Collection[str] = ()
    ) -> tuple[str, ...]:
        """Up to three questions that follow on from an answer based on these articles, tried at once with `leads`.

        Questions about what people in the articles say on its `topic` come first; those `asked` already are left out.
        """
        try:
            found = self._library.headings(list(dict.fromkeys(articles))[:LED_FROM]).values()
            headings = [one for one in found if one.text_kind != "satire"]
            offered = dict.fromkeys([*_on(topic, self._library, headings), *_questions(self._library, headings)])
            for one in asked:
                offered.pop(one, None)
            return self._kept_of(offered, leads)
        except ArticleAssistantError:
            return ()

    def _kept_of(self, offered: Collection[str], answers: Callable[[str], bool]) -> tuple[str, ...]:
        tried = islice(offered, TRIED)
        return tuple(islice((one for one in tried if not self._closed and answers(one)), WANTED))

    def _try(self, of: _Of, change: int) -> None:
        try:
            offered = dict.fromkeys(_questions(self._library, self._headings(*of)))
            kept = self._kept_of(offered, lambda one: self._tries(one, of[0]))
            with self._lock:
                self._kept[of] = (change, kept)
        except ArticleAssistantError:
            pass  # a library that cannot be searched suggests nothing
        finally:
            with self._lock:
                del self._at_work[of]

    def _headings(self, article_id: str | None, language: str) -> list[Heading]:
        if article_id is not None:
            return list(self._library.headings([article_id]).values())
        lines = self._library.page(column="published", limit=LOOKED_THROUGH).lines
        newest = [line.heading for line in lines if line.heading.text_kind != "satire"]
        newest = newest if language else newest[:LOOKED_AT]
        return sorted(newest, key=lambda one: language_of(one.title) != language)[:LOOKED_AT]


def language_of(text: str) -> str:
    """The language of the questions about a text."""
    return "zh" if is_cjk(text) else "en"


def _asks(text: str) -> Asks:
    return asks(language_of(text))


def _plain(headings: list[Heading]) -> Iterator[str]:
    """The questions about these articles that the catalog alone answers."""
    for heading in headings:
        if title := _short_title(heading):
            yield _asks(title).subject.format(title=title)


def _short_title(heading: Heading) -> str:
    """The title; "" if a question with it would be too long to read."""
    return heading.title if len(heading.title) <= LONGEST_TITLE else ""


def _on(topic: str, library: Library, headings: Sequence[Heading]) -> Iterator[str]:
    """For each speaker in the articles, a question about what they say on a topic; none without a topic."""
    for heading in headings if topic else ():
        for name in _named(library.reading(heading.id)):
            yield _asks(topic).said_on.format(name=name, topic=topic)


def _questions(library: Library, headings: list[Heading]) -> Iterator[str]:
    """Questions about each article in turn: what somebody says there, what it is about, who is quoted, who wrote it."""
    by_article = [list(_of_article(library, heading)) for heading in headings]
    for place in range(max(map(len, by_article), default=0)):
        yield from (questions[place] for questions in by_article if place < len(questions))


def _named(reading: Reading | None) -> list[str]:
    statements = reading.statements if reading else ()
    return list(dict.fromkeys(one.speaker for one in statements if one.speaker and one.kind == "person"))


def _said(reading: Reading, name: str, ask: Asks) -> str:
    """A question about what somebody says, on the topic named most where they speak if it is named often enough."""
    spoken = {one.span.paragraph for one in reading.statements if one.speaker == name}
    named = Counter(one.name for one in reading.mentions if one.kind != "person" and one.span.paragraph in spoken)
    topic, times = named.most_common(1)[0] if named else ("", 0)
    if times < NAMED_OFTEN or topic == name:
        return ask.said.format(name=name)
    return ask.said_on.format(name=name, topic=topic)


def _of_article(library: Library, heading: Heading) -> Iterator[str]:
    reading, title = library.reading(heading.id), _short_title(heading)
    named = _named(reading)
    ask = _asks(heading.title or "".join(named[:1]))
    if reading and named:
        yield _said(reading, named[0], ask)
    if title:
        yield ask.subject.format(title=title)
    if reading and len(named) > 1:
        yield _said(reading, named[1], ask)
        if title:
            yield ask.quoted.format(title=title)
    if heading.author and title:
        yield ask.author.format(title=title)
    for name in named[:2]:
        yield ask.said.format(name=name)
