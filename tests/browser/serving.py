"""A real server and a real Chromium for the browser tests."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, sync_playwright

from tests.conftest import require
from tests.served import create_app

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "test-output"
LAPTOP, PHONE = (1440, 900), (375, 812)
LEVELS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}  # all of them that look at colours
PATIENCE = 90_000  # milliseconds that a page is waited for, on whatever machine
# For each window, Chromium draws a page that nobody sees, under its address bar. The other features are off wherever
# Playwright starts a browser, which this list replaces.
_OFF = (
    *("WebUIOmniboxAimPopup", "WebUIOmniboxPopup", "WebUIOmniboxFullPopup"),
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "MediaRouter"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "PaintHolding", "ThirdPartyStoragePartitioning"),
    *("OptimizationHints", "NetworkTimeServiceQuerying", "PreconnectToSearch", "AimEnabled"),
)
_QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", f"--disable-features={','.join(_OFF)}"),
)


# The shell is Chromium without its window, which nobody sees here; its pages cost a fifth less processor time.
_CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@contextmanager
def chromium() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, _CHROMIUMS)), None)
    require(found is not None, "there is no Chromium on the path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_QUIET)
        yield browser
        browser.close()


@contextmanager
def served_command(library: Path) -> Iterator[str]:
    """`python app.py` over a library, as a process of its own; gives its address."""
    command = [sys.executable, "app.py", "--library", str(library), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = next((line for line in process.stdout if "http://" in line), "")
        try:
            assert said, "the server stopped before it said where it is"
            yield said[said.index("http://") :].strip()
        finally:
            process.terminate()


@contextmanager
def served_here(assistant: Any, **options: Any) -> Iterator[str]:
    """The same app over any assistant, in a thread of this process; `options` are those of `create_app`."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(
            uvicorn.Config(create_app(assistant, **options), log_level="critical", timeout_graceful_shutdown=1)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:  # else a test that fails keeps its process from ending
            server.should_exit = True
            thread.join()


def opened(
    browser: Browser, address: str, *, size: tuple[int, int] = LAPTOP, scheme: str = "light", locale: str = "en-GB"
) -> tuple[Page, list[str]]:
    """The chat in a fresh browser profile, and a list that collects what must never happen there."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        locale=locale,
    )
    context.set_default_timeout(PATIENCE)
    wrongs: list[str] = []

    def request(made: Request) -> None:
        where = urlsplit(made.url)
        if where.scheme not in ("data", "blob") and where.hostname != urlsplit(address).hostname:
            wrongs.append(f"a request to {made.url}")

    context.on("request", request)
    context.on("dialog", lambda dialog: (wrongs.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
    context.on("weberror", lambda error: wrongs.append(f"an error of a script: {error.error}"))
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(".turns > *")
    page.wait_for_selector("#question textarea")
    return page, wrongs


def ask(page: Page, question: str) -> int:
    """Ask with the keyboard and wait for the outcome; gives the number of the turn."""
    turn = page.locator(".turn").count() + 1
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.wait_for_selector(f"#t{turn}[data-stage=''] .beneath")
    return turn


def keep(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")


def choose_theme(page: Page, theme: str) -> None:
    """Chooses the other theme, and waits until the page has it."""
    before = page.evaluate("getComputedStyle(document.body).color")
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.wait_for_function("(before) => getComputedStyle(document.body).color !== before", arg=before)


def keep_both(page: Page, name: str) -> None:
    """A screenshot in each theme, where `THEME` in the name stands for which; the page is in the light one."""
    keep(page, name.replace("THEME", "light"))
    choose_theme(page, "dark")
    keep(page, name.replace("THEME", "dark"))
    choose_theme(page, "light")


def barred(page: Page, rules: dict[str, Any] = LEVELS) -> list[str]:
    """What bars a reader of WCAG level A or AA, as axe-core sees it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("(options) => axe.run(options)", {"runOnly": rules, "resultTypes": ["violations"]})
    assert found["passes"], "axe looked at nothing"
    return [
        f"{wrong['id']}: {node['html']} {node['failureSummary']}"
        for wrong in found["violations"]
        for node in wrong["nodes"]
    ]


def barred_in_either(page: Page) -> list[str]:
    """The same in both themes, which differ in nothing but colours; the page is in the light one."""
    found = barred(page)
    choose_theme(page, "dark")
    found += barred(page, _COLOURS)
    choose_theme(page, "light")
    return found
