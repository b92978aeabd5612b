"""Fetches an OpenID provider's metadata and keys, and verifies its tokens; the only importer of joserfc.

It checks signatures, times and audiences, not what a token allows.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any

import httpx2
from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from assistant.errors import NotSignedIn, ProviderError

# Signed with a key that only the provider has: neither "none" nor shared secrets.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
LONGEST = 16_000  # characters of a token
KEPT = 3_600  # seconds for which metadata and keys are valid, so that withdrawn keys expire
AGAIN = 5  # seconds after which keys are fetched again for a token signed with an unknown key
LEEWAY = 60  # seconds by which clocks may differ
PATIENCE = 10.0  # seconds to wait for a response
_PLACES = ("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")


class Issuer:
    """One provider. Thread-safe; every method raises ProviderError if the provider cannot be reached."""

    def __init__(self, url: str, *, clock: Callable[[], float] = time.time) -> None:
        self.url = url
        self._clock = clock
        self._lock = threading.Lock()
        self._described: tuple[float, Mapping[str, Any]] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def described(self) -> Mapping[str, Any]:
        """The provider's metadata (OpenID Connect Discovery, or RFC 8414)."""
        with self._lock:
            return self._description()

    def id_token(self, token: str, *, client_id: str, nonce: str, access_token: str) -> Mapping[str, Any]:
        """The claims of an ID token for this client; raises NotSignedIn with the reason."""
        algorithms = self.described().get("id_token_signing_alg_values_supported") or ["RS256"]
        decoded = self._decoded(token, [one for one in ALGORITHMS if one in algorithms])
        options: Any = {"iss": {"essential": True, "value": self.url}, "aud": {"essential": True, "value": client_id}}
        params = {"nonce": nonce, "client_id": client_id, "access_token": access_token}
        claims = CodeIDToken(decoded.claims, decoded.header, options, params)
        try:
            claims.validate(now=int(self._clock()), leeway=LEEWAY)
        except (JoseError, TypeError, ValueError) as error:
            raise NotSignedIn(f"the ID token is not for this sign-in: {error}") from error
        return claims

    def access_token(self, token: str, *, audience: str) -> Mapping[str, Any]:
        """The claims of an access token for this audience (RFC 9068, 8707); raises NotSignedIn with the reason."""
        decoded = self._decoded(token, ALGORITHMS)
        options: Any = {
            "iss": {"essential": True, "value": self.url},
            "aud": {"essential": True, "value": audience},
            "exp": {"essential": True},
        }
        try:
            if "nonce" in decoded.claims:
                raise ValueError("it is an ID token")
            jwt.JWTClaimsRegistry(now=int(self._clock()), leeway=LEEWAY, **options).validate(decoded.claims)
        except (JoseError, TypeError, ValueError) as error:
            raise NotSignedIn(f"the access token is not for this server: {error}") from error
        return decoded.claims

    def fetched(self, address: str, **headers: str) -> Mapping[str, Any]:
        """A JSON object from the provider."""
        try:
            answer = httpx2.get(address, timeout=PATIENCE, headers={"Accept": "application/json", **headers})
            answer.raise_for_status()
            value = answer.json()
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            raise ProviderError(self.url, type(error).__name__) from error
        if not isinstance(value, dict):
            raise ProviderError(self.url, "it did not send a JSON object")
        return value

    def _decoded(self, token: str, algorithms: Collection[str]) -> jwt.Token:
        """The token, if it is signed with one of the provider's keys and one of these algorithms."""
        try:
            if len(token) > LONGEST:
                raise ValueError("it is too long")
            header = jws.extract_compact(token.encode("ascii")).headers()
            if header.get("alg") not in algorithms:
                raise ValueError("its algorithm is not one of the provider's")
            return jwt.decode(token, self._key_set(header.get("kid")), algorithms=list(algorithms))
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise NotSignedIn(f"the token's signature is not the provider's: {error}") from error

    def _key_set(self, kid: object) -> KeySet:
        with self._lock:
            now, kept = self._clock(), self._keys
            known = kept is not None and (kid is None or any(key.kid == kid for key in kept[1].keys))
            if kept is None or now - kept[0] > (KEPT if known else AGAIN):
                fetched = self.fetched(str(self._description().get("jwks_uri")))
                own = [one for one in fetched.get("keys", ()) if isinstance(one, dict) and one.get("use") != "enc"]
                self._keys = kept = now, KeySet.import_key_set({"keys": own})
            return kept[1]

    def _description(self) -> Mapping[str, Any]:
        now = self._clock()
        if self._described is None or now - self._described[0] > KEPT:
            self._described = now, self._fetched_description()
        return self._described[1]

    def _fetched_description(self) -> Mapping[str, Any]:
        for last, place in enumerate(_PLACES, 1 - len(_PLACES)):
            try:
                description = self.fetched(self.url.rstrip("/") + place)
                break
            except ProviderError:
                if not last:
                    raise
        if description.get("issuer") != self.url:
            raise ProviderError(self.url, "it states another issuer")
        return description
