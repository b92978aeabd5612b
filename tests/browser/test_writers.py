"""Who writes, in a real browser: always in sight, and chosen by an administrator after it was tried beside quotes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.assistant import Assistant
from assistant.page.words import CHINESE, ENGLISH
from assistant.serving.workers import Worker
from assistant.settings import Settings
from index.library import Library
from tests.browser.serving import LAPTOP, PHONE, barred, keep, opened, served_here
from tests.ollama_server import ollama_server

pytestmark = pytest.mark.browser

MODEL = "ollama:small:1b"


def look(page: Page, name: str) -> None:
    keep(page, name)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert barred(page) == []


@pytest.mark.parametrize(("size", "scheme"), [(LAPTOP, "light"), (PHONE, "dark")], ids=["laptop", "phone"])
def test_a_model_of_this_machine_is_tried_and_then_writes_in_every_tab(
    browser: Browser, samples: Library, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], scheme: str
) -> None:
    say, locale = (ENGLISH, "en-GB") if scheme == "light" else (CHINESE, "zh-CN")
    assistant = Assistant(samples, Settings())
    assistant.suggestions(wait=True)
    with ollama_server() as ollama:
        monkeypatch.setenv("OLLAMA_HOST", f"127.0.0.1:{ollama.port}")
        with served_here(assistant) as address:
            page, wrongs = opened(browser, address, size=size, scheme=scheme, locale=locale)
            other, wrongs_there = opened(browser, address, locale=locale)
            page.click(".other-writer")
            expect(page.locator("#writers select")).to_have_value(MODEL)
            expect(page.locator(".choose-writer")).to_be_disabled()
            look(page, f"writers-{scheme}-offered")
            page.click(".try-writer")
            expect(page.locator(".tried")).to_have_count(3)
            expect(page.locator(".choose-writer")).to_be_enabled()
            expect(page.locator(".tried h4", has_text=MODEL)).to_have_count(3)
            look(page, f"writers-{scheme}-tried")
            page.click(".choose-writer")
            expect(page.locator("#writers")).to_have_count(0)
            expect(page.locator(".writes")).to_contain_text(say.who_writes(MODEL))
            expect(other.locator(".writes")).to_contain_text(say.who_writes(MODEL))
            look(page, f"writers-{scheme}-chosen")
            page.click(".no-writer")
            expect(page.locator(".writes")).to_contain_text(say.who_writes(None))
            page.context.close()
            other.context.close()
            assert wrongs == wrongs_there == []


def test_what_is_chosen_on_the_page_of_one_worker_is_told_on_that_of_another(
    browser: Browser, samples: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    workers = [Worker(number, 2, str(tmp_path), 0, 0) for number in range(2)]
    assistants = [Assistant(samples, Settings(workers=2)) for _ in workers]
    assistants[0].suggestions(wait=True)
    with ollama_server() as ollama:
        monkeypatch.setenv("OLLAMA_HOST", f"127.0.0.1:{ollama.port}")
        with served_here(assistants[0], worker=workers[0]) as one, served_here(assistants[1], worker=workers[1]) as two:
            page, wrongs = opened(browser, one)
            there, wrongs_there = opened(browser, two)
            page.click(".other-writer")
            page.click(".try-writer")
            page.click(".choose-writer")
            for each in (page, there):
                expect(each.locator(".writes")).to_contain_text(ENGLISH.who_writes(MODEL))
            there.click(".no-writer")
            for each in (page, there):
                expect(each.locator(".writes")).to_contain_text(ENGLISH.who_writes(None))
            page.context.close()
            there.context.close()
            assert wrongs == wrongs_there == []


def test_without_an_ollama_the_page_only_says_who_writes(
    browser: Browser, samples: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "127.0.0.1:9")
    with served_here(Assistant(samples, Settings())) as address:
        page, wrongs = opened(browser, address)
        with page.expect_response("**/page/writes") as asked:
            page.reload()
        assert "<button" not in asked.value.text()
        expect(page.locator(".writes")).to_have_text(ENGLISH.who_writes(None))
        page.context.close()
        assert wrongs == []
