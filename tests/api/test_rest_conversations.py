"""Saved conversations over REST: begun, continued, listed, renamed and deleted by whoever they belong to alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assistant.access.access import Access
from assistant.assistant import Assistant
from assistant.settings import Settings
from index.embedding import SentenceEmbeddings
from index.library import Library
from tests.served import served

QUESTION = "What did Donald Trump say about the Paris Agreement?"
STREAM = {"Accept": "text/event-stream"}
SCOPES = frozenset(("ask", "read"))


@pytest.fixture
def library(copied_samples: Path, embeddings: SentenceEmbeddings) -> Iterator[Library]:
    with Library(copied_samples, embeddings=embeddings) as opened:
        yield opened


@pytest.fixture
def served_to_two(library: Library) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    """Clients of two keys of one server."""
    access = Access(library.folder, Settings(questions_a_minute=10_000), loopback=True)
    keys = [{"Authorization": f"Bearer {access.keys.add(name, SCOPES)}"} for name in ("one", "two")]
    with served(Assistant(library, Settings()), access=access) as address:
        one, two = (httpx.Client(base_url=address, headers=key, timeout=60) for key in keys)
        with one, two:
            yield one, two


def test_a_conversation_is_begun_continued_renamed_and_deleted(
    served_to_two: tuple[httpx.Client, httpx.Client],
) -> None:
    client, _ = served_to_two
    answer = client.post("/api/ask", json={"question": QUESTION}).raise_for_status().json()
    assert client.get("/api/conversations").json() == {"total": 0, "conversations": [], "next": None}
    begun = client.post("/api/conversations", json={"answer": answer["id"]})
    assert begun.status_code == 201 and begun.json()["title"] == QUESTION
    assert begun.json()["turns"] == [{"answer": answer, "vote": None, "comment": "", "shared": None}]
    place = begun.headers["location"]
    assert client.get(place).json() == begun.json()

    wanted = {"question": "And about China?", "conversation": begun.json()["id"]}
    following = client.post("/api/ask", json=wanted).raise_for_status().json()
    assert following["standalone_question"] == "What did Donald Trump say about China?"
    assert "event: done" in client.post("/api/ask", json=wanted, headers=STREAM).text
    turns = client.get(place).json()["turns"]
    assert [one["answer"]["question"] for one in turns] == [QUESTION, "And about China?", "And about China?"]
    assert turns[1]["answer"] == following

    assert client.patch(place, json={"title": " Paris \n and China "}).json()["title"] == "Paris and China"
    (listed,) = client.get("/api/conversations", params={"search": "paris china"}).json()["conversations"]
    assert listed["title"] == "Paris and China"
    assert client.delete(place).status_code == 204
    assert client.get(place).status_code == client.delete(place).status_code == 404
    assert client.post("/api/ask", json=wanted).status_code == 404


def test_feedback_taken_back_leaves_a_conversation_that_holds_more(
    served_to_two: tuple[httpx.Client, httpx.Client],
) -> None:
    client, _ = served_to_two
    answer = client.post("/api/ask", json={"question": QUESTION}).raise_for_status().json()
    begun = client.post("/api/conversations", json={"answer": answer["id"]})
    wanted = {"question": "And about China?", "conversation": begun.json()["id"]}
    client.post("/api/ask", json=wanted).raise_for_status()
    for vote in ("up", None):
        client.post("/api/feedback", json={"answer": answer["id"], "vote": vote}).raise_for_status()
    turns = client.get(begun.headers["location"]).raise_for_status().json()["turns"]
    assert [one["vote"] for one in turns] == [None, None]


def test_a_conversation_is_there_for_its_owner_alone(served_to_two: tuple[httpx.Client, httpx.Client]) -> None:
    one, two = served_to_two
    answer = one.post("/api/ask", json={"question": QUESTION}).raise_for_status().json()
    assert two.post("/api/conversations", json={"answer": answer["id"]}).status_code == 404
    place = one.post("/api/conversations", json={"answer": answer, "title": "Mine"}).headers["location"]
    id = place.rpartition("/")[2]
    assert two.get("/api/conversations").json()["total"] == 0
    for told in (two.get(place), two.patch(place, json={"title": "Yours"}), two.delete(place)):
        assert told.status_code == 404
    assert two.post("/api/ask", json={"question": QUESTION, "conversation": id}).status_code == 404
    assert one.get(place).json()["title"] == "Mine"


def test_the_list_comes_page_by_page_the_newest_first(served_to_two: tuple[httpx.Client, httpx.Client]) -> None:
    client, _ = served_to_two
    for number in range(3):
        answer = client.post("/api/ask", json={"question": "Hello!"}).raise_for_status().json()
        client.post("/api/conversations", json={"answer": answer["id"], "title": f"Talk {number}"}).raise_for_status()
    titles, after = [], "/api/conversations?limit=2"
    while after:
        page = client.get(after).raise_for_status().json()
        titles += [one["title"] for one in page["conversations"]]
        after = page["next"]
    assert titles == ["Talk 2", "Talk 1", "Talk 0"]


def test_what_was_not_given_here_begins_no_conversation(served_to_two: tuple[httpx.Client, httpx.Client]) -> None:
    client, _ = served_to_two
    answer = client.post("/api/ask", json={"question": QUESTION}).raise_for_status().json()
    assert client.post("/api/conversations", json={"answer": answer | {"text": "Invented."}}).status_code == 409
    assert client.post("/api/conversations", json={"answer": "none"}).status_code == 404
    assert client.post("/api/conversations", json={"answer": answer["id"], "title": " "}).status_code == 422
    told = client.post(
        "/api/ask", json={"question": "Why?", "conversation": "x", "history": [{"role": "user", "content": "Who?"}]}
    )
    assert told.status_code == 422 and "not both" in told.json()["detail"]
    assert client.get("/api/conversations").json()["total"] == 0


def test_who_has_saved_as_much_as_they_may_is_told_so_before_anything_is_answered(library: Library) -> None:
    access = Access(library.folder, Settings(), loopback=True)
    access.most_saved = 3_000
    with (
        served(Assistant(library, Settings()), access=access) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        talk = client.post("/api/ask", json={"question": "Hello!"}).raise_for_status().json()
        place = client.post("/api/conversations", json={"answer": talk["id"]}).raise_for_status().headers["location"]
        wanted = {"question": "Hello!", "conversation": place.rpartition("/")[2]}
        while (told := client.post("/api/ask", json=wanted)).status_code == 200:
            assert len(client.get(place).json()["turns"]) < 10
        assert told.status_code == 507 and "storage here is full" in told.json()["detail"]
        assert client.delete(place).status_code == 204
