"""The API against its own description: whatever is sent, what comes back is as the OpenAPI document says."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from assistant.access.access import Access
from assistant.access.identity import SCOPES
from assistant.api.sent import QUESTION
from assistant.assistant import Assistant
from assistant.settings import Settings
from index.embedding import SentenceEmbeddings
from index.library import SAMPLES, Library
from index.loading.fetching import Fetcher
from tests.served import served
from tests.web_server import Names, Routes, Site

if TYPE_CHECKING:
    from schemathesis import Case, GenerationMode
    from schemathesis.schemas import APIOperation

ARTICLES = 250
CASES = {"positive": 220, "negative": 60}  # of each operation
RIGHTLY = 0.80  # of all requests are answered with 2xx, or refused as they should be
CONSTANT = 10  # cases of an operation that nothing can be sent to


@pytest.fixture
def shelf(tmp_path: Path, embeddings: SentenceEmbeddings) -> Iterator[Library]:
    """A library of many small articles, in whose network every address leads to a site without pages."""
    rows = [
        {"id": f"a/{number}", "title": f"Tide {number}", "text": "The tide was high."} for number in range(ARTICLES)
    ]
    (tmp_path / "tides.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Site() as site:
        fetcher = Fetcher(pause=0, network=Routes(site), resolve=Names())
        with Library(tmp_path / "library", embeddings=embeddings, fetcher=fetcher) as library:
            library.add([SAMPLES, tmp_path / "tides.jsonl"])
            yield library


@pytest.mark.slow
def test_two_thousand_requests_are_answered_as_the_description_says(shelf: Library) -> None:
    import schemathesis  # here, so that collecting tests does not wait for it
    from schemathesis import GenerationMode

    ids = itertools.cycle(heading.id for heading in shelf.articles())
    statuses, addresses, right = Counter[int](), set[str](), 0

    def send(case: Case, wrong: bool = False) -> None:
        nonlocal right
        told = case.call(base_url=address, headers=known)
        case.validate_response(told)
        statuses[told.status_code] += 1
        addresses.add(f"{case.method} {case.path}")
        # What is sent wrongly is refused, and an id that was made up is of nothing.
        right += told.status_code < 300 or told.status_code == 404 or (wrong and 400 <= told.status_code < 500)

    def try_out(operation: APIOperation, mode: GenerationMode) -> None:
        quietly = {"deadline": None, "database": None, "derandomize": True, "phases": [Phase.generate]}

        @settings(max_examples=CASES[mode.value], suppress_health_check=list(HealthCheck), **quietly)
        @given(case=operation.as_strategy(generation_mode=mode))
        def tried(case: Case) -> None:
            if mode.value == "positive":
                make_possible(case, ids, answer)
            send(case, wrong=mode.value == "negative")

        tried()

    access = Access(shelf.folder, Settings(questions_a_minute=100_000), loopback=True)
    known = {"Authorization": f"Bearer {access.keys.add('tester', frozenset(SCOPES))}"}
    with served(Assistant(shelf, Settings()), access=access) as address:
        answer = httpx.post(f"{address}/api/ask", json={"question": QUESTION}, headers=known, timeout=30).json()
        schema = schemathesis.openapi.from_url(f"{address}/api/openapi.json", headers=known)
        for found in schema.get_all_operations():
            operation = found.ok()
            if takes_anything(operation):
                for mode in GenerationMode:
                    try_out(operation, mode)
            else:
                for _ in range(CONSTANT):
                    send(operation.Case())
        described = {f"{method.upper()} {path}" for path, one in schema.raw_schema["paths"].items() for method in one}
    share = right / statuses.total()
    print(f"{statuses.total()} requests to {len(addresses)} addresses, {share:.2f} answered rightly:")
    print(sorted(statuses.items()))
    assert addresses == described
    assert statuses.total() >= 2000
    assert share >= RIGHTLY
    assert not [status for status in statuses if status >= 500]


def takes_anything(operation: APIOperation) -> bool:
    return bool(operation.body or operation.path_parameters or operation.query)


def make_possible(case: Case, ids: Iterator[str], answer: Any) -> None:
    """What a description cannot say: ids and records are of what there is, and days stand in their order."""
    if "article_id" in (case.path_parameters or {}):
        case.path_parameters["article_id"] = next(ids)
    if case.path != "/api/articles" and isinstance(case.body, dict) and case.body.get("articles"):
        case.body["articles"] = [next(ids)]
    if isinstance(case.body, dict) and case.body.get("since"):
        case.body["since"] = min(filter(None, map(case.body.get, ("since", "until", "as_of"))))
    if case.path in ("/api/feedback", "/api/conversations") and isinstance(case.body, dict):
        case.body["answer"] = answer
    if case.path == "/api/ask" and isinstance(case.body, dict):
        case.body.pop("conversation", None)
    if isinstance(case.body, dict) and "files" in case.body:
        case.body["files"] = [*case.body["files"], b"The tide was high."]  # of an empty file nothing would be sent
    if case.path in ("/v1/chat/completions", "/v1/responses"):
        for refused in (
            "response_format",
            "modalities",
            "logprobs",
            "top_logprobs",
            "logit_bias",
            "tool_choice",
            "text",
        ):
            case.body.pop(refused, None)
        for refused in ("text", "background", "conversation", "prompt", "previous_response_id"):
            case.body.pop(refused, None)
    if case.path == "/v1/chat/completions":
        case.body["messages"] = [*case.body["messages"][1:], {"role": "user", "content": QUESTION}]
    if case.path == "/v1/responses":
        case.body["input"] = QUESTION
    if case.path == "/api/alerts" and isinstance(case.body, dict):
        case.body = {"question": QUESTION}
    for labels in {"add", "remove"} & set(case.body if isinstance(case.body, dict) else ()):
        case.body[labels] = ["tide"]
    if case.path == "/api/sources" and isinstance(case.body, dict):
        case.body["source"] = "https://quay.example/feed.xml"
    if case.query:
        case.query.pop("articles", None)
        case.query.pop("since", None)
