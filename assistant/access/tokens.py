"""Access tokens for MCP from the operator's issuer, and the server's metadata (RFC 9728)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from assistant.access.addresses import MCP, METADATA_OF_MCP
from assistant.access.identity import Identity, Scope, known_name
from assistant.access.issuer import Issuer
from assistant.errors import SettingsError
from assistant.settings import Settings

SCOPES: tuple[Scope, ...] = ("ask", "read")  # MCP's tools need no more


class Tokens:
    """Which tokens are accepted, and from whom. Blocks while fetching the issuer's keys."""

    def __init__(self, settings: Settings, issuer: Callable[[str], Issuer] = Issuer) -> None:
        if not settings.mcp_issuer or not settings.public_url:
            raise SettingsError(
                "The setting 'mcp_issuer' needs 'public_url': a token is only valid for this server's address. Set "
                "both."
            )
        self._issuer = issuer(settings.mcp_issuer)
        self._server = settings.public_url + settings.root_path
        self._audience = settings.mcp_audience or self._server + MCP

    def known_by(self, token: str) -> Identity:
        """The identity that a token belongs to, with the scopes in the token; raises NotSignedIn with the reason."""
        claims = self._issuer.access_token(token, audience=self._audience)
        given = claims.get("scope", claims.get("scp", ()))
        given = given.split() if isinstance(given, str) else given
        named = frozenset(one for one in SCOPES if isinstance(given, list | tuple) and one in given)
        return Identity(_name(str(claims.get("sub") or claims.get("client_id") or "")), named, "token")

    def challenge(self, error: str = "") -> str:
        """The header for a client whose token is missing or insufficient: where to get one, and for which scopes."""
        fields = {"error": error, "scope": " ".join(SCOPES), "resource_metadata": f"{self._server}{METADATA_OF_MCP}"}
        return "Bearer " + ", ".join(f'{name}="{value}"' for name, value in fields.items() if value)

    def metadata(self) -> Mapping[str, Any]:
        """Protected resource metadata."""
        return {
            "resource": self._server + MCP,
            "authorization_servers": [self._issuer.url],
            "scopes_supported": list(SCOPES),
            "bearer_methods_supported": ["header"],
            "resource_name": "Article assistant",
        }


def _name(subject: str) -> str:
    """The subject or, if that is not a valid name here, a hash of it."""
    return subject if known_name(subject) == subject else sha256(subject.encode("utf-8", "replace")).hexdigest()[:32]
