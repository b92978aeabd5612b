"""The processes that read untrusted files: started on demand, kept warm, and ended.

They are separate programs, not `multiprocessing`, which reruns a caller's script that has no main guard and which the
workers of a task queue may not use. This module knows processes and messages, not what is read.
"""

from __future__ import annotations

import atexit
import os
import queue
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from index.errors import LibraryError
from index.loading.messages import Message, await_beginning, receive, send

AT_ONCE = max(2, min(4, os.cpu_count() or 1))  # how many read at the same time; further requests wait
IDLE = 2  # how many are kept when there is nothing to read
MEMORY = 2_000_000_000  # bytes; the largest harmless pages take a third of that
STARTING = 60.0  # seconds; it takes one, and longer from a cold disk
LOOK = 0.1  # seconds between checks for cancellation
PATIENCE = 5  # seconds of real time per second of processor time: one more than a worker allows itself
TRIES = 3
# The variables that Python and the system need: keys and passwords stay out of processes that read untrusted files.
NEEDED = re.compile(
    r"PATH|HOME|USERPROFILE|LANG|LANGUAGE|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|VIRTUAL_ENV|__PYVENV_LAUNCHER__"
    r"|(?:LC|LD|DYLD|CONDA|NIX)_\w+|PYTHON(?!INSPECT|STARTUP)\w+",
    re.IGNORECASE,
)


class Stopped(Exception):
    """The request was cancelled."""


class TooLong(Exception):
    """Reading exceeded its time limit and was ended."""


class TooLarge(Exception):
    """Reading exceeded its memory limit."""


class Broken(Exception):
    """The reading process failed."""


class Workers:
    """Gives each request to a free process; thread-safe."""

    def __init__(self) -> None:
        self._free = threading.Condition()
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._closed = False

    def ask(self, message: Message, *, seconds: float, stopped: Callable[[], bool] = lambda: False) -> Message:
        """The answer; raises Stopped, TooLong, TooLarge or Broken, and LibraryError if no process can be started.

        `seconds` are of processor time.
        """
        message = Message(message.fields | {"seconds": seconds}, message.content)
        for _ in range(TRIES):
            worker = self._take(stopped)
            first = not worker.answered
            try:
                answer = worker.ask(message, seconds * PATIENCE, stopped)
            finally:
                self._give(worker)
            if answer is None:
                continue  # it had just exited because it was idle
            if "too_large" in answer.fields:
                if first:
                    raise TooLarge()
                continue  # earlier files may have taken up its memory
            if "broken" in answer.fields:
                raise Broken(answer.fields["broken"])
            return answer
        raise Broken("it kept exiting")

    def close(self) -> None:
        """Ends all processes, even busy ones."""
        with self._free:
            self._closed = True
            for worker in (*self._idle, *self._busy):
                worker.end()
            self._idle.clear()
            self._free.notify_all()

    def abandon(self) -> None:
        """Closes the pipes to the processes, after a fork: the processes belong to the parent."""
        for worker in (*self._idle, *self._busy):
            worker.let_go()

    def _take(self, stopped: Callable[[], bool]) -> _Worker:
        niceness = _niceness()
        with self._free:
            while len(self._busy) >= AT_ONCE and not self._closed:
                self._free.wait(LOOK)
                if stopped():
                    raise Stopped()
            if self._closed:
                raise Stopped()
            self._idle = [one for one in self._idle if one.lives()]
            worker = next((one for one in self._idle if one.niceness == niceness), None)
            if worker:
                self._idle.remove(worker)
            else:
                worker = _Worker(niceness)
            self._busy.add(worker)
            return worker

    def _give(self, worker: _Worker) -> None:
        with self._free:
            self._busy.discard(worker)
            if worker.lives() and len(self._idle) < IDLE and not self._closed:
                self._idle.append(worker)
            else:
                worker.end()
            self._free.notify()


