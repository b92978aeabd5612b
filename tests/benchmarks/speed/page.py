"""Rows on the chat page: how soon it is usable and an answer begins, and its weight next to a plain gradio chat."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Response

from index.library import SAMPLES, Library
from tests.browser.serving import chromium, served_command

QUESTIONS = (
    "What did Armstrong say about the surface of the Moon?",
    "Who was the last person to catch smallpox in nature?",
    "When was the Berlin Wall opened?",
    "What did Fleming warn about?",
)
BOX = "#question textarea"
_PLAIN = """
import gradio
chat = gradio.ChatInterface(lambda message, history: message, analytics_enabled=False)
_, address, _ = chat.launch(prevent_thread_lock=True, quiet=True)
print(address, flush=True)
chat.block_thread()
"""


def page() -> dict[str, float]:
    """A warm server and a browser with an empty cache, compared with gradio's own chat in the same browser."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        with Library(Path(folder)) as library:
            library.add(SAMPLES)
        with served_command(Path(folder)) as address:
            first_texts(browser, address)  # the server is warm from here on
            usable = [_opened(browser, address, BOX) for _ in range(5)]
            texts = first_texts(browser, address)
        with _plain() as address:
            plain = [_opened(browser, address, "textarea") for _ in range(5)]
    return {
        "page usable from a cold browser, s (at most 2)": statistics.median(seconds for seconds, _, _ in usable),
        "gr.ChatInterface usable from a cold browser, s": statistics.median(seconds for seconds, _, _ in plain),
        "page: requests": usable[0][1],
        "gr.ChatInterface: requests": plain[0][1],
        "page: KB over the wire": usable[0][2] / 1000,
        "gr.ChatInterface: KB over the wire": plain[0][2] / 1000,
        "first text after Enter p50, ms (at most 500)": 1000 * statistics.median(texts),
        "first text after Enter, slowest, ms": 1000 * max(texts),
    }


def first_texts(browser: Browser, address: str) -> list[float]:
    """Seconds from Enter to the first words of each answer, by the page's own clock."""
    shown = browser.new_page()
    shown.goto(address)
    shown.wait_for_selector(BOX)
    times = [_first_text(shown, question) for question in QUESTIONS]
    shown.close()
    return times


def _first_text(shown: Page, question: str) -> float:
    turn = shown.locator(".turn").count() + 1
    shown.fill(BOX, question)
    shown.evaluate(
        """(name) => {
            const look = () => {
                const turn = document.getElementById(name)
                if (!turn?.querySelector(".answer, .not-found")?.textContent.trim()) return requestAnimationFrame(look)
                window.came = performance.now()
            }
            window.came = 0
            const begin = () => { window.sent = performance.now(); look() }
            addEventListener("keydown", begin, { once: true, capture: true })
        }""",
        f"t{turn}",
    )
    shown.press(BOX, "Enter")
    shown.wait_for_selector(f"#t{turn}[data-stage=''] .beneath")
    return float(shown.evaluate("window.came - window.sent")) / 1000


def _opened(browser: Browser, address: str, box: str) -> tuple[float, int, int]:
    """Seconds until the box can be typed in with an empty cache, and the requests and bytes that the page took."""
    context = browser.new_context()
    shown, came = context.new_page(), list[Response]()
    session = context.new_cdp_session(shown)
    session.send("Network.enable")
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    shown.on("response", lambda response: came.append(response))
    start = time.perf_counter()
    shown.goto(address)
    shown.locator(box).first.wait_for()
    shown.locator(box).first.fill("a")
    taken = time.perf_counter() - start
    shown.wait_for_timeout(1500)  # what comes later counts as well
    context.close()
    return taken, len(came), int(sum(sizes))


@contextmanager
def _plain() -> Iterator[str]:
    """gradio's own chat interface with nothing changed, as a process of its own."""
    with subprocess.Popen([sys.executable, "-c", _PLAIN], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield next(line for line in process.stdout if "http://" in line).strip()
        finally:
            process.terminate()
