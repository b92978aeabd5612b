"""Wherever the assistant runs, pages are read: in a script, a task queue, a notebook, a fork, beside Ctrl-C."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from index.loading import workers
from index.loading.guarded import read
from index.loading.items import Item
from index.loading.loading import find
from tests.loading.test_guarded import GOOD, ROOT, SLOW, WAITED, children, lives, needs_proc, waited

pytestmark = pytest.mark.processes

PAGE = ROOT / "tests" / "articles" / "market-hall.html"
TITLE = "Market hall reopens after flood"


def run(*command: str, cwd: Path = ROOT, told: str | None = None) -> str:
    """What a program says on its standard output; the test fails where it fails."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, cwd=cwd, input=told, capture_output=True, text=True, env=environment, timeout=300)
    assert ended.returncode == 0, ended.stderr[-2000:]
    return ended.stdout


def test_a_plain_script_without_a_main_guard_adds_pages_and_is_run_once(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from assistant import Assistant\n"
        "print('begun')\n"
        f"with Assistant.open(library={str(tmp_path / 'library')!r}) as assistant:\n"
        f"    print(assistant.add([{str(PAGE)!r}]))\n"
    )
    said = run(sys.executable, str(script), cwd=tmp_path)
    assert said.splitlines() == ["begun", "1 added, 0 updated, 0 unchanged, 0 skipped"]


def test_a_worker_of_a_task_queue_adds_pages(tmp_path: Path) -> None:
    pytest.importorskip("celery")
    for name in ("queue", "results"):
        (tmp_path / name).mkdir()
    (tmp_path / "tasks.py").write_text(
        "from celery import Celery\n"
        f"app = Celery('tasks', broker='filesystem://', backend='file://{tmp_path}/results')\n"
        "app.conf.broker_transport_options = dict.fromkeys(\n"
        f"    ('data_folder_in', 'data_folder_out', 'control_folder'), '{tmp_path}/queue'\n"
        ")\n"
        "@app.task\n"
        "def add(page, library):\n"
        "    from assistant import Assistant\n"
        "    with Assistant.open(library=library) as assistant:\n"
        "        return str(assistant.add([page]))\n"
    )
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "ERROR")
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "tasks",
        "worker",
        "--pool",
        "prefork",
        "--concurrency",
        "1",
        *quiet,
    ]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(tmp_path)))}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL) as serving:
        try:
            told = (str(PAGE), str(tmp_path / "library"))
            asking = f"from tasks import add; print(add.delay(*{told}).get(timeout=240))"
            assert run(sys.executable, "-c", asking, cwd=tmp_path).startswith("1 added")
        finally:
            serving.terminate()


def _tell_titles(path: str, told: Any) -> None:
    told.put([read(found).title for found in find([path]) if isinstance(found, Item)])


def test_a_process_that_may_have_no_children_of_multiprocessing_reads_pages() -> None:
    spawning = multiprocessing.get_context("spawn")
    told = spawning.SimpleQueue()
    process = spawning.Process(target=_tell_titles, args=(str(PAGE), told), daemon=True)
    process.start()
    process.join(WAITED)
    assert process.exitcode == 0 and told.get() == [TITLE]


def test_a_notebook_reads_pages(tmp_path: Path) -> None:
    """No file that is the program, an event loop that runs, streams that are none, and a folder that was left."""
    cells = f"""
import asyncio, io, os, sys
from index.loading.guarded import read
from index.loading.loading import find

assert sys.path[0] == "" and globals().pop("__file__") == "<stdin>"
screen, sys.stdout, sys.stdin, sys.stderr = sys.stdout, io.StringIO(), None, io.StringIO()
os.chdir({str(tmp_path)!r})
os.environ.pop("PYTHONPATH", None)
async def cell():
    return [read(found).title for found in find([{str(PAGE)!r}])]
print(asyncio.run(cell()), file=screen)
"""
    assert run(sys.executable, "-", told=cells).strip() == str([TITLE])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_fork_reads_with_processes_of_its_own_and_leaves_those_of_the_first(tmp_path: Path) -> None:
    script = (
        "import os, sys\n"
        "from index.loading.guarded import read\n"
        "from index.loading.loading import find\n"
        f"titles = lambda: [read(found).title for found in find([{str(PAGE)!r}])]\n"
        "print(titles(), flush=True)\n"
        "if child := os.fork():\n"
        "    assert os.waitpid(child, 0)[1] == 0\n"
        "print(titles(), flush=True)\n"
    )
    assert run(sys.executable, "-c", script).splitlines() == [str([TITLE])] * 3


@needs_proc
def test_ctrl_c_ends_what_is_read_and_leaves_no_process(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "slow.html").write_bytes(SLOW)
    command = ["-m", "assistant", "add", str(tmp_path / "articles"), "--library", str(tmp_path / "library")]
    adding = subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert waited(lambda: [one for one in children(adding.pid) if b"index.loading.worker" in _command(one)])
    reading = children(adding.pid)
    os.killpg(adding.pid, signal.SIGINT)
    assert adding.wait(WAITED) == 130
    assert waited(lambda: not any(map(lives, reading)))


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


@needs_proc
def test_processes_are_kept_warm_and_end_with_the_one_that_asked() -> None:
    script = (
        "import sys\n"
        "from index.loading.guarded import read\n"
        "from index.loading.loading import find\n"
        f"for _ in range(3):\n    print(*[read(found).title for found in find([{str(PAGE)!r}])], flush=True)\n"
        "sys.stdin.read()\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    asking = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    )
    assert asking.stdout and [asking.stdout.readline().decode().strip() for _ in range(3)] == [TITLE] * 3
    (reading,) = children(asking.pid)
    asking.communicate()
    assert not lives(reading)


def test_closed_processes_are_not_asked() -> None:
    own = workers.Workers()
    own.close()
    with pytest.raises(workers.Stopped):
        own.ask(workers.Message({"task": "text"}, GOOD), seconds=1)
