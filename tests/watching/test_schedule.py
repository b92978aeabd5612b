from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.watching.schedule import A_DAY, JITTER, next_turn

CHANCE = st.floats(0, 1)
EVERY = st.floats(15, 7 * A_DAY)


@given(EVERY, CHANCE)
def test_a_source_that_can_be_read_is_looked_at_about_once_an_interval(every: float, chance: float) -> None:
    wait = next_turn(0.0, every=every, failures=0, chance=chance)
    assert every * (1 - JITTER) <= wait <= every * (1 + JITTER) + 1e-6


@given(EVERY, st.integers(1, 10_000), CHANCE)
def test_each_failure_doubles_the_wait_up_to_a_day(every: float, failures: int, chance: float) -> None:
    wait = next_turn(0.0, every=every, failures=failures, chance=chance)
    assert wait <= max(every, A_DAY) * (1 + JITTER)
    assert wait >= min(every * 2, max(every, A_DAY)) * (1 - JITTER)


@given(EVERY, CHANCE, st.floats(0, A_DAY))
def test_a_server_that_asks_for_rest_gets_it(every: float, chance: float, asked: float) -> None:
    assert next_turn(5.0, every=every, failures=1, chance=chance, asked=asked) >= 5.0 + asked
