"""A process that was forked from one which has a library open: it is told so, and never hangs."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from index.errors import LibraryError
from index.library import Library
from tests.loading.test_guarded import ROOT
from tests.stores import write_texts

pytestmark = pytest.mark.processes

QUESTION = "When does the harbour open?"
OPENED = f"""
import os, sys
from index.library import Library
library = Library(sys.argv[1])
library.search({QUESTION!r})
"""


def _try_all(library: Library, tells: Connection) -> None:
    for attempt in (library.articles, library.people, lambda: library.search(QUESTION), lambda: library.remove("a")):
        try:
            attempt()
            tells.send("it went on")
        except LibraryError as error:
            tells.send(str(error))
    library.close()
    tells.send("closed")


def test_a_fork_of_a_process_that_has_searched_is_told_to_open_the_library_itself(library: Library) -> None:
    library.add(write_texts(library.folder.parent / "texts", harbour="The harbour opens in spring."))
    assert library.search(QUESTION)
    hears, tells = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=_try_all, args=(library, tells))
    child.start()
    child.join(30)
    told = [hears.recv() for _ in range(5)]
    assert all("Open it in each process" in one for one in told[:4]) and told[4] == "closed"
    assert library.search(QUESTION)


def test_a_fork_ends_as_programs_do_and_takes_nothing_from_its_parent(tmp_path: Path) -> None:
    program = f"{OPENED}if os.fork() == 0: sys.exit(0)\nprint(os.wait()[1], len(library.articles()))"
    Library(tmp_path / "library").close()
    command = [sys.executable, "-c", program, str(tmp_path / "library")]
    ended = subprocess.run(
        command, capture_output=True, text=True, timeout=100, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    assert ended.stdout == "0 0\n", ended.stderr
