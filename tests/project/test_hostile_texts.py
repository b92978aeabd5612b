"""Texts made to take long take about as long as prose; one that is twice as long takes about twice the time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from tests.hostile_texts import PATTERNS

pytestmark = pytest.mark.processes

AS_PROSE, GROWTH = 2.0, 2.3  # how many times the time of prose in all, and in each step that of half the length
STEP = 6.0  # how many times that of prose in any one step: a text of short sentences has ten times as many to look for
FLOOR = 0.5  # seconds, below which a figure is mostly noise
LOOKS_AGAIN = 3  # at a text that seemed to take too long
HOSTILE = [name for name in PATTERNS if name != "prose"]
QUICK = ["apostrophes", "quoted letters", "single letters", "brackets and stops", "digits and commas", "bylines"]
QUICK += ["verbs of speech", "long sentences of one verb", "Japanese speech"]

Times = dict[str, float]


class Measured:
    """What texts took, each in a process that goes on with the next one unless it had to be ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._prose: dict[int, Times] = {}

    def prose(self, size: int) -> Times:
        """What prose takes, measured once for each size."""
        if size not in self._prose:
            self._prose[size] = self.times("prose", size)
        return self._prose[size]

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


def too_long(prose: Times, half: Times, whole: Times) -> list[str]:
    """Each step that takes longer than it may, and all together if they do."""
    told = []
    for step, took in whole.items():
        if took > STEP * max(prose[step], FLOOR) or took > GROWTH * max(half[step], FLOOR):
            told.append(f"{step} took {took:.1f} s, prose {prose[step]:.1f} s, half of it {half[step]:.1f} s")
    if (took := sum(whole.values())) > AS_PROSE * (usual := sum(prose.values())):
        told.append(f"all steps took {took:.1f} s, prose {usual:.1f} s")
    return told


def surely_too_long(measured: Measured, names: Sequence[str], size: int) -> dict[str, list[str]]:
    """Each text that is too long in the least of several looks: other work on the machine only adds.

    What a process keeps of a text also serves its half, so that the second look and those after it measure each of the
    two in a process of its own.
    """
    found = {}
    for name in names:
        prose, whole = measured.prose(size), measured.times(name, size)
        # Half of it need not be measured where no step takes longer than it may in any case.
        matters = max(whole.values()) > GROWTH * FLOOR
        half = measured.times(name, size // 2) if matters else dict.fromkeys(whole, FLOOR)
        if too_long(prose, half, whole):
            half, whole = _alone(name, size // 2), _least(whole, _alone(name, size))
        for _ in range(LOOKS_AGAIN - 1):
            if not too_long(prose, half, whole):
                break
            half, whole = _least(half, _alone(name, size // 2)), _least(whole, _alone(name, size))
        if told := too_long(prose, half, whole):
            found[name] = told
    return found


def _alone(name: str, size: int) -> Times:
    with measuring() as one:
        return one.times(name, size)


def _least(one: Times, other: Times) -> Times:
    return {step: min(took, other[step]) for step, took in one.items()}


@pytest.fixture(scope="module")
def measured() -> Iterator[Measured]:
    with measuring() as one:
        yield one


def test_hostile_texts_of_ten_thousand_characters_take_about_as_long_as_prose(measured: Measured) -> None:
    assert surely_too_long(measured, QUICK, 10_000) == {}


# `-k 200000` is the whole list at its longest.
@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("size", [20_000, 80_000, 200_000])
def test_a_hostile_text_takes_about_as_long_as_prose_and_grows_with_its_length(
    name: str, size: int, measured: Measured
) -> None:
    assert surely_too_long(measured, [name], size) == {}
