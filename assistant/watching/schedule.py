"""When a source is checked next, computed without a clock."""

from __future__ import annotations

A_DAY = 86_400.0
JITTER = 0.1  # largest share by which a wait varies, so that not all are checked at once


def next_turn(now: float, *, every: float, failures: int, chance: float, asked: float = 0.0) -> float:
    """The moment of the next turn; each consecutive failure doubles the wait, up to a day.

    `chance` is a random number from 0 to 1, `asked` the wait in seconds that the server requests.
    """
    wait = min(every * 2 ** min(failures, 30), max(every, A_DAY))
    return now + max(wait * (1 - JITTER + 2 * JITTER * chance), asked)
