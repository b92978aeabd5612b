"""What scopes and owners mean beneath the addresses: tools, gradio's functions, tabs, conversations, and how often."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.access.access import COOKIE, Access
from assistant.access.identity import Scope
from assistant.assistant import Assistant
from assistant.serving.conversations import Conversations
from assistant.serving.uploads import MOST_BRACKETS
from assistant.settings import Settings
from index.embedding import SentenceEmbeddings
from index.library import Library
from tests.served import create_app

ARTICLE = {"id": "moon", "title": "Moon", "text": "Armstrong said: “That’s one small step for man.”"}
QUESTION = {"question": "What did Armstrong say?"}
PER_MINUTE = 20


class People:
    """A client of the app, and the headers of users and keys."""

    def __init__(self, client: TestClient, access: Access, library: Library) -> None:
        self.client, self.access, self.library = client, access, library

    def user(self, name: str, *scopes: Scope) -> dict[str, str]:
        self.access.users.add(name, "a long password", frozenset(scopes or ("ask", "read")))
        user = self.access.users.get(name)
        assert user is not None
        return {"cookie": f"{COOKIE}={self.access.sessions.begin(user)}"}

    def key(self, name: str, *scopes: Scope) -> dict[str, str]:
        return {"authorization": f"Bearer {self.access.keys.add(name, frozenset(scopes))}"}

    def call(self, headers: dict[str, str], tool: str, **arguments: Any) -> dict[str, Any]:
        """What a tool of the Model Context Protocol gives."""
        sent = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}
        accepts = {"accept": "application/json, text/event-stream"}
        response = self.client.post("/mcp", json=sent, headers=headers | accepts)
        data = next(line for line in response.text.splitlines() if line.startswith("data: {"))
        return json.loads(data.removeprefix("data: "))["result"]

    def tab(self, headers: dict[str, str], tab: str, function: int, *data: Any) -> Any:
        """What gradio answers to an event of a tab."""
        sent = {"data": data, "fn_index": function, "session_hash": tab}
        return self.client.post("/gradio_api/run/predict", json=sent, headers=headers)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[People]:
    folder = tmp_path_factory.mktemp("people")
    (folder / "articles.jsonl").write_text(json.dumps(ARTICLE))
    with Library(folder / "library", embeddings=embeddings) as library:
        library.add(folder / "articles.jsonl")
        access = Access(library.folder, Settings(questions_a_minute=PER_MINUTE), loopback=True)
        with TestClient(create_app(Assistant(library), access=access), raise_server_exceptions=False) as client:
            yield People(client, access, library)


# Tools


@pytest.mark.parametrize(
    ("scope", "may"), [("ask", {"ask", "read_article"}), ("read", {"search_articles", "read_article"})]
)
def test_each_tool_asks_for_its_own_scope(people: People, scope: Scope, may: set[str]) -> None:
    key = people.key(f"tools-{scope}", scope)
    arguments = {"ask": QUESTION, "search_articles": QUESTION, "read_article": {"article_id": "moon"}}
    called = {tool: people.call(key, tool, **given) for tool, given in arguments.items()}
    assert {tool for tool, result in called.items() if not result.get("isError")} == may
    refused = next(result for tool, result in called.items() if tool not in may)
    assert "requires the scope" in refused["content"][0]["text"]


# What is told


def test_what_is_not_allowed_is_told_in_the_form_of_each_door(people: People) -> None:
    key = people.key("told", "read")
    for headers, status in (({}, 401), ({"authorization": "Bearer aa-wrong"}, 401), (key, 403)):
        problem = people.client.post("/api/ask", json=QUESTION, headers=headers)
        assert problem.headers["content-type"] == "application/problem+json"
        assert problem.json()["status"] == problem.status_code == status
        error = people.client.get("/v1/models", headers=headers).json()["error"]
        assert error["type"] == {401: "authentication_error", 403: "permission_error"}[status]


# Other sites


@pytest.mark.parametrize("address", ["/api/ask", "/library/remove", "/sign-out", "/gradio_api/run/predict", "/mcp"])
def test_a_page_of_another_site_makes_no_use_of_the_cookie(people: People, address: str) -> None:
    headers = people.user("owner", "admin") | {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    assert people.client.post(address, json=QUESTION, headers=headers).status_code == 403


def test_no_other_site_is_let_read_an_answer(people: People) -> None:
    asked = people.key("cors", "ask") | {"origin": "https://evil.example"}
    for method in ("OPTIONS", "GET"):
        response = people.client.request(method, "/v1/models", headers=asked | {"access-control-request-method": "GET"})
        assert not [name for name in response.headers if name.startswith("access-control")]


@pytest.mark.parametrize("address", ["/api/articles", "/v1/models", "/mcp", "/healthz", "/api/none"])
def test_what_a_door_sends_may_load_nothing(people: People, address: str) -> None:
    headers = people.client.get("/api/articles" if address == "/mcp" else address, headers={}).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["x-content-type-options"] == "nosniff"


# Staff with `ask`


def test_no_function_of_the_page_changes_the_library(people: People) -> None:
    staff, before = people.user("staff", "ask"), people.library.last_change()
    functions = people.client.get("/config", headers=staff).json()["dependencies"]
    assert len(functions) > 10
    for function in functions:
        people.tab(staff, "staff-tab", function["id"], *[None] * len(function["inputs"]))
    for address in ("/gradio_api/upload", "/gradio_api/vibe-edit", "/gradio_api/component_server", "/login"):
        assert people.client.post(address, files={"files": ("a.txt", b"x")}, headers=staff).status_code == 404
    assert people.library.last_change() == before


def test_a_tab_takes_nothing_from_anybody_but_who_opened_it(people: People) -> None:
    anna, bert = people.user("anna"), people.user("bert")
    assert people.tab(anna, "annas", 0).status_code == 200
    assert people.tab(bert, "annas", 0).status_code == 403
    assert people.client.get("/gradio_api/queue/data?session_hash=annas", headers=bert).status_code == 403
    both = "/gradio_api/queue/data?session_hash=annas&session_hash=berts"
    assert people.client.get(both, headers=bert).status_code == 403
    assert people.client.get("/gradio_api/heartbeat/annas", headers=bert).status_code == 403
    for address, more in (("cancel", {"fn_index": 0, "event_id": "x"}), ("queue/join", {"data": [], "fn_index": 0})):
        sent = {"session_hash": "annas", **more}
        assert people.client.post(f"/gradio_api/{address}", json=sent, headers=bert).status_code == 403
    assert people.tab(anna, "annas", 0).status_code == 200


def test_what_a_page_sends_has_a_size(people: People) -> None:
    anna = people.user("anna", "ask", "write")
    assert people.tab(anna, "annas", 0, "x" * 2_000_001).status_code == 413
    for address in ("orders", "remove", "label"):
        assert people.client.post(f"/library/{address}", json=["x" * 10_000_001], headers=anna).status_code == 413
    admin, brackets = people.user("bert", "admin"), json.loads("[" + "[]," * MOST_BRACKETS + "[]]")
    for address in ("/people/alerts", "/library/sources", "/check/text", "/check/article", "/library/orders"):
        assert people.client.post(address, json=brackets, headers=admin).status_code == 413, address
        if not address.startswith("/library/orders"):
            told = people.client.post(address, json=["x" * 2_000_001], headers=admin)
            assert told.status_code in (409, 413), address
        told = people.client.post(address, json=["secret"], headers=admin)
        assert told.status_code == 422 and "secret" not in told.text, address


# Conversations and shared answers


def test_a_conversation_is_only_its_owners_and_a_shared_answer_is_for_all_who_are_known(people: People) -> None:
    anna, bert, key = people.user("anna"), people.user("bert"), people.key("anna", "ask", "read")
    own = Conversations(people.library.folder, owner="anna")
    answer = Assistant(people.library).ask(QUESTION["question"]).to_dict()
    saved = own.save(answer, people.library)
    met = {
        ending: [
            people.client.get(f"/conversations/{saved.conversation}.{ending}", headers=who).status_code
            for who in (anna, bert, key, {})
        ]
        for ending in ("md", "json")
    }
    assert met == {ending: [200, 404, 401, 401] for ending in ("md", "json")}
    shared = own.share(answer["id"]).shared
    met = [people.client.get(f"/answers/{shared}", headers=who).status_code for who in (anna, bert, key, {})]
    assert met == [200, 200, 401, 401]


def test_the_conversations_of_one_file_are_each_owners_own(people: People) -> None:
    one = Conversations(people.library.folder)
    answer = Assistant(people.library).ask(QUESTION["question"]).to_dict()
    one.of("carl").save(answer, people.library)
    assert one.of("carl").count() == 1
    assert one.of("dora").count() == 0
    assert {"carl"} <= set(one.owners())


# How often


def test_questions_of_all_doors_are_counted_together_and_the_next_waits(people: People) -> None:
    key = people.key("eager", "ask", "read")
    chat = {"model": "article-assistant", "messages": [{"role": "user", "content": QUESTION["question"]}]}
    sends = [
        lambda: people.client.post("/api/search", json=QUESTION, headers=key).status_code,
        lambda: 400 if people.call(key, "search_articles", **QUESTION).get("isError") else 200,
    ]
    assert [sends[number % 2]() for number in range(PER_MINUTE)] == [200] * PER_MINUTE
    for address, body in (("/api/ask", QUESTION), ("/api/search", QUESTION), ("/v1/chat/completions", chat)):
        refused = people.client.post(address, json=body, headers=key)
        assert refused.status_code == 429
        assert 0 < int(refused.headers["retry-after"]) <= 60
    assert people.client.post("/api/ask", json=QUESTION, headers=key).json()["title"] == "Too Many Requests"
    assert "too often" in people.call(key, "ask", **QUESTION)["content"][0]["text"]
    other = people.key("patient", "read")
    assert people.client.post("/api/search", json=QUESTION, headers=other).status_code == 200


def test_questions_to_ask_next_are_tried_at_the_pace_of_questions_and_use_up_none(people: People) -> None:
    staff = people.user("curious", "ask")
    sent = {"cited": [["moon", 1]]}
    tried = [people.client.post("/page/next", json=sent, headers=staff).status_code for _ in range(PER_MINUTE + 1)]
    assert tried == [200] * PER_MINUTE + [429]
    assert people.client.post("/check/text", json={"text": "The moon rose."}, headers=staff).status_code == 200


def test_reading_a_file_that_is_to_be_checked_counts_as_a_question(people: People) -> None:
    staff = people.user("bringer", "ask")
    tried = [
        people.client.post("/check/file?name=draft.txt", content=b"The moon rose.", headers=staff).status_code
        for _ in range(PER_MINUTE + 1)
    ]
    assert tried == [200] * PER_MINUTE + [429]
