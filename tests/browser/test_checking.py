"""Checking in a real browser: from a number to its quote and card, from a sentence to its words in the article."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from assistant.assistant import Assistant
from assistant.page.words import ENGLISH
from index.embedding import SentenceEmbeddings
from index.library import Library
from tests.browser.conftest import QUAY
from tests.browser.serving import PHONE, ask, keep, opened, served_here

pytestmark = pytest.mark.browser

BERG = "What did Ida Berg say about the quay at Lindhavn?"
OPENS = "“The quay at Lindhavn opens in 2029,” said Ida Berg."
COSTS = "“The quay at Lindhavn costs 40 million crowns,” said Ida Berg."
TU = "屠呦呦怎么看青蒿素？"


def words_here(page: Page) -> str:
    """The words of the article that are shown as cited, in the order in which they stand."""
    return "".join(page.locator("#article mark.here").all_inner_texts())


def test_the_quote_of_a_marker_is_shown_in_passing_and_when_it_has_the_focus(page: Page) -> None:
    ask(page, BERG)
    tip = page.locator("#tip")
    page.hover("#t1-m2")
    expect(tip).to_be_visible()
    expect(tip).to_contain_text(COSTS)
    expect(tip).to_contain_text("Harbour Gazette · 5 February 2026")
    page.hover("#tip")
    expect(tip).to_be_visible()
    page.hover("h1")
    expect(tip).to_be_hidden()
    page.focus("#question textarea")
    while not page.locator("#t1-m1").evaluate("(marker) => marker === document.activeElement"):
        page.keyboard.press("Shift+Tab")
    expect(tip).to_contain_text(OPENS)
    expect(page.locator("#t1-m1")).to_have_attribute("aria-describedby", "tip")
    keep(page, "checking-tip")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    expect(page.locator("#t1-m1")).to_be_focused()


def test_a_marker_brings_its_card_into_view_and_marks_it_and_back(page: Page) -> None:
    ask(page, BERG)
    page.click("#t1-m2")
    card = page.locator("#t1-c2")
    expect(card).to_be_focused()
    expect(card).to_be_in_viewport()
    expect(card).to_have_attribute("aria-current", "true")
    expect(page.locator("#t1-m2")).to_have_attribute("aria-current", "true")
    page.focus("#t1-m1")
    page.keyboard.press("Enter")
    expect(page.locator("#t1-c1")).to_have_attribute("aria-current", "true")
    expect(page.locator("[aria-current=true]")).to_have_count(2)
    page.locator("#t1-c1 .back").press("Enter")
    expect(page.locator("#t1-m1")).to_be_focused()


def test_one_click_leads_from_a_sentence_to_its_words_in_the_article(page: Page) -> None:
    ask(page, BERG)
    page.locator("#t1 .claim").nth(1).click()
    expect(page.locator("#article mark.here").first).to_be_in_viewport()
    assert words_here(page) == COSTS
    expect(page.locator("#article .numbered.here .number")).to_have_text("3")
    keep(page, "checking-article")


def test_one_key_leads_from_a_marker_to_its_words_in_the_article(page: Page) -> None:
    ask(page, BERG)
    page.focus("#t1-m2")
    page.keyboard.press("o")
    expect(page.locator("#article mark.here").first).to_be_in_viewport()
    assert words_here(page) == COSTS


def test_words_that_are_being_selected_open_nothing(page: Page) -> None:
    ask(page, BERG)
    sentence = page.locator("#t1 .claim").first
    at = sentence.bounding_box()
    assert at
    page.mouse.move(at["x"] + 30, at["y"] + 10)
    page.mouse.down()
    page.mouse.move(at["x"] + 200, at["y"] + 10)
    page.mouse.up()
    assert page.evaluate("getSelection().toString()") in sentence.inner_text()
    assert page.evaluate("getSelection().isCollapsed") is False
    page.click("#t1-m1")
    expect(page.locator("#t1-c1")).to_be_focused()
    assert page.locator("#article .reading").count() == 0


def test_an_article_is_read_in_place_with_its_heading_and_its_other_citations(page: Page) -> None:
    ask(page, BERG)
    page.click("#t1-c1 .read")
    reading = page.locator("#article .reading")
    expect(reading.locator("h2")).to_have_text(QUAY["title"])
    expect(reading.locator(".facts")).to_contain_text("Harbour Gazette")
    expect(reading.locator(".facts")).to_contain_text("Mei Sandvik")
    expect(reading.locator("time")).to_have_text("5 February 2026")
    expect(reading.locator(".facts a")).to_have_attribute("href", "https://example.org/quay")
    expect(reading.locator("#reading-title")).to_be_focused()
    expect(reading.locator(".numbered")).to_have_count(4)
    expect(reading.locator(".place")).to_have_text("Citation 1 of 2")
    expect(reading.locator(".previous")).to_have_attribute("aria-disabled", "true")
    assert words_here(page) == OPENS
    expect(reading.locator("mark")).to_have_count(2)
    reading.locator(".next").press("Enter")
    expect(reading.locator(".place")).to_have_text("Citation 2 of 2")
    expect(page.locator("#article mark.here")).to_be_in_viewport()
    assert words_here(page) == COSTS
    expect(reading.locator(".next")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(reading.locator(".place")).to_have_text("Citation 1 of 2")
    page.keyboard.press("ArrowLeft")
    expect(reading.locator(".place")).to_have_text("Citation 1 of 2")
    page.keyboard.press("Escape")
    expect(reading).to_be_hidden()
    expect(page.locator("#t1-c1 .read")).to_be_focused()
    page.click("#t1-c1 .read")
    expect(reading).to_be_visible()
    page.click(".to-sources")
    expect(page.locator("#t1-c1")).to_be_visible()


def test_what_is_not_searched_is_greyed_and_named_in_the_article(page: Page) -> None:
    ask(page, TU)
    page.locator("#t1 .claim").first.click()
    grey = page.locator("#article .numbered.not-searched")
    expect(grey.first).to_contain_text(ENGLISH.not_searched["note"])
    expect(grey.last).to_contain_text(ENGLISH.not_searched["boilerplate"])
    colours = "(one) => getComputedStyle(one).color"
    body = page.locator("#article .numbered.body").first
    assert grey.first.evaluate(colours) != body.evaluate(colours)


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        (BERG, [OPENS, COSTS]),
        ("松湾灯塔什么时候关闭？", ["🏮🏮松湾灯塔建于1911年。", "𠮷田先生说，灯塔将在2030年再次关闭。"]),
    ],
)
def test_the_right_words_are_marked_after_emoji_and_chinese(page: Page, question: str, quotes: list[str]) -> None:
    turn = ask(page, question)
    assert [page.locator(f"#t{turn}-c{place} mark").inner_text() for place in (1, 2)] == quotes
    for place, quote in enumerate(quotes):
        page.locator(f"#t{turn} .claim").nth(place).click()
        expect(page.locator("#article .reading")).to_have_attribute("data-marker", str(place + 1))
        expect(page.locator("#article mark.here").first).to_be_in_viewport()
        assert words_here(page) == quote
        page.keyboard.press("Escape")


def test_a_quote_is_copied_with_its_citation(page: Page, chat: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=chat)
    ask(page, BERG)
    page.click("#t1-c1 .copy")
    expect(page.locator("#t1-c1 .copy")).to_contain_text(ENGLISH.copied)
    expected = f"{OPENS} — Harbour Gazette, “{QUAY['title']}”, 5 February 2026, paragraph 2. https://example.org/quay"
    assert page.evaluate("navigator.clipboard.readText()") == expected
    ask(page, TU)
    page.focus("#t2-m1")
    page.keyboard.press("Enter")
    page.keyboard.press("c")
    expect(page.locator("#t2-c1 .copy")).to_contain_text(ENGLISH.copied)
    assert page.evaluate("navigator.clipboard.readText()").endswith(f" {chat}/articles/tu-youyou-qinghaosu#p9")


def test_a_quote_is_copied_where_a_page_is_not_served_safely(page: Page, chat: str) -> None:
    page.context.grant_permissions(["clipboard-read"], origin=chat)
    ask(page, BERG)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not safe')) }")
    page.click("#t1-c2 .copy")
    expect(page.locator("#t1-c2 .copy")).to_contain_text(ENGLISH.copied)
    assert page.evaluate("navigator.clipboard.readText()").startswith(f"{COSTS} — ")


def test_words_in_an_article_stay_in_sight_when_the_questions_to_try_come_above_them(
    browser: Browser, chat: str
) -> None:
    page, wrongs = opened(browser, chat, size=(375, 600))
    held: list[Route] = []
    page.route("**/page/tries?article=*", lambda route: held.append(route))
    ask(page, BERG)
    page.click("#t1-m2")
    with page.expect_request("**/page/tries?article=*"):
        page.locator("#t1-c2 .read").click()
    words = page.locator("#article mark.here").first
    expect(words).to_be_in_viewport()
    held[0].fulfill(body='<p style="height: 400px">Three questions</p>', content_type="text/html")
    expect(page.locator("#article .tries p")).to_have_count(1)
    expect(words).to_be_in_viewport(ratio=1, timeout=10_000)
    page.context.close()
    assert wrongs == []


def test_on_a_phone_the_sources_and_the_article_are_a_sheet_from_below(browser: Browser, chat: str) -> None:
    page, wrongs = opened(browser, chat, size=PHONE)
    ask(page, BERG)
    expect(page.locator("#t1-c1")).to_be_hidden()
    page.click("#t1-m2")
    expect(page.locator("#t1-c2")).to_be_in_viewport()
    keep(page, "checking-phone-sources")
    assert page.locator("#talk").evaluate("(part) => part.inert")
    page.locator("#t1-c2 .read").click()
    expect(page.locator("#article mark.here").first).to_be_in_viewport()
    keep(page, "checking-phone-article")
    page.keyboard.press("Escape")
    expect(page.locator("#t1-c2")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#t1-c2")).to_be_hidden()
    assert not page.locator("#talk").evaluate("(part) => part.inert")
    page.click("#t1 .show-sources")
    expect(page.locator("#t1-c1")).to_be_in_viewport()
    page.click("#sources .close-sheet")
    expect(page.locator("#t1-c1")).to_be_hidden()
    page.locator("#t1 .claim").first.click()
    expect(page.locator("#article mark.here").first).to_be_in_viewport()
    page.mouse.click(20, 20)  # beside the sheet
    expect(page.locator("#article .reading")).to_be_hidden()
    page.context.close()
    assert wrongs == []


def test_an_article_that_has_changed_or_gone_shows_the_paragraph_as_it_was_cited(
    browser: Browser, tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    source = tmp_path / "made.jsonl"
    source.write_text(json.dumps(QUAY), encoding="utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(source)
        with served_here(Assistant(library)) as address:
            page, wrongs = opened(browser, address)
            ask(page, BERG)
            first = QUAY["text"].split("\n\n")[1]
            source.write_text(json.dumps(QUAY | {"text": QUAY["text"].replace("2029", "2031")}), encoding="utf-8")
            library.add(source)
            page.locator("#t1 .claim").first.click()
            expect(page.locator("#article .as-cited")).to_contain_text(ENGLISH.article_changed)
            expect(page.locator("#article .as-cited .paragraph")).to_have_text(first)
            expect(page.locator("#article .text")).to_contain_text("opens in 2031")
            assert words_here(page) == OPENS
            keep(page, "checking-changed")
            page.keyboard.press("Escape")
            library.remove("quay")
            page.locator("#t1 .claim").nth(1).click()
            expect(page.locator("#article .as-cited")).to_contain_text([ENGLISH.article_gone] * 2)
            expect(page.locator("#article h2")).to_have_text(QUAY["title"])
            assert words_here(page) == COSTS
            page.context.close()
            assert wrongs == []
