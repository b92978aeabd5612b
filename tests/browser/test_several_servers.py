"""Two servers on one database behind nginx and Caddy, as docs/scaling.md configures them; one of them ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import cast

import httpx
import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Error as BrowserError

from assistant.access.access import Access
from assistant.assistant import Assistant
from assistant.serving.shared import shared_at
from assistant.settings import Settings
from index.embedding import SentenceEmbeddings
from index.library import SAMPLES, Library
from tests.browser.serving import ask
from tests.browser.test_signing_in import PASSWORD, QUESTION, open_as
from tests.proxies import Proxy, before
from tests.served import served
from tests.servers import Servers, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.servers]


class Two:
    """Each with a folder of its own; `addresses` are theirs, and `stop` ends one."""

    def __init__(self, folder: Path, options: dict[str, str], embeddings: SentenceEmbeddings) -> None:
        settings = Settings(trusted_proxy="127.0.0.1", proxy_user_header="none")
        self.stop, self.addresses, self.access = [ExitStack(), ExitStack()], list[str](), list[Access]()
        for number, stack in enumerate(self.stop):
            library = stack.enter_context(Library(folder / str(number), embeddings=embeddings, **options))
            if not number:
                library.add(SAMPLES)
            access = Access(library.folder, settings, loopback=True, shared=shared_at(library.home))
            self.access.append(access)
            self.addresses.append(stack.enter_context(served(Assistant(library), access=access)))


@pytest.fixture
def two(running_servers: Servers, tmp_path: Path, embeddings: SentenceEmbeddings) -> Iterator[Two]:
    two = Two(tmp_path, running_servers.options(tmp_path), embeddings)
    yield two
    for stack in two.stop:
        stack.close()


@pytest.mark.parametrize("proxy", ["nginx", "caddy"])
def test_whoever_asks_at_a_server_that_ends_goes_on_at_the_other(
    browser: Browser, two: Two, tmp_path: Path, proxy: str
) -> None:
    two.access[0].users.add("anna", PASSWORD, frozenset({"ask", "read"}))
    key = two.access[1].keys.add("bot", frozenset({"ask"}))
    listening = {"nginx": "80", "caddy": "http://news.example.org"}[proxy]
    called = dict(zip(("10.0.0.11:7860", "10.0.0.12:7860"), two.addresses, strict=True))
    with before(cast(Proxy, proxy), tmp_path / proxy, "scaling.md", called, listening=listening) as address:
        for one in (*two.addresses, address):
            assert httpx.get(f"{one}/v1/models").status_code == 401
            assert httpx.get(f"{one}/v1/models", headers={"Authorization": f"Bearer {key}"}).status_code == 200
        context = browser.new_context()
        page = context.new_page()
        open_as(page, address, "anna")
        ask(page, QUESTION)
        page.wait_for_url("**/?conversation=*")
        cookie = "; ".join(f"{one['name']}={one['value']}" for one in context.cookies())

        def run(at: str) -> str:
            return httpx.get(f"{at}/page/alive", headers={"Cookie": cookie}, timeout=20).text

        hers = [run(one) for one in two.addresses].index(run(address))
        page.evaluate("window.atTheFirst = true")
        two.stop[hers].close()
        wait_for(lambda: run(address) == run(two.addresses[1 - hers]))
        with suppress(BrowserError):  # it may be loaded anew just then
            page.evaluate("dispatchEvent(new Event('online'))")  # else the page looks by itself, every half minute
        page.wait_for_function("window.atTheFirst === undefined")  # it has been loaded anew, from the other server
        expect(page.locator("#lost")).to_be_hidden()
        expect(page.locator(".turn .answer")).to_have_count(1)
        page.wait_for_load_state()
        assert ask(page, "Who pays for Dr Okafor's work?") == 2
        expect(page.locator("#memory-list li")).to_have_count(1)
        assert httpx.get(f"{address}/v1/models").status_code == 401
        context.close()
