"""Signing in and out in a browser, and what staff see of the articles who may only ask or read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from assistant.access.access import Access
from assistant.access.identity import Scope
from assistant.assistant import Assistant
from assistant.page.words import ENGLISH
from assistant.settings import Settings
from index.embedding import SentenceEmbeddings
from index.library import Library
from tests.browser.serving import LAPTOP, PHONE, ask, barred, keep
from tests.served import served

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
QUESTION = "What did Armstrong say about the surface of the Moon?"
PEOPLE: dict[str, tuple[Scope, ...]] = {
    "asker": ("ask",),
    "reader": ("ask", "read"),
    "editor": ("ask", "read", "write"),
    "hurried": ("ask",),
}


@pytest.fixture(scope="module")
def chat(samples: Library, tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[str]:
    folder = shutil.copytree(samples.folder, tmp_path_factory.mktemp("people") / "library")
    with Library(folder, embeddings=embeddings) as library:
        access = Access(library.folder, Settings(questions_a_minute=2), loopback=True)
        for name, scopes in PEOPLE.items():
            access.users.add(name, PASSWORD, frozenset(scopes))
        with served(Assistant(library), access=access) as address:
            yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": LAPTOP[0], "height": LAPTOP[1]}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def sign_in(page: Page, address: str, name: str, password: str = PASSWORD) -> None:
    if "/sign-in" not in page.url:
        page.goto(address)
    page.fill("#name", name)
    page.fill("#password", password)
    page.press("#password", "Enter")


def open_as(page: Page, address: str, name: str) -> None:
    sign_in(page, address, name)
    page.wait_for_selector(".turns > *")
    page.wait_for_selector("#question textarea")


def test_a_person_signs_in_asks_and_signs_out(page: Page, chat: str) -> None:
    sign_in(page, chat, "asker", "wrong password")
    expect(page.locator(".trouble")).to_have_text(ENGLISH.wrong_sign_in)
    open_as(page, chat, "asker")
    assert page.url == f"{chat}/"
    ask(page, QUESTION)
    expect(page.locator("#memory-list li")).to_have_count(1)
    expect(page.locator(".masthead .who")).to_have_text("asker")
    page.click(".sign-out button")
    page.wait_for_url("**/sign-in")
    page.goto(f"{chat}/#chat")
    expect(page.locator("#password")).to_be_visible()


def test_the_conversations_of_one_person_are_not_the_next_ones(page: Page, chat: str) -> None:
    open_as(page, chat, "reader")
    ask(page, QUESTION)
    page.wait_for_url("**/?conversation=*")  # the address follows the list, which follows the answer
    address = page.url
    page.click(".sign-out button")
    page.wait_for_url("**/sign-in")
    page.goto(address)
    open_as(page, chat, "editor")
    assert page.url == address
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator("#memory-list .hint")).to_have_text(ENGLISH.no_conversations)


def test_a_tab_that_is_open_leads_to_the_form_once_its_session_is_over(page: Page, chat: str) -> None:
    open_as(page, chat, "asker")
    other = page.context.new_page()
    other.goto(chat)
    other.click(".sign-out button")
    other.wait_for_url("**/sign-in")
    with suppress(Error):  # it may have left already
        page.evaluate("dispatchEvent(new Event('online'))")  # it looks whether the server is there
    page.wait_for_url("**/sign-in")


def test_who_may_only_ask_finds_no_way_to_the_articles(page: Page, chat: str) -> None:
    open_as(page, f"{chat}/#articles", "asker")
    page.goto(f"{chat}/#articles")
    page.wait_for_selector("#question textarea")
    expect(page.locator(".views a")).to_have_text([ENGLISH.chat, ENGLISH.check])
    expect(page.locator("#library")).not_to_be_visible()


def test_who_may_read_sees_the_articles_and_nothing_that_changes_them(page: Page, chat: str) -> None:
    open_as(page, chat, "reader")
    page.click(".views a[href$='#articles']")
    expect(page.locator("#library tbody tr")).to_have_count(7)
    expect(page.locator("#library :is(.open-add, .add, input[type=file], .remove)")).to_have_count(0)
    page.fill("#library-search", "moon")
    expect(page.locator("#library tbody tr")).to_have_count(2)
    expect(page.locator("#library > .library > .trouble")).to_be_hidden()
    keep(page, "articles-of-a-reader")


def test_who_may_write_has_what_changes_them(page: Page, chat: str) -> None:
    open_as(page, chat, "editor")
    page.click(".views a[href$='#articles']")
    page.check("#library tbody tr:first-child input")
    expect(page.locator("#library .remove")).to_be_visible()
    expect(page.locator("#library .open-add")).to_be_visible()


def test_who_asks_too_often_is_told_when_to_go_on(page: Page, chat: str) -> None:
    open_as(page, chat, "hurried")
    for _ in range(3):
        turn = ask(page, QUESTION)
    expect(page.locator(f"#t{turn} .failed")).to_contain_text("Ask again in")
    expect(page.locator("#t2 .answer")).to_be_visible()


def test_the_form_works_without_a_script(browser: Browser, chat: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        sign_in(page, f"{chat}/articles/moon-landing-first-steps", "reader")
        expect(page.locator("h1")).to_be_visible()
        assert page.url == f"{chat}/articles/moon-landing-first-steps"


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_and_the_page_fit_the_screen(browser: Browser, chat: str, size: tuple[int, int], scheme: str) -> None:
    with browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale="zh-CN" if scheme == "dark" else "en-GB",
    ) as context:
        page = context.new_page()
        sign_in(page, chat, "editor", "wrong password")
        page.wait_for_selector(".trouble")
        for name in ("sign-in", "signed-in"):
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            keep(page, f"{name}-{size[0]}-{scheme}")
            assert barred(page) == []
            if name == "sign-in":
                open_as(page, chat, "editor")
        expect(page.locator(".sign-out button")).to_be_in_viewport(ratio=1)
