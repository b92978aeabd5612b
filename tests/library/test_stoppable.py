"""Work that is cancelled: nobody waits for what is at hand, and what goes wrong in it is not lost."""

from __future__ import annotations

import threading

import pytest

from index.adding import side_by_side
from index.loading.guarded import Stopped


def test_works_are_done_side_by_side_and_their_results_come_in_order() -> None:
    met = threading.Barrier(2)
    assert side_by_side([lambda: met.wait(10) >= 0, lambda: met.wait(10) and 7 or 7], lambda: False) == [True, 7]


def test_once_it_is_cancelled_a_work_that_takes_for_ever_is_not_waited_for() -> None:
    never, begun = threading.Event(), threading.Event()
    with pytest.raises(Stopped):
        side_by_side([lambda: (begun.set(), never.wait())], begun.is_set)
    never.set()


def test_an_error_in_a_work_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        side_by_side([lambda: 1 // 0], lambda: False)
