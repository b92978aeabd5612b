"""Small disks for tests, which can be filled to the last page, or to the last file that they may hold."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

PAGE = 4096
_MAY_MOUNT = 21  # the bit of CAP_SYS_ADMIN


def may_mount() -> bool:
    """Whether this process may mount a disk, as root may outside most containers."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return any(line.startswith("CapEff:") and int(line.split()[1], 16) >> _MAY_MOUNT & 1 for line in lines)


@dataclass(frozen=True)
class Disk:
    """A disk in memory, at a folder."""

    folder: Path

    def leave(self, pages: int | None = None, files: int | None = None) -> None:
        """Fills it until so many pages, or so many new files, are left."""
        self.free()
        disk = os.statvfs(self.folder)
        if pages is not None:
            with (self.folder / "ballast").open("wb") as ballast:
                os.posix_fallocate(ballast.fileno(), 0, max(1, disk.f_bavail - pages) * PAGE)
        if files is not None:
            for number in range(disk.f_favail - files):
                (self.folder / f"ballast{number}").touch()

    def free(self) -> None:
        for path in self.folder.glob("ballast*"):
            path.unlink()


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    """Mounts a disk at the folder; skips the test if this process may not."""
    if not may_mount():
        pytest.skip("this process may not mount a disk")
    folder.mkdir(parents=True, exist_ok=True)
    options = f"size={megabytes}m,nr_inodes=4000,mode=755"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)  # a killed server may still hold a file
