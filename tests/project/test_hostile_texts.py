"""Texts made to take long take about as long as prose; one that is twice as long takes about twice the time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.hostile_texts import PATTERNS

AS_PROSE, GROWTH = 2.0, 2.3  # how many times the time of prose, and of half the length
FLOOR = 0.5  # seconds, below which a figure is mostly noise
HOSTILE = [name for name in PATTERNS if name != "prose"]
QUICK = ["apostrophes", "quoted letters", "single letters", "brackets and stops", "digits and commas", "bylines"]

Times = dict[str, float]


class Measured:
    """What texts took, each in a process that goes on with the next one unless it had to be ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def times(self, name: str, size: int) -> Times:
        process = self._running()
        assert process.stdin and process.stdout
        process.stdin.write(json.dumps([name, size]) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            self.close()
            pytest.fail(f"{size:,} characters of {name} did not come to an end", pytrace=False)
        return dict(json.loads(line))

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            program = [sys.executable, "-m", "tests.hostile_texts"]
            self._process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            self.times("prose", 2_000)  # loads what is loaded but once
        return self._process


@contextmanager
def measuring() -> Iterator[Measured]:
    measured = Measured()
    try:
        yield measured
    finally:
        measured.close()


def too_long(name: str, size: int) -> list[str]:
    """Each step that takes longer than it may, in a process of its own."""
    with measuring() as measured:
        prose, half, whole = measured.times("prose", size), measured.times(name, size // 2), measured.times(name, size)
    told = []
    for step, took in whole.items():
        if took > AS_PROSE * max(prose[step], FLOOR):
            told.append(f"{step} took {took:.1f} s, of prose {prose[step]:.1f} s")
        if took > GROWTH * max(half[step], FLOOR):
            told.append(f"{step} took {took:.1f} s, of half the length {half[step]:.1f} s")
    return told


def surely_too_long(name: str, size: int) -> list[str]:
    """The same, where a second look shows it as well: another process may have held the machine's memory."""
    return too_long(name, size) and too_long(name, size)


@pytest.mark.parametrize("name", QUICK)
def test_a_hostile_text_of_ten_thousand_characters_takes_about_as_long_as_prose(name: str) -> None:
    assert surely_too_long(name, 10_000) == []


@pytest.mark.slow
@pytest.mark.parametrize("size", [20_000, 80_000, 200_000])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_takes_about_as_long_as_prose_and_grows_with_its_length(name: str, size: int) -> None:
    assert surely_too_long(name, size) == []
