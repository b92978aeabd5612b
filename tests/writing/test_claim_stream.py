"""Sentences cut out of a stream: alike however it comes, with their markers, and quotes only where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.writing.claim_stream import ClaimReader, Sentence
from assistant.writing.markers import MarkerReader

SOURCE = "Xi said it is always right to do a good thing, however small. 这是好事。"
STREAMS = [
    'Xi said "it is always right to do a good thing" [1]. According to the U.S. President [2], it was “bad”. [3] And?',
    "- First point [1].\n- Second “made up” point [2][9]\n\n1. Third at 7 p.m. on Friday it ended.",
    "习近平说“这是好事”【1】。他还说了“别的”很多。【2】",
    "Dr. Smith's car didn't stop. [1] 'We came.' he said. The dogs' 'old house fell.",
    "“An open quotation that goes on. And on [1]",
    "**Bold** claim [1]. Then _more_.",
    "No stop at all",
    "```\na[1]. Code\n```\nAnd text [1].",
    "\n\n  \n",
    "",
    "'“'Xi said",
    '"。Xi said  "Xi said',
    "Xi said 'it is. Always' right' and \"bad\" 'things",
]


def read(text: str, width: int) -> tuple[str, list[Sentence]]:
    markers, claims = MarkerReader(range(1, 9)), ClaimReader(lambda quoted: quoted.strip(".,") in SOURCE)
    shown, found = "", []
    pieces = [text[at : at + width] for at in range(0, len(text), width)]
    items = [item for piece in pieces for item in markers.read(piece)] + list(markers.end())
    for one in [*(out for item in items for out in claims.read(item)), *claims.end()]:
        if isinstance(one, Sentence):
            assert shown.rstrip().rstrip("*_").endswith(one.text)
            found.append(one)
        else:
            shown += one
    return shown, found


@pytest.mark.parametrize("stream", STREAMS)
def test_a_stream_is_cut_alike_whatever_pieces_it_comes_in(stream: str) -> None:
    whole = read(stream, len(stream) or 1)
    for width in range(1, 12):
        assert read(stream, width) == whole


PARTS = ["Xi said", " ", ". ", "\n", "[1]", "“", "”", '"', "it is", "U.S.", "- ", "。", "'", "however small", "!", "A"]


@given(st.lists(st.sampled_from(PARTS), max_size=25).map("".join), st.integers(1, 9))
def test_any_stream_is_cut_alike_and_its_words_are_kept(stream: str, width: int) -> None:
    shown, found = read(stream, width)
    assert (shown, found) == read(stream, len(stream) or 1)
    letters = [character for character in stream.replace("[1]", "") if character.isalpha()]
    assert [character for character in shown if character.isalpha()] == letters
    assert [character for one in found for character in one.text if character.isalpha()] == letters


def test_markers_belong_to_the_sentence_before_them() -> None:
    _, found = read("One thing. [1] Two [2] things [3]. [4]\nThree.\n[5] Four.", 3)
    assert [one.markers for one in found] == [(1,), (2, 3, 4), (), (5,)]


def test_quoted_words_that_stand_nowhere_lose_their_marks() -> None:
    shown, (one,) = read("He said “it was bad” and “always right”.", 4)
    assert shown == "He said it was bad and “always right”."
    assert one.unquoted == ("it was bad",)


def test_words_are_shown_before_their_sentence_ends_but_not_behind_a_possible_end() -> None:
    claims = ClaimReader(lambda quoted: True)
    assert list(claims.read("The bridge over")) == ["The bridge over"]
    assert list(claims.read(" the river. The")) == [" the river."]
    assert list(claims.read(" road is closed, and so is the tunnel below")) == [
        Sentence("The bridge over the river.", ()),
        " The road is closed, and so is the tunnel below",
    ]


def test_an_open_quotation_is_not_waited_for_without_end() -> None:
    claims = ClaimReader(lambda quoted: False)
    assert "".join(one for one in claims.read("He said “" + "and on " * 200) if isinstance(one, str))
