"""The REST API over a real server: answers, searches, articles and jobs, and what a client is told that goes wrong."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from assistant.access.access import CHANGES_A_MINUTE, Access
from assistant.access.pace import Pace, Questions
from assistant.api.problems import MOST_FAULTS
from assistant.assistant import Assistant
from assistant.evaluation.question_files.from_feedback import write_feedback
from assistant.events import Event, Searching, Text
from assistant.serving.conversations import Conversations
from assistant.serving.cross_site import own_names
from assistant.serving.uploads import LARGEST_JSON, LARGEST_REQUEST, MOST_BRACKETS
from assistant.settings import Settings
from index.errors import LibraryError
from index.library import Library
from tests.served import served
from tests.servers import wait_for
from tests.web_server import Site, response

pytestmark = pytest.mark.usefixtures("without_page")

QUESTION = "What did Donald Trump say about the Paris Agreement?"
REFUSED = "What did Napoleon say about submarines?"
TIDE = b'The tide\n\nThe mayor of Kestle Bay said on Monday: "The tide is high."'
WAITED = 30.0  # seconds, far more than anything here takes


@contextmanager
def client_of(assistant: Any, **options: Any) -> Iterator[httpx.Client]:
    with served(assistant, **options) as address, httpx.Client(base_url=address, timeout=WAITED) as client:
        yield client


@pytest.fixture(scope="module")
def client(samples: Library) -> Iterator[httpx.Client]:
    with client_of(Assistant(samples, Settings()), names=own_names("127.0.0.1")) as client:
        yield client


@pytest.fixture
def own(library: Library) -> Iterator[httpx.Client]:
    """A client of a server over a library that the test may change."""
    with client_of(Assistant(library, Settings())) as client:
        yield client


@pytest.fixture
def program(own_samples: Library) -> Iterator[httpx.Client]:
    """A client of a server over a copy of the samples, which the test may change."""
    with client_of(Assistant(own_samples, Settings())) as client:
        yield client


def alike(answer: dict[str, Any]) -> dict[str, Any]:
    return answer | {"id": "", "created": "", "timings_ms": {}}


def events(response: httpx.Response) -> list[tuple[str, Any]]:
    """The events of a stream, read as browsers read them."""
    assert response.headers["content-type"].startswith("text/event-stream")
    found = []
    for block in response.text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if fields:
            found.append((fields["event"], json.loads(fields["data"])))
    return found


def ended(client: httpx.Client, job: dict[str, Any]) -> dict[str, Any]:
    """The job when it is done."""

    def done() -> bool:
        job.update(client.get(f"/api/jobs/{job['id']}").raise_for_status().json())
        return job["state"] == "done"

    wait_for(done)
    return job


def problem(told: httpx.Response, status: int) -> str:
    """The sentence of a problem that is told as RFC 9457 has it."""
    assert told.status_code == status
    assert told.headers["content-type"] == "application/problem+json"
    record = told.json()
    assert record["status"] == status
    assert {"type", "title"} <= record.keys()
    return record["detail"]


@pytest.mark.parametrize("question", [QUESTION, REFUSED])
def test_an_answer_is_the_one_that_python_gives(client: httpx.Client, samples: Library, question: str) -> None:
    told = client.post("/api/ask", json={"question": question}).raise_for_status().json()
    assert alike(told) == alike(json.loads(Assistant(samples, Settings()).ask(question).to_json()))


def test_history_and_filters_are_those_of_python(client: httpx.Client) -> None:
    history = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": "..."}]
    wanted = {"question": "And about China?", "history": history, "outlets": ["Nobody"], "since": "2026-01-01"}
    told = client.post("/api/ask", json=wanted).raise_for_status().json()
    assert told["standalone_question"] == "What did Donald Trump say about China?"
    assert told["searched"] == {
        "articles": 0,
        "filters": {"outlets": ["Nobody"], "since": "2026-01-01"},
        "newest": None,
    }


def test_a_stream_tells_the_events_by_name_and_ends_with_the_answer(client: httpx.Client) -> None:
    told = events(client.post("/api/ask", json={"question": QUESTION}, headers={"Accept": "text/event-stream"}))
    names = [name for name, _ in told]
    assert names[0] == "searching"
    assert names[-1] == "done"
    answer = told[-1][1]
    assert "".join(record["text"] for name, record in told if name == "text") == answer["text"]
    assert [record for name, record in told if name == "citation"] == answer["citations"]
    assert [record for name, record in told if name == "claim"] == answer["claims"]
    assert answer["schema"] == "answer/1"


def test_a_stream_that_cannot_begin_is_a_problem_as_without_it(client: httpx.Client) -> None:
    wrong = {"question": "When?", "since": "2026-13-01"}
    told = client.post("/api/ask", json=wrong, headers={"Accept": "text/event-stream"})
    assert problem(told, 422) == problem(client.post("/api/ask", json=wrong), 422)


def test_what_goes_wrong_once_a_stream_has_begun_is_its_last_event(samples: Library) -> None:
    class Failing(Assistant):
        def search(self, *_: Any, **__: Any) -> Any:
            raise LibraryError("The library is damaged. Restore it.")

        def _hits(self, *_: Any) -> Any:
            return self.search()

    with client_of(Failing(samples, Settings())) as client:
        told = events(client.post("/api/ask", json={"question": "?"}, headers={"Accept": "text/event-stream"}))
    assert [name for name, _ in told] == ["searching", "error"]
    assert told[-1][1]["status"] == 503
    assert told[-1][1]["detail"] == "The library is damaged. Restore it."


def test_a_stream_that_breaks_unexpectedly_ends_with_an_event_that_tells_nothing_of_the_inside(
    samples: Library,
) -> None:
    class Broken(Assistant):
        def _hits(self, *_: Any) -> Any:
            raise RuntimeError("a secret of the inside")

    with client_of(Broken(samples, Settings())) as client:
        told = client.post("/api/ask", json={"question": "?"}, headers={"Accept": "text/event-stream"})
    assert [name for name, _ in events(told)] == ["searching", "error"]
    assert "secret" not in told.text


class Endless(Assistant):
    """Writes for ever, and notes when it is stopped."""

    def __init__(self, library: Library) -> None:
        super().__init__(library, Settings())
        self.stopped = threading.Event()

    def stream(self, question: str, **_: Any) -> Iterator[Event]:  # type: ignore[override]
        try:
            yield Searching(question, question)
            while True:
                yield Text("")
                yield Text("more ")
        finally:
            self.stopped.set()


def test_a_client_that_goes_away_stops_the_work(samples: Library) -> None:
    endless = Endless(samples)
    with client_of(endless) as client:
        wanted = {"json": {"question": "?"}, "headers": {"Accept": "text/event-stream"}}
        with client.stream("POST", "/api/ask", **wanted) as response:
            lines = response.iter_lines()
            assert next(lines) == "event: searching"
            assert next(line for line in lines if line.startswith(":"))  # a sign of life is a comment
            assert not endless.stopped.is_set()
        assert endless.stopped.wait(WAITED)


def test_a_search_gives_paragraphs_and_where_they_stand(client: httpx.Client, samples: Library) -> None:
    told = client.post("/api/search", json={"question": QUESTION, "limit": 3}).raise_for_status().json()
    hits = samples.search(QUESTION, limit=3)
    assert [(hit["id"], hit["paragraph"]["number"], hit["score"]) for hit in told["hits"]] == [
        (hit.heading.id, hit.paragraph.number, hit.score) for hit in hits
    ]
    for hit in told["hits"]:
        start, end = hit["passage"]["start"], hit["passage"]["end"]
        assert hit["paragraph"]["text"][start:end] == hit["passage"]["text"] != ""
    first = told["hits"][0]
    page = client.get(urlsplit(first["link"]).path).raise_for_status().text
    assert f'id="{urlsplit(first["link"]).fragment}"' in page


def test_pages_of_the_list_hold_every_article_once(client: httpx.Client, samples: Library) -> None:
    seen, address = [], "/api/articles?limit=3&sort=title&descending=false"
    while address:
        page = client.get(address).raise_for_status().json()
        assert page["total"] == samples.count()
        assert len(page["articles"]) <= 3
        seen += [one["id"] for one in page["articles"]]
        address = page["next"]
    assert sorted(seen) == sorted(one.id for one in samples.articles())


def test_an_article_is_read_with_its_numbered_paragraphs(client: httpx.Client, samples: Library) -> None:
    article = samples.article("penicillin-use-enough")
    told = client.get("/api/articles/penicillin-use-enough").raise_for_status().json()
    assert told["title"] == article.title
    assert [(one["number"], one["text"], one["role"], one["revision"]) for one in told["paragraphs"]] == [
        (one.number, one.text, one.role, one.revision) for one in article.paragraphs
    ]


def test_files_are_added_by_a_job_and_can_be_asked(own: httpx.Client) -> None:
    files = [("files", ("news/tide.txt", TIDE)), ("files", ("virus.exe", b"x"))]
    response = own.post("/api/articles", files=files)
    assert response.status_code == 202
    assert response.headers["location"] == f"/api/jobs/{response.json()['id']}"
    job = ended(own, response.json())
    assert job["skipped"] == [{"source": "virus.exe", "reason": ".exe files cannot be read"}]
    (article_id,) = job["added"]
    assert job["error"] is None and not job["cancelled"]
    answer = own.post("/api/ask", json={"question": "What did the mayor of Kestle Bay say about the tide?"}).json()
    assert answer["citations"][0]["article_id"] == article_id
    assert job in own.get("/api/jobs").json()["jobs"]


def test_adding_the_same_again_changes_nothing(own: httpx.Client) -> None:
    jobs = [ended(own, own.post("/api/articles", files={"files": ("tide.txt", TIDE)}).json()) for _ in range(2)]
    assert [len(job["added"]) for job in jobs] == [1, 0]
    assert jobs[1]["unchanged"] == jobs[0]["added"]
    assert own.get("/api/articles").json()["total"] == 1


def test_addresses_are_fetched_and_private_ones_are_refused(own: httpx.Client) -> None:
    with Site({"/": response("<p>secret</p>")}) as site:
        address = f"http://127.0.0.1:{site.port}/"
        job = ended(own, own.post("/api/articles", json={"urls": [address]}).json())
        assert not site.requests
    (skipped,) = job["skipped"]
    assert skipped["source"] == address


def test_a_job_can_be_cancelled_and_what_was_stored_stays(library: Library) -> None:
    began, go_on = threading.Event(), threading.Event()

    class Slow(Library):
        def add(self, sources: Any, *, cancelled: Any = bool, **more: Any) -> Any:
            began.set()
            go_on.wait(WAITED)
            return super().add(sources, cancelled=cancelled, **more)

    library.__class__ = Slow
    with client_of(Assistant(library, Settings())) as client:
        job = client.post("/api/articles", files={"files": ("tide.txt", TIDE)}).json()
        assert began.wait(WAITED)
        told = client.delete(f"/api/jobs/{job['id']}").raise_for_status().json()
        assert told["cancelled"]
        go_on.set()
        job = ended(client, told)
    assert job["added"] == []
    assert library.count() == 0


def test_a_removed_article_is_gone_and_removing_it_again_says_so(own: httpx.Client) -> None:
    (article_id,) = ended(own, own.post("/api/articles", files={"files": ("a b.txt", TIDE)}).json())["added"]
    link = own.get("/api/articles").json()["articles"][0]["link"]
    address = f"/api{link}"
    assert own.get(address).json()["id"] == article_id
    assert own.delete(address).status_code == 204
    assert article_id in problem(own.delete(address), 404)
    assert problem(own.get(address), 404)


@pytest.mark.parametrize(
    ("method", "address", "sent", "status"),
    [
        ("POST", "/api/ask", {"json": {"question": " "}}, 422),
        ("POST", "/api/ask", {"json": {"question": "?", "unknown": 1}}, 422),
        ("POST", "/api/ask", {"json": {"question": "x" * 10_000}}, 422),
        ("POST", "/api/ask", {"json": {"question": "?", "since": "2026-02-30"}}, 422),
        ("POST", "/api/ask", {"json": {"question": "?", "articles": ["nobody's"]}}, 404),
        (
            "POST",
            "/api/ask",
            {"content": b'{"question": "\\ud800"}', "headers": {"Content-Type": "application/json"}},
            422,
        ),
        ("POST", "/api/ask", {"content": b"[" * 90_000, "headers": {"Content-Type": "application/json"}}, 422),
        ("POST", "/api/ask", {"content": b"{", "headers": {"Content-Type": "application/json"}}, 422),
        ("POST", "/api/ask", {"content": b'{"question": "?"}', "headers": {"Content-Type": "text/plain"}}, 422),
        ("POST", "/api/search", {"json": {"question": "?", "limit": 1_000_000}}, 422),
        ("GET", "/api/articles?sort=secret", {}, 422),
        ("GET", "/api/articles/nobody's", {}, 404),
        ("POST", "/api/articles", {"json": {"urls": []}}, 422),
        ("POST", "/api/articles", {"content": b"x"}, 415),
        ("POST", "/api/articles", {"files": {"other": ("a.txt", b"x")}}, 422),
        ("GET", "/api/jobs/none", {}, 404),
        ("DELETE", "/api/jobs/none", {}, 404),
        ("PUT", "/api/ask", {}, 405),
        ("GET", "/api/nothing", {}, 404),
        ("GET", "/api/jobs/a%0Ab", {}, 404),
        ("GET", "/api/articles/a%0Ab", {}, 404),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    client: httpx.Client, method: str, address: str, sent: dict[str, Any], status: int
) -> None:
    sentence = problem(client.request(method, address, **sent), status)
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_an_empty_question_is_refused_in_the_words_of_python(client: httpx.Client, samples: Library) -> None:
    with pytest.raises(Exception) as raised:
        Assistant(samples, Settings()).ask(" ")
    assert problem(client.post("/api/ask", json={"question": " "}), 422) == str(raised.value)


@pytest.mark.parametrize("announced", [True, False])
def test_too_large_a_body_is_refused_whether_or_not_it_is_announced(client: httpx.Client, announced: bool) -> None:
    body = b'{"question": "' + b"x" * LARGEST_REQUEST + b'"}'
    pieces = (body[at : at + 100_000] for at in range(0, len(body), 100_000))
    content: Any = body if announced else pieces
    told = client.post("/api/ask", content=content, headers={"Content-Type": "application/json"})
    assert problem(told, 413)


def test_what_goes_wrong_unexpectedly_tells_nothing_of_the_inside(samples: Library) -> None:
    class Broken(Assistant):
        def _hits(self, *_: Any) -> Any:
            raise RuntimeError("a secret of the inside")

    with client_of(Broken(samples, Settings())) as client:
        assert "secret" not in problem(client.post("/api/ask", json={"question": "?"}), 500)


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize("header", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_page_of_another_site_changes_nothing(client: httpx.Client, header: dict[str, str], method: str) -> None:
    told = client.request(method, "/api/articles/penicillin-use-enough", headers=header)
    assert "another site" in problem(told, 403)
    assert client.get("/api/articles/penicillin-use-enough").status_code == 200


def test_a_page_of_another_site_can_read_nothing(client: httpx.Client) -> None:
    told = client.get("/api/articles", headers={"Origin": "https://elsewhere.example"})
    assert not [name for name in told.headers if name.startswith("access-control-")]
    assert told.headers["cross-origin-resource-policy"] == "same-origin"
    rebound = client.get("/api/articles", headers={"Host": "elsewhere.example"})
    assert "own names" in problem(rebound, 421)


def test_a_preflight_of_another_site_is_not_granted(client: httpx.Client) -> None:
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    told = client.options("/api/ask", headers=asked)
    assert not [name for name in told.headers if name.startswith("access-control-")]


def test_the_server_says_that_it_lives_and_when_it_can_answer(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_a_server_that_cannot_search_lives_but_is_not_ready(samples: Library) -> None:
    class Damaged(Assistant):
        def search(self, *_: Any, **__: Any) -> Any:
            raise LibraryError("The library is damaged. Restore it.")

    with client_of(Damaged(samples, Settings())) as client:
        assert client.get("/healthz").status_code == 200
        assert problem(client.get("/readyz"), 503) == "The library is damaged. Restore it."


def test_the_figures_count_answers_by_their_door(samples: Library) -> None:
    with client_of(Assistant(samples, Settings())) as client:
        client.post("/api/ask", json={"question": QUESTION})
        client.post("/api/ask", json={"question": REFUSED}, headers={"Accept": "text/event-stream"})
        client.get("/api/articles/none/of/these")
        told = client.get("/metrics").text
    assert 'article_assistant_answers_total{door="rest",outcome="answered",writer="quotes"} 1.0' in told
    assert 'article_assistant_answers_total{door="sse",outcome="not_found",writer="quotes"} 1.0' in told
    assert 'requests_total{method="GET",route="/api/articles/{article_id:path}",status="404"} 1.0' in told
    assert "none/of/these" not in told


def test_the_description_names_every_address_and_loads_nothing(client: httpx.Client) -> None:
    document = client.get("/api/openapi.json").json()
    page = client.get("/api/docs")
    assert {"/api/ask", "/api/articles/{article_id}", "/metrics"} <= document["paths"].keys()
    for address, operations in document["paths"].items():
        for method in operations:
            assert f"{method.upper()} {address}" in page.text
    assert QUESTION in page.text
    assert "http" not in page.text.replace("application/http", "").replace("https://example.org/feed.xml", "").replace(
        "https://intranet.example.org", ""
    )
    assert page.headers["content-security-policy"].startswith("default-src 'none'")


def test_a_header_is_never_made_of_what_was_sent(own: httpx.Client) -> None:
    host, port = urlsplit(str(own.base_url)).netloc.split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(
            b"GET /api/articles/a%0d%0aSet-Cookie:%20x=1 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        )
        head = b"".join(iter(lambda: connection.recv(65536), b"")).partition(b"\r\n\r\n")[0]
    assert b"404" in head.splitlines()[0]
    assert b"set-cookie" not in head.lower()


def test_a_thumb_for_an_answer_of_a_program_comes_with_the_record_and_is_exported(
    program: httpx.Client, own_samples: Library, tmp_path: Path
) -> None:
    answer = program.post("/api/ask", json={"question": QUESTION}).json()
    said = {"vote": "up", "comment": "Just so."}
    assert "not saved" in problem(program.post("/api/feedback", json={"answer": "another", **said}), 404)
    told = program.post("/api/feedback", json={"answer": answer, **said}).raise_for_status().json()
    assert told == {"answer": answer["id"], **said}
    conversations = Conversations(own_samples.folder)
    assert write_feedback(conversations, tmp_path / "said.jsonl", own_samples) == 1
    row = json.loads((tmp_path / "said.jsonl").read_text("utf-8"))
    assert (row["question"], row["type"], row["note"]["comment"]) == (QUESTION, "thumb_up", "Just so.")
    assert [one["quote"] for one in row["evidence"]] == [one["quote"] for one in answer["citations"]]
    (conversation,) = conversations.voted()
    assert conversation.turns[0].answer == answer
    program.post("/api/feedback", json={"answer": answer["id"], "vote": "down"}).raise_for_status()  # it is saved now
    assert [turn.vote for turn in conversations.open(conversation.id).turns] == ["down"]
    program.post("/api/feedback", json={"answer": answer, "vote": None}).raise_for_status()
    assert not list(conversations.voted())
    conversations.close()


def test_an_invented_claim_over_an_unknown_article_is_not_taken(program: httpx.Client, own_samples: Library) -> None:
    answer = program.post("/api/ask", json={"question": QUESTION}).json()
    lie = "The mayor stole the money."
    cited = answer["citations"][0] | {"article_id": "unknown", "quote": lie, "start": 0, "end": len(lie)}
    claim = answer["claims"][0] | {"text": lie, "start": 0, "end": len(lie), "citations": [1], "supported": True}
    forged = answer | {"id": "f" * 32, "text": f"{lie} [1]", "claims": [claim], "citations": [cited], "closest": []}
    problem(program.post("/api/feedback", json={"answer": forged, "vote": "up"}), 409)
    assert Conversations(own_samples.folder).count() == 0


def test_what_a_key_says_has_a_size_and_a_pace_and_what_it_takes_back_is_gone(own_samples: Library) -> None:
    access = Access(own_samples.folder, Settings(), loopback=True)
    key = {"Authorization": f"Bearer {access.keys.add('bot', frozenset({'ask'}))}"}
    with served(Assistant(own_samples), access=access) as address, httpx.Client(base_url=address, headers=key) as own:
        answers = [own.post("/api/ask", json={"question": QUESTION}).json() for _ in range(3)]
        own.post("/api/feedback", json={"answer": answers[0], "vote": "up"}).raise_for_status()
        conversations = Conversations(own_samples.folder, owner="key:bot")
        assert conversations.count() == 1
        own.post("/api/feedback", json={"answer": answers[0]["id"], "vote": None}).raise_for_status()
        assert conversations.count() == 0
        said = [own.post("/api/feedback", json={"answer": answers[1], "vote": "up"}) for _ in range(CHANGES_A_MINUTE)]
        assert said[-1].status_code == 429 and int(said[-1].headers["retry-after"]) > 0
        own.post("/api/feedback", json={"answer": answers[1]["id"], "vote": None}).raise_for_status()
    access.most_saved, access.changes = 1_000, Questions(Pace(5, 60))
    with served(Assistant(own_samples), access=access) as address, httpx.Client(base_url=address, headers=key) as own:
        problem(own.post("/api/feedback", json={"answer": answers[2], "vote": "up"}), 507)
    conversations.close()


class HeldPace(Pace):
    """Counts only once it is let go, like a database that does not answer."""

    def __init__(self) -> None:
        super().__init__(100, 60)
        self.asked, self.go = threading.Event(), threading.Event()

    def wait(self, who: Any) -> float:
        self.asked.set()
        assert self.go.wait(2 * WAITED)
        return super().wait(who)


@pytest.mark.parametrize("path", ["/api/search", "/api/ask"])
def test_while_a_question_waits_to_be_counted_others_are_answered(library: Library, path: str) -> None:
    access, pace = Access(library.folder, Settings(), loopback=True), HeldPace()
    access.questions = Questions(pace)
    key = {"Authorization": f"Bearer {access.keys.add('bot', frozenset({'ask', 'read'}))}"}
    with (
        served(Assistant(library), access=access) as address,
        httpx.Client(base_url=address, headers=key, timeout=WAITED) as own,
        ThreadPoolExecutor(1) as asking,
    ):
        asked = asking.submit(own.post, path, json={"question": "tide"})
        try:
            assert pace.asked.wait(WAITED)
            assert own.get("/healthz").status_code == 200
        finally:
            pace.go.set()
        assert asked.result().status_code == 200


def test_a_record_that_was_not_given_here_gets_no_thumb(program: httpx.Client, own_samples: Library) -> None:
    answer = program.post("/api/ask", json={"question": QUESTION}).json()
    first = answer["citations"][0]
    altered: list[dict[str, Any]] = [
        {"text": "He said nothing."},
        {"text": ""},
        {"citations": []},
        {"citations": [first, first]},
        {"citations": [first | {"quote": "x" * len(first["quote"])}]},
        {"citations": [first | {"start": first["start"] - 10_000, "end": first["end"] - 10_000}]},
        {"citations": [first | {"revision": "of before", "quote": "more than there is room for " * 100}]},
        {"closest": [first]},
        {"id": "forged"},
        {"id": answer["id"].partition(".")[0]},
        {"question": "Another?"},
        {"claims": [*answer["claims"], answer["claims"][0] | {"text": "He lied.", "supported": True}]},
    ]
    for change in altered:
        told = program.post("/api/feedback", json={"answer": answer | change, "vote": "up"})
        assert "unchanged" in problem(told, 409), change
    for change in ({"created": "soon"}, {"searched": {"articles": 1}}, {"schema": "answer/9"}, {"id": ""}):
        problem(program.post("/api/feedback", json={"answer": answer | change, "vote": "up"}), 422)
    assert Conversations(own_samples.folder).count() == 0


def test_each_suggested_question_is_answered_when_it_is_asked(client: httpx.Client) -> None:
    suggested = client.get("/api/suggestions").raise_for_status().json()["questions"]
    assert suggested
    answers = [client.post("/api/ask", json={"question": one}).raise_for_status().json() for one in suggested]
    assert {answer["outcome"] for answer in answers} == {"answered"}
    problem(client.get("/api/suggestions", params={"article": "nobody's"}), 404)


def test_who_is_quoted_is_listed_page_by_page(client: httpx.Client, samples: Library) -> None:
    people, address = [], "/api/people?limit=4"
    while address:
        page = client.get(address).raise_for_status().json()
        assert len(page["people"]) <= 4
        people += page["people"]
        address = page["next"]
    assert [one["name"] for one in people] == [one.name for one in samples.people()]
    (armstrong,) = client.get("/api/people", params={"like": "armstrong"}).json()["people"]
    assert {"Neil Armstrong", "Armstrong"} <= {*armstrong["forms"]}
    assert armstrong["statements"] == len(samples.statements(speaker="Neil Armstrong"))


def test_statements_come_with_their_citations_page_by_page(client: httpx.Client, samples: Library) -> None:
    statements, address = [], "/api/statements?speaker=armstrong&limit=2"
    while address:
        page = client.get(address).raise_for_status().json()
        assert page["speakers"] == ["Neil Armstrong"]
        statements += page["statements"]
        address = page["next"]
    assert [one["quote"] for one in statements] == [one.quote for one in samples.statements(speaker="armstrong")]
    for one in statements:
        paragraph = samples.paragraph(one["article_id"], one["paragraph"])
        assert (paragraph.text[one["start"] : one["end"]], paragraph.revision) == (one["quote"], one["revision"])
        assert one["link"] == f"/articles/{one['article_id']}#p{one['paragraph']}"


def test_statements_are_limited_by_topic_article_and_day(client: httpx.Client) -> None:
    def found(**wanted: str) -> list[dict[str, Any]]:
        return list(client.get("/api/statements", params=wanted).raise_for_status().json()["statements"])

    assert {one["speaker"] for one in found(about="surface of the Moon", speaker="Armstrong")} == {"Neil Armstrong"}
    assert {one["article_id"] for one in found(article="penicillin-use-enough")} == {"penicillin-use-enough"}
    assert found(speaker="Armstrong", until="1900-01-01") == []
    assert "cannot be used" in problem(client.get("/api/statements", params={"since": "yesterday"}), 422)
    problem(client.get("/api/statements", params={"since": "2026-02-02", "until": "2026-02-01"}), 422)
    problem(client.get("/api/statements", params={"article": "nobody's"}), 404)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "'question' is missing"),
        ({"question": 3}, "'question' must be text"),
        ({"question": QUESTION, "since": "yesterday"}, "'since' must be a day, such as 2026-02-12"),
        ({"question": QUESTION, "outlets": [3]}, "'outlets.0' must be text"),
        ({"question": QUESTION, "history": "x"}, "'history' must be a list"),
        ({"question": QUESTION, "quietly": True}, "'quietly' is not known here"),
    ],
)
def test_what_is_wrong_with_a_field_is_said_in_plain_words(
    client: httpx.Client, sent: dict[str, Any], sentence: str
) -> None:
    told = client.post("/api/ask", json=sent)
    assert problem(told, 422) == f"The request cannot be used: {sentence}."
    assert sentence in [one["detail"] for one in told.json()["errors"]]


def test_a_body_that_is_no_json_is_said_to_be_none(client: httpx.Client) -> None:
    told = client.post("/api/ask", content='{"question": ', headers={"content-type": "application/json"})
    assert problem(told, 422) == "The request cannot be used: the body is not valid JSON."


def test_a_name_that_nobody_bears_is_told_with_the_nearest(client: httpx.Client) -> None:
    told = client.get("/api/statements", params={"speaker": "Niels Armstrong"}).json()
    assert (told["speakers"], told["statements"]) == ([], [])
    assert told["nearest"][0] == "Neil Armstrong"
    assert told["notice"].startswith("No article names Niels Armstrong.")
    near = client.get("/api/statements", params={"speaker": "Neil Armstrog"}).json()
    assert (near["speakers"], near["nearest"]) == (["Neil Armstrong"], [])
    assert near["notice"].startswith("No article names Neil Armstrog; these are the words of Neil Armstrong.")
    assert {one["speaker"] for one in near["statements"]} == {"Neil Armstrong"}


def test_articles_are_sent_as_records_and_sending_one_again_changes_nothing(own: httpx.Client) -> None:
    article = {"title": "The tide", "outlet": "The Quay", "author": "Ann Ferry", "published": "2026-03-01"}
    article |= {"url": "https://quay.example/tide", "language": "en"}
    sent = {"articles": [article | {"text": "The tide is high.\n\nIt falls at noon."}, {"text": "A note.", "id": "n"}]}
    jobs = [ended(own, own.post("/api/articles", json=sent).raise_for_status().json()) for _ in range(2)]
    (id,) = {*jobs[0]["added"]} - {"n"}
    assert {*jobs[1]["unchanged"]} == {id, "n"} and not jobs[0]["skipped"]
    told = own.get(f"/api/articles/{id}").json()
    assert {name: told[name] for name in article} == article
    assert [one["text"] for one in told["paragraphs"]] == ["The tide is high.", "It falls at noon."]
    job = ended(own, own.post("/api/articles", json={"articles": [{"text": "Another note.", "id": "n"}]}).json())
    assert job["updated"] == ["n"] and own.get("/api/articles").json()["total"] == 2


@pytest.mark.parametrize(
    "article",
    [
        {"title": "No text"},
        {"text": " "},
        {"text": "Yes.", "published": "soon"},
        {"text": "Yes.", "url": "javascript:alert(1)"},
        {"text": "Yes.", "publisher": "Unknown to us"},
    ],
)
def test_a_record_that_is_no_article_is_refused_and_nothing_is_added(own: httpx.Client, article: Any) -> None:
    problem(own.post("/api/articles", json={"articles": [{"text": "Good."}, article]}), 422)
    problem(own.post("/api/articles", json={"articles": []}), 422)
    assert own.get("/api/articles").json()["total"] == 0


def test_json_of_too_many_parts_is_refused_before_it_is_read(client: httpx.Client) -> None:
    kind, whole = {"Content-Type": "application/json"}, b"[" + b"[]," * MOST_BRACKETS + b"[]]"
    for address in ("/api/ask", "/api/articles", "/v1/responses", "/mcp"):
        assert client.post(address, content=whole, headers=kind).status_code == 413, address


def test_articles_that_are_sent_as_json_have_a_measure_of_their_own(client: httpx.Client) -> None:
    body = b'{"urls": []' + b" " * LARGEST_JSON + b"}"
    assert problem(client.post("/api/articles", content=body, headers={"Content-Type": "application/json"}), 413)


def test_of_a_thousand_faults_a_few_are_told(client: httpx.Client) -> None:
    told = client.post("/api/ask", json={f"unknown {number}": 1 for number in range(1_000)})
    assert problem(told, 422) and len(told.json()["errors"]) == MOST_FAULTS
