"""Processes that each have a library of the same articles open and carry out orders on it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from index.library import Library
from tests.killing import FORKS, open_library, start
from tests.servers import wait_for
from tests.stores import found, found_by_each


class Sharer:
    """One process; use as a context manager."""

    def __init__(self, folder: Path, options: Mapping[str, str]) -> None:
        heard, self._tells = FORKS.Pipe(duplex=False)
        self.process, self._hears = start(_obey, heard, folder, dict(options))

    def __enter__(self) -> Sharer:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.is_alive():
            self._tells.send(None)
        self.process.join()

    def tell(self, what: str, *arguments: Any) -> None:
        self._tells.send((what, arguments))

    def hear(self) -> Any:
        return self._hears.recv()

    def ask(self, what: str, *arguments: Any) -> Any:
        self.tell(what, *arguments)
        return self.hear()


held: list[AbstractContextManager[Any]] = []


def _obey(tells: Connection, heard: Connection, folder: Path, options: dict[str, str]) -> None:
    with open_library(folder, **options) as library:
        while order := heard.recv():
            what, arguments = order
            tells.send(ORDERS[what](library, *arguments))


def _add(library: Library, *sources: Path) -> list[str]:
    return [article_id for source in sources for article_id in library.add(source).added]


def _found(library: Library, question: str) -> tuple[set[str], set[str], set[str]]:
    """What each index finds once neither is missing, and what a search then finds."""
    wait_for(lambda: library.search(question) and library.notice is None)
    return *found_by_each(library, question), found(library, question)


def _hold(library: Library, name: str) -> None:
    """Takes a turn of the catalog and keeps it."""
    held.append(library._catalog.turn(name))
    held[-1].__enter__()


ORDERS = {"add": _add, "remove": Library.remove, "found": _found, "hold": _hold}
