from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from index.loading.formats.typesetting import Line, paragraphs_on

FULL = "the council voted on Monday to repair the old bridge instead of"


def lines(*texts: str, page: int = 0, size: float = 10, top: float = 700, left: float = 50) -> list[Line]:
    return [Line(text, left, top - 12 * row, size, page) for row, text in enumerate(texts)]


def paragraphs(*pages: Sequence[Line]) -> list[str]:
    return paragraphs_on(pages)[0]


def test_a_line_with_room_for_the_next_word_ends_a_paragraph_where_its_sentence_ends() -> None:
    assert len(paragraphs(lines(FULL, "replacing it.", "Repairs " + FULL, FULL, "was cheap."))) == 2


def test_a_word_broken_at_the_end_of_a_line_is_whole_and_a_hyphen_of_its_own_stays() -> None:
    told = lines(f"{FULL} coopera-", f"tion {FULL} long-", f"term {FULL} win\u00ad", "ning, long-term.")
    assert paragraphs(told) == [f"{FULL} cooperation {FULL} long-term {FULL} winning, long-term."]


def test_a_running_head_and_the_numbers_of_pages_are_left_out_wherever_they_are_drawn() -> None:
    pages = []
    for page in range(3):
        head = Line("The Daily Post", 50, 780, 8, page)
        number = Line(f"{page + 7} of the year 2026", 300, 30, 8, page)
        pages.append([number, *lines(f"{FULL} {'abc'[page]}", f"{FULL} {'def'[page]}", page=page), head])
    assert paragraphs(*pages) == [" ".join(f"{FULL} {letter}" for letter in "adbecf")]


def test_a_sentence_that_stands_on_every_page_is_text() -> None:
    pages = [lines(f"{FULL} {letter}", "It is the same bridge.", page=page) for page, letter in enumerate("abc")]
    assert sum("It is the same bridge." in text for text in paragraphs(*pages)) == 3


def test_pages_of_nothing_but_one_line_have_that_line() -> None:
    assert paragraphs(lines("Hello"), lines("Hello", page=1))


def test_where_paragraphs_are_indented_one_that_is_not_goes_on_over_the_end_of_a_page() -> None:
    indented = Line("Repairs " + FULL, 65, 664, 10, 0)
    first = [
        Line("The " + FULL, 65, 700, 10, 0),
        *lines(FULL, "a new one.", top=688),
        indented,
        *lines(FULL[:55] + ".", top=652),
    ]
    second = [
        *lines("Its " + FULL, "time.", page=1),
        Line("Then " + FULL, 65, 676, 10, 1),
        *lines("so.", top=664, page=1),
    ]
    assert [text.split()[0] for text in paragraphs(first, second)] == ["The", "Repairs", "Then"]


def test_the_number_of_the_only_page_is_left_out() -> None:
    assert paragraphs([*lines(FULL, "replacing it."), Line("1", 300, 30, 8, 0)]) == [f"{FULL} replacing it."]


def test_a_large_first_letter_is_put_back_wherever_it_is_drawn() -> None:
    cap = Line("T", 40, 680, 40, 0)
    told = [
        Line(text.replace("the ", "he ", 1), 80, line.height, 10, 0) for line in lines(FULL) for text in [line.text]
    ]
    assert paragraphs([cap, *told, *lines("replacing it.", top=688)]) == [f"T{FULL[1:]} replacing it."]


def test_the_title_is_what_is_set_largest_on_the_first_page_if_it_is_words() -> None:
    number = Line("0.833", 50, 760, 30, 0)
    title = Line("A bridge is saved", 50, 730, 20, 0)
    body = lines(FULL, "replacing it.")
    assert paragraphs_on([[number, title, *body]])[2] == "A bridge is saved"
    assert paragraphs_on([body])[2] is None


LINE = st.builds(
    Line,
    text=st.text("ab. -•1\u00ad中。", min_size=1, max_size=30).filter(str.strip),
    left=st.floats(0, 600),
    height=st.floats(0, 800),
    size=st.floats(0, 40),
    page=st.just(0),
)


@given(st.lists(st.lists(LINE, max_size=8), max_size=4))
def test_whatever_stands_where_no_paragraph_is_empty(pages: list[list[Line]]) -> None:
    numbered = [
        [Line(line.text, line.left, line.height, line.size, page) for line in of] for page, of in enumerate(pages)
    ]
    assert all(text.strip() for text in paragraphs(*numbered))
