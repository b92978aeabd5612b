"""Several libraries in one server: each is reached by its name, and nobody meets one that they may not see."""

from __future__ import annotations

import json
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.parse import quote

import anyio
import pytest
from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.testclient import TestClient
from typer.testing import CliRunner

from assistant.access.access import COOKIE, Access
from assistant.access.several import Several, checked_names
from assistant.assistant import Assistant
from assistant.cli import _libraries_in
from assistant.cli import app as command
from assistant.serving.conversations import Conversations
from assistant.settings import Settings
from assistant.watching.alerting import look_through, make_alert
from assistant.watching.sources import watch
from assistant.watching.watcher import Watcher
from index.embedding import SentenceEmbeddings
from index.errors import WrongUsage
from index.library import Library
from tests.watching.watched import Clock, edges

NAMES = ("harbour", "orchard", "glacier")
SPEAKERS = {"harbour": "Ada Quillfeather", "orchard": "Bo Plumstone", "glacier": "Cy Rimewater"}
MAY = {"all": NAMES, "first": ("harbour",), "second": ("orchard",), "two": ("orchard", "glacier")}
QUESTION = "What did the keeper say about the old tower?"
MCP = {"accept": "application/json, text/event-stream", "mcp-protocol-version": "2025-06-18"}


def secrets_of(name: str) -> tuple[str, ...]:
    """What stands in no other library, nor in a request."""
    return SPEAKERS[name].split()[1], f"{name.title()} Gazette", f"{name}-made-it"


def article(name: str) -> dict[str, Any]:
    text = (
        f"The old tower will stand for ever, said the keeper, {SPEAKERS[name]}. He spoke of {name}-made-it on Monday."
    )
    outlet = f"{name.title()} Gazette"
    return {"id": "tower", "title": f"{name}-made-it", "source": outlet, "text": text, "labels": [f"{name}-made-it"]}


class Served:
    def __init__(self, folder: Path, libraries: dict[str, Library]) -> None:
        self.assistants = assistants = {name: Assistant(library, Settings()) for name, library in libraries.items()}
        settings = Settings(questions_a_minute=100_000)
        self.access = access = Access(libraries["harbour"].folder, settings, loopback=True)
        from assistant.server import create_several  # it brings the page, and that gradio

        self.app = create_several(assistants, access=access)
        self.headers: dict[str, dict[str, str]] = {}
        scopes = frozenset(("ask", "read", "write", "admin"))
        for who, names in MAY.items():
            only = () if who == "all" else names
            access.users.add(who, "a long password", scopes, only)
            user = access.users.get(who)
            assert user is not None
            self.headers[f"key {who}"] = {"authorization": f"Bearer {access.keys.add(f'{who}-key', scopes, only)}"}
            self.headers[f"cookie {who}"] = {"cookie": f"{COOKIE}={access.sessions.begin(user)}"}
        self.shared: dict[str, str] = {}
        for name, library in libraries.items():
            conversations = Conversations(library.folder, owner="all")
            answer = assistants[name].ask(QUESTION).to_dict()
            conversations.save(answer, library)
            self.shared[name] = conversations.share(answer["id"]).shared or ""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("several")
    libraries = {}
    for name in NAMES:
        libraries[name] = Library(folder / name, embeddings=embeddings)
        source = folder / "articles.jsonl"
        source.write_text(json.dumps(article(name)), "utf-8")
        libraries[name].add(source)
    yield Served(folder, libraries)
    for library in libraries.values():
        library.close()


@pytest.fixture(scope="module")
def client(served: Served) -> Iterator[TestClient]:
    with TestClient(served.app, base_url="http://127.0.0.1") as opened:  # type: ignore[arg-type]
        yield opened


def asked(client: TestClient, served: Served, who: str, address: str, **sent: Any) -> Any:
    method, path = address.split(" ")
    headers = {**served.headers[who], **sent.pop("headers", {})}
    client.cookies.clear()
    return client.request(method, path, headers=headers, follow_redirects=False, **sent)


def tool(name: str, library: str | None = None, **arguments: Any) -> dict[str, Any]:
    arguments |= {"library": library} if library else {}
    params = {"name": name, "arguments": arguments}
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}


