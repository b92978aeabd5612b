"""Signing in and out: the form, the cookie, and what a gate says to whoever has none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Request, WebSocket
from fastapi.testclient import TestClient
from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocketDisconnect

from assistant.access.access import COOKIE, Access
from assistant.access.gate import NOT_IN_A_FRAME, UNREADABLE, Gate
from assistant.access.record_file import ACCESS
from assistant.page.embedding import Embeddable
from assistant.page.signing_in.routes import LARGEST, NAME_HERE, sign_in_routes, within
from assistant.page.words import CHINESE, ENGLISH
from assistant.settings import Settings

PASSWORD = "correct horse battery"
RIGHT = {"name": "Anna", "password": PASSWORD}
WRONG = {"name": "anna", "password": "wrong"}


def refused(_scope: Any, status: int, sentence: str, headers: Any = None) -> PlainTextResponse:
    return PlainTextResponse(sentence, status, headers)


def client(access: Access, **more: Any) -> TestClient:
    app = FastAPI()
    app.add_middleware(Gate, access=access, takes_key=lambda path: path.startswith("/api/"), refusal=refused)
    options: Any = {"for_programs": lambda path: path.startswith("/api/"), "refusal": refused}
    app.add_middleware(Embeddable, policy="default-src 'self'", access=access, **options)
    app.include_router(sign_in_routes(access))

    @app.get("/{rest:path}")
    def reached(request: Request) -> str:
        return f"{request.state.identity.name} over {request.url.scheme}"

    @app.websocket("/socket")
    async def socket(socket: WebSocket) -> None:
        await socket.accept()

    return TestClient(app, follow_redirects=False, **more)


@pytest.fixture
def access(tmp_path: Path) -> Access:
    opened = Access(tmp_path, Settings(trusted_proxy="10.0.0.5", embed_origins="https://news.example"), loopback=True)
    opened.users.add("anna", PASSWORD)
    return opened


@pytest.fixture
def page(access: Access) -> Iterator[TestClient]:
    with client(access) as opened:
        yield opened


def test_whoever_opens_a_page_is_led_to_the_form_and_from_there_back_to_it(page: TestClient) -> None:
    asked = page.get("/articles/a%2Fb?x=1&y=2", headers={"accept": "text/html"})
    assert asked.status_code == 303
    form = page.get(asked.headers["location"])
    assert 'value="/articles/a%2Fb?x=1&amp;y=2"' in form.text
    came = page.post("/sign-in", data=RIGHT | {"next": "/articles/a%2Fb?x=1&y=2"})
    assert (came.status_code, came.headers["location"]) == (303, "/articles/a%2Fb?x=1&y=2")
    assert page.get("/").text == '"anna over http"'


def test_within_a_page_of_another_site_nobody_is_led_to_the_form(page: TestClient) -> None:
    asked = page.get("/embed", headers={"accept": "text/html"})
    assert (asked.status_code, asked.text) == (401, NOT_IN_A_FRAME)
    assert asked.headers["content-security-policy"].endswith("frame-ancestors https://news.example")
    page.post("/sign-in", data=RIGHT)
    assert page.get("/embed", headers={"accept": "text/html"}).text == '"anna over http"'


def test_what_a_script_asks_for_is_refused_and_leads_nowhere(page: TestClient) -> None:
    for method, accept in (("GET", "*/*"), ("POST", "text/html")):
        assert page.request(method, "/page/alive", headers={"accept": accept}).status_code == 401


def test_a_program_is_told_to_send_a_key(page: TestClient) -> None:
    for headers in ({}, {"authorization": "Bearer aa-wrong"}, {"authorization": "Basic YTpi"}):
        response = page.get("/api/x", headers={"accept": "text/html"} | headers)
        assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(
    ("scheme", "peer", "told", "secure"),
    [
        ("http", "127.0.0.1", {}, False),
        ("https", "127.0.0.1", {}, True),
        ("http", "127.0.0.1", {"x-forwarded-proto": "https"}, False),
        ("http", "10.0.0.5", {"x-forwarded-proto": "https"}, True),
    ],
)
def test_the_cookie_is_for_no_script_no_other_site_and_where_it_can_be_for_no_open_line(
    access: Access, scheme: str, peer: str, told: dict[str, str], secure: bool
) -> None:
    with client(access, base_url=f"{scheme}://testserver", client=(peer, 1)) as page:
        cookie = page.post("/sign-in", data=RIGHT, headers=told).headers["set-cookie"]
    parts = {part.partition("=")[0].lower() for part in cookie.split("; ")[1:]}
    assert parts == {"httponly", "max-age", "path", "samesite"} | ({"secure"} if secure else set())
    assert "SameSite=lax" in cookie


def test_signing_out_ends_the_session_wherever_its_cookie_was_copied_to(page: TestClient) -> None:
    page.post("/sign-in", data=RIGHT)
    copied = {"cookie": f"{COOKIE}={page.cookies[COOKIE]}"}
    left = page.post("/sign-out")
    assert (left.status_code, left.headers["location"]) == (303, "/sign-in")
    assert COOKIE not in page.cookies
    assert page.get("/", headers=copied).status_code == 401
    assert page.post("/sign-out").status_code == 303  # once more does no harm


def test_who_is_signed_in_needs_no_form(page: TestClient) -> None:
    page.post("/sign-in", data=RIGHT)
    assert page.get("/sign-in?next=/x").headers["location"] == "/x"


def test_a_wrong_name_and_a_wrong_password_are_told_alike_and_neither_is_repeated(page: TestClient) -> None:
    told = []
    for sent in (WRONG, {"name": "nobody", "password": "wrong"}, {"name": "a b", "password": "wrong"}, {}):
        response = page.post("/sign-in", data=sent)
        assert response.status_code == 401
        assert ENGLISH.wrong_sign_in in response.text
        assert 'value="wrong"' not in response.text
        told.append(response.text.replace(f'value="{sent.get("name", "")}"', "").replace(" autofocus", ""))
    assert len(set(told)) == 1


def test_after_so_many_tries_even_the_right_password_waits(page: TestClient) -> None:
    for _ in range(NAME_HERE[0]):
        assert page.post("/sign-in", data=WRONG).status_code == 401
    refused = page.post("/sign-in", data=RIGHT)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= NAME_HERE[1]
    assert page.post("/sign-in", data={"name": "other", "password": "wrong"}).status_code == 401


def test_who_signs_in_at_last_may_be_wrong_again(page: TestClient) -> None:
    for _ in range(2):
        for _ in range(NAME_HERE[0] - 1):
            page.post("/sign-in", data=WRONG)
        assert page.post("/sign-in", data=RIGHT).status_code == 303


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "/a\nb",
        "/\tb",
        "/sign-in",
    ],
)
def test_signing_in_leads_to_no_other_site(page: TestClient, address: str) -> None:
    assert within(address) == "/"
    assert page.post("/sign-in", data=RIGHT | {"next": address}).headers["location"] == "/"


def test_what_is_typed_is_shown_as_text(page: TestClient) -> None:
    hostile = '"><script>alert(1)</script>'
    for markup in (
        page.post("/sign-in", data={"name": hostile, "next": f"/{hostile}"}).text,
        page.get("/sign-in", params={"next": f"/{hostile}"}).text,
    ):
        assert "<script" not in markup


def test_the_form_loads_nothing_but_the_style_and_stands_in_no_frame(page: TestClient) -> None:
    response = page.get("/sign-in")
    policy = response.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self';")
    assert "frame-ancestors 'none'" in policy
    assert response.headers["cache-control"] == "no-store"
    assert "<script" not in response.text


def test_the_form_speaks_chinese_to_whoever_asks_and_remembers_it(page: TestClient) -> None:
    assert CHINESE.sign_in in page.get("/sign-in", headers={"accept-language": "zh-CN"}).text
    assert CHINESE.sign_in in page.get("/sign-in?language=zh").text
    assert CHINESE.wrong_sign_in in page.post("/sign-in", data=WRONG).text


def test_a_form_that_is_far_too_long_is_nobodys(page: TestClient) -> None:
    assert page.post("/sign-in", data=RIGHT | {"next": "/" + "x" * LARGEST}).status_code == 401


def test_nothing_here_speaks_websocket(page: TestClient) -> None:
    page.post("/sign-in", data=RIGHT)
    with pytest.raises(WebSocketDisconnect), page.websocket_connect("/socket"):
        pass


def test_what_one_person_sees_is_kept_for_nobody(page: TestClient) -> None:
    page.post("/sign-in", data=RIGHT)
    assert page.get("/").headers["cache-control"] == "no-store"


def test_a_proxy_that_is_trusted_says_how_the_line_is(access: Access) -> None:
    told = {"x-forwarded-user": "bert", "x-forwarded-proto": "https"}
    with client(access, client=("10.0.0.5", 1)) as page:
        assert page.get("/", headers=told).text == '"bert over https"'


def test_who_may_cannot_be_read_is_said_without_a_path(page: TestClient, tmp_path: Path) -> None:
    page.post("/sign-in", data=RIGHT)
    (tmp_path / ACCESS).write_text("{")
    response = page.get("/", headers={"accept": "text/html"})
    assert (response.status_code, response.text) == (503, UNREADABLE)
    response = page.post("/sign-in", data=RIGHT)
    assert response.status_code == 503
    assert str(tmp_path) not in response.text
