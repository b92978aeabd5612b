"""Hostile input through the network's doors: each payload is a test of its own, and none does what it is made for."""

from __future__ import annotations

import gzip
import json
import os
import re
import socket
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from markdown_it import MarkdownIt

from assistant.assistant import Assistant
from assistant.serving.conversations import Conversations
from assistant.serving.cross_site import own_names
from assistant.settings import Settings
from index.embedding import SentenceEmbeddings
from index.library import Library
from index.loading.fetching import Fetcher
from index.loading.network import resolve
from tests.api.test_rest import WAITED, ended, problem
from tests.papers import with_part, word
from tests.served import served
from tests.web_server import PUBLIC, Routes, Site, redirect, response

SCRIPT = "<script>ran()</script>"
SCRIPTS = {
    "a script": SCRIPT,
    "a picture that fails": '"><img src=x onerror="ran()">',
    "what closes the page's own tags": "</title></style></p></article></textarea><svg onload=ran()>",
    "an attribute of its own": "' onfocus='ran()' autofocus='",
}
LIVE = "http://enemy.example/p.png"
MARKUP = f"Ann Roe said the old crane [x]({LIVE}) will go on Monday, as www.enemy.example has it, a < b."
FIELDS = ("title", "author", "source", "text")
PASSWORDS = "root:x:0:0"
JSON = {"Content-Type": "application/json"}
ADDRESSES = {"private.example": ["10.0.0.1"], "mixed.example": [PUBLIC, "127.0.0.1"]}
UPLOADED = b"The tide\n\nThe tide is high."


