"""The page under a path of a proxy's: nginx and Caddy as docs/operating.md configures them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Browser, expect

from assistant.access.access import Access
from assistant.assistant import Assistant
from assistant.settings import Settings
from index.embedding import SentenceEmbeddings
from index.library import Library
from tests.browser.serving import PATIENCE, ask
from tests.browser.test_signing_in import PASSWORD, QUESTION, open_as
from tests.proxies import Proxy, before
from tests.served import served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, samples: Library, embeddings: SentenceEmbeddings) -> Iterator[str]:
    folder = shutil.copytree(samples.folder, tmp_path_factory.mktemp("path") / "library")
    with Library(folder, embeddings=embeddings) as library:
        settings = Settings(trusted_proxy="127.0.0.1", proxy_user_header="none")
        access = Access(library.folder, settings, loopback=True)
        access.users.add("reader", PASSWORD, frozenset({"ask", "read"}))
        with served(Assistant(library), access=access) as address:
            yield address


@pytest.fixture(params=["nginx", "caddy"])
def address(request: pytest.FixtureRequest, server: str, tmp_path: Path) -> Iterator[str]:
    proxy = cast(Proxy, request.param)
    listening = {"nginx": "80", "caddy": "http://news.example.org"}[proxy]
    with before(proxy, tmp_path / proxy, "operating.md", {"127.0.0.1:7860": server}, listening=listening) as address:
        yield address


def test_everything_on_the_page_works_under_a_path(browser: Browser, address: str) -> None:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    asked: list[str] = []
    page.on("response", lambda response: asked.append(f"{response.status} {response.url}"))
    page.goto(f"{address}/news")
    assert page.url == f"{address}/news/sign-in"
    open_as(page, f"{address}/news/", "reader")
    assert page.url == f"{address}/news/"
    ask(page, QUESTION)
    page.wait_for_url("**/news/?conversation=*")
    conversation = page.url
    page.click(".share")
    link = page.locator("#share-sheet input")
    expect(link).to_have_value(re.compile("/news/answers/"))
    shared = link.input_value()
    page.keyboard.press("Escape")
    page.click(".views a[href$='#articles']")
    expect(page.locator(".library tbody tr").first).to_be_visible()
    article = page.locator(".library th a").first.evaluate("link => link.href")
    page.click(".views a[href$='#check']")
    expect(page.locator("#check-text")).to_be_visible()
    page.goto(conversation)
    expect(page.locator(".turn .answer")).to_be_visible()
    for there in (article, shared):
        page.goto(there)
        expect(page.locator("main p").first).to_be_visible()
        assert page.locator("nav a").evaluate("link => link.href") == f"{address}/news/"
    page.goto(conversation)
    expect(page.locator(".turn .answer")).to_be_visible()  # else it is still on its way when nobody is signed in
    page.click(".sign-out button")
    page.wait_for_url("**/news/sign-in")
    wrong = [
        one
        for one in asked
        if one[0] not in "23" or not one.split(" ")[1].startswith((f"{address}/news", "data:", "blob:"))
    ]
    assert [one for one in wrong if not one.endswith("/favicon.ico")] == []
    context.close()
