"""Several processes that serve on one port: how they are started, and how they find each other."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import Any

from assistant.errors import SettingsError
from index.errors import ArticleAssistantError

log = logging.getLogger(__name__)

_HANDED_DOWN = "CITED_ARTICLES_WORKER"  # the environment variable that describes a worker to its process
_LAST_WORDS = 20.0  # seconds for stopping, in addition to those for answers
_TOO_SOON = 30.0  # seconds; a worker that ends sooner has failed to start
_STARTS = 5  # consecutive failed starts before giving up


@dataclass(frozen=True, slots=True)
class Worker:
    """One of `count` processes.

    `listening` is the file descriptor of the socket that all share, `held` that of a pipe that closes when the first
    process ends. `folder` has the sockets through which workers reach each other.
    """

    number: int
    count: int
    folder: str
    listening: int
    held: int

    def of(self, key: str) -> int:
        """The number of the worker that has the tabs of the browser that `key` identifies."""
        return int.from_bytes(sha256(key.encode("utf-8", "surrogateescape")).digest()[:8]) % self.count

    def door(self, number: int | None = None) -> str:
        """The socket at which a worker listens for the others."""
        return str(Path(self.folder) / f"{self.number if number is None else number}.sock")

    def sockets(self) -> list[socket.socket]:
        """The shared socket, and this worker's own socket for the other workers."""
        Path(self.door()).unlink(missing_ok=True)  # left by its predecessor
        inner = socket.socket(socket.AF_UNIX)
        inner.bind(self.door())
        return [socket.socket(fileno=self.listening), inner]

    def end_with_the_first(self) -> None:
        """Ends this worker if the process that started it is killed."""

        def watch() -> None:
            os.read(self.held, 1)
            os.kill(os.getpid(), signal.SIGTERM)

        threading.Thread(target=watch, daemon=True).start()


class Note:
    """A small record in the workers' folder that all of them share until the server ends; thread-safe."""

    def __init__(self, worker: Worker, name: str) -> None:
        self._path = Path(worker.folder) / f"{name}.json"
        self._reading = threading.Lock()
        self._seen = (0, 0)

    def write(self, value: object) -> None:
        """Replaces the record, for the other workers and those that are started later."""
        written = self._path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        written.write_text(json.dumps(value), encoding="utf-8")
        written.replace(self._path)

    def heed(self, then: Callable[[Any], None]) -> None:
        """Passes the record to `then` if it has changed since the last call; other threads wait until that is done."""
        with self._reading:
            try:
                found = self._path.stat()
            except FileNotFoundError:
                return
            if (seen := (found.st_ino, found.st_mtime_ns)) != self._seen:
                then(json.loads(self._path.read_text("utf-8")))
                self._seen = seen


def this_worker() -> Worker | None:
    """This process as a worker, which from now on ends with the first; None if it serves alone or is the first."""
    if not (handed_down := os.environ.pop(_HANDED_DOWN, "")):
        return None

    worker = Worker(**json.loads(handed_down))
    worker.end_with_the_first()  # begins to watch before anything slow is loaded
    return worker


def check_shared(is_shared: bool) -> None:
    """Raises SettingsError if workers could not share their state."""
    if not is_shared:
        raise SettingsError(
            "Several workers need a database that they share: limits, jobs and recent answers of a library in a folder "
            "are in the memory of one process. Set ARTICLE_ASSISTANT_CATALOG_URL, or leave out --workers."
        )
    if not hasattr(socket, "AF_UNIX") or os.name == "nt":
        raise SettingsError("Several workers need Unix sockets, which this system does not have. Leave out --workers.")


def run_workers(command: Sequence[str], count: int, listening: socket.socket, stop_seconds: float) -> None:
    """Runs `count` processes of the command, restarting any that end, until a signal stops this one.

    Answers then have `stop_seconds` to finish.
    """
    with tempfile.TemporaryDirectory(prefix="workers-") as folder:  # only its owner can read it
        _Workers(command, count, folder, listening).run(stop_seconds)


class _Workers:
    def __init__(self, command: Sequence[str], count: int, folder: str, listening: socket.socket) -> None:
        self._command = command
        self._count = count
        self._folder = folder
        self._listening = listening
        self._read, self._write = os.pipe()
        self._running: dict[int, tuple[subprocess.Popen[bytes], float]] = {}
        self._bad_starts = 0
        self._stopping = False

    def run(self, stop_seconds: float) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGHUP, lambda *_: self._pass_on(signal.SIGHUP))
        try:
            while not self._stopping:
                self._start_missing()
                time.sleep(0.2)
        finally:
            self._pass_on(signal.SIGTERM)
            until = time.monotonic() + stop_seconds + _LAST_WORDS
            while self._alive() and time.monotonic() < until:
                time.sleep(0.1)
            self._pass_on(signal.SIGKILL)  # those still running, such as one that is loading its models
            for process, _ in self._running.values():
                process.wait()

    def _start_missing(self) -> None:
        for number in range(self._count):
            process, since = self._running.get(number, (None, 0.0))
            if process is not None and process.poll() is None:
                if time.monotonic() - since > _TOO_SOON:
                    self._bad_starts = 0
                continue
            if process is not None:
                log.error("Worker %s ended with %s and is restarted.", number, process.returncode)
                self._bad_starts += time.monotonic() - since < _TOO_SOON
            if self._bad_starts >= _STARTS:
                raise ArticleAssistantError("Workers end as soon as they start. See their messages above.")
            self._running[number] = self._started(number), time.monotonic()

    def _started(self, number: int) -> subprocess.Popen[bytes]:
        worker = Worker(number, self._count, self._folder, self._listening.fileno(), self._read)
        environment = os.environ | {_HANDED_DOWN: json.dumps(asdict(worker))}
        return subprocess.Popen(self._command, env=environment, pass_fds=(worker.listening, worker.held))

    def _stop(self, signum: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _alive(self) -> list[subprocess.Popen[bytes]]:
        return [process for process, _ in self._running.values() if process.poll() is None]

    def _pass_on(self, signum: int) -> None:
        for process in self._alive():
            process.send_signal(signum)
