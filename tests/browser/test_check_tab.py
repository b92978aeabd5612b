"""The Check tab in a real browser: verdicts, cards, articles, files, limits, stopping, keys; on laptop and phone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.assistant import Assistant
from assistant.events import Event
from assistant.page.words import ENGLISH
from assistant.settings import Settings
from index.library import Library
from tests.browser.serving import LAPTOP, PHONE, barred, keep, opened, served_here

pytestmark = pytest.mark.browser

HEATLEY = "Norman Heatley was among the winners of the Nobel Prize."
DRAFT = (
    f"Fleming used his Nobel lecture in Stockholm for a warning. {HEATLEY} <img src=x onerror=alert(1)> "
    "The harbour of Valparaiso has three penguins."
)
TEXT = "#check-text"


class Held(Assistant):
    """Gives a verdict where it may, so that a test can look at a check that is under way."""

    def __init__(self, library: Library) -> None:
        super().__init__(library, Settings())
        self.may = threading.Semaphore(0)
        self.left = threading.Event()
        self.given = 0

    def stream_check(self, *given: Any, **named: Any) -> Iterator[Event]:  # type: ignore[override]
        try:
            for event in super().stream_check(*given, **named):
                assert self.may.acquire(timeout=30)
                self.given += 1
                yield event
        finally:
            self.left.set()


@contextmanager
def tab(browser: Browser, address: str, **how: Any) -> Iterator[Page]:
    page, wrongs = opened(browser, address, **how)
    page.click(".views a[href$='#check']")
    page.wait_for_selector(TEXT)
    yield page
    page.context.close()
    assert wrongs == []


@pytest.fixture
def page(browser: Browser, chat: str) -> Iterator[Page]:
    with tab(browser, chat) as opened_page:
        yield opened_page


def check(page: Page, text: str = DRAFT) -> None:
    page.fill(TEXT, text)
    page.press(TEXT, "Control+Enter")
    expect(page.locator(".checked .stage")).to_be_hidden()
    expect(page.locator(".checked")).to_be_visible()


def colour(page: Page, selector: str) -> str:
    return str(page.locator(selector).first.evaluate("(part) => getComputedStyle(part).color"))


def look(page: Page, name: str) -> None:
    """Keeps a screenshot, on which nothing is cut off to the side and nothing bars a reader of level A or AA."""
    keep(page, name)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert barred(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_a_draft_is_checked_and_each_verdict_leads_to_its_words(
    browser: Browser, chat: str, size: tuple[int, int], scheme: str
) -> None:
    name = f"check-{'laptop' if size == LAPTOP else 'phone'}-{scheme}"
    with tab(browser, chat, size=size, scheme=scheme, locale="zh-CN" if scheme == "dark" else "en-GB") as page:
        look(page, f"{name}-empty")
        expect(page.locator("#check-beside")).to_be_hidden()  # it comes with its first source
        check(page)
        expect(page.locator(".supported.said")).to_have_text(
            ["Fleming used his Nobel lecture in Stockholm for a warning."]
        )
        expect(page.locator(".contradicted.said")).to_have_text([HEATLEY])
        expect(page.locator(".why").first).to_contain_text("第6段" if scheme == "dark" else "Paragraph 6 says")
        expect(page.locator(".why").first).to_contain_text("not among the winners")
        expect(page.locator(".marked-text")).to_contain_text("<img src=x onerror=alert(1)>")
        colours = {one: colour(page, f".tally .{one} span") for one in ("supported", "contradicted")}
        assert len(set(colours.values())) == 2 and colour(page, ".marker.supported") == colours["supported"]
        sentence, note = (page.locator(of).first.bounding_box() for of in (".contradicted.said", ".note.contradicted"))
        assert sentence and note and note["y"] >= sentence["y"] + sentence["height"] - 1, "the reason stands apart"
        look(page, f"{name}-checked")
        page.click(".contradicted.said")
        ours, theirs = page.locator(".pair:visible .sentence"), page.locator(".pair:visible blockquote")
        expect(theirs).to_contain_text("was not among the winners")
        expect(theirs.locator("em", has_text="not")).to_be_visible()
        mine, other = ours.bounding_box(), theirs.bounding_box()
        assert mine and other
        if size == PHONE:
            assert other["y"] >= mine["y"] + mine["height"], "one above the other"
        else:
            assert other["x"] >= mine["x"] + mine["width"], "side by side"
        look(page, f"{name}-compared")
        page.click(".pair:visible .read")
        expect(page.locator("#check-article mark.here")).to_contain_text("was not among the winners")
        expect(page.locator("#check-article mark.here")).to_be_in_viewport()
        expect(page.locator("#check-reading-title")).to_be_focused()
        look(page, f"{name}-article")
        page.mouse.move(0, 0)  # Escape would close the quote of a number under it first
        page.keyboard.press("Escape")
        expect(page.locator("#t0-c2")).to_be_in_viewport()
        page.keyboard.press("Escape")
        page.click("#t0-m1")
        expect(page.locator("#t0-c1")).to_be_focused()
        expect(page.locator("#t0-c1")).to_have_attribute("aria-current", "true")


def test_it_is_all_done_with_the_keyboard(page: Page) -> None:
    expect(page.locator(TEXT)).to_be_focused()
    page.keyboard.type(DRAFT)
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.locator(".begin")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#checked-title")).to_be_focused()
    expect(page.locator("#aloud")).to_contain_text("checked: 1 supported, 1 contradicted, 1 not found.")
    page.keyboard.press("Tab")
    expect(page.locator("#t0-m1")).to_be_focused()
    assert page.locator("#t0-m1").get_attribute("aria-label") == "supported, Source 1"
    page.keyboard.press("Tab")
    expect(page.locator(".compare").first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("o")
    expect(page.locator("#check-article mark.here")).to_be_in_viewport()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#check-article .reading")).to_have_attribute("data-marker", "1")
    page.keyboard.press("Escape")
    expect(page.locator("#t0-m2")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator(TEXT)).to_be_focused()


def test_what_is_checked_shows_as_it_comes_and_stops_at_once(browser: Browser, samples: Library) -> None:
    assistant = Held(samples)
    with served_here(assistant) as address, tab(browser, address) as page:
        page.fill(TEXT, DRAFT)
        page.click(".begin")
        expect(page.locator(".stop")).to_be_focused()
        assistant.may.release(2)
        expect(page.locator(".marked-text .claim")).to_have_count(1)
        expect(page.locator(".checked .stage")).to_have_text("1 sentence checked…")
        expect(page.locator("#check-sources .card")).to_have_count(1)
        page.keyboard.press("Enter")
        expect(page.locator(".checked .notice")).to_have_text(ENGLISH.check_stopped)
        expect(page.locator(".begin")).to_be_visible()
        # The sentence that it is at comes to its end, and the server may still be hearing of it.
        assert any((assistant.may.release(), assistant.left.wait(3))[1] for _ in range(3))
        assert assistant.given < 6
        page.click("#t0-m1")
        expect(page.locator("#t0-c1")).to_be_focused()


def test_a_text_that_is_none_and_one_that_is_too_long_are_said_in_one_sentence(page: Page) -> None:
    page.click(".begin")
    expect(page.locator("#check-trouble")).to_have_text(ENGLISH.check_empty)
    expect(page.locator(TEXT)).to_be_focused()
    page.fill(TEXT, "x " * 60_000)
    page.click(".begin")
    expect(page.locator("#check-trouble")).to_have_text(
        "The text has 120,000 characters, but at most 100,000 can be checked at a time. Check a part of it."
    )
    expect(page.locator(".checked")).to_be_hidden()


def test_a_sentence_is_edited_in_its_place_and_what_is_shown_of_the_others_stays(page: Page) -> None:
    check(page)
    page.locator(".marked-text > span", has=page.locator(".supported.said")).evaluate("(one) => (one.id = 'held')")
    held = page.locator(".supported.said").bounding_box()
    sent: list[Any] = []
    page.on("request", lambda made: sent.append(made.post_data_json) if "check/text" in made.url else None)
    page.click(".contradicted.said")
    page.click(".pair:visible .edit")
    page.keyboard.press("Escape")
    expect(page.locator(".pair:visible .edit")).to_be_focused()
    page.keyboard.press("Enter")
    right = HEATLEY.replace("was among", "was not among")
    page.locator(".pair:visible textarea").fill(right)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".supported.said")).to_have_count(2)
    expect(page.locator(TEXT)).to_have_value(DRAFT.replace(HEATLEY, right))
    expect(page.locator(".marked-text > span").nth(1).locator(".compare")).to_be_focused()
    assert page.locator(".supported.said").first.bounding_box() == held
    assert [claim["text"] for claim in sent[0]["earlier"]["claims"]][1] == HEATLEY


def test_a_checked_text_is_kept_as_a_file(page: Page) -> None:
    check(page)
    for ending, begins in (("md", b"# Checked text"), ("docx", b"PK")):
        with page.expect_download() as download:
            page.click(f"[data-kept={ending}]")
        assert download.value.suggested_filename == f"checked.{ending}"
        assert download.value.path().read_bytes().startswith(begins)


def test_a_draft_comes_from_a_file_and_outlives_a_reload(page: Page, tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text(HEATLEY, encoding="utf-8")
    page.set_input_files("#check-file", tmp_path / "draft.txt")
    expect(page.locator(TEXT)).to_have_value(HEATLEY)
    page.reload()
    expect(page.locator(TEXT)).to_have_value(HEATLEY)
    (tmp_path / "bad.pdf").write_bytes(b"no pdf")
    page.set_input_files("#check-file", tmp_path / "bad.pdf")
    expect(page.locator("#check-trouble")).to_contain_text("'bad.pdf' cannot be read: ")
    expect(page.locator(TEXT)).to_have_value(HEATLEY)


def test_the_limits_of_the_chat_limit_a_check_too(page: Page) -> None:
    page.click(".limit")
    page.fill("#name", "harbour")
    page.locator("#choices button", has_text="Harbour Gazette").first.click()
    page.keyboard.press("Escape")
    expect(page.locator("#check .chip span")).to_have_text("outlet: Harbour Gazette")
    check(page)
    expect(page.locator(".not_found.said")).to_have_count(3)
    page.locator("#check .chip button").click()
    expect(page.locator(TEXT)).to_be_focused()
    check(page)
    expect(page.locator(".not_found.said")).to_have_count(1)


def test_a_lost_server_is_said_and_what_was_checked_stays(page: Page) -> None:
    check(page)
    page.route("**/check/article", lambda route: route.abort())
    page.click(".supported.said")
    page.click(".pair:visible .read")
    expect(page.locator(".checked .notice")).to_have_text(ENGLISH.server_lost)
    page.route("**/check/text", lambda route: route.abort())
    page.click(".begin")
    expect(page.locator(".checked .notice")).to_have_text(ENGLISH.server_lost)
    expect(page.locator(TEXT)).to_have_value(DRAFT)


def test_the_chat_and_its_sources_are_as_they_were_when_one_comes_back(page: Page) -> None:
    page.click(".views a[href$='#chat']")
    page.fill("#question textarea", "What did Ida Berg say about the quay at Lindhavn?")
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#t1[data-stage=''] .beneath")
    page.click(".views a[href$='#check']")
    check(page)
    page.click(".supported.said")
    page.click(".pair:visible .read")
    expect(page.locator("#check-article mark.here")).to_be_visible()
    check_width = page.locator("#check").evaluate("(part) => part.clientWidth / innerWidth")
    assert check_width == 1, "the tab has the whole page, whatever columns the chat has"
    page.click(".views a[href$='#chat']")
    expect(page.locator("#check")).to_be_hidden()
    page.click("#t1-m1")
    expect(page.locator("#t1-c1")).to_be_in_viewport()
    expect(page.locator("#t1-c1 mark")).to_contain_text("Lindhavn")
