"""Questions to suggest: for the library and for each article, made from what was read, kept where they are answered.

It knows readings and headings; whether a question is answered is for whoever `tries` it to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from threading import Lock, Thread

from index.articles import Heading
from index.errors import ArticleAssistantError
from index.library import Library

WANTED = 3
LOOKED_AT = 6  # of the newest articles, how many the library's own questions come from
TRIED = 12  # questions, at most, for three that are answered

Tries = Callable[[str, str | None], bool]  # a question and the article that it is asked of


class Suggestions:
    """The questions that a library answers; tried in the background, again when the library has changed.

    Until they are tried, those are given that the catalog answers by itself.
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
        """Ends what is being tried, before the library is closed."""
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

    def _try(self, article_id: str | None, change: int) -> tuple[str, ...]:
        try:
            offered = islice(dict.fromkeys(_questions(self._library, self._headings(article_id))), TRIED)
            kept = tuple(islice((one for one in offered if not self._closed and self._tries(one, article_id)), WANTED))
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


def _plain(headings: list[Heading]) -> Iterator[str]:
    """What the catalog answers of any article."""
    for heading in headings:
        if heading.title:
            yield f"What is the article “{heading.title}” about?"


def _questions(library: Library, headings: list[Heading]) -> Iterator[str]:
    """Of each article in turn: what somebody says there, then what it is about, who is quoted, who wrote it."""
    by_article = [list(_of_article(library, heading)) for heading in headings]
    for place in range(max(map(len, by_article), default=0)):
        yield from (questions[place] for questions in by_article if place < len(questions))


def _of_article(library: Library, heading: Heading) -> Iterator[str]:
    reading = library.reading(heading.id)
    speakers = dict.fromkeys(
        one.speaker for one in (reading.statements if reading else ()) if one.speaker and one.kind == "person"
    )
    named = list(speakers)
    if named:
        yield f"What did {named[0]} say?"
    if heading.title:
        yield f"What is the article “{heading.title}” about?"
    if len(named) > 1:
        yield f"What did {named[1]} say?"
        yield f"Who is quoted in the article “{heading.title}”?"
    if heading.author and heading.title:
        yield f"Who wrote the article “{heading.title}”?"
