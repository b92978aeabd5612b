"""What others say of a request is believed from a trusted proxy alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse
from fastapi.testclient import TestClient

from assistant.access.access import Access
from assistant.access.forwarding import Forwarding
from assistant.assistant import Assistant
from assistant.errors import AccessError, SettingsError
from assistant.page.signing_in.routes import NAME_HERE
from assistant.settings import Settings, read_settings
from index.library import Library
from tests.served import served

PROXY = "10.0.0.5"
CLAIMED = {
    "X-Forwarded-For": "192.0.2.7",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": "/evil",
    "Forwarded": "for=192.0.2.7;host=evil.example",
    "X-Real-IP": "192.0.2.7",
}


def heard(peer: str, told: list[tuple[str, str]]) -> dict[str, list[str]]:
    """The headers that an app behind it sees."""
    app = FastAPI()
    app.add_middleware(Forwarding, is_trusted=lambda scope: scope["client"][0] == PROXY)

    @app.get("/")
    def root(request: Request) -> dict[str, list[str]]:
        return {name: request.headers.getlist(name) for name in request.headers}

    with TestClient(app, client=(peer, 1)) as client:
        got: dict[str, list[str]] = client.get("/", headers=told).json()
        return got


@pytest.fixture(scope="module")
def address(samples: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with a user, as it is run: without a proxy, on loopback."""
    access = Access(tmp_path_factory.mktemp("access"), Settings(), loopback=True)
    access.users.add("anna", "anna's password")
    with served(Assistant(samples), access=access) as address:
        yield address


def test_rotating_the_address_that_a_request_claims_does_not_evade_the_pace_of_wrong_passwords(address: str) -> None:
    told = [
        httpx.post(
            f"{address}/sign-in",
            data={"name": "anna", "password": f"wrong {number}"},
            headers={"X-Forwarded-For": f"10.1.{number}.9"},
        ).status_code
        for number in range(NAME_HERE[0] + 3)
    ]
    assert told == [401] * NAME_HERE[0] + [429] * 3


def test_no_header_of_a_visitor_stands_in_the_page(samples: Library) -> None:
    with served(Assistant(samples)) as address:
        usual, told = httpx.get(f"{address}/"), httpx.get(f"{address}/", headers=CLAIMED)
    assert usual.status_code == told.status_code == 200
    assert "evil" not in told.text and "https://127.0.0.1" not in told.text


@pytest.mark.parametrize("peer", ["127.0.0.1", "192.0.2.9"])
def test_from_whoever_is_no_proxy_nothing_is_heard(peer: str) -> None:
    seen = heard(peer, [*CLAIMED.items(), ("X-Forwarded-User", "anna")])
    assert not [name for name in seen if name.startswith("x-forwarded") or name in ("forwarded", "x-real-ip")]
    assert seen["host"] == ["testserver"]


@pytest.mark.parametrize(
    ("told", "host"),
    [
        ([("X-Forwarded-Host", "ask.example.org")], "ask.example.org"),
        ([("X-Forwarded-Host", "evil.example, ask.example.org:8443")], "ask.example.org:8443"),
        ([("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Host", "[2001:db8::1]:80")], "[2001:db8::1]:80"),
        ([("X-Forwarded-Host", '"><script>')], "testserver"),
        ([("X-Forwarded-Host", "a.example/path")], "testserver"),
        ([("X-Forwarded-Host", "")], "testserver"),
        ([], "testserver"),
    ],
)
def test_a_trusted_proxy_says_last_for_which_host_it_was_asked(told: list[tuple[str, str]], host: str) -> None:
    seen = heard(PROXY, [*told, ("X-Forwarded-For", "192.0.2.7"), ("X-Forwarded-User", "anna")])
    assert seen["host"] == [host]
    assert "x-forwarded-host" not in seen and "forwarded" not in seen
    assert (seen["x-forwarded-for"], seen["x-forwarded-user"]) == (["192.0.2.7"], ["anna"])


def test_a_proxy_that_signs_nobody_in_names_nobody(tmp_path: Path) -> None:
    access = Access(tmp_path, Settings(trusted_proxy=PROXY, proxy_user_header="none"), loopback=False)
    with pytest.raises(AccessError):
        access.check("0.0.0.0")
    for name in (b"none", b"x-forwarded-user", b""):
        asked = {"type": "http", "client": (PROXY, 1), "headers": [(name, b"anna")]}
        assert access.who(asked, keys=True) is None


def seen(path: str, peer: str = PROXY, root: str = "", **told: str) -> tuple[str, str, str | None]:
    """The path and the root that an app behind it sees, and where a visitor is led who asks for the way in."""
    met: list[tuple[str, str]] = []
    app = FastAPI()

    @app.get("/{rest:path}")
    def away(request: Request) -> RedirectResponse:
        met.append((request.scope["path"], request.scope["root_path"]))
        return RedirectResponse("/sign-in", 303)

    forwarding = Forwarding(app, is_trusted=lambda scope: scope["client"][0] == PROXY, root=root)
    with TestClient(forwarding, client=(peer, 1), follow_redirects=False) as client:
        location = client.get(path, headers={name.replace("_", "-"): value for name, value in told.items()})
        return *(met or [("", "")])[0], location.headers.get("location")


@pytest.mark.parametrize("path", ["/news/articles/a", "/articles/a"])
def test_a_path_before_all_addresses_is_taken_off_whether_the_proxy_has_or_not_and_comes_before_where_it_leads(
    path: str,
) -> None:
    there = ("/articles/a", "/news", "/news/sign-in")
    assert seen(path, x_forwarded_prefix="/news") == there
    assert seen(path, x_forwarded_prefix="/evil, /news/") == there
    assert seen(path, peer="192.0.2.7", root="/news") == there


def test_the_path_itself_leads_to_the_page() -> None:
    assert seen("/news", x_forwarded_prefix="/news") == ("", "", "/news/")


@pytest.mark.parametrize(
    "told", ["news", "//evil.example", "/api", "/articles/x", "/a b", "/../x", "/%2e", '/"', "/a\\b"]
)
def test_what_is_no_path_or_begins_like_an_address_of_ours_is_not_believed(told: str) -> None:
    assert seen("/articles/a", x_forwarded_prefix=told) == ("/articles/a", "", "/sign-in")
    if told != "news":
        with pytest.raises(SettingsError, match="root_path"):
            read_settings(root_path=told)


def test_a_visitor_cannot_say_under_which_path_they_see_the_server() -> None:
    assert seen("/articles/a", peer="192.0.2.7", x_forwarded_prefix="/evil") == ("/articles/a", "", "/sign-in")
