"""What a chat model is given to read: what fits into its window, best first, and of a giant paragraph only a part."""

from __future__ import annotations

from collections.abc import Collection

from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.speakers import Speakers
from assistant.writing.prompt_paragraphs import AROUND, LEAST, SHARE, WINDOW, choose, room, tokens
from index.articles import Heading, Hit, Paragraph

HEADING = Heading(id="one", title="The bridge", outlet="The Post", published="2026-02-05")
ASKED = "What does the tunnel cost?"


class Shelf:
    def paragraphs_at(self, places: Collection[tuple[str, int]], /) -> dict[tuple[str, int], Paragraph]:
        return {}


def hits(*texts: str) -> list[Hit]:
    return [Hit(Paragraph("one", at, text, "body"), HEADING, 1.0 / at) for at, text in enumerate(texts, start=1)]


def test_the_best_paragraphs_that_fit_are_given_in_their_order() -> None:
    given = choose(ASKED, hits(*["The tunnel costs four crowns, said no one. " * 4] * 9), Speakers(Shelf()), 400)
    assert 1 < len(given) < 9
    assert [one.hit.paragraph.number for one in given] == list(range(1, len(given) + 1))


def test_a_giant_paragraph_pushes_no_other_out_and_is_given_where_it_answers() -> None:
    giant = "The road is long and old. " * 3000 + "The tunnel costs four crowns. " + "The sea is wide. " * 3000
    giant = giant[60_000:]  # so that the answer lies within what is read of a paragraph
    small = ["The ferry stops in June.", "The mayor spoke.", "Nobody came."]
    given = choose(ASKED, hits(giant, *small), Speakers(Shelf()), 600)
    assert [one.hit.paragraph.number for one in given] == [1, 2, 3, 4]
    assert "The tunnel costs four crowns." in given[0].text
    assert given[0].text.count("…") == 2
    assert tokens(given[0].text) < 600 // SHARE + 60


@given(st.lists(st.text(max_size=3000), min_size=1, max_size=6), st.integers(LEAST, 3000))
def test_what_is_given_never_takes_more_than_there_is(texts: list[str], available: int) -> None:
    given = choose(ASKED, hits(*texts), Speakers(Shelf()), available)
    assert sum(tokens(one.text) for one in given) <= available


def test_the_room_is_what_the_prompt_and_the_answer_leave_of_the_window() -> None:
    assert room(8192, 1000) == 8192 - AROUND - 1000
    assert room(None, 500) == WINDOW - AROUND - 500
    assert room(1000, 5000) == LEAST


def test_a_number_in_brackets_of_an_article_is_not_given_as_one_of_ours() -> None:
    (given,) = choose(ASKED, hits("The tunnel[12] costs four crowns.[3]"), Speakers(Shelf()), 400)
    assert given.text.endswith("The tunnel costs four crowns.")
