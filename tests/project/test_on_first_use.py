"""What is made when it is first asked for is made once, whoever asks."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from index.on_first_use import once


def test_threads_that_ask_at_once_get_one_value_that_was_made_once() -> None:
    made = list[object]()
    another = threading.Barrier(2)

    @once
    def value() -> object:
        with suppress(threading.BrokenBarrierError):
            another.wait(0.5)  # until another thread makes one as well
        made.append(object())
        return made[-1]

    with ThreadPoolExecutor(8) as threads:
        got = {threads.submit(value) for _ in range(8)}
        assert {one.result() for one in got} == {made[0]}
    assert len(made) == 1


def test_what_could_not_be_made_is_tried_again() -> None:
    tries = [LookupError, None]

    @once
    def value() -> str:
        if wrong := tries.pop(0):
            raise wrong
        return "made"

    with pytest.raises(LookupError):
        value()
    assert value() == "made"
