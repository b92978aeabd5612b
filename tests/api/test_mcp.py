"""The tools of the Model Context Protocol, tried with the official client as it is, over both transports."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult

from assistant import __version__
from assistant.assistant import Assistant
from assistant.serving.cross_site import own_names
from assistant.settings import Settings
from index.library import Library
from tests.served import served

pytestmark = pytest.mark.usefixtures("without_page")

ROOT = Path(__file__).parents[2]
QUESTION = "What did Donald Trump say about the Paris Agreement?"
REFUSED = "What did Napoleon say about submarines?"


@pytest.fixture(scope="module")
def assistant(samples: Library) -> Assistant:
    return Assistant(samples, Settings())


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    with served(assistant, names=own_names("127.0.0.1")) as address:
        yield f"{address}/mcp"


def call(address: Any, tool: str, **arguments: Any) -> CallToolResult:
    async def called() -> CallToolResult:
        async with Client(address) as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(called())


def said(result: CallToolResult) -> str:
    (block,) = result.content
    return block.text  # type: ignore[union-attr]


def alike(answer: Any) -> dict[str, Any]:
    return answer | {"id": "", "created": "", "timings_ms": {}}


@asynccontextmanager
async def both_ways(address: str) -> AsyncIterator[tuple[Client, Client]]:
    """A client of the handshake of old, and one of the protocol of today."""
    async with Client(address, mode="legacy") as old, Client(address) as new:
        yield old, new


def test_the_tools_are_told_of_with_schemas_and_descriptions(address: str) -> None:
    async def listed() -> list[Any]:
        async with both_ways(address) as (old, new):
            assert (await old.list_tools()).tools == (await new.list_tools()).tools
            return (await new.list_tools()).tools

    tools = asyncio.run(listed())
    assert [tool.name for tool in tools] == (
        "ask search_articles read_article list_changes list_people find_statements "
        "check_text list_articles list_outlets list_authors list_labels"
    ).split()
    for tool in tools:
        assert tool.description.endswith(".")
        assert tool.annotations.read_only_hint
        assert tool.output_schema["type"] == "object"
        for name, parameter in tool.input_schema["properties"].items():
            assert parameter.get("description"), f"{tool.name} does not describe {name}"
    assert tools[0].input_schema["required"] == ["question"]


@pytest.mark.parametrize("question", [QUESTION, REFUSED])
def test_an_answer_is_the_record_of_python_and_can_be_read_at_once(
    address: str, assistant: Assistant, question: str
) -> None:
    result, answer = call(address, "ask", question=question), assistant.ask(question)
    assert alike(result.structured_content) == alike(json.loads(answer.to_json()))
    assert said(result).startswith(answer.text)
    for citation in (*answer.citations, *answer.closest):
        assert f"“{citation.quote}”" in said(result)
        assert f"article {citation.article_id}, paragraph {citation.paragraph}" in said(result)


def test_what_a_tool_gives_fits_the_schema_that_it_announces(address: str) -> None:
    async def checked() -> None:
        async with both_ways(address) as clients:
            schemas = {tool.name: tool.output_schema for tool in (await clients[0].list_tools()).tools}
            for client in clients:
                for name, arguments in (
                    ("ask", {"question": QUESTION}),
                    ("ask", {"question": REFUSED}),
                    ("search_articles", {"question": "Moon", "limit": 2}),
                    ("read_article", {"article_id": "penicillin-use-enough"}),
                    ("list_changes", {"article_id": "penicillin-use-enough"}),
                    ("list_people", {"like": "armstrong"}),
                    ("find_statements", {"speaker": "Armstrong", "about": "Moon"}),
                    ("find_statements", {"speaker": "Napoleon"}),
                    ("check_text", {"text": "The Moon is covered in fine dust."}),
                    ("list_articles", {"limit": 3}),
                    ("list_outlets", {}),
                    ("list_authors", {"like": "a"}),
                ):
                    result = await client.call_tool(name, arguments)
                    jsonschema.validate(result.structured_content, schemas[name])

    asyncio.run(checked())


def test_a_search_gives_the_hits_of_the_library(address: str, samples: Library) -> None:
    result = call(address, "search_articles", question="dust on the Moon", limit=3)
    hits = samples.search("dust on the Moon", limit=3)
    told: Any = result.structured_content
    assert [(one["id"], one["paragraph"]["number"]) for one in told["hits"]] == [
        (hit.heading.id, hit.paragraph.number) for hit in hits
    ]
    assert all(hit.paragraph.text in said(result) for hit in hits)


def test_what_somebody_said_is_told_with_its_place(address: str, samples: Library) -> None:
    result = call(address, "find_statements", speaker="armstrong", limit=100)
    told: Any = result.structured_content
    assert told["speakers"] == ["Neil Armstrong"]
    assert [one["quote"] for one in told["statements"]] == [
        one.quote for one in samples.statements(speaker="armstrong")
    ]
    for one in told["statements"]:
        assert f"“{one['quote']}” (Neil Armstrong, {one['voice']}; “{one['title']}”" in said(result)
    assert "No article names Napoleon." in said(call(address, "find_statements", speaker="Napoleon"))


def test_who_is_quoted_is_listed_by_a_part_of_the_name(address: str, samples: Library) -> None:
    told: Any = call(address, "list_people", like="armst").structured_content
    assert [one["name"] for one in told["people"]] == [one.name for one in samples.people("armst")]
    assert "Neil Armstrong" in [one["name"] for one in told["people"]]


def test_an_article_is_read_from_a_paragraph_on(address: str, samples: Library) -> None:
    article = samples.article("penicillin-use-enough")
    result = call(address, "read_article", article_id=article.id, first_paragraph=2)
    told: Any = result.structured_content
    assert [one["number"] for one in told["paragraphs"]] == [one.number for one in article.paragraphs[1:]]
    assert f"2: {article.paragraphs[1].text}" in said(result)
    assert f"\n1: {article.paragraphs[0].text}" not in said(result)


def test_a_long_article_is_read_in_parts(library: Library, tmp_path: Path) -> None:
    row = {
        "id": "long",
        "title": "Long",
        "text": "\n\n".join(f"Paragraph number {number}." for number in range(1, 131)),
    }
    (tmp_path / "long.jsonl").write_text(json.dumps(row), encoding="utf-8")
    library.add(tmp_path / "long.jsonl")
    with served(Assistant(library, Settings())) as address:
        first = call(f"{address}/mcp", "read_article", article_id="long")
        assert said(first).endswith("(30 more paragraphs follow; continue with first_paragraph=101.)")
        second: Any = call(f"{address}/mcp", "read_article", article_id="long", first_paragraph=101)
    assert [one["number"] for one in second.structured_content["paragraphs"]] == list(range(101, 131))


def test_what_changed_in_an_article_is_told_as_it_was_and_as_it_is(library: Library, tmp_path: Path) -> None:
    for text in ("It costs 42 million.\n\nIt rained.", "It costs 24 million.\n\nIt rained."):
        (tmp_path / "bridge.jsonl").write_text(json.dumps({"id": "bridge", "title": "A bridge", "text": text}), "utf-8")
        library.add(tmp_path / "bridge.jsonl")
    with served(Assistant(library, Settings())) as address:
        result: Any = call(f"{address}/mcp", "list_changes", article_id="bridge")
    (one,) = result.structured_content["changes"]
    assert (one["before"]["text"], one["after"]) == ("It costs 42 million.", "It costs 24 million.")
    assert said(result).endswith("Paragraph 1: It costs 42 million.\nNow: It costs 24 million.")


def test_a_model_reads_that_a_text_was_withdrawn_or_is_satire_before_its_words(
    library: Library, tmp_path: Path
) -> None:
    steel = "Editor's note: This article has been retracted.\n\nThe steel failed a test.\n\n“It broke,” Ida Berg said."
    swans = "The bridge will be run by eleven swans, a spokesman said."
    rows = [("gone", "Steel failed", steel), ("joke", "Satire: Swans to run the bridge", swans)]
    told = "\n".join(json.dumps({"id": id, "title": title, "text": text}) for id, title, text in rows)
    (tmp_path / "told.jsonl").write_text(told, "utf-8")
    library.add(tmp_path / "told.jsonl")
    with served(Assistant(library, Settings())) as address:
        asked: Any = {
            "search_articles": {"question": "The steel failed a test."},
            "read_article": {"article_id": "gone"},
            "find_statements": {"speaker": "Ida Berg"},
        }
        for tool, arguments in asked.items():
            told = said(call(f"{address}/mcp", tool, **arguments))
            assert "Withdrawn: " in told
            assert told.index("Withdrawn: ") < max(told.find("The steel failed"), told.find("It broke"))
        assert ", satire, " in said(call(f"{address}/mcp", "search_articles", question="eleven swans"))


@pytest.mark.parametrize(
    ("tool", "arguments", "sentence"),
    [
        ("ask", {"question": " "}, "The question is empty."),
        ("ask", {"question": "?", "since": "2026-02-30"}, "is not a day"),
        ("ask", {}, "question"),
        ("ask", {"question": "x" * 10_000}, "8000"),
        ("search_articles", {"question": "?", "articles": ["nobody's"]}, "No article has the id"),
        ("read_article", {"article_id": "nobody's"}, "No article has the id"),
        ("list_changes", {"article_id": "nobody's"}, "No article has the id"),
        ("find_statements", {"speaker": "Roe", "articles": ["nobody's"]}, "No article has the id"),
        ("find_statements", {"speaker": "Roe", "since": "2026-02-30"}, "is not a day"),
        ("read_article", {"article_id": "penicillin-use-enough", "first_paragraph": 999}, "Begin with one of them."),
    ],
)
def test_what_cannot_be_done_is_told_to_the_model(
    address: str, tool: str, arguments: dict[str, Any], sentence: str
) -> None:
    result = call(address, tool, **arguments)
    assert result.is_error
    assert sentence in said(result)
    assert not re.search(r"Error executing|validation error|pydantic|\[type=|`article-assistant", said(result))


def test_what_the_command_line_would_do_is_not_advised_to_a_model(library: Library) -> None:
    with served(Assistant(library, Settings())) as address:
        for arguments in ({"question": "Who?"}, {"question": "Who?", "articles": ["none"]}):
            assert "`article-assistant" not in said(call(f"{address}/mcp", "search_articles", **arguments))


def test_what_there_is_can_be_listed_and_a_text_checked(address: str, assistant: Assistant, samples: Library) -> None:
    listed: Any = call(address, "list_articles", limit=2).structured_content
    page = samples.page(column="published", limit=2)
    assert (listed["total"], [one["id"] for one in listed["articles"]]) == (
        page.total,
        [one.heading.id for one in page.lines],
    )
    assert "continue with offset=2." in said(call(address, "list_articles", limit=2))
    outlets: Any = call(address, "list_outlets").structured_content
    assert [(one["name"], one["articles"]) for one in outlets["names"]] == samples.names("outlet")
    authors: Any = call(address, "list_authors").structured_content
    assert [(one["name"], one["articles"]) for one in authors["names"]] == samples.names("author")
    text = "The Moon is covered in fine dust. The Moon is made of cheese."
    checked = call(address, "check_text", text=text)
    assert alike(checked.structured_content) == alike(json.loads(assistant.check(text).to_json()))


def test_links_in_the_text_lead_to_the_paragraph(address: str, assistant: Assistant) -> None:
    place = address.removesuffix("mcp")
    for citation in assistant.ask(QUESTION).citations:
        assert f"{place.rstrip('/')}{citation.link}" in said(call(address, "ask", question=QUESTION))
    assert f"{place}articles/" in said(call(address, "search_articles", question="Moon"))
    assert f"{place}articles/" in said(call(address, "find_statements", speaker="Armstrong"))


def test_the_server_tells_its_version_and_offers_tools_alone(address: str) -> None:
    async def told() -> Any:
        async with Client(address, mode="legacy") as client:
            return client.server_info, client.server_capabilities

    info, capabilities = asyncio.run(told())
    assert info.version == __version__
    assert capabilities.tools is not None
    assert (capabilities.prompts, capabilities.resources, capabilities.completions) == (None, None, None)


def test_what_goes_wrong_unexpectedly_tells_nothing_of_the_inside(samples: Library) -> None:
    class Broken(Assistant):
        def _hits(self, *_: Any) -> Any:
            raise RuntimeError("a secret of the inside")

    with served(Broken(samples, Settings())) as address:
        for tool in ("ask", "search_articles"):
            result = call(f"{address}/mcp", tool, question="Who?")
            assert result.is_error
            assert "secret" not in said(result)


@pytest.mark.parametrize("header", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_page_of_another_site_reaches_no_tool(address: str, header: dict[str, str]) -> None:
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    assert httpx.post(address, json=asked, headers=header).status_code == 403
    assert httpx.post(address, json=asked, headers={"Host": "elsewhere.example"}).status_code == 421


def test_serving_leaves_the_log_of_the_process_alone(samples: Library) -> None:
    before = (logging.getLogger().handlers[:], logging.getLogger().level)
    with served(Assistant(samples, Settings())):
        assert (logging.getLogger().handlers[:], logging.getLogger().level) == before


@pytest.mark.processes
def test_the_command_gives_the_same_answer_over_standard_input_and_output(
    assistant: Assistant, samples: Library, tmp_path: Path
) -> None:
    shutil.copytree(samples.folder, tmp_path / "library")
    command = ["-m", "assistant", "mcp", "--library", str(tmp_path / "library")]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    result = call(
        StdioServerParameters(command=sys.executable, args=command, env=environment), "ask", question=QUESTION
    )
    assert alike(result.structured_content) == alike(json.loads(assistant.ask(QUESTION).to_json()))
