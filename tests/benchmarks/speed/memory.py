"""How long a saved conversation of 200 questions takes to be reopened in Chromium."""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import expect

from assistant.assistant import Assistant
from assistant.serving.conversations import Conversations
from index.library import SAMPLES, Library
from tests.browser.serving import LAPTOP, chromium, opened, served_here

TURNS = 200
QUESTIONS = (
    "What did Armstrong say about the surface of the Moon?",
    "Who was the last person to catch smallpox in nature?",
    "What did Gorbachev say about the Berlin Wall?",
    "屠呦呦怎么看青蒿素？",
)


def reopening() -> dict[str, float]:
    """Seconds from a click in the list until the last answer is drawn; then follows a marker of the first."""
    with tempfile.TemporaryDirectory() as folder, Library(Path(folder) / "library") as library:
        library.add(SAMPLES)
        assistant = Assistant(library)
        saved, begun = Conversations(library.folder), None
        answers = [assistant.ask(question) for question in QUESTIONS]
        for number in range(TURNS):
            answer = replace(answers[number % len(answers)], id=str(number)).to_dict()
            begun = saved.save(answer, library, conversation=begun).conversation
        start = time.perf_counter()
        saved.open(begun or "")
        reading = time.perf_counter() - start
        saved.close()
        with served_here(assistant) as address, chromium() as browser:
            taken = []
            for _ in range(3):
                page, _ = opened(browser, address, size=LAPTOP)
                page.wait_for_selector("#memory-list .reopen")
                start = time.perf_counter()
                page.click("#memory-list .reopen")
                page.wait_for_selector(f"#t{TURNS} .judgement", state="attached")
                page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))")
                taken.append(time.perf_counter() - start)
                page.click("#t1-m1")
                expect(page.locator("#t1-c1 mark")).to_be_visible()
                page.context.close()
    return {
        "conversation of 200 questions: read, s": reading,
        "conversation of 200 questions: reopened on the page, s (at most 1)": statistics.median(taken),
    }
