"""An OpenID provider for tests, which can be made to send wrong tokens; everybody is signed in as `name`."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

CLIENT, SECRET = "assistant", "client-secret-of-the-tests"


class Provider:
    """`claims` replace those of ID tokens, and `access` those of access tokens; None leaves one out."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.begin_anew()

    def begin_anew(self) -> None:
        self.name, self.groups = "Anna", ["staff"]
        self.claims: dict[str, Any] = {}
        self.access: dict[str, Any] = {}
        self.refuses: str | None = None
        self.algorithm = "ES256"
        self.asked: list[str] = []
        self.kept: dict[str, dict[str, str]] = {}  # the parameters of each sign-in, by code
        self.clients = {CLIENT: SECRET}
        self.rotate()

    def rotate(self) -> None:
        self.key = ECKey.generate_key("P-256", {"kid": secrets.token_hex(4), "use": "sig"})

    def described(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "jwks_uri": f"{self.url}/jwks",
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/me",
            "end_session_endpoint": f"{self.url}/leave",
            "registration_endpoint": f"{self.url}/register",
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
            "id_token_signing_alg_values_supported": ["RS256", "ES256"],
            "authorization_response_iss_parameter_supported": True,
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent: back, with a code."""
        code = secrets.token_urlsafe(8)
        self.kept[code] = asked
        told = {"error": self.refuses} if self.refuses else {"code": code}
        return f"{asked['redirect_uri']}?{urlencode({**told, 'state': asked['state'], 'iss': self.url})}"

    def token(self, sent: dict[str, str], basic: str) -> tuple[int, dict[str, Any]]:
        asked = self.kept.pop(sent.get("code", ""), None)
        if asked is None:
            return 400, {"error": "invalid_grant"}
        if self.clients[asked["client_id"]] and basic != f"{asked['client_id']}:{self.clients[asked['client_id']]}":
            return 401, {"error": "invalid_client"}
        digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
        assert (asked["code_challenge_method"], asked["redirect_uri"]) == ("S256", sent["redirect_uri"])
        now = int(time.time())
        shared = {"iss": self.url, "sub": "u-1", "iat": now, "exp": now + 300}
        id_token = {**shared, "aud": asked["client_id"], "nonce": asked.get("nonce"), **self.claims}
        scope = asked.get("scope", "")
        access = {
            **shared,
            "aud": asked.get("resource"),
            "scope": scope,
            "preferred_username": self.name,
            **self.access,
        }
        tokens = {"access_token": self.signed(access), "id_token": self.signed(id_token)}
        return 200, {"token_type": "Bearer", "expires_in": 300, "scope": scope, **tokens}

    def signed(self, claims: dict[str, Any]) -> str:
        kept = {name: value for name, value in claims.items() if value is not None}
        header: dict[str, Any] = {"alg": self.algorithm, "kid": self.key.kid, "typ": "JWT"}
        if self.algorithm == "none":
            return ".".join(_part(one) for one in (header, kept)) + "."
        if self.algorithm == "HS256":  # with the public key as the secret
            return _mac(header, kept, json.dumps(self.key.as_dict(private=False)))
        if self.algorithm == "another key":
            other = ECKey.generate_key("P-256", {"kid": self.key.kid})
            return jwt.encode(header | {"alg": "ES256"}, kept, other, algorithms=["ES256"])
        if self.algorithm == "ES384":
            key = ECKey.generate_key("P-384", {"kid": self.key.kid})
            return jwt.encode(header, kept, key, algorithms=["ES384"])
        return jwt.encode(header, kept, self.key, algorithms=["ES256"])

    def fields_of(self) -> dict[str, Any]:
        return {"sub": "u-1", "preferred_username": self.name, "groups": self.groups}

    def answer(self, method: str, path: str, sent: dict[str, str], basic: str) -> tuple[int, dict[str, Any] | str]:
        """A status, with JSON or the address of a redirect."""
        self.asked.append(path)
        if path in ("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"):
            return 200, self.described()
        if path == "/jwks":
            return 200, {"keys": [self.key.as_dict(private=False)]}
        if path == "/authorize":
            return 302, self.authorize(sent)
        if path == "/token":
            return self.token(sent, basic)
        if path == "/me":
            return 200, self.fields_of()
        if path == "/register":
            self.clients["registered"] = ""
            return 201, {"client_id": "registered", "token_endpoint_auth_method": "none", **json.loads(sent["body"])}
        return (302, sent["post_logout_redirect_uri"]) if path == "/leave" else (404, {})


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _mac(header: dict[str, Any], claims: dict[str, Any], secret: str) -> str:
    signed = f"{_part(header)}.{_part(claims)}"
    mac = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


@contextmanager
def provided() -> Iterator[Provider]:
    """The provider on a free port of loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers.get("content-length", 0))).decode())

        def _answer(self, body: str) -> None:
            parts = urlsplit(self.path)
            sent = {name: values[-1] for name, values in parse_qs(f"{parts.query}&{body}").items()} | {"body": body}
            _, _, basic = self.headers.get("authorization", "").partition(" ")
            try:
                told = base64.b64decode(basic, validate=True).decode()
            except ValueError:
                told = ""
            status, value = provider.answer(self.command, parts.path, sent, told)
            self.send_response(status)
            if isinstance(value, str):
                self.send_header("location", value)
                value = {}
            written = json.dumps(value).encode()
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider = Provider(f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
