"""Ways to damage the files of a folder."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path


def noise(size: int) -> bytes:
    return hashlib.shake_256(b"noise").digest(size)


def deleted(folder: Path) -> None:
    shutil.rmtree(folder)


def emptied(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()


def overwritten(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            path.write_bytes(noise(max(100, path.stat().st_size)))


def cut_off(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


DAMAGES = [deleted, emptied, overwritten, cut_off]
