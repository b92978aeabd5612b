"""Tokens of an embedded page: made by a key, for one origin and some minutes; each way in which one may be wrong."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.access.access import Access
from assistant.access.identity import Identity
from assistant.assistant import Assistant
from assistant.page.embedding import NO_TOKEN, NOT_THIS_PAGE
from assistant.settings import Settings
from index.library import Library
from tests.served import create_app

HERE, OTHER = "https://intranet.example.org", "https://other.example.org"
SENT = {"origin": HERE, "user": "Anna"}
FRAMED = {"accept": "text/html", "sec-fetch-dest": "iframe", "referer": f"{HERE}/"}


@pytest.fixture
def access(tmp_path: Path) -> Access:
    return Access(tmp_path, Settings(embed_origins=f"{HERE},https://wiki.example.org"), loopback=True)


@pytest.fixture
def page(access: Access, samples: Library) -> Iterator[TestClient]:
    with TestClient(create_app(Assistant(samples), access=access), follow_redirects=False) as client:
        yield client


@pytest.fixture
def key(access: Access) -> dict[str, str]:
    return {"authorization": f"Bearer {access.keys.add('intranet', frozenset({'ask', 'write'}))}"}


@pytest.fixture
def token(page: TestClient, key: dict[str, str]) -> str:
    made = page.post("/api/embed-tokens", json=SENT, headers=key)
    assert made.status_code == 201 and made.json()["path"] == f"/embed/{made.json()['token']}/"
    return str(made.json()["token"])


def test_the_page_is_shown_by_that_origin_alone(page: TestClient, token: str) -> None:
    shown = page.get(f"/embed/{token}/", headers=FRAMED)
    assert shown.status_code == 200
    assert shown.headers["content-security-policy"].endswith(f"; frame-ancestors {HERE}")
    assert page.get("/").status_code == 401


@pytest.mark.parametrize(
    "wrong", [{"referer": f"{OTHER}/x"}, {"referer": "http://intranet.example.org/"}, {"sec-fetch-dest": "document"}]
)
def test_a_page_of_another_origin_and_a_window_of_its_own_are_refused(
    page: TestClient, token: str, wrong: dict[str, str]
) -> None:
    refused = page.get(f"/embed/{token}/", headers=FRAMED | wrong)
    assert (refused.status_code, refused.text) == (403, NOT_THIS_PAGE)


def test_an_origin_that_the_settings_name_no_more_is_refused(page: TestClient, access: Access, token: str) -> None:
    access.apply(Settings(embed_origins="https://wiki.example.org"))
    assert page.get(f"/embed/{token}/", headers=FRAMED).status_code == 403


def test_after_its_time_a_token_counts_nowhere(page: TestClient, access: Access, token: str) -> None:
    until = json.loads(base64.urlsafe_b64decode(token.partition(".")[0] + "=="))["until"]
    access.embedding._clock = lambda: until - 1
    assert page.get(f"/embed/{token}/page/alive").status_code == 200
    access.embedding._clock = lambda: until
    for path in ("", "page/alive", "articles/moon-landing-first-steps"):
        refused = page.get(f"/embed/{token}/{path}", headers=FRAMED)
        assert (refused.status_code, refused.text) == (401, NO_TOKEN)


def test_an_altered_token_counts_nowhere(page: TestClient, token: str) -> None:
    signed, _, mark = token.partition(".")
    told = json.loads(base64.urlsafe_b64decode(signed + "=="))
    for change in ({"origin": OTHER}, {"until": told["until"] + 1}, {"user": "bert"}, {"key": "other"}):
        other = base64.urlsafe_b64encode(json.dumps(told | change).encode()).rstrip(b"=").decode()
        assert page.get(f"/embed/{other}.{mark}/", headers=FRAMED).status_code == 401
    for other in (signed, f"{signed}.", f"{signed}.{mark[:-1]}", f"{signed}.{'0' * 64}", "x", "x" * 5_000, "%FF.%FF"):
        assert page.get(f"/embed/{other}/", headers=FRAMED).status_code == 401, other


def test_with_its_key_a_token_ends(page: TestClient, access: Access, token: str) -> None:
    access.keys.revoke("intranet")
    access.keys.add("other", frozenset({"ask"}))
    assert page.get(f"/embed/{token}/", headers=FRAMED).status_code == 401


def test_a_token_may_no_more_than_ask_and_read_on_pages(page: TestClient, access: Access, token: str) -> None:
    identity, origin = access.embedding.known_by(token)
    assert identity == Identity("intranet/Anna", frozenset({"ask"}), "embed") and origin == HERE
    assert identity.owner == "embed:intranet/Anna"
    for path in ("api/outlets", "v1/models", "mcp", "metrics", "api/openapi.json"):
        assert page.get(f"/embed/{token}/{path}").status_code == 404, path
    assert page.post(f"/embed/{token}/library/remove", json={"ids": ["none"]}).status_code == 403
    assert page.get(f"/embed/{token}/articles/moon-landing-first-steps").status_code == 200


def test_only_a_key_makes_one_and_only_for_a_page_that_may_show_it(
    page: TestClient, access: Access, key: dict[str, str]
) -> None:
    assert page.post("/api/embed-tokens", json=SENT).status_code == 401
    assert page.post("/api/embed-tokens", json=SENT | {"origin": OTHER}, headers=key).status_code == 403
    for wrong in ({"minutes": 0}, {"minutes": 721}, {"user": ""}, {"admin": True}):
        assert page.post("/api/embed-tokens", json=SENT | wrong, headers=key).status_code == 422
    access.users.add("anna", "a long password")
    user = access.users.get("anna")
    assert user is not None
    cookie = {"cookie": f"article_assistant_session={access.sessions.begin(user)}"}
    assert page.post("/api/embed-tokens", json=SENT, headers=cookie).status_code == 403


def test_links_under_a_token_stay_under_it(page: TestClient, token: str) -> None:
    shown = page.get(f"/embed/{token}/articles/moon-landing-first-steps")
    assert f'href="/embed/{token}/page/style.css"' in shown.text


def test_a_new_key_of_the_same_name_does_not_bring_back_the_tokens_of_the_old(
    page: TestClient, access: Access, token: str
) -> None:
    access.keys.revoke("intranet")
    access.keys.add("intranet", frozenset({"ask"}))
    assert page.get(f"/embed/{token}/", headers=FRAMED).status_code == 401


def test_whoever_came_with_a_token_is_told_of_nothing_once_its_key_is_revoked(tmp_path: Path) -> None:
    access = Access(tmp_path, Settings(trusted_proxy="10.0.0.1"), loopback=True)
    access.keys.add("intranet", frozenset({"ask", "read"}))
    assert access.still_reads("embed:intranet/Anna")
    access.keys.revoke("intranet")
    assert not access.still_reads("embed:intranet/Anna")
