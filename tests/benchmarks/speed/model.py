"""Rows on a chat model as writer: how soon stopping closes its connection, and how long checking its claims takes."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

from assistant.assistant import Assistant
from assistant.events import Text
from assistant.settings import Settings
from index.library import SAMPLES, Library
from tests.chat_server import ChatServer, Fault, chat_server

QUESTION = "When did the Berlin Wall open?"
FIVE_CLAIMS = (
    "The Berlin Wall opened on the night of 9 November 1989. Schabowski told reporters that East Germans could travel "
    "abroad. Thousands came to the crossing at Bornholmer Strasse. Harald Jäger had the barrier raised at about 11:30 "
    "p.m. Germany was united in 1990."
)
TIMES = 10


def model() -> dict[str, float]:
    """Uses a server of our own whose model writes without end, falls silent, or says five sentences."""
    os.environ.setdefault("OPENAI_API_KEY", "any")
    with tempfile.TemporaryDirectory() as folder, chat_server() as server, Library(Path(folder)) as library:
        library.add(SAMPLES)
        assistant = Assistant(library, Settings(model="openai:small", model_base_url=server.url))
        stopped = [_stopped(server, assistant, fault) for fault in (Fault.ENDLESS, Fault.STALLED) for _ in range(TIMES)]
        server.replies.extend([FIVE_CLAIMS] * TIMES)
        answers = [assistant.ask(QUESTION) for _ in range(TIMES)]
    assert all(len(answer.claims) == 5 for answer in answers)
    return {
        "stop until the provider's connection is closed, slowest, ms (at most 1000)": 1000 * max(stopped),
        "five claims checked, p50, ms (at most 150)": statistics.median(one.timings_ms["check"] for one in answers),
        "five claims checked, slowest, ms": max(one.timings_ms["check"] for one in answers),
    }


def _stopped(server: ChatServer, assistant: Assistant, fault: Fault) -> float:
    """Seconds from stopping in the middle of an answer until the server notices."""
    server.replies.append(fault)
    server.dropped.clear()
    events = assistant.stream(QUESTION)
    while not isinstance(next(events), Text):
        pass
    begun = time.perf_counter()
    events.close()
    assert server.dropped.wait(30)
    return time.perf_counter() - begun
