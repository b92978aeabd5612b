"""Sources in the Articles tab and alerts in the People tab, in a real browser; on a laptop and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.watching.alerting import look_through
from index.library import Library
from tests.browser.serving import LAPTOP, PHONE, keep, opened, served_here
from tests.loading.test_looking import feed
from tests.loading.test_web import page as article
from tests.web_server import Site

pytestmark = pytest.mark.browser
SAID = "“The quay at Lindhavn needs another forty million crowns this year,” said Ida Berg, the harbour master."


@pytest.fixture
def assistant(own_samples: Library) -> Assistant:
    return Assistant(own_samples, Settings(allow_private_addresses=True))


@pytest.fixture
def address(assistant: Assistant) -> Iterator[str]:
    with served_here(assistant, watcher=assistant.watcher()) as served:
        yield served


def well(page: Page) -> None:
    """Nobody is kept from using what is there, and nothing is wider than the window."""
    assert Axe().run(page, context=".watching").violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_sources_are_added_seen_paused_and_removed_with_their_articles(
    browser: Browser, address: str, assistant: Assistant, tmp_path: Path, size: tuple[int, int]
) -> None:
    with Site({"/feed": feed("/1"), "/1": article()}) as site:
        page, wrongs = opened(browser, address, size=size)
        page.click('.views a[href$="#articles"]')
        page.click("#library .watching > summary")
        place = f"http://127.0.0.1:{site.port}"
        for source in (f"{place}/feed", f"{place}/none"):
            page.fill("[name=source]", source)
            page.press("[name=source]", "Enter")
            expect(page.locator(".watched li", has_text=source)).to_be_visible()
        one = page.locator(".watched li", has_text="The Post’s feed")
        expect(one).to_contain_text("1 article ·", timeout=60_000)
        expect(page.locator(".watched .failed")).to_contain_text("there is no such page (404)", timeout=60_000)
        well(page)
        keep(page, f"sources-{size[0]}")
        one.get_by_role("button", name="Pause").click()
        expect(one.locator(".mark")).to_have_text("paused")
        one.locator("summary").click()
        one.get_by_role("button", name="Remove its articles too").click()
        expect(page.locator(".watched > li")).to_have_count(1)
        assert assistant.library.count() == 7
        page.fill("[name=source]", "/none/at/all")
        page.press("[name=source]", "Enter")
        expect(page.locator(".watching .trouble")).to_contain_text("There is no folder '/none/at/all'.")
        assert [wrong for wrong in wrongs if "409" not in wrong] == []


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_an_alert_shows_what_is_new_and_gives_an_address_for_feed_readers(
    browser: Browser, address: str, assistant: Assistant, tmp_path: Path, size: tuple[int, int]
) -> None:
    page, wrongs = opened(browser, address, size=size)
    page.click('.views a[href$="#people"]')
    page.click("#people .watching > summary")
    page.fill("[name=speaker]", "Ida Berg")
    page.press("[name=speaker]", "Enter")
    one = page.locator("#people .watched li")
    expect(one).to_contain_text("What Ida Berg says")
    (tmp_path / "quay.txt").write_text(f"The quay\n\n{SAID}", encoding="utf-8")
    assistant.add(tmp_path / "quay.txt")
    look_through(assistant, now=0.0)
    expect(one.locator("blockquote")).to_contain_text("forty million crowns", timeout=60_000)
    one.get_by_role("button", name="Feed address").click()
    expect(page.locator(".once bdi")).to_contain_text(f"{address}/api/feeds/")
    well(page)
    keep(page, f"alerts-{size[0]}")
    one.get_by_role("button", name="Remove").click()
    expect(one).to_have_count(0)
    assert wrongs == []
