"""When a source is looked at next; it knows numbers and no clock."""

from __future__ import annotations

A_DAY = 86_400.0
JITTER = 0.1  # of a wait, at most, by which it is shorter or longer, so that not all are looked at at once


def next_turn(now: float, *, every: float, failures: int, chance: float, asked: float = 0.0) -> float:
    """The moment of the next turn; after each failure in a row the wait is twice as long, up to a day.

    `chance` is a random number from 0 to 1, `asked` for how many seconds the server wants to be left alone.
    """
    wait = min(every * 2 ** min(failures, 30), max(every, A_DAY))
    return now + max(wait * (1 - JITTER + 2 * JITTER * chance), asked)
