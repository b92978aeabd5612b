"""How one row of words becomes another, also where words are repeated so often that difflib would take minutes."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.language import alignment as module
from index.language.alignment import alignment, most_aligned

ROWS = st.lists(st.sampled_from("abc"), max_size=14)


def rebuilt(one: Sequence[str], two: Sequence[str]) -> tuple[list[str], int]:
    """What the steps make of the first row, and how much of it they keep."""
    made: list[str] = []
    kept = 0
    for kind, a0, a1, b0, b1 in alignment(one, two):
        made += one[a0:a1] if kind == "equal" else two[b0:b1]
        kept += (a1 - a0) * (kind == "equal")
    return made, kept


def longest(one: Sequence[str], two: Sequence[str]) -> int:
    row = [0] * (len(two) + 1)
    for word in one:
        before, row = row, [0]
        row += [0] * len(two)
        for at, other in enumerate(two):
            row[at + 1] = before[at] + 1 if word == other else max(before[at + 1], row[at])
    return row[-1]


@given(ROWS, ROWS)
def test_no_more_is_aligned_than_a_longest_common_subsequence(one: list[str], two: list[str]) -> None:
    assert rebuilt(one, two)[1] <= most_aligned(one, two) == longest(one, two)


@settings(deadline=None)
@given(ROWS, ROWS)
def test_the_steps_of_what_is_repeated_lead_from_the_one_to_the_other_and_keep_the_most(
    one: list[str], two: list[str]
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "MOST_LOOKS", -1)
        assert rebuilt(one, two) == (two, longest(one, two))


def test_two_sentences_of_prose_are_aligned_as_difflib_does() -> None:
    one = "the mayor said on Monday that the bridge would open in May".split()
    two = "on Monday the mayor of Orsa said the old bridge would not open in May".split()
    assert alignment(one, two) == SequenceMatcher(None, one, two, autojunk=False).get_opcodes()


def test_one_word_six_thousand_times_is_aligned() -> None:
    assert rebuilt(["a", "b"] * 3_000, ["a"] * 6_000) == (["a"] * 6_000, 3_000)


def test_new_words_between_ten_thousand_old_ones_are_aligned() -> None:
    old = [f"old {number}" for number in range(10_000)]
    new = [word for one in old for word in ("new", one)]
    assert rebuilt(old, new) == (new, 10_000)


def test_of_rows_of_which_no_memory_holds_the_product_the_beginnings_and_ends_are_kept() -> None:
    middle = [f"old {number}" for number in range(50_000)]
    one, two = ["a", *middle, "z"], ["a", "b", *middle[::-1], "y", "z"]
    assert rebuilt(one, two) == (two, 2)


def test_what_is_equal_needs_no_alignment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SequenceMatcher", None)
    assert alignment("abc", "abc") == [("equal", 0, 3, 0, 3)] and alignment("", "") == []
