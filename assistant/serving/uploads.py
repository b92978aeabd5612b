"""Uploads: their sizes, the names of files, and writing them to disk.

The library decides which article a file becomes. Here, a file's name is never used as a path.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import anyio

from index.extraction.plain_text import tidy
from index.loading.decoding import LARGEST_FILE
from index.loading.named_files import kind_of, no_kind

LARGEST_REQUEST = 2_000_000  # bytes of a request without files
LARGEST_JSON = 20_000_000  # bytes of articles sent as JSON
MOST_BRACKETS = 100_000  # in one body of JSON
LARGEST_LIST = 1_000_000_000  # bytes of a .jsonl file, which is read line by line
LONGEST_NAME = 300  # characters, folders included
SPARED = 100_000_000  # bytes of the disk that must stay free
NO_ROOM = "the server's disk has no room for it; free some space there"


@dataclass(frozen=True, slots=True)
class Announced:
    """A file about to be sent, with its declared size in bytes."""

    name: str
    size: int


def is_costly(body: bytes) -> bool:
    """Whether a JSON body has too many brackets: each becomes an object, and parsing delays every other request."""
    return body.count(b"[") + body.count(b"{") > MOST_BRACKETS


def tidy_name(name: str) -> str:
    """A file's name on one line, "/" between folders, without parts that lead out of the folder."""
    parts = [tidy(part) for part in name.replace("\\", "/").split("/")]
    return "/".join(part for part in parts if part not in ("", ".", ".."))[-LONGEST_NAME:]


def most_of(name: str) -> int:
    """The largest size of a file with that name, in bytes."""
    return LARGEST_LIST if kind_of(name) == ".jsonl" else LARGEST_FILE


def why_not(file: Announced) -> str | None:
    """Why a file is refused, as the end of a sentence; None if it is accepted."""
    if kind_of(file.name) is None:
        return no_kind(file.name)
    return too_large(file.name) if file.size > most_of(file.name) else None


def too_large(name: str) -> str:
    return f"it is larger than {most_of(name) // 1_000_000:,} MB, the limit for one file"


async def receive(chunks: AsyncIterator[bytes], path: Path, *, most: int, heard: Callable[[int], bool]) -> int | None:
    """Writes what arrives to a file and returns its size; None, without a file, if it is too large.

    `heard` receives the size of each chunk; if it returns false, or the disk is full, OSError is raised.
    """
    size = 0
    if shutil.disk_usage(path.parent).free < SPARED:
        raise OSError(NO_ROOM)
    async with await anyio.open_file(path, "wb") as file:
        async for chunk in chunks:
            size += len(chunk)
            if size > most:
                break
            if not heard(len(chunk)):
                raise OSError("nobody waits for it any more")
            await file.write(chunk)
    if size <= most:
        return size
    path.unlink(missing_ok=True)
    return None
