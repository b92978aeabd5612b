"""The whole line in a real browser: ask, follow a marker, read the card, open the article, be refused."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.page import words
from assistant.page.examples import EXAMPLES
from index.library import Library
from tests.browser.serving import (
    LAPTOP,
    PHONE,
    ROOT,
    ask,
    chromium,
    keep,
    opened,
    served_command,
    served_here,
)

pytestmark = pytest.mark.browser

ANSWERED = "What did Armstrong say about the surface of the Moon?"
REFUSED = "What did Gorbachev say about the Berlin Wall?"
HOSTILE = {
    "id": "hostile",
    "title": "<script>alert('title')</script>",
    "source": '"><img src=x onerror=alert(1)>',
    "date": "2026-02-05",
    "url": "javascript:alert('url')",
    "text": "The lighthouse at Quarrel Point was repainted <b>green</b> in 2019, **not** "
    "[1](javascript:alert(1)) or `blue`, at a price of ${alert(2)} and {{value}} crowns.",
}
HOSTILE_QUESTION = "When was the lighthouse at Quarrel Point repainted?"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("chat")
    hostile = folder / "hostile.jsonl"
    hostile.write_text(json.dumps(HOSTILE), encoding="utf-8")
    with Library(folder / "library") as library:
        library.add([ROOT / "index" / "samples", hostile])
    with served_command(folder / "library") as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page, wrongs = opened(browser, address)
    yield page
    page.context.close()
    assert wrongs == []


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def quote_of(page: Page, turn: int, marker: int) -> str:
    """The words that are marked in a card."""
    return page.locator(f"#t{turn}-c{marker} mark").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("device", "size"), [("laptop", LAPTOP), ("phone", PHONE)])
def test_ask_check_and_be_refused_in_every_look(
    browser: Browser, address: str, device: str, size: tuple[int, int], scheme: str
) -> None:
    page, wrongs = opened(browser, address, size=size, scheme=scheme)
    name = f"{device}-{scheme}"
    keep(page, f"{name}-1-welcome")
    turn = ask(page, ANSWERED)
    page.wait_for_selector(f"#t{turn}-c1 mark")
    keep(page, f"{name}-2-answered")
    page.click(f"#t{turn} .marker >> nth=0")
    expect(page.locator(".card[aria-current]")).to_be_in_viewport()
    keep(page, f"{name}-3-marker")
    ask(page, REFUSED)
    expect(page.locator(".not-found")).to_be_in_viewport()
    keep(page, f"{name}-4-not-found")
    ask(page, HOSTILE_QUESTION)
    keep(page, f"{name}-5-hostile")
    ask(page, "Why? " + "endless" * 1430)
    keep(page, f"{name}-6-long-question")
    assert sideways(page) == 0
    page.context.close()
    assert wrongs == []


def test_the_page_has_its_title_and_no_footer_of_gradio(page: Page) -> None:
    expect(page).to_have_title(words.TITLE)
    assert page.get_by_text("Gradio").count() == 0


def test_the_marked_words_of_every_card_stand_word_for_word_in_the_answer(page: Page) -> None:
    turn = ask(page, ANSWERED)
    answer = page.locator(f"#t{turn} .answer").inner_text()
    markers = {int(text) for text in page.locator(f"#t{turn} .marker").all_inner_texts()}
    assert markers == set(range(1, page.locator(".card").count() + 1))
    for marker in markers:
        assert quote_of(page, turn, marker) in answer


def test_a_marker_of_an_earlier_answer_brings_back_its_cards(page: Page) -> None:
    first = ask(page, ANSWERED)
    quote = quote_of(page, first, 1)
    ask(page, HOSTILE_QUESTION)
    assert page.locator(f"#t{first}-c1").count() == 0
    page.click(f"#t{first}-m1")
    expect(page.locator(f"#t{first}-c1")).to_be_focused()
    assert quote_of(page, first, 1) == quote


def test_the_card_opens_the_article_at_the_paragraph_which_is_marked(page: Page) -> None:
    turn = ask(page, ANSWERED)
    quote = quote_of(page, turn, 1)
    with page.context.expect_page() as opening:
        page.click(f"#t{turn}-c1 .read")
    article = opening.value
    expect(article.locator(".numbered:target")).to_be_in_viewport()
    assert quote in article.locator(".numbered:target").inner_text()
    keep(article, "laptop-light-7-article")


def test_an_article_whose_title_is_a_script_shows_the_tag_and_runs_nothing(page: Page) -> None:
    turn = ask(page, HOSTILE_QUESTION)
    card = page.locator(f"#t{turn}-c1")
    expect(card.locator("h3")).to_have_text(HOSTILE["title"])
    expect(card.locator(".facts")).to_contain_text(HOSTILE["source"])
    assert page.locator("#desk :is(script, img, b, code)").count() == 0
    assert HOSTILE["text"] in card.locator(".paragraph").inner_text()
    page.goto(page.url + "articles/hostile")
    expect(page.locator("h1")).to_have_text(HOSTILE["title"])
    assert page.locator("a[href^='javascript']").count() == 0


def test_everything_is_done_with_the_keyboard_alone(page: Page) -> None:
    expect(page.locator("#question textarea")).to_be_focused()
    page.keyboard.type("What did Armstrong say")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("about the surface of the Moon?")
    assert page.locator(".turn").count() == 0
    page.keyboard.press("Enter")
    page.wait_for_selector("#t1 .beneath")
    expect(page.locator("#question textarea")).to_be_focused()
    page.locator("#t1-m1").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#t1-c1")).to_be_focused()
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.className") != "back":
        page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#t1-m1")).to_be_focused()


def test_an_empty_question_does_nothing(page: Page) -> None:
    page.press("#question textarea", "Enter")
    page.click("#send")
    assert ask(page, ANSWERED) == 1
    assert page.locator(".turn").count() == 1


def test_a_question_asked_while_another_is_answered_is_answered_next(browser: Browser, tmp_path: Path) -> None:
    with Library(tmp_path) as library, served_here(Meeting(library)) as meeting:
        (one, _), (other, _) = opened(browser, meeting), opened(browser, meeting)
        one.fill("#question textarea", "first")
        one.press("#question textarea", "Enter")
        expect(one.locator("#t1 .searching")).to_be_visible()
        one.fill("#question textarea", "second")
        one.press("#question textarea", "Enter")
        ask(other, "any")
        expect(one.locator("#t2 .searching")).to_be_visible()
        ask(other, "any")
        expect(one.locator("#t2 .not-found")).to_be_visible()
        expect(one.locator(".question")).to_contain_text(["first", "second"])
        one.context.close()
        other.context.close()


def test_an_example_asks_its_question(page: Page) -> None:
    shown = page.locator("button.example").all_inner_texts()
    assert shown == [question for question, _ in EXAMPLES]
    page.locator("button.example").first.click()
    expect(page.locator("#t1-question")).to_contain_text(shown[0])
    page.wait_for_selector("#t1-c1 mark")
    expect(page.locator("#question textarea")).to_be_focused()


def test_a_refusal_shows_the_closest_paragraphs(page: Page) -> None:
    turn = ask(page, REFUSED)
    expect(page.locator(f"#t{turn} .not-found h3")).to_have_text(words.NOT_FOUND)
    expect(page.locator(".panel-title")).to_have_text(words.CLOSEST)
    page.click(f"#t{turn} .not-found a")
    expect(page.locator(f"#t{turn}-c1")).to_be_focused()


def test_another_tab_starts_a_conversation_of_its_own(page: Page, address: str) -> None:
    ask(page, ANSWERED)
    other = page.context.new_page()
    other.goto(address)
    other.wait_for_selector(".welcome")
    assert ask(other, HOSTILE_QUESTION) == 1


def test_an_empty_library_says_how_to_add_articles(browser: Browser, tmp_path: Path) -> None:
    with Assistant.open(tmp_path) as assistant, served_here(assistant) as empty:
        page, wrongs = opened(browser, empty)
        expect(page.locator(".welcome pre")).to_have_text(words.EMPTY_LIBRARY_COMMAND)
        assert page.locator("button.example").count() == 0
        keep(page, "laptop-light-8-empty-library")
        page.context.close()
        assert wrongs == []


class Meeting:
    """An assistant whose answers wait for each other: it answers only while two questions are asked."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.both = threading.Barrier(2, timeout=20)

    def ask(self, question: str, **_: object) -> Answer:
        self.both.wait()
        if question == "fail":
            raise RuntimeError("/secret/path")
        return Answer("1", "", question, question, "not_found", {"articles": 0}, "", "quotes")


def test_two_people_are_answered_at_once_and_a_failure_is_one_sentence_for_one_of_them(
    browser: Browser, tmp_path: Path
) -> None:
    with Library(tmp_path) as library, served_here(Meeting(library)) as meeting:
        (one, _), (other, _) = opened(browser, meeting), opened(browser, meeting)
        for page, question in ((one, "fail"), (other, "work")):
            page.fill("#question textarea", question)
            page.press("#question textarea", "Enter")
        expect(one.locator(".failed p")).to_have_text(words.UNEXPECTED)
        expect(other.locator(".not-found")).to_be_visible()
        assert "secret" not in one.content()
        one.context.close()
        other.context.close()
