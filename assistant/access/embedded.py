"""Signed tokens with which another site embeds the chat in its pages for one of its own users."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from assistant.access.identity import Identity, Scope
from assistant.access.keys import Keys
from assistant.access.seals import Seals
from assistant.errors import NotSignedIn

LONGEST = 1_000  # characters of a token
MINUTES, MOST_MINUTES = 60, 720
SCOPES: tuple[Scope, ...] = ("ask", "read")


class EmbedTokens:
    """A token is valid on every server with the same seal, for one origin, until it expires or its key is revoked."""

    def __init__(self, seals: Seals, keys: Keys, *, clock: Callable[[], float] = time.time) -> None:
        self._seals = seals
        self._keys = keys
        self._clock = clock

    def make(self, by: Identity, origin: str, user: str, *, minutes: int = MINUTES) -> tuple[str, float]:
        """A token for `user` of the site that has the key, and its expiry in seconds since 1970."""
        until = int(self._clock()) + 60 * minutes
        made = {"key": by.name, "of": self._of(by.name), "origin": origin, "user": user, "until": until}
        payload = json.dumps(made, separators=(",", ":"))
        signed = base64.urlsafe_b64encode(payload.encode()).rstrip(b"=").decode()
        return f"{signed}.{self._seals.mark(f'embed {signed}')}", until

    def known_by(self, token: str) -> tuple[Identity, str]:
        """The identity that a token belongs to, and the origin that may show it; raises NotSignedIn with the reason."""
        signed, _, mark = token.partition(".")
        if len(token) > LONGEST or not hmac.compare_digest(mark.encode(), self._seals.mark(f"embed {signed}").encode()):
            raise NotSignedIn("the token of the embedded page was altered, or is not from this server")
        claims: Mapping[str, Any] = json.loads(base64.urlsafe_b64decode(signed + "=" * (-len(signed) % 4)))
        if claims["until"] <= self._clock():
            raise NotSignedIn("the token of the embedded page has expired")
        key = next((one for one in self._keys.all() if one.name == claims["key"]), None)
        if key is None or claims.get("of") != self._of(key.name):  # a later key may have the same name
            raise NotSignedIn("the key that made the token of the embedded page was revoked")
        by = Identity(f"{key.name}/{claims['user']}", key.scopes, "embed")
        scopes = frozenset(one for one in SCOPES if by.may(one))
        return Identity(by.name, scopes, "embed"), claims["origin"]

    def _of(self, name: str) -> str | None:
        """Distinguishes a key from a later one of the same name."""
        return next((one.hash[:16] for one in self._keys.all() if one.name == name), None)
