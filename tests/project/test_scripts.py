"""The scripts of the page and of the report: each says what it does, and `make check` reads their types."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import require

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted((ROOT / "assistant").rglob("*.js"))


def read(path: str, **more: str) -> subprocess.CompletedProcess[str]:
    """What `make scripts` says and returns where programs are looked for in that path."""
    make = shutil.which("make")
    require(make is not None, "make is not installed")
    own = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "REAL_PARTS")}
    own |= {"PATH": path, **more}
    return subprocess.run([str(make), "scripts"], cwd=ROOT, env=own, capture_output=True, text=True)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_begins_with_what_it_does(script: Path) -> None:
    first = script.read_text("utf-8").splitlines()[0]
    assert first.startswith("// ") and len(first.split()) > 5


def test_each_script_is_in_a_folder_that_is_checked_with_all_it_may_use() -> None:
    rooms = ("assistant/page", "assistant/evaluation/reporting")
    assert {script for room in rooms for script in (ROOT / room).rglob("*.js")} == set(SCRIPTS)
    commands = (ROOT / "Makefile").read_text("utf-8")
    assert all(f"--project {room}\n" in commands and (ROOT / room / "tsconfig.json").is_file() for room in rooms)


def test_without_npm_one_line_says_that_scripts_are_not_checked(tmp_path: Path) -> None:
    done = read(str(tmp_path))
    assert done.returncode == 0
    assert done.stdout == "npm is not installed, so the types of the scripts are not checked.\n"


def test_where_real_parts_are_required_checks_fail_without_npm(tmp_path: Path) -> None:
    assert read(str(tmp_path), REAL_PARTS="required").returncode != 0


def test_a_name_that_no_element_has_is_found(tmp_path: Path) -> None:
    compiler = ROOT / ".venv" / "scripts" / "node_modules" / ".bin" / "tsc"
    require(compiler.is_file(), "make scripts has not been run")
    shutil.copytree(ROOT / "assistant" / "page", tmp_path / "page", ignore=shutil.ignore_patterns("*.py"))
    command = [str(compiler), "--project", str(tmp_path / "page")]
    assert subprocess.run(command, capture_output=True).returncode == 0
    with (tmp_path / "page" / "box.js").open("a", encoding="utf-8") as script:
        script.write("box().valeu = one(1);\n")
    found = subprocess.run(command, capture_output=True, text=True)
    assert found.stdout.count("error TS") == 2, found.stdout
