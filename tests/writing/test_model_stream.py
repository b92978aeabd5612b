"""A chat model read piece by piece over a real connection: stopped at once, cut off, repeated, and failing half-way."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.language_models import BaseChatModel

from assistant.writing import model_stream
from assistant.writing.chat_models import chat_model
from assistant.writing.model_stream import pieces
from tests.chat_server import ChatServer, Fault, chat_server
from tests.scripted_model import ScriptedModel


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    with chat_server() as running:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-any")
        yield running


@pytest.fixture
def model(server: ChatServer) -> BaseChatModel:
    return chat_model("openai:small", base_url=server.url, max_tokens=50, max_retries=2)


def whole(stream: Generator[str, None, str]) -> tuple[str, str]:
    text = ""
    while True:
        try:
            text += next(stream)
        except StopIteration as ended:
            return text, ended.value


def test_the_pieces_are_the_answer(server: ChatServer, model: BaseChatModel) -> None:
    server.replies.append("The bridge is open, and so is the road.")
    assert whole(pieces(model, "Is it?")) == ("The bridge is open, and so is the road.", "whole")
    assert server.requests[0]["max_completion_tokens"] == 50


@pytest.mark.parametrize("fault", [Fault.ENDLESS, Fault.STALLED])
def test_closing_it_closes_the_connection_though_the_model_is_silent(
    server: ChatServer, model: BaseChatModel, fault: Fault
) -> None:
    server.replies.append(fault)
    stream = pieces(model, "Is it?")
    next(stream)
    stream.close()
    assert server.dropped.wait(20)


def test_a_silent_model_gives_signs_of_life(server: ChatServer, model: BaseChatModel) -> None:
    server.replies.append(Fault.STALLED)
    stream = pieces(model, "Is it?")
    assert [next(stream) for _ in range(3)] == ["", "", ""]
    stream.close()


def test_one_that_writes_for_ever_is_given_up(
    server: ChatServer, model: BaseChatModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_stream, "LONGEST", 0.5)
    server.replies.append(Fault.STALLED)
    with pytest.raises(TimeoutError):
        whole(pieces(model, "Is it?"))
    assert server.dropped.wait(20)


def test_a_busy_server_is_asked_again(server: ChatServer, model: BaseChatModel) -> None:
    server.replies.extend([Fault.BUSY, Fault.BROKEN, "Open."])
    assert whole(pieces(model, "Is it?")) == ("Open.", "whole")
    assert len(server.requests) == 3


def test_what_breaks_off_half_way_raises_and_is_not_repeated(server: ChatServer, model: BaseChatModel) -> None:
    server.replies.append(Fault.HALF)
    with pytest.raises(Exception) as caught:
        whole(pieces(model, "Is it?"))
    assert not isinstance(caught.value, StopIteration)
    assert len(server.requests) == 1


class Busy(Exception):
    status_code = 503


class FailsFirst(ScriptedModel):
    """Fails so many times before it says anything, as a package does that repeats nothing itself."""

    failures: int

    def _stream(self, *arguments: object, **named: object) -> Iterator[object]:  # type: ignore[override]
        if self.failures:
            self.failures -= 1
            raise Busy
        yield from super()._stream(*arguments, **named)  # type: ignore[arg-type]


def test_a_package_that_repeats_nothing_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_stream, "FIRST_WAIT", 0.01)
    assert whole(pieces(FailsFirst(says=["Open."], failures=2), "Is it?")) == ("Open.", "whole")
    with pytest.raises(Busy):
        whole(pieces(FailsFirst(says=["Open."], failures=3), "Is it?"))


def test_many_answers_at_once_do_not_mix(server: ChatServer, model: BaseChatModel) -> None:
    server.replies.extend(f"Answer {number}. " * 20 for number in range(8))
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(whole(pieces(model, "Is it?"))[0])) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [f"Answer {number}. " * 20 for number in range(8)]


@given(
    st.sampled_from(["<think>It may be. [1]</think>\n\nOpen.", "  <think></think>Open.", "Open.", "<thin ice> Open."]),
    st.integers(1, 30),
)
def test_what_a_model_thinks_is_left_out_however_it_comes(says: str, width: int) -> None:
    text, _ = whole(pieces(ScriptedModel(says=[says], width=width), "Is it?"))
    assert text == ("<thin ice> Open." if "ice" in says else "Open.")


def test_what_a_model_thinks_is_not_kept_however_long_it_thinks() -> None:
    thinking = model_stream._Thoughts()
    for _ in range(1000):
        thinking.without("<think>It may be. ")
    assert len(thinking._held or "") < 100
    assert [thinking.without(piece) for piece in ("No. </thi", "nk>", " Open.")] == ["", "", "Open."]
