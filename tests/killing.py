"""Processes that work on a library until they are killed; they start in a moment, forked after all is loaded."""

from __future__ import annotations

import multiprocessing
import os
import pkgutil
import resource  # noqa: F401
import signal
import time
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from types import MappingProxyType
from typing import Any

import index.reading.read
import index.searching
import index.store.lexical  # here, so that every process has the engines loaded when it is forked
import index.store.vectors  # noqa: F401
from index.library import Library
from tests.fakes import HashedEmbeddings

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.killing", "tests.read_once"])
KINDS = ("add", "update", "remove", "rebuild")


def text_of(name: str, version: int) -> str:
    """Three paragraphs, each with a word of its own."""
    return "\n\n".join(f"The harbour master of {name} wrote word{name}v{version}p{part}." for part in range(3))


def open_library(folder: Path, **options: Any) -> Library:
    return Library(folder, embeddings=HashedEmbeddings(), **options)


def start(work: Callable[..., None], *arguments: Any) -> tuple[ForkServerProcess, Connection]:
    """A process that does the work, and the end of the pipe from which its reports are read."""
    hears, tells = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=work, args=(tells, *arguments))
    process.start()
    tells.close()
    return process, hears


def do(library: Library, articles: Path, kind: str, states: dict[str, int | None]) -> None:
    """Brings articles into these states by one operation."""
    for name, version in states.items():
        if version is not None:
            (articles / f"{name}.txt").write_text(text_of(name, version), encoding="utf-8")
    if kind in ("add", "update"):
        library.add([articles / f"{name}.txt" for name in states])
    elif kind == "remove":
        library.remove(list(states))
    else:
        library.rebuild()


def work_on(tells: Connection, folder: Path, articles: Path, steps: list[tuple[str, dict[str, int | None]]]) -> None:
    """Does the steps; reports each before it begins, and again with the seconds it took once it is acknowledged."""
    with open_library(folder) as library:
        library.search("harbour")
        for kind, states in steps:
            tells.send(0.0)
            begun = time.perf_counter()
            do(library, articles, kind, states)
            tells.send(time.perf_counter() - begun)


def around(point: str, fault: Callable[[], object], *, after: bool = False) -> None:
    """Makes the fault happen at each call of the named function, before its work or right after."""
    owner, name = point.rsplit(".", 1)
    place = pkgutil.resolve_name(owner)
    whole = getattr(place, name)

    def faulty(*arguments: Any, **options: Any) -> Any:
        if not after:
            fault()
        result = whole(*arguments, **options)
        if after:
            fault()
        return result

    setattr(place, name, faulty)


def die_at(
    tells: Connection,
    folder: Path,
    articles: Path,
    kind: str,
    states: dict[str, int | None],
    point: str,
    after: bool,
    options: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Does one operation and kills itself at the named function, before its work or right after."""
    with open_library(folder, **options) as library:
        library.search("harbour")
        around(point, lambda: os.kill(os.getpid(), signal.SIGKILL), after=after)
        do(library, articles, kind, states)
        tells.send("survived")
