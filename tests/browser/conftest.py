"""What the browser tests share: one Chromium, and one chat over the samples and two articles made for these tests."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.assistant import Assistant
from index.embedding import SentenceEmbeddings
from index.library import SAMPLES, Library
from tests.browser.serving import PATIENCE, chromium, opened, served_here

expect.set_options(timeout=PATIENCE)  # enough for a slow or busy machine

# The quoted words follow characters that JavaScript counts as two, and several that are drawn as one.
SIGNS = "🌉👩‍👩‍👧🇨🇳 The 𝒃ridge café\u0301 was shown first. "
QUAY = {
    "id": "quay",
    "title": "The quay at Lindhavn opens 🌉",
    "source": "Harbour Gazette",
    "author": "Mei Sandvik",
    "date": "2026-02-05",
    "url": "https://example.org/quay",
    "text": "\n\n".join(
        (
            "The quay at Lindhavn was rebuilt in three years.",
            f"{SIGNS}“The quay at Lindhavn opens in 2029,” said Ida Berg.",
            f"Nobody at the meeting objected. {SIGNS}“The quay at Lindhavn costs 40 million crowns,” said Ida Berg.",
            "Subscribe to our newsletter!",
        )
    ),
}
LIGHTHOUSE = {
    "id": "lighthouse",
    "title": "松湾灯塔重新点亮",
    "source": "松湾日报",
    "date": "2026-03-01",
    "text": "🏮🏮松湾灯塔建于1911年。𠮷田先生说，灯塔将在2030年再次关闭。",
}


@pytest.fixture(scope="package")  # while it exists, no other event loop can run in this thread
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def chat(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[str]:
    """The address of a chat that all tests share, so none may change its articles."""
    folder = tmp_path_factory.mktemp("chat")
    made = folder / "made.jsonl"
    made.write_text("\n".join(map(json.dumps, (QUAY, LIGHTHOUSE))), encoding="utf-8")
    with Library(folder / "library", embeddings=embeddings) as library:
        library.add([SAMPLES, made])
        with served_here(Assistant(library)) as address:
            yield address


@pytest.fixture
def page(browser: Browser, chat: str) -> Iterator[Page]:
    page, wrongs = opened(browser, chat)
    yield page
    page.context.close()
    assert wrongs == []
