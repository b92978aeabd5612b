"""Seals the id of an answer/1 record to show that a server of this library issued the record, unchanged."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from assistant.access.record_file import record_at
from assistant.answers import Answer
from assistant.errors import AccessError
from assistant.serving.shared import Shared

SEAL = "seal.json"
_SECRET = "secret"
_DIGITS = 32  # of 4 bits each


class Seals:
    """The secret is kept in the library's folder or the servers' database, so that seals survive a restart."""

    def __init__(self, folder: Path, shared: Shared | None = None) -> None:
        self._file = record_at(folder, SEAL, shared)

    def sealed(self, answer: Answer) -> Answer:
        """The answer with an id that ends in a seal of everything else."""
        bare = replace(answer, id=answer.id.partition(".")[0])
        return replace(bare, id=f"{bare.id}.{self._seal(bare.to_dict())}")

    def holds(self, record: Mapping[str, Any]) -> bool:
        """Whether the record was issued here unchanged; the order of keys and omitted nulls do not matter."""
        id, _, seal = str(record.get("id", "")).partition(".")
        return hmac.compare_digest(seal.encode(), self._seal({**record, "id": id}).encode())

    def mark(self, text: str) -> str:
        """A seal that proves that a text was issued here."""
        return hmac.new(self._secret, text.encode("utf-8", "surrogateescape"), sha256).hexdigest()

    def _seal(self, record: Mapping[str, Any]) -> str:
        written = json.dumps(_plain(record), sort_keys=True)
        return self.mark(written)[:_DIGITS]

    @cached_property
    def _secret(self) -> bytes:
        try:
            if _SECRET not in self._file.read():
                with self._file.changing() as record:
                    record.setdefault(_SECRET, secrets.token_hex(32))
            return bytes.fromhex(str(self._file.read()[_SECRET]))
        except (AccessError, ValueError):
            return secrets.token_bytes(32)  # for this process only, if nothing can be stored


def _plain(value: Any) -> Any:
    """The value in a form that survives being read and written as JSON by any program."""
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items() if one is not None}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
