"""REST beside questions in JSON: EventSource, checking, outlets and authors, and what a client has already."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from index.library import Library
from tests.served import served

pytestmark = pytest.mark.usefixtures("without_page")

QUESTION = "What did Donald Trump say about the Paris Agreement?"
TEXT = "The Moon is covered in fine dust. The Moon is made of cheese."
EVENTS = {"Accept": "text/event-stream"}


@pytest.fixture(scope="module")
def assistant(samples: Library) -> Assistant:
    return Assistant(samples, Settings())


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> Iterator[httpx.Client]:
    with served(assistant) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


def alike(answer: Any) -> dict[str, Any]:
    return json.loads(json.dumps(answer)) | {"id": "", "created": "", "timings_ms": {}}


def events(told: httpx.Response) -> list[tuple[str, Any]]:
    parts = [part.split("\ndata: ", 1) for part in told.text.strip().split("\n\n") if part.startswith("event: ")]
    return [(name.removeprefix("event: "), json.loads(data)) for name, data in parts]


def test_an_address_streams_what_a_post_streams(client: httpx.Client, assistant: Assistant) -> None:
    params = {"question": QUESTION, "since": "2020-01-01"}
    told = client.get("/api/ask", params=params, headers=EVENTS).raise_for_status()
    assert told.headers["content-type"].startswith("text/event-stream")
    names = [name for name, _ in events(told)]
    assert {"searching", "text", "citation", "claim"} < set(names)
    name, answer = events(told)[-1]
    assert name == "done"
    assert alike(answer) == alike(assistant.ask(QUESTION, since="2020-01-01").to_dict())
    assert alike(client.get("/api/ask", params=params).json()) == alike(answer)


def test_a_page_of_another_site_cannot_ask_by_an_address(client: httpx.Client) -> None:
    params = {"question": QUESTION}
    asked = [client.get("/api/ask", params=params, headers={"Sec-Fetch-Site": site}) for site in ("cross-site", "none")]
    assert [one.status_code for one in asked] == [403, 200]


def test_what_goes_wrong_with_an_address_is_an_event_that_an_event_source_can_read(client: httpx.Client) -> None:
    told = client.get("/api/ask", params={"question": " "}, headers=EVENTS)
    ((name, problem),) = events(told)
    assert (told.status_code, name, problem["status"]) == (200, "error", 422)
    assert problem["detail"].startswith("The question is empty.")


def test_a_text_is_checked_whole_and_sentence_by_sentence(client: httpx.Client, assistant: Assistant) -> None:
    checked = alike(assistant.check(TEXT).to_dict())
    assert alike(client.post("/api/check", json={"text": TEXT}).raise_for_status().json()) == checked
    told = events(client.post("/api/check", json={"text": TEXT}, headers=EVENTS))
    assert [one["text"] for name, one in told if name == "claim"] == [one["text"] for one in checked["claims"]]
    assert alike(told[-1][1]) == checked
    given = {"text": "It rained.", "paragraphs": ["It rained all day in Oslo."]}
    assert client.post("/api/check", json=given).json()["claims"][0]["verdict"] == "supported"
    assert client.post("/api/check", json={"text": " "}).status_code == 422


@pytest.mark.parametrize("kind", ["outlet", "author"])
def test_outlets_and_authors_are_listed_with_their_articles(client: httpx.Client, samples: Library, kind: str) -> None:
    told = client.get(f"/api/{kind}s").raise_for_status().json()["names"]
    assert [(one["name"], one["articles"]) for one in told] == samples.names(kind)  # type: ignore[arg-type]
    assert client.get(f"/api/{kind}s", params={"like": "nobody at all"}).json() == {"names": []}


def test_an_article_that_never_changed_has_no_changes(client: httpx.Client) -> None:
    assert client.get("/api/changes/moon-landing-first-steps").json() == {"changes": []}
    assert client.get("/api/changes/none").status_code == 404


def test_what_a_client_has_is_not_sent_again_until_it_changes(own_samples: Library) -> None:
    with served(Assistant(own_samples, Settings())) as address, httpx.Client(base_url=address, timeout=30) as client:
        for path in ("/api/articles", "/api/articles/moon-landing-first-steps", "/api/people"):
            first = client.get(path).raise_for_status()
            again = client.get(path, headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == first.headers["etag"]
        known = {"If-None-Match": client.get("/api/articles").headers["etag"]}
        own_samples.remove("moon-landing-first-steps")
        assert client.get("/api/articles", headers=known).status_code == 200
        assert "etag" not in client.get("/api/articles/none").headers


def test_the_description_says_how_to_send_a_key_and_names_json_first(client: httpx.Client) -> None:
    document = client.get("/api/openapi.json").json()
    assert document["components"]["securitySchemes"] == {"key": {"type": "http", "scheme": "bearer"}}
    assert document["security"] == [{"key": []}, {}]
    for operations in document["paths"].values():
        for operation in operations.values():
            for response in operation["responses"].values():
                kinds = list(response.get("content", {}))
                assert "application/json" not in kinds[1:]
    question = document["components"]["schemas"]["Question"]
    assert question["required"] == ["question"]
    assert not [name for name, one in question["properties"].items() if "default" in one]
