"""Iterators whose work is done in threads, and one assistant that many threads and coroutines ask at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.events import Done, Event
from assistant.presenting.async_streams import in_threads
from assistant.settings import Settings
from index.library import Library

QUESTIONS = [
    "What did Donald Trump say about the Paris Agreement?",
    "When was smallpox declared eradicated?",
    "What did Armstrong say about the surface of the Moon?",
    "What did Napoleon say about submarines?",
    "Who discovered qinghaosu?",
    "屠呦呦说了什么？",
]


class Counting:
    """Counts up, each number in whatever thread asks for it; tells whether it was closed."""

    def __init__(self, numbers: int) -> None:
        self.numbers = numbers
        self.threads: set[int] = set()
        self.closed = threading.Event()
        self.at_work = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()

    def __call__(self) -> Iterator[int]:
        try:
            for number in range(self.numbers):
                self.threads.add(threading.get_ident())
                self.at_work.set()
                self.go_on.wait()
                yield number
        finally:
            self.closed.set()


def alike(answer: Answer) -> Answer:
    """The answer without what differs from one asking to the next."""
    return replace(answer, id="", created="", timings_ms={})


@pytest.fixture
def assistant(samples: Library) -> Assistant:
    return Assistant(samples, Settings())


def test_what_a_thread_makes_arrives_in_order_and_another_thread_made_it() -> None:
    counting = Counting(5)

    async def collect() -> list[int]:
        return [number async for number in in_threads(counting())]

    assert asyncio.run(collect()) == [0, 1, 2, 3, 4]
    assert threading.get_ident() not in counting.threads


def test_an_error_in_the_thread_is_raised_where_it_is_awaited() -> None:
    def failing() -> Iterator[int]:
        yield 1
        raise KeyError("of its own")

    async def collect() -> None:
        async for _ in in_threads(failing()):
            pass

    with pytest.raises(KeyError, match="of its own"):
        asyncio.run(collect())


def test_who_stops_half_way_closes_what_was_begun() -> None:
    counting = Counting(5)

    async def first() -> int:
        async with aclosing(in_threads(counting())) as numbers:
            async for number in numbers:
                return number
        raise AssertionError

    assert asyncio.run(first()) == 0
    assert counting.closed.is_set()


def test_a_task_that_is_cancelled_while_a_thread_is_at_work_ends_when_the_work_has_ended() -> None:
    counting = Counting(5)
    counting.go_on.clear()

    async def collect() -> None:
        async for _ in in_threads(counting()):
            pass

    async def cancelled() -> bool:
        task = asyncio.create_task(collect())
        await asyncio.to_thread(counting.at_work.wait)
        task.cancel()
        ended, _ = await asyncio.wait([task], timeout=0.1)
        counting.go_on.set()
        assert not ended
        with pytest.raises(asyncio.CancelledError):
            await task
        return counting.closed.is_set()

    assert asyncio.run(cancelled())


def test_many_threads_that_ask_at_once_get_what_each_gets_alone(assistant: Assistant) -> None:
    alone = {question: alike(assistant.ask(question)) for question in QUESTIONS}
    together = threading.Barrier(len(QUESTIONS))

    def ask(question: str) -> list[Answer]:
        together.wait()
        return [alike(assistant.ask(question)) for _ in range(3)]

    with ThreadPoolExecutor(len(QUESTIONS)) as threads:
        for question, answers in zip(QUESTIONS, threads.map(ask, QUESTIONS), strict=True):
            assert answers == [alone[question]] * 3


def test_many_coroutines_that_ask_at_once_get_what_each_gets_alone(assistant: Assistant) -> None:
    alone = [alike(assistant.ask(question)) for question in QUESTIONS]

    async def streamed(question: str) -> Answer:
        events: list[Event] = [event async for event in in_threads(assistant.stream(question))]
        (done,) = [event for event in events if isinstance(event, Done)]
        return alike(done.answer)

    async def all_at_once() -> list[Answer]:
        asked = (asyncio.to_thread(assistant.ask, question) for question in QUESTIONS)
        answers = await asyncio.gather(*asked, *map(streamed, QUESTIONS))
        return [alike(answer) for answer in answers]

    assert asyncio.run(all_at_once()) == alone * 2


def test_quotes_stay_verbatim_while_other_threads_add_and_remove_articles(own_samples: Library, tmp_path: Path) -> None:
    assistant = Assistant(own_samples, Settings())
    over = threading.Event()

    def change() -> None:
        for number in range(4):
            path = tmp_path / f"tram-{number}.txt"
            path.write_text(f"Trams\n\nThe mayor said on day {number}: “The tram is late.”", encoding="utf-8")
            (added,) = assistant.add(path).added
            own_samples.remove(added)

    def ask(question: str) -> list[Answer]:
        answers = [assistant.ask(question)]
        while not over.is_set():
            answers.append(assistant.ask(question))
        return answers

    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(ask, question) for question in QUESTIONS[:3]]
        try:
            threads.submit(change).result()
        finally:
            over.set()
        for one in asked:
            for answer in one.result():
                assert answer.citations
                for citation in answer.citations:
                    text = own_samples.paragraph(citation.article_id, citation.paragraph).text
                    assert text[citation.start : citation.end] == citation.quote
