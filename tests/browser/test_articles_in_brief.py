"""An article in brief, asking one article only, and what the table says of corrections and kinds of text."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from assistant.assistant import Assistant
from assistant.page.words import ENGLISH
from index.embedding import SentenceEmbeddings
from index.library import Library
from tests.browser.serving import LAPTOP, PHONE, ask, barred_in_either, choose_theme, keep_both, opened, served_here

pytestmark = pytest.mark.browser

# By the formula of WCAG, over the nearest background that is not see-through.
CONTRAST = """(selector) => {
    const part = document.querySelector(selector)
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d")
    const light = (colour) => {
        canvas.fillStyle = colour
        canvas.fillRect(0, 0, 1, 1)
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((one) => one / 255)
            .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    let under = part
    while (getComputedStyle(under).backgroundColor === "rgba(0, 0, 0, 0)") under = under.parentElement
    const both = [light(getComputedStyle(part).color), light(getComputedStyle(under).backgroundColor)]
    return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05)
}"""

PIER = {
    "id": "pier",
    "title": "Sandvik pier to cost 42 million",
    "source": "The Sandvik Courier",
    "date": "2026-02-05",
    "text": "\n\n".join(
        (
            "The council of Sandvik voted on Monday to build a new pier at a cost of 42 million crowns.",
            "“The pier will bring the ferries back,” said Ida Berg, the mayor.",
            "Bo Tang, a fisherman, said that he would miss the old one.",
            "The old pier was closed in 2019 after a storm.",
            "Correction: An earlier version of this article said the cost was 42 million crowns. It is 24 million.",
        )
    ),
}
COLUMN = {
    "id": "column",
    "title": "Opinion: The pier is a folly",
    "source": "The Sandvik Courier",
    "author": "Nora Vale",
    "date": "2026-03-01",
    "text": "I have seen many follies. The pier is the worst of them, and the council knows it.",
}
FERRY = {
    "id": "ferry",
    "title": "Ferry to run all winter",
    "source": "Harbour Gazette",
    "date": "2026-03-05",
    "text": "The ferry to Lindhavn will run all winter, its owner said on Thursday.\n\nThe fare stays at 12 crowns.",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("brief")
    made = folder / "made.jsonl"
    made.write_text("\n".join(map(json.dumps, (PIER, COLUMN, FERRY))), encoding="utf-8")
    with Library(folder / "library", embeddings=embeddings) as library:
        library.add(made)
        with served_here(Assistant(library)) as served:
            yield served


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_from_the_table_to_one_article_and_what_it_alone_says(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    page, wrongs = opened(browser, address, size=size)
    page.locator('.views a[href$="#articles"]').click()
    rows = page.locator("#library tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.filter(has_text="folly").locator(".mark")).to_have_text("Opinion")
    page.select_option("#library select.of-kind", "opinion")
    expect(rows).to_have_count(1)
    page.select_option("#library select.of-kind", "")
    page.locator("#only-corrected").check()
    expect(rows).to_have_count(1)
    expect(rows.locator(".mark.corrected")).to_have_text("Corrected")
    rows.locator(".open-article").click()
    sheet = page.locator(".article-sheet")
    expect(sheet.locator(".banner")).to_contain_text("It is 24 million.")
    expect(sheet.locator(".people-of li").first).to_have_text("Ida Berg")
    expect(sheet.locator(".numbered")).to_have_count(5)
    expect(sheet.locator(".example").first).to_be_visible()
    keep_both(page, f"brief-{size[0]}-THEME")
    assert barred_in_either(page) == []
    sheet.locator(".carrying a").last.click()
    expect(sheet.locator(".numbered.here")).to_be_in_viewport()
    sheet.locator(".ask-only-this").click()
    expect(page.locator("#ask .chip")).to_contain_text("Sandvik pier")
    expect(page.locator("#question textarea")).to_be_focused()
    turn = ask(page, "Will the ferry run all winter?")
    expect(page.locator(f"#t{turn} .beneath")).to_contain_text("Searched 1 article")
    page.context.close()
    assert wrongs == []


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_a_first_visit_sees_what_there_is_and_who_writes(browser: Browser, address: str, size: tuple[int, int]) -> None:
    page, wrongs = opened(browser, address, size=size)
    held = page.locator(".stocked")
    expect(held.locator(".held")).to_have_text("3 articles · 2 outlets · 5 February 2026 to 5 March 2026")
    expect(held.locator("li").first).to_contain_text("Ferry to run all winter")
    expect(held.locator("a.person")).to_contain_text(["Bo Tang", "Ida Berg"])
    expect(held.locator(".came")).to_have_count(0)
    expect(page.locator(".welcome .example")).to_have_count(3)  # as soon as they have been tried
    for always in (".masthead h1", ".writes"):
        expect(page.locator(always)).to_be_in_viewport()
        assert page.locator(always).bounding_box()["width"] > 50  # type: ignore[index]
    page.evaluate("localStorage.setItem('seen', JSON.stringify('2026-01-01T00:00:00'))")
    page.reload()
    expect(held.locator(".came")).to_have_text("3 articles added since your last visit")
    turn = ask(page, "hi")
    expect(page.locator(f"#t{turn} .example").first).to_be_visible()
    expect(page.locator("#beside")).to_be_hidden()  # small talk has no sources
    page.context.close()
    assert wrongs == []


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_a_correction_is_read_before_what_it_corrects_and_steps_have_their_days_beside_them(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    page, wrongs = opened(browser, address, size=size)
    turn = ask(page, "How much will the pier cost?")
    first, second = (page.locator(f"#t{turn} .quoted").nth(at) for at in (0, 1))
    expect(first).to_contain_text("It is 24 million.")
    expect(second.locator(".banner")).to_have_text("Before the correction")
    keep_both(page, f"corrected-{size[0]}-THEME")
    for theme in ("dark", "light"):
        choose_theme(page, theme)
        ratio = page.evaluate(CONTRAST, f"#t{turn} .quoted blockquote")
        assert ratio >= 7, f"quoted words have a contrast of {ratio}"
    turn = ask(page, "Summarize the story of the pier so far.")
    step = page.locator(f"#t{turn} .timeline > li").first
    day, words = (step.locator(part).bounding_box() for part in ("time", "blockquote"))
    assert day and words and day["x"] + day["width"] <= words["x"]
    keep_both(page, f"timeline-{size[0]}-THEME")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert barred_in_either(page) == []
    page.context.close()
    assert wrongs == []


def test_ticked_articles_can_be_asked_alone(browser: Browser, address: str) -> None:
    page, wrongs = opened(browser, address)
    page.locator('.views a[href$="#articles"]').click()
    for title in ("folly", "Ferry"):
        page.locator("#library tbody tr", has_text=title).locator("input").check()
    page.locator("#library .ask-only").click()
    expect(page.locator("#ask .chip")).to_have_count(2)
    page.context.close()
    assert wrongs == []


def test_an_article_beside_an_answer_begins_in_brief(browser: Browser, address: str) -> None:
    page, wrongs = opened(browser, address)
    expect(page.locator("#beside")).to_be_hidden()  # there is nothing to show before a question
    turn = ask(page, "What did Ida Berg say about the pier?")
    expect(page.locator("#beside")).to_be_visible()
    quote, under = (page.locator(f"#t{turn} .quoted {part}").first for part in ("blockquote", "figcaption"))
    size = "(part) => parseFloat(getComputedStyle(part).fontSize)"
    assert quote.evaluate(size) > 1.2 * under.evaluate(size)
    expect(under).to_contain_text("Ida Berg")
    page.locator(f"#t{turn} .claim").first.click()
    expect(page.locator("#article .brief .ask-only-this")).to_have_text(ENGLISH.ask_only_this)
    expect(page.locator("#article mark.here")).to_be_in_viewport()
    page.context.close()
    assert wrongs == []
