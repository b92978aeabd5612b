"""Asking in a real browser: the answer as it comes, stopping, asking again, filters, keys, and what may go wrong."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from assistant.events import Done, Failed, Searching, Text
from assistant.page.words import CHINESE, ENGLISH
from index.embedding import SentenceEmbeddings
from index.library import SAMPLES, Library
from tests.browser.scripted import Scripted, answer, cited
from tests.browser.serving import LAPTOP, PHONE, ask, barred, barred_in_either, keep, keep_both, opened, served_here

pytestmark = pytest.mark.browser

MOON = "What did Armstrong say about the surface of the Moon?"
PENICILLIN = "penicillin-use-enough"
BOX = "#question textarea"


@pytest.fixture(scope="module")
def one_article(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Path:
    with Library(tmp_path_factory.mktemp("asking") / "library", embeddings=embeddings) as library:
        library.add(SAMPLES / f"{PENICILLIN}.md")
    return library.folder


@pytest.fixture
def scripted(one_article: Path, tmp_path: Path, embeddings: SentenceEmbeddings) -> Iterator[Scripted]:
    with Library(shutil.copytree(one_article, tmp_path / "library"), embeddings=embeddings) as library:
        yield Scripted(library)


@pytest.fixture
def slow(browser: Browser, scripted: Scripted) -> Iterator[Page]:
    """A page whose answers come as the test gives them out."""
    with served_here(scripted) as address:
        page, wrongs = opened(browser, address)
        yield page
        page.context.close()
        assert wrongs == []


def send(page: Page, question: str) -> None:
    page.fill(BOX, question)
    page.press(BOX, "Enter")


def sentences(library: Library, number: int = 3) -> list[tuple[str, object]]:
    body = [one for one in library.article(PENICILLIN).paragraphs if one.role == "body"][:number]
    return [
        (f"Sentence {marker}.", cited(library, PENICILLIN, one.number, one.text[:20], marker=marker))
        for marker, one in enumerate(body, start=1)
    ]


def test_the_page_says_what_is_happening_and_shows_the_text_as_it_comes(slow: Page, scripted: Scripted) -> None:
    whole, (searching, reading, *written, done) = answer(
        "And he?", "What did Fleming say?", sentences(scripted.library)
    )
    send(slow, "And he?")
    stage = slow.locator("#t1 .stage")
    expect(stage).to_have_text(ENGLISH.searching)
    scripted.give(searching)
    expect(slow.locator("#t1 .understood")).to_contain_text("What did Fleming say?")
    scripted.give(reading)
    expect(stage).to_have_text(ENGLISH.reading)
    scripted.give(written[0])
    expect(slow.locator("#t1 .answer")).to_contain_text("Sentence 1.")
    expect(stage).to_have_text(ENGLISH.checking)
    assert slow.locator("#t1 .claim").count() == 0, "it is not checked yet"
    scripted.give(*written[1:3])
    expect(slow.locator("#t1 .claim")).to_have_text(["Sentence 1."])
    expect(slow.locator("#t1-c1 mark")).to_be_visible()
    keep(slow, "asking-streaming")
    slow.locator("#t1 .claim").click()
    expect(slow.locator("#article mark.here")).to_have_text(whole.citations[0].quote)
    scripted.give(*written[3:], done)
    expect(stage).to_have_count(0)
    expect(slow.locator("#t1 .claim")).to_have_count(3)
    expect(slow.locator("#t1 .understood")).to_contain_text("What did Fleming say?")


def test_a_marker_keeps_the_focus_when_the_answer_is_whole(slow: Page, scripted: Scripted) -> None:
    _, (*begun, done) = answer("q", "q", sentences(scripted.library))
    send(slow, "q")
    scripted.give(*begun)
    expect(slow.locator("#t1 .claim")).to_have_count(3)
    slow.locator("#t1-m2").focus()
    scripted.give(done)
    expect(slow.locator("#t1 .stage")).to_have_count(0)
    expect(slow.locator("#t1-m2")).to_be_focused()


SHIFTS = """() => {
    window.moved = 0
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
        const moved = entry.sources.filter(({ node }) => node && !node.parentElement?.closest("#memory"))
        if (moved.length) window.moved += entry.value
    })).observe({ type: "layout-shift", buffered: false })
}"""


@pytest.mark.parametrize("size", [LAPTOP, PHONE])
def test_nothing_moves_while_an_answer_grows(browser: Browser, scripted: Scripted, size: tuple[int, int]) -> None:
    with served_here(scripted) as address:
        page, wrongs = opened(browser, address, size=size)
        for turn in (1, 2):
            _, (searching, *written) = answer("q", "q", sentences(scripted.library, 5))
            send(page, "q")
            scripted.give(searching)
            expect(page.locator(f"#t{turn} .stage")).to_be_visible()
            top = page.locator(f"#t{turn}-question").bounding_box()
            page.evaluate(SHIFTS)
            for event in written:
                scripted.give(event)
                page.wait_for_timeout(30)  # frames between the pieces, in which something could move
            expect(page.locator(f"#t{turn} .again")).to_be_visible()
            assert page.locator(f"#t{turn}-question").bounding_box() == top
            assert page.evaluate("window.moved") < 0.01
        page.context.close()
        assert wrongs == []


def test_a_stopped_answer_keeps_what_there_is_of_it_and_is_asked_again(slow: Page, scripted: Scripted) -> None:
    send(slow, "q")
    scripted.give(Searching("q", "q"), Text("Half a sen"))
    expect(slow.locator("#t1 .answer")).to_have_text("Half a sen")
    slow.click("#stop")
    expect(slow.locator("#t1 .notice")).to_have_text(ENGLISH.stopped)
    expect(slow.locator("#send")).to_be_visible()
    scripted.give(Text("tence."))  # the slow model writes on into the void
    expect(slow.locator("#t1 .answer")).to_have_text("Half a sen")
    whole, events = answer("q", "q", sentences(scripted.library, 1))
    slow.click("#t1 .again")
    expect(slow.locator("#t1 .stage")).to_be_visible()
    scripted.give(*events)
    expect(slow.locator("#t1 .answer")).to_contain_text("Sentence 1.")
    assert slow.locator(".turn").count() == 1
    assert [question for question, _ in scripted.asked] == ["q", "q"]
    assert scripted.asked[1][1]["history"] == [], "an answer that was stopped is no part of the conversation"


def test_escape_stops_an_answer_before_there_is_any_of_it(slow: Page, scripted: Scripted) -> None:
    send(slow, "q")
    expect(slow.locator("#t1 .stage")).to_be_visible()
    slow.keyboard.press("Escape")
    expect(slow.locator("#t1 .notice")).to_have_text(ENGLISH.stopped_before)
    scripted.give(Failed("too late"))


def test_escape_stops_a_question_that_has_not_reached_the_server(slow: Page, scripted: Scripted) -> None:
    held = list[Route]()
    slow.route("**/gradio_api/queue/join*", lambda route: held.append(route))
    with slow.expect_request("**/gradio_api/queue/join*"):
        send(slow, "q")
    slow.keyboard.press("Escape")
    held[0].continue_()
    expect(slow.locator("#t1 .notice")).to_have_text(ENGLISH.stopped_before)
    scripted.give(Failed("too late"))


def test_a_question_asked_while_another_is_answered_is_asked_next(slow: Page, scripted: Scripted) -> None:
    send(slow, "first")
    expect(slow.locator("#t1 .stage")).to_be_visible()
    send(slow, "second")
    assert slow.locator(".turn").count() == 1
    scripted.give(answer("first", "first", sentences(scripted.library, 1))[1][-1])
    expect(slow.locator("#t2 .stage")).to_be_visible()
    scripted.give(Failed("No."))
    expect(slow.locator(".question")).to_contain_text(["first", "second"])
    assert scripted.asked[1][1]["history"][0] == {"role": "user", "content": "first"}


NOTE_ORDER = """() => {
    window.order = [];
    const fetched = window.fetch;
    window.fetch = (...given) => {
        if (String(given[0]).includes("queue/join")) window.order.push("sent");
        return fetched(...given);
    };
    document.addEventListener("answer-drawn", () => window.order.push("drawn"), { capture: true });
}"""


def test_a_question_that_waited_is_sent_once_the_last_answer_can_no_longer_be_drawn_over_it(
    slow: Page, scripted: Scripted
) -> None:
    send(slow, "first")
    expect(slow.locator("#t1 .stage")).to_be_visible()
    slow.evaluate(NOTE_ORDER)
    send(slow, "second")
    scripted.give(answer("first", "first", sentences(scripted.library, 1))[1][-1])
    expect(slow.locator("#t2 .stage")).to_be_visible()
    scripted.give(Failed("No."))
    expect(slow.locator("#t2 .failed")).to_be_visible()
    assert slow.evaluate("window.order")[:2] == ["drawn", "sent"]


@pytest.mark.parametrize("wrong", [Failed("The model is away. Ask again later."), RuntimeError("/secret/path")])
def test_what_fails_is_one_sentence_and_can_be_asked_again(
    slow: Page, scripted: Scripted, wrong: Failed | Exception
) -> None:
    send(slow, "q")
    scripted.give(wrong)
    said = wrong.message if isinstance(wrong, Failed) else ENGLISH.unexpected
    expect(slow.locator("#t1 .failed p")).to_have_text(said)
    assert "secret" not in slow.content()
    keep(slow, "asking-failed")
    slow.click("#t1 .again")
    scripted.give(answer("q", "q", sentences(scripted.library, 1))[1][-1])
    expect(slow.locator("#t1 .answer")).to_contain_text("Sentence 1.")


def test_a_new_conversation_begins_with_nothing_and_stops_what_is_under_way(slow: Page, scripted: Scripted) -> None:
    send(slow, "q")
    expect(slow.locator("#t1 .stage")).to_be_visible()
    slow.locator("h1").click()
    slow.keyboard.press("n")
    expect(slow.locator(".welcome")).to_be_visible()
    expect(slow.locator(BOX)).to_be_focused()
    scripted.give(Done(answer("q", "q", sentences(scripted.library, 1))[0]))
    send(slow, "another")
    expect(slow.locator("#t1-question")).to_contain_text("another")
    scripted.give(Failed("No."))
    expect(slow.locator("#t1 .failed")).to_be_visible()
    assert scripted.asked[1][1]["history"] == []


# What is searched


def searched(page: Page, turn: int) -> str:
    return page.locator(f"#t{turn} .beneath span").first.inner_text()


def test_filters_are_chosen_by_name_shown_as_chips_and_apply_until_they_are_removed(page: Page) -> None:
    page.click("#limit")
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.type("harbour")
    expect(page.locator("#choices button")).to_have_text([re.compile("Harbour Gazette"), re.compile("The quay")])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.fill("#name", "sandvik")
    page.locator("#choices button", has_text="Mei Sandvik").click()
    page.fill("#name", "quay")
    page.locator("#choices button", has_text="The quay at Lindhavn").click()
    page.fill("#since", "2026-01-01")
    page.fill("#until", "2026-12-31")
    expect(page.locator(".chip")).to_have_count(5)
    page.wait_for_function(  # the sheet moves up as chips come
        """() => document.querySelector("#limits").getBoundingClientRect().bottom
            <= document.querySelector(".chips").getBoundingClientRect().top"""
    )
    keep(page, "asking-limits")
    page.keyboard.press("Escape")
    chips = page.locator(".chip span")
    expect(chips).to_have_text(
        [
            "outlet: Harbour Gazette",
            "author: Mei Sandvik",
            "article: The quay at Lindhavn opens 🌉",
            "From: 1 January 2026",
            "To: 31 December 2026",
        ]
    )
    turn = ask(page, "What did Ida Berg say about the quay at Lindhavn?")
    assert searched(page, turn) == (
        "Searched 1 article (article: The quay at Lindhavn opens 🌉; outlet: Harbour Gazette; author: Mei Sandvik; "
        "from 1 January 2026; to 31 December 2026), the newest from 5 February 2026"
    )
    expect(chips).to_have_count(5)
    page.locator(".chip button").nth(2).focus()
    page.keyboard.press("Enter")
    expect(chips).to_have_count(4)
    expect(page.locator(".chip button").nth(2)).to_be_focused()
    page.click(".remove-all")
    expect(chips).to_have_count(0)
    expect(page.locator(BOX)).to_be_focused()
    assert searched(page, ask(page, MOON)) == "Searched 9 articles, the newest from 24 November 2026"


def test_filters_that_leave_nothing_say_so(page: Page) -> None:
    page.click("#limit")
    page.fill("#name", "nobody of that name")
    expect(page.locator("#choices .hint")).to_have_text(ENGLISH.nothing_fits)
    page.fill("#since", "2031-01-01")
    page.keyboard.press("Escape")
    turn = ask(page, MOON)
    expect(page.locator(f"#t{turn}")).to_contain_text("No article passes these filters.")


def test_days_that_contradict_each_other_end_in_one_sentence(page: Page) -> None:
    page.click("#limit")
    page.fill("#since", "2026-12-31")
    page.fill("#until", "2026-01-01")
    page.keyboard.press("Escape")
    turn = ask(page, MOON)
    expect(page.locator(f"#t{turn} .failed p")).to_contain_text("No day is both since 2026-12-31 and until 2026-01-01")


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_a_limit_read_in_the_question_is_dropped_by_a_click(browser: Browser, chat: str, size: tuple[int, int]) -> None:
    page, wrongs = opened(browser, chat, size=size)
    bounded = "What did Ida Berg say about the quay at Lindhavn before 2026?"  # the article is of February 2026
    ask(page, bounded)
    expect(page.locator("#t1 .not-found")).to_be_visible()
    dropping = page.locator("#t1 .elsewhere").get_by_role("button", name="At any time")
    expect(page.locator("#t1 .understood button")).to_have_count(0)
    expect(page.locator("#t1 .understood")).to_contain_text("to 31 December 2025")
    keep_both(page, f"asking-limited-{size[0]}-THEME")
    dropping.press("Enter")
    expect(page.locator("#t2 .answer")).to_contain_text("opens in 2029")
    expect(page.locator("#t2 .question")).to_contain_text(bounded)
    expect(page.locator("#t2 .understood")).to_contain_text("at any time")
    expect(page.locator("#t2 .understood button")).to_have_count(0)
    expect(page.locator(BOX)).to_be_focused()
    keep_both(page, f"asking-regardless-{size[0]}-THEME")
    assert barred_in_either(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    ask(page, bounded)
    expect(page.locator("#t3 .not-found")).to_be_visible()  # a question asked next is limited by its words again
    page.context.close()
    assert wrongs == []


# Keys


def test_a_slash_leads_to_the_box_from_anywhere_and_is_written_within_it(page: Page) -> None:
    page.locator("h1").click()
    expect(page.locator(BOX)).not_to_be_focused()
    page.keyboard.press("/")
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.type("a/b?n")
    expect(page.locator(BOX)).to_have_value("a/b?n")
    expect(page.locator("#help")).to_be_hidden()


def test_a_question_mark_opens_the_sheet_that_lists_the_keys(page: Page) -> None:
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    assert page.locator("#help kbd").all_inner_texts() == [key for key, _ in ENGLISH.keys]
    keep(page, "asking-help")
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()


def test_keys_of_a_single_sign_can_be_switched_off(page: Page) -> None:
    page.click("#show-help")
    page.uncheck("#single-keys")
    page.keyboard.press("Escape")
    page.reload()
    page.wait_for_selector(BOX)
    page.locator("h1").click()
    page.keyboard.press("/")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_hidden()
    expect(page.locator(BOX)).not_to_be_focused()
    page.click("#show-help")
    expect(page.locator("#single-keys")).not_to_be_checked()


def test_enter_that_ends_a_chinese_word_asks_nothing(page: Page) -> None:
    page.fill(BOX, "屠呦呦")
    page.evaluate(
        """document.querySelector("#question textarea").dispatchEvent(
            new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true }))"""
    )
    page.press(BOX, "End")
    assert page.locator(".turn").count() == 0
    expect(page.locator(BOX)).to_have_value("屠呦呦")


# What may go wrong, and who listens


def test_a_lost_connection_is_said_and_the_question_is_kept(page: Page) -> None:
    page.fill(BOX, "Half a question")
    page.context.set_offline(True)
    expect(page.locator("#lost")).to_be_visible()
    keep(page, "asking-lost")
    banner, masthead = (page.locator(part).bounding_box() for part in ("#lost", ".masthead"))
    assert banner and masthead and banner["y"] >= masthead["y"] + masthead["height"] - 1, "it covers the tabs"
    page.context.set_offline(False)
    expect(page.locator("#lost")).to_be_hidden()
    expect(page.locator(BOX)).to_have_value("Half a question")


def test_a_server_that_is_gone_is_noticed_by_itself_and_what_was_asked_stands_in_the_box(
    browser: Browser, scripted: Scripted
) -> None:
    with served_here(scripted) as address:
        page, _ = opened(browser, address)
        send(page, "What did he say?")
        expect(page.locator("#t1")).to_be_visible()
        page.route("**/page/alive", lambda route: route.abort())
        expect(page.locator("#lost")).to_be_visible()
        expect(page.locator(BOX)).to_have_value("What did he say?")
        scripted.give(Failed("Stopped."))
        page.context.close()


def test_a_page_of_a_server_that_was_started_anew_loads_itself_and_keeps_the_question(page: Page) -> None:
    page.fill(BOX, "Half a question")
    page.evaluate("window.before = true")
    page.route("**/page/alive", lambda route: route.fulfill(body="another run"), times=1)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_function("window.before === undefined")
    expect(page.locator(BOX)).to_have_value("Half a question")


def test_a_new_answer_is_said_to_those_who_listen(page: Page) -> None:
    turn = ask(page, MOON)
    expect(page.locator("#aloud[role=status]")).to_contain_text(page.locator(f"#t{turn} .claim").first.inner_text())


def test_the_page_speaks_chinese_to_a_chinese_browser_and_english_when_asked(browser: Browser, chat: str) -> None:
    page, wrongs = opened(browser, chat, locale="zh-CN")
    expect(page.locator(".welcome h2")).to_have_text(CHINESE.welcome)
    expect(page.locator(BOX)).to_have_attribute("placeholder", CHINESE.question_placeholder)
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    ask(page, "屠呦呦怎么看青蒿素？")
    keep(page, "asking-chinese")
    page.click("#speak")
    expect(page.locator("#sources .panel-title")).to_have_text(ENGLISH.sources)
    expect(page.locator(BOX)).to_have_attribute("placeholder", ENGLISH.question_placeholder)
    page.context.close()
    assert wrongs == []


@pytest.mark.parametrize(("size", "locale"), [(LAPTOP, "en-GB"), (PHONE, "zh-CN")], ids=["laptop", "phone"])
def test_after_an_answer_three_questions_are_offered_and_a_click_asks_one(
    browser: Browser, chat: str, size: tuple[int, int], locale: str
) -> None:
    page, wrongs = opened(browser, chat, size=size, locale=locale)
    ask(page, "What did Donald Trump say about the Paris Agreement?")
    offered = page.locator("#t1 .leads .example")
    expect(offered).to_have_count(3)
    expect(page.locator("#t1 .leads h3")).to_have_text("Ask next" if size == LAPTOP else "接着问")
    keep(page, f"asking-next-{size[0]}")
    assert barred(page) == []
    asked = offered.first.text_content()
    offered.first.click()
    expect(page.locator("#t2 .question")).to_contain_text(str(asked))
    expect(page.locator("#t2 .leads .example").first).to_be_visible()
    expect(page.locator("#t1 .leads")).to_be_hidden()
    assert asked not in page.locator("#t2 .leads .example").all_text_contents()
    page.context.close()
    assert wrongs == []
