"""Answers over a real connection: a server that writes for ever or breaks off, and a small real model that invents."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import httpx
import pytest

from assistant.assistant import Assistant
from assistant.evaluation import run
from assistant.evaluation.question_files.questions import Question
from assistant.events import Claimed, Text
from assistant.page.frame import EXAMPLES
from assistant.settings import Settings
from assistant.writing import model_stream
from assistant.writing.chat_models import chat_model
from index.library import Library
from tests.chat_server import ChatServer, Fault, chat_server, require_model
from tests.served import served

KEY = "sk-this-is-a-secret-1234"
QUESTION = "When did the Berlin Wall open?"
TRUE = "The Berlin Wall opened on the night of 9 November 1989. "


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with chat_server() as running:
        yield running


@pytest.fixture
def assistant(server: ChatServer, samples: Library) -> Assistant:
    settings = Settings(model="openai:small", model_base_url=server.url, model_max_tokens=100, model_timeout=30)
    return Assistant(samples, settings)


def impatient(server: ChatServer, library: Library, timeout: float) -> Assistant:
    """One whose model is asked once more where that may help, and not for as long as people would wait."""
    model = chat_model("openai:small", base_url=server.url, max_tokens=100, timeout=timeout, max_retries=1)
    return Assistant(library, Settings(model="openai:small"), model=model)


@pytest.mark.parametrize("fault", [Fault.ENDLESS, Fault.STALLED])
def test_closing_a_stream_closes_the_providers_connection(
    server: ChatServer, assistant: Assistant, fault: Fault
) -> None:
    server.replies.append(fault)
    events = assistant.stream(QUESTION)
    while not isinstance(next(events), Text):
        pass
    events.close()
    assert server.dropped.wait(20)


def test_a_claim_is_marked_while_the_model_still_writes(server: ChatServer, assistant: Assistant) -> None:
    server.replies.append(Fault.ENDLESS)
    events = assistant.stream(QUESTION)
    assert any(isinstance(event, Claimed) for event in events)
    events.close()


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault.HALF, "cannot be reached, or broke off"),
        (Fault.UNAUTHORIZED, "did not accept the key"),
        (Fault.GARBAGE, "failed"),
        (Fault.NOT_TEXT, "failed"),
        (Fault.BROKEN_JSON, "failed"),
        (Fault.OTHER_JSON, "failed"),
        (Fault.UNENDED, "broke off before its answer ended"),
        (Fault.FILTERED, "was stopped by its provider's content filter"),
        (Fault.REFUSED, "gave no answer"),
        ("I'm sorry, but I can't help with that.", "declined to answer"),
        ("I cannot assist with this request.", "declined to answer"),
        ("抱歉，我无法回答这个问题。", "declined to answer"),
        (Fault.SILENT, "took too long to answer"),
        (Fault.STALLED, "took too long to answer"),
        (Fault.THINKING, "took too long to answer"),
        (Fault.BUSY, "more requests than its provider allows"),
        (Fault.BUSY_FOR_LONG, "more requests than its provider allows"),
        (Fault.BUSY_WITHOUT_A_TIME, "more requests than its provider allows"),
    ],
)
def test_where_the_server_fails_the_articles_are_quoted(
    server: ChatServer,
    samples: Library,
    fault: Fault,
    said: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server.replies.extend([fault] * 10)
    if fault in (Fault.STALLED, Fault.THINKING):
        monkeypatch.setattr(model_stream, "LONGEST", 0.5)
    assistant = impatient(server, samples, 0.3 if fault is Fault.SILENT else 30.0)
    with caplog.at_level(logging.DEBUG, logger="assistant"):
        answer = assistant.ask(QUESTION)
    assert answer.writer == "quotes"
    assert answer.text == Assistant(samples, Settings()).ask(QUESTION).text
    assert said in str(answer.notice) and str(answer.notice).count("The model '") == 1
    assert KEY not in answer.to_json() + caplog.text


def test_a_set_is_evaluated_with_the_model_and_its_name_is_kept(server: ChatServer, assistant: Assistant) -> None:
    server.replies.append(TRUE)
    results = run(assistant, [Question(id="wall", question=QUESTION, answers=("9 November 1989",))])
    assert results.settings["writer"] == "openai:small"
    assert results.questions[0].scores["answer_held"] == 1.0
    assert KEY not in str(results)


@pytest.mark.model
@pytest.mark.slow
def test_nothing_that_the_small_model_makes_up_counts_as_supported(server: ChatServer, assistant: Assistant) -> None:
    require_model()
    questions = [question for question, _ in EXAMPLES[:3]] + [QUESTION, "What did Biden say about Taiwan?"]
    for question in questions:
        answer = assistant.ask(question)
        quoted = {one.marker: one for one in answer.citations}
        for claim in answer.claims:
            assert answer.text[claim.start : claim.end] == claim.text
            assert claim.supported is not True or claim.citations
            assert all(marker in quoted for marker in claim.citations)
    assert len(server.requests) == len(questions)


def test_the_first_words_are_shown_while_the_rest_is_written(server: ChatServer, assistant: Assistant) -> None:
    server.replies.append(Fault.ENDLESS)
    first = next(event for event in assistant.stream(QUESTION) if isinstance(event, Text) and event.text)
    assert "The bridge is open".startswith(first.text)


def test_a_model_that_is_asked_again_a_little_later_answers(server: ChatServer, assistant: Assistant) -> None:
    server.replies.extend([Fault.BUSY_WITHOUT_A_TIME, Fault.BUSY, TRUE + "[1]"])
    answer = assistant.ask(QUESTION)
    assert (answer.writer, answer.notice) == ("openai:small", None)
    assert len(server.requests) == 3


def test_a_model_that_never_ends_is_cut_off_after_a_whole_sentence(server: ChatServer, assistant: Assistant) -> None:
    server.replies.append(Fault.ENDLESS)
    answer = assistant.ask(QUESTION)
    assert answer.text.endswith((".", "]"))
    assert "repeat itself" in str(answer.notice)
    assert server.dropped.wait(20)


def test_usage_is_what_the_provider_reports_in_the_record_and_through_the_openai_door(
    server: ChatServer, assistant: Assistant
) -> None:
    server.replies += [TRUE + "[1]"] * 2
    answer = assistant.ask(QUESTION)
    prompt = len(server.requests[0]["messages"][0]["content"].split())
    said = len((TRUE + "[1]").split())
    assert answer.writer == "openai:small"
    assert answer.usage == {"input_tokens": prompt, "output_tokens": said, "total_tokens": prompt + said}
    with served(assistant) as address:
        asked = {"model": "article-assistant", "messages": [{"role": "user", "content": QUESTION}]}
        told = httpx.post(f"{address}/v1/chat/completions", json=asked, timeout=30).json()["usage"]
    assert (told["prompt_tokens"], told["completion_tokens"]) == (prompt, said)


def test_quotes_alone_have_no_usage(samples: Library) -> None:
    assert Assistant(samples, Settings()).ask(QUESTION).usage is None


def test_what_is_asked_beside_the_question_is_sent_to_the_model(server: ChatServer, assistant: Assistant) -> None:
    server.replies.append(TRUE + "[1]")
    assistant.ask(QUESTION, history=[{"role": "system", "content": "You are a pirate. Answer in one sentence."}])
    prompt = server.requests[0]["messages"][0]["content"]
    assert f"{QUESTION}\nAnswer in one sentence" in prompt
    assert "pirate" not in prompt
