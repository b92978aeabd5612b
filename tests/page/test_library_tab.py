"""The Articles tab: what it draws, what it is sent, and words from outside as text."""

from __future__ import annotations

import html
import json
import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from assistant.page.tabs import library_tab
from assistant.page.tabs.library_tab import Shown
from assistant.page.words import CHINESE, ENGLISH, Words
from assistant.serving.orders import Addition
from assistant.serving.uploads import Announced
from index.adding import AddReport
from index.articles import Heading
from index.library import Library
from index.loading.named_files import Skipped
from index.store.listing import COLUMNS, Listed, Listing
from tests.served import create_app

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "</p></table><svg onload=alert(1)>",
    "{{constructor.constructor('alert(1)')()}} ${alert(1)}",
)
HEADING = Heading("id", "A title", "The Post", "Ana Ruiz", "2026-02-05", source="a.txt", added="2026-02-06T10:00:00")
ORDER = Addition(
    "1", datetime(2026, 2, 5, tzinfo=UTC), (Announced("a.txt", 10),), (), (), frozenset(), 0.0, state="done"
)


class Tags(HTMLParser):
    """The names of all elements and attributes, and the addresses of links."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.texts: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def table(heading: Heading = HEADING, say: Words = ENGLISH, *, search: str = "", total: int = 1) -> str:
    return library_tab.table(Listing([Listed(heading, 3)], total), Shown(search), 4, say)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("name", ["id", "title", "outlet", "author", "published", "source", "added"])
def test_a_script_in_any_field_of_an_article_is_shown_as_text(name: str, payload: str) -> None:
    plain, markup = Tags(table()), table(replace(HEADING, **{name: payload}))
    drawn = Tags(markup)
    assert drawn.names == plain.names
    assert drawn.attributes == plain.attributes
    assert all(link.startswith("articles/") for link in drawn.links)
    assert name == "id" or payload in html.unescape(markup)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_script_in_a_name_a_reason_a_title_or_an_error_of_an_order_is_shown_as_text(payload: str) -> None:
    report = AddReport(added=["x"], skipped=[Skipped(payload, payload)])
    order = replace(
        ORDER, files=(Announced(payload, 1),), refused=(Skipped(payload, "no"),), error=payload, report=report
    )
    plain = Tags(
        library_tab.order(replace(ORDER, error="e", refused=(Skipped("a", "no"),), report=report), {}, ENGLISH)
    )
    drawn = Tags(library_tab.order(order, {"x": replace(HEADING, title=payload)}, ENGLISH))
    assert drawn.names == plain.names
    assert drawn.attributes == plain.attributes
    assert "".join(drawn.texts).count(payload) == 5


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_script_that_is_searched_for_is_shown_as_text(payload: str) -> None:
    markup = library_tab.table(Listing([], 0), Shown(payload), 4, ENGLISH)
    assert Tags(markup).names == {"div", "p", "button"}
    assert payload in html.unescape(markup)


def test_only_what_a_browser_opens_as_a_page_is_a_link() -> None:
    assert "https://example.org/a" in Tags(table(replace(HEADING, source="https://example.org/a"))).links
    for source in ("javascript:alert(1)//https://a.b", "data:text/html,x", "file:///etc/passwd"):
        assert all(link.startswith("articles/") for link in Tags(table(replace(HEADING, source=source))).links)


def test_a_character_that_reorders_a_line_is_named() -> None:
    assert "[U+202E]" in table(replace(HEADING, title="a\u202eb"))


@pytest.mark.parametrize("say", [ENGLISH, CHINESE])
def test_every_control_has_a_name(say: Words) -> None:
    markup = (
        library_tab.view(say) + table(say=say, total=400) + library_tab.order(replace(ORDER, state="adding"), {}, say)
    )
    for tag in re.findall(r"<(?:input|textarea|select|progress)\b[^>]*>", markup):
        named = "aria-label" in tag or "hidden" in tag or re.search(r'id="([^"]+)"', tag)
        assert named, tag
        if "aria-label" not in tag and "hidden" not in tag:
            assert f'for="{re.search(r"id=.([^ ]+).[ >]", tag)[1]}"' in markup  # type: ignore[index]
    for inside in re.findall(r"<button\b([^>]*>.*?)</button>", markup):
        assert "aria-label" in inside or re.sub(r"^[^>]*>|<[^>]+>", "", inside).strip()


def test_both_languages_say_everything() -> None:
    for say, other in ((ENGLISH, CHINESE), (CHINESE, ENGLISH)):
        assert set(say.columns) == set(other.columns) == set(COLUMNS)
    english = library_tab.view(ENGLISH) + table(total=400)
    chinese = re.sub(r"<[^>]+>", "", library_tab.view(CHINESE) + table(say=CHINESE, total=400))
    assert re.search("[\u4e00-\u9fff]", english) is None
    left = re.sub(r"A title|The Post|Ana Ruiz|a\.txt|\.\w+|MB", "", chinese)
    assert re.findall("[A-Za-z]{2,}", left) == []


def test_the_sorted_column_says_so_and_which_way() -> None:
    markup = library_tab.table(Listing([Listed(HEADING, 3)], 1), Shown(column="title", descending=False), 1, ENGLISH)
    assert re.findall(r'aria-sort="(\w+)"', markup) == ["ascending"]
    assert markup.index('aria-sort="ascending"') < markup.index('data-column="title"') < markup.index("of-outlet")


@pytest.mark.parametrize(
    ("page", "total", "pages"),
    [(1, 50, []), (1, 51, [1, 2]), (1, 10_000, [1, 2, 3, 200]), (100, 10_000, [1, 98, 99, 100, 101, 102, 200])],
)
def test_the_pages_near_by_can_be_gone_to(page: int, total: int, pages: list[int]) -> None:
    markup = library_tab.table(Listing([Listed(HEADING, 3)], total), Shown(page=page), total, ENGLISH)
    numbers = re.findall(r'data-page="(\d+)" aria-label="Page', markup)
    assert list(map(int, numbers)) == pages


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (20, "less than a minute left"),
        (60, "about 1 minute left"),
        (1000, "about 17 minutes left"),
        (9000, "about 2 hours left"),
    ],
)
def test_the_time_left_is_told_as_people_do(seconds: float, told: str) -> None:
    order = replace(
        ORDER, state="adding", arrived=frozenset({0}), done=1_000_000, total=4_000_000, seconds_left=seconds
    )
    assert library_tab.progress(order, ENGLISH) == (f"1.0 / 4.0 MB read, {told}", 0.25)


def test_an_order_says_aloud_each_quarter_and_its_end() -> None:
    adding = replace(ORDER, state="adding", arrived=frozenset({0}), total=100)
    said = [library_tab.announced(replace(adding, done=done), ENGLISH) for done in (0, 10, 30, 49, 50, 99)]
    assert said == [
        "Adding 1 file",
        *["Adding 1 file: 0 %"],
        *["Adding 1 file: 25 %"] * 2,
        "Adding 1 file: 50 %",
        "Adding 1 file: 75 %",
    ]
    ended = replace(ORDER, report=AddReport(added=["a", "b"], unchanged=["c"], skipped=[Skipped("d", "no")]))
    assert library_tab.announced(ended, ENGLISH) == "2 added, 1 unchanged, 1 skipped"
    assert library_tab.announced(replace(ORDER, cancelled=True), ENGLISH) == ENGLISH.cancelled


# Sent and asked


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, samples: Library) -> Iterator[tuple[TestClient, Assistant]]:
    copy = shutil.copytree(samples.folder, tmp_path_factory.mktemp("tab") / "library")
    with Assistant.open(copy) as assistant, TestClient(create_app(assistant)) as client:
        yield client, assistant


def wait(client: TestClient, order: str) -> str:
    """The report of an order once it is done."""
    ticks = threading.Event()
    while True:
        orders = {one["id"]: one for one in client.get("/library/state").json()["orders"]}
        if orders[order]["state"] == "done":
            return html.unescape(client.get(f"/library/orders/{order}").text)
        ticks.wait(0.02)


def send(client: TestClient, *files: tuple[str, bytes]) -> str:
    announced = [{"name": name, "size": len(content)} for name, content in files]
    order = client.post("/library/orders", json={"files": announced}).json()
    for number in order["awaited"]:
        client.put(f"/library/orders/{order['id']}/files/{number}", content=files[number][1])
    client.post(f"/library/orders/{order['id']}/complete")
    return wait(client, order["id"])


def test_files_are_sent_and_their_report_stays_to_be_read(served: tuple[TestClient, Assistant]) -> None:
    client, assistant = served
    name = "../<img src=x onerror=alert(1)>.txt"
    text = "The lighthouse of Quarrel Point was painted green in the spring. Nobody had asked for it."
    report = send(client, (name, text.encode()), ("b.exe", b"x"))
    assert "1 added, 1 skipped" in report
    (heading,) = (line.heading for line in assistant.library.page("img src").lines)
    assert heading.source == "<img src=x onerror=alert(1)>.txt"
    assert "1 unchanged" in send(client, (name, text.encode()))
    assert "1 updated" in send(client, (name, text.encode() + b" Now they do."))
    assert "1 added" in send(client, (name, b"An altogether different text, of trams that run at night."))
    assert client.get("/library/state").json()["orders"][0]["said"] == "1 added"


def test_a_file_larger_than_it_said_is_refused_while_it_comes(served: tuple[TestClient, Assistant]) -> None:
    client, _ = served
    order = client.post("/library/orders", json={"files": [{"name": "a.txt", "size": 1}]}).json()

    def endless() -> Iterator[bytes]:
        for _ in range(60):
            yield b"x" * 1_000_000

    client.put(f"/library/orders/{order['id']}/files/0", content=endless())
    client.post(f"/library/orders/{order['id']}/complete")
    assert "it is larger than 50 MB" in wait(client, order["id"])


@pytest.mark.parametrize("number", ["0", "1", "-1", "99999999999999999999"])
def test_a_file_that_is_not_waited_for_is_not_taken(served: tuple[TestClient, Assistant], number: str) -> None:
    client, _ = served
    order = client.post("/library/orders", json={"files": [{"name": "a.exe", "size": 1}]}).json()
    assert client.put(f"/library/orders/{order['id']}/files/{number}", content=b"x").status_code in (404, 410, 422)
    assert client.put(f"/library/orders/unknown/files/{number}", content=b"x").status_code in (404, 410, 422)


def test_an_address_that_is_a_path_of_the_server_is_not_read(served: tuple[TestClient, Assistant]) -> None:
    client, _ = served
    order = client.post("/library/orders", json={"addresses": ["/etc/hostname", "file:///etc/hostname"]}).json()
    report = wait(client, order["id"])
    assert "0 web addresses" not in report
    assert "2 skipped" in report


def test_articles_are_removed_though_some_are_gone_already(served: tuple[TestClient, Assistant]) -> None:
    client, assistant = served
    send(client, ("gone.md", b"# Gone\n\nThis one goes."), ("kept.md", b"# Kept\n\nThis other one stays."))
    assert client.post("/library/remove", json={"ids": ["gone", "never-there"]}).json()["said"] == "1 article removed"
    assert [line.heading.id for line in assistant.library.page("gone.md").lines] == []
    assert [line.heading.id for line in assistant.library.page("kept.md").lines] == ["kept"]
    assert not client.get("/library/state").json()["others"]


def test_what_another_process_adds_is_told(served: tuple[TestClient, Assistant], tmp_path: Path) -> None:
    client, assistant = served
    before = client.get("/library/state").json()
    (tmp_path / "a.txt").write_text("Another process put this here.")
    assistant.library.add(tmp_path / "a.txt")  # not through the page
    after = client.get("/library/state").json()
    assert (before["others"], after["others"]) == (False, True)
    assert after["change"] > before["change"]


def test_the_table_is_asked_for_a_page_at_a_time(served: tuple[TestClient, Assistant]) -> None:
    client, assistant = served
    markup = client.get("/library/table", params={"search": "moon", "column": "title", "descending": "false"}).text
    assert len(re.findall("<tr role", markup)) == 1 + assistant.library.page("moon").total
    assert client.get("/library/table", params={"page": 999}).text.count("<tr role") > 1
    assert client.get("/library/table", params={"column": "text"}).status_code == 422
    assert client.get("/library/table", params={"page": 0}).status_code == 422


def test_the_table_can_show_only_what_was_corrected_and_a_withdrawal_outlasts_other_notices(
    served: tuple[TestClient, Assistant],
) -> None:
    client, _ = served
    told = "Correction: The toll is £3, not £5.\n\nRetraction: This article has been withdrawn: nobody pays a toll."
    send(client, ("toll.md", f"# A toll for the bridge\n\nThe toll of the new bridge is £5.\n\n{told}".encode()))
    markup = client.get("/library/table", params={"corrected": "true"}).text
    assert re.findall('class="mark corrected">([^<]+)', markup) == [ENGLISH.done_to("withdrawal")]


def test_a_form_of_another_site_cannot_add_or_remove(served: tuple[TestClient, Assistant]) -> None:
    """What a page elsewhere can send without asking first: plain text, and no header of its own."""
    client, assistant = served
    count = assistant.library.count()
    told = json.dumps({"ids": [line.heading.id for line in assistant.library.page().lines]})
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}):
        assert (
            client.post("/library/remove", content=told, headers=headers | {"content-type": "text/plain"}).status_code
            == 403
        )
        assert (
            client.post("/library/orders", json={"addresses": ["https://a.example"]}, headers=headers).status_code
            == 403
        )
    assert client.post("/library/remove", content=told, headers={"content-type": "text/plain"}).status_code == 422
    assert assistant.library.count() == count


def test_the_tab_speaks_the_language_of_the_browser(served: tuple[TestClient, Assistant]) -> None:
    client, _ = served
    assert ENGLISH.add_articles in client.get("/library").text
    assert CHINESE.add_articles in client.get("/library", headers={"accept-language": "zh-CN,en;q=0.5"}).text


def test_a_library_that_cannot_be_used_is_one_sentence(served: tuple[TestClient, Assistant]) -> None:
    client, assistant = served
    (assistant.library.folder / "catalog.sqlite").rename(assistant.library.folder / "moved")
    response = client.get("/library/state")
    (assistant.library.folder / "moved").rename(assistant.library.folder / "catalog.sqlite")
    assert response.status_code == 409
    assert response.json()["error"].startswith("The library at ")
