"""The chat in a real browser before the models are in memory: it is there, says so, and then answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from assistant.assistant import Assistant
from assistant.page.words import CHINESE, ENGLISH, Words
from index.embedding import SentenceEmbeddings
from index.library import Library
from tests.browser.serving import LAPTOP, PHONE, keep, opened, served_here
from tests.fakes import HeldEmbeddings

pytestmark = pytest.mark.browser


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
