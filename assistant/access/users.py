"""People with a password and scopes."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant import access
from assistant.access.identity import Scope, named, written
from assistant.access.record_file import Record
from index.errors import WrongUsage

SHORTEST, LONGEST = 10, 1_000  # characters of a password
_USERS = "users"


@dataclass(frozen=True, slots=True)
class User:
    """`stamp` changes with the password, which ends sessions under the old one."""

    name: str
    scopes: frozenset[Scope]
    stamp: str
    libraries: frozenset[str] | None = None  # None for all


class Users:
    def __init__(self, file: Record) -> None:
        self._file = file

    def all(self) -> dict[str, User]:
        return {name: _user(name, one) for name, one in self._file.read().get(_USERS, {}).items()}

    def get(self, name: str) -> User | None:
        one = self._file.read().get(_USERS, {}).get(name)
        return _user(name, one) if one else None

    def add(
        self, name: str, password: str, scopes: frozenset[Scope] | None = None, libraries: Sequence[str] = ()
    ) -> bool:
        """Adds a user, by default with the scopes `ask` and `read`, or sets the password of an existing one.

        An existing user also gets the scopes, if given. If `libraries` are given, the user may use these only. Returns
        whether the user is new.
        """
        name = named(name)
        if not SHORTEST <= len(password) <= LONGEST:
            raise WrongUsage(f"A password has {SHORTEST} to {LONGEST:,} characters. Choose another.")
        kept = {"password": access.hashed(password), "stamp": secrets.token_hex(8)}
        with self._file.changing() as record:
            users = record.setdefault(_USERS, {})
            before = users.get(name)
            given = written(scopes) if scopes else before["scopes"] if before else ["ask", "read"]
            only = sorted(set(libraries)) or (before or {}).get("libraries")
            users[name] = {"scopes": given, **kept} | ({"libraries": only} if only else {})
        return before is None

    def remove(self, name: str) -> None:
        with self._file.changing() as record:
            if record.get(_USERS, {}).pop(named(name), None) is None:
                raise WrongUsage(f"There is no user '{name}'. `article-assistant users list` names them.")

    def known_by(self, name: str, password: str) -> User | None:
        """The user of that name if the password is right; for an unknown name the check takes as long."""
        one = self._file.read().get(_USERS, {}).get(name)
        right = access.fits(password, one["password"] if one else None)
        return _user(name, one) if one and right else None


def _user(name: str, one: Mapping[str, object]) -> User:
    only = one.get("libraries")
    return User(name, frozenset(one["scopes"]), str(one["stamp"]), frozenset(only) if only else None)  # type: ignore[call-overload]
