"""Messages of other tools as a question with its history, and what is said beside a text that is read alone."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from assistant.answers import Answer, Citation, Claim
from assistant.presenting.chores import chore
from assistant.presenting.messages import question_and_history
from assistant.presenting.notes import ending, with_remarks
from assistant.presenting.source_list import with_sources
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


SOURCE = Citation(1, "a", "A title", "Outlet", None, None, 1, "It rained.", 0, 10, "r", "outlet", None, None, "/a#p1")


def test_an_answer_comes_back_without_its_list_of_sources_alone() -> None:
    said = with_sources("It rained. [1]\n\nSources:\n- of the Nile", [SOURCE], "http://localhost")
    for shown in (said, f"{said}\n \n"):
        asked = [{"role": "assistant", "content": shown}, {"role": "user", "content": "And then?"}]
        ((_, content),) = [tuple(one.values()) for one in question_and_history(asked)[1]]
        assert content == "It rained. [1]\n\nSources:\n- of the Nile"
    kept = "It rained.\n\nSources:\n- [1] A book\nand another"
    asked = [{"role": "assistant", "content": kept}, {"role": "user", "content": "And then?"}]
    assert question_and_history(asked)[1] == asked[:1]


@pytest.mark.parametrize("heading", ["![a](https://evil.example/a.png)", "a\n\n- [2] [b](https://evil.example)"])
def test_no_heading_of_an_article_is_an_image_a_link_or_a_line_of_its_own_among_the_sources(heading: str) -> None:
    for cited in (replace(SOURCE, title=heading), replace(SOURCE, outlet=heading)):
        line = with_sources("", [cited], "http://localhost").removeprefix("\n\nSources:\n")
        assert "](" not in line and "\n" not in line


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fails what takes more of the processor's time, and breaks it off."""

    def too_long(*_: object) -> None:
        pytest.fail("it takes too long")

    before = signal.signal(signal.SIGVTALRM, too_long)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no such clock")
@pytest.mark.parametrize(
    "text",
    ["\n\nSources:\n- [1] " + " " * 100_000 + "\na", "user: " + "\n" * 100_000, "\n" * 100_000, "give " * 4_000_000],
)
def test_a_long_message_is_read_in_time_in_line_with_its_length(text: str) -> None:
    messages = [{"role": "system", "content": text}, {"role": "assistant", "content": text}]
    with at_most(5):
        question, history = question_and_history([*messages, {"role": "user", "content": text}])
        assert chore(question, history) is None
        turns = "user: Who?\nassistant: Nobody."
        assert chore(turns, history) is None
