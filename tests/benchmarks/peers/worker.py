"""The work of one process with one system: `python -m tests.benchmarks.peers.worker`.

It imports no more than the system needs, so that its memory is the system's own, and judges nothing: it writes what it
saw to a JSON file.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from tests.benchmarks.peers.articles import Article, Chunk, Result, read_articles, read_questions

DEPTH = 10  # results of a question
WARMING = 20  # questions before the clock starts, not asked again


class System(Protocol):
    """A system over a folder, which may hold an earlier process's data; once constructed, its model is warm."""

    def __init__(self, folder: Path, model: str) -> None: ...
    def add(self, articles: Sequence[Article]) -> None: ...
    def search(self, question: str, limit: int) -> list[Result]: ...
    def stored(self) -> list[Chunk]: ...
    def window(self) -> int | None:
        """How many tokens of a chunk its model reads; None for all."""

    def type(self) -> str:
        """The number type in which articles are embedded."""


def measure(
    open_system: Callable[[], System], folder: Path, articles: list[Article], data: Path, started: float
) -> dict[str, Any]:
    """Adds, asks, and adds again, in this order, so that no question meets articles added twice."""
    system = open_system()
    before = time.process_time()
    add = _seconds(lambda: system.add(articles))
    processor, until_added = time.process_time() - before, time.time() - started
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    stored = system.stored()
    for article in (articles * WARMING)[:WARMING]:
        system.search(article.text[:80], DEPTH)
    results, taken = [], []
    for asked in read_questions(data):
        begun = time.perf_counter()
        results.append(system.search(asked.question, DEPTH))
        taken.append(time.perf_counter() - begun)
    memory = _peak_memory()
    again = _seconds(lambda: system.add(articles))
    return {
        "add": add,
        "processor": processor,
        "until_added": until_added,
        "again": again,
        "disk": disk,
        "memory": memory,
        "queries": taken,
        "results": results,
        "stored": [asdict(chunk) for chunk in stored],
        "stored_again": len(system.stored()),
        "window": system.window(),
        "type": system.type().removeprefix("torch."),
    }


def fill(open_system: Callable[[], System], articles: list[Article]) -> None:
    """Adds one article after another, and reports each as its add returns, until it is killed."""
    system = open_system()
    print("ready", flush=True)
    for article in articles:
        system.add([article])
        print(article.id, flush=True)


def reopen(open_system: Callable[[], System], articles: list[Article]) -> dict[str, Any]:
    """What a killed process left, and what is there after adding all articles again."""
    seen: dict[str, Any] = {}
    try:
        system = open_system()
        seen["left"] = [asdict(chunk) for chunk in system.stored()]
        system.add(articles)
        seen["rerun"] = [asdict(chunk) for chunk in system.stored()]
    except Exception as error:  # whatever a library raises on a torn file
        seen["error"] = type(error).__name__
    return seen


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _peak_memory() -> int:
    """Bytes, from the process's own status, since getrusage would include the process that started it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


def main() -> None:
    work, name, folder, model, data, told, started = sys.argv[1:]
    system = importlib.import_module(f"tests.benchmarks.peers.{name}").System
    articles = read_articles(Path(data))

    def open_system() -> System:
        return system(Path(folder), model)

    if work == "measure":
        seen = measure(open_system, Path(folder), articles, Path(data), float(started))
    elif work == "reopen":
        seen = reopen(open_system, articles)
    else:
        seen = {}
        fill(open_system, articles)
    Path(told).write_text(json.dumps(seen), encoding="utf-8")


if __name__ == "__main__":
    main()
