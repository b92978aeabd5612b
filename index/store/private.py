"""Keeps a library's folder from everybody but its owner; it knows file permissions and names, and no contents.

What belongs to somebody else, or stands on a disk that knows no permissions, stays as it is.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path

# What stands in a library's folder, also what the server keeps there.
_OURS = (
    *("catalog*", "damaged-*", "codes", "lexical", "vectors", "*.lock", "restoring-*", "backup.sqlite*"),
    *("conversations.db*", "access.json*", ".access.json.*", "sessions.json*", ".sessions.json.*", "audit.jsonl*"),
    *("seal.json*", ".seal.json.*"),
)
_FOLDER, _FILE = 0o700, 0o600


def make_folder(folder: Path) -> None:
    """Makes it for its owner alone, where there is none; those that it is to stand in are made as the system does."""
    folder.mkdir(mode=_FOLDER, parents=True, exist_ok=True)


def make_file(path: Path) -> None:
    """A database's file for its owner alone, empty where there is none: SQLite would let others read it."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE))
    except FileExistsError:
        for ending in ("", "-wal", "-shm"):
            _close(path.with_name(path.name + ending))
    except OSError:
        pass  # whoever opens it says what is wrong


def keep(folder: Path) -> None:
    """Takes the rights of others from all of a library, as versions of before have left it.

    A folder that somebody has put other things in as well is not closed as a whole.
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
    with suppress(OSError):  # gone meanwhile, or somebody else's
        mode = path.lstat().st_mode
        if stat.S_IMODE(mode) & 0o077 and not stat.S_ISLNK(mode):
            path.chmod(stat.S_IMODE(mode) & _FOLDER)
