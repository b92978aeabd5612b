"""The API against its own description: whatever is sent, what comes back is as the OpenAPI document says."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from assistant.access.access import Access
from assistant.access.identity import SCOPES
from assistant.api.openai.completions import MODEL
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

ARTICLES = 100
CASES = {"short": {"positive": 3, "negative": 2}, "long": {"positive": 30, "negative": 10}}  # of each operation
RIGHTLY = 0.80  # of all requests are answered with 2xx, or refused as they should be
CONSTANT = 2  # cases of an operation that nothing can be sent to
MADE_UP = 4  # one in so many ids is of nothing
ORIGIN = "https://intranet.example.org"
SITE = "https://quay.example"


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


@pytest.mark.parametrize("length", ["short", pytest.param("long", marks=pytest.mark.slow)])
def test_what_is_sent_to_any_address_is_answered_as_the_description_says(shelf: Library, length: str) -> None:
    import schemathesis  # here, so that collecting tests does not wait for it
    from schemathesis import GenerationMode
    from schemathesis.specs.openapi.checks import negative_data_rejection

    statuses, addresses, right = Counter[int](), set[str](), 0

    def send(case: Case, wrong: bool = False) -> None:
        nonlocal right
        told = case.call(base_url=address, headers=known, timeout=60)
        # That more was sent than an address takes is refused as well, by a status that schemathesis does not know.
        case.validate_response(told, excluded_checks=[negative_data_rejection] if told.status_code == 413 else [])
        statuses[told.status_code] += 1
        addresses.add(f"{case.method} {case.path}")
        # What is sent wrongly is refused, and an id that was made up is of nothing.
        right += told.status_code < 300 or told.status_code == 404 or (wrong and 400 <= told.status_code < 500)

    def try_out(operation: APIOperation, mode: GenerationMode) -> None:
        quietly = {"deadline": None, "database": None, "derandomize": True, "phases": [Phase.generate]}

        @settings(max_examples=CASES[length][mode.value], suppress_health_check=list(HealthCheck), **quietly)
        @given(case=operation.as_strategy(generation_mode=mode))
        def tried(case: Case) -> None:
            if mode.value == "positive":
                possible.make(case)
            send(case, wrong=mode.value == "negative")

        tried()

    allowed = Settings(questions_a_minute=100_000, embed_origins=ORIGIN)
    access = Access(shelf.folder, allowed, loopback=True)
    known = {"Authorization": f"Bearer {access.keys.add('tester', frozenset(SCOPES))}"}
    with (
        served(Assistant(shelf, Settings()), access=access) as address,
        httpx.Client(base_url=address, headers=known, timeout=30) as client,
    ):
        possible = Possible(client, itertools.cycle(heading.id for heading in shelf.articles()))
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
    print(f"{statuses.total()} requests to {len(addresses)} addresses, {share:.3f} answered rightly:")
    print(sorted(statuses.items()))
    assert addresses == described
    assert share >= RIGHTLY
    assert not [status for status in statuses if status >= 500]


def takes_anything(operation: APIOperation) -> bool:
    return bool(operation.body or operation.path_parameters or operation.query)


class Possible:
    """Makes of what is drawn what a description cannot say: ids are of what there is, days stand in their order."""

    def __init__(self, client: httpx.Client, articles: Iterator[str]) -> None:
        self.client = client
        self.articles = articles
        self.answer = self.sent("/api/ask", question=QUESTION)
        self.kept: dict[str, str] = {}
        self.turns = itertools.count(1)

    def sent(self, path: str, **body: Any) -> Any:
        return self.client.post(path, json=body).raise_for_status().json()

    def id(self, name: str, *, anew: bool = False) -> str:
        """An id of that kind; one of its own, `anew`, for what will be removed."""
        if anew:
            return self._made(name)
        if name not in self.kept:
            self.kept[name] = self._made(name)
        return self.kept[name]

    def _made(self, name: str) -> str:
        match name:
            case "job_id":
                return str(self.sent("/api/articles", articles=[{"text": "The tide was high."}])["id"])
            case "alert_id":
                return str(self.sent("/api/alerts", question=QUESTION)["id"])
            case "token":
                feed = self.sent(f"/api/alerts/{self.id('alert_id')}/feed")["address"]
                return str(feed).rpartition("/")[2].removesuffix(".atom")
            case "source_id":
                return str(self.sent("/api/sources", source=f"{SITE}/{next(self.turns)}.xml")["id"])
            case "conversation_id":
                return str(self.sent("/api/conversations", answer=self.answer["id"])["id"])
            case "response_id":
                return str(self.sent("/v1/responses", model=MODEL, input=QUESTION)["id"])
        raise LookupError(name)

    def make(self, case: Case) -> None:
        for name in case.path_parameters or ():
            if name == "article_id":
                case.path_parameters[name] = next(self.articles)
            elif name != "name" and next(self.turns) % MADE_UP:
                removed = case.method == "DELETE" and case.path.endswith("}")
                case.path_parameters[name] = self.id(name, anew=removed)
        if case.query:
            self._make_filters(case.query)
        if isinstance(case.body, dict):
            if case.path != "/api/articles":
                self._make_filters(case.body)
            self._make_body(case.path, case.body)

    def _make_filters(self, sent: Any) -> None:
        if isinstance(sent.get("articles"), list) and sent["articles"]:
            sent["articles"] = [next(self.articles)]
        if sent.get("since"):
            sent["since"] = min(filter(None, map(sent.get, ("since", "until", "as_of"))))

    def _make_body(self, path: str, body: dict[str, Any]) -> None:
        if body.get("conversation") and path == "/api/ask":
            body["conversation"] = self.id("conversation_id")
            body.pop("history", None)  # a saved conversation is its own
        if "files" in body:
            body["files"] = [*body["files"], b"The tide was high."]  # of an empty file nothing would be sent
        match path:
            case "/api/feedback" | "/api/conversations":
                body["answer"] = self.answer if isinstance(body["answer"], dict) else self.answer["id"]
            case "/api/sources":
                body["source"] = f"{SITE}/{quote(body['source'], safe='', errors='replace')[:500]}"
            case "/api/embed-tokens":
                body["origin"] = ORIGIN
            case "/api/alerts":
                body.pop("webhook", None)  # the hosts are for the settings to name
                for unwanted in ("speaker", "about") if body.get("question") else ("question",):
                    body.pop(unwanted, None)
                if not body.get("question") and not body.get("speaker"):
                    body["speaker"] = "Xi Jinping"
            case "/v1/chat/completions":
                body["messages"] = [*body["messages"][1:], {"role": "user", "content": QUESTION}]
            case "/v1/responses":
                asked = {"role": "user", "content": QUESTION}
                body["input"] = [*body["input"][1:], asked] if isinstance(body["input"], list) else QUESTION
                if body.get("previous_response_id"):
                    body["previous_response_id"] = self.id("response_id")
