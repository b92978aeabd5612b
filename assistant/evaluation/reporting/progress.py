"""Reports on standard error how far a run has got and how long the rest will take."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from assistant.presenting.counted import counted


@contextmanager
def progress(total: int, *, clock: Callable[[], float] = time.monotonic) -> Iterator[Callable[[], None]]:
    """Yields a function to call after each question, which advances a progress bar on standard error.

    If standard error is not a terminal, the function prints a line about every 10 %. `clock` returns seconds.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(total, clock)
        return
    columns = (TextColumn("Asking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)


def _lines(total: int, clock: Callable[[], float]) -> Callable[[], None]:
    started = clock()
    done = 0

    def advance() -> None:
        nonlocal done
        done += 1
        if done < total and done * 10 // total == (done - 1) * 10 // total:
            return
        left = (clock() - started) / done * (total - done)
        rest = f", about {duration(left)} left" if done < total else ""
        print(f"{done} of {counted(total, 'question')}{rest}", file=sys.stderr, flush=True)

    return advance


def duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    if seconds < 120:
        return f"{max(1, round(seconds))} s"
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"
