"""One contract: the same question through every door gives the same record, answer/1, but for its id and times."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import httpx
import openai
import pytest
from mcp import Client

from assistant.answers import Answer
from assistant.api.openai.completions import MODEL
from assistant.assistant import Assistant
from assistant.settings import Settings
from index.errors import WrongUsage
from index.filters import DESCRIBED, OF_NAMES
from index.library import Library
from tests.served import served

QUESTIONS = [
    "What did Donald Trump say about the Paris Agreement?",
    "What did Barack Obama say about the Paris Agreement?",
    "When was smallpox declared eradicated?",
    "What did Napoleon say about submarines?",
    "屠呦呦说了什么？",
    "What is “<script>alert(1)</script>” & 'so on'?",
]


@pytest.fixture(scope="module")
def assistant(samples: Library) -> Assistant:
    return Assistant(samples, Settings())


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    with served(assistant) as address:
        yield address


def by_rest(address: str, question: str) -> Any:
    return httpx.post(f"{address}/api/ask", json={"question": question}, timeout=30).raise_for_status().json()


def by_events(address: str, question: str) -> Any:
    accept = {"Accept": "text/event-stream"}
    told = httpx.post(f"{address}/api/ask", json={"question": question}, headers=accept, timeout=30).raise_for_status()
    name, data = told.text.strip().split("\n\n")[-1].split("\n")
    assert name == "event: done"
    return json.loads(data.removeprefix("data: "))


def by_openai(address: str, question: str) -> Any:
    client = openai.OpenAI(base_url=f"{address}/v1", api_key="none", timeout=30)
    return client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": question}]).answer  # type: ignore[attr-defined]


def by_openai_stream(address: str, question: str) -> Any:
    client = openai.OpenAI(base_url=f"{address}/v1", api_key="none", timeout=30)
    asked: Any = [{"role": "user", "content": question}]
    *_, last = client.chat.completions.create(model=MODEL, messages=asked, stream=True)
    return last.answer  # type: ignore[attr-defined]


def by_mcp(address: str, question: str) -> Any:
    async def called() -> Any:
        async with Client(f"{address}/mcp") as client:
            return (await client.call_tool("ask", {"question": question})).structured_content

    return asyncio.run(called())


def by_langchain(assistant: Assistant, question: str) -> Any:
    return json.loads(json.dumps(assistant.as_runnable().invoke(question).response_metadata["answer"]))


def alike(told: Any) -> dict[str, Any]:
    record = json.loads(told.to_json()) if isinstance(told, Answer) else told
    assert record["id"] and record["created"] and record["timings_ms"]
    return {**record, "id": "", "created": "", "timings_ms": {}}


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_door_gives_the_same_answer(assistant: Assistant, address: str, question: str) -> None:
    answer = alike(assistant.ask(question))
    for door in (by_rest, by_events, by_openai, by_openai_stream, by_mcp):
        assert alike(door(address, question)) == answer, door.__name__
    assert alike(by_langchain(assistant, question)) == answer


BEFORE = "What did Donald Trump say about the Paris Agreement before 2016?"  # when there was no article yet


def test_every_door_takes_what_the_words_of_a_question_do_not_limit(assistant: Assistant, address: str) -> None:
    answer, more = alike(assistant.ask(BEFORE, regardless_of="period")), {"regardless_of": ["period"]}
    assert (assistant.ask(BEFORE).outcome, answer["outcome"]) == ("not_found", "answered")
    asked, model = {"question": BEFORE, **more}, {"model": MODEL, **more}
    bodies: dict[str, Any] = {
        "/api/ask": asked,
        "/v1/chat/completions": {"messages": [{"role": "user", "content": BEFORE}], **model},
        "/v1/responses": {"input": BEFORE, **model},
    }
    told = [httpx.post(f"{address}{path}", json=body, timeout=30).json() for path, body in bodies.items()]
    told.append(httpx.get(f"{address}/api/ask", params=asked, timeout=30).json())

    async def called() -> Any:
        async with Client(f"{address}/mcp") as client:
            return (await client.call_tool("ask", asked)).structured_content

    told += [asyncio.run(called()), assistant.as_runnable().bind(**more).invoke(BEFORE).response_metadata["answer"]]
    records = [json.loads(json.dumps(one.get("answer", one))) for one in told]
    assert [alike(one) for one in records] == [answer] * len(told)


def test_every_door_says_what_the_words_of_a_question_may_limit(assistant: Assistant, address: str) -> None:
    for path in ("/api/ask", "/v1/chat/completions", "/v1/responses"):
        refused = httpx.post(f"{address}{path}", json=ASKED[path] | {"regardless_of": ["month"]}, timeout=30)
        assert refused.status_code in (400, 422)
        assert "must be 'outlet', 'author', 'period' or 'articles'" in refused.text
    for wrong in ("month", ["period", "month"], [None], 7):
        with pytest.raises(WrongUsage, match="Those are outlet, author, period, articles"):
            assistant.ask(QUESTIONS[0], regardless_of=wrong)  # type: ignore[arg-type]


ASKED = {
    "/api/ask": {"question": QUESTIONS[0]},
    "/api/search": {"question": QUESTIONS[0]},
    "/api/check": {"text": "The Moon is covered in fine dust."},
    "/v1/chat/completions": {"model": MODEL, "messages": [{"role": "user", "content": QUESTIONS[0]}]},
    "/v1/responses": {"model": MODEL, "input": QUESTIONS[0]},
}


@pytest.mark.parametrize("name", OF_NAMES)
def test_no_door_takes_an_empty_list_of_names_for_all(address: str, name: str) -> None:
    refused = [httpx.post(f"{address}{path}", json=body | {name: []}, timeout=30) for path, body in ASKED.items()]
    assert [one.status_code for one in refused] == [422, 422, 422, 400, 400]
    assert all(f"'{name}' is empty, so nothing can be searched. Leave it out" in one.text for one in refused)

    async def told() -> str:
        async with Client(f"{address}/mcp") as client:
            result = await client.call_tool("ask", {"question": QUESTIONS[0], name: []})
            assert result.is_error
            return result.content[0].text

    assert f"'{name}' is empty" in asyncio.run(told())


def test_null_is_no_limit_for_any_door(address: str) -> None:
    nothing = dict.fromkeys(DESCRIBED)
    taken = [httpx.post(f"{address}{path}", json=body | nothing, timeout=30) for path, body in ASKED.items()]
    assert [one.status_code for one in taken] == [200] * len(ASKED)
