"""Who is signed in, by the secret in their cookie; kept in a file, so that a restart signs nobody out."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from hashlib import sha256

from assistant.access.record_file import Record
from assistant.access.users import User, Users

MOST = 20  # of one user; the oldest ends when there are more
A_DAY = 86_400
_SET_RIGHT = 3_600  # seconds by which the clock may be set back without signing anybody out


class Sessions:
    """A session ends when it expires, on signing out, and when its user is removed or gets a new password."""

    def __init__(self, file: Record, users: Users, *, days: int, clock: Callable[[], float] = time.time) -> None:
        self._file = file
        self._users = users
        self.seconds = days * A_DAY
        self._clock = clock

    def begin(self, user: User) -> str:
        """A new session's secret, of which only a hash is kept."""
        secret = secrets.token_urlsafe(32)
        with self._file.changing() as record:
            for hash in [hash for hash, one in record.items() if not self._lasts(one)]:
                del record[hash]
            own = [hash for hash, one in record.items() if one["user"] == user.name]
            for hash in own[: max(0, len(own) - MOST + 1)]:
                del record[hash]
            until = self._clock() + self.seconds
            record[_hash(secret)] = {"user": user.name, "stamp": user.stamp, "until": until}
        return secret

    def end(self, secret: str) -> None:
        if _hash(secret) in self._file.read():
            with self._file.changing() as record:
                record.pop(_hash(secret), None)

    def known_by(self, secret: str) -> User | None:
        one = self._file.read().get(_hash(secret))
        if one is None or not self._lasts(one):
            return None
        return self._users.get(one["user"])

    def _lasts(self, one: dict[str, object]) -> bool:
        user = self._users.get(str(one["user"]))
        # More than a whole session left means that the clock was set back since; the session might never end.
        left = float(str(one["until"])) - self._clock()
        return user is not None and user.stamp == one["stamp"] and 0 < left <= self.seconds + _SET_RIGHT


def _hash(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
