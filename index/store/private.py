"""Makes a library's folder accessible to its owner only.

Files of other owners, and those on a disk without permissions, stay as they are.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path

# The files in a library's folder, including those of the server.
_OURS = (
    *("catalog*", "damaged-*", "codes", "lexical", "vectors", "*.lock", "restoring-*", "backup.sqlite*"),
    *("conversations.db*", "access.json*", ".access.json.*", "sessions.json*", ".sessions.json.*", "audit.jsonl*"),
    *("seal.json*", ".seal.json.*"),
)
_FOLDER, _FILE = 0o700, 0o600


def make_folder(folder: Path) -> None:
    """Creates a missing folder readable by its owner only; its parents get the system's usual permissions."""
    folder.mkdir(mode=_FOLDER, parents=True, exist_ok=True)


def make_file(path: Path) -> None:
    """Creates a missing database file, empty, for its owner only: SQLite would let others read it."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE))
    except FileExistsError:
        for ending in ("", "-wal", "-shm"):
            _close(path.with_name(path.name + ending))
    except OSError:
        pass  # opening it reports what is wrong


def keep(folder: Path) -> None:
    """Makes a library private that an earlier version left readable by others.

    A folder that also holds other things keeps its own permissions.
    """
    with suppress(OSError):
        held = list(os.scandir(folder))
        ours = [one for one in held if any(fnmatch(one.name, name) for name in _OURS)]
        if ours and len(ours) == len(held):
            _close(folder)
        for one in ours:
            for path in (Path(one.path), *_below(one)):
                _close(path)


def _below(entry: os.DirEntry[str]) -> Iterator[Path]:
    if entry.is_dir(follow_symlinks=False):
        for at, folders, files in os.walk(entry.path):
            yield from (Path(at, name) for name in (*folders, *files))


def _close(path: Path) -> None:
    with suppress(OSError):  # removed since, or owned by someone else
        mode = path.lstat().st_mode
        if stat.S_IMODE(mode) & 0o077 and not stat.S_ISLNK(mode):
            path.chmod(stat.S_IMODE(mode) & _FOLDER)
