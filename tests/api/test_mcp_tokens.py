"""MCP with tokens of an issuer, asked by the official client as it is, and each token that does not count."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import httpx2
import pytest
from mcp import Client
from mcp.client.auth import AuthorizationCodeResult, OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import OAuthClientInformationFull, OAuthClientMetadata, OAuthToken

from assistant.access.access import Access
from assistant.assistant import Assistant
from assistant.errors import SettingsError
from assistant.settings import Settings
from index.library import Library
from tests.openid import Provider, provided
from tests.served import served
from tests.servers import free_port

PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}


class Storage:
    """What a client keeps, in memory."""

    tokens: OAuthToken | None = None
    client: OAuthClientInformationFull | None = None

    async def get_tokens(self) -> OAuthToken | None:
        return self.tokens

    async def set_tokens(self, tokens: OAuthToken) -> None:
        self.tokens = tokens

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        return self.client

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        self.client = client_info


@pytest.fixture(scope="module")
def issuer() -> Iterator[Provider]:
    with provided() as provider:
        yield provider


@pytest.fixture(scope="module")
def access(issuer: Provider, tmp_path_factory: pytest.TempPathFactory) -> Access:
    here = f"http://127.0.0.1:{free_port()}"
    settings = Settings(mcp_issuer=issuer.url, public_url=here)
    return Access(tmp_path_factory.mktemp("access"), settings, loopback=True)


@pytest.fixture(scope="module")
def address(access: Access, samples: Library) -> Iterator[str]:
    port = urlsplit(access.public_url or "").port or 0
    with served(Assistant(samples, Settings()), access=access, port=port) as here:
        yield f"{here}/mcp"


@asynccontextmanager
async def connected(address: str, storage: Storage) -> AsyncIterator[Client]:
    """The client after its own way through registration, consent and token."""
    led: list[str] = []

    async def lead(url: str) -> None:
        led.append(httpx.get(url).headers["location"])

    async def came() -> AuthorizationCodeResult:
        back = parse_qs(urlsplit(led[-1]).query)
        return AuthorizationCodeResult(code=back["code"][0], state=back["state"][0], iss=back["iss"][0])

    metadata = OAuthClientMetadata(redirect_uris=["http://127.0.0.1:9/back"], client_name="test")  # type: ignore[list-item]
    auth = OAuthClientProvider(address, metadata, storage, lead, came)
    async with (
        httpx2.AsyncClient(auth=auth, timeout=60) as http,
        Client(streamable_http_client(address, http_client=http)) as client,
    ):
        yield client


def test_a_client_finds_the_issuer_gets_a_token_and_asks(address: str, issuer: Provider) -> None:
    storage = Storage()

    async def asked() -> Any:
        async with connected(address, storage) as client:
            return await client.call_tool("search_articles", {"question": "penicillin", "limit": 1})

    found = asyncio.run(asked())
    assert not found.is_error and found.structured_content["hits"]
    assert storage.tokens is not None and storage.tokens.scope == "ask read"
    assert "/register" in issuer.asked and "/token" in issuer.asked


def post(address: str, **headers: str) -> httpx.Response:
    told = {"accept": "application/json, text/event-stream", "mcp-method": "ping", **headers}
    return httpx.post(address, json=PING, headers=told, timeout=60)


def token(issuer: Provider, access: Access, **claims: Any) -> dict[str, str]:
    own = {"iss": issuer.url, "aud": f"{access.public_url}/mcp", "sub": "u-1", "scope": "ask read"}
    return {"authorization": f"Bearer {issuer.signed({**own, 'exp': int(time.time()) + 60, **claims})}"}


def test_who_has_no_token_is_told_where_to_get_one(address: str, access: Access, issuer: Provider) -> None:
    refused = post(address)
    challenge = refused.headers["www-authenticate"]
    assert refused.status_code == 401 and challenge.startswith('Bearer scope="ask read", resource_metadata="')
    told = httpx.get(challenge.rpartition('resource_metadata="')[2].rstrip('"')).json()
    assert told["resource"] == f"{access.public_url}/mcp" == address
    assert told["authorization_servers"] == [issuer.url]


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://other.example"},
        {"aud": "https://other.example/mcp"},
        {"aud": None},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"nbf": 9_000_000_000},
        {"nonce": "of-an-id-token"},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_this_server_is_refused(
    address: str, access: Access, issuer: Provider, wrong: dict[str, Any]
) -> None:
    refused = post(address, **token(issuer, access, **wrong))
    assert refused.status_code == 401
    assert 'error="invalid_token"' in refused.headers["www-authenticate"]


@pytest.mark.parametrize("algorithm", ["none", "HS256", "another key"])
def test_a_token_that_the_issuer_did_not_sign_is_refused(
    address: str, access: Access, issuer: Provider, algorithm: str
) -> None:
    issuer.algorithm = algorithm
    try:
        assert post(address, **token(issuer, access)).status_code == 401
    finally:
        issuer.algorithm = "ES256"


def test_a_token_allows_what_its_scopes_name_and_never_more_than_tools_need(
    address: str, access: Access, issuer: Provider
) -> None:
    for scope in ("openid", "admin write", "", "asked reader"):
        refused = post(address, **token(issuer, access, scope=scope))
        assert refused.status_code == 403
        assert 'error="insufficient_scope", scope="ask read"' in refused.headers["www-authenticate"]
    for scopes in ({"scope": "read"}, {"scope": ["ask"]}, {"scope": None, "scp": "ask"}):
        assert post(address, **token(issuer, access, **scopes)).status_code == 200
    assert access.tokens is not None
    admin = token(issuer, access, scope="admin write ask")["authorization"].removeprefix("Bearer ")
    assert access.tokens.known_by(admin).scopes == {"ask"}


def test_tokens_count_at_no_other_address(address: str, access: Access, issuer: Provider) -> None:
    there = address.removesuffix("/mcp")
    for path in ("/api/outlets", "/v1/models", "/metrics", "/"):
        assert httpx.get(there + path, headers=token(issuer, access)).status_code == 401, path


def test_keys_go_on_and_are_kept_apart_from_tokens(address: str, access: Access, issuer: Provider) -> None:
    key = access.keys.add("u-1", frozenset({"ask"}))
    assert post(address, authorization=f"Bearer {key}").status_code == 200
    assert post(address, authorization="Bearer aa-wrong").status_code == 401
    assert access.tokens is not None
    known = access.tokens.known_by(token(issuer, access)["authorization"].removeprefix("Bearer "))
    assert (known.name, known.owner) == ("u-1", "token:u-1")
    strange = access.tokens.known_by(token(issuer, access, sub="Auth0|X")["authorization"].removeprefix("Bearer "))
    assert strange.name.isalnum() and len(strange.name) == 32


def test_an_issuer_without_a_public_address_of_this_server_is_refused(issuer: Provider, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="public_url"):
        Access(tmp_path, Settings(mcp_issuer=issuer.url), loopback=True)
