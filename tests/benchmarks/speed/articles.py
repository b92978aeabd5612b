"""How long the Articles tab takes to open, search, sort and page in Chromium, and how much adding slows answers."""

from __future__ import annotations

import json
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from playwright.sync_api import Page

from assistant.assistant import Assistant
from assistant.serving.additions import Additions
from index.articles import Article, Paragraph
from index.library import SAMPLES, Library
from index.store.storing import Entry
from tests.benchmarks.made import forget
from tests.browser.serving import LAPTOP, chromium, served_here

ARTICLES = 10_000
ADDED = 200
TIMES = 5
QUESTION = "What did Armstrong say about the surface of the Moon?"
_WORDS = (
    "mayor bridge harbour vote tram council river energy minister strike école market 北京 airport reservoir".split()
)
# Checked before each frame, since wait_for_selector checks every 100 ms.
_DRAWN = """([drawn, words]) => [...document.querySelectorAll(drawn)].some(
    (one) => one.checkVisibility() && one.textContent.includes(words))"""
_PAINTED = "new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))"


def articles() -> dict[str, float]:
    """Seconds until the rows are painted: of the tab, of a search, of a sorted column, and of the last page."""
    with tempfile.TemporaryDirectory() as folder, Library(folder) as library:
        library.add(SAMPLES)
        library._catalog.store(made(), now="2026-01-01T00:00:00+00:00", settings={})
        with served_here(Assistant(library)) as address, chromium() as browser:
            rows = [visit(page, address) for _ in range(TIMES) for page in [browser.new_page()]]
    opened, searched, sorted_, turned = (statistics.median(column) for column in zip(*rows, strict=True))
    return {
        "Articles tab of 10,000: opens, s": opened,
        "Articles tab of 10,000: searches, s": searched,
        "Articles tab of 10,000: sorts by title, s": sorted_,
        "Articles tab of 10,000: turns to the last page, s": turned,
    }


def visit(page: Page, address: str) -> tuple[float, float, float, float]:
    page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    page.goto(address)
    page.wait_for_selector(".views a")
    opened = until(page, lambda: page.click(".views a[href$='#articles']"), ".rows tbody tr")
    column = page.locator("[data-column=title]")
    sorted_ = until(page, column.click, "thead .of-title[aria-sort]")
    turned = until(page, lambda: page.locator(".pages li button").last.click(), ".pages .after:disabled")
    # This includes the 150 ms that the box waits for the next letter.
    searched = until(page, lambda: page.fill("#library-search", "tram écol 99"), ".count", " of ")
    page.close()
    return opened, searched, sorted_, turned


def until(page: Page, act: Callable[[], object], drawn: str, words: str = "") -> float:
    """The seconds from the act until a visible element with the words is painted."""
    start = time.perf_counter()
    act()
    page.wait_for_function(_DRAWN, arg=[drawn, words])
    page.evaluate(_PAINTED)
    return time.perf_counter() - start


def made() -> Iterator[Entry]:
    chance = random.Random(1)
    for number in range(ARTICLES):
        texts = (f"Paragraph {place} of article {number}. " * 10 for place in range(1, chance.randint(5, 25)))
        article = Article(
            f"made-{number}",
            f"{' '.join(chance.choices(_WORDS, k=8)).capitalize()} {number}",
            outlet=chance.choice(["The Post", "L'Écho", "CGTN", None]),
            author=chance.choice(["Ana Ruiz", "Dora Finch", None]),
            published=f"20{chance.randint(10, 26)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            source=f"/articles/{number}.txt",
            paragraphs=tuple(Paragraph("", place, text, "body") for place, text in enumerate(texts, start=1)),
        )
        yield Entry(article, f"id:{number}", str(number), "", {})


def asking_while_adding() -> dict[str, float]:
    """How long an answer takes alone, and while articles are added in the same process."""
    with tempfile.TemporaryDirectory() as folder, Library(Path(folder) / "library") as library:
        library.add(SAMPLES)
        assistant = Assistant(library)
        assistant.warm()
        source = Path(folder) / "articles.jsonl"
        source.write_text("\n".join(map(_line, islice(made(), ADDED))), encoding="utf-8")
        alone = _answers(assistant, lambda: True)
        additions = Additions(_Named(library, source))
        order = additions.begin(addresses=["https://example.org/"])
        beside = _answers(assistant, lambda: additions.listed()[0].state != "done")
        ended = additions.listed()[0]
        assert ended.id == order.id and not ended.error and not ended.unexpected
        additions.close()
    return {
        "answer alone p50, ms": 1000 * statistics.median(alone),
        "answer while articles are added p50, ms": 1000 * statistics.median(beside),
        "answer while articles are added p95, ms": 1000 * float(np.percentile(beside, 95)),
        "answers while articles were added": len(beside),
    }


def _line(entry: Entry) -> str:
    text = "\n\n".join(paragraph.text for paragraph in entry.article.paragraphs)
    return json.dumps({"title": entry.article.title, "text": text})


class _Named:
    """Adds one file, whatever the sources: a benchmark fetches nothing."""

    def __init__(self, library: Library, source: Path) -> None:
        self._library = library
        self._source = source

    def add(self, _sources: object, **told: Callable[..., object]) -> object:
        return self._library.add(self._source, **told)  # type: ignore[arg-type]


def _answers(assistant: Assistant, go_on: Callable[[], bool]) -> list[float]:
    taken: list[float] = []
    pause = threading.Event()
    while go_on() and len(taken) < 40:
        forget(assistant.library.embeddings)
        start = time.perf_counter()
        assistant.ask(QUESTION)
        taken.append(time.perf_counter() - start)
        pause.wait(0.2)
    return taken
