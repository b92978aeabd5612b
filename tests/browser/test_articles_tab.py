"""The Articles tab in a real browser: add, follow, cancel, find, sort, open, remove; on a laptop and on a phone."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.access.access import Access
from assistant.assistant import Assistant
from assistant.page.words import ENGLISH
from assistant.settings import Settings
from index.adding import AddReport
from index.embedding import SentenceEmbeddings
from index.library import SAMPLES, Library
from index.loading import Fetcher
from tests.browser.serving import LAPTOP, PHONE, ask, barred_in_either, keep_both, opened, served_here
from tests.browser.test_signing_in import PASSWORD, open_as
from tests.loading.test_looking import feed
from tests.loading.test_web import page as article
from tests.web_server import Site

pytestmark = pytest.mark.browser

PAYLOAD = "<img src=x onerror=alert(1)>"
LIGHTHOUSE = "The lighthouse at Quarrel Point was painted green in 2019. The keeper Ada Lund said it cost 400 crowns."
TRAMS = "Night trams will run to the airport from autumn, the council decided on Monday. Tickets cost three crowns."


class HeldLibrary(Library):
    """A library that adds when it is told to."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self.may_add = threading.Event()
        self.may_add.set()
        super().__init__(*given, **named)

    def add(self, *given: Any, **named: Any) -> AddReport:
        if not self.may_add.wait(30):
            raise TimeoutError
        return super().add(*given, **named)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Assistant]:
    with HeldLibrary(tmp_path_factory.mktemp("tab"), embeddings=embeddings) as library:
        library.add(SAMPLES)
        yield Assistant(library)


@pytest.fixture
def library(assistant: Assistant) -> Iterator[HeldLibrary]:
    """With the samples and nothing else."""
    library = assistant.library
    assert isinstance(library, HeldLibrary)
    report = library.add(SAMPLES)
    samples = {*report.unchanged, *report.added}
    library.remove([heading.id for heading in library.articles() if heading.id not in samples])
    yield library
    library.may_add.set()


@pytest.fixture
def address(assistant: Assistant, library: HeldLibrary) -> Iterator[str]:
    with served_here(assistant) as served:
        yield served


@contextmanager
def tab(browser: Browser, address: str, *, size: tuple[int, int] = LAPTOP) -> Iterator[Page]:
    page, wrongs = opened(browser, address, size=size)
    page.click(".views a[href$='#articles']")
    page.wait_for_selector("#library .rows .page")
    yield page
    page.context.close()
    assert wrongs == []


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with tab(browser, address) as opened_page:
        yield opened_page


def drop(page: Page, *paths: Path) -> None:
    """Drops real files and folders, as a hand does."""
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 200, "y": 400, "data": data})


