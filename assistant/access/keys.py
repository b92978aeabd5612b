"""Keys for programs, each with a name and scopes; only their hashes are kept."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from assistant.access.identity import Identity, Scope, named, written
from assistant.access.record_file import Record
from index.errors import WrongUsage

_KEYS = "keys"
_MARK = "aa-"  # so that people and secret scanners recognise a key


@dataclass(frozen=True, slots=True)
class Key:
    name: str
    scopes: frozenset[Scope]
    made: str
    hash: str
    libraries: frozenset[str] | None = None  # None for all


class Keys:
    def __init__(self, file: Record) -> None:
        self._file = file

    def all(self) -> list[Key]:
        kept = self._file.read().get(_KEYS, {})
        return [
            Key(
                name,
                frozenset(one["scopes"]),
                one["made"],
                one["hash"],
                frozenset(one["libraries"]) if "libraries" in one else None,
            )
            for name, one in kept.items()
        ]

    def add(self, name: str, scopes: frozenset[Scope], libraries: Sequence[str] = ()) -> str:
        """Creates a key and returns it, the only time it is shown; if `libraries` are given, it is for these only."""
        key = _MARK + secrets.token_urlsafe(32)
        made = datetime.now(UTC).isoformat(timespec="seconds")
        with self._file.changing() as record:
            keys = record.setdefault(_KEYS, {})
            if (name := named(name)) in keys:
                raise WrongUsage(f"There is a key '{name}' already. Revoke it first, or choose another name.")
            only = {"libraries": sorted(set(libraries))} if libraries else {}
            keys[name] = {"scopes": written(scopes), "made": made, "hash": _hash(key)} | only
        return key

    def revoke(self, name: str) -> None:
        with self._file.changing() as record:
            if record.get(_KEYS, {}).pop(named(name), None) is None:
                raise WrongUsage(f"There is no key '{name}'. `article-assistant keys list` names them.")

    def known_by(self, key: str) -> Identity | None:
        """The identity that a key belongs to, if any.

        It always compares all hashes. A fast hash is enough, since keys are too long to be guessed.
        """
        hash, found = _hash(key), None
        for name, one in self._file.read().get(_KEYS, {}).items():
            if hmac.compare_digest(one["hash"], hash):
                found = Identity(name, frozenset(one["scopes"]), "key")
        return found


def is_key(sent: str) -> bool:
    """Whether what was sent looks like a key; an issuer's token never does."""
    return sent.startswith(_MARK)


def _hash(key: str) -> str:
    return sha256(key.encode("utf-8", "surrogateescape")).hexdigest()
