"""A file that takes up room for one purpose: where a disk is full, giving it up lets something be deleted.

It knows a file and the disk that it is on; it knows nothing of what needs the room.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

SIZE = 2_000_000  # bytes: more than SQLite writes to delete a conversation and to write down the rest of a small file
SPARED = 20 * SIZE  # bytes that must be free beside it, so that it never is what fills the disk


class Reserve:
    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self) -> None:
        """Takes the room, where there is plenty."""
        with suppress(OSError):
            if self._path.exists() or shutil.disk_usage(self._path.parent).free < SPARED:
                return
            with open(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(bytes(SIZE))

    def give_up(self) -> bool:
        """Gives the room back; whether there was any."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True
