"""Words from outside in a real browser: in every field they are shown as text, and none of them runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.assistant import Assistant
from index.embedding import SentenceEmbeddings
from index.library import Library
from tests.browser.serving import ask, keep, opened, served_here

pytestmark = pytest.mark.browser

# Each does in its own kind of place what it would do alone: none but the last has a single quotation mark, for example.
PAYLOAD = " ".join(
    (
        "<script>ran = 1</script>",
        '"><img src=x onerror="ran = 1">',
        "${ran = 1} {{ran}} `x`",
        "</textarea></title></style><svg onload=ran=1>",
        "' autofocus onfocus='ran = 1",
    )
)
FIELDS = ("title", "source", "author", "text")
QUESTION = "When was the lighthouse at Quarrel Point repainted?"
TEXT = "The lighthouse at Quarrel Point was repainted {payload} in 2019, said Ada Lind."
TAGS = "#desk :is(script, img, iframe, style), #masthead :is(script, img, iframe, style)"


def hostile(field: str) -> dict[str, str]:
    article = {"id": "quarrel", "title": "The lighthouse", "source": "Post", "author": "Mo", "date": "2026-02-05"}
    text = TEXT.format(payload=PAYLOAD if field == "text" else "green")
    return article | ({} if field == "text" else {field: PAYLOAD}) | {"text": text}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Library]:
    with Library(tmp_path_factory.mktemp("hostile") / "library", embeddings=embeddings) as opened_library:
        yield opened_library


@pytest.fixture(scope="module")
def address(library: Library) -> Iterator[str]:
    with served_here(Assistant(library)) as served:
        yield served


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page, wrongs = opened(browser, address)
    yield page
    assert page.evaluate("window.ran") is None
    page.context.close()
    assert wrongs == []


def put(library: Library, folder: Path, *articles: dict[str, str]) -> None:
    source = folder / "hostile.jsonl"
    source.write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")
    library.add(source)


@pytest.mark.parametrize("field", FIELDS)
def test_a_payload_of_an_article_is_text_in_answer_card_article_and_filter(
    page: Page, library: Library, tmp_path: Path, field: str
) -> None:
    put(library, tmp_path, hostile(field))
    ask(page, QUESTION)
    page.hover("#t1-m1")
    page.click("#t1-m1")
    page.locator("#t1 .claim").first.click()
    expect(page.locator("#article mark.here").first).to_be_in_viewport()
    expect(page.locator("#article .reading")).to_contain_text(PAYLOAD)
    if field != "author":
        expect(page.locator("#t1-c1")).to_contain_text(PAYLOAD)
    page.click("#limit")
    if field != "text":
        expect(page.locator("#choices")).to_contain_text(PAYLOAD)
        page.locator("#choices button", has_text=PAYLOAD).first.click()
        expect(page.locator(".chip span")).to_contain_text(PAYLOAD)
    page.keyboard.press("Escape")
    assert page.locator(TAGS).count() == 0
    page.goto(page.url.split("?")[0] + "articles/quarrel")
    expect(page.locator("main")).to_contain_text(PAYLOAD)
    if field == "title":
        expect(page).to_have_title(f"{PAYLOAD} – Article assistant")


def test_a_payload_in_a_question_is_text_on_the_page_and_in_its_title(page: Page) -> None:
    ask(page, PAYLOAD)
    expect(page.locator("#t1-question")).to_contain_text(PAYLOAD)
    expect(page.locator(".asked")).to_contain_text(PAYLOAD)
    expect(page).to_have_title(f"{PAYLOAD} – Article assistant")
    assert page.locator(TAGS).count() == 0
    page.wait_for_url("**conversation=*")
    page.reload()
    expect(page.locator("#t1-question")).to_contain_text(PAYLOAD)


def test_a_payload_in_a_file_name_is_text(page: Page, library: Library, tmp_path: Path) -> None:
    name = "<img src=x onerror=window.ran=1>"
    (tmp_path / f"{name}.txt").write_text("The harbour at Quarrel Point was dredged in 2017, said Ada Lind.")
    library.add(tmp_path / f"{name}.txt")
    page.reload()
    ask(page, "When was the harbour at Quarrel Point dredged?")
    page.locator("#t1 .claim").first.click()
    expect(page.locator("#article mark.here").first).to_be_in_viewport()
    page.click(".views a[href$='#articles']")
    expect(page.locator("#library")).to_contain_text(name)
    assert page.locator("#library :is(script, img)").count() == 0
    keep(page, "escaping-file-name")
