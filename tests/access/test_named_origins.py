"""Pages of named origins use the API with a key; what a browser knows of its user does not count there."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from assistant.access.access import COOKIE, Access
from assistant.assistant import Assistant
from assistant.serving.cross_site import OTHER_PAGE
from assistant.settings import Settings
from index.library import Library
from tests.served import served

NAMED, OTHER = "https://tools.example.org", "https://evil.example"
QUESTION = {"question": "What did Armstrong say about the surface of the Moon?"}
FOREIGN = {"sec-fetch-site": "cross-site"}


@pytest.fixture(scope="module")
def access(tmp_path_factory: pytest.TempPathFactory) -> Access:
    """Of a library with a user, behind a proxy that says who signed in; one origin is named."""
    settings = Settings(trusted_proxy="127.0.0.1", api_origins=NAMED)
    made = Access(tmp_path_factory.mktemp("named") / "library", settings, loopback=True)
    made.users.add("ann", "a long password", frozenset(("ask", "read")))
    return made


@pytest.fixture(scope="module")
def key(access: Access) -> dict[str, str]:
    return {"authorization": f"Bearer {access.keys.add('tool', frozenset(('ask', 'read')))}"}


@pytest.fixture(scope="module")
def cookie(access: Access) -> dict[str, str]:
    user = access.users.get("ann")
    assert user is not None
    return {"cookie": f"{COOKIE}={access.sessions.begin(user)}"}


@pytest.fixture(scope="module")
def server(samples: Library, access: Access) -> Iterator[httpx.Client]:
    """A server whose client sends nothing of who asks."""
    with (
        served(Assistant(samples, Settings()), access=access) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield client


def preflight(server: httpx.Client, origin: str, path: str = "/api/ask") -> httpx.Response:
    asked = {"access-control-request-method": "POST", "access-control-request-headers": "authorization,x-stainless-os"}
    return server.request("OPTIONS", path, headers={"origin": origin, **asked, **FOREIGN})


@pytest.mark.parametrize("path", ["/api/ask", "/v1/responses", "/mcp", "/api/conversations/abc"])
def test_a_named_origin_is_told_before_it_sends_a_key_that_it_may(server: httpx.Client, path: str) -> None:
    told = preflight(server, NAMED, path)
    assert told.status_code == 204 and told.content == b""
    assert told.headers["access-control-allow-origin"] == NAMED
    assert told.headers["access-control-allow-headers"] == "authorization,x-stainless-os"
    assert "POST" in told.headers["access-control-allow-methods"]
    assert "access-control-allow-credentials" not in told.headers
    assert "Origin" in told.headers["vary"]


@pytest.mark.parametrize("origin", [OTHER, "null", "http://tools.example.org", f"{NAMED}.evil.example", f"{NAMED}:444"])
def test_an_origin_that_is_not_named_is_told_nothing_and_changes_nothing(
    server: httpx.Client, key: dict[str, str], origin: str
) -> None:
    assert "access-control-allow-origin" not in preflight(server, origin).headers
    told = server.post("/api/ask", json=QUESTION, headers={"origin": origin, **key, **FOREIGN})
    assert (told.status_code, told.json()["detail"]) == (403, OTHER_PAGE)
    assert "access-control-allow-origin" not in told.headers


def test_the_page_of_a_named_origin_asks_with_a_key_and_reads_the_answer(
    server: httpx.Client, key: dict[str, str]
) -> None:
    told = server.post("/api/ask", json=QUESTION, headers={"origin": NAMED, **key, **FOREIGN})
    assert told.status_code == 200 and told.json()["outcome"] == "answered"
    assert told.headers["access-control-allow-origin"] == NAMED
    stream = {"accept": "text/event-stream"}
    told = server.get("/api/ask", params=QUESTION, headers={"origin": NAMED, **key, **FOREIGN, **stream})
    assert "event: done" in told.text


def test_the_page_reads_what_is_wrong_as_well(server: httpx.Client) -> None:
    told = server.post("/api/ask", json=QUESTION, headers={"origin": NAMED, **FOREIGN})
    assert told.status_code == 401 and "requires a key" in told.json()["detail"]
    assert told.headers["access-control-allow-origin"] == NAMED


@pytest.mark.parametrize("who", ["cookie", "proxy"])
def test_who_is_signed_in_asks_nothing_by_the_page_of_another_site(
    server: httpx.Client, cookie: dict[str, str], who: str
) -> None:
    signed_in = cookie if who == "cookie" else {"x-forwarded-user": "ann"}
    assert server.post("/api/ask", json=QUESTION, headers=signed_in).status_code == 200
    told = server.post("/api/ask", json=QUESTION, headers={"origin": NAMED, **signed_in, **FOREIGN})
    assert told.status_code == 401


@pytest.mark.parametrize("path", ["/", "/check/text", "/library/remove", "/sign-in"])
def test_a_named_origin_uses_the_api_alone(server: httpx.Client, cookie: dict[str, str], path: str) -> None:
    assert "access-control-allow-origin" not in preflight(server, NAMED, path).headers
    told = server.post(path, json={}, headers={"origin": NAMED, **cookie, **FOREIGN})
    assert (told.status_code, told.text) == (403, OTHER_PAGE)


def test_no_origin_is_named_by_default(samples: Library) -> None:
    with served(Assistant(samples, Settings())) as address, httpx.Client(base_url=address, timeout=60) as client:
        assert Settings().api_origins == ""
        assert "access-control-allow-origin" not in preflight(client, NAMED).headers
        told = client.get("/api/outlets", headers={"origin": NAMED})
        assert "access-control-allow-origin" not in told.headers and "vary" not in told.headers
