"""The chat in a page of another site: shown where the setting names that site's origin, and refused elsewhere."""

from __future__ import annotations

import http.server
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from assistant.access.access import Access
from assistant.assistant import Assistant
from assistant.page.embedding import NO_TOKEN
from assistant.settings import Settings
from index.library import Library
from tests.browser.serving import LAPTOP, PHONE, SCREENSHOTS, served_here
from tests.project.test_documents import code, section

pytestmark = pytest.mark.browser

DEMO = """<!doctype html><html lang="en"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Intranet</title><body style="margin: 2rem; font-family: sans-serif"><h1>The newsroom's intranet</h1>
<p>Ask what our articles say:</p>{}<p>Lunch is at twelve.</p></body></html>"""
QUESTION = "What did Armstrong say about the surface of the Moon?"
ASK = """([address, question]) => fetch(`${address}/api/ask`, {
  method: "POST",
  headers: { "Content-Type": "application/json", "X-Page": "ours" },
  body: JSON.stringify({ question }),
}).then((told) => told.json()).then((answer) => answer.outcome, (error) => error.name)"""

WIDER = "(least) => document.querySelector('#talk')?.clientWidth > least"


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """A site of somebody else, on a port of its own; gives its origin."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def sites(samples: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The origins of two sites that hold the chat with the lines of the document; the server names the first alone."""
    folder = tmp_path_factory.mktemp("site")
    with ExitStack() as running:
        allowed, other = (running.enter_context(site(folder)) for _ in range(2))
        copy = Library(shutil.copytree(samples.folder, folder / "library"), embeddings=samples.embeddings)
        assistant = running.enter_context(Assistant(copy))
        access = Access(copy.folder, Settings(embed_origins=allowed, api_origins=allowed), loopback=True)
        address = running.enter_context(served_here(assistant, access=access))
        lines = code(section("A page of another site"), "html")
        script, frame = (line.replace("http://127.0.0.1:7860", address) for line in lines)
        (folder / "script.html").write_text(DEMO.format(script), encoding="utf-8")
        (folder / "frame.html").write_text(DEMO.format(frame), encoding="utf-8")
        yield allowed, other


@contextmanager
def visited(
    browser: Browser, address: str, *, size: tuple[int, int] = LAPTOP, scheme: str = "light"
) -> Iterator[tuple[Page, FrameLocator]]:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        locale="en-GB",
    )
    page = context.new_page()
    page.goto(address)
    yield page, page.frame_locator("iframe")
    context.close()


@pytest.mark.parametrize("way", ["script", "frame"])
def test_a_site_that_is_named_shows_the_chat_and_its_readers_ask(
    browser: Browser, sites: tuple[str, str], way: str
) -> None:
    with visited(browser, f"{sites[0]}/{way}.html") as (page, chat):
        chat.locator("#question textarea").fill(QUESTION)
        chat.locator("#question textarea").press("Enter")
        expect(chat.locator("#t1[data-stage=''] .answer")).to_contain_text("fine and powdery")
        question, cited = (chat.locator(name).bounding_box() for name in ("#t1 .question", "#t1-c1 mark"))
        assert question and cited and question["x"] < cited["x"]  # side by side
        assert abs(question["y"] - cited["y"]) < 200
        for furniture in (".masthead", "#memory-list", ".memory-head", "#sought", "#library"):
            expect(chat.locator(furniture)).not_to_be_visible()
        chat.locator("#t1 .thumb.up").click()
        expect(chat.locator("#t1 .thumb.up")).to_have_attribute("aria-pressed", "true")
        chat.locator("#t1 button.comment").click()
        expect(chat.locator("#comment-sheet textarea")).to_be_visible()


@pytest.mark.parametrize("way", ["script", "frame"])
def test_a_site_that_is_not_named_is_refused_by_the_browser(browser: Browser, sites: tuple[str, str], way: str) -> None:
    with visited(browser, "about:blank") as (page, chat):
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text))
        with page.expect_event("console", lambda message: "frame-ancestors" in message.text):
            page.goto(f"{sites[1]}/{way}.html")
        assert sites[0] in refused[0]
        assert chat.locator("#question").count() == 0