class Rebinding:
    """Names as an enemy answers for them: public first, and ever after this machine."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def __call__(self, host: str, port: int) -> list[str]:
        known, self.asked = host in self.asked, self.asked | {host}
        if not host.endswith(".example"):
            return resolve(host, port)
        return ["127.0.0.1"] if host == "rebinding.example" and known else ADDRESSES.get(host, [PUBLIC])


class Served:
    """A server over hostile articles, whose every public address leads to the enemy's site."""

    def __init__(self, client: httpx.Client, library: Library, network: Routes, site: Site) -> None:
        self.client = client
        self.library = library
        self.network = network
        self.site = site


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("hostile")
    rows = []
    for name, payload in SCRIPTS.items():
        for field in FIELDS:
            row = {"id": f"{field}-{name}", "title": "The quay", "source": "Post", "author": "Mo", "text": "It opened."}
            rows.append(row | {field: f"Quay {payload} opened"})
    rows.append({"id": "address", "title": "The quay", "url": "javascript:ran()", "text": "It opened."})
    rows.append(
        {
            "id": "markup",
            "title": f"The crane ![p]({LIVE})",
            "source": f"<img src={LIVE}>",
            "text": f"It is old.\n\n{MARKUP}\n\nIt opened.",
        }
    )
    (folder / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    pages = {
        "/to-this-machine": redirect("http://127.0.0.1/secret"),
        "/to-a-file": redirect("file:///etc/passwd"),
        "/bomb": response(gzip.compress(bytes(60_000_000)), Content_Encoding="gzip"),
        "/back": redirect("http://rebinding.example/secret"),
        "/secret": response("<p>The secret.</p>"),
    }
    with Site(pages) as site:
        network = Routes(site)
        fetcher = Fetcher(pause=0, network=network, resolve=Rebinding())
        with Library(folder / "library", embeddings=embeddings, fetcher=fetcher) as library:
            library.add(folder / "articles.jsonl")
            with (
                served(Assistant(library, Settings()), names=own_names("127.0.0.1")) as address,
                httpx.Client(base_url=address, timeout=WAITED) as client,
            ):
                yield Served(client, library, network, site)


class Tags(HTMLParser):
    """What a browser makes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def raw(server: Served, request: bytes) -> bytes:
    """What comes back for bytes that no client would send."""
    url = server.client.base_url
    with socket.create_connection((url.host, url.port or 80), timeout=WAITED) as connection:
        with suppress(ConnectionError):  # it may be refused before all of it is sent
            connection.sendall(request)
            return b"".join(iter(lambda: connection.recv(65536), b""))
        return b""


def added(server: Served, **sent: Any) -> dict[str, Any]:
    """The job that adds what is sent, when it is done."""
    return ended(server.client, server.client.post("/api/articles", **sent).raise_for_status().json())


# Markup in words


def shows_as_text(page: httpx.Response, payload: str) -> None:
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    read = Tags()
    read.feed(page.text)
    assert not read.names & {"script", "img", "iframe", "object"}
    assert not [name for name in read.attributes if name.startswith("on")]
    assert payload in "".join(read.words)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("name", SCRIPTS)
def test_markup_in_a_field_of_an_article_is_text_on_its_page(server: Served, field: str, name: str) -> None:
    page = server.client.get(f"/articles/{quote(f'{field}-{name}', safe='')}")
    assert page.status_code == 200
    shows_as_text(page, SCRIPTS[name])


def test_an_article_whose_address_is_a_script_has_no_link(server: Served) -> None:
    assert "javascript:" not in server.client.get("/articles/address").text


@pytest.mark.parametrize("payload", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_markup_in_a_question_is_text_on_the_page_of_a_shared_answer(server: Served, payload: str) -> None:
    answer = server.client.post("/api/ask", json={"question": f"Who is {payload}?"}).raise_for_status()
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    said = {"answer": answer.json(), "vote": "up", "comment": payload}
    id = server.client.post("/api/feedback", json=said).raise_for_status().json()["answer"]
    conversations = Conversations(server.library.folder)
    shared = conversations.share(id).shared
    conversations.close()
    shows_as_text(server.client.get(f"/answers/{shared}"), payload)


@pytest.mark.parametrize("payload", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_markup_in_a_file_name_comes_back_as_json_that_no_browser_takes_for_a_page(
    server: Served, payload: str
) -> None:
    told = server.client.post("/api/articles", files={"files": (f"{payload}.exe", b"x")}).raise_for_status()
    assert told.headers["content-type"] == "application/json"
    assert told.headers["x-content-type-options"] == "nosniff"
    assert told.json()["added"] == []


@pytest.mark.parametrize("address", ["/articles/", "/answers/", "/api/articles/", "/api/jobs/", "/v1/models/", "/"])
def test_markup_in_an_address_is_not_a_part_of_the_page_that_says_so(server: Served, address: str) -> None:
    told = server.client.get(f"{address}{quote(SCRIPT, safe='')}")
    assert told.status_code in (404, 422)
    assert SCRIPT not in told.text or told.headers["content-type"] in ("application/json", "application/problem+json")


# Paths


TRAVERSALS = {
    "parents": "../../../../../../tmp/escaped.txt",
    "an absolute path": "/tmp/escaped.txt",
    "parents of Windows": "..\\..\\..\\tmp\\escaped.txt",
    "a drive": "C:\\tmp\\escaped.txt",
    "a home": "~/escaped.txt",
    "a NUL": "escaped.txt\0.txt",
    "doubled dots": "....//....//tmp/escaped.txt",
    "a percent code": "..%2f..%2ftmp%2fescaped.txt",
}


@pytest.mark.parametrize("name", TRAVERSALS.values(), ids=TRAVERSALS.keys())
def test_the_name_of_a_file_is_no_path_on_the_server(server: Served, name: str) -> None:
    places = [Path(tempfile.gettempdir()), Path.home(), Path.cwd(), server.library.folder, server.library.folder.parent]
    job = added(server, files={"files": (name, UPLOADED)})
    assert len(job["added"]) + len(job["unchanged"]) + len(job["skipped"]) == 1
    for place in places:
        assert not [one for one in os.listdir(place) if "escaped" in one]


@pytest.mark.parametrize("climb", ["..", "%2e%2e", "..%2f..%2f..%2f..%2f..", "..%5c..", "....%2f%2f..", "%252e%252e"])
@pytest.mark.parametrize(
    "address",
    ["/articles/", "/api/articles/", "/page/", "/static/", "/assets/", "/gradio_api/file=", "/conversations/"],
)
def test_an_address_leads_to_no_file(server: Served, address: str, climb: str) -> None:
    told = raw(
        server, f"GET {address}{climb}/etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
    )
    assert re.match(rb"HTTP/1\.1 (400|403|404|405|422) ", told)
    assert PASSWORDS.encode() not in told


@pytest.mark.parametrize("path", ["/etc/passwd", "%2fetc%2fpasswd", "C:%5cwindows%5cwin.ini"])
def test_the_page_gives_out_no_file_of_the_machine(server: Served, path: str) -> None:
    for address in (f"/gradio_api/file={path}", f"/file={path}", f"/gradio_api/stream/{path}", f"/{path}"):
        told = server.client.get(address)
        assert told.status_code >= 400
        assert PASSWORDS not in told.text


# Addresses that lead to this machine or its network


FORGED = {
    "decimal": "http://2130706433/secret",
    "octal": "http://0177.0.0.1/secret",
    "hexadecimal": "http://0x7f000001/secret",
    "hexadecimal parts": "http://0x7f.0x0.0x0.0x1/secret",
    "short": "http://127.1/secret",
    "this machine": "http://127.0.0.1/secret",
    "its name": "http://localhost/secret",
    "its name with a dot": "http://localhost./secret",
    "nowhere": "http://0.0.0.0/secret",
    "IPv6": "http://[::1]/secret",
    "IPv6, mapped": "http://[::ffff:127.0.0.1]/secret",
    "IPv6, mapped and hexadecimal": "http://[::ffff:7f00:1]/secret",
    "IPv6, translated": "http://[64:ff9b::7f00:1]/secret",
    "IPv6, of a link": "http://[fe80::1%25eth0]/secret",
    "a cloud's own data": "http://169.254.169.254/latest/meta-data/",
    "a private network": "http://192.168.0.1/secret",
    "full width": "http://\uff11\uff12\uff17.0.0.1/secret",
    "circled": "http://①②⑦.⓪.⓪.①/secret",
    "a name of a private address": "http://private.example/secret",
    "a name of a public and a private address": "http://mixed.example/secret",
    "a redirect": "http://enemy.example/to-this-machine",
    "a redirect to a file": "http://enemy.example/to-a-file",
    "a password": "http://enemy.example@127.0.0.1/secret",
    "a password that looks like a host": "http://enemy.example%2f@127.0.0.1/secret",
    "a file": "file:///etc/passwd",
    "another protocol": "gopher://127.0.0.1:6379/_INFO",
    "a line's end": "http://enemy.example/\r\nX-Injected: 1",
    "a backslash": "http://enemy.example\\@127.0.0.1/secret",
}


@pytest.mark.parametrize("address", FORGED.values(), ids=FORGED.keys())
def test_an_address_leads_to_nothing_of_this_machine_or_its_network(server: Served, address: str) -> None:
    server.network.reached.clear()
    server.site.requests.clear()
    job = added(server, json={"urls": [address]})
    assert job["added"] == [] and len(job["skipped"]) == 1
    assert {*server.network.reached} <= {PUBLIC}
    assert "/secret" not in server.site.paths
    assert not any("X-Injected" in line for request in server.site.requests for line in request.splitlines()[1:])
    assert PASSWORDS not in json.dumps(job)


def test_a_name_that_changes_its_mind_leads_nowhere_else(server: Served) -> None:
    """Asked the second time, by a redirect, it names this machine."""
    server.network.reached.clear()
    server.site.pages["/first"] = redirect("http://rebinding.example/secret")
    job = added(server, json={"urls": ["http://rebinding.example/first"]})
    assert job["added"] == [] and {*server.network.reached} == {PUBLIC}


# Markup that another program would draw


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("door", ["/v1/chat/completions", "/v1/responses"])
def test_no_client_makes_a_link_or_a_picture_of_an_articles_words(server: Served, door: str, stream: bool) -> None:
    question = "What did Ann Roe say about the old crane?"
    asked: dict[str, Any] = {"messages": [{"role": "user", "content": question}]}
    if "responses" in door:
        asked = {"input": question}
    asked |= {"model": "article-assistant", "stream": stream, "articles": ["markup"]}
    told = server.client.post(door, json=asked)
    if not stream:
        record = told.json()
        text = record["output"][0]["content"][0]["text"] if "responses" in door else _content(record, "message")
    else:
        events = [json.loads(line[6:]) for line in told.text.splitlines() if line.startswith("data: {")]
        text = "".join(one.get("delta", "") for one in events if "choices" not in one)
        text += "".join(_content(one, "delta") for one in events if "choices" in one)
    answer = text.partition("Sources:")[0]
    assert all(part in answer for part in ("the old crane [x]", "![p]", "src=", "a < b", "enemy.example"))
    drawn = MarkdownIt("commonmark", {"html": True}).render(text)
    read = Tags()
    read.feed(drawn)
    assert not read.names & {"a", "img"}
    assert not re.search(r"https?://enemy|www\.enemy", text)


def _content(record: dict[str, Any], part: str) -> str:
    return "".join(choice[part].get("content") or "" for choice in record["choices"])


# Headers


INJECTED = {
    "in the address": b"GET /api/articles/a%0d%0aX-Injected:%201 HTTP/1.1\r\nHost: 127.0.0.1\r\n",
    "in the query": b"GET /api/articles?search=a%0d%0aX-Injected:%201 HTTP/1.1\r\nHost: 127.0.0.1\r\n",
    "in the id of the request": b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Request-ID: a\x0bX-Injected: 1\r\n",
    "in a cookie": b"GET /articles/none HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: language=en%0d%0aX-Injected: 1\r\n",
    "in the name of a conversation": b"GET /conversations/a%0d%0aX-Injected:1.md HTTP/1.1\r\nHost: 127.0.0.1\r\n",
    "in the language": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: en%0d%0aX-Injected: 1\r\n",
}


@pytest.mark.parametrize("head", INJECTED.values(), ids=INJECTED.keys())
def test_no_header_is_made_of_what_was_sent(server: Served, head: bytes) -> None:
    told = raw(server, head + b"Connection: close\r\n\r\n").partition(b"\r\n\r\n")[0]
    assert told.startswith(b"HTTP/1.1 ")
    assert b"x-injected" not in told.lower()


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "Forwarded", "X-Original-URL", "X-Rewrite-Url"])
def test_a_header_of_a_proxy_changes_no_link(server: Served, name: str) -> None:
    asked = {"model": "article-assistant", "messages": [{"role": "user", "content": "When did the quay open?"}]}
    told = server.client.post("/v1/chat/completions", json=asked, headers={name: "host=enemy.example"})
    assert told.status_code == 200 and "enemy.example" not in told.text


def test_two_lengths_of_one_body_are_refused(server: Served) -> None:
    head = b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\nContent-Length: 40\r\n\r\nabcd"
    assert raw(server, head).startswith(b"HTTP/1.1 400 ")


def test_a_request_is_not_hidden_in_the_body_of_another(server: Served) -> None:
    hidden = b"0\r\n\r\nDELETE /api/articles/address HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    head = b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nContent-Length: %d\r\n\r\n"
    raw(server, head % len(hidden) + hidden)
    assert server.client.get("/api/articles/address").status_code == 200


# Bombs, and what no parser expects


def test_a_zip_bomb_is_refused_before_it_is_expanded(server: Served) -> None:
    bomb = with_part(word("x"), lambda _: bytes(60_000_000))
    assert len(bomb) < 1_000_000
    job = added(server, files={"files": ("bomb.docx", bomb)})
    assert "when decompressed" in job["skipped"][0]["reason"]


def test_a_gzip_bomb_as_a_file_is_refused_before_it_is_expanded(server: Served) -> None:
    bomb = gzip.compress(b"<p>" + bytes(60_000_000))
    job = added(server, files={"files": ("bomb.html.gz", bomb)})
    assert "when decompressed" in job["skipped"][0]["reason"]


def test_a_gzip_bomb_from_the_web_is_refused_before_it_is_expanded(server: Served) -> None:
    job = added(server, json={"urls": ["http://enemy.example/bomb"]})
    assert "larger than" in job["skipped"][0]["reason"]


def test_a_body_that_says_that_it_is_compressed_is_not_expanded(server: Served) -> None:
    packed = gzip.compress(json.dumps({"question": "x" * 1_000}).encode())
    told = server.client.post("/api/ask", content=packed, headers={**JSON, "Content-Encoding": "gzip"})
    assert told.status_code in (400, 422)


DEEP = 100_000
BODIES = {
    "lists in lists": b"[" * DEEP + b"]" * DEEP,
    "records in records": b'{"question":' * DEEP + b"1" + b"}" * DEEP,
    "a deep filter": b'{"question": "?", "articles": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    "a number of 10,000 digits": b'{"question": "?", "limit": ' + b"9" * 10_000 + b"}",
    "a number beyond all": b'{"question": "?", "limit": 1e999}',
    "no number": b'{"question": "?", "limit": NaN}',
    "an infinite number": b'{"question": "?", "limit": -Infinity}',
    "half a surrogate pair": b'{"question": "\\ud800"}',
    "a NUL as a byte": b'{"question": "\0"}',
    "bytes that are no UTF-8": b'{"question": "\xff\xfe"}',
    "UTF-16": '{"question": "?", "limit": "x"}'.encode("utf-16"),
    "a key that Python knows": b'{"__class__": {"__init__": 1}, "question": "?"}',
    "a list": b"[1, 2]",
    "a word": b'"question"',
    "nothing": b"",
    "a question that is true": b'{"question": true}',
    "a question in a question": b'{"question": {"question": "?"}}',
    "a day that is none": b'{"question": "?", "since": "9999-99-99"}',
    "a day in other digits": '{"question": "?", "since": "２０２６-01-01"}'.encode(),
}


@pytest.mark.parametrize("door", ["/api/search", "/api/ask", "/api/articles", "/api/feedback", "/v1/chat/completions"])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_body_that_is_made_to_break_a_parser_is_told_so(server: Served, body: bytes, door: str) -> None:
    told = server.client.post(door, content=body, headers=JSON)
    assert 400 <= told.status_code < 500
    record = told.json()
    assert record.get("detail") or record["error"]["message"]


NO_JSON = {
    "tools nested 930 deep": '"tools": [' + '{"a":' * 930 + "1" + "}" * 930 + "]",
    "metadata nested 500 deep": '"metadata": {"a": ' + "[" * 500 + "]" * 500 + "}",
    "no number": '"metadata": {"a": NaN}',
    "an infinite number": '"temperature": -Infinity',
    "a number beyond all": '"metadata": {"a": [1e999]}',
    "a number of 5,000 digits": '"metadata": {"a": ' + "9" * 5_000 + "}",
}


@pytest.mark.parametrize("more", NO_JSON.values(), ids=NO_JSON.keys())
@pytest.mark.parametrize("door", ["/v1/chat/completions", "/v1/responses"])
def test_what_cannot_be_sent_back_as_json_is_not_taken(server: Served, door: str, more: str) -> None:
    asked = '"input": "Hello"' if "responses" in door else '"messages": [{"role": "user", "content": "Hello"}]'
    body = f'{{"model": "article-assistant", {asked}, {more}}}'
    told = server.client.post(door, content=body, headers=JSON)
    assert (told.status_code, told.json()["error"]["type"]) == (400, "invalid_request_error")


@pytest.mark.parametrize("host", ["[", "[::::]", "me@enemy.example", "enemy.example/x", "a:b", "x" * 60_000])
def test_a_host_that_is_none_gets_no_answer(server: Served, host: str) -> None:
    for request in ("GET /articles/address", "GET /v1/models", "GET /answers/none"):
        head = f"{request} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        told = raw(server, head.encode())
        assert re.match(rb"HTTP/1\.1 4\d\d ", told) and b"enemy.example" not in told


def test_a_nul_in_a_question_is_taken_out(server: Served) -> None:
    told = server.client.post("/api/ask", json={"question": "When did\0 the quay open?"}).raise_for_status()
    assert told.json()["question"] == "When did the quay open?"


@pytest.mark.parametrize(
    "id", ["a\0b", "\ud800".encode("utf-8", "surrogatepass"), "x" * 5_000, "\u202eq", "'; DROP TABLE"]
)
def test_an_id_that_nothing_has_is_not_found(server: Served, id: str | bytes) -> None:
    for door in ("/api/articles/", "/articles/", "/api/jobs/", "/answers/", "/conversations/"):
        assert server.client.get(f"{door}{quote(id, safe='')}").status_code in (404, 422), door


@pytest.mark.parametrize(
    "kind",
    ["text/xml", "application/x-www-form-urlencoded", "image/svg+xml", "a" * 9_000, "", "application/json; x=\xe9"],
)
def test_a_body_of_a_kind_that_is_not_taken_changes_nothing(server: Served, kind: str) -> None:
    before = server.library.count()
    told = server.client.post("/api/articles", content=b"files=<a/>", headers={"Content-Type": kind.encode("latin-1")})
    problem(told, 415 if "json" not in kind else 422)
    assert server.library.count() == before


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=" + "x" * 5_000])
def test_a_form_without_its_boundary_is_refused(server: Served, kind: str) -> None:
    problem(server.client.post("/api/articles", content=b"--y\r\n", headers={"Content-Type": kind}), 400)


def test_a_form_of_many_parts_is_refused(server: Served) -> None:
    parts = [("files", (f"{number}.exe", b"x")) for number in range(1_100)]
    problem(server.client.post("/api/articles", files=parts), 400)


def test_headers_without_end_are_not_read(server: Served) -> None:
    told = raw(server, b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + b"x" * 1_000_000 + b"\r\n\r\n")
    assert told == b"" or re.match(rb"HTTP/1\.1 4\d\d ", told)


def test_after_all_of_it_the_server_answers_and_its_articles_are_there(server: Served) -> None:
    assert server.client.get("/readyz").json() == {"status": "ready"}
    assert server.client.get("/articles/address").status_code == 200