def ways(name: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """Every way to name a library with a question."""
    question = {"question": QUESTION}
    chat = {"model": f"article-assistant/{name}", "messages": [{"role": "user", "content": QUESTION}]}
    return {
        "path": (f"POST /libraries/{name}/api/ask", {"json": question}),
        "parameter": (f"POST /api/ask?library={name}", {"json": question}),
        "field": ("POST /api/ask", {"json": question | {"library": name}}),
        "parameter of GET": (f"GET /api/search?library={name}", {}),
        "model": ("POST /v1/chat/completions", {"json": chat}),
        "response": ("POST /v1/responses", {"json": {"model": chat["model"], "input": QUESTION}}),
        "tool": ("POST /mcp", {"json": tool("ask", name, question=QUESTION), "headers": MCP}),
    }


@pytest.mark.parametrize("way", [way for way in ways("x") if way != "parameter of GET"])
def test_a_library_is_asked_by_each_way_of_naming_it(client: TestClient, served: Served, way: str) -> None:
    for name in NAMES:
        address, sent = ways(name)[way]
        response = asked(client, served, "key all", address, **sent)
        assert response.status_code == 200, response.text
        assert SPEAKERS[name].split()[1] in response.text


@pytest.mark.parametrize("root", ["", "/news"])
def test_a_body_names_a_library_whether_a_proxy_takes_its_path_off_or_not(root: str) -> None:
    def which(request: Request) -> str:
        return str(request.state.library)

    app = FastAPI()
    app.add_api_route("/{path:path}", which, methods=["POST"])
    client = TestClient(Several(dict.fromkeys(NAMES, app), root="/news"))
    for path, sent in (("/api/ask", {"library": "glacier"}), ("/v1/responses", {"model": "article-assistant/glacier"})):
        assert client.post(root + path, json=sent).json() == "glacier"


def test_what_names_no_library_is_for_the_first(client: TestClient, served: Served) -> None:
    told = asked(client, served, "key all", "POST /api/ask", json={"question": QUESTION}).text
    assert "Quillfeather" in told
    refused = asked(client, served, "key second", "POST /api/ask", json={"question": QUESTION})
    assert refused.status_code == 404 and "harbour" not in refused.text


def test_libraries_and_models_are_listed_as_far_as_they_may_be_seen(client: TestClient, served: Served) -> None:
    for who, names in MAY.items():
        address = f"/libraries/{names[0]}"
        found = asked(client, served, f"key {who}", f"GET {address}/api/libraries").json()
        assert found == {"libraries": list(names)}
        models = asked(client, served, f"key {who}", f"GET {address}/v1/models").json()["data"]
        assert [one["id"] for one in models] == ["article-assistant", *(f"article-assistant/{name}" for name in names)]


def test_whoever_may_not_see_the_first_library_is_led_to_their_own(client: TestClient, served: Served) -> None:
    response = asked(client, served, "cookie two", "GET /", headers={"accept": "text/html"})
    assert (response.status_code, response.headers["location"]) == (307, "/libraries/orchard/")
    assert asked(client, served, "cookie two", "GET /libraries/orchard/").status_code == 200


def test_a_library_that_is_not_there_answers_as_one_that_may_not_be_seen(client: TestClient, served: Served) -> None:
    for who in ("key first", "cookie first"):
        for address in (
            "GET /libraries/{}/library/table",
            "GET /libraries/{}/api/articles",
            "POST /libraries/{}/api/ask",
        ):
            told = [asked(client, served, who, address.format(name)) for name in ("orchard", "nowhere")]
            assert {(one.status_code, one.text.replace(one.headers.get("x-request-id", "-"), "")) for one in told}
            assert [one.status_code for one in told] == [told[0].status_code] * 2 and told[0].status_code in (401, 404)
    strangers = [client.get(f"/libraries/{name}/api/articles") for name in ("orchard", "nowhere")]
    assert [one.status_code for one in strangers] == [401, 401]


def test_a_stranger_signs_in_once_and_comes_where_they_wanted_to(client: TestClient, served: Served) -> None:
    client.cookies.clear()
    html = {"accept": "text/html"}
    assert client.get("/libraries/orchard", headers=html, follow_redirects=False).headers["location"] == (
        "/libraries/orchard/"
    )
    refused = client.get("/libraries/orchard/", headers=html, follow_redirects=False)
    assert (refused.status_code, refused.headers["location"].partition("?")[0]) == (303, "/libraries/orchard/sign-in")
    page = client.get(refused.headers["location"], headers=html)
    assert 'value="/libraries/orchard/"' in page.text and 'action="/sign-in' in page.text
    sent = {"name": "second", "password": "a long password", "next": "/libraries/orchard/"}
    headers = {"origin": "http://127.0.0.1"}
    let_in = client.post("/sign-in", data=sent, headers=headers, follow_redirects=False)
    assert (let_in.status_code, let_in.headers["location"]) == (303, "/libraries/orchard/")
    assert "Path=/;" in let_in.headers["set-cookie"] + ";"
    assert client.get("/libraries/orchard/library/table").status_code == 200
    assert client.get("/libraries/glacier/library/table").status_code == 404
    client.cookies.clear()


def requests_for(name: str, served: Served) -> list[tuple[str, dict[str, Any]]]:
    """Addresses that show something of a library, under its path and by the other ways of naming it."""
    looked = [
        *("/api/articles", "/api/articles/tower", "/api/outlets", "/api/labels", "/api/people", "/api/jobs"),
        *("/api/statements?about=tower", "/api/suggestions", "/metrics", "/v1/models", "/api/openapi.json"),
        *("/", "/config", "/library", "/library/table", "/library/state", "/library/article?id=tower", "/people"),
        *(
            "/people/list",
            "/people/statements.csv?name=keeper",
            "/page/choices?text=",
            "/page/stock",
            "/articles/tower",
        ),
        *(f"/answers/{served.shared[name]}", "/library/labels", "/page/alive", "/api/libraries", "/api/alerts"),
    ]
    found: list[tuple[str, dict[str, Any]]] = [(f"GET /libraries/{name}{path}", {}) for path in looked]
    found += [(f"GET {path}{'&' if '?' in path else '?'}library={name}", {}) for path in looked]
    found += [one for way, one in ways(name).items()]
    found += [
        ("POST /api/search", {"json": {"question": "tower", "library": name}}),
        ("POST /api/check", {"json": {"text": "The old tower will stand for ever.", "library": name}}),
        (f"POST /libraries/{name}/check/text", {"json": {"text": "The old tower will stand for ever."}}),
        *(
            ("POST /mcp", {"json": tool(one, name, **more), "headers": MCP})
            for one, more in (("list_articles", {}), ("list_outlets", {}), ("read_article", {"article_id": "tower"}))
        ),
        (f"POST /libraries/{name}/api/feedback", {"json": {"answer": served.shared[name], "vote": "up"}}),
        (f"DELETE /libraries/{name}/api/articles/none", {}),
    ]
    return found


def test_five_hundred_requests_show_nothing_of_a_library_that_may_not_be_seen(
    client: TestClient, served: Served
) -> None:
    chance, shown, hidden = random.Random(7), 0, 0
    table = {name: requests_for(name, served) for name in NAMES}
    for _ in range(500):
        who, name = chance.choice(list(served.headers)), chance.choice(NAMES)
        address, sent = chance.choice(table[name])
        may = MAY[who.split()[1]]
        response = asked(client, served, who, address, **json.loads(json.dumps(sent)))
        told = response.text + json.dumps(dict(response.headers))
        for other in set(NAMES) - set(may):
            given = [*secrets_of(other), f"/{other}"]
            leaked = [one for one in given if one.lower() in told.lower().replace(address.lower(), "")]
            assert not leaked, f"{who} {address} shows {leaked}"
        assert response.status_code < 500
        shown += any(one in told for one in secrets_of(name)) and name in may
        hidden += name not in may and response.status_code in (401, 404)
    assert shown > 80 and hidden > 80  # what is to be hidden was there to be shown


def test_a_user_is_given_some_of_the_libraries_by_command(tmp_path: Path) -> None:
    runner = CliRunner()
    given = ["users", "add", "ann", "--only", "news", "--only", "archive", "--library", str(tmp_path)]
    assert runner.invoke(command, given, input="a long password\n").exit_code == 0
    made = runner.invoke(
        command, ["keys", "add", "bot", "--scopes", "ask", "--only", "news", "--library", str(tmp_path)]
    )
    access = Access(tmp_path, Settings(), loopback=True)
    bot = access.keys.known_by(made.output.splitlines()[0])
    assert bot is not None and [access.sees(bot, one) for one in ("news", "archive")] == [True, False]
    user = access.users.get("ann")
    assert user is not None and user.libraries == {"news", "archive"}
    access.users.add("ann", "another password")
    user = access.users.get("ann")
    assert user is not None and user.libraries == {"news", "archive"}  # a new password gives no more


def test_a_folder_of_libraries_is_each_of_them(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    for name in ("b", "a"):
        Library(tmp_path / name, embeddings=embeddings).close()
    (tmp_path / "else").mkdir()
    assert _libraries_in([tmp_path]) == [tmp_path / "a", tmp_path / "b"]
    assert _libraries_in([tmp_path / "a"]) == [tmp_path / "a"] and _libraries_in([]) == []


@pytest.mark.parametrize(("names", "said"), [(["news", "news"], "Two libraries"), (["a b", "c"], "cannot be")])
def test_names_that_tell_no_libraries_apart_are_refused(names: list[str], said: str) -> None:
    with pytest.raises(WrongUsage, match=said):
        checked_names(names)


def test_the_app_of_several_libraries_is_one_app(served: Served) -> None:
    assert isinstance(served.app, Several) and list(served.app.apps) == list(NAMES)


# What is watched, and alerts


def said(name: str, sum: str) -> str:
    return f"“The bridge of {name} needs another {sum} crowns this year,” said {SPEAKERS[name]}, the keeper."


def watchers_of(assistants: dict[str, Assistant], access: Access) -> dict[str, Watcher]:
    from assistant import server

    return server.watchers_of(assistants, access, edges=edges(Clock()))


def feed_of(client: TestClient, served: Served, name: str, id: str) -> str:
    made = asked(client, served, "cookie all", f"POST /libraries/{name}/api/alerts/{id}/feed")
    return str(made.json()["address"]).removeprefix("http://127.0.0.1")


def test_the_sources_of_each_library_are_looked_at_and_told_by_its_own_alerts(
    client: TestClient, served: Served, tmp_path: Path
) -> None:
    watchers = watchers_of(served.assistants, served.access)
    plain, feeds = "/api/feeds/", {}
    for name in ("harbour", "orchard"):
        folder = tmp_path / f"folder-of-{name}"
        folder.mkdir()
        (folder / f"bridge-{name}.txt").write_text(said(name, "forty million"), "utf-8")
        watch(served.assistants[name].library, folder, now=0.0)
        wanted = {"json": {"speaker": SPEAKERS[name], "library": name}}
        id = asked(client, served, "cookie all", "POST /api/alerts", **wanted).json()["id"]
        feeds[name] = feed_of(client, served, name, id)
    for watcher in watchers.values():
        watcher.step()
    assert {name: watcher.is_watching for name, watcher in watchers.items()} == {
        "harbour": True,
        "orchard": True,
        "glacier": False,
    }
    client.cookies.clear()
    for name, other in (("harbour", "orchard"), ("orchard", "harbour")):
        for address in (feeds[name], plain + feeds[name].partition(plain)[2]):
            told = client.get(address).text
            assert said(name, "forty million").split(",")[0] in told and SPEAKERS[other] not in told
            assert f"/libraries/{name}/articles/" in told
        sources = asked(client, served, "cookie all", f"GET /libraries/{name}/library/sources").text
        assert f"folder-of-{name}" in sources and f"folder-of-{other}" not in sources
        alerts = asked(client, served, "cookie all", f"GET /libraries/{name}/people/alerts").text
        assert SPEAKERS[name] in alerts and SPEAKERS[other] not in alerts
    for watcher in watchers.values():
        watcher.close()


def test_whoever_may_see_a_library_no_longer_gets_nothing_more_from_its_alerts(
    client: TestClient, served: Served, tmp_path: Path
) -> None:
    glacier, users, scopes = served.assistants["glacier"], served.access.users, frozenset(("ask", "read"))

    def statuses() -> list[int]:
        user = users.get("dora")
        assert user is not None
        client.cookies.clear()
        headers = {"cookie": f"{COOKIE}={served.access.sessions.begin(user)}"}
        return [client.get(address, headers=headers).status_code for address in addresses]

    users.add("dora", "a long password", scopes, ("orchard", "glacier"))
    glacier.settings = Settings(webhook_hosts="hooks.example")
    hook = {"webhook": "http://hooks.example/in", "secret": "whsec_AAAA"}
    one = make_alert(glacier, "dora", speaker=SPEAKERS["glacier"], now=0.0, **hook)
    feed = f"/api/feeds/{glacier.library.alerts.open_feed(one.id, 'dora')}.atom"
    (tmp_path / "ice.txt").write_text(said("glacier", "ninety million"), "utf-8")
    glacier.library.add(tmp_path / "ice.txt")
    assert look_through(glacier, now=1.0) == 1
    addresses = (feed, f"/libraries/glacier{feed}", "/libraries/glacier/people/alerts")
    assert statuses() == [200] * 3
    users.add("dora", "a long password", scopes, ("orchard",))
    assert statuses() == [404] * 3
    watchers_of(served.assistants, served.access)["glacier"].step()
    (item,) = glacier.library.alerts.items(one, limit=9)
    assert (item.sent, item.waits) == (None, False)


def test_the_sources_that_the_settings_name_are_for_the_first_library(served: Served, tmp_path: Path) -> None:
    libraries = {name: served.assistants[name].library for name in NAMES}
    named = {name: Assistant(library, Settings(watched_sources=str(tmp_path))) for name, library in libraries.items()}
    watchers_of(named, served.access)
    places = {name: {one.place for one in library.sources.all()} for name, library in libraries.items()}
    assert [name for name in NAMES if str(tmp_path) in places[name]] == ["harbour"]


def test_what_looks_at_the_sources_of_several_libraries_ends_together() -> None:
    both = Barrier(2)

    def app() -> FastAPI:
        @asynccontextmanager
        async def living(_app: FastAPI) -> AsyncIterator[None]:
            yield
            await run_in_threadpool(both.wait, 5)

        return FastAPI(lifespan=living)

    with TestClient(Several({"a": app(), "b": app()})):  # type: ignore[arg-type]
        assert not both.broken
    assert not both.broken


def test_nothing_that_a_stranger_sends_is_read(served: Served) -> None:
    read, sent = list[str](), list[Any]()

    async def receive() -> Any:
        read.append("a piece")
        return {"type": "http.request", "body": b"[" * 1_000_000, "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json"), (b"host", b"127.0.0.1")]
    scope = {"type": "http", "method": "POST", "path": "/api/ask", "raw_path": b"/api/ask", "query_string": b""}
    scope |= {"headers": headers, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "scheme": "http"}
    anyio.run(served.app, scope, receive, send)
    assert sent[0]["status"] == 401 and not read


@pytest.mark.parametrize("name", ["a\r\nSet-Cookie: x=1", "港", "a\0b", "../x"])
def test_a_name_that_is_no_librarys_stands_in_no_header(client: TestClient, name: str) -> None:
    client.cookies.clear()
    for address in (f"/?library={quote(name)}", f"/libraries/{quote(name, safe='')}/library"):
        told = client.get(address, headers={"accept": "text/html"}, follow_redirects=False)
        assert told.status_code == 303 and told.headers["location"].startswith("/sign-in?next="), address


def test_what_one_library_answered_is_not_kept_as_anothers(client: TestClient, served: Served) -> None:
    answer = asked(client, served, "key all", "POST /libraries/harbour/api/ask", json={"question": QUESTION}).json()
    statuses = {
        name: asked(
            client, served, "key all", f"POST /libraries/{name}/api/feedback", json={"answer": answer, "vote": "up"}
        ).status_code
        for name in NAMES
    }
    assert statuses == {"harbour": 200, "orchard": 409, "glacier": 409}
