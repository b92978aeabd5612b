"""How passwords are hashed, with the work that the other tests are spared."""

from __future__ import annotations

import argon2

from assistant.access import passwords

SERVED = passwords._hasher  # before the tests put a quicker one in its place


def test_a_hash_costs_what_rfc_9106_recommends() -> None:
    known = argon2.extract_parameters(SERVED.hash("a long password"))
    assert known.type is argon2.Type.ID
    assert (known.memory_cost, known.time_cost, known.parallelism) >= (64 * 1024, 3, 4)
    assert known.hash_len >= 32 and known.salt_len >= 16