def test_a_script_of_a_named_site_asks_the_api_and_that_of_another_is_kept_from_it(
    browser: Browser, sites: tuple[str, str]
) -> None:
    outcomes = []
    for origin in sites:
        with visited(browser, f"{origin}/frame.html") as (page, _):
            address = (page.locator("iframe").get_attribute("src") or "").removesuffix("/embed")
            outcomes.append(page.evaluate(ASK, [address, QUESTION]))
    assert outcomes == ["answered", "TypeError"]


def test_the_whole_page_is_framed_by_nobody(browser: Browser, sites: tuple[str, str]) -> None:
    with visited(browser, f"{sites[0]}/script.html") as (page, chat):
        chat.locator("#question textarea").wait_for()
        with page.expect_event("console", lambda message: "frame-ancestors" in message.text):
            page.evaluate("frame => document.querySelector('iframe').src = new URL('/', frame)", page.frames[1].url)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_it_takes_no_more_width_than_it_is_given(
    browser: Browser, sites: tuple[str, str], size: tuple[int, int], scheme: str
) -> None:
    with visited(browser, f"{sites[0]}/script.html", size=size, scheme=scheme) as (page, chat):
        chat.locator("#question textarea").fill(QUESTION)
        chat.locator("#question textarea").press("Enter")
        chat.locator("#t1[data-stage=''] .beneath").wait_for()
        for frame in page.frames:
            assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.screenshot(path=SCREENSHOTS / f"embedded-{size[0]}-{scheme}.png")
        page.reload()  # there are conversations now, which are not listed here and take no room
        chat.locator(".welcome").wait_for()
        page.frames[1].wait_for_function(WIDER, arg=0.8 * size[0])  # the columns take their places one by one


@pytest.fixture
def with_token(samples: Library, tmp_path: Path) -> Iterator[tuple[str, str, Access]]:
    """Two origins that show the chat by one line, with a token for the first; nobody is signed in anywhere."""
    with ExitStack() as running:
        allowed, other = (running.enter_context(site(tmp_path)) for _ in range(2))
        copy = Library(shutil.copytree(samples.folder, tmp_path / "library"), embeddings=samples.embeddings)
        assistant = running.enter_context(Assistant(copy))
        access = Access(copy.folder, Settings(embed_origins=f"{allowed},{other}"), loopback=True)
        address = running.enter_context(served_here(assistant, access=access))
        key = access.keys.add("intranet", frozenset({"ask"}))
        sent = {"origin": allowed, "user": "anna"}
        made = httpx.post(f"{address}/api/embed-tokens", json=sent, headers={"Authorization": f"Bearer {key}"})
        script = f'<script src="{address}/embed.js" data-token="{made.json()["token"]}"></script>'
        (tmp_path / "token.html").write_text(DEMO.format(script), encoding="utf-8")
        yield allowed, other, access


def test_with_a_token_people_ask_who_are_signed_in_nowhere_until_it_expires(
    browser: Browser, with_token: tuple[str, str, Access]
) -> None:
    allowed, _, access = with_token
    with visited(browser, f"{allowed}/token.html") as (page, chat):
        chat.locator("#question textarea").fill(QUESTION)
        chat.locator("#question textarea").press("Enter")
        expect(chat.locator("#t1[data-stage=''] .answer")).to_contain_text("fine and powdery")
        expect(chat.locator(".masthead")).not_to_be_visible()
        assert page.context.cookies() == []
        access.embedding._clock = lambda: time.time() + 60 * 60 + 1
        expect(chat.locator("body")).to_have_text(NO_TOKEN)


def test_a_token_of_one_site_shows_nothing_on_another(browser: Browser, with_token: tuple[str, str, Access]) -> None:
    with visited(browser, f"{with_token[1]}/token.html") as (page, chat):
        page.wait_for_load_state("networkidle")
        assert chat.locator("#question").count() == 0