class _Worker:
    """One process; it keeps the `niceness` of the thread that started it."""

    def __init__(self, niceness: int) -> None:
        self.niceness = niceness
        self.answered = 0
        self._ready = False
        self._asked = threading.Lock()  # held while its pipes are in use
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - its error output until it is ready
        try:
            self._process = subprocess.Popen(
                [_python(), "-P", "-m", "index.loading.worker", str(MEMORY)],  # -P: no imports from the current folder
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                bufsize=0,
                env=_environment(),
                start_new_session=True,  # Ctrl-C goes to the asking process, which then ends it
            )
        except OSError as error:
            self._errors.close()
            raise LibraryError(f"{NO_START} ({error.strerror}). {_MEND}") from error

    def lives(self) -> bool:
        return self._process.poll() is None

    def ask(self, message: Message, seconds: float, stopped: Callable[[], bool]) -> Message | None:
        """The answer; None if the process had exited before it took the request."""
        answers: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        # In a thread: on Windows, no other wait for a pipe can be interrupted.
        threading.Thread(target=self._exchange, args=(message, answers), name="reading", daemon=True).start()
        until, late = time.monotonic() + seconds + (0 if self._ready else STARTING), False
        try:
            while True:
                try:
                    answer = answers.get(timeout=LOOK)
                    break
                except queue.Empty:
                    if stopped():
                        raise Stopped() from None
                    if time.monotonic() > until and not late:
                        late = True
                        self.end()
        except BaseException:  # including Ctrl-C
            self.end()
            raise
        if answer is not None:
            self.answered += 1
            return answer
        self._say_why_it_ended(late)
        return None

    def _say_why_it_ended(self, late: bool) -> None:
        """Raises the reason why it ended, unless it exited because it was idle."""
        try:
            status = self._process.wait(STARTING)
        except subprocess.TimeoutExpired:  # it closed its pipe, or wrote something other than a message
            self.end()
            raise Broken("it sent something other than an answer") from None
        if not self._ready:
            raise LibraryError(f"{NO_START} ({self._last_words()}). {_MEND}")
        if late or -status in _TIMERS:
            raise TooLong()
        if status:
            raise Broken(f"it ended with status {status}")

    def end(self) -> None:
        if hasattr(os, "killpg") and self._process.poll() is None:
            with suppress(OSError):  # with the programs that it has started, such as text recognition
                os.killpg(self._process.pid, signal.SIGKILL)
        with suppress(OSError):
            self._process.kill()
        self._process.wait()
        with self._asked:  # threads waiting on its pipes have by now noticed that they are closed
            self.let_go()
        self._errors.close()

    def let_go(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()

    def _exchange(self, message: Message, answers: queue.SimpleQueue[Message | None]) -> None:
        assert self._process.stdin and self._process.stdout
        answer = None
        with self._asked, suppress(OSError, ValueError):
            self._ready = self._ready or await_beginning(self._process.stdout.fileno())
            send(self._process.stdin.fileno(), message)
            answer = receive(self._process.stdout.fileno())
        answers.put(answer)

    def _last_words(self) -> str:
        if self._errors.closed:  # it was ended before it was ready
            return f"it is not ready after {STARTING:.0f} seconds"
        self._errors.seek(0)
        lines = self._errors.read(100_000).decode("utf-8", "replace").strip().splitlines()
        return lines[-1][:300] if lines else "it gives no reason"


NO_START = "The program that reads files does not start"
_MEND = "Make sure that this process may start others: a sandbox or a limit on processes may forbid it."
_TIMERS = {getattr(signal, name, None) for name in ("SIGPROF", "SIGALRM", "SIGXCPU")} - {None}


def _niceness() -> int:
    """The niceness of this thread where the system keeps one per thread, else that of the process."""
    return os.getpriority(os.PRIO_PROCESS, 0) if hasattr(os, "getpriority") else 0


def _python() -> str:
    """The interpreter; if another program embeds Python, the one that its packages belong to."""
    if Path(sys.executable or "").name.lower().startswith(("python", "pypy")):
        return sys.executable
    within = Path(sys.prefix) / ("python.exe" if sys.platform == "win32" else "bin/python3")
    return str(within)


def _environment() -> dict[str, str]:
    """The variables that Python needs to start, with the import path of this process."""
    kept = {name: value for name, value in os.environ.items() if NEEDED.fullmatch(name)}
    paths = [path or os.getcwd() for path in sys.path]
    paths.append(str(Path(__file__).parents[2]))  # even if the current folder has changed since this was imported
    return kept | {"PYTHONPATH": os.pathsep.join(paths)}


WORKERS = Workers()


def _forget() -> None:
    global WORKERS
    WORKERS.abandon()
    WORKERS = Workers()


atexit.register(lambda: WORKERS.close())
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
