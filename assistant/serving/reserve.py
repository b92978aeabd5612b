"""A file that reserves disk space; on a full disk it is released so that something can be deleted."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

SIZE = 2_000_000  # bytes: more than SQLite writes to delete a conversation and rewrite the rest of a small file
SPARED = 20 * SIZE  # bytes that must stay free, so that the reserve never fills the disk


class Reserve:
    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self) -> None:
        """Reserves the space, if plenty is free and it is not reserved already."""
        with suppress(OSError):
            if self._path.exists() or shutil.disk_usage(self._path.parent).free < SPARED:
                return
            with open(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(bytes(SIZE))

    def give_up(self) -> bool:
        """Releases the space; returns whether there was any."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True
