"""Each way to ask takes every filter that there is, so that a new one is written once."""

from __future__ import annotations

import asyncio
import inspect

import pytest
from typer.testing import CliRunner

from assistant.answers import REGARDLESS_OF
from assistant.api.asking import Asking
from assistant.api.figures import Figures
from assistant.api.mcp_tools import create_mcp
from assistant.api.openai.completions import CompletionRequest
from assistant.api.openai.responses import ResponseRequest
from assistant.api.sent import Check, Question, QuestionByAddress, Search
from assistant.assistant import Assistant
from assistant.cli import app
from assistant.page.words import CHINESE, ENGLISH
from assistant.settings import Settings
from index.filters import DESCRIBED, OF_DAYS, OF_NAMES, Filters, Limits
from index.library import Library

OPTIONS = {f"--{name.removesuffix('s') if name in OF_NAMES else name}".replace("_", "-") for name in DESCRIBED}
TOOLS = ("ask", "search_articles", "find_statements", "check_text", "list_articles")


def test_every_filter_takes_names_or_a_day_and_says_what_it_does() -> None:
    assert (
        {*OF_NAMES, *OF_DAYS} == {*DESCRIBED} == {*Limits.__annotations__} == {*inspect.signature(Filters).parameters}
    )
    assert all(told.endswith(".") for told in DESCRIBED.values())


@pytest.mark.parametrize("command", ["ask", "check", "said", "list", "evaluate"])
def test_commands_take_every_filter(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    shown = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"}).output
    assert not [option for option in OPTIONS if f" {option} " not in shown]


@pytest.mark.parametrize("sent", [Question, Search, Check, QuestionByAddress, CompletionRequest, ResponseRequest])
def test_requests_take_every_filter(sent: type) -> None:
    described = sent.model_json_schema()["properties"]  # type: ignore[attr-defined]
    assert {name: described[name]["description"] for name in DESCRIBED} == DESCRIBED


def test_tools_take_every_filter(samples: Library) -> None:
    tools = asyncio.run(create_mcp(Asking(Assistant(samples, Settings()), Figures())).list_tools())
    taken = {tool.name: tool.input_schema["properties"] for tool in tools}
    assert {name: DESCRIBED.keys() - taken[name].keys() for name in TOOLS} == dict.fromkeys(TOOLS, set())


def test_whatever_asks_takes_what_the_words_do_not_limit(samples: Library) -> None:
    requests = (Question, QuestionByAddress, CompletionRequest, ResponseRequest)
    described = [sent.model_json_schema()["properties"]["regardless_of"] for sent in requests]
    tools = asyncio.run(create_mcp(Asking(Assistant(samples, Settings()), Figures())).list_tools())
    described += [tool.input_schema["properties"]["regardless_of"] for tool in tools if tool.name == "ask"]
    assert [one["description"] for one in described] == [REGARDLESS_OF] * 5
    shown = CliRunner().invoke(app, ["ask", "--help"], env={"COLUMNS": "200"}).output
    assert " --regardless-of " in shown


def test_the_page_names_every_filter_that_takes_names() -> None:
    assert {*ENGLISH.filters} == {*CHINESE.filters} == {*OF_NAMES}
    assert all(say.limited(name, ["x"]).endswith("x") for say in (ENGLISH, CHINESE) for name in OF_NAMES)
