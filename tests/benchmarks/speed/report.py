"""How long a report of 5,000 questions takes to open and to filter in Chromium."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Page

from assistant.assistant import Assistant
from assistant.evaluation.reporting.report import write_report
from assistant.evaluation.results import Gold, Result
from index.articles import Article, Paragraph
from index.library import SAMPLES, Library
from index.store.storing import Entry
from tests.browser.serving import LAPTOP, chromium
from tests.reports import many, real_results, results_of

QUESTIONS = 5_000
PARAGRAPHS = 10  # of the article that each question found, its own
PAINTED = "new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))"


def report() -> dict[str, float]:
    """Seconds until the first rows are painted, and until they are again after filtering by words and after sorting."""
    with tempfile.TemporaryDirectory() as folder, Library(Path(folder) / "library") as library:
        library.add(SAMPLES)
        few = real_results(Assistant(library))
        library._catalog.store(_made(), now="2026-01-01", settings={})
        results = results_of([_own(one, at) for at, one in enumerate(many(few, QUESTIONS))], few)
        file = Path(folder) / "report.html"
        writing = _seconds(lambda: write_report(results, file, library=library, title="samples, many times"))
        with chromium() as browser:
            page = browser.new_page(viewport={"width": LAPTOP[0], "height": LAPTOP[1]})
            opening = _seconds(lambda: _painted(page, lambda: page.goto(file.as_uri())))
            assert page.locator("#shown").inner_text().startswith(f"{QUESTIONS:,} questions")
            filtering = _seconds(lambda: _painted(page, lambda: page.fill("#text", "surface moon")))
            sorting = _seconds(lambda: _painted(page, lambda: page.click("thead .of-question button")))
            assert 0 < page.locator("#table tbody tr").count() <= 100
    return {
        "report of 5,000 questions: written, s": writing,
        "report of 5,000 questions: opens, s (at most 2)": opening,
        "report of 5,000 questions: filters, s (at most 2)": filtering,
        "report of 5,000 questions: sorts, s (at most 2)": sorting,
    }


def _made() -> Iterator[Entry]:
    """An article for each question, so that no text occurs twice in the report."""
    for at in range(QUESTIONS):
        texts = (f"Paragraph {number} of article {at}. " * 25 for number in range(PARAGRAPHS))
        paragraphs = tuple(Paragraph("", number, text, "body") for number, text in enumerate(texts, start=1))
        yield Entry(Article(f"made-{at}", f"Made {at}", paragraphs=paragraphs), f"id:{at}", str(at), "", {})


def _own(one: Result, at: int) -> Result:
    gold = (Gold(f"made-{at}", (1, 2, 3), f"Paragraph 1 of article {at}.", 0),) if one.gold else ()
    hits: Sequence[tuple[str, int]] = [(f"made-{at}", number) for number in range(1, PARAGRAPHS + 1)]
    return replace(one, gold=gold, hits=tuple(hits))


def _painted(page: Page, act: Callable[[], object]) -> None:
    act()
    page.wait_for_selector("#table tbody tr")
    page.evaluate(PAINTED)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
