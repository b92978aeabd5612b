"""Who may what: one table of all addresses, and from it a test of each with no key, a wrong one, and each scope."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from fastapi.routing import _IncludedRouter
from starlette.routing import Mount, Route

from assistant.access.access import COOKIE, Access
from assistant.access.identity import SCOPES
from assistant.assistant import Assistant
from assistant.page.first_view import FirstView
from assistant.page.own_tabs import OwnTabs
from assistant.serving.conversations import Conversations
from assistant.serving.shared import shared_at
from assistant.settings import Settings
from index.library import Library
from tests import homes
from tests.served import create_app

Door = Literal["open", "door", "page", "closed"]
HOST = "127.0.0.1:7860"
MCP = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
TAB = {"data": [], "fn_index": 0, "trigger_id": 1}
CHAT = {"model": "article-assistant", "messages": [{"role": "user", "content": "What did Armstrong say?"}]}


@dataclass(frozen=True)
class Line:
    """Who passes at an address, and the status that somebody meets who does.

    `open` lets everybody pass; a `door` takes keys, and cookies as well; a `page` takes cookies only; `closed` is what
    gradio brings along and the page has no use for. `needs` are scopes of which one is enough, none that everybody who
    is known may; `meets` is the status behind it, such as 404 where the example names nothing that is there.
    """

    door: Door
    needs: str = ""
    meets: int = 200
    path: str = ""  # an example, where the address itself is none
    body: Any = None


# The one table. Each address of the app, gradio's too, must stand in it.
TABLE: dict[str, Line] = {
    "GET /healthz": Line("open"),
    "GET /readyz": Line("open"),
    "GET /sign-in": Line("open"),
    "POST /sign-in": Line("open", meets=401, body="name=OWN&password=wrong"),
    "GET /.well-known/oauth-protected-resource": Line("open", meets=404),
    "GET /.well-known/oauth-protected-resource/mcp": Line("open", meets=404),
    "GET /sign-in/provider": Line("open", meets=303),
    "GET /sign-in/back": Line("open", meets=303),
    "GET /favicon.ico": Line("open"),
    "GET /robots.txt": Line("open"),
    "GET /theme.css": Line("open"),
    "GET /embed.js": Line("open"),
    "GET /page/style.css": Line("open"),
    "GET /page/library.css": Line("open"),
    "GET /page/library.js": Line("open"),
    "GET /page/check.css": Line("open"),
    "GET /page/check.js": Line("open"),
    "GET /assets/{path:path}": Line("open", path="/assets/none.js", meets=404),
    "GET /static/{path:path}": Line("open", path="/static/img/logo.svg"),
    "GET /svelte/{path:path}": Line("open", path="/svelte/none.js", meets=404),
    # Doors for programs
    "POST /api/ask": Line("door", "ask", body={"question": "What did Armstrong say?"}),
    "GET /api/ask": Line("door", "ask", path="/api/ask?question=Who%20spoke"),
    "POST /api/check": Line("door", "ask", body={"text": "The Moon is made of dust."}),
    "GET /api/outlets": Line("door", "read"),
    "GET /api/authors": Line("door", "read"),
    "GET /api/labels": Line("door", "read"),
    "PATCH /api/articles/{article_id:path}": Line("door", "write", path="/api/articles/none", body={}, meets=404),
    "POST /api/search": Line("door", "read", body={"question": "Moon"}),
    "GET /api/suggestions": Line("door", "ask"),
    "GET /api/people": Line("door", "read"),
    "GET /api/statements": Line("door", "read"),
    "GET /api/articles": Line("door", "read"),
    "POST /api/articles": Line("door", "write", body={"urls": ["no address"]}, meets=202),
    "GET /api/articles/{article_id:path}": Line("door", "ask read", path="/api/articles/moon"),
    "GET /api/changes/{article_id:path}": Line("door", "read", path="/api/changes/moon"),
    "DELETE /api/articles/{article_id:path}": Line("door", "write", path="/api/articles/none", meets=404),
    "GET /api/jobs": Line("door", "read write"),
    "GET /api/jobs/{job_id}": Line("door", "read write", path="/api/jobs/none", meets=404),
    "DELETE /api/jobs/{job_id}": Line("door", "write", path="/api/jobs/none", meets=404),
    "GET /api/docs": Line("door"),
    "GET /api/libraries": Line("door", "ask read"),
    "GET /api/openapi.json": Line("door"),
    "POST /api/feedback": Line("door", "ask", body={"answer": "none", "vote": "up"}, meets=404),
    "GET /api/conversations": Line("door", "ask"),
    "POST /api/conversations": Line("door", "ask", body={"answer": "none"}, meets=404),
    "GET /api/conversations/{conversation_id}": Line("door", "ask", path="/api/conversations/ANOTHERS", meets=404),
    "PATCH /api/conversations/{conversation_id}": Line(
        "door", "ask", path="/api/conversations/ANOTHERS", body={"title": "Mine"}, meets=404
    ),
    "DELETE /api/conversations/{conversation_id}": Line("door", "ask", path="/api/conversations/ANOTHERS", meets=404),
    # Only a key makes one, and only for an origin that is named, which none is here.
    "POST /api/embed-tokens": Line("door", "ask", body={"origin": "https://a.example", "user": "anna"}, meets=403),
    "POST /v1/chat/completions": Line("door", "ask", body=CHAT),
    "POST /v1/responses": Line("door", "ask", body={"model": "article-assistant", "input": "What did Armstrong say?"}),
    "GET /v1/responses/{response_id}": Line("door", "ask", path="/v1/responses/none", meets=404),
    "DELETE /v1/responses/{response_id}": Line("door", "ask", path="/v1/responses/none", meets=404),
    "GET /v1/models": Line("door", "ask"),
    "GET /v1/models/{name:path}": Line("door", "ask", path="/v1/models/article-assistant"),
    "POST /mcp": Line("door", "ask read", body=MCP),  # each tool asks for its own scope
    "GET /mcp": Line("door", "ask read"),
    "DELETE /mcp": Line("door", "ask read", meets=405),
    "GET /metrics": Line("door", "admin"),
    "GET /api/alerts": Line("door", "read"),
    "POST /api/alerts": Line("door", "read", body={"speaker": "Armstrong"}, meets=201),
    "DELETE /api/alerts/{alert_id}": Line("door", "read", path="/api/alerts/none", meets=404),
    "GET /api/alerts/{alert_id}/new": Line("door", "read", path="/api/alerts/none/new", meets=404),
    "POST /api/alerts/{alert_id}/feed": Line("door", "read", path="/api/alerts/none/feed", meets=404),
    "DELETE /api/alerts/{alert_id}/feed": Line("door", "read", path="/api/alerts/none/feed", meets=404),
    "GET /api/feeds/{token}.atom": Line("open", path="/api/feeds/none.atom", meets=404),
    "GET /api/sources": Line("door", "admin"),
    "POST /api/sources": Line("door", "admin", body={"source": "/none"}, meets=422),
    "GET /api/sources/{source_id}": Line("door", "admin", path="/api/sources/none", meets=404),
    "PATCH /api/sources/{source_id}": Line("door", "admin", path="/api/sources/none", body={"paused": True}, meets=404),
    "POST /api/sources/{source_id}/try": Line("door", "admin", path="/api/sources/none/try", meets=404),
    "DELETE /api/sources/{source_id}": Line("door", "admin", path="/api/sources/none", meets=404),
    # Pages for people
    "GET /": Line("page", "ask"),
    "GET /embed": Line("page", "ask"),  # the page at "/" by another name, so it is no route
    "GET /config": Line("page", "ask"),
    "GET /page/alive": Line("page"),
    "GET /page/choices": Line("page", "ask"),
    "GET /page/stock": Line("page", "read"),
    "GET /page/tries": Line("page", "ask"),
    "POST /page/next": Line("page", "ask", body={"cited": [["moon", 1]]}),
    "GET /page/people.css": Line("page"),
    "GET /page/people.js": Line("page"),
    "GET /people/alerts": Line("page", "read"),
    "POST /people/alerts": Line("page", "read", body={"speaker": "Armstrong"}),
    "POST /people/alerts/{alert_id}/{act}": Line("page", "read", path="/people/alerts/none/remove", meets=409),
    "GET /people": Line("page", "read"),
    "GET /people/list": Line("page", "read"),
    "GET /people/person": Line("page", "read", path="/people/person?name=Armstrong"),
    "GET /people/statements.{kind}": Line("page", "read", path="/people/statements.csv?name=Armstrong"),
    "GET /articles/{article_id:path}": Line("page", "ask read", path="/articles/moon"),
    "GET /answers/{id}": Line("page", "ask read", path="/answers/SHARED"),
    "GET /conversations/{id}.{ending}": Line("page", "ask", path="/conversations/ANOTHERS.md", meets=404),
    "GET /check": Line("page", "ask"),
    "POST /check/text": Line("page", "ask", body={"text": "The Moon is made of dust."}),
    "POST /check/file": Line("page", "ask", path="/check/file?name=a.txt", body="Dust."),
    "POST /check/article": Line("page", "ask", body={"citations": [], "marker": 1, "look": 0}),
    "GET /page/writes": Line("page", "ask"),
    "GET /page/writers": Line("page", "admin"),
    "POST /page/writers": Line("page", "admin", body={"model": "ollama:none"}, meets=409),
    "POST /page/writers/try": Line("page", "admin", body={"model": "ollama:none", "question": "Who?"}, meets=409),
    "POST /check/kept.{ending}": Line(
        "page", "ask", path="/check/kept.md", body={"text": "Dust.", "claims": [], "citations": []}
    ),
    "GET /library": Line("page", "read"),
    "GET /library/table": Line("page", "read"),
    "GET /library/labels": Line("page", "read"),
    "POST /library/label": Line("page", "write", body={"ids": ["none"], "add": ["x"]}),
    "GET /library/article": Line("page", "read", path="/library/article?id=moon"),
    "GET /library/sources": Line("page", "admin"),
    "POST /library/sources": Line("page", "admin", body={"source": "/none"}, meets=409),
    "POST /library/sources/{source_id}/{act}": Line("page", "admin", path="/library/sources/none/try", meets=409),
    "GET /page/watching.css": Line("page"),
    "GET /page/watching.js": Line("page"),
    "GET /library/state": Line("page", "read"),
    "GET /library/orders/{order_id}": Line("page", "read", path="/library/orders/none", meets=404),
    "POST /library/orders": Line("page", "write", body={"addresses": ["no address"]}),
    "PUT /library/orders/{order_id}/files/{number}": Line(
        "page", "write", path="/library/orders/none/files/0", meets=410
    ),
    "POST /library/orders/{order_id}/complete": Line("page", "write", path="/library/orders/none/complete"),
    "POST /library/orders/{order_id}/cancel": Line("page", "write", path="/library/orders/none/cancel"),
    "POST /library/remove": Line("page", "write", body={"ids": ["none"]}),
    "GET /gradio_api/heartbeat/{session_hash}": Line("page", "ask", path="/gradio_api/heartbeat/OWN"),
    "GET /gradio_api/queue/data": Line("page", "ask", path="/gradio_api/queue/data?session_hash=OWN"),
    "GET /gradio_api/startup-events": Line("page", "ask"),
    "POST /gradio_api/queue/join": Line("page", "ask", body=TAB | {"session_hash": "OWN"}),
    "POST /gradio_api/run/{api_name}": Line(
        "page", "ask", path="/gradio_api/run/predict", body=TAB | {"session_hash": "OWN"}
    ),
    "POST /gradio_api/cancel": Line("page", "ask", body={"session_hash": "OWN", "fn_index": 0, "event_id": "none"}),
    "POST /gradio_api/reset": Line("page", "ask", body={"event_id": "none"}),
}
# What gradio brings along beside that, each with and without a stroke at its end.
CLOSED = """
GET /gradio_api/app_id
GET /gradio_api/call/v2/{api_name}/{event_id}
GET /gradio_api/call/{api_name}/{event_id}
GET /gradio_api/custom_component/{id}/{environment}/{type}/{file_name}
GET /gradio_api/deep_link
GET /gradio_api/dev/reload
GET /gradio_api/file/{path:path}
GET /gradio_api/file={path_or_url:path}
GET /gradio_api/info
GET /gradio_api/login_check
GET /gradio_api/openapi.json
GET /gradio_api/proxy={url_path:path}
GET /gradio_api/queue/status
GET /gradio_api/runs
GET /gradio_api/stream/{session_hash}/{run}/{component_id}/playlist-file
GET /gradio_api/stream/{session_hash}/{run}/{component_id}/playlist.m3u8
GET /gradio_api/stream/{session_hash}/{run}/{component_id}/{segment_id}.{ext}
GET /gradio_api/theme.css
GET /gradio_api/token
GET /gradio_api/upload_progress
GET /gradio_api/user
GET /gradio_api/vibe-code
GET /logout
GET /manifest.json
GET /monitoring
GET /monitoring/summary
GET /monitoring/{key}
GET /pwa_icon
GET /pwa_icon/{size}
POST /gradio_api/api/{api_name}
POST /gradio_api/call/v2/{api_name}
POST /gradio_api/call/{api_name}
POST /gradio_api/component_server
POST /gradio_api/process_recording
POST /gradio_api/stream/{event_id}
POST /gradio_api/stream/{event_id}/close
POST /gradio_api/undo-vibe-edit
POST /gradio_api/upload
POST /gradio_api/vibe-code
POST /gradio_api/vibe-edit
POST /gradio_api/vibe-starter-queries
POST /login
"""
SLASHED = ("GET /config/", "POST /gradio_api/reset/", "POST /gradio_api/run/{api_name}/")
TABLE |= {address: Line("closed", meets=404) for address in (*CLOSED.strip().splitlines(), *SLASHED)}
TABLE |= {f"{address}/": line for address, line in TABLE.items() if line.door == "closed"}
TABLE["POST /sign-out"] = Line("open", meets=303)  # the last of all, since it does what it says
CALLERS = ("nobody", "wrong key", "wrong cookie", *(f"{how} {scope}" for how in ("key", "cookie") for scope in SCOPES))


def expected(line: Line, caller: str) -> int:
    """The status that a caller meets; of a page that is opened without a cookie, the way to sign in."""
    how, _, scope = caller.partition(" ")
    known = scope in SCOPES and (how == "cookie" or line.door == "door")
    if line is TABLE["GET /sign-in"] and caller.startswith("cookie"):
        return 303  # they are in
    if line.door == "open":
        return line.meets
    if not known:
        return 401
    if line.needs and scope != "admin" and scope not in line.needs.split():
        return 403
    return line.meets


def endpoints(routes: Iterable[Any]) -> Iterator[str]:
    """Each method and address under routes, those of the apps within them too."""
    for route in routes:
        if isinstance(route, _IncludedRouter):
            yield from endpoints(route.effective_candidates())
        elif isinstance(route, Mount):
            assert isinstance(route.app, OwnTabs)
            assert isinstance(route.app.app, FirstView)
            yield from endpoints(route.app.app.app.routes)  # type: ignore[attr-defined]
        elif isinstance(route, Route) and isinstance(route.app, FastAPI):
            yield from endpoints(route.app.routes)
        else:
            yield from (f"{method} {route.path}" for method in route.methods)


class Served:
    """An app with somebody for each caller, which is asked without a server, so that what streams can be left."""

    def __init__(self, library: Library, asked: Library | None = None) -> None:
        settings = Settings(questions_a_minute=10_000)
        self.access = Access(library.folder, settings, loopback=True, shared=shared_at(library.home))
        self.library = library
        self.headers: dict[str, dict[str, str]] = {
            "nobody": {},
            "wrong key": {"authorization": "Bearer aa-wrong"},
            "wrong cookie": {"cookie": f"{COOKIE}=wrong"},
        }
        for scope in SCOPES:
            self.access.users.add(scope, "a long password", frozenset((scope,)))
            user = self.access.users.get(scope)
            assert user is not None
            self.headers[f"cookie {scope}"] = {"cookie": f"{COOKIE}={self.access.sessions.begin(user)}"}
            self.headers[f"key {scope}"] = {
                "authorization": f"Bearer {self.access.keys.add(f'{scope}-key', frozenset((scope,)))}"
            }
        asked = asked or library  # of another server on the same database, which was told of nobody itself
        there = Access(asked.folder, settings, loopback=True, shared=shared_at(asked.home))
        self.app = create_app(Assistant(asked), access=there)

    async def status(self, address: str, caller: str, line: Line, **replaced: str) -> int:
        return (await self.ask(address, caller, line, **replaced))[0]

    async def ask(self, address: str, caller: str, line: Line, **replaced: str) -> tuple[int, dict[str, str]]:
        """The status and the headers, without waiting for more."""
        method, path = address.split(" ")
        path, body = line.path or path, line.body
        kind = "application/x-www-form-urlencoded"
        if not isinstance(body, str):
            kind, body = "application/json", json.dumps(body)
        for name, value in replaced.items():
            path, body = path.replace(name, value), body.replace(name, value)
        told = {
            "host": HOST,
            "content-type": kind,
            "content-length": str(len(body.encode())),
            "accept": "application/json, text/event-stream",
            "mcp-method": "ping",
        }
        split = urlsplit(path)
        headers = [(name.encode(), value.encode()) for name, value in (told | self.headers[caller]).items()]
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": split.path,
            "raw_path": split.path.encode(),
            "query_string": split.query.encode(),
            "root_path": "",
            "headers": headers,
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 7860),
        }
        started: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        messages = [{"type": "http.request", "body": body.encode(), "more_body": False}]

        async def receive() -> Any:
            return messages.pop() if messages else await asyncio.Event().wait()

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start" and not started.done():
                started.set_result(message)

        answering = asyncio.create_task(self.app(scope, receive, send))
        await asyncio.wait({answering, started}, return_when=asyncio.FIRST_COMPLETED)
        answering.cancel()
        (ended,) = await asyncio.gather(answering, return_exceptions=True)
        assert started.done(), ended
        message = started.result()
        return message["status"], {name.decode().lower(): value.decode() for name, value in message["headers"]}


@pytest.fixture(scope="module")
def served(home: str, tmp_path_factory: pytest.TempPathFactory, embeddings: Any) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("matrix")
    options = homes.options(folder)
    source = folder / "articles.jsonl"
    source.write_text(json.dumps({"id": "moon", "title": "Moon", "text": "Armstrong said: “One small step.”"}))
    with Library(folder / "library", embeddings=embeddings, **options) as library:
        library.add(source)
        if home == "files":
            yield Served(library)
        else:
            with Library(folder / "other", embeddings=embeddings, **options) as other:
                yield Served(library, other)


@pytest.fixture(scope="module")
def cells(served: Served) -> dict[tuple[str, str], int]:
    """What each caller meets at each address; those come first who may change nothing."""
    shared = shared_at(served.library.home)
    conversations = Conversations(served.library.folder, owner="somebody-else", shared=shared)
    answer = Assistant(served.library).ask("What did Armstrong say?").to_dict()
    saved = conversations.save(answer, served.library)
    shared = conversations.share(answer["id"]).shared or ""

    async def all_cells() -> dict[tuple[str, str], int]:
        met = {}
        async with served.app.router.lifespan_context(served.app):
            for caller in CALLERS:
                for address, line in TABLE.items():
                    replaced = {"ANOTHERS": saved.conversation, "SHARED": shared, "OWN": caller.replace(" ", "-")}
                    met[address, caller] = await served.status(address, caller, line, **replaced)
        return met

    with ThreadPoolExecutor(1) as apart:  # a browser of other tests may keep a loop in this thread
        return apart.submit(asyncio.run, all_cells()).result()


def test_every_address_stands_in_the_table(served: Served) -> None:
    there = set(endpoints(served.app.routes))
    there = {one for one in there if not (one.startswith("HEAD") and one.replace("HEAD", "GET", 1) in there)}
    assert there - set(TABLE) == set()
    assert {address for address, line in TABLE.items() if line.door != "closed"} - there == {"GET /embed"}


@pytest.mark.parametrize("address", TABLE)
def test_each_caller_meets_what_the_table_says(cells: dict[tuple[str, str], int], address: str) -> None:
    met = {caller: cells[address, caller] for caller in CALLERS}
    assert met == {caller: expected(TABLE[address], caller) for caller in CALLERS}
