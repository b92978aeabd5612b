"""Saved conversations in a real browser: reopened, found, renamed, deleted, exported, judged and shared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.assistant import Assistant
from assistant.page.words import ENGLISH
from assistant.serving.conversations import CONVERSATIONS, Conversations
from index.library import Library
from tests.browser.serving import ask, keep, opened, served_command, served_here

pytestmark = pytest.mark.browser

MOON = "What did Armstrong say about the surface of the Moon?"
SMALLPOX = "Who was the last person to catch smallpox in nature?"
CHINESE = "屠呦呦怎么看青蒿素？"
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script> {{value}} ${alert(3)} [x](javascript:alert(4))"
SMALL = (375, 812)


@pytest.fixture
def library(own_samples: Library) -> Library:
    return own_samples


@pytest.fixture
def address(library: Library) -> Iterator[str]:
    with served_here(Assistant(library)) as served:
        yield served


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page, wrongs = opened(browser, address)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield page
    page.context.close()
    assert wrongs == []


def listed(page: Page) -> list[str]:
    return page.locator("#memory-list .reopen").all_inner_texts()


def answer_of(page: Page, turn: int) -> str:
    return page.locator(f"#t{turn} :is(.answer, .not-found)").inner_text()


def asked(page: Page, question: str) -> int:
    """Ask, and wait until the list follows."""
    turn = ask(page, question)
    expect(page.locator("#memory-list .reopen[aria-current=page]")).to_have_count(1)
    return turn


def begin_anew(page: Page) -> None:
    page.click(".new-conversation")
    page.wait_for_selector(".welcome")
    expect(page.locator("#memory-list [aria-current]")).to_have_count(0)


def choose(page: Page, title: str, option: str) -> None:
    """An entry of the menu beside a conversation."""
    item = page.locator("#memory-list li").filter(has_text=title)
    item.locator("summary").click()
    item.locator(".options").get_by_text(option).click()


def test_the_address_names_the_conversation_so_that_a_reload_shows_the_same(page: Page, address: str) -> None:
    asked(page, MOON)
    asked(page, "And about the sky?")
    told = [answer_of(page, 1), answer_of(page, 2)]
    expect(page.locator("#memory-list .reopen")).to_have_count(1)
    assert "?conversation=" in page.url
    page.reload()
    page.wait_for_selector("#t2 .judgement")
    assert [answer_of(page, 1), answer_of(page, 2)] == told
    page.click("#t1-m1")
    expect(page.locator("#t1-c1")).to_be_focused()
    assert page.locator("#t1-c1 mark").inner_text() in told[0]
    assert listed(page) == [MOON]


def test_a_conversation_is_there_after_a_restart_of_the_server(browser: Browser, library: Library) -> None:
    with served_here(Assistant(library)) as first:
        page, wrongs = opened(browser, first)
        asked(page, MOON)
        told, path = answer_of(page, 1), page.url.removeprefix(first.rstrip("/"))
        page.context.close()
    with served_command(library.folder) as second:
        page, more = opened(browser, second)
        page.goto(second.rstrip("/") + path)
        page.wait_for_selector("#t1 .judgement")
        assert answer_of(page, 1) == told
        assert page.locator("#t1-c1 mark").inner_text() in told
        keep(page, "memory-reopened")
        page.context.close()
    assert wrongs + more == []


def test_conversations_are_listed_with_the_first_question_and_found_by_any_words(page: Page) -> None:
    for question in (MOON, SMALLPOX, CHINESE):
        asked(page, question)
        begin_anew(page)
    assert listed(page) == [CHINESE, SMALLPOX, MOON]
    for words, found in (("powdery HOUSTON", [MOON]), ("青蒿素", [CHINESE]), ("nothing of it", [])):
        page.fill("#sought", words)
        expect(page.locator("#memory-list .reopen")).to_have_count(len(found))
        if found:
            expect(page.locator("#memory-list .reopen")).to_have_text(found)
        expect(page.locator("#sought")).to_be_focused()
    expect(page.locator("#memory-list .hint")).to_have_text(ENGLISH.no_conversation_found)
    page.fill("#sought", "")
    expect(page.locator("#memory-list .reopen")).to_have_count(3)


def test_going_on_in_a_reopened_conversation_asks_with_what_was_said_in_it(page: Page) -> None:
    asked(page, "Who was Ali Maow Maalin?")
    begin_anew(page)
    asked(page, MOON)
    page.get_by_role("link", name="Who was Ali Maow Maalin?").click()
    expect(page.locator("#t1-question")).to_contain_text("Maalin")
    turn = asked(page, "What did he say?")
    assert turn == 2
    expect(page.locator("#t2 .understood")).to_contain_text("Maalin")
    expect(page.locator("#memory-list .reopen").first).to_have_text("Who was Ali Maow Maalin?")


def test_back_and_forward_go_from_conversation_to_conversation(page: Page) -> None:
    asked(page, MOON)
    begin_anew(page)
    asked(page, SMALLPOX)
    page.get_by_role("link", name=MOON).click()
    expect(page.locator("#t1-question")).to_contain_text(MOON)
    expect(page.locator("#memory-list [aria-current]")).to_have_text(MOON)
    page.go_back()
    expect(page.locator("#t1-question")).to_contain_text(SMALLPOX)
    page.go_forward()
    expect(page.locator("#t1-question")).to_contain_text(MOON)


def test_a_title_is_changed_and_shown_as_the_words_that_it_is(page: Page) -> None:
    asked(page, MOON)
    choose(page, MOON, ENGLISH.rename)
    page.fill("#rename-sheet input", HOSTILE)
    page.press("#rename-sheet input", "Enter")
    expect(page.locator("#memory-list .reopen")).to_have_text(HOSTILE)
    page.locator("#memory-list li summary").click()
    expect(page.locator("#memory-list li summary")).to_have_attribute("aria-label", ENGLISH.options_of(HOSTILE))
    keep(page, "memory-hostile-title")
    page.click("#memory-list .delete")
    expect(page.locator("#delete-sheet .which")).to_have_text(HOSTILE)
    assert page.locator("#memory :is(img, script)").count() == 0


def test_deleting_asks_first_and_leaves_nothing(page: Page, library: Library) -> None:
    asked(page, MOON)
    begin_anew(page)
    asked(page, SMALLPOX)
    choose(page, MOON, ENGLISH.delete)
    keep(page, "memory-delete")
    page.locator("#delete-sheet").get_by_text(ENGLISH.cancel).click()
    assert listed(page) == [SMALLPOX, MOON]
    choose(page, MOON, ENGLISH.delete)
    page.locator("#delete-sheet .does").click()
    expect(page.locator("#memory-list .reopen")).to_have_text([SMALLPOX])
    expect(page.locator("#t1-question")).to_contain_text(SMALLPOX)
    choose(page, SMALLPOX, ENGLISH.delete)
    page.locator("#delete-sheet .does").click()
    page.wait_for_selector(".welcome")
    page.wait_for_url(lambda url: "conversation=" not in url)
    stored = b"".join(path.read_bytes() for path in library.folder.glob(f"{CONVERSATIONS}*"))
    assert b"Armstrong" not in stored and b"smallpox" not in stored


def test_all_conversations_are_deleted_at_once(page: Page) -> None:
    asked(page, MOON)
    begin_anew(page)
    asked(page, SMALLPOX)
    page.click(".everything summary")
    page.click(".delete-all")
    expect(page.locator("#delete-sheet .every")).to_be_visible()
    page.locator("#delete-sheet .does").click()
    expect(page.locator("#memory-list .hint")).to_have_text(ENGLISH.no_conversations)
    page.wait_for_selector(".welcome")


def test_an_article_that_changed_or_is_gone_is_shown_as_it_was_cited(
    page: Page, library: Library, tmp_path: Path
) -> None:
    article = tmp_path / "harbour.txt"
    words = "The harbour of Quarrel Point opens in April, the harbour master said. It was closed in May."
    article.write_text(words)
    library.add(article)
    asked(page, "When does the harbour of Quarrel Point open?")
    expect(page.locator("#t1-c1 .paragraph")).to_have_text(words)
    for change, said in (
        (lambda: (article.write_text("It opens in June."), library.add(article)), ENGLISH.article_changed),
        (lambda: library.remove("harbour"), ENGLISH.article_gone),
    ):
        change()
        page.reload()
        page.wait_for_selector("#t1-c1")
        expect(page.locator("#t1-c1 .paragraph")).to_have_text(words)
        expect(page.locator("#t1-c1 mark")).to_contain_text("opens in April")
        expect(page.locator("#t1-c1 .changed")).to_have_text(said)
    keep(page, "memory-article-gone")


def test_a_thumb_and_a_comment_stay_and_can_be_taken_back(page: Page, library: Library) -> None:
    asked(page, MOON)
    page.click("#t1 .thumb.down")
    expect(page.locator("#t1 .thumb.down")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#t1 .thumb.down")).to_be_focused()
    page.click("#t1 .comment")
    page.fill("#comment-sheet textarea", HOSTILE)
    page.locator("#comment-sheet .does").click()
    expect(page.locator("#t1 .said")).to_have_text(HOSTILE)
    asked(page, SMALLPOX)
    expect(page.locator("#t1 .said")).to_have_text(HOSTILE)
    page.reload()
    expect(page.locator("#t1 .said")).to_have_text(HOSTILE)
    assert page.locator(".judgement :is(img, script)").count() == 0
    saved = Conversations(library.folder)
    (conversation,) = saved.voted()
    assert [(turn.vote, turn.comment) for turn in conversation.turns] == [("down", HOSTILE), (None, "")]
    page.click("#t1 .thumb.up")
    expect(page.locator("#t1 .thumb.up")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#t1 .thumb.down")).to_have_attribute("aria-pressed", "false")
    page.click("#t1 .thumb.up")
    expect(page.locator("#t1 .thumb.up")).to_have_attribute("aria-pressed", "false")
    assert list(saved.voted()) == []
    saved.close()


def test_a_shared_answer_opens_with_its_sources_for_someone_without_scripts(
    page: Page, browser: Browser, address: str
) -> None:
    asked(page, f"{MOON} {HOSTILE}")
    asked(page, SMALLPOX)
    page.click("#t1 .share")
    expect(page.locator("#share-sheet .copied")).to_have_text(ENGLISH.link_copied)
    link = page.locator("#share-sheet input").input_value()
    assert page.evaluate("navigator.clipboard.readText()") == link
    assert link.startswith(f"{address}/answers/")
    keep(page, "memory-share")
    page.keyboard.press("Escape")
    told = answer_of(page, 1)

    other = browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    guest = other.new_page()
    assert guest.goto(link).status == 200  # type: ignore[union-attr]
    assert HOSTILE in guest.title()
    assert answer_of(guest, 1) == told
    assert SMALLPOX not in guest.content()
    assert guest.locator("button:visible").count() == 0
    assert guest.locator("main :is(img, script)").count() == 0
    colour = "(part) => getComputedStyle(part).backgroundColor"
    assert guest.locator("#sources .bar").evaluate(colour) == "rgba(0, 0, 0, 0)"  # no slab above the sources
    if guest.locator("#t1-m1").count():
        guest.click("#t1-m1")
        expect(guest.locator("#t1-c1")).to_be_in_viewport()
    keep(guest, "memory-shared-answer")

    page.click("#t1 .share")
    page.click("#share-sheet .unshare")
    expect(page.locator("#t1 .share")).to_have_text(ENGLISH.share)
    assert guest.goto(link).status == 404  # type: ignore[union-attr]
    expect(guest.locator("h1")).to_have_text(ENGLISH.shared_missing)
    other.close()


def test_an_answer_that_nobody_shared_has_no_address(page: Page, address: str, library: Library) -> None:
    asked(page, MOON)
    saved = Conversations(library.folder)
    conversation = saved.open(saved.listed()[0].id)
    for id in (conversation.id, conversation.turns[0].answer["id"], "", "None", "../conversations"):
        assert page.request.get(f"{address}/answers/{id}").status in (404, 200)
        assert "Armstrong" not in page.request.get(f"{address}/answers/{id}").text()
    saved.close()


def test_a_conversation_is_exported_as_markdown_and_as_json(page: Page, library: Library) -> None:
    asked(page, MOON)
    choose(page, MOON, ENGLISH.rename)
    page.fill("#rename-sheet input", HOSTILE)
    page.press("#rename-sheet input", "Enter")
    expect(page.locator("#memory-list .reopen")).to_have_text(HOSTILE)
    with page.expect_download() as markdown:
        choose(page, HOSTILE, ENGLISH.export_markdown)
    text = Path(markdown.value.path()).read_text("utf-8")
    assert markdown.value.suggested_filename.endswith(".md")
    assert "\n[^1-1]: “" in text and "<img" not in text.replace("\\<img", "") and "\\[x\\](javascript" in text
    with page.expect_download() as exported:
        choose(page, HOSTILE, ENGLISH.export_json)
    record = json.loads(Path(exported.value.path()).read_text("utf-8"))
    assert record["title"] == HOSTILE
    # What the page was given is what Python is given, but for its id and times.
    told, given = json.loads(Assistant(library).ask(MOON).to_json()), record["turns"][0]["answer"]
    assert given | dict.fromkeys(("id", "created", "timings_ms")) == told | dict.fromkeys(
        ("id", "created", "timings_ms")
    )


def test_on_a_phone_the_list_is_a_drawer(browser: Browser, address: str) -> None:
    page, wrongs = opened(browser, address, size=SMALL)
    asked_turn = ask(page, MOON)
    expect(page.locator("#memory-list")).to_be_hidden()
    page.click(f"#t{asked_turn} .share")
    expect(page.locator("#share-sheet .copy-link")).to_be_visible()
    page.click("#share-sheet [value='']")
    page.click("#show-memory")
    expect(page.locator("#show-memory")).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#sought")).to_be_focused()
    expect(page.locator("#memory-list .reopen")).to_have_text([MOON])
    keep(page, "memory-drawer")
    page.keyboard.press("Escape")
    expect(page.locator("#memory-list")).to_be_hidden()
    expect(page.locator("#show-memory")).to_be_focused()
    page.click("#show-memory")
    page.click(".new-conversation")
    page.wait_for_selector(".welcome")
    expect(page.locator("#memory-list")).to_be_hidden()
    page.click("#show-memory")
    page.click("#memory-list .reopen")
    expect(page.locator(f"#t{asked_turn}-question")).to_contain_text(MOON)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    page.context.close()
    assert wrongs == []


def test_two_tabs_on_one_conversation_lose_nothing_of_each_other(page: Page) -> None:
    asked(page, MOON)
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector("#t1 .judgement")
    asked(page, SMALLPOX)
    page.click("#t1 .thumb.up")
    expect(page.locator("#t1 .thumb.up")).to_have_attribute("aria-pressed", "true")
    ask(other, CHINESE)
    expect(other.locator(".question")).to_contain_text([MOON, SMALLPOX, CHINESE])
    expect(other.locator("#t1 .thumb.up")).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.locator(".question")).to_contain_text([MOON, SMALLPOX, CHINESE])


def test_asking_in_a_conversation_that_another_tab_deleted_begins_another(page: Page) -> None:
    asked(page, MOON)
    first = page.url
    other = page.context.new_page()
    other.goto(first)
    other.wait_for_selector("#t1 .judgement")
    page.click(".everything summary")
    page.click(".delete-all")
    page.locator("#delete-sheet .does").click()
    page.wait_for_selector(".welcome")
    other.fill("#question textarea", SMALLPOX)
    other.press("#question textarea", "Enter")
    expect(other.locator(".judgement")).to_have_count(1)
    expect(other.locator(".question")).to_contain_text([SMALLPOX])
    expect(other.locator("#memory-list .reopen")).to_have_text([SMALLPOX])
    assert other.url != first


def test_two_servers_on_one_library_show_one_list(page: Page, browser: Browser, library: Library) -> None:
    asked(page, MOON)
    with Library(library.folder, embeddings=library.embeddings) as again, served_here(Assistant(again)) as second:
        other, wrongs = opened(browser, second)
        expect(other.locator("#memory-list .reopen")).to_have_text([MOON])
        other.click("#memory-list .reopen")
        other.wait_for_selector("#t1 .judgement")
        ask(other, SMALLPOX)
        other.context.close()
    page.reload()
    expect(page.locator(".question")).to_contain_text([MOON, SMALLPOX])
    assert wrongs == []


def test_a_damaged_file_is_said_and_keeps_no_question_from_being_answered(browser: Browser, library: Library) -> None:
    (library.folder / CONVERSATIONS).write_bytes(b"noise" * 2000)
    with served_here(Assistant(library)) as address:
        page, wrongs = opened(browser, address)
        expect(page.locator("#memory-list .trouble")).to_contain_text("articles are not affected")
        expect(page.locator("#memory-list .trouble")).to_be_visible()
        turn = ask(page, MOON)
        expect(page.locator(f"#t{turn} .answer")).to_contain_text("powdery")
        expect(page.locator(f"#t{turn} .unsaved")).to_contain_text("This answer is not saved.")
        keep(page, "memory-damaged")
        (library.folder / CONVERSATIONS).unlink()
        asked(page, SMALLPOX)
        assert listed(page) == [SMALLPOX]
        page.context.close()
        assert wrongs == []


def test_asking_again_leaves_one_answer_in_the_conversation(page: Page, library: Library) -> None:
    asked(page, MOON)
    saved = Conversations(library.folder)
    (first,) = saved.listed()
    before = saved.open(first.id).turns[0].answer["id"]
    page.click("#t1 .again")
    expect(page.locator(f'.judgement[data-answer="{before}"]')).to_have_count(0)
    expect(page.locator("#t1 .judgement")).to_have_count(1)
    (turn,) = saved.open(first.id).turns
    assert turn.answer["id"] != before
    saved.close()


def test_everything_in_the_list_is_done_with_the_keyboard(page: Page) -> None:
    asked(page, MOON)
    page.locator("#memory-list .reopen").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#memory-list li summary")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#memory-list .rename")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#memory-list li summary")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("The Moon")
    page.keyboard.press("Enter")
    expect(page.locator("#memory-list .reopen")).to_have_text(["The Moon"])
