"""Finds the files in named or uploaded sources: each with its kind and size, or the reason for skipping it.

It opens no file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from stat import S_ISREG
from typing import Any

from index.errors import WrongUsage
from index.loading.addresses import completed, is_address
from index.loading.decoding import LARGEST_FILE, LARGEST_WORDS

LEADS_OUT = "it is a link that leads out of the folder; use --follow-links, or add its target"
CATALOG = "catalog.sqlite"  # the file that makes a folder a library
PICTURES = (".png", ".jpg", ".jpeg", ".tiff", ".tif")
TEXTS = (".txt.gz", ".md.gz", ".html.gz", ".htm.gz", ".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".jsonl")
KINDS = TEXTS + PICTURES


@dataclass(frozen=True, slots=True)
class Skipped:
    """A source that is not read, and the reason, as the end of a sentence."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded file: its place until it is added, and its name, with "/" between folders."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Fetching:
    """The documents of an address, fetched by the caller: downloads and Skipped, one at a time on demand."""

    address: str
    documents: Iterable[Any]  # of web.py, which imports this module

    def __str__(self) -> str:
        return self.address


Source = str | Path | Upload | Fetching


def sources_of(given: Source | Iterable[Source]) -> list[Source]:
    """The sources that a caller gives, one or several; raises WrongUsage for anything else."""
    if isinstance(given, Source):
        return [given]
    sources = list(given) if isinstance(given, Iterable) else [given]
    if wrong := [one for one in sources if not isinstance(one, Source)]:
        raise WrongUsage(f"{wrong[0]!r} is not a source. Give files, folders, web addresses or feeds.")
    return sources


@dataclass(frozen=True, slots=True)
class Place:
    """A file of a kind that can be read; `name` is its path within the added folder, without the extension.

    `sent_as` is the whole name of an upload.
    """

    path: Path
    name: str
    suffix: str
    size: int
    sent_as: str | None = None

    @property
    def shown(self) -> str:
        """Its name for people."""
        return printable(self.sent_as or str(self.path))


def is_online(source: Source) -> bool:
    """Whether a source is a web address; an uploaded file never is, whatever its name."""
    return isinstance(source, Fetching) or (not isinstance(source, Upload) and is_address(source))


def places(source: str | Path | Upload, *, follow_links: bool = False) -> Iterator[Place | Skipped]:
    """The files of a source, a folder's in sorted order.

    A link that leads out of a folder is followed only with `follow_links`: the person who fills the folder may not
    be allowed to read the rest of the disk. A link that the caller names directly is followed.
    """
    if isinstance(source, Upload):
        yield _sent_place(source)
        return
    text = str(source)
    try:
        path = Path(text).expanduser()
        if not text.strip():  # otherwise it would mean the current folder
            yield skipped(repr(text), "it names nothing")
        elif path.is_dir():
            for member in _files_below(path, set(), None if follow_links else path.resolve()):
                yield member if isinstance(member, Skipped) else _place(member, member.relative_to(path))
        elif os.path.lexists(path):
            yield _place(path, Path(path.name))
        else:
            meant = completed(text)
            hint = f"; if it is a web page, write {meant}" if meant else ""
            yield skipped(text, f"no such file or folder{hint}")
    except (OSError, ValueError, RuntimeError) as error:  # a null character, a name too long, no home folder
        yield skipped(text, error)


def skipped(source: str | Path, reason: str | Exception) -> Skipped:
    """A skipped source; for an exception, the reason is the system's error text, else the exception's message."""
    if isinstance(reason, Exception):
        reason = (getattr(reason, "strerror", None) or str(reason)).lower()
    return Skipped(printable(str(source)), reason)


def printable(text: str) -> str:
    """The name with any bytes that are not text, which file names may contain, written as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()


def _files_below(folder: Path, seen: set[Path], within: Path | None) -> Iterator[Path | Skipped]:
    """The files of a folder in sorted order, except those outside `within`.

    A folder to which several links lead is visited once.
    """
    real = folder.resolve()
    if real in seen:
        return
    seen.add(real)
    try:
        members = sorted(member for member in folder.iterdir() if not member.name.startswith("."))
    except OSError as error:
        yield skipped(folder, error)
        return
    for member in members:
        if within and _leads_out(member, within):
            yield skipped(member, LEADS_OUT)
        elif os.path.exists(member / CATALOG):
            yield skipped(member, "it is a library, not articles")
        elif os.path.isdir(member):
            yield from _files_below(member, seen, within)
        else:
            yield member


def _leads_out(member: Path, within: Path) -> bool:
    try:
        return member.is_symlink() and not member.resolve().is_relative_to(within)
    except (OSError, RuntimeError):  # a link to itself, reported on reading
        return False


def kind_of(name: str) -> str | None:
    """A file name's extension, if files of that kind are read."""
    return next((kind for kind in KINDS if name.lower().endswith(kind)), None)


def no_kind(name: str) -> str:
    """Why a file of that name is not read."""
    ending = PurePosixPath(name).suffix.lower()
    return f"{ending} files cannot be read" if ending else "it has no ending such as .txt"


def _sent_place(upload: Upload) -> Place | Skipped:
    suffix = kind_of(upload.name)
    if suffix is None:
        return skipped(upload.name, no_kind(upload.name))
    try:
        size = os.path.getsize(upload.path)
    except OSError as error:
        return skipped(upload.name, error)
    return Place(upload.path, upload.name[: -len(suffix)], suffix, size, upload.name)


def _place(path: Path, within: Path) -> Place | Skipped:
    suffix = kind_of(path.name)
    if suffix is None:
        return skipped(path, no_kind(path.name))
    try:
        status = path.stat()
    except (OSError, RuntimeError) as error:
        return skipped(path, "the link points to nothing" if path.is_symlink() else error)
    if not S_ISREG(status.st_mode):
        return skipped(path, "it is not an ordinary file")
    if status.st_size > LARGEST_FILE and suffix != ".jsonl":
        return skipped(path, f"it is larger than {LARGEST_WORDS}, more than one article can be")
    return Place(path, within.as_posix()[: -len(suffix)], suffix, status.st_size)
