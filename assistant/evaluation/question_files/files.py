"""Writes a file completely or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from assistant.errors import CannotWrite
from index.errors import WrongUsage


def check_place(path: Path) -> None:
    """Raises WrongUsage if no file can be written there; called before a run that takes minutes."""
    if path.is_dir():
        raise WrongUsage(f"'{path}' is a folder. Name a file in it.")
    if path.exists() and not path.is_file():
        raise WrongUsage(f"'{path}' is not an ordinary file, so it cannot be written whole. Name another.")
    if not path.parent.is_dir():
        raise WrongUsage(f"'{path}' cannot be written: there is no folder '{path.parent}'. Make it first.")
    if not os.access(path.parent, os.W_OK):
        raise WrongUsage(f"'{path}' cannot be written: the folder '{path.parent}' is not yours to write in.")


def write_whole(path: Path, text: str) -> None:
    """Replaces the file with the text, in UTF-8, in one step; if it fails, keeps the old one and raises CannotWrite."""
    check_place(path)
    path = path.resolve()  # a symbolic link stays, and the file that it points to is replaced
    written = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        written.write_bytes(text.encode("utf-8", "replace"))  # a lone surrogate cannot be encoded
        written.replace(path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CannotWrite(
            f"'{path}' could not be written: {reason}. Free disk space, and run the same command again."
        ) from error
    finally:
        written.unlink(missing_ok=True)
