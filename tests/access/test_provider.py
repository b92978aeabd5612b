"""Signing in at an OpenID provider, and each way in which somebody who was not signed in there might get in."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient

from assistant.access.access import COOKIE, Access
from assistant.access.issuer import AGAIN, Issuer
from assistant.access.pace import Pace
from assistant.access.provider import Provider as Way
from assistant.access.record_file import ACCESS
from assistant.errors import AccessError, NotSignedIn, SettingsError
from assistant.page.words import ENGLISH
from assistant.settings import Settings
from tests.access.test_signing_in import PASSWORD, client
from tests.openid import CLIENT, SECRET, Provider, provided

GROUPS = "staff=ask+read,editors=ask+write"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with provided() as provider:
        yield provider


@pytest.fixture
def provider(running: Provider) -> Provider:
    running.begin_anew()
    return running


def settings(provider: Provider, **more: Any) -> Settings:
    own = {"oidc_issuer": provider.url, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET, "oidc_groups": GROUPS}
    return Settings(**{**own, **more})


@pytest.fixture
def access(provider: Provider, tmp_path: Path) -> Access:
    return Access(tmp_path, settings(provider), loopback=True)


@pytest.fixture
def page(access: Access) -> Iterator[TestClient]:
    with client(access) as opened:
        yield opened


def go(page: TestClient, address: str = "/sign-in/provider") -> str:
    """The address to which the provider sends the browser back, as that knows it."""
    asked = page.get(address)
    assert asked.status_code == 303
    back = httpx.get(asked.headers["location"]).headers["location"]
    return back.removeprefix(str(page.base_url))


def an_hour_later() -> float:
    return time.time() + 60 * 60 + 1


def came(page: TestClient, address: str = "/sign-in/provider") -> httpx.Response:
    return page.get(go(page, address))


def test_whoever_signs_in_there_may_do_what_their_groups_may(page: TestClient, access: Access) -> None:
    asked = page.get("/articles/a?x=1", headers={"accept": "text/html"})
    form = page.get(asked.headers["location"])
    there = form.text.partition('class="provider" href="')[2].partition('"')[0]
    assert "password" not in form.text  # there is no user who could
    back = came(page, there)
    assert (back.status_code, back.headers["location"]) == (303, "/articles/a?x=1")
    assert page.get("/").text == '"anna over http"'
    user = access.sessions.known_by(page.cookies[COOKIE])
    assert user is not None and user.scopes == {"ask", "read"}


def test_users_of_this_server_keep_their_form(page: TestClient, access: Access) -> None:
    access.users.add("bert", PASSWORD)
    assert "password" in page.get("/sign-in").text
    assert page.post("/sign-in", data={"name": "bert", "password": PASSWORD}).status_code == 303
    assert page.get("/").text == '"bert over http"'


def test_whoever_is_nobody_there_is_nobody_here(page: TestClient, provider: Provider) -> None:
    provider.refuses = "access_denied"
    refused = came(page)
    assert (refused.status_code, COOKIE in page.cookies) == (401, False)
    assert ENGLISH.refused_by_provider in refused.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://other.example"},
        {"iss": None},
        {"aud": "another-client"},
        {"aud": ["another-client"]},
        {"aud": [CLIENT, "another-client"], "azp": "another-client"},
        {"aud": None},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"iat": 9_000_000_000},
        {"sub": None},
        {"at_hash": "another"},
    ],
    ids=str,
)
def test_an_id_token_that_is_not_for_this_sign_in_lets_nobody_in(
    page: TestClient, provider: Provider, wrong: dict[str, Any]
) -> None:
    provider.claims = wrong
    assert came(page).status_code == 401
    assert COOKIE not in page.cookies


@pytest.mark.parametrize("algorithm", ["none", "HS256", "ES384", "another key"])
def test_an_id_token_that_the_provider_has_not_signed_as_it_says_lets_nobody_in(
    page: TestClient, provider: Provider, algorithm: str
) -> None:
    provider.algorithm = algorithm
    assert came(page).status_code == 401
    assert COOKIE not in page.cookies


def test_an_answer_of_another_issuer_lets_nobody_in(page: TestClient, provider: Provider) -> None:
    back = go(page).replace(provider.url.split("//")[1].replace(":", "%3A"), "other.example")
    assert "other.example" in back
    assert page.get(back).status_code == 401
    assert "/token" not in provider.asked


def test_coming_back_twice_lets_nobody_in_twice(page: TestClient, provider: Provider) -> None:
    back = go(page)
    cookies = dict(page.cookies)
    assert page.get(back).status_code == 303
    page.cookies.clear()
    assert page.get(back).status_code == 401  # without the cookie that was taken back
    for name, value in cookies.items():
        page.cookies.set(name, value)
    asked = provider.asked.count("/token")
    assert page.get(back).status_code == 401  # and with it
    assert provider.asked.count("/token") == asked and COOKIE not in page.cookies


def test_a_code_that_was_used_lets_nobody_in(page: TestClient) -> None:
    first, second = go(page), go(page)
    assert page.get(first).status_code == 303
    page.cookies.delete(COOKIE)
    code = parse_qs(urlsplit(first).query)["code"][0]
    other = parse_qs(urlsplit(second).query)["code"][0]
    assert page.get(second.replace(other, code)).status_code == 401


def test_the_state_of_another_browser_lets_nobody_in(page: TestClient, access: Access) -> None:
    with client(access) as other:
        assert page.get(go(other)).status_code == 401
        assert COOKIE not in page.cookies


def test_two_tabs_of_one_browser_may_sign_in_at_once(page: TestClient) -> None:
    first, second = go(page, "/sign-in/provider?next=/a"), go(page, "/sign-in/provider?next=/b")
    assert [page.get(back).headers["location"] for back in (first, second)] == ["/a", "/b"]


@pytest.mark.parametrize("next", ["https://other.example", "//other.example", "/\\other.example", "/%0d%0aX:1", "x"])
def test_signing_in_there_leads_to_no_other_site(page: TestClient, next: str) -> None:
    assert came(page, f"/sign-in/provider?next={next}").headers["location"] == "/"


def test_an_address_too_long_for_a_cookie_is_forgotten(page: TestClient) -> None:
    assert came(page, f"/sign-in/provider?next=/{'a' * 2_000}").headers["location"] == "/"


def test_whoever_is_in_no_group_is_told_so(page: TestClient, provider: Provider) -> None:
    provider.groups = ["strangers"]
    refused = came(page)
    assert refused.status_code == 403 and ENGLISH.not_in_a_group in refused.text
    assert COOKIE not in page.cookies


def test_who_leaves_a_group_is_out_once_the_provider_is_asked_again(
    page: TestClient, provider: Provider, access: Access
) -> None:
    came(page)
    provider.groups = []
    access.sessions._clock = an_hour_later
    led = page.get("/", headers={"accept": "text/html"})
    again = page.get(led.headers["location"])
    assert "quietly=1" in again.headers["location"]  # nobody is asked to press anything
    assert came(page, again.headers["location"]).status_code == 403
    assert COOKIE not in page.cookies
    assert page.get(led.headers["location"]).status_code == 200  # and is not sent around for ever


def test_who_is_still_signed_in_there_goes_on_without_a_question(page: TestClient, access: Access) -> None:
    came(page)
    first = page.cookies[COOKIE]
    access.sessions._clock = an_hour_later
    assert page.get("/").status_code == 401
    address = page.get("/sign-in?next=/x").headers["location"]
    asked = page.get(address).headers["location"]
    assert parse_qs(urlsplit(asked).query)["prompt"] == ["none"]
    back = came(page, address)
    assert back.headers["location"] == "/x" and page.cookies[COOKIE] != first
    assert page.get("/").text == '"anna over http"'


def test_who_would_have_to_be_asked_there_sees_the_button(page: TestClient, provider: Provider, access: Access) -> None:
    came(page)
    access.sessions._clock = an_hour_later
    provider.refuses = "login_required"
    back = came(page, page.get("/sign-in?next=/x").headers["location"])
    assert (back.status_code, back.headers["location"]) == (303, "/sign-in?next=/x")
    assert page.get("/sign-in?next=/x").status_code == 200


def test_a_group_that_the_settings_name_no_more_counts_no_more(
    page: TestClient, provider: Provider, access: Access
) -> None:
    came(page)
    access.apply(settings(provider, oidc_groups="editors=ask"))
    assert page.get("/").status_code == 401
    access.apply(settings(provider, oidc_groups="staff=admin"))
    assert page.get("/").status_code == 200
    access.users.add("bert", PASSWORD)  # or a server of this machine alone is open
    access.apply(Settings())
    assert page.get("/").status_code == 401


def test_signing_out_here_leads_to_signing_out_there(page: TestClient, provider: Provider) -> None:
    came(page)
    copied = {"cookie": f"{COOKIE}={page.cookies[COOKIE]}"}
    left = page.post("/sign-out")
    assert left.status_code == 200 and COOKIE not in page.cookies
    there = urlsplit(left.headers["refresh"].partition("url=")[2])
    asked = parse_qs(there.query)
    assert there.geturl().startswith(f"{provider.url}/leave?")
    assert asked["post_logout_redirect_uri"] == ["http://testserver/sign-in"]
    assert asked["client_id"] == [CLIENT] and asked["id_token_hint"][0].count(".") == 2
    assert page.get("/", headers=copied).status_code == 401


def test_a_new_key_of_the_provider_counts_and_a_withdrawn_one_does_not(provider: Provider) -> None:
    now = [1_000.0]
    issuer = Issuer(provider.url, clock=lambda: now[0])
    claims = {"iss": provider.url, "aud": "here", "exp": 2_000}
    old = provider.signed(claims)
    assert issuer.access_token(old, audience="here")["aud"] == "here"
    provider.rotate()
    new = provider.signed(claims)
    with pytest.raises(NotSignedIn):  # or every forged token would make it fetch keys
        issuer.access_token(new, audience="here")
    now[0] += AGAIN + 1
    assert issuer.access_token(new, audience="here")["aud"] == "here"
    with pytest.raises(NotSignedIn):
        issuer.access_token(old, audience="here")
    assert provider.asked.count("/jwks") == 2


def test_a_provider_that_calls_itself_otherwise_is_not_asked(provider: Provider, tmp_path: Path) -> None:
    access = Access(tmp_path, settings(provider, oidc_issuer=f"{provider.url}/"), loopback=True)
    with client(access) as page:
        told = page.get("/sign-in/provider")
    assert told.status_code == 503 and ENGLISH.unreadable_provider in told.text


def test_while_the_provider_is_away_users_of_this_server_sign_in(provider: Provider, tmp_path: Path) -> None:
    access = Access(tmp_path, settings(provider, oidc_issuer="http://127.0.0.1:9"), loopback=True)
    access.users.add("bert", PASSWORD)
    with client(access) as page:
        assert page.get("/sign-in/provider").status_code == 503
        assert page.post("/sign-in", data={"name": "bert", "password": PASSWORD}).status_code == 303


def test_a_server_with_a_provider_is_open_to_nobody(access: Access, page: TestClient) -> None:
    access.check("0.0.0.0")
    assert not access.is_open()
    assert page.get("/").status_code == page.get("/api/x").status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [{"oidc_client_id": None}, {"oidc_groups": "staff"}, {"oidc_groups": "staff=fly"}, {"oidc_issuer": None}],
    ids=str,
)
def test_settings_that_do_not_fit_are_refused(provider: Provider, tmp_path: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(SettingsError):
        Access(tmp_path, settings(provider, **wrong), loopback=True)


@pytest.mark.parametrize(
    "issuer", ["http://id.example", "https://id.example?x=1", "id.example", "https://a:b@id.example"]
)
def test_an_issuer_without_tls_is_refused(issuer: str) -> None:
    with pytest.raises(ValueError, match="https"):
        Settings(oidc_issuer=issuer)


def test_neither_secret_nor_code_nor_token_is_logged(
    page: TestClient, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        back = go(page)
        assert page.get(back).status_code == 303
        provider.claims = {"aud": "another"}
        assert came(page).status_code == 401
    own = (one for one in caplog.records if one.name.partition(".")[0] not in ("httpx", "httpx2", "httpcore"))
    told = "\n".join(record.getMessage() for record in own)  # the browser's requests are logged by itself
    assert "was not signed in" in told
    code = parse_qs(urlsplit(back).query)["code"][0]
    for secret in (SECRET, code, page.cookies[COOKIE], "eyJ"):
        assert secret not in told


def test_the_name_is_of_a_claim_that_can_be_one(provider: Provider) -> None:
    def name(claim: str, **told: Any) -> str:
        return Way(settings(provider, oidc_name_claim=claim), Pace(1, 600))._name(told)

    assert name("preferred_username", preferred_username="Anna") == "anna"
    assert name("email", email="anna@example.org", email_verified=True) == "anna@example.org"
    for claim, told in (
        ("email", {"email": "anna@example.org"}),
        ("email", {"email": "anna@example.org", "email_verified": "true"}),
        ("sub", {"sub": "auth0|anna"}),
        ("name", {}),
        ("name", {"name": ["anna"]}),
    ):
        with pytest.raises(NotSignedIn):
            name(claim, **told)


def test_sessions_of_a_provider_are_unreadable_where_the_list_of_users_is(
    page: TestClient, access: Access, tmp_path: Path
) -> None:
    came(page)
    (tmp_path / ACCESS).write_text("broken")
    with pytest.raises(AccessError):
        access.users.all()
    assert page.get("/").status_code == 200  # who they are is for the provider to say


@pytest.mark.parametrize("query", ["&".join(["a=1"] * 30), "state=%C3%A9", "state=%0d%0a", "state=%00&code=%ff", ""])
def test_whatever_comes_back_the_answer_is_the_page(page: TestClient, query: str) -> None:
    assert page.get(f"/sign-in/back?{query}").status_code == 401
