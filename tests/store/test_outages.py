"""Servers that go away and come back while many ask and add: what was acknowledged is there, whole and once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.errors import LibraryError
from index.library import Library
from tests.killing import open_library, text_of
from tests.servers import Servers, wait_for
from tests.stores import keys_in_each, write_texts

pytestmark = pytest.mark.servers


class Crowd:
    """Threads that ask and threads that add, one article each time, until they are told to stop."""

    def __init__(self, library: Library, place: Path) -> None:
        self._library, self._place = library, place
        self._over = threading.Event()
        self._lock = threading.Lock()
        self.acknowledged: set[str] = set()
        self.tried: set[str] = set()
        self.answers, self.sentences = 0, list[str]()
        self.unexpected: list[BaseException] = []
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Crowd:
        for work in [self._ask] * 3 + [lambda: self._add("left"), lambda: self._add("right")]:
            self._start(work)
        return self

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=self._work, args=(work,))
        self._threads.append(thread)
        thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def goes_on(self) -> None:
        """Returns once more was answered and more was added."""
        answers, added = self.answers, len(self.acknowledged)

        def more() -> bool:
            assert not self.unexpected
            return self.answers > answers + 3 and len(self.acknowledged) > added + 1

        wait_for(more, seconds=120)

    def goes_on_without_meanings(self) -> None:
        """Returns once more was answered, and what another begins to add now was stored."""
        answers = self.answers
        self._start(lambda: self._add("late"))
        wait_for(lambda: self.answers > answers + 5 and any("late" in one.id for one in self._library.articles()))

    def _work(self, work: Callable[[], None]) -> None:
        while not self._over.is_set():
            try:
                work()
            except LibraryError as error:
                self.sentences.append(str(error))
            except BaseException as error:
                self.unexpected.append(error)
                return

    def _ask(self) -> None:
        assert self._library.search("harbour")
        with self._lock:
            self.answers += 1

    def _add(self, side: str) -> None:
        with self._lock:
            name = f"{side}{len(self.tried)}"
            self.tried.add(name)
        report = self._library.add(write_texts(self._place / name, **{name: text_of(name, 1)}))
        with self._lock:
            self.acknowledged |= set(report.added)


@pytest.fixture
def library(running_servers: Servers, tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "library", **running_servers.options(tmp_path)) as opened:
        opened.add(write_texts(tmp_path / "first", first=text_of("first", 1)))
        yield opened


def holds_what_was_acknowledged(library: Library, crowd: Crowd) -> bool:
    assert not crowd.unexpected
    assert all("\n" not in said and "stored" in said for said in crowd.sentences), crowd.sentences
    wait_for(lambda: library.search("harbour") and library.notice is None)
    there = {heading.id for heading in library.articles()}
    assert crowd.acknowledged <= there <= crowd.tried | {"first"}
    for name in there:
        assert "\n\n".join(part.text for part in library.article(name).paragraphs) == text_of(name, 1)
    catalog, vectors, words = keys_in_each(library)
    assert catalog == vectors == words and len(catalog) == 3 * len(there)
    return True


def test_while_the_chroma_server_is_away_many_are_answered_and_what_they_add_is_there_afterwards(
    library: Library, running_servers: Servers, tmp_path: Path
) -> None:
    with Crowd(library, tmp_path) as crowd:
        crowd.goes_on()
        running_servers.chroma.stop()
        crowd.goes_on_without_meanings()
        running_servers.chroma.start()
        crowd.goes_on()
    assert crowd.sentences == []  # whoever adds waits for the server, and whoever asks has the words
    assert holds_what_was_acknowledged(library, crowd)


def test_postgresql_that_starts_again_while_many_ask_and_add_loses_and_doubles_nothing(
    library: Library, running_servers: Servers, tmp_path: Path
) -> None:
    with Crowd(library, tmp_path) as crowd:
        crowd.goes_on()
        running_servers.postgres.stop()
        wait_for(lambda: len(crowd.sentences) > 5)
        running_servers.postgres.start()
        crowd.goes_on()
    assert holds_what_was_acknowledged(library, crowd)
