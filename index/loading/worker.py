"""`python -m index.loading.worker MEMORY`: reads untrusted files in a process that can be killed at any moment.

It answers messages over its standard streams, within limits of time and memory, until its input ends.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from index.errors import Scanned, Unreadable
from index.loading.content import article_of
from index.loading.decoding import decode
from index.loading.feeds import entries_of, title_of
from index.loading.formats import jsonl
from index.loading.items import Item
from index.loading.messages import Message, begin, packed, receive, send

try:
    import resource
except ImportError:  # not on Windows, where the parent process limits only the time
    resource = None  # type: ignore[assignment]

SWOLLEN = 600_000_000  # bytes in memory, above which it exits: a large file's memory is not returned to the system
IDLE = 300  # seconds without a request, after which it exits
PATIENCE = 4  # seconds of real time per second of processor time, since the machine has other work as well


def main() -> None:
    answers, questions = os.dup(1), 0
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)  # what a library prints must not mix with the answers
    begin(answers)
    os.dup2(nothing, 2)
    _limit(int(sys.argv[1]))
    while _is_asked(questions) and (asked := receive(questions)):
        with _in_time(asked.fields["seconds"]):
            answer = answer_to(asked)
        send(answers, answer)
        if "too_large" in answer.fields or _is_swollen():
            break
    os._exit(0)


def answer_to(asked: Message) -> Message:
    """The answer to a request, or the reason why there is none."""
    try:
        return TASKS[asked.fields["task"]](asked)
    except Scanned as scan:
        return Message({"scanned": scan.pages})
    except Unreadable as error:
        return Message({"unreadable": str(error)})
    except MemoryError:
        gc.collect()
        return Message({"too_large": True})
    except Exception as error:
        return Message({"broken": type(error).__name__})  # only the type is logged: the message may hold anything


def _article(asked: Message) -> Message:
    return packed(article_of(Item(content=asked.content, **asked.fields["item"])))


def _line(asked: Message) -> Message:
    own, content_hash = jsonl.names_of(asked.content)
    return Message({"own": own, "hash": content_hash})


def _feed(asked: Message) -> Message:
    entries = entries_of(asked.content, asked.fields["url"], asked.fields["kind"])
    first = [asdict(one) for one in entries[: asked.fields["most"]]]
    return Message({"count": len(entries), "entries": first, "title": title_of(asked.content, asked.fields["kind"])})


def _text(asked: Message) -> Message:
    return Message({}, decode(asked.content).encode("utf-8", "surrogatepass"))


TASKS: dict[str, Callable[[Message], Message]] = {"article": _article, "line": _line, "feed": _feed, "text": _text}


def _limit(memory: int) -> None:
    if resource is None:
        return
    limits = ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0))
    for limit, most in limits:
        with suppress(ValueError, OSError):  # macOS defines the first but rejects it
            resource.setrlimit(limit, (most, most))


class _in_time:
    """Makes the system end this process if the block takes too long, even in the middle of a regular expression.

    Reading therefore also stops when the parent process is gone.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        self._set(self._seconds)

    def __exit__(self, *_: object) -> None:
        self._set(0)

    def _set(self, seconds: float) -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, seconds)
            signal.setitimer(signal.ITIMER_REAL, seconds * PATIENCE)


def _is_asked(questions: int) -> bool:
    """Waits for a request or the end of input; False if neither comes within IDLE seconds."""
    if sys.platform == "win32":  # where `select` cannot wait for a pipe
        return True
    return bool(select.select([questions], [], [], IDLE)[0])


def _is_swollen() -> bool:
    """Whether this process holds too much memory; on Linux its peak cannot show that: it starts at the parent's."""
    if sys.platform == "linux":
        return _pages_held() * resource.getpagesize() > SWOLLEN
    if resource is None:
        return False
    most: Any = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most * (1 if sys.platform == "darwin" else 1024) > SWOLLEN


def _pages_held() -> int:
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1])
    except OSError:  # without /proc it exits after each file, so it never holds too much
        return sys.maxsize


if __name__ == "__main__":
    main()
