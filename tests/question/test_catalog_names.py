"""Which outlets and authors of a library words name."""

from __future__ import annotations

import pytest

from assistant.question.catalog_names import named

NAMES = (
    "The Northport Ledger",
    "Coast Ledger",
    "Coast & Science Magazine",
    "The Hill",
    "NTV News",
    "The Harbour Post",
    "The New York Star",
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("in the Northport Ledger", "The Northport Ledger"),
        ("northport ledger", "The Northport Ledger"),
        ("What does Coast & Science say?", "Coast & Science Magazine"),
        ("the Magazine", "Coast & Science Magazine"),
        ("the magazine", None),
        ("the Ledger", None),
        ("a ledger", None),
        ("what the NTV said", "NTV News"),
        ("what the Harbour said", None),
        ("his flat in New York", None),
        ("in the New York Star", "The New York Star"),
        ("what did the NY Star say", "The New York Star"),
        ("NYStar on the harbour", "The New York Star"),
        ("nys on the harbour", "The New York Star"),
        ("in star news", None),
        ("the harbour ferry", None),
        ("", None),
    ],
)
def test_a_name_is_meant_whole_or_by_a_part_that_no_other_has(words: str, expected: str | None) -> None:
    assert named(words, NAMES) == expected
