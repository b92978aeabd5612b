"""No address that a model writes stays in an answer, however it is cut into pieces; all other words do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.writing.addresses import LONGEST, WithoutAddresses


def read(*pieces: str) -> str:
    reader = WithoutAddresses()
    return "".join([*map(reader.read, pieces), reader.end()])


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("See https://evil.example/x?q=secret for more.", "See … for more."),
        ("See HTTPS://evil.example.", "See …"),
        ("See [this](https://evil.example/x) now.", "See [this] (…) now."),
        ("![x](//evil.example/p.png) and [home](/sign-out)", "![x] (//…) and [home] (/sign-out)"),
        ("Write to press@evil.example today.", "Write to … today."),
        ("On www.evil.example today, and evil.example/path too.", "On … today, and … too."),
        ("javascript:alert(1) and data:text/html,x", "…) and …"),
        ("读一下https://evil.example/x。", "读一下…。"),
    ],
)
def test_an_address_is_left_out(said: str, left: str) -> None:
    assert read(said) == left
    assert read(*said) == left


@pytest.mark.parametrize(
    "said",
    [
        "U.S. exports fell 3.5% in Jan. [1][2], the U.N./WHO report said at 10:30.",
        "Booking.com and Amazon.co.uk grew, he told the and/or committee: “no data: none”.",
        "他说：“很好。”[1] A ratio of 3:1, and e.g. p.m./a.m. times.",
    ],
)
def test_other_words_stay(said: str) -> None:
    assert read(said) == said


def test_what_nobody_sees_is_taken_out() -> None:
    assert read("The \u202ewall\u202c \u2066opened\u2069\x07\x1b[31m.\U000e0041\U000e0042") == "The wall opened[31m."


@given(st.text(alphabet="ab./:@ \nw[](h)tps读", max_size=60), st.data())
def test_however_it_is_cut_what_is_read_is_the_same(said: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(said)), max_size=5)))
    pieces = [said[start:end] for start, end in zip([0, *cuts], [*cuts, len(said)], strict=True)]
    assert read(*pieces) == read(said)


def test_a_run_without_an_end_is_not_waited_for_for_ever() -> None:
    reader = WithoutAddresses()
    assert len("".join(reader.read("x" * 100) for _ in range(100))) > 10_000 - LONGEST - 200
