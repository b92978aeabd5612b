"""How the page holds together in a real browser: at every width, scrolled, and with little motion."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.serving import PHONE, ask, keep, opened

pytestmark = pytest.mark.browser

BERG = "What did Ida Berg say about the quay at Lindhavn?"
WIDTHS = (375, 600, 899, 900, 1199, 1200, 1440, 1920)

# Parts that someone reads or uses and that lie, by their middles, under something else or out of the page.
COVERED = """(selectors) => [...document.querySelectorAll(selectors)].filter((part) => {
    const at = part.getBoundingClientRect()
    if (!at.width || !at.height) return false
    const [x, y] = [at.x + at.width / 2, at.y + at.height / 2]
    const top = document.elementFromPoint(x, y)
    return x < 0 || x > innerWidth || !top || !(part.contains(top) || top.contains(part))
}).map((part) => part.outerHTML.slice(0, 120))"""
# Texts that are wider than what holds them.
CUT = """(selectors) => [...document.querySelectorAll(selectors)].filter((part) =>
    part.offsetParent && part.scrollWidth > part.clientWidth + 1).map((part) => part.outerHTML.slice(0, 120))"""


def test_the_page_comes_in_at_most_45_requests_and_400_kb(browser: Browser, chat: str) -> None:
    context = browser.new_context()
    page, sizes, came = context.new_page(), list[int](), list[str]()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.on("response", lambda response: came.append(response.url))
    page.goto(chat)
    expect(page.locator(".stocked .held")).to_be_visible()  # which is fetched last
    assert len([address for address in came if not address.endswith("page/alive")]) <= 45, came
    assert sum(sizes) <= 400_000
    context.close()


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_nothing_is_cut_or_covered_at_any_width(browser: Browser, chat: str, locale: str) -> None:
    page, wrongs = opened(browser, chat, locale=locale)
    ask(page, BERG)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("document.querySelector('#conversation').scrollTop = 0")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        controls = "#masthead :is(button, a), #ask button:not([popover] *), #question textarea, #t1 :is(h2, button)"
        assert page.evaluate(COVERED, controls) == []
        assert page.evaluate(CUT, "#masthead :is(button, a), #ask .row > button, #t1, .card, .answer") == []
    page.context.close()
    assert wrongs == []


def test_the_sheet_of_filters_stands_over_its_button_and_covers_no_conversations(page: Page) -> None:
    ask(page, BERG)
    page.click("#limit")
    expect(page.locator("#name")).to_be_focused()  # once the sheet has its place
    sheet, button, memory = (page.locator(part).bounding_box() for part in ("#limits", "#limit", "#memory"))
    assert sheet and button and memory
    assert abs(sheet["x"] - button["x"]) < 2 and sheet["x"] >= memory["x"] + memory["width"]
    page.fill("#name", "harbour")
    expect(page.locator("#choices button")).to_have_count(2)
    assert page.locator("#limits").bounding_box() == sheet, (
        "a click on a list that changes would fall outside and close it"
    )
    page.set_viewport_size({"width": 1440, "height": 500})
    expect(page.locator("#since")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [1200, 1440, 1920])
def test_every_tab_begins_at_the_left_of_the_name_of_the_product(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    ask(page, BERG)
    left = "(part) => part.getBoundingClientRect().x"
    begins = {page.locator(".masthead h1").evaluate(left), page.locator("#memory-head .panel-title").evaluate(left)}
    for tab, title in (("check", ".check-form h2"), ("people", "#people-title"), ("articles", "#library-title")):
        page.locator(f'.views a[href$="#{tab}"]').click()
        expect(page.locator(title)).to_be_visible()
        begins.add(page.locator(title).evaluate(left))
    assert len(begins) == 1


def test_the_embedded_page_looks_like_the_page_around_it(browser: Browser, chat: str) -> None:
    page, wrongs = opened(browser, f"{chat}/embed?__theme=light&accent=rebeccapurple", scheme="dark")
    colour = "(part) => getComputedStyle(part).color"
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "light"
    ask(page, BERG)
    assert page.locator("#t1 .marker").first.evaluate(colour) == "rgb(102, 51, 153)"
    page.context.close()
    assert wrongs == []


def test_a_long_conversation_on_a_phone_is_read_to_its_first_line(browser: Browser, chat: str) -> None:
    page, wrongs = opened(browser, chat, size=PHONE)
    for _ in range(3):
        ask(page, BERG)
    page.locator("#t1-question").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#conversation').scrollTop = 0")
    assert page.evaluate(COVERED, "#t1-question") == []
    page.evaluate("document.querySelector('#conversation').scrollTop = 120")
    under = "(y) => document.elementFromPoint(40, y).closest('#conversation') !== null"
    masthead = page.locator(".masthead").bounding_box()
    assert masthead
    assert page.evaluate(under, masthead["y"] + masthead["height"] + 2), "a bare strip covers the first line"
    keep(page, "looks-phone-scrolled")
    assert page.evaluate("scrollY") == 0
    page.context.close()
    assert wrongs == []


def test_paragraphs_have_a_reading_measure_however_wide_the_page_is(page: Page) -> None:
    page.set_viewport_size({"width": 1920, "height": 1000})
    ask(page, BERG)
    width = page.locator("#t1 .answer").evaluate(
        "(answer) => answer.clientWidth / parseFloat(getComputedStyle(answer).fontSize)"
    )
    assert 25 <= width <= 45  # ems: about 55 to 95 letters a line
    assert page.locator("#t1 .answer").evaluate("(answer) => getComputedStyle(answer).fontFamily").endswith("serif")


@pytest.mark.parametrize(("motion", "moves"), [("reduce", False), ("no-preference", True)])
def test_whoever_wants_little_motion_gets_none(browser: Browser, chat: str, motion: str, moves: bool) -> None:
    context = browser.new_context(reduced_motion=motion)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(chat)
    page.wait_for_selector("#question textarea")
    page.evaluate("document.querySelector('.turns').innerHTML = '<p class=stage>At work</p>'")
    named = "(part) => getComputedStyle(part, '::before').animationName"
    assert (page.locator(".stage").evaluate(named) != "none") is moves
    context.close()


def test_everything_on_the_page_is_reached_with_the_keyboard(page: Page) -> None:
    ask(page, BERG)
    page.evaluate("document.activeElement.blur()")
    reached = []
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.className"))
    wanted = {"show-help", "speak", "limit", "send", "t1-m1", "t1-m2", "show-sources", "again", "back", "copy", "read"}
    assert wanted <= set(reached)
    page.locator("#t1-c1 .back").focus()
    expect(page.locator("#t1-c1 .back")).to_be_focused()
