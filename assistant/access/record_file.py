"""A small JSON file that only its owner can read, shared by servers and commands."""

from __future__ import annotations

import errno
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from filelock import FileLock

from assistant import serving
from assistant.errors import AccessError

ACCESS = "access.json"  # users and keys, in a library's folder

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_Signature = tuple[int, int, int]


class Record(Protocol):
    """A small JSON object. `to_forget` names what to delete to start afresh."""

    to_forget: str

    def read(self) -> Mapping[str, Any]:
        """The record, read-only; raises AccessError if it cannot be read."""

    def changing(self) -> AbstractContextManager[dict[str, Any]]:
        """The record, to be changed; it is written when the block ends without an error."""


def record_at(folder: Path, name: str, shared: serving.Shared | None) -> Record:
    """The record of that name in a library's folder or, if servers share a database, in that database.

    A record still in the folder is merged into the database once, so that nobody gains or loses access.
    """
    if shared is None:
        return RecordFile(folder / name)

    record, file = serving.SharedRecord(shared, name), RecordFile(folder / name)
    if left := file.read():
        with record.changing() as kept:
            _take_over(kept, left)
        file.set_aside()
    return record


def _take_over(kept: dict[str, Any], left: Mapping[str, Any]) -> None:
    for key, value in left.items():
        if isinstance(value, Mapping) and isinstance(kept.get(key), dict):
            _take_over(kept[key], value)
        else:
            kept.setdefault(key, value)


class RecordFile:
    """A file that is read again whenever it has changed, and written atomically. Safe across threads and processes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.to_forget = f"'{path}'"
        self._read: tuple[_Signature, Mapping[str, Any]] | None = None

    def read(self) -> Mapping[str, Any]:
        """The record, read-only; raises AccessError if it cannot be read."""
        try:
            stat = self.path.stat()
            signature = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
            last = self._read
            if last is None or last[0] != signature:
                self._read = last = (signature, self._loaded())
            return last[1]
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise AccessError(
                f"The file '{self.path}' cannot be read, so nobody is let in. Repair it, or move it away and set up "
                "users and keys again."
            ) from error

    @contextmanager
    def changing(self) -> Iterator[dict[str, Any]]:
        """The record, to be changed; it is written when the block ends without an error."""
        try:
            taken = FileLock(f"{self.path}.lock", mode=0o600).acquire()
        except OSError as error:
            raise self._unwritten(error) from error
        with taken:
            self._read = None
            record = json.loads(json.dumps(self.read()))
            yield record
            self._write(record)

    def set_aside(self) -> None:
        """Renames the file, so that it is no longer read."""
        try:
            os.replace(self.path, self.path.with_name(f"{self.path.name}-taken-over"))
        except OSError as error:
            raise self._unwritten(error) from error

    def _loaded(self) -> Mapping[str, Any]:
        record = json.loads(self.path.read_text("utf-8"))
        if not isinstance(record, dict):
            raise ValueError("it is no JSON object")
        return record

    def _write(self, record: Mapping[str, Any]) -> None:
        text = json.dumps(record, indent=1, ensure_ascii=False).encode()
        beside = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}")
        try:
            with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, self.path)
        except OSError as error:
            beside.unlink(missing_ok=True)
            if error.errno not in _NO_ROOM or not self._written_over(text):
                raise self._unwritten(error) from error

    def _written_over(self, text: bytes) -> bool:
        """Overwrites the file in place, which needs no disk space; returns False for a longer record or if it fails.

        Revoking and signing out must work even on a full disk. The write is not atomic: unless the system writes so
        short a record in one piece, the file becomes unreadable and nobody is let in.
        """
        try:
            with open(self.path, "r+b", buffering=0) as file:
                longer = os.fstat(file.fileno()).st_size - len(text)
                if longer < 0:
                    return False
                file.write(text + b" " * longer)
                file.truncate(len(text))
                os.fsync(file.fileno())
        except OSError:
            return False
        return True

    def _unwritten(self, error: OSError) -> AccessError:
        return AccessError(
            f"The file '{self.path}' cannot be written ({error.strerror}). Free disk space, or see who owns the folder."
        )
