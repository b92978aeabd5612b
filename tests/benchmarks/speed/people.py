"""How long the People tab takes with 20,000 statements, next to the Articles tab with 10,000 articles, in one run."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import replace

from playwright.sync_api import Page

from assistant.assistant import Assistant
from index.library import Library
from index.reading.records import Mention, Reading, Span, Statement
from index.reading.version import READER_VERSION
from index.store.storing import Entry
from tests.benchmarks.speed.articles import TIMES, made, until, visit
from tests.browser.serving import LAPTOP, chromium, served_here

STATEMENTS = 2  # of each of the 10,000 articles
PEOPLE = 1_000
OF_ONE = 10  # one in so many statements is one person's: 2,000
BUSY = "Ida Berg"


def people() -> dict[str, float]:
    """Seconds until these are painted: the list, a typed name, a person with 2,000 statements, one of their topics.

    No text is encoded: the articles and their readings are written to the catalog.
    """
    with tempfile.TemporaryDirectory() as folder, Library(folder) as library:
        library._catalog.store(_read(), now="2026-01-01T00:00:00+00:00", settings={})
        library._followers.follow(wait=True)
        number = len(library.statements())
        assert number == 20_000 and len(library.statements(speaker=BUSY)) == number // OF_ONE
        with served_here(Assistant(library)) as address, chromium() as browser:
            tabs = [visit(page, address) for _ in range(TIMES) for page in [browser.new_page()]]
            rows = [_visit(page, address) for _ in range(TIMES) for page in [browser.new_page()]]
    opens, searches, _, _ = (statistics.median(column) for column in zip(*tabs, strict=True))
    opened, typed, one, narrowed = (statistics.median(column) for column in zip(*rows, strict=True))
    return {
        "Articles tab of 10,000: opens, s": opens,
        "Articles tab of 10,000: searches, s": searches,
        "People tab of 20,000 statements: opens, s": opened,
        "People tab of 20,000 statements: finds a name, s": typed,
        "a person with 2,000 statements: opens, s": one,
        "a person with 2,000 statements: filters by topic, s": narrowed,
    }


def _visit(page: Page, address: str) -> tuple[float, float, float, float]:
    page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    page.goto(address)
    page.wait_for_selector(".views a")
    opened = until(page, lambda: page.click(".views a[href$='#people']"), "#people tbody tr")
    typed = until(page, lambda: page.fill("#people-search", BUSY), "#people tbody tr:only-child")
    one = until(page, page.locator("#people tbody a.person").click, "#people .one .narrowing")
    drawn = page.locator("#people .one .narrowing")
    drawn.evaluate("(one) => (one.dataset.before = 'yes')")
    words = page.locator("#people .narrowing .about")
    narrowed = until(page, lambda: words.fill("paragraph 17"), "#people .one .narrowing:not([data-before])")
    page.close()
    return opened, typed, one, narrowed


def _read() -> Iterator[Entry]:
    for number, entry in enumerate(made()):
        yield replace(entry, reading=_reading(entry, number), reader=READER_VERSION)


def _reading(entry: Entry, number: int) -> Reading:
    """Statements near the beginning of the first paragraphs, in each of which its speaker is named."""
    speakers = [
        BUSY if place % OF_ONE == 0 else f"Person {place % PEOPLE}"
        for place in range(STATEMENTS * number, STATEMENTS * (number + 1))
    ]
    paragraphs = [entry.article.paragraphs[place % len(entry.article.paragraphs)] for place in range(STATEMENTS)]
    return Reading(
        mentions=tuple(
            Mention(Span(one.number, 0, 9), name, name, "person")
            for one, name in zip(paragraphs, speakers, strict=True)
        ),
        statements=tuple(
            Statement(Span(one.number, 10 * place, 30 + 10 * place), "reported", "said", name, name, "person")
            for place, (one, name) in enumerate(zip(paragraphs, speakers, strict=True))
        ),
        text_kind="news",
    )
