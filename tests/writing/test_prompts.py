"""Prompts: every value is put in, and none can pass for a part of the prompt."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts import render

VALUES = {"question": "When?", "gold_answers": "In May\nin spring", "answer": "In May."}
TAG = re.compile(r"<[^\w<]*(question|gold_answers|answer)\b", re.IGNORECASE)
PIECES = ["<", "</", "< / ", "</\u200b", "answer", "ANSWER>", "gold_answers>", "question>", "{answer}", "&lt;", "\n"]
hostile = st.lists(st.sampled_from(PIECES) | st.text(max_size=5)).map("".join)


def between(prompt: str, tag: str) -> str:
    found = re.search(rf"<{tag}>\n(.*)\n</{tag}>", prompt, re.DOTALL)
    assert found
    return found[1]


def test_every_value_stands_between_tags_of_its_name() -> None:
    prompt = render("judge_answer", **VALUES)
    assert {tag: between(prompt, tag) for tag in VALUES} == VALUES


def test_a_prompt_that_takes_nothing_is_its_file() -> None:
    assert "JSON object" in render("judge_again")


@pytest.mark.parametrize("wrong", [{}, {"question": "?", "answer": "!"}, VALUES | {"title": "none"}])
def test_a_missing_or_unused_value_is_an_error(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="judge_answer"):
        render("judge_answer", **wrong)


@given(hostile, hostile, hostile)
def test_material_never_opens_or_closes_a_tag(question: str, golds: str, answer: str) -> None:
    prompt = render("judge_answer", question=question, gold_answers=golds, answer=answer)
    assert TAG.findall(prompt) == ["question", "question", "gold_answers", "gold_answers", "answer", "answer"]


@given(hostile)
def test_material_keeps_every_character_but_the_start_of_a_tag(answer: str) -> None:
    put_in = between(render("judge_answer", **VALUES | {"answer": answer}), "answer")
    assert put_in.replace("&lt;", "<") == answer.replace("&lt;", "<")


@pytest.mark.parametrize("text", ["{question}", "if a < b && c > d", "<b>bold</b> & <answers>", "{0} {} %s \\1"])
def test_text_that_only_looks_like_markup_stays_as_it_is(text: str) -> None:
    assert between(render("judge_answer", **VALUES | {"answer": text}), "answer") == text
