"""Writes a file whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Puts the text, in UTF-8, in the place of the file in one step; raises OSError and leaves the old one."""
    written = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        written.write_text(text, encoding="utf-8", newline="\n")
        written.replace(path)
    finally:
        written.unlink(missing_ok=True)
