"""What someone sees in a real browser when the articles do not say."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.page.words import ENGLISH
from tests.browser.serving import PHONE, ask, keep, opened

pytestmark = pytest.mark.browser

GORBACHEV = "What did Gorbachev say about the Berlin Wall?"
BERG = "What did Ida Berg say about the quay at Lindhavn?"


def limit_to(page: Page, text: str, name: str) -> None:
    page.click("#limit")
    page.fill("#name", text)
    page.locator("#choices button", has_text=name).first.click()
    page.keyboard.press("Escape")


def test_it_lists_the_closest_paragraphs_and_says_what_was_searched(page: Page) -> None:
    turn = ask(page, GORBACHEV)
    box = page.locator(f"#t{turn} .not-found")
    expect(box.locator("h3")).to_have_text(ENGLISH.not_found)
    expect(box.locator(".closest li").first).to_be_hidden()  # they stand beside it, once
    expect(page.locator("#sources .card")).to_have_count(3)
    evidence = "(mark) => getComputedStyle(mark).backgroundColor"
    assert page.locator("#sources mark").first.evaluate(evidence) == "rgba(0, 0, 0, 0)", "not in the yellow of evidence"
    expect(page.locator("#sources .panel-title")).to_have_text(ENGLISH.closest)
    expect(page.locator(f"#t{turn} .beneath")).to_contain_text("Searched 9 articles")
    expect(box.locator(".without")).to_have_count(0)
    keep(page, "not-found")
    page.locator(f"#t{turn} .show-sources").click()
    expect(page.locator(f"#t{turn}-c1")).to_be_focused()
    page.locator(f"#t{turn}-c2 .read").click()
    expect(page.locator("#article mark.here").first).to_be_in_viewport()


def test_on_a_phone_the_closest_paragraphs_stand_under_the_answer_and_lead_to_their_cards(
    browser: Browser, chat: str
) -> None:
    page, wrongs = opened(browser, chat, size=PHONE)
    turn = ask(page, GORBACHEV)
    expect(page.locator(f"#t{turn} .closest li")).to_have_count(3)
    page.locator(f"#t{turn} .closest .marker").nth(1).click()
    expect(page.locator(f"#t{turn}-c2")).to_be_focused()
    page.locator(f"#t{turn}-c2 .back").click()
    expect(page.locator(f"#t{turn}-m2")).to_be_focused()
    page.context.close()
    assert wrongs == []


def test_it_offers_to_search_without_the_filters_where_that_finds_something(page: Page) -> None:
    limit_to(page, "samples", "Article Assistant Samples")
    turn = ask(page, BERG)
    expect(page.locator(f"#t{turn} .beneath")).to_contain_text("(outlet: Article Assistant Samples)")
    expect(page.locator(f"#t{turn} .elsewhere")).to_contain_text(ENGLISH.found_without)
    keep(page, "not-found-with-filters")
    page.locator(f"#t{turn} .without").press("Enter")
    expect(page.locator(f"#t{turn + 1} .answer")).to_contain_text("opens in 2029")
    expect(page.locator(".chip")).to_have_count(0)


def test_it_does_not_offer_what_would_find_nothing(page: Page) -> None:
    limit_to(page, "samples", "Article Assistant Samples")
    turn = ask(page, GORBACHEV)
    expect(page.locator(f"#t{turn} .beneath")).to_contain_text("(outlet: Article Assistant Samples)")
    expect(page.locator(f"#t{turn} .elsewhere")).to_have_count(0)


def test_a_limit_of_the_question_is_not_offered_to_be_dropped_where_that_would_find_nothing(page: Page) -> None:
    turn = ask(page, "What did Gorbachev say about the Berlin Wall before 1990?")
    expect(page.locator(f"#t{turn} .understood")).to_contain_text("to 31 December 1989")
    expect(page.locator(f"#t{turn} button:is(.ask-instead, .without)")).to_have_count(0)
