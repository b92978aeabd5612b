"""When texts count as the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.matching import holds, plain, same_quote, token_f1, tokens


def test_spaces_quotation_marks_and_capitals_do_not_tell_texts_apart() -> None:
    assert plain("“Go   on,” he said.") == plain('"go on" he said')


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("It fell to 5 million in 1975.", "5 million"),
        ("It is the United Kingdom's.", "The United Kingdom"),
        ("她在 1989 年去了柏林。", "柏林"),
        ("서울에서 만났다", "만났다"),
    ],
)
def test_an_answer_is_held_where_its_words_stand_together(text: str, answer: str) -> None:
    assert holds(text, answer)


@pytest.mark.parametrize(
    ("text", "answer"),
    [("한국어", "한국"), ("in 1975", "5"), ("5,000 people", "5"), ("million and 5", "5 million"), ("anything", "!?")],
)
def test_an_answer_is_not_held_by_parts_of_words_or_in_another_order(text: str, answer: str) -> None:
    assert not holds(text, answer)


def test_token_f1_is_that_of_squad() -> None:
    # "cat sat" against "cat sat down": precision 1, recall 2/3.
    assert token_f1("The cat sat.", ["a dog", "the cat sat down"]) == pytest.approx(0.8, abs=1e-12)
    assert token_f1("nothing shared", ["a dog"]) == 0.0


def test_words_that_are_all_articles_stay_words() -> None:
    assert tokens("The The") == ["the", "the"]


@given(st.text(), st.text())
def test_f1_lies_between_nothing_and_all_and_is_all_for_the_same_words(one: str, other: str) -> None:
    assert 0.0 <= token_f1(one, [other]) <= 1.0
    if tokens(one):
        assert token_f1(one, [other, one]) == 1.0


def test_a_quote_is_the_gold_one_where_either_holds_the_other() -> None:
    assert same_quote("He said: “It is over.” Then he left.", "It is over")
    assert same_quote("over.", "It is over.")
    assert not same_quote("It is over.", "It was over.")
    assert not same_quote("...", "It is over.")
