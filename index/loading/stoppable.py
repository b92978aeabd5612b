"""Work done side by side that nobody waits for once it is cancelled."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread
from typing import Any

from index.loading.workers import Stopped

LOOKED = 0.05  # seconds between two looks at whether it was cancelled


def side_by_side(works: list[Callable[[], Any]], cancelled: Callable[[], bool]) -> list[Any]:
    """The results of these works. Once it is cancelled raises Stopped and leaves the works to end by themselves."""
    futures = [Future[Any]() for _ in works]
    for work, future in zip(works, futures, strict=True):
        Thread(target=_do, args=(work, future), daemon=True).start()
    while wait(futures, LOOKED).not_done:
        if cancelled():
            raise Stopped
    return [future.result() for future in futures]


def _do(work: Callable[[], Any], future: Future[Any]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:
        future.set_exception(error)
