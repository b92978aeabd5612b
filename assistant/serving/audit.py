"""Writes a line for each change to a library: when, who, through which interface, what, and which articles."""

from __future__ import annotations

import getpass
import json
import logging
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock

log = logging.getLogger(__name__)

AUDIT = "audit.jsonl"
LARGEST = 5_000_000  # bytes, after which a new file is started
KEPT = 9  # full files kept beside it; audit.jsonl.1 is the latest


@dataclass(frozen=True, slots=True)
class Actor:
    """Who changes something, and through which interface."""

    who: str
    door: Literal["command", "page", "rest", "watch"]


def at_terminal() -> Actor:
    try:
        return Actor(getpass.getuser(), "command")
    except (KeyError, OSError):  # an account without a name
        return Actor("unknown", "command")


class Audit:
    """Safe across threads and processes. A line that cannot be written is logged, since the change is already made."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / AUDIT

    def note(self, actor: Actor, did: str, **what: Any) -> None:
        time = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"time": time, "who": actor.who, "door": actor.door, "did": did, **what}) + "\n"
        try:
            with FileLock(f"{self.path}.lock", mode=0o600):
                self._turn_over()
                with open(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
                    file.write(line)
                    file.flush()
                    os.fsync(file.fileno())
        except OSError as error:
            log.error("A change to the library could not be noted in '%s' (%s): %s", self.path, error.strerror, line)

    def _turn_over(self) -> None:
        if not self.path.exists() or self.path.stat().st_size < LARGEST:
            return
        for number in range(KEPT - 1, 0, -1):
            older = self._full(number)
            if older.exists():
                os.replace(older, self._full(number + 1))
        os.replace(self.path, self._full(1))

    def _full(self, number: int) -> Path:
        return self.path.with_name(f"{AUDIT}.{number}")
