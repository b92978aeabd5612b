"""Who may ask this server: its own pages and programs, under its own names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.serving.cross_site import NO_HOST, OTHER_NAME, OTHER_PAGE, OwnPagesOnly, own_names

LOCAL = {"host": "127.0.0.1:7860"}


def client(names: frozenset[str] | None) -> TestClient:
    app = FastAPI()
    app.add_middleware(OwnPagesOnly, names=names)

    @app.api_route("/", methods=["GET", "POST", "PUT", "DELETE"])
    def root() -> str:
        return "reached"

    return TestClient(app)


@pytest.fixture(scope="module")
def local() -> Iterator[TestClient]:
    with client(own_names("127.0.0.1")) as opened:
        yield opened


@pytest.mark.parametrize(
    "host",
    ["[", "[::::]", "[v1.a]", "a b", "me@evil.example", "evil.example/x", "a:b", "a:999999", "a" * 300, "a%00", "é"],
)
def test_no_link_is_made_of_a_host_that_is_none(host: str) -> None:
    with client(None) as anywhere:
        response = anywhere.get("/", headers={"host": host.encode()})
        assert (response.status_code, response.text) == (400, NO_HOST)


@pytest.mark.parametrize("host", ["news.example", "news.example:8443", "my_host.", "10.0.0.5:80", "[::1]:7860", ""])
def test_a_server_of_a_network_answers_to_any_host(host: str) -> None:
    with client(None) as anywhere:
        assert anywhere.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize(
    "told",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:7860"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:7861"},
        {"origin": "http://["},
        {"origin": ""},
    ],
)
def test_a_page_of_another_site_changes_nothing(local: TestClient, method: str, told: dict[str, str]) -> None:
    response = local.request(method, "/", headers=LOCAL | told)
    assert (response.status_code, response.text) == (403, OTHER_PAGE)


@pytest.mark.parametrize(
    "told",
    [
        {},  # a program, which says nothing of a page
        {"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1:7860"},
        {"sec-fetch-site": "same-origin", "origin": "https://news.example"},  # a proxy has another name
        {"sec-fetch-site": "none"},
        {"origin": "http://127.0.0.1:7860"},
    ],
)
def test_its_own_page_and_programs_may(local: TestClient, told: dict[str, str]) -> None:
    assert local.post("/", headers=LOCAL | told).status_code == 200


def test_reading_is_for_the_browser_to_keep_from_other_sites(local: TestClient) -> None:
    """A link from elsewhere must lead here; that a page cannot read what it links to, its browser sees to."""
    assert local.get("/", headers=LOCAL | {"sec-fetch-site": "cross-site"}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", "", "[", "localhost.evil"]
)
def test_a_name_that_somebody_made_lead_here_is_refused(local: TestClient, host: str) -> None:
    for method in ("GET", "POST"):
        response = local.request(method, "/", headers={"host": host})
        assert (response.status_code, response.text) == (421, OTHER_NAME)


@pytest.mark.parametrize(
    "host", ["localhost:7860", "LOCALHOST", "127.0.0.1", "127.9.9.9:1", "[::1]:7860", "192.168.1.5"]
)
def test_its_own_names_and_numbers_are_answered(local: TestClient, host: str) -> None:
    assert local.get("/", headers={"host": host}).status_code == 200


def test_a_server_for_a_network_cannot_know_its_names() -> None:
    assert own_names("0.0.0.0") is None
    assert own_names("news-server") is None
    assert client(None).get("/", headers={"host": "whatever"}).status_code == 200


def test_names_that_are_allowed_are_all_that_are() -> None:
    assert own_names("127.0.0.1", ["News.example"]) == {"localhost", "127.0.0.1", "news.example"}
    with client(own_names("0.0.0.0", ["news.example"])) as opened:
        assert opened.get("/", headers={"host": "news.example:443"}).status_code == 200
        assert opened.get("/", headers={"host": "other.example"}).status_code == 421
