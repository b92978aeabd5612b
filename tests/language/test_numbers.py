"""Numbers of a text, in whatever digits they are written."""

from __future__ import annotations

import pytest

from index.language.numbers import numbers_in


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("会议有12人参加。", 12),
        ("会议有１２人参加。", 12),
        ("会议有十二人参加。", 12),
        ("١٢ people came.", 12),
        ("会议有１２万人参加。", 120_000),
    ],
)
def test_a_number_has_the_same_value_in_any_digits(text: str, value: float) -> None:
    assert [number.value for number in numbers_in(text)] == [value]
