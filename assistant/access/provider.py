"""Signing in at an OpenID provider: the authorization code flow with PKCE, state and nonce; uses authlib.

The server keeps only used states. The browser keeps one secret in a cookie, from which state, nonce and code verifier
follow, so any of several servers can finish what another began.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client

from assistant.access.identity import known_name
from assistant.access.issuer import PATIENCE, Issuer
from assistant.errors import NotSignedIn, ProviderError, SettingsError
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.access.pace import Pace
    from assistant.serving.shared_pace import SharedPace

SECONDS = 600  # allowed for signing in at the provider
LONGEST_HINT = 3_000  # characters of an ID token kept for signing out
_QUIETLY = frozenset(("login_required", "interaction_required", "consent_required", "account_selection_required"))


@dataclass(frozen=True, slots=True)
class Beginning:
    """The address to send a browser to, and the secret that it keeps until it returns, in a cookie named by `mark`."""

    address: str
    mark: str
    secret: str


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whom the provider has identified; `hint` is for signing out at the provider."""

    name: str
    groups: tuple[str, ...]
    hint: str


class AsksFirst(NotSignedIn):
    """Raised if the provider needs a prompt for a sign-in that was to happen without one."""


class Provider:
    """`used` counts states, each of which is valid only once. Blocks while waiting for the provider."""

    def __init__(self, settings: Settings, used: Pace | SharedPace, issuer: Callable[[str], Issuer] = Issuer) -> None:
        if not settings.oidc_issuer or not settings.oidc_client_id:
            raise SettingsError("The setting 'oidc_issuer' needs 'oidc_client_id', and vice versa. Set both.")
        self.issuer = issuer(settings.oidc_issuer)
        self._client_id = settings.oidc_client_id
        self._secret = settings.oidc_client_secret.get_secret_value() if settings.oidc_client_secret else None
        self._scopes = settings.oidc_scopes
        self._name_claim = settings.oidc_name_claim
        self._groups_claim = settings.oidc_groups_claim
        self._used = used

    def begin(self, back: str, *, quietly: bool = False) -> Beginning:
        """The start of a sign-in, from which the browser returns to `back`; with `quietly` there is no prompt."""
        secret = secrets.token_urlsafe(32)
        state = _of(secret, "state")
        more = {"prompt": "none"} if quietly else {}
        with self._client(back) as client:
            address, _ = client.create_authorization_url(
                self._endpoint("authorization_endpoint"),
                state=state,
                nonce=_of(secret, "nonce"),
                code_verifier=_of(secret, "verifier"),
                **more,
            )
        return Beginning(address, mark_of(state), secret)

    def finish(self, back: str, secret: str, returned: Mapping[str, str]) -> Known:
        """Who came back from the provider with these parameters; raises NotSignedIn with the reason."""
        state = returned.get("state", "")
        if not secret or not hmac.compare_digest(state.encode(), _of(secret, "state").encode()):
            raise NotSignedIn("the state is not that of this browser")
        if self._used.wait(state):
            raise NotSignedIn("the state was used before")
        if returned.get("iss", self.issuer.url) != self.issuer.url:
            raise NotSignedIn("another issuer answered")
        if error := returned.get("error"):
            kind = AsksFirst if error in _QUIETLY else NotSignedIn
            raise kind(f"the provider said {error[:100]!r}")
        token = self._token(back, returned.get("code", ""), _of(secret, "verifier"))
        hint, access_token = str(token.get("id_token") or ""), str(token.get("access_token") or "")
        claims = self.issuer.id_token(
            hint, client_id=self._client_id, nonce=_of(secret, "nonce"), access_token=access_token
        )
        claims = self._completed(claims, access_token)
        return Known(self._name(claims), self._groups(claims), hint if len(hint) <= LONGEST_HINT else "")

    def leaving(self, hint: str, back: str) -> str | None:
        """The address that signs out at the provider too and returns to `back`; None if the provider has none."""
        if not (there := self.issuer.described().get("end_session_endpoint")):
            return None
        query = {"client_id": self._client_id, "post_logout_redirect_uri": back} | (
            {"id_token_hint": hint} if hint else {}
        )
        return f"{there}{'&' if '?' in there else '?'}{urlencode(query)}"

    def _token(self, back: str, code: str, verifier: str) -> Mapping[str, Any]:
        if not code:
            raise NotSignedIn("there is no code")
        try:
            with self._client(back) as client:
                token: Mapping[str, Any] = client.fetch_token(
                    self._endpoint("token_endpoint"),
                    grant_type="authorization_code",
                    code=code,
                    redirect_uri=back,
                    code_verifier=verifier,
                )
                return token
        except OAuthError as error:
            raise NotSignedIn(f"the provider did not accept the code: {error.error}") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            raise ProviderError(self.issuer.url, type(error).__name__) from error

    def _completed(self, claims: Mapping[str, Any], access_token: str) -> Mapping[str, Any]:
        """The claims, with those from the provider's userinfo added if they lack the name or groups."""
        there = self.issuer.described().get("userinfo_endpoint")
        if not there or (self._name_claim in claims and self._groups_claim in claims):
            return claims
        userinfo = self.issuer.fetched(str(there), Authorization=f"Bearer {access_token}")
        if userinfo.get("sub") != claims["sub"]:
            raise NotSignedIn("the userinfo is about somebody else")
        return {**userinfo, **claims}

    def _name(self, claims: Mapping[str, Any]) -> str:
        claimed = claims.get(self._name_claim)
        if self._name_claim == "email" and claims.get("email_verified") is not True:
            raise NotSignedIn("the provider has not verified the mail address")
        if (name := known_name(claimed) if isinstance(claimed, str) else None) is None:
            raise NotSignedIn(f"the claim '{self._name_claim}' holds no name that can be used here")
        return name

    def _groups(self, claims: Mapping[str, Any]) -> tuple[str, ...]:
        groups = claims.get(self._groups_claim) or ()
        groups = [groups] if isinstance(groups, str) else groups
        return tuple(one for one in groups if isinstance(one, str)) if isinstance(groups, list | tuple) else ()

    def _endpoint(self, name: str) -> str:
        if not (address := self.issuer.described().get(name)):
            raise ProviderError(self.issuer.url, f"it names no {name}")
        return str(address)

    def _client(self, back: str) -> OAuth2Client:
        takes = self.issuer.described().get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        method = "client_secret_basic" if "client_secret_basic" in takes else "client_secret_post"
        return OAuth2Client(
            client_id=self._client_id,
            client_secret=self._secret,
            token_endpoint_auth_method=method if self._secret else "none",
            scope=self._scopes,
            redirect_uri=back,
            code_challenge_method="S256",
            timeout=PATIENCE,
        )


def mark_of(state: str) -> str:
    """Distinguishes several sign-ins that one browser has begun."""
    return state[:16]


def _of(secret: str, what: str) -> str:
    return hmac.new(secret.encode(), what.encode(), sha256).hexdigest()
