"""Passwords and their argon2 hashes; the only importer of argon2."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()


def hashed(password: str) -> str:
    return _hasher.hash(_bytes(password))


def fits(password: str, known: str | None) -> bool:
    """Whether the password matches the hash; without a hash it returns False, but takes as long."""
    try:
        return _hasher.verify(known or _of_nobody(), _bytes(password)) and known is not None
    except (VerificationError, InvalidHashError):
        return False


def _bytes(password: str) -> bytes:
    """The same bytes for the same letters, however a keyboard composes them."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogateescape")


@cache
def _of_nobody() -> str:
    return hashed(secrets.token_hex())
