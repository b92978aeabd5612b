"""Two processes on one library, of which the one that looks at its sources is killed; in real time."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from assistant.watching.watcher import Watcher
from index.loading.fetching import Fetcher
from tests.killing import open_library, start
from tests.loading.test_looking import feed
from tests.loading.test_web import page
from tests.servers import wait_for
from tests.web_server import Site

EVERY = 15.0  # seconds
SOURCES = 20


def look(tells: Connection, folder: Path) -> None:
    """Looks at the sources until it is killed, and tells of each turn that it has ended."""
    with open_library(folder) as library:
        fetcher = Fetcher(allow_private_addresses=True, pause=0)
        looks = Watcher(library, every=EVERY, fetcher=fetcher, heard=lambda source, _: tells.send(source.place))
        looks.start()
        threading.Event().wait()


@pytest.mark.soak
def test_each_source_is_read_once_a_turn_and_another_takes_over_within_two_intervals(tmp_path: Path) -> None:
    seconds = float(os.environ.get("WATCHED_SECONDS", "300"))
    with Site() as site, open_library(tmp_path / "library") as library:
        for number in range(SOURCES):
            site.pages |= {f"/feed{number}": feed(f"/{number}"), f"/{number}": page()}
            library.sources.add(f"http://127.0.0.1:{site.port}/feed{number}", "web", now=0.0)
        first, heard = start(look, tmp_path / "library")
        wait_for(lambda: heard.poll(), seconds=90)
        second, heard_of_second = start(look, tmp_path / "library")
        until = time.monotonic() + seconds
        site.ending.wait(seconds / 2)
        assert not heard_of_second.poll()
        first.kill()
        killed = time.monotonic()
        wait_for(lambda: heard_of_second.poll(), seconds=4 * EVERY)
        taken_over = time.monotonic() - killed
        site.ending.wait(max(0.0, until - time.monotonic()))
        os.kill(second.pid or 0, signal.SIGKILL)
        second.join()
        read = Counter(path for path in site.paths if path.startswith("/feed"))
        turns = {f"/{one.place.rpartition('/')[2]}": one.turns for one in library.sources.all()}
        print(f"taken over after {taken_over:.1f} s; {sum(read.values())} requests in {sum(turns.values())} turns")
        assert taken_over <= 2 * EVERY
        assert all(turns[path] - 1 <= number <= turns[path] for path, number in read.items())
        assert len(read) == SOURCES == library.count() and min(turns.values()) >= seconds / (2 * EVERY) - 2
