"""axe-core over every state of the page, in light and in dark: nothing of WCAG level A or AA is violated."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.serving import LAPTOP, PHONE, ask, barred_in_either, opened

pytestmark = pytest.mark.browser

BERG = "What did Ida Berg say about the quay at Lindhavn?"


def states(page: Page) -> Iterator[str]:
    """Leads the page from one state to the next, and names each."""
    yield "first visit"
    page.click("#show-help")
    yield "help sheet"
    page.keyboard.press("Escape")
    page.click("#limit")
    page.locator("#choices button", has_text="Harbour Gazette").first.click()
    yield "limits"
    page.keyboard.press("Escape")
    ask(page, BERG)
    yield "answered, with a chip"
    page.click("#t1 .share")
    expect(page.locator("#share-sheet .copy-link")).to_be_visible()
    yield "a link to an answer"
    page.keyboard.press("Escape")
    page.locator("#t1-m2").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#t1-c2")).to_be_in_viewport()
    yield "a source that is marked"
    page.keyboard.press("o")
    expect(page.locator("#article mark.here").first).to_be_in_viewport()
    yield "article"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    ask(page, "What did Gorbachev say about the Berlin Wall?")
    yield "not found"
    page.locator(".views a").last.click()
    expect(page.locator("#library tbody tr").first).to_be_visible()
    yield "articles tab"
    page.goto(page.url.split("?")[0].split("#")[0] + "articles/tu-youyou-qinghaosu#p9")
    yield "an article on its own"


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_nothing_of_level_a_or_aa_is_violated(browser: Browser, chat: str, size: tuple[int, int]) -> None:
    page, wrongs = opened(browser, chat, size=size)
    assert [f"{state}: {wrong}" for state in states(page) for wrong in barred_in_either(page)] == []
    page.context.close()
    assert wrongs == []
