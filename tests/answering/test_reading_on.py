"""Reading on: an interview's answer and "she said" are read with the paragraph that explains them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.reading_on import BEHIND, goes_on, read_on
from index.articles import Hit
from index.library import Library
from tests.stores import write_texts

ASKED = "Weekly: Will the town buy back the waterworks?"
ANSWERED = "Ines Roe: Yes. To let them go was the worst thing that we ever did."


@pytest.fixture
def found(library: Library, tmp_path) -> Callable[[str, str, int], list[Hit]]:  # type: ignore[no-untyped-def]
    """Adds an article and gives the paragraphs of these numbers as hits, each a little below the one before."""

    def add(text: str, *numbers: int) -> list[Hit]:
        library.add(write_texts(tmp_path / "articles", talk=f"A talk\n\n{text}"))
        heading = library.article("talk")
        return [Hit(library.paragraph("talk", number), heading, 1 - at / 100) for at, number in enumerate(numbers)]

    return add


def test_the_answer_of_an_interview_is_read_behind_its_question(library: Library, found) -> None:  # type: ignore[no-untyped-def]
    hits = found(f"{ASKED}\n\n{ANSWERED}\n\nIt rained.", 1)
    read = [(hit.paragraph.text, hit.score, hit.asked) for hit in read_on(hits, library)]
    assert read == [(ASKED, 1, ""), (ANSWERED, 1, ASKED)]


def test_an_answer_that_was_found_alone_is_read_with_its_question(library: Library, found) -> None:  # type: ignore[no-untyped-def]
    hits = found(f"{ASKED}\n\n{ANSWERED}\n\nIt rained.", 2, 3)
    assert [(hit.paragraph.number, hit.asked) for hit in read_on(hits, library)] == [(2, ASKED), (3, "")]


def test_what_only_goes_on_is_read_a_little_lower(library: Library, found) -> None:  # type: ignore[no-untyped-def]
    hits = found("Ines Roe leads the crew.\n\nShe wants two lorries.", 1)
    read = [(hit.paragraph.number, hit.score, hit.asked) for hit in read_on(hits, library)]
    assert read == [(1, 1, ""), (2, 1 - BEHIND, "")]


def test_a_paragraph_that_stands_alone_is_not_read_on_from(library: Library, found) -> None:  # type: ignore[no-untyped-def]
    hits = found("The town bought the waterworks.\n\nSnow fell in the hills.", 1)
    assert read_on(hits, library) == hits


def test_a_paragraph_that_was_found_itself_is_there_once_with_its_higher_score(library: Library, found) -> None:  # type: ignore[no-untyped-def]
    hits = found("Ines Roe leads the crew.\n\nShe wants two lorries.", 1, 2)
    assert read_on(hits, library) == hits


def test_furniture_is_not_read(library: Library, found) -> None:  # type: ignore[no-untyped-def]
    hits = found(f"{ASKED}\n\nSubscribe to our newsletter for more.\n\nIt rained.", 1)
    assert read_on(hits, library) == hits


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("What would that cost?", "Nobody knows.", True),
        ("Weekly: It is dear. What would that cost?", "Nobody knows.", True),
        ("“What would that cost?”", "Nobody knows.", False),
        ("这要花多少钱？", "没有人知道。", True),
        ("Ines Roe has led the crew for a year.", "“We came early,” the chief said.", True),
        ("Ines Roe has led the crew for a year.", "She wants two lorries.", True),
        ("许婧负责检测。", "她补充说，石料很好。", True),
        ("Ines Roe has led the crew for a year.", "Hers is a small town.", False),
        ("Ines Roe has led the crew for a year.", "The county has two lorries.", False),
    ],
)
def test_what_goes_on_is_told_by_a_question_before_or_a_pronoun_or_quotation_after(
    before: str, after: str, expected: bool
) -> None:
    assert goes_on(before, after) is expected
