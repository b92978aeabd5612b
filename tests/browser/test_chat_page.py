"""Whole flows in a real browser over `python app.py`: ask and check, upload and ask, be refused, reopen."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.events import Done, Event
from assistant.page.frame import EXAMPLES
from assistant.page.words import CHINESE, ENGLISH, Words
from assistant.settings import Settings
from index.embedding import SentenceEmbeddings
from index.library import Library
from tests.browser.serving import LAPTOP, PHONE, ask, keep, keep_both, opened, served_command, served_here
from tests.fakes import HeldEmbeddings

pytestmark = pytest.mark.browser

ANSWERED = "What did Armstrong say about the surface of the Moon?"
REFUSED = "What did Gorbachev say about the Berlin Wall?"
PLACES = {"laptop": "Orbak", "phone": "Tarnwick"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, samples: Library) -> Iterator[str]:
    with served_command(shutil.copytree(samples.folder, tmp_path_factory.mktemp("flows") / "library")) as served:
        yield served


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page, wrongs = opened(browser, address)
    yield page
    page.context.close()
    assert wrongs == []


def leave_the_sheet(page: Page) -> None:
    for _ in range(2):  # from the article to its sources, and from those to the conversation
        page.keyboard.press("Escape")
    expect(page.locator("#question textarea")).to_be_in_viewport()


@pytest.mark.parametrize(("device", "size"), [("laptop", LAPTOP), ("phone", PHONE)])
def test_the_whole_flows_in_every_look(
    browser: Browser, address: str, tmp_path: Path, device: str, size: tuple[int, int]
) -> None:
    page, wrongs = opened(browser, address, size=size)
    look = f"{device}-THEME"
    keep_both(page, f"{look}-1-welcome")

    ask(page, ANSWERED)
    keep_both(page, f"{look}-2-answered")
    page.click("#t1-m1")
    expect(page.locator(".card[aria-current]")).to_be_in_viewport()
    keep_both(page, f"{look}-3-source")
    quote = page.locator("#t1-c1 mark").inner_text()
    page.locator("#t1-c1 .read").click()
    expect(page.locator("#article mark.here").first).to_be_in_viewport()
    assert "".join(page.locator("#article mark.here").all_inner_texts()) == quote
    assert quote in page.locator("#t1 .answer").inner_text()
    keep_both(page, f"{look}-4-article")
    leave_the_sheet(page)

    ask(page, REFUSED)
    expect(page.locator("#t2 .not-found h3")).to_be_in_viewport()
    keep_both(page, f"{look}-5-not-found")

    place = PLACES[device]
    file = tmp_path / f"lighthouse-of-{place}.txt"
    file.write_text(f"The lighthouse of {place} was painted green in 2019. It cost 400 crowns.", encoding="utf-8")
    page.click(".views a[href$='#articles']")
    page.click("#library .open-add")
    page.set_input_files("#library-files", file)
    expect(page.locator(".order").first).to_contain_text(place)
    expect(page.locator(".rows tbody").get_by_role("link", name=place)).to_be_visible()
    keep_both(page, f"{look}-6-uploaded")
    page.click(".views a[href$='#chat']")
    turn = ask(page, f"When was the lighthouse of {place} painted?")
    expect(page.locator(f"#t{turn} .answer")).to_contain_text("painted green in 2019")

    before = page.locator("#conversation .turns").inner_text()
    page.reload()
    page.wait_for_selector(f"#t{turn} .beneath")
    assert page.locator("#conversation .turns").inner_text() == before
    page.locator(f"#t{turn} .claim").first.click()
    expect(page.locator("#article mark.here").first).to_be_in_viewport()
    keep_both(page, f"{look}-7-reopened")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.context.close()
    assert wrongs == []


def test_the_page_has_its_title_and_no_footer_of_gradio(page: Page) -> None:
    expect(page).to_have_title(ENGLISH.title)
    assert page.get_by_text("Gradio").count() == 0


def test_the_marked_words_of_every_card_stand_word_for_word_in_the_answer(page: Page) -> None:
    turn = ask(page, ANSWERED)
    answer = page.locator(f"#t{turn} .answer").inner_text()
    markers = {int(text) for text in page.locator(f"#t{turn} .marker").all_inner_texts()}
    assert markers == set(range(1, page.locator(".card").count() + 1))
    for marker in markers:
        assert page.locator(f"#t{turn}-c{marker} mark").inner_text() in answer


def test_a_marker_of_an_earlier_answer_brings_back_its_cards(page: Page) -> None:
    first = ask(page, ANSWERED)
    quote = page.locator(f"#t{first}-c1 mark").inner_text()
    ask(page, REFUSED)
    assert page.locator(f"#t{first}-c1").count() == 0
    page.click(f"#t{first}-m1")
    expect(page.locator(f"#t{first}-c1")).to_be_focused()
    assert page.locator(f"#t{first}-c1 mark").inner_text() == quote


def test_the_page_can_be_written_in_before_the_server_answers_anything_more(browser: Browser, chat: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/gradio_api/**", lambda route: None)  # never answered
    page.goto(chat)
    page.fill("#question textarea", "When was the Berlin Wall opened?")
    expect(page.locator("#question textarea")).to_have_value("When was the Berlin Wall opened?")
    expect(page.locator(".masthead h1")).to_have_text(ENGLISH.title)
    expect(page.locator(".welcome .example")).to_have_count(len(EXAMPLES))
    context.close()


def test_a_link_to_a_paragraph_opens_its_article_there_without_the_chat(page: Page, address: str) -> None:
    page.goto(f"{address}/articles/moon-landing-first-steps#p6")
    expect(page.locator(".numbered:target")).to_be_in_viewport()
    expect(page.locator(".numbered:target")).to_contain_text("The surface was fine and powdery")
    grounds = page.locator(".numbered").evaluate_all("all => all.map(one => getComputedStyle(one).backgroundColor)")
    assert sorted(map(grounds.count, {*grounds})) == [1, len(grounds) - 1]  # that paragraph alone is marked


def test_a_question_over_several_lines_is_asked_with_the_keyboard_alone(page: Page) -> None:
    expect(page.locator("#question textarea")).to_be_focused()
    page.keyboard.type("What did Armstrong say")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("about the surface of the Moon?")
    assert page.locator(".turn").count() == 0
    page.keyboard.press("Enter")
    page.wait_for_selector("#t1 .beneath")
    expect(page.locator("#question textarea")).to_be_focused()
    assert "say\nabout" in (page.locator("#t1-question").text_content() or "")


def test_an_empty_question_does_nothing(page: Page) -> None:
    page.press("#question textarea", "Enter")
    page.fill("#question textarea", "  \n ")
    page.click("#send")
    assert ask(page, ANSWERED) == 1
    assert page.locator(".turn").count() == 1


def test_an_example_asks_its_question(page: Page) -> None:
    shown = page.locator("button.example").all_inner_texts()
    assert shown == [question for question, _ in EXAMPLES]
    page.locator("button.example").first.click()
    expect(page.locator("#t1-question")).to_contain_text(shown[0])
    page.wait_for_selector("#t1-c1 mark")
    expect(page.locator("#question textarea")).to_be_focused()


def test_a_very_long_question_is_asked_and_folded(page: Page) -> None:
    turn = ask(page, "Why? " + "endless" * 1430)
    expect(page.locator(f"#t{turn}-question.long")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_another_tab_starts_a_conversation_of_its_own(page: Page, address: str) -> None:
    ask(page, ANSWERED)
    other = page.context.new_page()
    other.goto(address)
    other.wait_for_selector(".welcome")
    assert ask(other, REFUSED) == 1


def test_an_empty_library_says_how_to_add_articles(browser: Browser, tmp_path: Path) -> None:
    with Assistant.open(tmp_path) as assistant, served_here(assistant) as empty:
        page, wrongs = opened(browser, empty)
        expect(page.locator(".welcome pre")).to_have_text(ENGLISH.empty_library_command)
        assert page.locator("button.example").count() == 0
        keep(page, "laptop-light-8-empty-library")
        page.context.close()
        assert wrongs == []


class Meeting:
    """An assistant whose answers wait for each other: it answers only while two questions are asked."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.settings = Settings()
        self.both = threading.Barrier(2, timeout=20)

    def suggestions(self, *_: Any, **__: Any) -> tuple[str, ...]:
        return ()

    def follow_ups(self, *_: Any, **__: Any) -> tuple[str, ...]:
        return ()

    def stream(self, question: str, **_: Any) -> Iterator[Event]:
        self.both.wait()
        searched = {"articles": 0, "filters": {}}
        yield Done(Answer(question, "2026-01-01", question, question, "not_found", searched, "", "quotes"))

    def finds(self, question: str, **_: Any) -> bool:
        return False


