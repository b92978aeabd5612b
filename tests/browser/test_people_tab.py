"""The People tab in a real browser: from everybody to one person, and from there to a question."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.serving import LAPTOP, PHONE, ask, barred_in_either, keep_both, opened

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_from_a_name_in_an_answer_to_all_that_was_said(browser: Browser, chat: str, size: tuple[int, int]) -> None:
    page, wrongs = opened(browser, chat, size=size)
    turn = ask(page, "What did Ida Berg say about the quay at Lindhavn?")
    page.locator(f"#t{turn} figcaption a.person").first.click()
    expect(page.locator("#person-title")).to_have_text("Ida Berg")
    expect(page.locator("#people .one .said > li")).to_have_count(2)
    expect(page.locator("#person-title")).to_be_focused()
    keep_both(page, f"people-all-{size[0]}-THEME")
    page.fill("#people .narrowing .about", "opens in 2029")
    expect(page.locator("#people .one .said > li")).to_have_count(1)
    expect(page.locator("#people .narrowing .about")).to_be_focused()
    look(page, f"people-one-{size[0]}-THEME")
    page.locator("#people .everybody-again").click()
    expect(page.locator("#people tbody tr").first).to_be_visible()
    page.fill("#people-search", "berg")
    expect(page.locator("#people tbody tr")).to_have_count(1)
    number, day = (page.locator(f"#people tbody {of}").first.bounding_box() for of in (".of-statements", ".of-latest"))
    assert number and day and number["x"] + number["width"] <= day["x"]
    page.select_option("#people-order", "name")
    look(page, f"people-{size[0]}-THEME")
    page.locator("#people a.person").first.click()
    page.locator("#people .ask-person").click()
    expect(page.locator(f"#t{turn + 1} .question")).to_contain_text("What did Ida Berg say?")
    expect(page.locator(f"#t{turn + 1} .quoted").first).to_be_visible()
    page.context.close()
    assert wrongs == []


def test_who_leaves_the_words_to_narrow_by_before_they_are_looked_for_finds_what_they_narrow(
    browser: Browser, chat: str
) -> None:
    page, wrongs = opened(browser, chat)
    page.goto(f"{chat}#people=Ida+Berg")
    page.fill("#people .narrowing .about", "opens in 2029")
    page.focus(".views a")
    expect(page.locator("#people .one .said > li")).to_have_count(1)
    page.context.close()
    assert wrongs == []


def look(page: Page, name: str) -> None:
    keep_both(page, name)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert barred_in_either(page) == []