def write(folder: Path, **texts: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.txt" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def report(page: Page) -> str:
    """The report of the order that was given last."""
    page.wait_for_selector(".order:first-child details")
    return page.locator(".order:first-child").inner_text()


def titles(page: Page) -> list[str]:
    return page.locator(".rows tbody .of-title").all_inner_texts()


def look(page: Page, name: str) -> None:
    """Keeps screenshots, on which nothing is cut off to the side and nothing bars a reader of WCAG level A or AA."""
    keep_both(page, name)
    assert sideways(page) == 0
    assert barred_in_either(page) == []


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.parametrize(("device", "size"), [("laptop", LAPTOP), ("phone", PHONE)])
def test_upload_and_ask_in_every_look(
    browser: Browser, address: str, library: HeldLibrary, tmp_path: Path, device: str, size: tuple[int, int]
) -> None:
    name = f"articles-{device}-THEME"
    with tab(browser, address, size=size) as page:
        look(page, f"{name}-1-table")
        page.click(".open-add")
        look(page, f"{name}-2-add")
        library.may_add.clear()
        drop(page, *write(tmp_path / "sent", lighthouse=LIGHTHOUSE, trams=TRAMS), tmp_path)
        expect(page.locator(".order progress")).to_be_visible()
        look(page, f"{name}-3-adding")
        library.may_add.set()
        assert "4 files" in report(page)  # the two, and the folder that holds them once more
        look(page, f"{name}-4-added")
        page.check(".rows tbody input >> nth=0")
        page.check(".rows tbody input >> nth=1")
        page.click(".remove")
        expect(page.locator("dialog.ask-remove")).to_be_visible()
        look(page, f"{name}-5-remove")
        page.keyboard.press("Escape")
        page.fill("#library-search", "nothing of the kind")
        expect(page.locator(".nothing")).to_be_visible()
        look(page, f"{name}-6-nothing-found")
        page.click(".views a[href$='#chat']")
        turn = ask(page, "What colour was the lighthouse at Quarrel Point painted?")
        expect(page.locator(f"#t{turn}")).to_contain_text("green in 2019")
        look(page, f"{name}-7-asked")


@pytest.mark.parametrize(("device", "size"), [("laptop", LAPTOP), ("phone", PHONE)])
def test_an_empty_library_leads_to_adding(
    browser: Browser, assistant: Assistant, library: HeldLibrary, tmp_path: Path, device: str, size: Any
) -> None:
    library.remove([heading.id for heading in library.articles()])
    with served_here(assistant) as empty:
        page, wrongs = opened(browser, empty, size=size)
        look(page, f"articles-{device}-THEME-8-empty-chat")
        page.click(".views a[href$='#articles']")
        expect(page.locator(".page.empty h3")).to_have_text(ENGLISH.empty_library)
        expect(page.locator("#library .drop")).to_be_visible()
        expect(page.locator("#library-search")).to_be_hidden()
        look(page, f"articles-{device}-THEME-9-empty")
        page.set_input_files("#library-files", write(tmp_path, lighthouse=LIGHTHOUSE))
        expect(page.locator(".rows tbody tr")).to_have_count(1)
        page.click(".views a[href$='#chat']")
        expect(page.locator(".welcome h2")).to_have_text(ENGLISH.welcome)
        expect(page.locator(".stock")).to_have_text(ENGLISH.in_library(1))
        page.context.close()
        assert wrongs == []


@pytest.mark.parametrize(
    ("way", "size"), [("dropped", LAPTOP), ("chosen", PHONE), ("article", PHONE), ("feed", LAPTOP)], ids=str
)
def test_the_first_articles_are_added_on_the_start_page(
    browser: Browser, tmp_path: Path, embeddings: SentenceEmbeddings, way: str, size: tuple[int, int]
) -> None:
    fetcher = Fetcher(allow_private_addresses=True, pause=0)
    with (
        Site({"/feed": feed("/article"), "/article": article()}) as site,
        Library(tmp_path / "library", embeddings=embeddings, fetcher=fetcher) as library,
        served_here(Assistant(library)) as empty,
    ):
        page, wrongs = opened(browser, empty, size=size)
        expect(page.locator(".add-first")).to_contain_text(ENGLISH.addresses)
        paths = write(tmp_path / "sent", lighthouse=LIGHTHOUSE)
        if way == "dropped":
            drop(page, *paths)
        elif way == "chosen":
            with page.expect_file_chooser() as choosing:
                page.get_by_role("button", name=ENGLISH.choose_files).click()
            choosing.value.set_files(paths)
        else:
            page.get_by_label(ENGLISH.addresses).fill(f"http://127.0.0.1:{site.port}/{way}")
            page.get_by_role("button", name=ENGLISH.add_addresses).click()
        expect(page.locator(".rows tbody tr")).to_have_count(1)
        page.click(".views a[href$='#chat']")
        expect(page.locator(".welcome h2")).to_have_text(ENGLISH.welcome)
        page.context.close()
        assert wrongs == []


def test_whoever_may_not_add_articles_is_told_whom_to_ask(
    browser: Browser, tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    with Library(tmp_path, embeddings=embeddings) as library:
        access = Access(tmp_path, Settings(), loopback=True)
        access.users.add("reader", PASSWORD, frozenset({"ask", "read"}))
        with served_here(Assistant(library), access=access) as empty:
            page = browser.new_page()
            open_as(page, empty, "reader")
            expect(page.locator(".welcome p")).to_contain_text("Ask the administrator who gave you access")
            expect(page.locator(".add-first")).to_have_count(0)
            page.context.close()


def test_many_files_and_folders_are_dropped_at_once_and_each_is_accounted_for(page: Page, tmp_path: Path) -> None:
    write(tmp_path / "news", **{f"part-{number}": f"Part {number}: {LIGHTHOUSE}" for number in range(40)})
    write(tmp_path / "news" / "deep" / "deeper", buried=TRAMS)
    write(tmp_path / "news" / ".hidden", secret=TRAMS)
    (tmp_path / "news" / "film.mp4").write_bytes(b"x")
    (tmp_path / "news" / "empty.txt").write_bytes(b"")
    (tmp_path / "wire.jsonl").write_text('{"id": "wire-1", "text": "One."}\n{"id": "wire-2", "text": "Two."}')
    drop(page, tmp_path / "news", tmp_path / "wire.jsonl")
    told = report(page)
    assert "43 added, 2 skipped" in told
    assert "news/film.mp4: .mp4 files cannot be read" in told
    assert "news/empty.txt: there is no text in it" in told
    page.fill("#library-search", "buried")
    expect(page.locator(".rows tbody tr")).to_have_count(1)


def test_the_same_files_again_are_unchanged_and_new_versions_updated(page: Page, tmp_path: Path) -> None:
    (path,) = write(tmp_path, lighthouse=LIGHTHOUSE)
    for told in ("1 added", "1 unchanged"):
        page.set_input_files("#library-files", path)
        expect(page.locator(".order:first-child summary strong")).to_have_text(told)
    path.write_text(LIGHTHOUSE + " Nobody minds.")
    page.set_input_files("#library-files", path)
    expect(page.locator(".order:first-child summary strong")).to_have_text("1 updated")


def test_two_people_who_send_different_files_of_one_name_both_find_theirs(
    browser: Browser, address: str, library: HeldLibrary, tmp_path: Path
) -> None:
    with tab(browser, address) as one, tab(browser, address) as other:
        for page, text in ((one, LIGHTHOUSE), (other, TRAMS)):
            page.set_input_files("#library-files", write(tmp_path / page.url[-3:] / text[:5], article=text))
        for page in (one, other):
            expect(page.locator(".order")).to_have_count(2)
            expect(page.locator(".order summary strong")).to_have_text(["1 added", "1 added"])
        texts = {library.article(line.heading.id).paragraphs[0].text for line in library.page("article.txt").lines}
        assert texts == {LIGHTHOUSE, TRAMS}


def test_a_file_of_a_hostile_name_and_title_is_shown_as_text(page: Page, library: HeldLibrary, tmp_path: Path) -> None:
    path = tmp_path / f"{PAYLOAD}.md"
    path.write_text(f'---\ntitle: "<svg onload=\'alert(2)\'>"\noutlet: "{PAYLOAD}"\nauthor: "{PAYLOAD}"\n---\n{TRAMS}')
    refused = tmp_path / f"{PAYLOAD}.exe"
    refused.write_bytes(b"x")
    drop(page, path, refused)
    assert f"{PAYLOAD}.exe: .exe files" in report(page)
    row = page.locator(".rows tbody tr").first
    expect(row.locator(".of-title")).to_have_text("<svg onload='alert(2)'>")
    for column, text in (("outlet", PAYLOAD), ("author", PAYLOAD), ("source", f"{PAYLOAD}.md")):
        expect(row.locator(f".of-{column}")).to_have_text(text)
    row.locator("input").check()
    page.click(".remove")
    expect(page.locator("dialog li")).to_have_text("<svg onload='alert(2)'>")
    page.keyboard.press("Escape")
    page.fill("#library-search", PAYLOAD + "none")
    expect(page.locator(".nothing")).to_contain_text(PAYLOAD)
    assert page.locator("#library :is(img, svg, script, iframe)").count() == 0


def test_adding_is_followed_and_cancelled(page: Page, library: HeldLibrary, tmp_path: Path) -> None:
    library.may_add.clear()
    page.set_input_files("#library-files", write(tmp_path, a=LIGHTHOUSE, b=TRAMS))
    expect(page.locator(".order h3")).to_have_text("Adding 2 files")
    expect(page.locator(".views .share")).to_have_text("0 %")
    expect(page.locator("#library-said")).to_have_text("Adding 2 files")
    page.get_by_role("button", name="Cancel adding 2 files").click()
    expect(page.locator(".order .told")).to_have_text(ENGLISH.cancelling)
    library.may_add.set()
    assert ENGLISH.cancelled in report(page)
    assert library.page("a.txt").total == 0


def test_a_closed_tab_does_not_end_adding_and_its_report_is_there_afterwards(
    browser: Browser, address: str, library: HeldLibrary, tmp_path: Path
) -> None:
    library.may_add.clear()
    with tab(browser, address) as page:
        page.set_input_files("#library-files", write(tmp_path, lighthouse=LIGHTHOUSE))
        expect(page.locator(".order .told")).to_contain_text("read")
    library.may_add.set()
    with tab(browser, address) as page:
        assert "1 added" in report(page)
        page.reload()  # whoever sees it end finds it unfolded, whoever comes later folded, in nobody's way
        assert "1 added" in report(page)
        expect(page.locator(".order details")).not_to_have_attribute("open", "")
        page.locator(".order summary").click()
        expect(page.locator(".order details")).to_have_attribute("open", "")


def test_somebody_else_sees_what_is_being_added_and_can_go_on_asking(
    browser: Browser, address: str, library: HeldLibrary, tmp_path: Path
) -> None:
    library.may_add.clear()
    with tab(browser, address) as one, tab(browser, address) as other:
        one.set_input_files("#library-files", write(tmp_path, lighthouse=LIGHTHOUSE))
        expect(other.locator(".order h3")).to_have_text("Adding 1 file", timeout=10_000)
        other.click(".views a[href$='#chat']")
        turn = ask(other, "What did Armstrong say about the surface of the Moon?")
        expect(other.locator(f"#t{turn} .marker").first).to_be_visible()
        library.may_add.set()
        assert "1 added" in report(one)


def test_web_addresses_are_added_one_a_line_and_what_cannot_be_fetched_is_told(page: Page) -> None:
    page.click(".open-add")
    page.get_by_label(ENGLISH.addresses).fill("http://127.0.0.1:9/a\n\n/etc/passwd\n")
    page.get_by_role("button", name=ENGLISH.add_addresses).click()
    told = report(page)
    assert "http://127.0.0.1:9/a: it leads to 127.0.0.1, an address that is not public" in told
    assert "/etc/passwd: it is not a web address" in told
    assert "2 skipped" in told
    expect(page.locator("#library-addresses")).to_have_value("")


def test_another_program_that_adds_is_told_of_and_the_table_follows(
    page: Page, library: HeldLibrary, tmp_path: Path
) -> None:
    expect(page.locator(".others")).to_be_hidden()
    with Library(library.folder) as another:
        another.add(write(tmp_path, lighthouse=LIGHTHOUSE))
    expect(page.locator(".others")).to_be_visible(timeout=10_000)
    expect(page.locator(".rows tbody tr").first).to_contain_text("lighthouse.txt")


def test_the_table_is_searched_and_sorted_and_its_pages_turned(
    page: Page, library: HeldLibrary, tmp_path: Path
) -> None:
    lines = [{"id": f"n{number}", "title": f"Number {number:03}", "text": "One."} for number in range(120)]
    source = tmp_path / "wire.jsonl"
    source.write_text("\n".join(map(json.dumps, lines)))
    page.set_input_files("#library-files", source)
    report(page)
    page.fill("#library-search", "number")
    expect(page.locator(".count")).to_have_text(f"120 of {library.count()} articles")
    page.get_by_role("button", name=ENGLISH.columns["title"]).click()
    expect(page.locator("thead .of-title")).to_have_attribute("aria-sort", "ascending")
    expect(page.get_by_role("button", name=ENGLISH.columns["title"])).to_be_focused()
    assert titles(page)[0] == "Number 000"
    page.get_by_role("button", name=ENGLISH.page(3)).click()
    expect(page.locator(".pages p")).to_have_text("101 to 120 of 120")
    assert titles(page)[-1] == "Number 119"
    expect(page.get_by_role("button", name=ENGLISH.page_after)).to_be_disabled()
    page.get_by_role("button", name=ENGLISH.columns["title"]).click()
    expect(page.locator(".rows tbody .of-title").first).to_have_text("Number 119")
    page.fill("#library-search", "no such number")
    page.get_by_role("button", name=ENGLISH.show_all).click()
    expect(page.locator(".count")).to_have_text(ENGLISH.counted_articles(library.count()))


def test_an_article_is_opened_from_the_table(page: Page) -> None:
    title = titles(page)[0]
    page.click(".rows tbody .of-title a >> nth=0")
    expect(page.locator(".article-sheet h1")).to_have_text(title)
    page.keyboard.press("Escape")
    expect(page.locator(".article-sheet")).to_be_hidden()
    expect(page.locator(".rows tbody .of-title a").first).to_be_focused()


def test_everything_is_done_with_the_keyboard_alone(browser: Browser, address: str, library: HeldLibrary) -> None:
    page, wrongs = opened(browser, address)
    page.locator(".views a[href$='#articles']").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".rows tbody tr")
    page.keyboard.press("/")
    expect(page.locator("#library-search")).to_be_focused()
    page.keyboard.type("moon")
    expect(page.locator(".rows tbody tr")).to_have_count(2)

    def tab_to(selector: str) -> None:
        for _ in range(40):
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"the focus never came to {selector}")

    tab_to("[data-column=title]")
    page.keyboard.press("Enter")
    expect(page.locator("thead .of-title")).to_have_attribute("aria-sort", "ascending")
    tab_to("td input")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Space")
    expect(page.locator(".how-many")).to_have_text("1 selected")
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.remove')"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=ENGLISH.keep)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".remove")).to_be_focused()
    assert library.page("moon").total == 2
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".rows tbody tr")).to_have_count(1)
    expect(page.locator("#library-said")).to_have_text("1 article removed")
    expect(page.locator("#library-title")).to_be_focused()
    page.context.close()
    assert wrongs == []


