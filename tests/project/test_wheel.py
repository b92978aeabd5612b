"""The wheel: it carries all that the packages need and nothing else, and what is installed from it answers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import require

pytestmark = pytest.mark.processes

ROOT = Path(__file__).parents[2]
PACKAGES = [name for name in ("assistant", "index", "prompts") if (ROOT / name).is_dir()]
NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "*.egg-info", "test-output")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy of the tree, so that the checkout stays clean."""
    require(find_spec("build") is not None, "the package `build` is not installed")
    place = tmp_path_factory.mktemp("wheel")
    tree = shutil.copytree(ROOT, place / "tree", ignore=NOT_COPIED)
    isolation = ["--no-isolation"] if find_spec("setuptools") else []
    command = [sys.executable, "-m", "build", "--wheel", *isolation, "--outdir", str(place), str(tree)]
    built = subprocess.run(command, cwd=place, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout[-2000:] + built.stderr[-2000:]
    (found,) = place.glob("*.whl")
    return found


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as opened:
        return set(opened.namelist())


def is_read_by_checks_alone(path: Path) -> bool:
    return path.name == "tsconfig.json" or path.name.endswith(".d.ts")


def test_the_wheel_carries_every_file_of_the_packages_and_no_other(wheel: Path) -> None:
    files = (path for name in PACKAGES for path in (ROOT / name).rglob("*") if path.is_file())
    files = (path for path in files if "__pycache__" not in path.parts and not is_read_by_checks_alone(path))
    expected = {path.relative_to(ROOT).as_posix() for path in files}
    carried = {name for name in names(wheel) if ".dist-info/" not in name}
    assert carried == expected


def test_the_wheel_carries_samples_style_script_and_the_mark_of_types(wheel: Path) -> None:
    carried = names(wheel)
    assert {"assistant/py.typed", "index/py.typed", "assistant/page/style.css", "assistant/page/box.js"} <= carried
    assert {
        "prompts/judge_answer.md",
        "assistant/evaluation/reporting/report.html",
        "assistant/evaluation/reporting/report.js",
    } <= carried
    assert len([name for name in carried if name.startswith("index/samples/")]) >= 3
    assert not [name for name in carried if name == "app.py" or name.startswith("tests/")]


def test_the_wheel_has_a_name_of_our_own_and_the_command_another(wheel: Path) -> None:
    assert wheel.name.startswith("cited_articles-")
    with zipfile.ZipFile(wheel) as opened:
        (points,) = [name for name in opened.namelist() if name.endswith("entry_points.txt")]
        assert "article-assistant = assistant.__main__:main" in opened.read(points).decode()


def test_an_editable_install_says_nothing_and_type_checkers_follow_it(tmp_path: Path) -> None:
    tree = shutil.copytree(ROOT, tmp_path / "tree", ignore=NOT_COPIED)
    venv.create(tmp_path / "new", with_pip=False, symlinks=True)
    python = str(tmp_path / "new" / "bin" / "python")
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", "--quiet"]
    isolation = ["--no-build-isolation", "--disable-pip-version-check"]
    shared = {**os.environ, "PYTHONPATH": sysconfig.get_paths()["purelib"]}  # where setuptools is
    ended = subprocess.run([*install, *isolation, "-e", str(tree)], env=shared, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    uses = tmp_path / "uses.py"
    uses.write_text("from index.filters import Filters\nfrom prompts import render\nFilters(since=3)\nrender(3)\n")
    check = [
        sys.executable,
        "-m",
        "mypy",
        "--python-executable",
        python,
        "--cache-dir",
        str(tmp_path / "cache"),
        str(uses),
    ]
    told = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True).stdout
    assert told.count("[arg-type]") == 2 and told.endswith("Found 2 errors in 1 file (checked 1 source file)\n"), told


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a new environment with the wheel; its dependencies are those of this environment."""
    require(find_spec("pip") is not None, "there is no pip in this environment")
    folder = tmp_path_factory.mktemp("environment") / "new"
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    options = ["--no-deps", "--no-index", "--disable-pip-version-check", "--quiet"]
    subprocess.run([sys.executable, "-m", "pip", "--python", str(python), "install", *options, str(wheel)], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    # A path in a .pth file is looked in, but its own .pth files are not, so an editable install of this tree stays
    # out; written after installing, for pip would otherwise find that one and install nothing.
    (packages / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return python.parent


def test_what_is_installed_from_the_wheel_answers_from_any_folder(installed: Path, tmp_path: Path) -> None:
    unset = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ARTICLE_ASSISTANT_"))}
    library = ["--library", str(tmp_path / "library")]

    def run(*command: str) -> str:
        ended = subprocess.run(
            [str(installed / command[0]), *command[1:]], cwd=tmp_path, env=unset, text=True, capture_output=True
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    place = Path(run("python", "-c", "import index; print(index.__file__)").strip()).parent
    assert place.is_relative_to(installed.parent)
    assert ", 0 skipped" in run("article-assistant", "add", str(place / "samples"), *library)
    assert "one small step for man" in run(
        "article-assistant", "ask", "What did Armstrong say as he stepped off?", *library
    )
