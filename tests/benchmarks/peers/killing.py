"""Kills a process in the middle of adding."""

from __future__ import annotations

import time
from pathlib import Path
from subprocess import Popen
from typing import Literal

Moment = Literal["embedding", "writing"]
GLANCE = 0.0005  # seconds; less than any system's writing takes, and little load on the processor


def kill_amid(filling: Popen[str], folder: Path, count: int, moment: Moment) -> list[str]:
    """Kills a process that reports each added article, within the add after the first `count`; returns its reports.

    "embedding" kills it after half the time of the last add, nearly all of which is embedding; "writing" kills it when
    any file in the folder changes.
    """
    assert filling.stdout is not None
    lines = (line.strip() for line in iter(filling.stdout.readline, ""))
    assert next(lines) == "ready"
    times, acknowledged = [time.perf_counter()], []
    for _ in range(count):
        acknowledged.append(next(lines))
        times.append(time.perf_counter())
    if moment == "embedding":
        time.sleep((times[-1] - times[-2]) / 2)
    else:
        _wait_for_change(folder, filling)
    filling.kill()
    filling.wait()
    return [*acknowledged, *lines]


def _wait_for_change(folder: Path, filling: Popen[str]) -> None:
    before = _state(folder)
    while filling.poll() is None and _state(folder) == before:
        time.sleep(GLANCE)


def _state(folder: Path) -> dict[Path, tuple[int, int]]:
    """Time and size of every file."""
    state = {}
    for path in folder.rglob("*"):
        try:
            stat = path.stat()
        except FileNotFoundError:  # it vanished meanwhile, which is also a change
            continue
        state[path] = (stat.st_mtime_ns, stat.st_size)
    return state
