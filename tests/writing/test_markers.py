"""Markers in a stream: read alike however the text is cut into pieces, and never shown in part."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.writing.markers import Marker, MarkerReader

KNOWN = range(1, 13)
STREAMS = [
    "Xi said so [1]. Trump did not [2][3].",
    "All at once [1, 2]; or close [3,4] ; or apart [5 , 6]!",
    "Full width 【1】 and ［2］ and ［３］ and 【1，2】、too。",
    "No such paragraph [99], nor [0], nor [1, 99] again [99].",
    "An array a[1] is one, and [a list], [sic], [2024] and [ 1 ] too [",
    "```python\nx[1] = [2]\n```\nAfter it [1].",
    "~~~\n[1]\n~~~\n[2] begins a line",
    "Inline `x[1]` and ``y`[2]`` and a lone ` tick [3]\nnext `line [4]",
    "   ```\n[1]\n   ````  \n[2]",
    "[1]\n\n- [2] item\n- item [3]\n",
    "开头【1】。中间［2、3］，结尾[4]",
    "Spaces   [1]   and\ttabs\t[2]\tand [1 ] [ 2] [1,] [,2] [1;2]",
    "[[1]] ((2)) [1]s [12] [123] [1234]",
    "``` not a fence ``` [1]\n```\nan open fence [2]",
    "",
    "[",
    "`",
]


def read(pieces: Iterable[str]) -> tuple[list[str | int], list[str]]:
    """What is read, the text between two markers joined; and the unknown numbers."""
    reader = MarkerReader(KNOWN)
    found: list[str | int] = []
    for one in [*(item for piece in pieces for item in reader.read(piece)), *reader.end()]:
        if isinstance(one, Marker):
            found.append(one.number)
        elif found and isinstance(found[-1], str):
            found[-1] += one
        else:
            found.append(one)
    return found, reader.unknown


def shown(text: str) -> str:
    return "".join(one for one in read([text])[0] if isinstance(one, str))


@pytest.mark.parametrize("stream", STREAMS)
def test_a_stream_reads_alike_at_every_split_and_character_by_character(stream: str) -> None:
    whole = read([stream])
    assert read(stream) == whole
    for at in range(len(stream)):
        assert read([stream[:at], stream[at:]]) == whole
        for then in range(at, len(stream)):
            assert read([stream[:at], stream[at:then], stream[then:]]) == whole


PARTS = [
    "[1]",
    "[1, 2]",
    "[99]",
    "【3】",
    "［4］",
    "[",
    "]",
    "1",
    ", ",
    " ",
    "\n",
    "`",
    "```",
    "~~~",
    "word",
    "。",
    "[x]",
    "   ",
]
streams = st.lists(st.sampled_from(PARTS) | st.text(max_size=4), max_size=20).map("".join)


@given(streams, st.lists(st.integers(0, 80), max_size=6))
def test_any_stream_reads_alike_however_it_is_cut(stream: str, cuts: list[int]) -> None:
    edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    assert read(stream[start:end] for start, end in pairwise(edges)) == read([stream])


@given(
    st.lists(st.sampled_from(["[1]", "[99]", "[1, 2]", "【3】", "［4，5］", "word", " ", "\n", ".", "。"]), max_size=20)
)
def test_no_part_of_a_marker_is_ever_shown(parts: list[str]) -> None:
    reader = MarkerReader(KNOWN)
    for character in "".join(parts):
        assert not any(set("[］1,9") & set(one) for one in reader.read(character) if isinstance(one, str))


@given(streams)
def test_nothing_is_lost_but_markers_and_the_spaces_before_them(stream: str) -> None:
    kept = "".join(one if isinstance(one, str) else f"[{one}]" for one in read([stream])[0])
    assert re.sub(r"[\s\d\[\]［］【】,，、;；]", "", kept) == re.sub(r"[\s\d\[\]［］【】,，、;；]", "", stream)


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("So [1].", ["So", 1, "."]),
        ("So[1] be it", ["So", 1, " be it"]),
        ("So [1]be it", ["So", 1, " be it"]),
        ("So [1][2], [3] and", ["So", 1, 2, ",", 3, " and"]),
        ("So 【1】［2］。", ["So", 1, 2, "。"]),
        ("So [1, 2; 3].", ["So", 1, 2, 3, "."]),
    ],
)
def test_a_marker_is_taken_out_with_the_space_before_it(text: str, read_as: list[str | int]) -> None:
    assert read([text])[0] == read_as


def test_an_unknown_number_is_dropped_from_the_text_and_kept() -> None:
    found, unknown = read(["One [99], two [1, 0] and [99]."])
    assert found == ["One, two", 1, " and."]
    assert unknown == ["99", "0"]


@pytest.mark.parametrize("code", ["```\na[1] = b [2]\n```\n", "~~~ c\n[1]\n~~~\n", "`a [1]`", "`` ` [1] ``"])
def test_code_stays_as_it_is(code: str) -> None:
    assert shown(code) == code


@pytest.mark.parametrize("text", ["[2024]", "[a]", "[sic]", "[1", "[]", "[1,]", "[-1]", "[1.5]", "(1)"])
def test_what_is_no_marker_stays(text: str) -> None:
    assert shown(f"So {text} it was") == f"So {text} it was"
