"""The server: its addresses, the headers on every page, and what someone meets where nothing is."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from assistant.page.words import ENGLISH
from index.errors import ArticleAssistantError
from tests.served import create_app

ROOT = Path(__file__).parents[2]
HOSTILE = {
    "id": "a/b c",
    "title": "<script>alert(1)</script>",
    "source": "<b>Outlet</b>",
    "date": "2026-02-05",
    "url": "https://example.org/original",
    "text": "A first paragraph.\n\n[1](javascript:alert(1)) and <img src=x onerror=alert(1)>.",
}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("served")
    source = folder / "articles.jsonl"
    source.write_text(json.dumps(HOSTILE), encoding="utf-8")
    with Assistant.open(folder / "library") as assistant:
        assistant.library.add(source)
        with TestClient(create_app(assistant)) as client:
            yield client


def test_the_root_is_the_chat_under_its_own_title(page: TestClient) -> None:
    response = page.get("/")
    assert response.status_code == 200
    assert ENGLISH.title in response.text


def test_the_chat_may_load_from_and_send_to_no_other_host(page: TestClient) -> None:
    policy = page.get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy


def test_an_article_is_found_by_its_id_whatever_characters_it_has(page: TestClient) -> None:
    response = page.get("/articles/a%2Fb%20c")
    assert response.status_code == 200
    assert 'id="p2"' in response.text
    assert page.head("/articles/a%2Fb%20c").status_code == 200


def test_an_article_is_shown_as_text_whatever_it_says(page: TestClient) -> None:
    markup = page.get("/articles/a%2Fb%20c").text
    assert "<script" not in markup
    assert "<img" not in markup
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in markup


def test_an_article_page_may_load_nothing_but_its_own_style(page: TestClient) -> None:
    headers = page.get("/articles/a%2Fb%20c").headers
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self';")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_an_article_that_is_not_there_is_a_readable_page(page: TestClient) -> None:
    response = page.get("/articles/%3Cscript%3E")
    assert response.status_code == 404
    assert ENGLISH.article_missing in response.text
    assert "<script" not in response.text


def test_the_style_is_served_from_here(page: TestClient) -> None:
    response = page.get("/page/style.css")
    assert response.headers["content-type"].startswith("text/css")
    assert "http" not in response.text


def test_no_page_describes_the_interface_with_scripts_of_another_host(page: TestClient) -> None:
    for address in ("/docs", "/redoc", "/openapi.json"):
        assert page.get(address).status_code == 404


def test_a_taken_port_is_said_in_one_sentence(page: TestClient, tmp_path: Path) -> None:
    from assistant.server import serve  # here, so that collecting tests does not wait for it

    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        Assistant.open(tmp_path) as assistant,
        pytest.raises(ArticleAssistantError, match="Choose another with --port"),
    ):
        serve(assistant, port=taken.getsockname()[1])


def test_conversations_that_cannot_be_read_tell_a_guest_nothing_of_this_machine(tmp_path: Path) -> None:
    with Assistant.open(tmp_path / "library") as assistant, TestClient(create_app(assistant)) as client:
        (tmp_path / "library" / "conversations.db").write_bytes(b"noise" * 2000)
        response = client.get("/answers/any")
        assert response.status_code == 503
        assert str(tmp_path) not in response.text
        assert client.get("/conversations/any.md").status_code == 503


def test_a_conversation_or_a_shared_answer_that_is_not_there_is_said(page: TestClient) -> None:
    assert page.get("/answers/any").status_code == 404
    for ending, status in (("md", 404), ("json", 404), ("html", 422)):
        assert page.get(f"/conversations/any.{ending}").status_code == status
    assert page.get("/answers/any").headers["cache-control"] == "no-store"