def test_two_people_are_answered_at_once(browser: Browser, tmp_path: Path) -> None:
    with Library(tmp_path) as library, served_here(Meeting(library)) as meeting:
        (one, _), (other, _) = opened(browser, meeting), opened(browser, meeting)
        for page in (one, other):
            page.fill("#question textarea", "any" if page is one else "other")
            page.press("#question textarea", "Enter")
        expect(one.locator(".not-found")).to_be_visible()
        expect(other.locator(".not-found")).to_be_visible()
        one.context.close()
        other.context.close()


@pytest.mark.parametrize(
    ("size", "locale", "say"),
    [(LAPTOP, "en-GB", ENGLISH), (PHONE, "en-GB", ENGLISH), (PHONE, "zh-CN", CHINESE)],
    ids=["laptop", "phone", "chinese"],
)
def test_a_question_asked_at_once_is_told_that_the_models_are_loaded_and_then_answered(
    browser: Browser,
    embeddings: SentenceEmbeddings,
    copied_samples: Path,
    size: tuple[int, int],
    locale: str,
    say: Words,
) -> None:
    held = HeldEmbeddings(embeddings)
    with Library(copied_samples, embeddings=held) as library:
        assistant = Assistant(library)
        assistant.warming.begin()
        with served_here(assistant) as address:
            page, wrongs = opened(browser, address, size=size, locale=locale)
            page.locator(".example").first.click()
            expect(page.locator("#t1 .stage")).to_have_text(say.warming_up)
            expect(page.locator("#aloud")).to_have_text(say.warming_up)
            expect(page.locator("#sources")).to_contain_text(say.no_sources)
            keep(page, f"warming-up-{size[0]}-{say.language}")
            held.let_go.set()
            expect(page.locator("#t1 .stage")).to_have_count(0)
            expect(page.locator("#t1 .answer .marker").first).to_be_visible()
            page.context.close()
            assert wrongs == []
