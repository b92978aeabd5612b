"""Packages of others that have the names of ours, and Ctrl-C before the command has begun."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
IMPORTED = ["import assistant", "from assistant import Assistant", "from assistant.settings import Settings"]


def run(cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python with the caller's folder before ours on its path, as where ours is installed."""
    path = os.pathsep.join([str(cwd), str(ROOT)])
    environment = os.environ | {"PYTHONPATH": path}
    return subprocess.run([sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, text=True)


def stranger(folder: Path, name: str, form: str) -> Path:
    path = folder / f"{name}.py" if form == "module" else folder / name / "__init__.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text("raise SystemExit('The stranger was run.')\n")
    return path


@pytest.mark.parametrize("name", ["index", "prompts"])
@pytest.mark.parametrize("form", ["module", "package"])
@pytest.mark.parametrize("program", IMPORTED)
def test_a_foreign_package_stops_the_import_with_a_sentence_that_names_its_file(
    tmp_path: Path, name: str, form: str, program: str
) -> None:
    path = stranger(tmp_path, name, form)
    ended = run(tmp_path, "-c", program)
    assert ended.returncode == 1
    last = ended.stderr.splitlines()[-1]
    assert last == (
        f"ImportError: '{name}' would be imported from '{path}', which is not part of article-assistant. "
        "Rename it, or start from another folder."
    )
    assert "The stranger was run" not in ended.stderr


def test_the_command_ends_with_the_sentence_alone(tmp_path: Path) -> None:
    path = stranger(tmp_path, "index", "module")
    script = tmp_path / "bin" / "article-assistant"
    script.parent.mkdir()
    script.write_text("import sys\nfrom assistant.__main__ import main\nsys.exit(main())\n")
    ended = run(tmp_path, str(script), "list")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith(f"'index' would be imported from '{path}'") and ended.stderr.count("\n") == 1


def test_a_package_that_was_imported_already_is_seen(tmp_path: Path) -> None:
    (tmp_path / "index.py").write_text("")
    ended = run(tmp_path, "-c", "import index, sys; sys.path.pop(0); sys.path.pop(0); import assistant")
    assert ended.returncode == 1 and f"'{tmp_path / 'index.py'}'" in ended.stderr.splitlines()[-1]


def test_a_folder_of_articles_called_index_is_no_package(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "page.html").write_text("<p>Home</p>")
    ended = run(tmp_path, "-c", "from assistant import Assistant; import index; print(index.__file__)")
    assert ended.returncode == 0, ended.stderr
    assert Path(ended.stdout.strip()).parent == ROOT / "index"


def test_ctrl_c_while_the_command_is_still_loading_shows_no_traceback(tmp_path: Path) -> None:
    # A stand-in for one of the imports tells when they have begun, and takes as long as it takes to be stopped.
    (tmp_path / "langchain_core").mkdir()
    (tmp_path / "langchain_core" / "__init__.py").write_text(
        "import signal\nprint('loading', flush=True)\nsignal.pause()"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "list"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # as in a terminal
    )
    assert process.stdout is not None and process.stdout.readline() == "loading\n"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "Stopped.\n")
