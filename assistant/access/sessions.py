"""Who is signed in, by the secret in their cookie; kept in a record, so that a restart signs nobody out.

Users of this server stay signed in until the session expires; others, until their provider must be asked again.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Collection, Mapping
from hashlib import sha256
from typing import Any

from assistant.access.groups import scopes_in
from assistant.access.identity import Scope
from assistant.access.record_file import Record
from assistant.access.users import User, Users

MOST = 20  # sessions of one user; one more ends the oldest
A_DAY = 86_400
BY_PROVIDER = "oidc."  # prefix of the secrets of people from a provider
_SET_RIGHT = 3_600  # seconds by which the clock may be set back without signing anybody out


class Sessions:
    """A session ends when it expires, on signing out, and when its user is removed or gets a new password.

    A session from a provider also ends when the settings name another provider, or none of the user's groups.
    """

    def __init__(self, file: Record, users: Users, *, days: int, clock: Callable[[], float] = time.time) -> None:
        self._file = file
        self._users = users
        self.seconds = days * A_DAY
        self.issuer: str | None = None
        self.issuer_seconds = 0
        self.groups: Mapping[str, frozenset[Scope]] = {}
        self._clock = clock

    def begin(self, user: User) -> str:
        """Begins a session and returns its secret, of which only a hash is stored."""
        return self._begun("", {"user": user.name, "stamp": user.stamp, "until": self._clock() + self.seconds})

    def begin_known(self, name: str, groups: Collection[str], hint: str) -> str | None:
        """Begins a session for somebody who signed in at the provider; None if their groups have no scopes here.

        `hint` is what the provider needs when they sign out.
        """
        if not scopes_in(self.groups, groups):
            return None
        kept = {"user": name, "issuer": self.issuer, "groups": sorted(self.groups.keys() & set(groups)), "hint": hint}
        return self._begun(BY_PROVIDER, {**kept, "until": self._clock() + self.issuer_seconds})

    def end(self, secret: str) -> str | None:
        """Ends the session; returns the sign-out hint if its user signed in at the provider."""
        if _hash(secret) not in self._file.read():
            return None
        with self._file.changing() as record:
            one = record.pop(_hash(secret), None) or {}
        return one.get("hint") if one.get("issuer") == self.issuer else None

    def known_by(self, secret: str) -> User | None:
        one = self._file.read().get(_hash(secret))
        return self._user(one) if one is not None else None

    def _begun(self, mark: str, kept: dict[str, object]) -> str:
        secret = mark + secrets.token_urlsafe(32)
        with self._file.changing() as record:
            for hash in [hash for hash, one in record.items() if self._user(one) is None]:
                del record[hash]
            own = [hash for hash, one in record.items() if one["user"] == kept["user"]]
            for hash in own[: max(0, len(own) - MOST + 1)]:
                del record[hash]
            record[_hash(secret)] = kept
        return secret

    def _user(self, one: Mapping[str, Any]) -> User | None:
        """The user of a session; None if it has ended."""
        # If more than a whole session is left, the clock has been set back since, and the session might never end.
        left = float(str(one["until"])) - self._clock()
        if "issuer" in one:
            scopes = scopes_in(self.groups, one["groups"])
            lasts = bool(scopes) and one["issuer"] == self.issuer and 0 < left <= self.issuer_seconds + _SET_RIGHT
            return User(one["user"], scopes, "") if lasts else None
        user = self._users.get(str(one["user"]))
        lasts = user is not None and user.stamp == one["stamp"] and 0 < left <= self.seconds + _SET_RIGHT
        return user if lasts else None


def _hash(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
