"""What the server writes down: a line for each request with its id, and nothing of what was asked."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from assistant.assistant import Assistant
from assistant.serving.logs import HEADER, write_logs
from assistant.settings import Settings
from index.errors import LibraryError
from index.library import Library
from tests.api.test_rest import problem
from tests.served import served

SECRET = "What did the informant Marigold say?"


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


class Broken(Assistant):
    """Breaks in a way that nobody foresaw, with the question in the error's message."""

    def _hits(self, question: str, *_: Any) -> Any:
        try:
            raise ValueError(question)
        except ValueError as error:
            raise LookupError(f"nothing for {question}") from error


class Damaged(Assistant):
    def _hits(self, *_: Any) -> Any:
        raise LibraryError("The library is damaged. Restore it.")


def lines(told: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in told.splitlines()]


def test_a_request_is_one_line_of_json_by_the_pattern_of_its_address(
    samples: Library, capfd: pytest.CaptureFixture[str]
) -> None:
    write_logs("json")
    with served(Assistant(samples, Settings())) as address:
        capfd.readouterr()
        told = httpx.post(f"{address}/api/ask?key=s3cret", json={"question": SECRET}, headers={"X-Api-Key": "s3cret"})
        httpx.get(f"{address}/answers/a-link-that-opens")
        httpx.get(f"{address}/page/choices", params={"text": "Marigold"})
        httpx.get(f"{address}/", params={"text": "Marigold"})
    written = capfd.readouterr().err
    asked, *others = lines(written)
    assert (asked["method"], asked["route"], asked["status"]) == ("POST", "/api/ask", 200)
    assert asked["request_id"] == told.headers[HEADER]
    assert asked["milliseconds"] >= 0
    assert [one["route"] for one in others] == ["/answers/{id}", "/page/choices", "/"]
    for secret in ("Marigold", "s3cret", "a-link-that-opens"):
        assert secret not in written


def test_an_unexpected_error_is_told_by_where_it_happened_and_not_by_what_it_says(
    samples: Library, capfd: pytest.CaptureFixture[str]
) -> None:
    write_logs("json")
    with served(Broken(samples, Settings())) as address:
        capfd.readouterr()
        told = httpx.post(f"{address}/api/ask", json={"question": SECRET}, headers={HEADER: "from-a-proxy.1"})
        problem(told, 500)
        stream = httpx.post(f"{address}/api/ask", json={"question": SECRET}, headers={"Accept": "text/event-stream"})
    written = capfd.readouterr().err
    assert told.headers[HEADER] == told.json()["request_id"] == "from-a-proxy.1"
    assert stream.headers[HEADER] in stream.text
    broken = [one for one in lines(written) if "error" in one]
    assert {one["request_id"] for one in broken} == {"from-a-proxy.1", stream.headers[HEADER]}
    for one in broken:
        assert "LookupError" in one["error"] and "ValueError" in one["error"] and "test_logs.py" in one["error"]
    assert "Marigold" not in written


def test_as_text_only_what_goes_wrong_is_written(samples: Library, capfd: pytest.CaptureFixture[str]) -> None:
    write_logs("text")
    with served(Broken(samples, Settings())) as address:
        capfd.readouterr()
        httpx.get(f"{address}/healthz")
        assert capfd.readouterr().err == ""
        httpx.post(f"{address}/api/ask", json={"question": SECRET}, headers={HEADER: "mine"})
    written = capfd.readouterr().err
    assert "ERROR" in written and "[mine]" in written and "LookupError" in written
    assert "Marigold" not in written


@pytest.mark.parametrize("given", ["", "a b", "x" * 101, "a\u00e9", "<script>", '{"a":1}', "a;b"])
def test_an_id_that_is_not_sane_is_replaced(samples: Library, given: str) -> None:
    with served(Damaged(samples, Settings())) as address:
        told = httpx.post(f"{address}/api/ask", json={"question": "?"}, headers={HEADER: given.encode("latin-1")})
    problem(told, 503)
    assert told.headers[HEADER] == told.json()["request_id"] != given
    assert len(told.headers[HEADER]) == 32


def test_a_sentence_in_the_log_is_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    write_logs("text")
    logging.getLogger("anybody").warning("one\n2026-01-01 ERROR forged")
    assert len(capfd.readouterr().err.splitlines()) == 1
