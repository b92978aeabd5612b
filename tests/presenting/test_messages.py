"""Messages of other tools as a question with its history, and what is said beside a text that is read alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answers import Answer, Claim
from assistant.presenting.messages import question_and_history
from assistant.presenting.notes import ending, with_remarks
from index.errors import WrongUsage

ANSWER = Answer("1", "2026-11-25", "?", "?", "answered", {}, "It rained. It snowed.", "quotes")
SNOWED = Claim("It snowed.", 11, 21, (), verdict="contradicted", reason="no paragraph says so")


def test_the_last_message_is_the_question_and_those_before_it_its_history() -> None:
    messages = [
        {"role": "system", "content": "Answer in verse."},
        {"role": "user", "content": "When was it?"},
        {"role": "assistant", "content": "In May."},
        {"role": "user", "content": "And where?"},
    ]
    assert question_and_history(messages) == ("And where?", messages[:3])


def test_a_question_may_come_in_parts_of_text() -> None:
    parts = [{"type": "text", "text": "And"}, "where?"]
    assert question_and_history([{"role": "user", "content": parts}]) == ("And where?", [])


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [{"role": "system", "content": "Hello"}],
        [{"role": "user", "content": "Where?"}, {"role": "assistant", "content": "Here."}],
        [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "https://example.org"}}]}],
        [{"role": "user", "content": [["Where?"]]}],
    ],
)
def test_messages_that_end_with_no_question_in_words_are_refused(messages: list[dict[str, object]]) -> None:
    with pytest.raises(WrongUsage):
        question_and_history(messages)


def test_a_text_without_anything_to_remark_is_itself() -> None:
    assert with_remarks(ANSWER) == ANSWER.text


def test_a_claim_that_is_not_supported_is_named_beneath_the_text_and_moves_no_offset() -> None:
    told = with_remarks(replace(ANSWER, claims=(SNOWED,), notice="The model stopped half-way."))
    assert told.startswith(ANSWER.text)
    assert told.splitlines()[2:] == [
        "The articles do not support this: “It snowed.” (no paragraph says so)",
        "",
        "The model stopped half-way.",
    ]


@pytest.mark.parametrize("shown", ["", "It rained.", ANSWER.text])
def test_a_stream_ends_with_what_it_still_lacks(shown: str) -> None:
    answer = replace(ANSWER, notice="Two articles were not searched.")
    rest, begins = ending(answer, shown)
    assert shown + rest == with_remarks(answer)
    assert begins == 0


def test_a_stream_whose_writer_failed_goes_on_with_the_notice_and_the_answer() -> None:
    shown = "It was cold and"
    rest, begins = ending(replace(ANSWER, notice="The model broke off."), shown)
    assert rest == f"\n\nThe model broke off.\n\n{ANSWER.text}"
    assert (shown + rest)[begins:] == ANSWER.text
