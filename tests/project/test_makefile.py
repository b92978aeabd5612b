"""The commands of the Makefile: what a newcomer reads first, and that no test is in none of them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

from tests.conftest import require

ROOT = Path(__file__).parents[2]


def commands(target: str, folder: Path) -> list[str]:
    """What the target would run in a fresh clone, the first command first."""
    require(shutil.which("make") is not None, "make is not installed")
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    own = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
    told = subprocess.run(["make", "-n", target], cwd=folder, env=own, capture_output=True, text=True, check=True)
    return told.stdout.splitlines()


def chosen(target: str, folder: Path) -> list[str]:
    """By which marks the target chooses its tests, run by run."""
    return re.findall(r'-m "([^"]+)"', "\n".join(commands(target, folder)))


def test_the_first_line_of_a_first_run_says_how_long_and_how_large_it_gets(tmp_path: Path) -> None:
    first, *rest = commands("run", tmp_path)
    assert first.startswith("echo ") and "minutes" in first
    sizes = re.findall(r"[\d.]+ GB", first)
    assert sizes and all(size in (ROOT / "README.md").read_text("utf-8") for size in sizes)
    (installing,) = [line for line in rest if "--editable" in line]
    assert "--quiet" not in installing  # pip shows how far it is


def test_what_no_test_run_of_a_change_includes_is_what_takes_long(tmp_path: Path) -> None:
    markers = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]["markers"]
    assert chosen("test", tmp_path) == [f"not ({' or '.join(marker.partition(':')[0] for marker in markers)})"]
    assert chosen("test-all", tmp_path) == ["not (browser or slow or soak)", "browser and not (slow or soak)"]
    assert chosen("soak", tmp_path) == ["slow or soak"]
    assert (ROOT / ".ci" / "run").read_text("utf-8").splitlines()[-2:] == ["make check", "make test-all"]


def test_all_tests_that_drive_a_browser_are_in_the_folder_that_is_searched_for_them(tmp_path: Path) -> None:
    tests = ROOT / "tests"
    marks = re.compile(r"^pytestmark = .*|(?:^@.*\n)+", re.MULTILINE)  # of a file or of one test
    marked = [(file, found) for file in tests.rglob("test_*.py") for found in marks.findall(file.read_text("utf-8"))]
    browsing = {file.parent for file, found in marked if "mark.browser" in found and "mark.soak" not in found}
    assert browsing == {tests / "browser"}
    (run,) = [line for line in commands("test-all", tmp_path) if '-m "browser and' in line]
    assert " tests/browser " in run