def test_several_articles_of_several_pages_are_removed_after_one_question(
    page: Page, library: HeldLibrary, tmp_path: Path
) -> None:
    lines = [{"id": f"n{number}", "title": f"Number {number:03}", "text": "One."} for number in range(60)]
    source = tmp_path / "wire.jsonl"
    source.write_text("\n".join(map(json.dumps, lines)))
    library.add(source)
    page.fill("#library-search", "number")
    expect(page.locator(".pages p")).to_have_text("1 to 50 of 60")  # and not of all articles
    page.check(".rows .all")
    page.get_by_role("button", name=ENGLISH.page_after).click()
    expect(page.locator(".pages p")).to_have_text("51 to 60 of 60")
    page.check(".rows tbody input >> nth=0")
    expect(page.locator(".how-many")).to_have_text("51 selected")
    page.click(".remove")
    expect(page.locator("#remove-title")).to_have_text("Remove 51 articles?")
    expect(page.locator("dialog li").last).to_have_text("and 43 more")
    page.click(".really")
    expect(page.locator(".count")).to_contain_text("9 of")
    assert library.page("number").total == 9


def test_ticked_articles_get_a_label_by_which_the_table_and_a_question_are_limited(
    page: Page, library: HeldLibrary
) -> None:
    for row in (1, 2):
        page.check(f".rows tbody tr:nth-child({row}) td input")
    page.click(".labels-of")
    page.fill("#label-text", "urgent")
    page.click(".add-label")
    page.click("button[data-label=urgent] >> nth=0")
    expect(page.locator(".count")).to_contain_text("2 of")
    assert [len(library.page(labels="urgent").lines), library.names("label", "urgent")] == [2, [("urgent", 2)]]
    page.goto(page.url.replace("#articles", "#chat"))
    page.click("#limit")
    page.fill("#name", "urg")
    page.locator("#choices button", has_text="urgent").click()
    expect(page.locator(".chip:visible")).to_contain_text("label: urgent")
    library.label([heading.id for heading in library.articles()], remove="urgent")


def test_a_second_visit_by_its_address_opens_the_tab(browser: Browser, address: str) -> None:
    with tab(browser, address) as page:
        where = page.url
        assert page.title().startswith(ENGLISH.articles)
        other = page.context.new_page()
        other.goto(where)
        other.wait_for_selector(".rows tbody tr")
        expect(other.locator(".views [aria-current=page]")).to_have_text(ENGLISH.articles)


def test_a_server_that_stops_while_files_are_sent_is_told_of(
    browser: Browser, assistant: Assistant, library: HeldLibrary, tmp_path: Path
) -> None:
    with served_here(assistant) as address:
        page, _ = opened(browser, address)
        page.click(".views a[href$='#articles']")
        page.wait_for_selector(".rows tbody tr")
    page.set_input_files("#library-files", write(tmp_path, lighthouse=LIGHTHOUSE))
    expect(page.locator("#library .trouble").first).to_have_text(ENGLISH.server_lost)
    page.context.close()
